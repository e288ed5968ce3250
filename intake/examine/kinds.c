/* kinds.c -- see kinds.h. */
#include "intake/examine/kinds.h"

#include <stddef.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const char *
word(const char *const *words, size_t n, size_t i)
{
	return i < n && words[i] != NULL ? words[i] : "unknown";
}

/* What a format is called, and how the names of its files end. */
static const struct {
	const char *name, *ext;
} formats[] = {
	[FORMAT_UNKNOWN] = { "unknown", "bin" },
	[FORMAT_TEXT] = { "text", "txt" },
	[FORMAT_PDF] = { "pdf", "pdf" },
	[FORMAT_JPEG] = { "jpeg", "jpg" },
	[FORMAT_PNG] = { "png", "png" },
	[FORMAT_DOCX] = { "docx", "docx" },
	[FORMAT_TIFF] = { "tiff", "tif" },
	[FORMAT_WEBP] = { "webp", "webp" },
	[FORMAT_GIF] = { "gif", "gif" },
	[FORMAT_BMP] = { "bmp", "bmp" },
	[FORMAT_HEIC] = { "heic", "heic" },
	[FORMAT_AVIF] = { "avif", "avif" },
	[FORMAT_JXL] = { "jxl", "jxl" },
	[FORMAT_SVG] = { "svg", "svg" },
	[FORMAT_XLSX] = { "xlsx", "xlsx" },
	[FORMAT_PPTX] = { "pptx", "pptx" },
	[FORMAT_ODT] = { "odt", "odt" },
	[FORMAT_ODS] = { "ods", "ods" },
	[FORMAT_ODP] = { "odp", "odp" },
	[FORMAT_ODG] = { "odg", "odg" },
	[FORMAT_ODF] = { "odf", "odf" },
	[FORMAT_EPUB] = { "epub", "epub" },
	[FORMAT_RTF] = { "rtf", "rtf" },
	[FORMAT_DOC] = { "doc", "doc" },
	[FORMAT_XLS] = { "xls", "xls" },
	[FORMAT_PPT] = { "ppt", "ppt" },
	[FORMAT_EML] = { "eml", "eml" },
	[FORMAT_MBOX] = { "mbox", "mbox" },
	[FORMAT_EMLX] = { "emlx", "emlx" },
	[FORMAT_MSG] = { "msg", "msg" },
	[FORMAT_MP3] = { "mp3", "mp3" },
	[FORMAT_FLAC] = { "flac", "flac" },
	[FORMAT_OGG] = { "ogg", "ogg" },
	[FORMAT_WAV] = { "wav", "wav" },
	[FORMAT_AIFF] = { "aiff", "aiff" },
	[FORMAT_MP4] = { "mp4", "mp4" },
	[FORMAT_MATROSKA] = { "matroska", "mkv" },
	[FORMAT_AVI] = { "avi", "avi" },
	[FORMAT_ASF] = { "asf", "wmv" },
	[FORMAT_ZIP] = { "zip", "zip" },
	[FORMAT_TAR] = { "tar", "tar" },
	[FORMAT_GZIP] = { "gzip", "gz" },
	[FORMAT_XZ] = { "xz", "xz" },
	[FORMAT_ZSTD] = { "zstd", "zst" },
	[FORMAT_BZIP2] = { "bzip2", "bz2" },
	[FORMAT_7Z] = { "7z", "7z" },
	[FORMAT_RAR] = { "rar", "rar" },
	[FORMAT_HTML] = { "html", "html" },
	[FORMAT_XML] = { "xml", "xml" },
	[FORMAT_PNM] = { "pnm", "pnm" },
	[FORMAT_PSD] = { "psd", "psd" },
};

const char *
format_name(enum format_id f)
{
	return formats[(size_t)f < COUNT(formats) ? f : FORMAT_UNKNOWN].name;
}

const char *
format_ext(enum format_id f)
{
	return formats[(size_t)f < COUNT(formats) ? f : FORMAT_UNKNOWN].ext;
}

bool
format_is_container(enum format_id f)
{
	switch (f) {
	case FORMAT_ZIP:
	case FORMAT_TAR:
	case FORMAT_GZIP:
	case FORMAT_XZ:
	case FORMAT_ZSTD:
	case FORMAT_BZIP2:
	case FORMAT_7Z:
	case FORMAT_RAR:
	case FORMAT_MBOX:
	case FORMAT_EMLX:
		return true;
	default:
		return false;
	}
}

const char *
state_name(enum exam_state s)
{
	static const char *const names[] = {
		[EXAM_DONE] = "done",
		[EXAM_REFUSED] = "refused",
		[EXAM_QUARANTINED] = "quarantined",
	};

	return word(names, COUNT(names), s);
}

