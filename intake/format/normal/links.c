/* links.c -- see links.h. */
#include "intake/format/normal/links.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define ADDRESS_MAX 2048u	/* bytes of an address that are looked at */

/* Parameters whose value is made for one campaign, one click, one reader. */
static const char *const parameters[] = {
	"utm_", "fbclid=", "gclid=", "dclid=", "msclkid=", "yclid=",
	"mc_eid=", "mc_cid=", "_hsenc=", "_hsmi=", "mkt_tok=", "vero_id=",
	"oly_enc_id=", "oly_anon_id=", "igshid=", "igsh=", "ck_subscriber_id=",
	"rb_clickid=", "s_cid=", "wickedid=", "twclid=", "ttclid=",
	"__s=", "recipient_id=", "subscriber_id=", "email_id=",
};

static size_t
address_len(const uint8_t *p, size_t len)
{
	size_t n = 0;

	while (n < len && n < ADDRESS_MAX && p[n] > ' ' && p[n] < 0x7f &&
	    strchr("\"'<>\\^`{|}", p[n]) == NULL)
		n++;
	while (n > 0 && strchr(".,;:!?)]*_", p[n - 1]) != NULL)
		n--;		/* the sentence around it */
	return n;
}

/* Which parameter of the address counts readers; NULL. */
static const char *
counted_by(const uint8_t *p, size_t len)
{
	size_t i, k;

	for (i = 0; i < len; i++) {
		if (p[i] != '?' && p[i] != '&' && p[i] != '#' && p[i] != ';')
			continue;
		for (k = 0; k < COUNT(parameters); k++)
			if (len - i - 1 >= strlen(parameters[k]) &&
			    strncasecmp((const char *)p + i + 1,
			    parameters[k], strlen(parameters[k])) == 0)
				return "Link that counts readers";
	}
	return NULL;
}

/* Somebody's mail address in the query: made out for one reader. */
static bool
names_reader(const uint8_t *p, size_t len)
{
	const uint8_t *query = memchr(p, '?', len);
	size_t left;

	if (query == NULL)
		return false;
	left = len - (size_t)(query - p);
	return memchr(query, '@', left) != NULL ||
	    memmem(query, left, "%40", 3) != NULL;
}

void
links_report(const uint8_t *p, size_t len, struct answer *a)
{
	const uint8_t *end, *at = p;
	const char *what;
	size_t n, told = 0;

	if (len == 0)
		return;		/* there may be no place at all */
	end = p + len;
	while (told < LINKS_TOLD_MAX && (at = memmem(at, (size_t)(end - at),
	    "://", 3)) != NULL) {
		at += 3;
		n = address_len(at, (size_t)(end - at));
		what = counted_by(at, n);
		if (what == NULL && names_reader(at, n))
			what = "Link for one reader";
		if (what != NULL) {
			answer_meta(a, META_GROUP_LINKS, what, at, n);
			told++;
		}
		at += n;
	}
}
