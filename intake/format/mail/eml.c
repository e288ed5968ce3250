/* eml.c -- one message; see letter.h, pack.h, trace.h. */
#include <string.h>
#include <strings.h>

#include "intake/format/answer.h"
#include "intake/format/mail/eml.h"
#include "intake/format/mail/inside.h"
#include "intake/format/mail/letter.h"
#include "intake/format/mail/mail.h"
#include "intake/format/mail/pack.h"
#include "intake/format/mail/trace.h"
#include "intake/format/mail/when.h"
#include "intake/format/markup/markup.h"
#include "vault/base/err.h"

#define HEAD_BYTES 65536u	/* where its header must show */

/* --- is it one? --- */

/* Fields that nobody writes but a mail program. */
static bool
is_strong(const struct field *f)
{
	static const char *const names[] = { "Received", "Message-ID",
	    "MIME-Version", "Return-Path", "Delivered-To", "DKIM-Signature",
	    "Content-Transfer-Encoding", "X-Mailer", "X-Originating-IP",
	    "In-Reply-To", "X-Mozilla-Status", "X-Gmail-Labels" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (mime_field_is(f, names[i]))
			return true;
	return false;
}

bool
eml_is(const void *data, size_t len)
{
	const char *p = data, *end, *next;
	unsigned strong = 0, from = 0, to = 0, date = 0, bad = 0;
	struct field f;
	int64_t when;

	if (len >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0) {
		p += 3;
		len -= 3;
	}
	end = p + (len < HEAD_BYTES ? len : HEAD_BYTES);
	while (p < end && (*p == '\r' || *p == '\n'))
		p++;
	if (end - p >= 5 && memcmp(p, "From ", 5) == 0)
		return false;
	while (p < end && *p != '\r' && *p != '\n') {
		if ((next = mime_next_field(p, end, &f)) == NULL) {
			const char *nl = memchr(p, '\n', (size_t)(end - p));

			if (strong + from + to + date == 0 || ++bad > 2)
				break;
			p = nl != NULL ? nl + 1 : end;
			continue;
		}
		strong += is_strong(&f);
		from += mime_field_is(&f, "From");
		to += mime_field_is(&f, "To") || mime_field_is(&f, "Subject");
		date += mime_field_is(&f, "Date") &&
		    when_read(&when, f.value, f.len);
		p = next;
	}
	return strong > 0 || (from > 0 && to > 0 && date > 0);
}

static bool
eml_structure(const struct doc *d)
{
	return eml_is(d->data, d->len);
}

/* --- what it owes --- */

static int
eml_report(const struct doc *d, struct answer *a)
{
	struct letter l;
	int r;

	if (letter_read(&l, d, a) != 0)
		return -1;
	r = trace_report(&l, a);
	letter_free(&l);
	return r;
}

static int
eml_text(const struct doc *d, struct answer *a, bool layout)
{
	struct letter l;

	(void)layout;
	if (letter_read(&l, d, a) != 0)
		return -1;
	answer_text(a, l.text.data, l.text.len);
	letter_free(&l);
	return answer_refused(a) ? -1 : 0;
}

static int
give(const struct letter *l, const struct mime *m, enum role role,
    struct answer *a)
{
	const struct piece *p = letter_piece(l, m, NULL);
	struct bytes content = BYTES_INIT((size_t)DOCUMENT_MAX);
	const uint8_t *name = l->text.data + p->start;
	size_t len = (size_t)(p->end - p->start);
	const char *why;
	int r;

	if (role == ROLE_REFUSED) {
		enum exam_reason reason = letter_refusal(m, &why);

		answer_child_refused(a, name, len, reason, "%s", why);
		return 0;
	}
	if ((r = mime_content(m, &content)) == ERR_TOO_BIG)
		answer_child_refused(a, name, len, REASON_TOO_LARGE,
		    "it is too large");
	else if (r == 0) {
		answer_child(a, name, len);
		answer_child_data(a, content.data, content.len);
	}
	bytes_free(&content);
	return r == ERR_NO_MEMORY ? answer_refuse(a, REASON_LIMIT, "%s",
	    err_line()) : 0;
}

static int
give_all(const struct letter *l, const struct mime *m,
    const struct mime *within, struct answer *a)
{
	enum role role = letter_role(m, within);
	size_t i;

	if (role == ROLE_CHILD || role == ROLE_REFUSED)
		return give(l, m, role, a);
	for (i = 0; i < m->nparts; i++)
		if (give_all(l, m->parts[i], m, a) != 0)
			return -1;
	return 0;
}

static int
eml_children(const struct doc *d, struct answer *a)
{
	struct letter l;
	int r;

	if (letter_read(&l, d, a) != 0)
		return -1;
	r = give_all(&l, l.mime, NULL, a);
	letter_free(&l);
	return r;
}

static int
eml_pack(const struct doc *d, const struct parts *parts,
    const struct edits *e, struct answer *a)
{
	struct letter l;
	int r;

	if ((e != NULL && markup_edits(a, e) != 0) ||
	    letter_read(&l, d, a) != 0)
		return -1;
	r = pack_letter(&l, d, parts, e, a);
	letter_free(&l);
	return r;
}

static int
eml_safe(const struct doc *d, struct answer *a)
{
	struct letter l;
	int r;

	if (letter_read(&l, d, a) != 0)
		return -1;
	r = markup_safe(a, &l.text);
	letter_free(&l);
	return r;
}

static const char *const mimes[] = { "message/rfc822", "message/news", NULL };

const struct format format_eml = {
	.id = FORMAT_EML,
	.mimes = mimes,
	.structure = eml_structure,
	.report = eml_report,
	.text = eml_text,
	.children = eml_children,
	.inside = mail_inside,
	.pack = eml_pack,
	.safe = eml_safe,
};
