/* extension.c -- see extension.h. */
#include "intake/examine/extension.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define FORMATS_EACH 4

struct ending {
	const char *word;
	enum format_id formats[FORMATS_EACH];	/* FORMAT_UNKNOWN ends */
};

/* What programs write under these names, wrong ones apart. */
static const struct ending endings[] = {
	{ "pdf", { FORMAT_PDF } },
	{ "jpg", { FORMAT_JPEG } }, { "jpeg", { FORMAT_JPEG } },
	{ "jpe", { FORMAT_JPEG } }, { "jfif", { FORMAT_JPEG } },
	{ "mpo", { FORMAT_JPEG } },
	{ "png", { FORMAT_PNG } }, { "apng", { FORMAT_PNG } },
	{ "tif", { FORMAT_TIFF } }, { "tiff", { FORMAT_TIFF } },
	{ "webp", { FORMAT_WEBP } }, { "gif", { FORMAT_GIF } },
	{ "bmp", { FORMAT_BMP } }, { "dib", { FORMAT_BMP } },
	{ "heic", { FORMAT_HEIC } }, { "heics", { FORMAT_HEIC } },
	{ "heif", { FORMAT_HEIC, FORMAT_AVIF } },
	{ "heifs", { FORMAT_HEIC, FORMAT_AVIF } },
	{ "hif", { FORMAT_HEIC } },
	{ "avif", { FORMAT_AVIF } }, { "avifs", { FORMAT_AVIF } },
	{ "jxl", { FORMAT_JXL } },
	{ "svg", { FORMAT_SVG, FORMAT_XML } },
	{ "svgz", { FORMAT_GZIP, FORMAT_SVG } },
	{ "docx", { FORMAT_DOCX } }, { "docm", { FORMAT_DOCX } },
	{ "dotx", { FORMAT_DOCX } }, { "dotm", { FORMAT_DOCX } },
	{ "xlsx", { FORMAT_XLSX } }, { "xlsm", { FORMAT_XLSX } },
	{ "xltx", { FORMAT_XLSX } }, { "xltm", { FORMAT_XLSX } },
	{ "xlam", { FORMAT_XLSX } }, { "xlsb", { FORMAT_XLSX } },
	{ "pptx", { FORMAT_PPTX } }, { "pptm", { FORMAT_PPTX } },
	{ "potx", { FORMAT_PPTX } }, { "potm", { FORMAT_PPTX } },
	{ "ppsx", { FORMAT_PPTX } }, { "ppsm", { FORMAT_PPTX } },
	/* Word has always written RTF under this name, too. */
	{ "doc", { FORMAT_DOC, FORMAT_RTF } },
	{ "dot", { FORMAT_DOC, FORMAT_RTF } },
	{ "xls", { FORMAT_XLS } }, { "xlt", { FORMAT_XLS } },
	{ "ppt", { FORMAT_PPT } }, { "pps", { FORMAT_PPT } },
	{ "pot", { FORMAT_PPT, FORMAT_TEXT } },
	{ "odt", { FORMAT_ODT } }, { "ott", { FORMAT_ODT } },
	{ "ods", { FORMAT_ODS } }, { "ots", { FORMAT_ODS } },
	{ "odp", { FORMAT_ODP } }, { "otp", { FORMAT_ODP } },
	{ "odg", { FORMAT_ODG } }, { "otg", { FORMAT_ODG } },
	{ "odf", { FORMAT_ODF } },
	{ "fodt", { FORMAT_ODT, FORMAT_XML } },
	{ "fods", { FORMAT_ODS, FORMAT_XML } },
	{ "fodp", { FORMAT_ODP, FORMAT_XML } },
	{ "fodg", { FORMAT_ODG, FORMAT_XML } },
	{ "epub", { FORMAT_EPUB } }, { "rtf", { FORMAT_RTF } },
	{ "eml", { FORMAT_EML, FORMAT_MBOX } },
	{ "mht", { FORMAT_EML } }, { "mhtml", { FORMAT_EML } },
	{ "mbox", { FORMAT_MBOX, FORMAT_EML } },
	{ "mbx", { FORMAT_MBOX, FORMAT_EML } },
	{ "emlx", { FORMAT_EMLX } },
	/* Outlook's own, or what other programs save a message as. */
	{ "msg", { FORMAT_MSG, FORMAT_EML } },
	{ "mp3", { FORMAT_MP3 } }, { "flac", { FORMAT_FLAC } },
	{ "ogg", { FORMAT_OGG } }, { "oga", { FORMAT_OGG } },
	{ "ogv", { FORMAT_OGG } }, { "opus", { FORMAT_OGG } },
	{ "spx", { FORMAT_OGG } },
	{ "wav", { FORMAT_WAV } }, { "wave", { FORMAT_WAV } },
	{ "aif", { FORMAT_AIFF } }, { "aiff", { FORMAT_AIFF } },
	{ "aifc", { FORMAT_AIFF } },
	{ "mp4", { FORMAT_MP4 } }, { "m4a", { FORMAT_MP4 } },
	{ "m4b", { FORMAT_MP4 } }, { "m4v", { FORMAT_MP4 } },
	{ "mov", { FORMAT_MP4 } }, { "qt", { FORMAT_MP4 } },
	{ "3gp", { FORMAT_MP4 } }, { "3g2", { FORMAT_MP4 } },
	{ "mkv", { FORMAT_MATROSKA } }, { "mka", { FORMAT_MATROSKA } },
	{ "webm", { FORMAT_MATROSKA } }, { "avi", { FORMAT_AVI } },
	{ "wmv", { FORMAT_ASF } }, { "wma", { FORMAT_ASF } },
	{ "asf", { FORMAT_ASF } },
	{ "zip", { FORMAT_ZIP } }, { "cbz", { FORMAT_ZIP } },
	{ "tar", { FORMAT_TAR } },
	{ "gz", { FORMAT_GZIP } }, { "tgz", { FORMAT_GZIP } },
	{ "xz", { FORMAT_XZ } }, { "txz", { FORMAT_XZ } },
	{ "zst", { FORMAT_ZSTD } }, { "tzst", { FORMAT_ZSTD } },
	{ "bz2", { FORMAT_BZIP2 } }, { "tbz", { FORMAT_BZIP2 } },
	{ "tbz2", { FORMAT_BZIP2 } },
	{ "7z", { FORMAT_7Z } },
	{ "rar", { FORMAT_RAR } }, { "cbr", { FORMAT_RAR, FORMAT_ZIP } },
	/* A page without a tag is a text. */
	{ "html", { FORMAT_HTML, FORMAT_XML, FORMAT_TEXT } },
	{ "htm", { FORMAT_HTML, FORMAT_XML, FORMAT_TEXT } },
	{ "xhtml", { FORMAT_HTML, FORMAT_XML } },
	{ "xml", { FORMAT_XML, FORMAT_SVG, FORMAT_HTML, FORMAT_TEXT } },
};

