/*
 * onion.c -- addresses of Tor onion services, with the scheme, sub-domain and
 * path around them.  Version 3 carries a checksum (Tor rend-spec-v3, 6): what
 * fails it is no address; version 2 is out of use but still names somebody.
 */
#include "redact/find/number/keccak.h"
#include "redact/find/contact/url.h"

#include <string.h>

#define V3_CHARS 56
#define V3_BYTES 35	/* key 32 | checksum 2 | version 1 */

/* 1: the address itself */
static struct pattern onion = PATTERN_INIT(
	"(?<![a-z0-9-])(?:[a-z][a-z0-9+.-]{1,15}+://)?"
	"(?:(?!(?:[a-z2-7]{56}|[a-z2-7]{16})\\.onion)[a-z0-9-]{1,63}+\\.){0,4}+"
	"([a-z2-7]{56}+|[a-z2-7]{16}+)\\.onion(?![a-z0-9-])"
	"(?::[0-9]{1,5}+)?(?:/" URL_CHARS URL_BOUND ")?", PATTERN_UTF);

static const char *const kinds[] = { "ONION", NULL };

/* RFC 4648 base32, either case, without padding: 56 characters are 35 bytes. */
static void
decode(uint8_t out[V3_BYTES], const uint8_t *s)
{
	uint32_t bits = 0;
	unsigned have = 0;
	size_t n = 0;

	for (size_t i = 0; i < V3_CHARS; i++) {
		bits = bits << 5 | (uint32_t)(s[i] >= '2' && s[i] <= '7' ?
		    s[i] - '2' + 26 : (s[i] | 0x20) - 'a');
		have += 5;
		if (have >= 8) {
			have -= 8;
			out[n++] = (uint8_t)(bits >> have);
		}
	}
}

static bool
checksum_holds(const uint8_t *s)
{
	static const char prefix[] = ".onion checksum";
	uint8_t raw[V3_BYTES], sum[SHA3_256_BYTES];
	uint8_t text[sizeof(prefix) - 1 + 33];

	decode(raw, s);
	memcpy(text, prefix, sizeof(prefix) - 1);
	memcpy(text + sizeof(prefix) - 1, raw, 32);
	text[sizeof(text) - 1] = raw[34];
	sha3_256(sum, text, sizeof(text));
	return raw[34] == 3 && memcmp(sum, raw + 32, 2) == 0;
}

static int
hit(struct match *m)
{
	size_t end = url_end(m->v, m->start[0], m->end[0]);

	if (end < m->end[1])
		return 0;
	m->next = end;
	if (m->end[1] - m->start[1] != V3_CHARS)
		return report(m->v, m->start[0], end, "ONION", "onion", 0.7,
		    "16 base32 characters: version 2, without a checksum");
	if (!checksum_holds(m->s + m->start[1]))
		return 0;
	return report(m->v, m->start[0], end, "ONION", "onion", 1.0,
	    "version 3, its checksum holds");
}

static int
run(const struct view *v)
{
	return pattern_run(&onion, v, hit);
}

const struct finder find_onion = {
	.name = "onion", .kinds = kinds,
	.what = "addresses of onion services, checksum verified",
	.run = run,
};
