/*
 * kinds.h -- words that both sides of the parser wall use: formats, states,
 * reasons, marks.  Numbers are part of the formats: never reuse one, never
 * sort them anew.
 */
#ifndef INTAKE_EXAMINE_KINDS_H
#define INTAKE_EXAMINE_KINDS_H

enum format_id {
	FORMAT_UNKNOWN = 0,
	FORMAT_TEXT = 1,
	FORMAT_PDF = 2,
	FORMAT_JPEG = 3,
	FORMAT_PNG = 4,
	FORMAT_DOCX = 5,
	FORMAT_LAST = 5
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
	REASON_LAST = 13
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
	MARK_LAST = 13
};

/* Words for people and JSON: "jpeg", "quarantined", "type-disagrees", ... */
const char *format_name(enum format_id f);
const char *format_ext(enum format_id f);	/* "pdf"; "bin" for unknown */
const char *state_name(enum exam_state s);
const char *reason_name(enum exam_reason r);
const char *reason_advice(enum exam_reason r);	/* the next step, one sentence */
const char *mark_name(enum mark_kind m);

#endif
