/*
 * email.c -- mail addresses: RFC 5322 dot-atoms and quoted local parts at a
 * host name (also international, RFC 6531) or an address literal.  How people
 * write them so that machines should not see them: veiled.c.
 */
#include <string.h>

#include "redact/find/contact/email.h"
#include "redact/find/contact/host.h"
#include "redact/find/contact/tld.h"
#include "redact/find/view/chars.h"
#include "redact/find/view/near.h"

#define LOCAL_MAX 128u	/* bytes looked at before the '@' */
#define QUOTED_MAX 64u
#define LITERAL_MAX 45u

static const char *const kinds[] = { "EMAIL", NULL };

/* Bytes of the character of an atom (RFC 5322, 3.2.3) or the dot between two
 * atoms that ends at `at`. */
static size_t
atext_before(const struct view *v, size_t at)
{
	uint8_t c = byte_before(v, at);

	if (c != 0 && strchr("!#$%&'*+/=?^_`{|}~.-", c) != NULL)
		return 1;
	return char_of_word_before(v, at);
}

/* Where the local part begins, once what only precedes it is cut off. */
static size_t
trim_local(const struct view *v, size_t start, size_t end)
{
	bool plus = false;
	size_t i;

	for (i = start; i < end; i++) {
		if (v->s[i] == '+')
			plus = true;
		/* "to=jan@", "?cc=jan@", "a/jan@": of an address or a form. */
		if (strchr("?&/|{}", v->s[i]) != NULL ||
		    (v->s[i] == '=' && !plus) ||
		    /* RFC 5322: no two dots. */
		    (v->s[i] == '.' && byte_at(v, i + 1) == '.'))
			start = i + 1;
	}
	while (start < end && !is_wordly(v->s[start]) && v->s[start] != '+')
		start++;
	return start;
}

/* Where the local part begins that ends at `end`; `end` for none. */
static size_t
local_start(const struct view *v, size_t end)
{
	size_t start = end, n;

	if (byte_before(v, end) == '"') {
		for (start = end - 1; start > 0 && end - start <= QUOTED_MAX + 1 &&
		    strchr("\"\n@", v->s[start - 1]) == NULL; start--)
			;
		return byte_before(v, start) == '"' && end - start > 1 ?
		    start - 1 : end;
	}
	while (end - start < LOCAL_MAX && (n = atext_before(v, start)) > 0)
		start -= n;
	if (start == end || v->s[end - 1] == '.')
		return end;
	return trim_local(v, start, end);
}

static size_t
last_label(const struct view *v, size_t start, size_t end)
{
	while (end > start && v->s[end - 1] != '.')
		end--;
	return end;
}

/* "a@b.org.Then": the next sentence is not part of the host. */
static size_t
trim_host(const struct view *v, size_t start, size_t end)
{
	size_t last, before;

	while (end > start && v->s[end - 1] == '-')
		end--;
	last = last_label(v, start, end);
	if (last <= start + 1 || v->s[last] < 'A' || v->s[last] > 'Z' ||
	    tld_of(v->s + last, end - last) != TLD_NONE)
		return end;
	before = last_label(v, start, last - 1);
	if (before > start && v->s[before] >= 'a' &&
	    tld_of(v->s + before, last - 1 - before) != TLD_NONE)
		return last - 1;
	return end;
}

bool
email_is_top(const struct view *v, size_t start, size_t end)
{
	size_t i = start;

	while (i < end && is_digit(v->s[i]))
		i++;
	return end - start >= 2 && i < end;
}

/* "user@[192.0.2.7]": its end; `at` when no literal stands there. */
static size_t
literal_end(const struct view *v, size_t at)
{
	size_t end = at + 1;

	if (byte_at(v, at) != '[')
		return at;
	if (v->len - end > 5 && memcmp(v->s + end, "IPv6:", 5) == 0)
		end += 5;
	while (end - at <= LITERAL_MAX + 5 && byte_at(v, end) != 0 &&
	    strchr("0123456789abcdefABCDEF.:", v->s[end]) != NULL)
		end++;
	return byte_at(v, end) == ']' && end - at > 3 ? end + 1 : at;
}

/* An address around the '@' at `sign`. */
static int
plain(const struct view *v, size_t sign, size_t *next)
{
	size_t start = local_start(v, sign), host = sign + 1, end, last;
	bool known;

	if (start == sign)
		return 0;
	if ((end = literal_end(v, host)) > host)
		return report(v, start, end, "EMAIL", "email", 0.9,
		    "address literal (RFC 5321 4.1.3)");
	if ((end = host_end(v, host)) == host)
		return 0;
	end = trim_host(v, host, end);
	last = last_label(v, host, end);
	if (last <= host || !email_is_top(v, last, end))
		return 0;
	*next = end;
	known = tld_of(v->s + last, end - last) != TLD_NONE;
	return report(v, start, end, "EMAIL", "email", known ? 0.98 : 0.9,
	    "local part and host (RFC 5322)%s",
	    known ? ", known top-level domain" : "");
}

static int
at(const struct view *v, size_t place, enum trigger trigger, size_t *next)
{
	uint8_t behind;

	if (trigger == TRIGGER_WORD)
		return email_veiled(v, place, next);
	behind = byte_at(v, place + 1);
	if (behind != 0 && strchr(" )]}>", behind) != NULL)
		return email_veiled(v, place, next);
	return plain(v, place, next);
}

const struct finder find_email = {
	.name = "email", .kinds = kinds,
	.what = "mail addresses, also written as \"name [at] host [dot] tld\"",
	.triggers = TRIGGER_AT | TRIGGER_WORD, .words = email_veils, .at = at,
};
