/* formats.c -- see formats.h. */
#include "intake/worker/documents/formats.h"

#include <stddef.h>

#include "intake/format/image/image.h"
#include "intake/format/office/office.h"
#include "intake/format/pdf/pdf.h"
#include "intake/format/sound/sound.h"
#include "intake/format/text/text.h"

const struct format *const formats_documents[] = {
	&format_pdf,
	&format_jpeg,
	&format_png,
	&format_docx,
	&format_mp3,
	&format_flac,
	&format_ogg,
	&format_wav,
	&format_aiff,
	&format_text,	/* the last: it is what nothing else is */
	NULL
};
