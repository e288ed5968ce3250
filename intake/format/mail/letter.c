/* letter.c -- see letter.h. */
#include "intake/format/mail/letter.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/examine/array.h"
#include "intake/format/archive/member.h"
#include "intake/format/mail/word/address.h"
#include "intake/format/mail/word/charset.h"
#include "intake/format/mail/word/field.h"
#include "intake/format/mail/when.h"
#include "intake/format/markup/html.h"
#include "intake/format/normal/normalise.h"
#include "vault/base/err.h"

#define PIECES_MAX (4 * MIME_PARTS_MAX)
#define NODE (NORMALISE_NODE | NORMALISE_KEEP_QUOTES)

static const struct {
	const char *name;
	enum piece_what what;
} shown[] = {
	{ "From", PIECE_ADDRESSES }, { "To", PIECE_ADDRESSES },
	{ "Cc", PIECE_ADDRESSES }, { "Bcc", PIECE_ADDRESSES },
	{ "Subject", PIECE_LINE }, { "Date", PIECE_DATE },
};

/* --- roles --- */

static bool
is_one_of(const char *type, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strcmp(type, *list) == 0)
			return true;
	return false;
}

static bool
is_signature(const struct mime *m)
{
	static const char *const types[] = { "application/pgp-signature",
	    "application/pkcs7-signature", "application/x-pkcs7-signature",
	    NULL };

	return is_one_of(m->type, types);
}

enum role
letter_role(const struct mime *m, const struct mime *within)
{
	static const char *const traces[] = { "message/delivery-status",
	    "message/global-delivery-status", "text/rfc822-headers",
	    "message/rfc822-headers",
	    "message/disposition-notification", "application/applefile",
	    "message/feedback-report", NULL };
	static const char *const closed[] = { "application/pkcs7-mime",
	    "application/x-pkcs7-mime", "application/ms-tnef",
	    "application/vnd.ms-tnef", "message/partial",
	    "message/external-body", NULL };

	if (mime_is_multipart(m))
		return ROLE_MULTIPART;
	if (strcmp(m->type, "application/pgp-encrypted") == 0)
		return ROLE_PGP_VERSION;
	if (is_one_of(m->type, traces) || is_signature(m))
		return ROLE_DROPPED;
	if (is_one_of(m->type, closed) || (within != NULL &&
	    strcmp(within->type, "multipart/encrypted") == 0))
		return ROLE_REFUSED;
	if (!m->attachment && m->name[0] == '\0') {
		if (strcmp(m->type, "text/html") == 0)
			return ROLE_HTML;
		if (strcmp(m->type, "text/plain") == 0 ||
		    strcmp(m->type, "text/enriched") == 0 ||
		    strcmp(m->type, "text/richtext") == 0 ||
		    strncmp(m->type, "multipart/", 10) == 0)
			return ROLE_TEXT;
	}
	return m->empty ? ROLE_EMPTY : ROLE_CHILD;
}

enum exam_reason
letter_refusal(const struct mime *m, const char **why)
{
	struct bytes kind = BYTES_INIT(FIELD_MAX);
	const struct field *f = mime_field(m, "Content-Type");
	enum exam_reason reason = REASON_UNSUPPORTED;

	if (strstr(m->type, "pkcs7") != NULL) {
		(void)field_param(&kind, f->value, f->len, "smime-type");
		*why = "an S/MIME part that was signed or packed, and is not "
		    "opened here";
		if (kind.len == 0 || (kind.len >= 9 && memcmp(kind.data,
		    "enveloped", 9) == 0)) {
			*why = "an S/MIME part that is encrypted";
			reason = REASON_ENCRYPTED;
		}
	} else if (strstr(m->type, "tnef") != NULL) {
		*why = "a package of Outlook's (winmail.dat), which is not "
		    "opened here";
	} else if (strncmp(m->type, "message/", 8) == 0) {
		*why = "a part of a message that is elsewhere";
	} else {
		*why = "an OpenPGP part that is encrypted";
		reason = REASON_ENCRYPTED;
	}
	bytes_free(&kind);
	return reason;
}

/* --- the text --- */

static int
add_piece(struct letter *l, enum piece_what what, const char *label,
    const struct mime *part, uint64_t start)
{
	int r;

	if ((r = array_grow(&l->pieces, l->n, PIECES_MAX,
	    sizeof(*l->pieces))) < 0)
		return r;
	l->pieces[l->n++] = (struct piece){ what, label, part, start,
	    l->text.len };
	return 0;
}

