/*
 * kinds.h -- words that both sides of the parser wall use: formats, states,
 * reasons, marks.  Numbers are part of the formats: never reuse one, never
 * sort them anew.
 */
#ifndef INTAKE_EXAMINE_KINDS_H
#define INTAKE_EXAMINE_KINDS_H

#include <stdbool.h>

enum format_id {
	FORMAT_UNKNOWN = 0,
	FORMAT_TEXT = 1,
	FORMAT_PDF = 2,
	FORMAT_JPEG = 3,
	FORMAT_PNG = 4,
	FORMAT_DOCX = 5,
	FORMAT_TIFF = 6,
	FORMAT_WEBP = 7,
	FORMAT_GIF = 8,
	FORMAT_BMP = 9,
	FORMAT_HEIC = 10,	/* HEIF with HEVC inside */
	FORMAT_AVIF = 11,
	FORMAT_JXL = 12,
	FORMAT_SVG = 13,
	FORMAT_XLSX = 14,	/* macro forms too, as of DOCX and PPTX */
	FORMAT_PPTX = 15,
	FORMAT_ODT = 16,
	FORMAT_ODS = 17,
	FORMAT_ODP = 18,
	FORMAT_ODG = 19,
	FORMAT_ODF = 20,	/* a formula */
	FORMAT_EPUB = 21,
	FORMAT_RTF = 22,
	FORMAT_DOC = 23,
	FORMAT_XLS = 24,
	FORMAT_PPT = 25,
	FORMAT_EML = 26,
	FORMAT_MBOX = 27,
	FORMAT_EMLX = 28,
	FORMAT_MSG = 29,
	FORMAT_MP3 = 30,
	FORMAT_FLAC = 31,
	FORMAT_OGG = 32,	/* Vorbis, Opus, Speex, FLAC in Ogg */
	FORMAT_WAV = 33,
	FORMAT_AIFF = 34,
	FORMAT_MP4 = 35,	/* also M4A and QuickTime */
	FORMAT_MATROSKA = 36,	/* also WebM */
	FORMAT_AVI = 37,
	FORMAT_ASF = 38,	/* WMV, WMA */
	FORMAT_ZIP = 39,
	FORMAT_TAR = 40,
	FORMAT_GZIP = 41,
	FORMAT_XZ = 42,
	FORMAT_ZSTD = 43,
	FORMAT_BZIP2 = 44,
	FORMAT_7Z = 45,
	FORMAT_RAR = 46,
	FORMAT_HTML = 47,
	FORMAT_XML = 48,
	FORMAT_PNM = 49,	/* PBM, PGM, PPM, PAM */
	FORMAT_PSD = 50,
	FORMAT_LAST = 50
};

enum exam_state {
	EXAM_DONE = 1,
	EXAM_REFUSED = 2,	/* with a reason: it cannot be handled */
	EXAM_QUARANTINED = 3,	/* with a reason: it is not what it should be */
	EXAM_STATE_LAST = 3
};

enum exam_reason {
	REASON_NONE = 0,
	REASON_EMPTY = 1,		/* no bytes at all */
	REASON_TOO_LARGE = 2,		/* over DOCUMENT_MAX or another limit */
	REASON_UNKNOWN_TYPE = 3,	/* quarantined: no format of ours */
	REASON_TYPE_DISAGREES = 4,	/* quarantined: libmagic and structure differ */
	REASON_TWO_THINGS = 5,		/* quarantined: a polyglot */
	REASON_DAMAGED = 6,		/* cannot be parsed */
	REASON_ENCRYPTED = 7,		/* needs a password */
	REASON_LIMIT = 8,		/* pages, pixels, nesting, expansion, output */
	REASON_CPU = 9,			/* used up its CPU seconds */
	REASON_CRASHED = 10,		/* the worker's child died on it */
	REASON_METADATA_LEFT = 11,	/* cleaned, looked at again, not clean */
	REASON_UNSUPPORTED = 12,	/* a feature of the format we do not clean */
	REASON_LIED = 13,		/* the worker's answer breaks its rules */
	REASON_MEMBERS = 14,		/* a member of it cannot be cleaned */
	REASON_WRONG_PASSWORD = 15,
	REASON_OLD_FORMAT = 16,		/* quarantined: cannot be written clean */
	REASON_NOT_REDACTED = 17,	/* sound or film, and nobody said what of it */
	REASON_LAST = 17
};

