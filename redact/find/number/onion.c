/*
 * onion.c -- addresses of Tor onion services, with the scheme, sub-domain and
 * path around them.  Version 3 carries a checksum (Tor rend-spec-v3, 6): what
 * fails it is no address; version 2 is out of use but still names somebody.
 */
#include "redact/find/number/keccak.h"
#include "redact/find/contact/url.h"

#include <string.h>
#include <strings.h>

#define V3_CHARS 56
#define V3_BYTES 35	/* key 32 | checksum 2 | version 1 */

#define V2_CHARS 16
#define SUB_DOMAINS_MAX 4u
#define SCHEME_MAX 16u	/* bytes before "://" */
#define LABEL_MAX 63u

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

static bool
is_alnum(uint8_t c)
{
	return is_digit(c) || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

static bool
is_of_label(uint8_t c)
{
	return is_alnum(c) || c == '-';
}

static bool
is_base32(const uint8_t *s, size_t len)
{
	size_t i = 0;

	while (i < len && (((s[i] | 32) >= 'a' && (s[i] | 32) <= 'z') ||
	    (s[i] >= '2' && s[i] <= '7')))
		i++;
	return i == len;
}

/* Where the label begins that ends at `end`; `end` when it is too long. */
static size_t
label_start(const struct view *v, size_t end)
{
	size_t start = end;

	while (end - start <= LABEL_MAX && is_of_label(byte_before(v, start)))
		start--;
	return end - start <= LABEL_MAX ? start : end;
}

/* With the sub-domains and the scheme before the address at `start`. */
static size_t
whole_start(const struct view *v, size_t start)
{
	size_t label, scheme;

	for (unsigned n = 0; n < SUB_DOMAINS_MAX; n++) {
		if (byte_before(v, start) != '.' ||
		    (label = label_start(v, start - 1)) == start - 1)
			break;
		start = label;
	}
	if (start < 3 || memcmp(v->s + start - 3, "://", 3) != 0)
		return start;
	scheme = start - 3;
	while (start - 3 - scheme < SCHEME_MAX &&
	    (is_of_label(byte_before(v, scheme)) ||
	    byte_before(v, scheme) == '+'))
		scheme--;
	return scheme < start - 3 ? scheme : start;
}

/* With the port and the path behind the host that ends at `host`. */
static size_t
whole_end(const struct view *v, size_t start, size_t host)
{
	size_t end = host, port = host + 1;

	if (byte_at(v, host) == ':') {
		while (port - host < 6 && is_digit(byte_at(v, port)))
			port++;
		end = port > host + 1 ? port : host;
	}
	if (byte_at(v, end) == '/')
		end = url_stop(v, end);
	end = url_end(v, start, end);
	return end > host ? end : host;
}

static int
at(const struct view *v, size_t dot, enum trigger trigger, size_t *next)
{
	static const char top[] = "onion";
	size_t host = dot + sizeof(top), address, start, end;

	(void)trigger;
	if (host > v->len || strncasecmp((const char *)v->s + dot + 1, top,
	    sizeof(top) - 1) != 0 || is_of_label(byte_at(v, host)))
		return 0;
	address = label_start(v, dot);
	if ((dot - address != V3_CHARS && dot - address != V2_CHARS) ||
	    !is_base32(v->s + address, dot - address))
		return 0;
	start = whole_start(v, address);
	end = whole_end(v, start, host);
	*next = end;
	if (dot - address == V2_CHARS)
		return report(v, start, end, "ONION", "onion", 0.7,
		    "16 base32 characters: version 2, without a checksum");
	if (!checksum_holds(v->s + address))
		return 0;
	return report(v, start, end, "ONION", "onion", 1.0,
	    "version 3, its checksum holds");
}

const struct finder find_onion = {
	.name = "onion", .kinds = kinds,
	.what = "addresses of onion services, checksum verified",
	.triggers = TRIGGER_DOT, .at = at,
};
