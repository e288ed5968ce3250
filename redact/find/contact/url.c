/*
 * url.c -- web and other addresses: with a scheme, with "www.", or a bare host
 * under a known top-level domain.
 */
#include "redact/find/contact/url.h"

#include <string.h>
#include <strings.h>

#include "redact/find/contact/host.h"
#include "redact/find/contact/tld.h"
#include "redact/find/view/chars.h"
#include "redact/find/view/near.h"

#define SCHEME_MAX 21u	/* bytes */

static const char *const kinds[] = { "URL", NULL };

/*
 * A ';' in front of a query is mostly the separator of a list; a path's
 * parameters (RFC 3986, 3.3) are rare but for Java's session.
 */
static size_t
cut_at_semicolon(const struct view *v, size_t start, size_t end)
{
	static const char session[] = "jsessionid";
	size_t len = sizeof(session) - 1;

	for (size_t i = start; i < end && v->s[i] != '?'; i++)
		if (v->s[i] == ';' && !(i + 1 + len <= end && strncasecmp(
		    (const char *)v->s + i + 1, session, len) == 0))
			return i;
	return end;
}

static const char opening[] = "([{<", closing[] = ")]}>";

/* Each kind of bracket in [start, end): how many close more than open. */
static void
count_brackets(const struct view *v, size_t start, size_t end,
    int64_t excess[4])
{
	const char *c;

	for (size_t i = start; i < end; i++) {
		if ((c = memchr(closing, v->s[i], 4)) != NULL)
			excess[c - closing]++;
		else if ((c = memchr(opening, v->s[i], 4)) != NULL)
			excess[c - opening]--;
	}
}

size_t
url_end(const struct view *v, size_t start, size_t end)
{
	int64_t excess[4] = { 0, 0, 0, 0 };
	const char *c;

	end = cut_at_semicolon(v, start, end);
	count_brackets(v, start, end, excess);
	while (end > start) {
		if (end - start > 3 &&	/* U+2026, three dots */
		    memcmp(v->s + end - 3, "\xe2\x80\xa6", 3) == 0) {
			end -= 3;
		} else if (strchr(".,;:!?'\"*_~", v->s[end - 1]) != NULL) {
			end--;
		} else if ((c = memchr(closing, v->s[end - 1], 4)) != NULL &&
		    excess[c - closing] > 0) {
			excess[c - closing]--;
			end--;
		} else {
			break;
		}
	}
	return end;
}

/* What may stand in an address, of ASCII: all but these and what is below. */
static bool
is_of_url(uint8_t c)
{
	return c > ' ' && c != 0x7f && strchr("<>\"\\^`{}|", c) == NULL;
}

size_t
url_stop(const struct view *v, size_t at)
{
	size_t stop = at;

	while (stop < v->len && stop - at < URL_MAX && is_of_url(v->s[stop]))
		stop++;
	/* No half of a character. */
	while (stop > at && stop < v->len && (v->s[stop] & 0xc0) == 0x80)
		stop--;
	return stop;
}

/* Does the text from `at` begin with one of the words and a character of
 * `stop`? */
static bool
one_of(const struct view *v, size_t at, size_t end, const char *const *words,
    const char *stop)
{
	size_t n;

	for (; *words != NULL; words++) {
		n = strlen(*words);
		if (at + n < end && strncasecmp((const char *)v->s + at, *words,
		    n) == 0 && strchr(stop, v->s[at + n]) != NULL)
			return true;
	}
	return false;
}

/*
 * The address of a page's picture on the publisher's picture server, as copied
 * pages are full of: "https://i.guim.co.uk/img/media/...".  It leads to no
 * person.  Both the host and the path must say so.
 */
static bool
is_page_picture(const struct view *v, size_t host, size_t end)
{
	static const char *const hosts[] = { "i", "img", "imgs", "image",
	    "images", "media", "static", "cdn", "assets", NULL };
	static const char *const folders[] = { "img", "image", "images",
	    "media", "static", "assets", NULL };
	const uint8_t *slash;

	slash = memchr(v->s + host, '/', end - host);
	return slash != NULL && one_of(v, host, end, hosts, ".") &&
	    one_of(v, (size_t)(slash - v->s) + 1, end, folders, "/");
}

static bool
is_alpha(uint8_t c)
{
	return (c | 32) >= 'a' && (c | 32) <= 'z';
}

static bool
is_of_scheme(uint8_t c)
{
	return is_alpha(c) || is_digit(c) || c == '+' || c == '.' || c == '-';
}

/* Where the scheme begins whose ':' is at `colon`; `colon` for none. */
static size_t
scheme_start(const struct view *v, size_t colon)
{
	size_t start = colon, i;

	while (start > 0 && colon - start < SCHEME_MAX &&
	    is_of_scheme(v->s[start - 1]))
		start--;
	/* "seehttps://": a word that ran into the address. */
	for (i = start; i + 4 <= colon; i++)
		if ((i + 4 == colon || i + 5 == colon) &&
		    strncasecmp((const char *)v->s + i, "http", 4) == 0)
			return i;
	while (start < colon && !is_alpha(v->s[start]))
		start++;
	return colon - start > 1 ? start : colon;
}

