/* pack.c -- the message written anew; see letter.h. */
#include "intake/format/mail/pack.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/format/archive/member.h"
#include "intake/format/mail/word/address.h"
#include "intake/format/mail/word/field.h"
#include "intake/format/mail/word/transfer.h"
#include "intake/format/mail/when.h"
#include "intake/format/markup/html.h"
#include "intake/format/normal/normalise.h"
#include "vault/base/err.h"

#define FOLD 76u	/* characters of a header line */
#define ENCODED_AT_ONCE ((size_t)57 * 1024)	/* bytes; whole lines */
#define DIGITS_MAX 9u	/* of a boundary's number */

struct packing {
	const struct letter *letter;
	const struct parts *parts;
	const struct edits *edits;
	struct answer *a;
	size_t child;		/* number of the next */
	size_t multiparts;
	size_t names;		/* attachments so far */
	unsigned long mark;	/* of boundaries: in no content */
	char cid[32];		/* of the last picture asked for */
};

static int put_entity(struct packing *p, const struct mime *m,
    const struct mime *within);

static void
put(struct packing *p, const char *s)
{
	answer_file(p->a, s, strlen(s));
}

static __attribute__((format(printf, 2, 3))) void
putf(struct packing *p, const char *fmt, ...)
{
	char line[512];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	put(p, line);
}

/* --- the header --- */

static bool
must_encode(const struct bytes *b)
{
	size_t i;

	for (i = 0; i < b->len; i++)
		if (b->data[i] >= 0x7f || b->data[i] < ' ' ||
		    (b->data[i] == '=' && i + 1 < b->len &&
		    b->data[i + 1] == '?'))
			return true;
	return false;
}

/* Folded before spaces, where the line would be long. */
static void
put_folded(struct bytes *out, const struct bytes *b, size_t column)
{
	size_t i = 0, n;

	while (i < b->len) {
		for (n = i + 1; n < b->len && b->data[n] != ' '; n++)
			;
		if (column + (n - i) > FOLD && b->data[i] == ' ' &&
		    n > i + 1) {
			(void)bytes_add_str(out, "\r\n");
			column = 0;
		}
		(void)bytes_add(out, b->data + i, n - i);
		column += n - i;
		i = n;
	}
}

static int
put_header(struct packing *p, const struct piece *piece)
{
	struct bytes text = BYTES_INIT(FIELD_MAX * 2);
	struct bytes line = BYTES_INIT(FIELD_MAX * 8);
	char date[WHEN_SIZE];
	int64_t when;
	int r;

	if ((r = letter_piece_text(&text, p->letter, piece, p->edits)) < 0 ||
	    text.len == 0)
		goto done;
	if (piece->what == PIECE_DATE && when_read(&when,
	    (const char *)text.data, text.len)) {
		when_write(date, when);
		bytes_reset(&text);
		(void)bytes_add_str(&text, date);
	}
	(void)bytes_addf(&line, "%s: ", piece->label);
	if (piece->what == PIECE_ADDRESSES)
		r = address_write(&line, (const char *)text.data, text.len);
	else if (must_encode(&text))
		r = transfer_to_words(&line, text.data, text.len);
	else
		put_folded(&line, &text, line.len);
	(void)bytes_add_str(&line, "\r\n");
	if (r == 0 && (r = bytes_ok(&line)) == 0)
		answer_file(p->a, line.data, line.len);
done:
	bytes_free(&text);
	bytes_free(&line);
	return r;
}

/* --- bodies --- */

static int
put_quoted(struct packing *p, const char *type, const struct bytes *text)
{
	struct bytes out = BYTES_INIT(4 * (size_t)TEXT_MAX);
	int r;

	putf(p, "Content-Type: %s; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n\r\n", type);
	if ((r = transfer_to_quoted(&out, text->data, text->len)) == 0)
		answer_file(p->a, out.data, out.len);
	bytes_free(&out);
	return r;
}

static int
put_text(struct packing *p, const struct mime *m)
{
	const struct piece *piece = letter_piece(p->letter, m, NULL);
	struct bytes text = BYTES_INIT(TEXT_MAX);
	int r = 0;

	if ((r = letter_piece_text(&text, p->letter, piece,
	    p->edits)) == 0)
		r = put_quoted(p, "text/plain", &text);
	bytes_free(&text);
	return r;
}

/* Number, among the attachments that are written, of the one with this id. */
static bool
find_id(const struct packing *p, const struct mime *m,
    const struct mime *within, const char *id, size_t *child, size_t *written)
{
	enum role role = letter_role(m, within);
	size_t i;

	if (role == ROLE_CHILD || role == ROLE_REFUSED) {
		bool stays = *child < p->parts->n &&
		    p->parts->list[*child].what != PART_OMITTED;

		++*child;
		*written += stays;
		return stays && strcmp(m->id, id) == 0;
	}
	for (i = 0; i < m->nparts; i++)
		if (find_id(p, m->parts[i], m, id, child, written))
			return true;
	return false;
}

