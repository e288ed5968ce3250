/*
 * mbox.c -- many messages in one file: mboxo, mboxrd, mboxcl, mboxcl2.
 *
 * A message begins with a line "From sender date".  Lines of its body that
 * begin so are quoted with ">", but in mboxcl2, which tells the length in the
 * header instead.  What a header says of lengths is not believed: a first line
 * has a blank line before it, and a date in it or a header field behind it.
 * Written is mboxrd, with a first line that names nobody.
 */
#include <stdio.h>
#include <string.h>

#include "intake/format/answer.h"
#include "intake/format/mail/eml.h"
#include "intake/format/mail/inside.h"
#include "intake/format/mail/mail.h"
#include "intake/format/mail/mime.h"
#include "vault/base/err.h"

#define NEUTRAL "From MAILER-DAEMON Thu Jan  1 00:00:00 1970\n"
#define HEAD_BYTES 4096u

struct mailbox {
	const char *p, *end;	/* where the next message's first line begins */
};

struct message {
	const char *first;	/* its "From " line */
	size_t first_len;
	const char *p;		/* what is behind it */
	size_t len;
};

static const char *
line_after(const char *p, const char *end)
{
	const char *n = memchr(p, '\n', (size_t)(end - p));

	return n != NULL ? n + 1 : end;
}

static bool
is_from(const char *p, const char *end)
{
	return end - p >= 5 && memcmp(p, "From ", 5) == 0;
}

/* "12:34:56" and a year: what every first line has but those of some exports. */
static bool
has_date(const char *p, size_t len)
{
	size_t i, clock = 0, year = 0;

	for (i = 0; i + 4 < len; i++) {
		if (p[i] == ':' && i >= 2 && p[i - 1] >= '0' &&
		    p[i - 1] <= '9' && p[i + 1] >= '0' && p[i + 1] <= '9')
			clock++;
		if (p[i] == ' ' && (memcmp(p + i, " 19", 3) == 0 ||
		    memcmp(p + i, " 20", 3) == 0))
			year++;
	}
	return clock > 0 && year > 0;
}

/* A first line in the middle: a blank line before it, a field or a blank line
 * behind it. */
static bool
begins_here(const char *p, const char *start, const char *end)
{
	const char *next = line_after(p, end);
	struct field f;

	if (!is_from(p, end))
		return false;
	if (p > start && !(p >= start + 2 && p[-1] == '\n' &&
	    (p[-2] == '\n' || (p[-2] == '\r' && p >= start + 3 &&
	    p[-3] == '\n'))))
		return false;
	return has_date(p, (size_t)(next - p)) ||
	    (next < end && mime_next_field(next, end, &f) != NULL);
}

static bool
next_message(struct mailbox *b, struct message *m)
{
	const char *p;

	if (b->p >= b->end)
		return false;
	m->first = b->p;
	p = line_after(b->p, b->end);
	m->first_len = (size_t)(p - m->first);
	m->p = p;
	while (p < b->end && !begins_here(p, m->first, b->end))
		p = line_after(p, b->end);
	b->p = p;
	m->len = (size_t)(p - m->p);
	/* One blank line stands between two. */
	if (m->len >= 2 && p[-1] == '\n' && p[-2] == '\n')
		m->len--;
	else if (m->len >= 3 && memcmp(p - 3, "\n\r\n", 3) == 0)
		m->len -= 2;
	else if (m->len == 1 && p[-1] == '\n')
		m->len = 0;
	return true;
}

/* ">From " once had one ">" less. */
static int
unquoted(struct bytes *out, const struct message *m)
{
	const char *p = m->p, *end = m->p + m->len, *next, *at;

	for (; p < end; p = next) {
		next = line_after(p, end);
		for (at = p; at < next && *at == '>'; at++)
			;
		if (at > p && is_from(at, end))
			p++;
		(void)bytes_add(out, p, (size_t)(next - p));
	}
	/* In a box every message ends with a line end. */
	if (out->len > 0 && out->data[out->len - 1] != '\n')
		(void)bytes_add(out, "\n", 1);
	return bytes_ok(out);
}

/* --- what it owes --- */

static bool
mbox_structure(const struct doc *d)
{
	const char *p = (const char *)d->data, *end = p + d->len, *next;
	struct field f;

	if (!is_from(p, end))
		return false;
	next = line_after(p, end);
	if (next - p > HEAD_BYTES)
		return false;
	if (next < end && (*next == '\n' || *next == '\r'))
		return has_date(p, (size_t)(next - p));
	if (next < end && *next == '>')	/* ">From " of old relays */
		next = line_after(next, end);
	return mime_next_field(next, end, &f) != NULL &&
	    (has_date(p, (size_t)(line_after(p, end) - p)) ||
	    eml_is(next, (size_t)(end - next)));
}

static struct mailbox
mailbox_of(const struct doc *d)
{
	return (struct mailbox){ (const char *)d->data,
	    (const char *)d->data + d->len };
}

