/*
 * ip.c -- IPv4 and IPv6 addresses, with their prefix length when one stands
 * there (RFC 4291, 4632, 4007).  Versions, sections and times are not.
 */
#include <arpa/inet.h>
#include <string.h>

#include "redact/find/view/near.h"

#define V6_MAX 45u	/* characters of the longest text form */
#define ZONE_MAX 15u

static const char *const kinds[] = { "IP", NULL };

static const char *const cues[] = {
	"ip", "ipv4", "ipv6", "address-", "adres-", "adresse-", "host-",
	"server-", "serwer-", "serveur-", "ping", "dns", "gateway", "router-",
	"proxy", "vpn", "subnet", "login-", "logged", "connect-",
	"client-", "remote", "src", "dst", "x-forwarded-for", "peer",
	"inet", "inet6", "netmask", "bramk-", "passerelle", NULL
};
static const char *const against[] = {
	"version", "versions", "ver", "v", "wersj-", "release-", "section-",
	"sect", "sec", "\xc2\xa7", "clause", "paragraph-", "chapter",
	"rozdz-", "pkt", "article", "firmware", "build", "kernel", "rfc",
	"asn", "oid", "table", "figure", NULL
};

static bool
is_hex(uint8_t c)
{
	return is_digit(c) || ((c | 32) >= 'a' && (c | 32) <= 'f');
}

/* A number of up to three digits without a leading zero; -1 for none. */
static int
octet(const struct view *v, size_t *at)
{
	size_t start = *at, end = start;
	int n = 0;

	while (end - start < 4 && is_digit(byte_at(v, end)))
		n = n * 10 + (v->s[end++] - '0');
	if (end == start || end - start > 3 || n > 255 ||
	    (end - start > 1 && v->s[start] == '0'))
		return -1;
	*at = end;
	return n;
}

/* A dot, or one that is written so that nobody clicks on it: "[.]". */
static size_t
dot_end(const struct view *v, size_t at)
{
	if (byte_at(v, at) == '.')
		return at + 1;
	if (v->len - at > 3 && (memcmp(v->s + at, "[.]", 3) == 0 ||
	    memcmp(v->s + at, "(.)", 3) == 0))
		return at + 3;
	return at;
}

/* "/24", not above `most`: the end behind it, or `at`. */
static size_t
prefix_end(const struct view *v, size_t at, int most)
{
	size_t end = at + 1;
	int n;

	if (byte_at(v, at) != '/' || (n = octet(v, &end)) < 0 || n > most ||
	    is_wordly(byte_at(v, end)))
		return at;
	return end;
}

/* May an address begin here?  Not in the middle of a number or of IPv6. */
static bool
v4_begins(const struct view *v, size_t at)
{
	uint8_t c = byte_before(v, at), before;
	size_t hex = at;

	if (c == 0 || c == ' ')
		return true;
	if (is_wordly(c) || c == '.')
		return false;
	before = byte_before(v, at - 1);
	if (c == '-')
		return !is_wordly(before) || is_digit(before);
	if (c != ':')
		return true;
	for (hex = at - 1; hex > 0 && at - hex < 6 && is_hex(v->s[hex - 1]);)
		hex--;
	return before != ':' && byte_before(v, hex) != ':';
}

static bool
v4_ends(const struct view *v, size_t at)
{
	uint8_t c = byte_at(v, at), after = byte_at(v, at + 1);

	if (is_wordly(c))
		return false;
	if (c == '.')
		return !is_digit(after);
	return c != '-' || !is_wordly(after) || is_digit(after);
}

/*
 * How far from a version: one for each number above 19, but for the last,
 * which often counts builds; and one for the private networks.
 */
static int
wideness(const int o[4])
{
	int wide = (o[0] > 19) + (o[1] > 19) + (o[2] > 19);

	if (wide > 0)
		return wide + (o[3] > 19);
	return o[0] == 10 && o[3] > 0;
}

static int
at_digit(const struct view *v, size_t at, size_t *next)
{
	int o[4];
	size_t end = at, dot;
	int wide;
	bool cue;

	for (int i = 0; i < 4; i++) {
		if ((o[i] = octet(v, &end)) < 0)
			return 0;
		if (i == 3)
			break;
		if ((dot = dot_end(v, end)) == end)
			return 0;
		end = dot;
	}
	if (!v4_begins(v, at) || !v4_ends(v, end))
		return 0;
	*next = end;
	cue = near_before(v, at, 40, cues);
	wide = wideness(o);
	/* 1.2.3.4 is a version or a section, unless something says address. */
	if (near_before(v, at, 12, against) || (!cue && wide == 0) ||
	    (o[0] == 0 && (o[1] | o[2] | o[3]) != 0))
		return 0;
	return report(v, at, prefix_end(v, end, 32), "IP", "ip", cue ? 0.95 :
	    wide > 1 ? 0.85 : 0.6, "IPv4, four octets%s", cue ?
	    ", beside a word for it" : "");
}

