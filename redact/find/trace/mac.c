/*
 * mac.c -- hardware addresses: EUI-48 and EUI-64 in pairs, or in groups of
 * four.  The U/L bit tells a made-up address from a maker's.
 */
#include "redact/find/view/near.h"
#include "redact/find/view/pattern.h"

static struct pattern mac = PATTERN_INIT(
	"(?<!\\w)(?<!\\b[0-9a-f]{2}[:-]|\\b[0-9a-f]{4}\\.)(?:[0-9a-f]{2}([:-])[0-9a-f]{2}(?:\\1[0-9a-f]{2}){4}"
	"(?:\\1[0-9a-f]{2}\\1[0-9a-f]{2})?|"
	"[0-9a-f]{4}\\.[0-9a-f]{4}\\.[0-9a-f]{4})(?![\\w]|[:.-][0-9a-f])",
	PATTERN_BYTES);

static const char *const kinds[] = { "MAC", NULL };

static unsigned
hex_digit(uint8_t c)
{
	return is_digit(c) ? (unsigned)(c - '0') :
	    (unsigned)((c | 0x20) - 'a' + 10);
}

static int
hit(struct match *m)
{
	bool zeros = true, ones = true;
	size_t groups = 1, letters = 0;
	unsigned first;

	for (size_t i = m->start[0]; i < m->end[0]; i++) {
		if (m->s[i] == ':' || m->s[i] == '-' || m->s[i] == '.') {
			groups++;
			continue;
		}
		zeros &= m->s[i] == '0';
		ones &= (m->s[i] | 0x20) == 'f';
		letters += !is_digit(m->s[i]);
	}
	/* 12 digits in threes of four, or dates: no letter, no address. */
	if (zeros || ones || (letters == 0 && m->s[m->start[0] + 2] != ':'))
		return 0;
	first = hex_digit(m->s[m->start[0]]) << 4 |
	    hex_digit(m->s[m->start[0] + 1]);
	return report(m->v, m->start[0], m->end[0], "MAC", "mac", 0.95,
	    "%s, %s", groups == 8 ? "EUI-64" : "EUI-48", first & 2 ?
	    "locally administered" : "given by a maker");
}

static int
run(const struct view *v)
{
	return pattern_run(&mac, v, hit);
}

const struct finder find_mac = {
	.name = "mac", .kinds = kinds, .what = "hardware addresses", .run = run,
};
