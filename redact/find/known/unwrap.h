/*
 * unwrap.h -- bytes that say something in other bytes: what an encoding hides
 * is decoded, so that it can be looked through as what it says.
 *
 * One layer is taken off a call; who wants to see deeper calls it again with
 * what came out.  Nothing has to be declared: wherever something could be
 * decoded it is, and whether it says anything is seen by looking.  The work is
 * linear in the bytes, whatever they are, and memory is flat.
 *
 * A view has the first four undone, a second one leaves out the tags as well;
 * each of the others is a view of its own.
 */
#ifndef REDACT_FIND_UNWRAP_H
#define REDACT_FIND_UNWRAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum wrap {
	WRAP_NONE,
	WRAP_PERCENT,	/* "%4A" (RFC 3986) */
	WRAP_ENTITY,	/* "&#74;", "&#x4a;", "&oacute;", "_x004A_" */
	WRAP_ESCAPE,	/* "\u004A", "\x4a", "\112", "\u{4a}", "\'4a" */
	WRAP_PUNY,	/* "xn--bcher-kva" (RFC 3492) */
	WRAP_TAGS,	/* "Ja<b>n</b>", "Ja{\b n}" */
	WRAP_QUOTED,	/* quoted-printable: "=4A", soft line ends */
	WRAP_BASE64,	/* of any alphabet, wrapped, begun anywhere */
	WRAP_HEX,	/* "4a616e", "4A 61 6E", "0x4a, 0x61" */
	WRAP_NUMBERS,	/* "112 141 156" in octal, "74, 97, 110" */
	WRAP_WIDE,	/* UTF-16 of both orders */
	WRAP_STRINGS,	/* "(Ja) -20 (n)", "<4a61> <6e>" of PDF */
	WRAP_PAGE,	/* a byte a letter: code pages 1250 to 1252, Latin 2 */
	WRAP_LAST = WRAP_PAGE
};

/* For people and JSON: "percent", "base64" ... */
const char *wrap_name(enum wrap w);

#define UNWRAP_PIECE ((size_t)64 << 10)	/* bytes that come at once */
#define UNWRAP_AROUND 512u	/* bytes of a piece that the next one has too */
#define UNWRAP_LEAST 5u		/* bytes that a token must say */
#define UNWRAP_SHORT 48u	/* up to these it must be text, or is none */
#define UNWRAP_DEPTH_MAX 3u	/* layers that callers take off */

#define UNWRAP_GAP 0x80u	/* in `by`: something was left out before it */

/* A piece of what came out, in order. */
struct unwrapped {
	const uint8_t *p;	/* any bytes */
	size_t len;
	const size_t *from;	/* of each byte: what it came from in the ... */
	const size_t *to;	/* ... source, of a token the whole of it */
	const uint8_t *by;	/* what each was wrapped in, and UNWRAP_GAP */
	enum wrap wrap;		/* of the view */
};

/* A code other than 0 ends it. */
typedef int unwrap_fn(void *ctx, const struct unwrapped *u);

/*
 * unwrap(p, len, inner, each, ctx):
 * `inner`: the bytes came out of another layer; then a token is only read from
 * where it begins.  0; what `each` returned; ERR_NO_MEMORY.
 */
int unwrap(const void *p, size_t len, bool inner, unwrap_fn *each, void *ctx);

/*
 * unwrapped_by(u, start, end): what a range of the piece was wrapped in;
 * WRAP_NONE when it stands in the source just so.
 */
enum wrap unwrapped_by(const struct unwrapped *u, size_t start, size_t end);

/* The range of the source that it came from; false when it is empty: what only
 * parts two tokens comes from nowhere. */
bool unwrapped_from(const struct unwrapped *u, size_t start, size_t end,
    size_t *from, size_t *to);

#endif
