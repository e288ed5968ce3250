/* head.c -- see head.h. */
#include "intake/foreign/wall/head.h"

#include <string.h>
#include <strings.h>

#include "intake/format/mail/word/address.h"
#include "intake/format/mail/word/field.h"
#include "vault/base/err.h"

#define LENGTH_DIGITS_MAX 18u

/* --- as it passes by --- */

/*
 * An empty line ends the header, and is no part of it.  What was kept before
 * `from` has no line end behind h->line.
 */
static bool
find_end(struct head *h, size_t from)
{
	const uint8_t *p = h->raw.data, *nl;
	size_t next;

	for (; (nl = memchr(p + from, '\n', h->raw.len - from)) != NULL;
	    h->line = from = next) {
		next = (size_t)(nl - p) + 1;
		if (next - h->line == 1 ||
		    (next - h->line == 2 && p[h->line] == '\r')) {
			h->raw.len = h->line;
			return true;
		}
	}
	return false;
}

void
head_add(struct head *h, const void *p, size_t len)
{
	const size_t from = h->raw.len;

	if (h->whole || len == 0)
		return;
	if (len > HEAD_MAX - from)
		len = HEAD_MAX - from;
	if (bytes_add(&h->raw, p, len) < 0) {
		h->whole = true;
		return;
	}
	h->whole = find_end(h, from) || h->raw.len == HEAD_MAX;
}

void
head_reset(struct head *h)
{
	bytes_reset(&h->raw);
	h->line = 0;
	h->whole = false;
}

void
head_free(struct head *h)
{
	bytes_free(&h->raw);
}

/* --- its fields --- */

struct line {
	const char *name, *value;
	size_t nname, nvalue;
};

/* The characters of a field's name (RFC 5322, 3.6.8). */
static size_t
name_of(const char *p, size_t len)
{
	size_t n = 0;

	while (n < len && p[n] > 0x20 && p[n] < 0x7f && p[n] != ':')
		n++;
	return n;
}

/* The next field behind `at`, with the lines it goes on in. */
static bool
next_field(const struct head *h, size_t *at, struct line *f)
{
	const char *p = (const char *)h->raw.data, *nl;
	size_t len = h->raw.len, start, end, colon;

	while (*at < len) {
		start = end = *at;
		do {
			nl = memchr(p + end, '\n', len - end);
			end = nl != NULL ? (size_t)(nl - p) + 1 : len;
		} while (end < len && (p[end] == ' ' || p[end] == '\t'));
		*at = end;
		f->name = p + start;
		f->nname = name_of(p + start, end - start);
		for (colon = start + f->nname; colon < end &&
		    (p[colon] == ' ' || p[colon] == '\t'); colon++)
			;
		if (f->nname == 0 || colon == end || p[colon] != ':')
			continue;
		f->value = p + colon + 1;
		f->nvalue = end - colon - 1;
		if (f->nvalue > HEAD_VALUE_MAX)
			f->nvalue = HEAD_VALUE_MAX;
		return true;
	}
	return false;
}

static bool
is(const struct line *f, const char *name)
{
	return f->nname == strlen(name) &&
	    strncasecmp(f->name, name, f->nname) == 0;
}

