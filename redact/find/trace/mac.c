/*
 * mac.c -- hardware addresses: EUI-48 and EUI-64 in pairs, or in groups of
 * four, or in one beside a word for it.  The U/L bit tells a made-up address
 * from a maker's.
 */
#include <string.h>

#include "redact/find/view/near.h"

#define MAC_LONGEST 23u	/* EUI-64 in pairs */
#define MAC_HEX_MAX 16u
#define EUI_48 12u	/* hexadecimal digits */
#define EUI_64 16u

static const char *const kinds[] = { "MAC", NULL };

static const char *const cues[] = {
	"mac", "bssid", "hwaddr", "ether", "ethernet", "wlan", "wifi", "wi-fi",
	"bluetooth", "hardware address-", "physical address-", "eui-", "nic",
	"adres fizyczn-", "adresse physique", "lladdr", NULL
};

struct mac {
	size_t start, end;
	uint8_t hex[MAC_HEX_MAX];
	size_t n, group;	/* digits; of each group */
	uint8_t sep;		/* 0: none */
};

/* The value of a hexadecimal digit; 16 for other bytes. */
static uint8_t
hex_value(uint8_t c)
{
	if (is_digit(c))
		return (uint8_t)(c - '0');
	c |= 32;
	return c >= 'a' && c <= 'f' ? (uint8_t)(c - 'a' + 10) : 16;
}

/* Groups of one length with one separator, to the end of the run. */
static bool
mac_read(const struct view *v, size_t start, struct mac *m)
{
	size_t at = start, here = 0;
	uint8_t c;

	memset(m, 0, sizeof(*m));
	m->start = start;
	for (; m->n <= MAC_HEX_MAX; at++) {
		c = byte_at(v, at);
		if (hex_value(c) < 16) {
			if (m->n == MAC_HEX_MAX)
				return false;
			m->hex[m->n++] = hex_value(c);
			here++;
			continue;
		}
		if (m->group == 0)
			m->group = here;
		if (here != m->group)
			return false;
		if (c == 0 || strchr(":-. ", c) == NULL ||
		    hex_value(byte_at(v, at + 1)) == 16 ||
		    (c == ' ' && m->n == EUI_48))
			break;
		if (m->sep != 0 && c != m->sep)
			return false;
		m->sep = c;
		here = 0;
	}
	m->end = at;
	return !is_wordly(byte_at(v, at));
}

/* Where the first group of the run stands, of which one is [start, end);
 * `end` when there are more than an address has. */
static size_t
first_group(const struct view *v, size_t start, size_t end)
{
	size_t len = end - start, at = start;
	uint8_t sep = byte_before(v, start);

	if (sep == 0 || strchr(":-.", sep) == NULL)
		return start;
	while (at > len && v->s[at - 1] == sep) {
		for (size_t i = 2; i <= len + 1; i++)
			if (hex_value(v->s[at - i]) == 16)
				return at;
		/* The "AC:" of "MAC:" is no group. */
		if (is_wordly(byte_before(v, at - len - 1)))
			return at;
		if (start - at > MAC_LONGEST)
			return end;
		at -= len + 1;
	}
	return at;
}

/* Nobody's, or everybody's; or dates and other numbers without a letter. */
static bool
is_other(const struct view *v, const struct mac *m)
{
	bool zeros = true, ones = true, letter = false, cue;

	for (size_t i = 0; i < m->n; i++) {
		zeros &= m->hex[i] == 0;
		ones &= m->hex[i] == 15;
		letter |= m->hex[i] > 9;
	}
	if (zeros || ones)
		return true;
	cue = near_before(v, m->start, 24, cues);
	return (!letter && m->sep != ':' && !cue) ||
	    ((m->sep == 0 || m->sep == ' ') && !cue);
}

static bool
has_form(const struct mac *m)
{
	if (m->n != EUI_48 && m->n != EUI_64)
		return false;
	if (m->sep == '.')
		return m->group == 4;
	return m->group == 2 || (m->group == EUI_48 && m->sep == 0);
}

static int
mac_at(const struct view *v, size_t at, enum trigger trigger, size_t *next)
{
	size_t start = at, end;
	struct mac m;

	(void)trigger;
	/* The group of this digit must be one that an address has. */
	while (start > 0 && at - start <= EUI_48 &&
	    hex_value(v->s[start - 1]) < 16)
		start--;
	for (end = at; end - start <= EUI_48 && hex_value(byte_at(v, end)) <
	    16;)
		end++;
	if ((end - start != 2 && end - start != 4 && end - start != EUI_48) ||
	    (start = first_group(v, start, end)) == end ||
	    is_wordly(byte_before(v, start)) || !mac_read(v, start, &m) ||
	    !has_form(&m) || is_other(v, &m))
		return 0;
	*next = m.end;
	return report(v, m.start, m.end, "MAC", "mac", 0.95, "%s, %s",
	    m.n == EUI_64 ? "EUI-64" : "EUI-48", m.hex[1] & 2 ?
	    "locally administered" : "given by a maker");
}

const struct finder find_mac = {
	.name = "mac", .kinds = kinds, .what = "hardware addresses",
	.triggers = TRIGGER_DIGIT | TRIGGER_COLON, .at = mac_at,
};
