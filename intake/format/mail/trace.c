/* trace.c -- see trace.h. */
#include "intake/format/mail/trace.h"

#include <stdio.h>
#include <string.h>

#include "intake/format/answer.h"
#include "intake/format/mail/word/field.h"
#include "intake/format/mail/when.h"
#include "intake/format/markup/html.h"
#include "intake/format/normal/normalise.h"
#include "vault/base/err.h"

#define NODE (NORMALISE_NODE | NORMALISE_KEEP_QUOTES)
#define GROUP_SIZE 32u

struct walk {
	const struct letter *letter;
	struct answer *a;
	struct marks_seen seen;
	size_t parts;		/* number of the part, from 0: the message */
	int err;
};

static void
tell(struct walk *w, const char *name, const struct field *f)
{
	struct bytes text = BYTES_INIT(FIELD_MAX * 2);
	char group[GROUP_SIZE];

	(void)snprintf(group, sizeof(group), w->parts == 0 ? "mail" :
	    "mail part %zu", w->parts);
	if (field_text(&text, f->value, f->len) == 0)
		answer_meta(w->a, group, name, text.data, text.len);
	bytes_free(&text);
}

static bool
is_shown(const struct field *f)
{
	static const char *const names[] = { "From", "To", "Cc", "Bcc",
	    "Subject", "Date" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (mime_field_is(f, names[i]))
			return true;
	return false;
}

/* "=_1_2": as our own are. */
static bool
is_our_boundary(const char *s)
{
	size_t a, b;

	if (strncmp(s, "=_", 2) != 0)
		return false;
	a = strspn(s + 2, "0123456789");
	b = a > 0 && s[2 + a] == '_' ? strspn(s + 3 + a, "0123456789") : 0;
	return b > 0 && s[3 + a + b] == '\0';
}

static bool
is_our_id(const char *s)
{
	return strncmp(s, "part", 4) == 0 && s[4] != '\0' &&
	    strspn(s + 4, "0123456789") == strlen(s + 4);
}

/* Parameters that pack.c does not write, and those that are not as it does. */
static void
tell_params(struct walk *w, const struct field *f, bool type)
{
	struct bytes value = BYTES_INIT(FIELD_MAX * 2);
	char name[64], what[160];
	size_t at = 0;

	while ((at = field_next_param(f->value, f->len, at, name,
	    sizeof(name))) > 0) {
		if (name[0] == '\0')
			continue;
		bytes_reset(&value);
		(void)field_param(&value, f->value, f->len, name);
		if (bytes_str(&value) == NULL)
			continue;
		if (type ? strcmp(name, "charset") == 0 ||
		    (strcmp(name, "boundary") == 0 &&
		    is_our_boundary((const char *)value.data)) ||
		    (strcmp(name, "protocol") == 0 &&
		    strcmp((const char *)value.data,
		    "application/pgp-encrypted") == 0) :
		    strcmp(name, "filename") == 0)
			continue;
		(void)snprintf(what, sizeof(what), "%.*s; %s",
		    (int)(f->name_len < 64 ? f->name_len : 64), f->name, name);
		answer_meta(w->a, w->parts == 0 ? "mail" : "mail parts", what,
		    value.data, value.len);
	}
	bytes_free(&value);
}

/* The date is told when its zone, or anything else, says more than a moment. */
static void
tell_date(struct walk *w, const struct field *f)
{
	struct bytes text = BYTES_INIT(FIELD_MAX * 2);
	char neutral[WHEN_SIZE];
	int64_t when;

	if (field_text(&text, f->value, f->len) == 0 &&
	    when_read(&when, (const char *)text.data, text.len)) {
		when_write(neutral, when);
		if (text.len != strlen(neutral) ||
		    memcmp(text.data, neutral, text.len) != 0)
			tell(w, "Date", f);
	}
	bytes_free(&text);
}

static void
tell_field(struct walk *w, const struct mime *m, const struct field *f)
{
	char name[META_NAME_MAX + 1];

	(void)snprintf(name, sizeof(name), "%.*s", (int)(f->name_len <
	    META_NAME_MAX ? f->name_len : META_NAME_MAX), f->name);
	if (mime_field_is(f, "Content-Type"))
		tell_params(w, f, true);
	else if (mime_field_is(f, "Content-Disposition"))
		tell_params(w, f, false);
	else if (mime_field_is(f, "Content-Transfer-Encoding") ||
	    mime_field_is(f, "MIME-Version"))
		return;
	else if (mime_field_is(f, "Content-ID") && is_our_id(m->id))
		return;
	else if (m != w->letter->mime || !is_shown(f))
		tell(w, f->name_len > 0 ? name : "no field", f);
	else if (mime_field(m, name) != f)
		tell(w, name, f);	/* a second one: no reader shows it */
	else if (mime_field_is(f, "Date"))
		tell_date(w, f);
}

static bool
is_space(const char *p, size_t len)
{
	for (; len > 0; p++, len--)
		if (*p != ' ' && *p != '\t' && *p != '\r' && *p != '\n')
			return false;
	return true;
}

static void
look_inside(struct walk *w, const struct mime *m, const struct mime *within)
{
	struct bytes content = BYTES_INIT(TEXT_MAX);
	enum role role = letter_role(m, within);
	struct html h;

	if (role == ROLE_DROPPED)
		answer_meta(w->a, "mail", "part that goes", m->type,
		    strlen(m->type));
	if (role == ROLE_HTML && letter_piece(w->letter, m, NULL)->what ==
	    PIECE_HTML && letter_html(&h, &content, m) == 0 &&
	    content.len > 0 && w->err == 0)
		w->err = html_report(&h, "html", w->a);
	if (!is_space(m->before, m->before_len))
		answer_meta(w->a, "mail", "before the first part", m->before,
		    m->before_len);
	if (!is_space(m->after, m->after_len))
		answer_meta(w->a, "mail", "after the last part", m->after,
		    m->after_len);
	bytes_free(&content);
}

static void
walk_part(struct walk *w, const struct mime *m, const struct mime *within)
{
	size_t i;

	for (i = 0; i < m->nfields; i++)
		tell_field(w, m, &m->fields[i]);
	look_inside(w, m, within);
	for (i = 0; i < m->nparts; i++) {
		w->parts++;
		walk_part(w, m->parts[i], m);
	}
}

static void
look_at_pieces(struct walk *w)
{
	const struct letter *l = w->letter;
	size_t i;

	for (i = 0; i < l->n && w->err == 0; i++) {
		const struct piece *p = &l->pieces[i];
		const uint8_t *s = l->text.data + p->start;
		size_t len = (size_t)(p->end - p->start);

		if (p->what == PIECE_HTML)
			continue;
		w->err = normalise_look(&w->seen, s, len,
		    p->what == PIECE_TEXT ? 0 : NODE);
		if (p->what == PIECE_TEXT && len > 0 && memmem(s, len,
		    "-----BEGIN PGP ", 15) != NULL)
			answer_mark(w->a, MARK_OTHER_TEXT, 1, "an OpenPGP "
			    "block in the text: encrypted, or it names a key");
	}
}

int
trace_report(const struct letter *l, struct answer *a)
{
	struct walk w = { .letter = l, .a = a };
	unsigned kind;

	walk_part(&w, l->mime, NULL);
	look_at_pieces(&w);
	for (kind = 1; kind <= MARK_LAST; kind++)
		if (w.seen.count[kind] > 0)
			answer_mark(a, (enum mark_kind)kind,
			    w.seen.count[kind], "in the text of the message");
	if (w.err < 0)
		return answer_refuse(a, REASON_LIMIT, "%s", err_line());
	return answer_refused(a) ? -1 : 0;
}