size_t
head_fields(const struct head *h)
{
	struct line f;
	size_t at = 0, n = 0;

	while (next_field(h, &at, &f))
		n++;
	return n;
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Digits and nothing else, with space around them. */
static bool
read_length(const struct line *f, uint64_t *length)
{
	const char *p = f->value;
	size_t len = f->nvalue, i;

	for (; len > 0 && is_space(*p); p++)
		len--;
	while (len > 0 && is_space(p[len - 1]))
		len--;
	*length = 0;
	for (i = 0; i < len && i < LENGTH_DIGITS_MAX && p[i] >= '0' &&
	    p[i] <= '9'; i++)
		*length = *length * 10 + (uint64_t)(p[i] - '0');
	return len > 0 && i == len;
}

bool
head_length(const struct head *h, uint64_t *length)
{
	struct line f;
	size_t at = 0;

	while (next_field(h, &at, &f))
		if (is(&f, "Content-Length"))
			return read_length(&f, length);
	return false;
}

/* --- what they say --- */

struct telling {
	head_teller *tell;
	void *arg;
	struct bytes a, b;
	struct bytes senders;	/* told by now, each with its NUL */
	size_t nsenders;
};

static void
say_value(struct telling *t, enum fact_what what, struct bytes *b)
{
	const char *s = bytes_str(b);

	if (s != NULL && s[0] != '\0')
		t->tell(t->arg, what, s);
	bytes_reset(b);
}

static void
say_text(struct telling *t, enum fact_what what, const struct line *f)
{
	(void)field_text(&t->a, f->value, f->nvalue);
	say_value(t, what, &t->a);
}

/* A name or an address, once. */
static void
say_sender(struct telling *t, enum fact_what what, struct bytes *b)
{
	const char *s = bytes_str(b), *told = (const char *)t->senders.data;
	size_t at;

	for (at = 0; s != NULL && at < t->senders.len;
	    at += strlen(told + at) + 1)
		if (strcmp(told + at, s) == 0)
			s = NULL;
	if (s == NULL || s[0] == '\0' || t->nsenders == HEAD_SENDERS_MAX) {
		bytes_reset(b);
		return;
	}
	t->nsenders++;
	(void)bytes_add(&t->senders, s, strlen(s) + 1);
	say_value(t, what, b);
}

static void
say_senders(struct telling *t, const struct line *f)
{
	size_t at = 0;

	while (t->nsenders < HEAD_SENDERS_MAX && (at = address_next(&t->a,
	    &t->b, f->value, f->nvalue, at)) > 0) {
		say_sender(t, FACT_SENDER_NAME, &t->a);
		say_sender(t, FACT_SENDER_EMAIL, &t->b);
	}
}

/* The next "<...>" behind `at`; 0: there is none. */
static size_t
next_id(const struct line *f, size_t at, const char **id, size_t *len)
{
	const char *open, *close;

	if ((open = memchr(f->value + at, '<', f->nvalue - at)) == NULL)
		return 0;
	close = memchr(open, '>', f->nvalue - (size_t)(open - f->value));
	if (close == NULL)
		return 0;
	*id = open;
	*len = (size_t)(close - open) + 1;
	return (size_t)(close - f->value) + 1;
}

/* Those that a message answers; the first one began the thread. */
static void
say_references(struct telling *t, const struct line *f, bool *rooted,
    size_t *told)
{
	const char *id;
	size_t at = 0, len;

	while (*told < HEAD_REFERENCES_MAX &&
	    (at = next_id(f, at, &id, &len)) > 0) {
		(void)field_text(&t->a, id, len);
		if (!*rooted) {
			(void)bytes_add(&t->b, t->a.data, t->a.len);
			say_value(t, FACT_THREAD, &t->b);
		}
		*rooted = true;
		++*told;
		say_value(t, FACT_REFERENCE, &t->a);
	}
}

static void
say_thread(const struct head *h, struct telling *t)
{
	static const char *const fields[] = { "References", "In-Reply-To",
	    "Message-ID" };
	struct line f;
	bool rooted = false;
	size_t i, at, told = 0, len;
	const char *id;

	for (i = 0; i < 2; i++)
		for (at = 0; next_field(h, &at, &f);)
			if (is(&f, fields[i]))
				say_references(t, &f, &rooted, &told);
	for (at = 0; next_field(h, &at, &f);) {
		if (!is(&f, fields[2]) || next_id(&f, 0, &id, &len) == 0)
			continue;
		(void)field_text(&t->a, id, len);
		if (!rooted) {
			(void)bytes_add(&t->b, t->a.data, t->a.len);
			say_value(t, FACT_THREAD, &t->b);
		}
		say_value(t, FACT_MESSAGE_ID, &t->a);
		break;
	}
}

void
head_tell(const struct head *h, head_teller *tell, void *arg)
{
	struct telling t = { .tell = tell, .arg = arg,
	    .a = BYTES_INIT(FIELD_MAX), .b = BYTES_INIT(FIELD_MAX),
	    .senders = BYTES_INIT(HEAD_MAX) };
	bool subject = false, sent = false;
	struct line f;
	size_t at = 0;

	while (next_field(h, &at, &f)) {
		if (is(&f, "From") || is(&f, "Sender") || is(&f, "Reply-To") ||
		    is(&f, "Return-Path")) {
			say_senders(&t, &f);
		} else if (is(&f, "Subject") && !subject) {
			say_text(&t, FACT_SUBJECT, &f);
			subject = true;
		} else if (is(&f, "Date") && !sent) {
			say_text(&t, FACT_SENT, &f);
			sent = true;
		}
	}
	say_thread(h, &t);
	bytes_free(&t.a);
	bytes_free(&t.b);
	bytes_free(&t.senders);
}