/* Each reason: its word, and what the person can do next. */
static const struct {
	const char *name, *advice;
} reasons[] = {
	[REASON_NONE] = { "none", "Nothing needs to be done." },
	[REASON_EMPTY] = { "empty",
	    "Ask for the file again: nothing was in it." },
	[REASON_TOO_LARGE] = { "too-large",
	    "Split the document into parts and submit each of them." },
	[REASON_UNKNOWN_TYPE] = { "unknown-type",
	    "Convert it, on a machine that is set apart, to PDF, DOCX, JPEG, "
	    "PNG or UTF-8 text, and submit that." },
	[REASON_TYPE_DISAGREES] = { "type-disagrees",
	    "Treat it as hostile; look at it only on a machine that is set "
	    "apart." },
	[REASON_TWO_THINGS] = { "two-things",
	    "Treat it as hostile; it is two kinds of file at once. Look at it "
	    "only on a machine that is set apart." },
	[REASON_DAMAGED] = { "damaged",
	    "Ask for the file again, or repair it on a machine that is set "
	    "apart and submit the repaired one." },
	[REASON_ENCRYPTED] = { "encrypted",
	    "Ask for its password and give it with --password-fd." },
	[REASON_LIMIT] = { "limit",
	    "Split the document, or make its pictures smaller, and submit the "
	    "parts; docs/limits.md lists the limits." },
	[REASON_CPU] = { "cpu",
	    "Split the document and submit the parts: it needs more computing "
	    "than one document may have." },
	[REASON_CRASHED] = { "crashed",
	    "Treat it as hostile: the parser died on it. Look at it only on a "
	    "machine that is set apart." },
	[REASON_METADATA_LEFT] = { "metadata-left",
	    "Use `tipline safe` for a copy made of page pictures, and report "
	    "the kind of file." },
	[REASON_UNSUPPORTED] = { "unsupported",
	    "Use `tipline safe` for a copy made of page pictures, or submit it "
	    "in another format." },
	[REASON_LIED] = { "lied",
	    "Treat it as hostile: the parser's answer broke its rules. Look at "
	    "it only on a machine that is set apart." },
	[REASON_MEMBERS] = { "members",
	    "See what its members ended with: --password-fd opens encrypted "
	    "ones, --unknown-members omit leaves those out that cannot be "
	    "cleaned, keep lets them through as they are." },
	[REASON_WRONG_PASSWORD] = { "wrong-password",
	    "Ask for the right password and give it with --password-fd." },
	[REASON_OLD_FORMAT] = { "old-format",
	    "Open it on a machine that is set apart and save it in today's "
	    "format, or use `tipline safe` for a copy made of page pictures." },
	[REASON_NOT_REDACTED] = { "not-redacted",
	    "Say what is to be silent or blank, and when; or that it goes as "
	    "it is." },
};

const char *
reason_name(enum exam_reason r)
{
	return (size_t)r < COUNT(reasons) ? reasons[r].name : "unknown";
}

const char *
reason_advice(enum exam_reason r)
{
	return (size_t)r < COUNT(reasons) ? reasons[r].advice :
	    "Update tipline: this reason is newer than it.";
}

const char *
mark_name(enum mark_kind m)
{
	static const char *const names[] = {
		[MARK_INVISIBLE] = "invisible",
		[MARK_BIDI] = "bidi",
		[MARK_VARIATION] = "variation",
		[MARK_LOOKALIKE] = "lookalike",
		[MARK_SPACES] = "spaces",
		[MARK_NORMALISATION] = "normalisation",
		[MARK_PUNCTUATION] = "punctuation",
		[MARK_LINE_ENDINGS] = "line-endings",
		[MARK_HIDDEN_TEXT] = "hidden-text",
		[MARK_DELETED_TEXT] = "deleted-text",
		[MARK_PRINTER_DOTS] = "printer-dots",
		[MARK_TRAILING_DATA] = "trailing-data",
		[MARK_COVERED_TEXT] = "covered-text",
		[MARK_TRACKING_ID] = "tracking-id",
		[MARK_WATERMARK] = "watermark",
		[MARK_BARCODE] = "barcode",
		[MARK_OTHER_TEXT] = "other-text",
		[MARK_REVISION] = "revision",
		[MARK_THUMBNAIL] = "thumbnail",
		[MARK_EXTERNAL] = "external",
		[MARK_SCRIPT] = "script",
		[MARK_IN_STREAM] = "in-stream",
		[MARK_PICTURED] = "pictured",
		[MARK_COVERED_PICTURE] = "covered-picture",
	};

	return word(names, COUNT(names), m);
}

bool
format_is_picture(enum format_id f)
{
	switch (f) {
	case FORMAT_JPEG:
	case FORMAT_PNG:
	case FORMAT_TIFF:
	case FORMAT_WEBP:
	case FORMAT_GIF:
	case FORMAT_BMP:
	case FORMAT_HEIC:
	case FORMAT_AVIF:
	case FORMAT_JXL:
	case FORMAT_PNM:
	case FORMAT_PSD:
		return true;
	default:
		return false;
	}
}

bool
format_has_pictures(enum format_id f)
{
	switch (f) {
	case FORMAT_DOCX:
	case FORMAT_XLSX:
	case FORMAT_PPTX:
	case FORMAT_ODT:
	case FORMAT_ODS:
	case FORMAT_ODP:
	case FORMAT_ODG:
	case FORMAT_ODF:
	case FORMAT_EPUB:
	case FORMAT_RTF:
	case FORMAT_HTML:
	case FORMAT_SVG:
	case FORMAT_EML:
		return true;
	default:
		return false;
	}
}

enum format_id
format_painted(enum format_id f)
{
	return f == FORMAT_HEIC || f == FORMAT_AVIF ? FORMAT_PNG : f;
}

bool
format_plays(enum format_id f)
{
	return f >= FORMAT_MP3 && f <= FORMAT_ASF;
}