/* The hexadecimal digits, colons and a dotted tail from `start` on. */
static size_t
v6_end(const struct view *v, size_t start)
{
	size_t end = start, colons = 0;

	while (end - start <= V6_MAX && (is_hex(byte_at(v, end)) ||
	    byte_at(v, end) == ':'))
		colons += v->s[end++] == ':';
	if (colons < 2)
		return start;
	if (byte_at(v, end) == '.' && is_digit(byte_at(v, end + 1)) &&
	    is_digit(v->s[end - 1]))
		while (end - start <= V6_MAX && (is_digit(byte_at(v, end)) ||
		    (byte_at(v, end) == '.' && is_digit(byte_at(v, end + 1)))))
			end++;
	/* "see dead::beef:" ends a sentence. */
	if (end - start > 2 && v->s[end - 1] == ':' && v->s[end - 2] != ':')
		end--;
	return end;
}

/* "%eth0" */
static size_t
zone_end(const struct view *v, size_t at)
{
	size_t end = at + 1;

	if (byte_at(v, at) != '%')
		return at;
	while (end - at <= ZONE_MAX && is_wordly(byte_at(v, end)) &&
	    byte_at(v, end) < 0x80)
		end++;
	return end > at + 1 ? end : at;
}

/* Four groups and a digit, or "a::b" of a program? */
static bool
is_long(const char *s, size_t len)
{
	size_t groups = 1, digits = 0;

	for (size_t i = 0; i < len; i++) {
		groups += s[i] == ':';
		digits += is_digit((uint8_t)s[i]);
	}
	return groups >= 4 && digits > 0;
}

/* Is there a group of the same address before?  In "IPv6:2001::" is none. */
static bool
is_middle(const struct view *v, size_t start)
{
	size_t at = start - 1;

	if (byte_before(v, start) != ':')
		return false;
	while (at > 0 && start - at < 7 && is_hex(v->s[at - 1]))
		at--;
	return byte_before(v, start - 1) == ':' ||
	    (at < start - 1 && !is_wordly(byte_before(v, at)));
}

static int
at_colon(const struct view *v, size_t at, size_t *next)
{
	char s[V6_MAX + 1];
	size_t start = at, end, whole;
	struct in6_addr a;
	uint8_t c;
	bool cue;

	c = byte_at(v, at + 1);
	if (!is_hex(c) && (c != ':' || at + 2 >= v->len))
		return 0;
	while (start > 0 && at - start < 5 && is_hex(v->s[start - 1]))
		start--;
	if (at - start > 4 || is_wordly(byte_before(v, start)) ||
	    (start < at && is_middle(v, start)) ||
	    byte_before(v, start) == '.')
		return 0;
	if ((end = v6_end(v, start)) == start)
		return 0;
	*next = end;
	if (end - start > V6_MAX || is_wordly(byte_at(v, end)))
		return 0;
	memcpy(s, v->s + start, end - start);
	s[end - start] = '\0';
	if (inet_pton(AF_INET6, s, &a) != 1)
		return 0;
	cue = near_before(v, start, 40, cues);
	whole = prefix_end(v, zone_end(v, end), 128);
	/* Nobody's: unspecified, loopback. */
	if (IN6_IS_ADDR_UNSPECIFIED(&a) || IN6_IS_ADDR_LOOPBACK(&a) ||
	    (!cue && whole == end && !is_long(s, end - start)))
		return 0;
	return report(v, start, whole, "IP", "ip", cue ? 0.97 : 0.9,
	    "IPv6 (RFC 4291)%s", cue ? ", beside a word for it" : "");
}

static int
ip_at(const struct view *v, size_t at, enum trigger trigger, size_t *next)
{
	return trigger == TRIGGER_DIGIT ? at_digit(v, at, next) :
	    at_colon(v, at, next);
}

const struct finder find_ip = {
	.name = "ip", .kinds = kinds,
	.what = "IPv4 and IPv6 addresses and networks",
	.triggers = TRIGGER_DIGIT | TRIGGER_COLON, .at = ip_at,
};