/* Lines end in LF. */
static void
plain_lines(struct bytes *out, const struct bytes *in)
{
	size_t i;

	for (i = 0; i < in->len; i++) {
		if (in->data[i] == '\r') {
			(void)bytes_add(out, "\n", 1);
			if (i + 1 < in->len && in->data[i + 1] == '\n')
				i++;
		} else {
			(void)bytes_add(out, in->data + i, 1);
		}
	}
}

/* RFC 3676: a line that ends in a space goes on in the next one. */
static void
unflow(struct bytes *out, const struct bytes *in, bool delsp)
{
	size_t at = 0, end, next;

	while (at < in->len) {
		const uint8_t *nl = memchr(in->data + at, '\n', in->len - at);
		bool soft;

		end = nl != NULL ? (size_t)(nl - in->data) : in->len;
		next = nl != NULL ? end + 1 : end;
		/* "-- " is no soft break: a signature begins behind it. */
		soft = nl != NULL && end > at && in->data[end - 1] == ' ' &&
		    !(end - at == 3 && memcmp(in->data + at, "-- ", 3) == 0);
		if (end > at && in->data[at] == ' ')
			at++;	/* stuffed */
		(void)bytes_add(out, in->data + at, end > at ? end - at -
		    (soft && delsp) : 0);
		if (!soft && nl != NULL)
			(void)bytes_add(out, "\n", 1);
		at = next;
	}
}

static int
body_text(struct bytes *out, const struct mime *m)
{
	struct bytes raw = BYTES_INIT(TEXT_MAX), utf8 = BYTES_INIT(TEXT_MAX);
	struct bytes lines = BYTES_INIT(TEXT_MAX);
	int r;

	if ((r = mime_content(m, &raw)) < 0 || (r = charset_to_utf8(&utf8,
	    raw.data, raw.len, m->charset)) < 0)
		goto done;
	plain_lines(&lines, &utf8);
	if (m->flowed)
		unflow(out, &lines, m->delsp);
	else
		(void)bytes_add(out, lines.data, lines.len);
	if ((r = bytes_ok(&lines)) == 0)
		r = bytes_ok(out);
done:
	bytes_free(&raw);
	bytes_free(&utf8);
	bytes_free(&lines);
	return r;
}

int
letter_html(struct html *h, struct bytes *content, const struct mime *m)
{
	int r = mime_content(m, content);

	*h = (struct html){ .data = content->data, .len = content->len,
	    .charset = m->charset[0] != '\0' ? m->charset : NULL };
	return r;
}

static int
html_body_text(struct bytes *out, const struct mime *m)
{
	struct bytes content = BYTES_INIT(TEXT_MAX);
	struct html h;
	int r;

	if ((r = letter_html(&h, &content, m)) == 0 && content.len > 0)
		r = html_text(out, &h);
	bytes_free(&content);
	return r;
}

static const char *
extension(const char *type)
{
	static const struct {
		const char *type, *ext;
	} known[] = { { "message/rfc822", ".eml" }, { "image/jpeg", ".jpg" },
	    { "image/png", ".png" }, { "image/gif", ".gif" },
	    { "application/pdf", ".pdf" }, { "text/html", ".html" },
	    { "text/plain", ".txt" }, { "text/calendar", ".ics" },
	    { "text/csv", ".csv" } };
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(type, known[i].type) == 0)
			return known[i].ext;
	return "";
}

int
letter_name(struct bytes *out, const struct mime *m, size_t number)
{
	struct bytes plain = BYTES_INIT(8 * MEMBER_NAME_MAX);
	const char *last;
	int r;

	if (m->name[0] == '\0')
		return bytes_addf(out, "part-%zu%s", number,
		    extension(m->type));
	if ((r = member_plain(&plain, m->name, strlen(m->name), number)) == 0 &&
	    bytes_str(&plain) != NULL) {
		last = strrchr((const char *)plain.data, '/');
		r = bytes_add_str(out, last != NULL ? last + 1 :
		    (const char *)plain.data);
	}
	bytes_free(&plain);
	return r;
}

static int
add_name(struct letter *l, const struct mime *m, size_t *number)
{
	uint64_t start;
	int r;

	(void)bytes_add_str(&l->text, "Attachment: ");
	start = l->text.len;
	if ((r = letter_name(&l->text, m, ++*number)) < 0 ||
	    (r = add_piece(l, PIECE_NAME, NULL, m, start)) < 0)
		return r;
	return bytes_add_str(&l->text, "\n");
}

static int
add_body(struct letter *l, const struct mime *m, bool html)
{
	uint64_t start = l->text.len;
	int r = html ? html_body_text(&l->text, m) : body_text(&l->text, m);

	/* What is no HTML after all is shown as it stands. */
	if (r == ERR_FORMAT && html) {
		l->text.len = (size_t)start;
		html = false;
		r = body_text(&l->text, m);
	}
	if (r < 0 || (r = add_piece(l, html ? PIECE_HTML : PIECE_TEXT, NULL, m,
	    start)) < 0)
		return r;
	if (l->text.len > start && l->text.data[l->text.len - 1] != '\n')
		(void)bytes_add_str(&l->text, "\n");
	return bytes_add_str(&l->text, "\n");
}

