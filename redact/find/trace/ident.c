/*
 * ident.c -- numbers that Windows and programs give: security identifiers of
 * accounts (SID), and universally unique identifiers (RFC 9562).
 */
#include "redact/find/trace/run.h"

#define UUID_BYTES 36u
#define SEEN_MAX FIND_REACH	/* bytes of a run looked at */

static const char *const kinds[] = { "SID", "UUID", NULL };
static const char *const words[] = { "s", NULL };

/* "S-1-5-21-" and three numbers, and a user's; "S-1-5-18" is everybody's. */
static int
sid(const struct view *v, size_t at, size_t *next)
{
	size_t end, parts = 0;

	if (!run_is(v, at, "S-1-"))
		return 0;
	end = run_end(v, at + 2, RUN_DIGIT | RUN_DASH, 180);
	while (v->s[end - 1] == '-')
		end--;
	for (size_t i = at; i < end; i++)
		parts += v->s[i] == '-';
	if (parts < 5 || is_wordly(byte_at(v, end)))
		return 0;
	*next = end;
	return report(v, at, end, "SID", "ident", 0.97, "Windows security "
	    "identifier%s", parts >= 7 ? " of one account" : "");
}

static bool
is_uuid(const struct view *v, size_t at)
{
	if (v->len - at < UUID_BYTES)
		return false;
	for (size_t i = 0; i < UUID_BYTES; i++)
		if (i == 8 || i == 13 || i == 18 || i == 23) {
			if (v->s[at + i] != '-')
				return false;
		} else if ((run_of(v->s[at + i]) & RUN_HEX) == 0) {
			return false;
		}
	return true;
}

static int
say_uuid(const struct view *v, size_t at)
{
	uint8_t version = v->s[at + 14];
	bool rfc = (v->s[at + 19] >= '8' && v->s[at + 19] <= '9') ||
	    (v->s[at + 19] | 32) == 'a' || (v->s[at + 19] | 32) == 'b';

	if (run_mix(v, at, at + UUID_BYTES).distinct < 5)
		return 0;	/* all the same digit: an example */
	return report(v, at, at + UUID_BYTES, "UUID", "ident", 0.9,
	    rfc && version == '1' ? "version 1: carries a machine's address "
	    "and the time" : rfc && version == '6' ? "version 6: carries a "
	    "machine's address and the time" : rfc && version == '7' ?
	    "version 7: carries the time" : rfc && version == '4' ?
	    "version 4: random" : "8-4-4-4-12 hex digits");
}

/* The whole run is looked at; *next would spare us an SID in it. */
static int
uuids(const struct view *v, size_t at)
{
	size_t stop = run_end(v, at, RUN_WORD | RUN_PLUS | RUN_EQUALS,
	    SEEN_MAX), i = at;
	uint8_t before;
	int r = 0;

	while (r == 0 && i + UUID_BYTES <= stop) {
		before = byte_before(v, i);
		if (v->s[i + 8] == '-' && (!is_wordly(before) ||
		    before == '_') && is_uuid(v, i) &&
		    (run_of(byte_at(v, i + UUID_BYTES)) &
		    (RUN_ALNUM | RUN_DASH)) == 0) {
			r = say_uuid(v, i);
			i += UUID_BYTES;
		} else {
			i++;
		}
	}
	return r;
}

static int
at(const struct view *v, size_t place, enum trigger trigger, size_t *next)
{
	if (trigger == TRIGGER_LONG)
		return uuids(v, place);
	return sid(v, place, next);
}

const struct finder find_ident = {
	.name = "ident", .kinds = kinds,
	.what = "Windows account numbers (SID), UUID and GUID",
	.triggers = TRIGGER_LONG | TRIGGER_WORD, .words = words, .at = at,
};