/* Pictures that came with the message stay; all others are elsewhere. */
static const char *
resource(void *ctx, enum html_use use, const char *address)
{
	struct packing *p = ctx;
	size_t child = 0, written = 0;

	if (use != HTML_PICTURE || strncmp(address, "cid:", 4) != 0 ||
	    address[4] == '\0' || !find_id(p, p->letter->mime, NULL,
	    address + 4, &child, &written))
		return NULL;
	(void)snprintf(p->cid, sizeof(p->cid), "cid:part%zu", written);
	return p->cid;
}

static int
put_html(struct packing *p, const struct mime *m)
{
	const struct piece *piece = letter_piece(p->letter, m, NULL);
	struct bytes content = BYTES_INIT(TEXT_MAX);
	struct bytes out = BYTES_INIT(2 * (size_t)TEXT_MAX);
	struct html h;
	int r;

	if ((r = letter_html(&h, &content, m)) < 0)
		goto done;
	h.resource = resource;
	h.ctx = p;
	if (content.len > 0)
		r = p->edits != NULL ? html_apply(&out, &h, p->edits,
		    piece->start) : html_clean(&out, &h);
	if (r == 0)
		r = put_quoted(p, "text/html", &out);
done:
	bytes_free(&content);
	bytes_free(&out);
	return r;
}

/* --- attachments --- */