static int
add_part(struct letter *l, const struct mime *m, const struct mime *within,
    size_t *number)
{
	size_t i;
	int r = 0;

	switch (letter_role(m, within)) {
	case ROLE_MULTIPART:
		for (i = 0; i < m->nparts && r == 0; i++)
			r = add_part(l, m->parts[i], m, number);
		return r;
	case ROLE_TEXT:
		return add_body(l, m, false);
	case ROLE_HTML:
		return add_body(l, m, true);
	case ROLE_CHILD:
	case ROLE_EMPTY:
	case ROLE_REFUSED:
		return add_name(l, m, number);
	default:
		return 0;
	}
}

static int
put_value(struct bytes *out, const struct field *f, enum piece_what what)
{
	struct bytes text = BYTES_INIT(FIELD_MAX);
	char date[WHEN_SIZE];
	int64_t when;
	int r;

	if (what == PIECE_ADDRESSES)
		return address_text(out, f->value, f->len);
	if (what == PIECE_LINE)
		return field_text(out, f->value, f->len);
	if ((r = field_text(&text, f->value, f->len)) == 0 &&
	    when_read(&when, (const char *)text.data, text.len)) {
		when_write(date, when);
		r = bytes_add_str(out, date);
	} else if (r == 0) {
		r = bytes_add(out, text.data, text.len);
	}
	bytes_free(&text);
	return r;
}

static int
add_header(struct letter *l)
{
	const struct field *f;
	uint64_t start;
	size_t i;
	int r;

	for (i = 0; i < sizeof(shown) / sizeof(shown[0]); i++) {
		if ((f = mime_field(l->mime, shown[i].name)) == NULL)
			continue;
		(void)bytes_addf(&l->text, "%s: ", shown[i].name);
		start = l->text.len;
		if ((r = put_value(&l->text, f, shown[i].what)) < 0 ||
		    (r = add_piece(l, shown[i].what, shown[i].name, NULL,
		    start)) < 0)
			return r;
		(void)bytes_add_str(&l->text, "\n");
	}
	return bytes_add_str(&l->text, "\n");
}

int
letter_read(struct letter *l, const struct doc *d, struct answer *a)
{
	size_t number = 0;
	int r;

	*l = (struct letter){ .text = BYTES_INIT(TEXT_MAX) };
	if ((r = mime_read(&l->mime, d->data, d->len)) == 0 &&
	    (r = add_header(l)) == 0)
		r = add_part(l, l->mime, NULL, &number);
	if (r == 0)
		r = bytes_ok(&l->text);
	if (r == 0)
		return 0;
	letter_free(l);
	return answer_refuse(a, r == ERR_FORMAT ? REASON_DAMAGED :
	    REASON_LIMIT, "%s", err_line());
}

void
letter_free(struct letter *l)
{
	mime_free(l->mime);
	bytes_free(&l->text);
	free(l->pieces);
	l->mime = NULL;
	l->pieces = NULL;
	l->n = 0;
}

const struct piece *
letter_piece(const struct letter *l, const struct mime *part,
    const char *label)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		if (l->pieces[i].part == part && (label == NULL ||
		    strcmp(l->pieces[i].label, label) == 0))
			return &l->pieces[i];
	return NULL;
}

/* The bytes that no edit covers, and labels. */
static int
edited(struct bytes *out, const struct letter *l, const struct piece *p,
    const struct edits *e)
{
	uint64_t at = p->start;
	size_t i;

	for (i = 0; e != NULL && i < e->nranges; i++) {
		const struct edit *r = &e->ranges[i];

		if (r->end <= p->start || r->start >= p->end)
			continue;
		if (r->start > at)
			(void)bytes_add(out, l->text.data + at,
			    (size_t)(r->start - at));
		if (r->start >= p->start)
			(void)bytes_add_str(out, r->label);
		at = r->end < p->end ? r->end : p->end;
	}
	return bytes_add(out, l->text.data + at, (size_t)(p->end - at));
}

int
letter_piece_text(struct bytes *out, const struct letter *l,
    const struct piece *p, const struct edits *e)
{
	struct bytes b = BYTES_INIT(TEXT_MAX);
	int r;

	if ((r = edited(&b, l, p, e)) == 0)
		r = normalise_text(out, b.data, b.len,
		    p->what == PIECE_TEXT ? 0 : NODE);
	bytes_free(&b);
	return r;
}
