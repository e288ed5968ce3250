/*
 * ip.c -- IPv4 and IPv6 addresses, with their prefix length when one stands
 * there (RFC 4291, 4632, 4007).  Versions, sections and times are not.
 */
#include "redact/find/view/near.h"
#include "redact/find/view/pattern.h"

#include <arpa/inet.h>
#include <string.h>

#define V6_MAX 45	/* characters of the longest text form */

/* 1-4: octets; 5: prefix length */
static struct pattern v4 = PATTERN_INIT(
	"(?<![\\w.])(?<![0-9a-f]:|::|[a-z]-)([0-9]{1,3}+)\\.([0-9]{1,3}+)\\.([0-9]{1,3}+)\\."
	"([0-9]{1,3}+)(?:/([0-9]{1,2}+))?(?![\\w/]|-[a-z]|\\.[0-9])", PATTERN_BYTES);

/* 1: the address; 2: zone; 3: prefix length */
static struct pattern v6 = PATTERN_INIT(
	"(?<![\\w.])(?<!\\b[0-9a-f]:|\\b[0-9a-f]{2}:|\\b[0-9a-f]{3}:|"
	"\\b[0-9a-f]{4}:|::)((?=[0-9a-f]{0,4}:[0-9a-f]{0,4}:)[0-9a-f:]{2,39}+"
	"(?:(?:\\.[0-9]{1,3}+){3})?)"
	"(%[a-z0-9_.-]{1,15}+)?(?:/([0-9]{1,3}+))?(?![\\w:/])", PATTERN_BYTES);

static const char *const kinds[] = { "IP", NULL };

static const char *const cues[] = {
	"ip", "ipv4", "ipv6", "address-", "adres-", "adresse-", "host-",
	"server-", "serwer-", "serveur", "ping", "dns", "gateway", "router-",
	"proxy", "vpn", "subnet", "from", "login-", "logged", "connect-", NULL
};
static const char *const against[] = {
	"version", "versions", "ver", "v", "wersj-", "release-", "section-",
	"sect", "sec", "\xc2\xa7", "clause", "paragraph-", "chapter",
	"rozdz-", "pkt", "article", "firmware", "build", "kernel", "rfc",
	"asn", "oid", "table", "figure", NULL
};

/* An octet without a leading zero, which some read as octal; -1. */
static int
octet(const struct match *m, int group)
{
	size_t start = m->start[group], end = m->end[group];
	int v = 0;

	if (end - start > 1 && m->s[start] == '0')
		return -1;
	for (; start < end; start++)
		v = v * 10 + (m->s[start] - '0');
	return v <= 255 ? v : -1;
}

static int
prefix(const struct match *m, int group)
{
	int v = 0;

	if (m->start[group] == PATTERN_NONE)
		return 0;
	for (size_t i = m->start[group]; i < m->end[group]; i++)
		v = v * 10 + (m->s[i] - '0');
	return v;
}

static int
hit_v4(struct match *m)
{
	size_t start = m->start[0], end = m->end[0];
	int o[4], wide = 0;
	bool cue;

	for (int i = 0; i < 4; i++) {
		if ((o[i] = octet(m, i + 1)) < 0)
			return 0;
		wide += o[i] > 19;
	}
	if (prefix(m, 5) > 32)
		end = m->end[4];
	cue = near_before(m->v, start, 40, cues);
	/* 1.2.3.4 is a version or a section, unless something says address. */
	if (near_before(m->v, start, 12, against) || (!cue && wide == 0) ||
	    (o[0] == 0 && (o[1] | o[2] | o[3]) != 0))
		return 0;
	return report(m->v, start, end, "IP", "ip", cue ? 0.95 : wide > 1 ?
	    0.85 : 0.6, "IPv4, four octets%s", cue ? ", beside a word for it" :
	    "");
}

static int
hit_v6(struct match *m)
{
	char s[V6_MAX + 1];
	size_t len = m->end[1] - m->start[1], end = m->end[0], groups = 1, i;
	size_t digits = 0;
	struct in6_addr a;
	bool cue;

	/* "see dead::beef:" ends a sentence. */
	while (len > 2 && m->s[m->start[1] + len - 1] == ':' &&
	    m->s[m->start[1] + len - 2] != ':') {
		len--;
		end = m->start[1] + len;
	}
	if (len > V6_MAX)
		return 0;
	memcpy(s, m->s + m->start[1], len);
	s[len] = '\0';
	if (inet_pton(AF_INET6, s, &a) != 1)
		return 0;
	for (i = 0; i < len; i++) {
		groups += s[i] == ':';
		digits += is_digit((uint8_t)s[i]);
	}
	cue = near_before(m->v, m->start[0], 40, cues);
	/* Nobody's: unspecified, loopback; "a::b" is also C++. */
	if (IN6_IS_ADDR_UNSPECIFIED(&a) || IN6_IS_ADDR_LOOPBACK(&a) ||
	    (!cue && (groups < 4 || digits == 0)))
		return 0;
	if (prefix(m, 3) > 128)
		end = m->start[3] - 1;
	return report(m->v, m->start[0], end, "IP", "ip", cue ? 0.97 : 0.9,
	    "IPv6 (RFC 4291)%s", cue ? ", beside a word for it" : "");
}

static int
run(const struct view *v)
{
	int r;

	if ((r = pattern_run(&v4, v, hit_v4)) < 0)
		return r;
	return pattern_run(&v6, v, hit_v6);
}

const struct finder find_ip = {
	.name = "ip", .kinds = kinds,
	.what = "IPv4 and IPv6 addresses and networks",
	.run = run,
};