/* A type as RFC 2045 has it, or the one that says nothing. */
static const char *
safe_type(const struct mime *m)
{
	const char *p;

	for (p = m->type; *p != '\0'; p++)
		if (!((*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9') ||
		    strchr("/.+-", *p) != NULL))
			return "application/octet-stream";
	return strncmp(m->type, "multipart/", 10) == 0 ?
	    "application/octet-stream" : m->type;
}

static int
put_name(struct packing *p, const struct mime *m, const char *disposition)
{
	const struct piece *piece = letter_piece(p->letter, m, NULL);
	struct bytes edited = BYTES_INIT(8 * MEMBER_NAME_MAX);
	struct bytes name = BYTES_INIT(8 * MEMBER_NAME_MAX);
	struct bytes line = BYTES_INIT(32 * MEMBER_NAME_MAX);
	size_t i;
	int r = 0;

	p->names++;
	if ((r = letter_piece_text(&edited, p->letter, piece, p->edits)) < 0 ||
	    (r = member_plain(&name, edited.data, edited.len, p->names)) < 0)
		goto done;
	(void)bytes_addf(&line, "Content-Disposition: %s;\r\n"
	    " filename*=utf-8''", disposition);
	for (i = 0; i < name.len; i++) {
		uint8_t c = name.data[i];

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_')
			(void)bytes_add(&line, &c, 1);
		else
			(void)bytes_addf(&line, "%%%02X", c);
	}
	(void)bytes_add_str(&line, "\r\n");
	if ((r = bytes_ok(&line)) == 0)
		answer_file(p->a, line.data, line.len);
done:
	bytes_free(&edited);
	bytes_free(&name);
	bytes_free(&line);
	return r;
}

/* Piece by piece: a large attachment is not held twice. */
static int
put_base64(struct packing *p, const uint8_t *data, size_t len)
{
	struct bytes out = BYTES_INIT(2 * ENCODED_AT_ONCE);
	size_t n;
	int r = 0;

	for (; len > 0 && r == 0; data += n, len -= n) {
		n = len < ENCODED_AT_ONCE ? len : ENCODED_AT_ONCE;
		bytes_reset(&out);
		if ((r = transfer_to_base64(&out, data, n)) == 0)
			answer_file(p->a, out.data, out.len);
	}
	bytes_free(&out);
	return r;
}

static int
put_attachment(struct packing *p, const struct mime *m, const void *data,
    size_t len, size_t written)
{
	bool raw = strcmp(m->type, "message/rfc822") == 0 ||
	    strcmp(m->type, "message/global") == 0;
	int r;

	putf(p, "Content-Type: %s\r\n", safe_type(m));
	if (m->id[0] != '\0' && written > 0)
		putf(p, "Content-ID: <part%zu>\r\n", written);
	if ((r = put_name(p, m, m->id[0] != '\0' && !m->attachment ?
	    "inline" : "attachment")) < 0)
		return r;
	/* RFC 2046, 5.2.1: a message in a message is not encoded. */
	putf(p, "Content-Transfer-Encoding: %s\r\n\r\n",
	    raw ? "8bit" : "base64");
	if (!raw)
		return put_base64(p, data, len);
	answer_file(p->a, data, len);
	return 0;
}

static int
put_child(struct packing *p, const struct mime *m, size_t *written)
{
	const struct part *part = &p->parts->list[p->child++];
	struct bytes content = BYTES_INIT((size_t)DOCUMENT_MAX);
	int r;

	++*written;
	if (part->what == PART_REPLACED)
		return put_attachment(p, m, part->data, part->len, *written);
	if ((r = mime_content(m, &content)) == 0)
		r = put_attachment(p, m, content.data, content.len, *written);
	bytes_free(&content);
	return r;
}

/* --- parts --- */

/* Is anything of it written? */
static bool
stays(const struct packing *p, const struct mime *m,
    const struct mime *within, size_t *child)
{
	enum role role = letter_role(m, within);
	bool any = false;
	size_t i;

	if (role == ROLE_CHILD || role == ROLE_REFUSED)
		return *child < p->parts->n &&
		    p->parts->list[(*child)++].what != PART_OMITTED;
	if (role != ROLE_MULTIPART)
		return role != ROLE_DROPPED;
	for (i = 0; i < m->nparts; i++)
		any |= stays(p, m->parts[i], m, child);
	return any;
}

static const char *
kept_multipart(const char *type)
{
	static const char *const kept[] = { "multipart/alternative",
	    "multipart/related", "multipart/encrypted" };
	size_t i;

	for (i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		if (strcmp(type, kept[i]) == 0)
			return kept[i];
	return "multipart/mixed";
}

static int
put_multipart(struct packing *p, const struct mime *m)
{
	const char *type = kept_multipart(m->type);
	size_t i, child, number = ++p->multiparts;
	int r;

	putf(p, "Content-Type: %s;\r\n boundary=\"=_%lu_%zu\"%s\r\n\r\n", type,
	    p->mark, number, strcmp(type, "multipart/encrypted") == 0 ?
	    ";\r\n protocol=\"application/pgp-encrypted\"" : "");
	for (i = 0; i < m->nparts; i++) {
		child = p->child;
		if (!stays(p, m->parts[i], m, &child)) {
			p->child = child;
			continue;
		}
		putf(p, "--=_%lu_%zu\r\n", p->mark, number);
		if ((r = put_entity(p, m->parts[i], m)) < 0)
			return r;
		put(p, "\r\n");
	}
	putf(p, "--=_%lu_%zu--\r\n", p->mark, number);
	return 0;
}

static size_t
written_so_far(const struct packing *p)
{
	size_t i, n = 0;

	for (i = 0; i < p->child; i++)
		n += p->parts->list[i].what != PART_OMITTED;
	return n;
}

static int
put_entity(struct packing *p, const struct mime *m,
    const struct mime *within)
{
	static const struct bytes nothing;
	size_t written = written_so_far(p);

	switch (letter_role(m, within)) {
	case ROLE_MULTIPART:
		return put_multipart(p, m);
	case ROLE_TEXT:
		return put_text(p, m);
	case ROLE_HTML:
		return letter_piece(p->letter, m, NULL)->what == PIECE_HTML ?
		    put_html(p, m) : put_text(p, m);
	case ROLE_PGP_VERSION:
		put(p, "Content-Type: application/pgp-encrypted\r\n\r\n"
		    "Version: 1\r\n");
		return 0;
	case ROLE_EMPTY:
		return put_attachment(p, m, NULL, 0, 0);
	case ROLE_CHILD:
	case ROLE_REFUSED:
		if (p->child < p->parts->n &&
		    p->parts->list[p->child].what != PART_OMITTED)
			return put_child(p, m, &written);
		p->child++;
		return put_quoted(p, "text/plain", &nothing);
	default:
		return put_quoted(p, "text/plain", &nothing);
	}
}

/* The largest number of a boundary like ours in these bytes. */
static unsigned long
largest_mark(const uint8_t *p, size_t len)
{
	const uint8_t *end, *at;
	unsigned long most = 0, n;
	unsigned digits;

	if (len == 0)
		return 0;
	end = p + len;
	while (len > 4 && (at = memmem(p, len, "=_", 2)) != NULL) {
		for (at += 2, n = 0, digits = 0; at < end && *at >= '0' &&
		    *at <= '9' && digits < DIGITS_MAX; at++, digits++)
			n = n * 10 + (unsigned long)(*at - '0');
		if (digits > 0 && n > most)
			most = n;
		p = at;
		len = (size_t)(end - at);
	}
	return most;
}

/* Messages in it are not encoded, and have boundaries of their own. */
static unsigned long
free_mark(const struct doc *d, const struct parts *parts)
{
	unsigned long most = 0, n;
	size_t i;

	for (i = 0; i < parts->n; i++) {
		const struct part *part = &parts->list[i];

		n = part->what == PART_KEPT ? largest_mark(d->data, d->len) :
		    largest_mark(part->data, part->len);
		if (n > most)
			most = n;
	}
	return most + 1;
}

int
pack_letter(const struct letter *l, const struct doc *d,
    const struct parts *parts, const struct edits *e, struct answer *a)
{
	struct packing p = { .letter = l, .parts = parts, .edits = e, .a = a,
	    .mark = free_mark(d, parts) };
	size_t i;
	int r = 0;

	for (i = 0; i < l->n && r == 0; i++)
		if (l->pieces[i].label != NULL)
			r = put_header(&p, &l->pieces[i]);
	put(&p, "MIME-Version: 1.0\r\n");
	if (r == 0)
		r = put_entity(&p, l->mime, NULL);
	return r == 0 ? 0 : answer_refuse(a, r == ERR_FORMAT ?
	    REASON_DAMAGED : REASON_LIMIT, "%s", err_line());
}