static int
mbox_report(const struct doc *d, struct answer *a)
{
	struct mailbox b = mailbox_of(d);
	struct message m;
	char name[32];
	size_t n = 0;

	while (next_message(&b, &m) && !answer_refused(a)) {
		n++;
		if (m.first_len == strlen(NEUTRAL) &&
		    memcmp(m.first, NEUTRAL, m.first_len) == 0)
			continue;
		(void)snprintf(name, sizeof(name), "message %zu", n);
		while (m.first_len > 0 && (m.first[m.first_len - 1] == '\n' ||
		    m.first[m.first_len - 1] == '\r'))
			m.first_len--;
		answer_meta(a, "mbox", name, m.first, m.first_len);
	}
	return answer_refused(a) ? -1 : 0;
}

/* What somebody reads stands in the messages. */
static int
mbox_text(const struct doc *d, struct answer *a, bool layout)
{
	(void)d;
	(void)a;
	(void)layout;
	return 0;
}

static int
mbox_children(const struct doc *d, struct answer *a)
{
	struct bytes content = BYTES_INIT((size_t)DOCUMENT_MAX);
	struct mailbox b = mailbox_of(d);
	struct message m;
	char name[32];
	size_t n = 0;
	int r = 0;

	while (r == 0 && next_message(&b, &m) && !answer_refused(a)) {
		(void)snprintf(name, sizeof(name), "message %zu", ++n);
		bytes_reset(&content);
		if ((r = unquoted(&content, &m)) < 0)
			break;
		if (content.len == 0)
			continue;	/* a first line and nothing more */
		answer_child(a, name, strlen(name));
		answer_child_data(a, content.data, content.len);
	}
	bytes_free(&content);
	if (r < 0)
		return answer_refuse(a, REASON_LIMIT, "%s", err_line());
	return answer_refused(a) ? -1 : 0;
}

static int
mbox_inside(const struct doc *d, struct answer *a)
{
	struct bytes content = BYTES_INIT((size_t)DOCUMENT_MAX);
	struct mailbox b = mailbox_of(d);
	struct message m;
	char name[32];
	size_t n = 0;
	int r = 0;

	while (r == 0 && next_message(&b, &m) && !answer_refused(a)) {
		(void)snprintf(name, sizeof(name), "message %zu: ", ++n);
		bytes_reset(&content);
		if ((r = unquoted(&content, &m)) < 0)
			r = answer_refuse(a, REASON_LIMIT, "%s", err_line());
		else if (content.len > 0)
			r = mail_inside_of(content.data, content.len, name, a);
	}
	bytes_free(&content);
	return answer_refused(a) ? -1 : 0;
}

static void
put_message(struct answer *a, const uint8_t *data, size_t len)
{
	const char *p = (const char *)data, *end, *next, *at;

	answer_file(a, NEUTRAL, strlen(NEUTRAL));
	for (end = len > 0 ? p + len : p; p < end; p = next) {
		next = line_after(p, end);
		for (at = p; at < next && *at == '>'; at++)
			;
		if (is_from(at, end))
			answer_file(a, ">", 1);
		answer_file(a, p, (size_t)(next - p));
	}
	if (len > 0 && data[len - 1] != '\n')
		answer_file(a, "\n", 1);
	answer_file(a, "\n", 1);
}

static int
mbox_pack(const struct doc *d, const struct parts *parts,
    const struct edits *e, struct answer *a)
{
	struct bytes content = BYTES_INIT((size_t)DOCUMENT_MAX);
	struct mailbox b = mailbox_of(d);
	struct message m;
	size_t n = 0;
	int r = 0;

	(void)e;	/* the box has no text of its own */
	while (r == 0 && next_message(&b, &m)) {
		bytes_reset(&content);
		if ((r = unquoted(&content, &m)) < 0)
			break;
		if (content.len == 0) {
			put_message(a, NULL, 0);
			continue;
		}
		if (n >= parts->n) {
			r = ERR_FORMAT;
			break;
		}
		if (parts->list[n].what == PART_REPLACED)
			put_message(a, parts->list[n].data,
			    parts->list[n].len);
		else if (parts->list[n].what == PART_KEPT)
			put_message(a, content.data, content.len);
		n++;
	}
	bytes_free(&content);
	return r == 0 ? 0 : answer_refuse(a, r == ERR_FORMAT ?
	    REASON_DAMAGED : REASON_LIMIT, "its messages cannot be written "
	    "again");
}

static const char *const mimes[] = { "application/mbox", "message/rfc822",
    NULL };

const struct format format_mbox = {
	.id = FORMAT_MBOX,
	.mimes = mimes,
	.structure = mbox_structure,
	.report = mbox_report,
	.text = mbox_text,
	.children = mbox_children,
	.inside = mbox_inside,
	.pack = mbox_pack,
};