enum mark_kind {
	MARK_INVISIBLE = 1,	/* zero-width, fillers, joiners out of place, tags */
	MARK_BIDI = 2,
	MARK_VARIATION = 3,
	MARK_LOOKALIKE = 4,	/* letters of another script inside a word */
	MARK_SPACES = 5,	/* unusual, doubled or trailing white space */
	MARK_NORMALISATION = 6,	/* not NFC */
	MARK_PUNCTUATION = 7,	/* mixed quotes and apostrophes */
	MARK_LINE_ENDINGS = 8,
	MARK_HIDDEN_TEXT = 9,	/* in the file, not on the page */
	MARK_DELETED_TEXT = 10,	/* tracked deletion, earlier revision */
	MARK_PRINTER_DOTS = 11,
	MARK_TRAILING_DATA = 12,	/* bytes after the end */
	MARK_COVERED_TEXT = 13,	/* live text below a box */
	MARK_TRACKING_ID = 14,	/* numbers that tell one copy from another */
	MARK_WATERMARK = 15,	/* the same faint or small thing on all pages */
	MARK_BARCODE = 16,	/* QR, DataMatrix, bar codes */
	MARK_OTHER_TEXT = 17,	/* the text layer is not what is seen */
	MARK_REVISION = 18,	/* an earlier state of the document */
	MARK_THUMBNAIL = 19,	/* a small picture that shows something else */
	MARK_EXTERNAL = 20,	/* fetched from elsewhere when it is opened */
	MARK_SCRIPT = 21,	/* runs when it is opened */
	MARK_IN_STREAM = 22,	/* what an encoder wrote inside coded sound, film */
	MARK_PICTURED = 23,	/* a page of the copy that had to become a picture */
	MARK_COVERED_PICTURE = 24,	/* a picture below a box, or cut off */
	MARK_LAST = 24
};

/* Which worker program has the code of a format; libraries stay apart. */
enum program {
	PROGRAM_DOCUMENTS = 0,	/* tipline-worker */
	PROGRAM_MEDIA = 1,	/* tipline-worker-media: libavformat */
	PROGRAM_OCR = 2,	/* tipline-worker-ocr: Tesseract, zbar */
	PROGRAM_LAST = 2
};

/*
 * Groups of report lines that tell what a document says, not what is hidden
 * in it: they are true of its cleaned copy, too.
 */
#define META_GROUP_CHAT "Chat"		/* whose export it is */
#define META_GROUP_LINKS "Links"	/* addresses in its text */
#define META_GROUP_PLAY "Playing"	/* of sound and film ... */
#define META_DURATION "Duration"	/* ... "12.345 s" */

/* Words for people and JSON: "jpeg", "quarantined", "type-disagrees", ... */
const char *format_name(enum format_id f);
bool format_is_picture(enum format_id f);	/* pixels, whatever is shown */
/* It has no pages of its own: the pictures in it are its layout's pages. */
bool format_has_pictures(enum format_id f);
/* What it is when a box is painted on it: itself, or PNG where what is coded
 * cannot be changed in part. */
enum format_id format_painted(enum format_id f);
bool format_plays(enum format_id f);		/* sound or film */
const char *format_ext(enum format_id f);	/* "pdf"; "bin" for unknown */
/* Nothing but what is in it: archives and boxes have no content of their own. */
bool format_is_container(enum format_id f);
const char *state_name(enum exam_state s);
const char *reason_name(enum exam_reason r);
const char *reason_advice(enum exam_reason r);	/* the next step, one sentence */
const char *mark_name(enum mark_kind m);

#endif