/* "magnet:", "tg:" and their like, which need no slashes. */
static size_t
bare_scheme_start(const struct view *v, size_t colon)
{
	static const char *const schemes[] = { "magnet", "bitcoin", "monero",
	    "sgnl", "tg", NULL };
	size_t n;

	for (size_t i = 0; schemes[i] != NULL; i++) {
		n = strlen(schemes[i]);
		if (colon >= n && strncasecmp((const char *)v->s + colon - n,
		    schemes[i], n) == 0 &&
		    !is_of_scheme(byte_before(v, colon - n)))
			return colon - n;
	}
	return colon;
}

static int
at_colon(const struct view *v, size_t colon, size_t *next)
{
	bool slashes = byte_at(v, colon + 1) == '/' &&
	    byte_at(v, colon + 2) == '/';
	size_t head = colon + (slashes ? 3 : 1), start, end;

	start = slashes ? scheme_start(v, colon) :
	    bare_scheme_start(v, colon);
	if (start == colon)
		return 0;
	end = url_stop(v, head);
	if (end < head + 3 || (end = url_end(v, start, end)) <= head)
		return 0;
	*next = end;
	if (slashes && is_page_picture(v, head, end))
		return 0;
	return report(v, start, end, "URL", "url", slashes ? 0.97 : 0.8,
	    slashes ? "scheme and authority (RFC 3986)" : "scheme (RFC 3986)");
}

/* Behind a host: a port, and a path, query or fragment. */
static size_t
rest_end(const struct view *v, size_t at)
{
	size_t port = at + 1;

	if (byte_at(v, at) == ':') {
		while (is_digit(byte_at(v, port)) && port - at < 6)
			port++;
		at = port > at + 1 ? port : at;
	}
	if (byte_at(v, at) != 0 && strchr("/?#", v->s[at]) != NULL)
		return url_stop(v, at);
	return at;
}

/* A host as people write one: not "Then.It", not "e.g". */
static bool
looks_like_host(const struct view *v, size_t start, size_t tld, size_t end,
    bool rest)
{
	bool lower = false, upper = false;

	if (tld - start < 3)
		return false;
	for (size_t i = tld; i < end; i++) {
		lower |= v->s[i] >= 'a' && v->s[i] <= 'z';
		upper |= v->s[i] >= 'A' && v->s[i] <= 'Z';
	}
	return !upper || (!lower && rest);
}

/* "www.", "www2." with a host behind it. */
static bool
is_www(const struct view *v, size_t start, size_t host)
{
	size_t at = start + 3;

	if (host - start < 7 ||
	    strncasecmp((const char *)v->s + start, "www", 3) != 0)
		return false;
	while (is_digit(v->s[at]) && at - start < 5)
		at++;
	return v->s[at] == '.' && host_end(v, at + 1) > at + 1;
}

/* [start, host) is a host, the address goes on to `end`. */
static int
tell_bare(const struct view *v, size_t start, size_t host, size_t end)
{
	bool rest = end > host + 1;
	size_t tld;
	enum tld t;

	if (host > end)
		host = end;
	for (tld = host; tld > start && v->s[tld - 1] != '.'; tld--)
		;
	t = tld_of(v->s + tld, host - tld);
	if (t == TLD_NONE || tld == start || (t == TLD_WORD && !rest) ||
	    !looks_like_host(v, start, tld, host, rest))
		return 0;
	return report(v, start, end, "URL", "url", rest ? 0.85 : 0.6,
	    "host under a known top-level domain%s",
	    rest ? ", with a path" : "");
}

/* The first dot of a host: at a later one, a dot stands before the label. */
static int
at_dot(const struct view *v, size_t dot, size_t *next)
{
	size_t start = host_label_start(v, dot), host, stop, end;
	uint8_t before = byte_before(v, start);

	if (start == dot || v->s[start] == '-' || (before != 0 &&
	    strchr("_@/.~", before) != NULL) ||
	    (host = host_end(v, start)) <= dot)
		return 0;
	*next = host;
	stop = rest_end(v, host);
	/* "jan.pl@example.org" is a mail address. */
	if (stop == host && (byte_at(v, host) == '@' ||
	    byte_at(v, host) == '_'))
		return 0;
	end = url_end(v, start, stop);
	if (end > *next)
		*next = end;
	if (is_www(v, start, host))
		return report(v, start, end, "URL", "url", 0.95,
		    "host that begins with www");
	return tell_bare(v, start, host, end);
}

static int
at(const struct view *v, size_t place, enum trigger trigger, size_t *next)
{
	return trigger == TRIGGER_COLON ? at_colon(v, place, next) :
	    at_dot(v, place, next);
}

const struct finder find_url = {
	.name = "url", .kinds = kinds,
	.what = "web and other addresses, with a scheme, www or a bare host",
	.triggers = TRIGGER_COLON | TRIGGER_DOT, .at = at,
};