/* Everything that is text may be called one. */
static const char *const texts[] = {
	"asc", "c", "cfg", "conf", "cpp", "css", "csv", "h", "ics", "ini", "js",
	"json", "jsonl", "log", "markdown", "md", "ndjson", "py", "rst", "sh",
	"sql", "srt", "tab", "tex", "text", "toml", "tsv", "txt", "vcf", "vtt",
	"yaml", "yml",
};

static bool
is_text(enum format_id f)
{
	switch (f) {
	case FORMAT_TEXT:
	case FORMAT_EML:
	case FORMAT_MBOX:
	case FORMAT_EMLX:
	case FORMAT_HTML:
	case FORMAT_XML:
	case FORMAT_SVG:
	case FORMAT_RTF:
		return true;
	default:
		return false;
	}
}

static bool
fits(const struct ending *e, enum format_id f)
{
	size_t i;

	for (i = 0; i < FORMATS_EACH && e->formats[i] != FORMAT_UNKNOWN; i++)
		if (e->formats[i] == f)
			return true;
	return false;
}

const char *
extension_denies(const char *name, enum format_id f)
{
	const char *dot = strrchr(name, '.');
	size_t i;

	/* ".txt" alone is a hidden file without an ending. */
	if (dot == NULL || dot == name || dot[-1] == '/' || f == FORMAT_UNKNOWN)
		return NULL;
	for (i = 0; i < COUNT(endings); i++)
		if (strcasecmp(dot + 1, endings[i].word) == 0)
			return fits(&endings[i], f) ? NULL : endings[i].word;
	for (i = 0; i < COUNT(texts); i++)
		if (strcasecmp(dot + 1, texts[i]) == 0)
			return is_text(f) ? NULL : texts[i];
	return NULL;
}
