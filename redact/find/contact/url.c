/*
 * url.c -- web and other addresses: with a scheme, with "www.", or a bare host
 * under a known top-level domain.
 */
#include "redact/find/contact/url.h"

#include <string.h>
#include <strings.h>

#include "redact/find/contact/tld.h"

#define LABEL "[\\p{L}\\p{N}](?:[\\p{L}\\p{N}\\p{M}-]{0,62}+)"
#define HOST LABEL "(?:\\." LABEL "){1,10}+"
#define PORT "(?::[0-9]{1,5}+)?+"
#define REST PORT "[/?#]" URL_CHARS URL_BOUND

/* 1: a scheme with its slashes; 2: one that goes without */
static struct pattern schemed = PATTERN_INIT(
	"(?<![a-z0-9+.-])(?:([a-z][a-z0-9+.-]{1,20}+://)|"
	"((?:magnet|bitcoin|monero|sgnl|tg):))" URL_CHARS "{3,8192}+",
	PATTERN_UTF);

static struct pattern www = PATTERN_INIT(
	"(?<![\\p{L}\\p{N}_.@-])www[0-9]{0,2}+\\." HOST "(?:" REST "|" PORT ")",
	PATTERN_UTF);

/* 1: the host; 2: what follows it */
static struct pattern bare = PATTERN_INIT(
	"(?<![\\p{L}\\p{N}_@/.~-])(" HOST ")"
	"(" REST "|" PORT "(?![@\\p{L}\\p{N}_-]))", PATTERN_UTF);

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
one_of(const struct match *m, size_t at, size_t end, const char *const *words,
    const char *stop)
{
	size_t n;

	for (; *words != NULL; words++) {
		n = strlen(*words);
		if (at + n < end && strncasecmp((const char *)m->s + at, *words,
		    n) == 0 && strchr(stop, m->s[at + n]) != NULL)
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
is_page_picture(const struct match *m, size_t host, size_t end)
{
	static const char *const hosts[] = { "i", "img", "imgs", "image",
	    "images", "media", "static", "cdn", "assets", NULL };
	static const char *const folders[] = { "img", "image", "images",
	    "media", "static", "assets", NULL };
	const uint8_t *slash;

	slash = memchr(m->s + host, '/', end - host);
	return slash != NULL && one_of(m, host, end, hosts, ".") &&
	    one_of(m, (size_t)(slash - m->s) + 1, end,
	    folders, "/");
}

static int
hit_schemed(struct match *m)
{
	bool slashes = m->start[1] != PATTERN_NONE;
	size_t colon = slashes ? m->end[1] - 3 : m->end[2] - 1;
	size_t start = m->start[0], end;

	/* "seehttps://": a word that ran into the address. */
	for (size_t i = start + 1; slashes && i + 4 <= colon; i++)
		if (strncasecmp((const char *)m->s + i, "http", 4) == 0 &&
		    (i + 4 == colon || i + 5 == colon))
			start = i;
	end = url_end(m->v, start, m->end[0]);
	if (end <= colon + (slashes ? 3 : 1))
		return 0;
	m->next = end;
	if (slashes && is_page_picture(m, colon + 3, end))
		return 0;
	return report(m->v, start, end, "URL", "url", slashes ? 0.97 : 0.8,
	    slashes ? "scheme and authority (RFC 3986)" : "scheme (RFC 3986)");
}

static int
hit_www(struct match *m)
{
	size_t end = url_end(m->v, m->start[0], m->end[0]);

	if (end < m->start[0] + 7)
		return 0;
	m->next = end;
	return report(m->v, m->start[0], end, "URL", "url", 0.95,
	    "host that begins with www");
}

/* A host as people write one: not "Then.It", not "e.g". */
static bool
looks_like_host(const struct match *m, size_t start, size_t tld, size_t end,
    bool rest)
{
	bool lower = false, upper = false;

	if (tld - start < 3)
		return false;
	for (size_t i = tld; i < end; i++) {
		lower |= m->s[i] >= 'a' && m->s[i] <= 'z';
		upper |= m->s[i] >= 'A' && m->s[i] <= 'Z';
	}
	return !upper || (!lower && rest);
}

static int
hit_bare(struct match *m)
{
	size_t start = m->start[0], end = url_end(m->v, start, m->end[0]);
	size_t host = m->end[1] < end ? m->end[1] : end, tld = host;
	enum tld t;
	bool rest;

	while (tld > start && m->s[tld - 1] != '.')
		tld--;
	t = tld_of(m->s + tld, host - tld);
	rest = end > m->end[1] + 1;
	m->next = end > start ? end : m->end[0];
	if (t == TLD_NONE || tld == start ||
	    !looks_like_host(m, start, tld, host, rest) || (t == TLD_WORD && !rest))
		return 0;
	return report(m->v, start, end, "URL", "url", rest ? 0.85 : 0.6,
	    "host under a known top-level domain%s",
	    rest ? ", with a path" : "");
}

static int
run(const struct view *v)
{
	int r;

	if ((r = pattern_run(&schemed, v, hit_schemed)) < 0 ||
	    (r = pattern_run(&www, v, hit_www)) < 0)
		return r;
	return pattern_run(&bare, v, hit_bare);
}

const struct finder find_url = {
	.name = "url", .kinds = kinds,
	.what = "web and other addresses, with a scheme, www or a bare host",
	.run = run,
};
