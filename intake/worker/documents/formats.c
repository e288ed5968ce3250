/* formats.c -- see formats.h. */
#include "intake/worker/documents/formats.h"

#include <stddef.h>

#include "intake/format/archive/archive.h"
#include "intake/format/film/kind/film_kind.h"
#include "intake/format/heif/heif.h"
#include "intake/format/epub/epub.h"
#include "intake/format/image/image.h"
#include "intake/format/mail/mail.h"
#include "intake/format/odf/odf.h"
#include "intake/format/old/old.h"
#include "intake/format/markup/markup.h"
#include "intake/format/office/office.h"
#include "intake/format/pdf/pdf.h"
#include "intake/format/rtf/rtf.h"
#include "intake/format/raster/raster.h"
#include "intake/format/sound/sound.h"
#include "intake/format/text/text.h"

const struct format *const formats_documents[] = {
	&format_pdf,
	&format_jpeg,
	&format_png,
	&format_tiff,
	&format_webp,
	&format_gif,
	&format_bmp,
	&format_pnm,
	&format_psd,
	&format_heic,
	&format_avif,
	&format_jxl,
	&format_docx,
	&format_xlsx,
	&format_pptx,
	&format_odt,
	&format_ods,
	&format_odp,
	&format_odg,
	&format_odf,
	&format_epub,
	&format_rtf,
	&format_doc,
	&format_xls,
	&format_ppt,
	&format_mp3,
	&format_flac,
	&format_ogg,
	&format_wav,
	&format_aiff,
	&film_mp4_elsewhere,
	&film_matroska_elsewhere,
	&film_avi_elsewhere,
	&film_asf_elsewhere,
	&format_eml,
	&format_mbox,
	&format_emlx,
	&format_msg,
	&format_tar,
	&format_zip,
	&format_gzip,
	&format_xz,
	&format_zstd,
	&format_bzip2,
	&format_sevenz,
	&format_rar,
	&format_html,
	&format_svg,
	&format_xml,
	&format_text,	/* the last: it is what nothing else is */
	NULL
};
