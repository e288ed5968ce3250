/* markup.c -- see markup.h. */
#include "intake/format/markup/markup.h"

#include <string.h>
#include <strings.h>

#include "intake/format/normal/charset.h"
#include "intake/format/page/pages.h"
#include "vault/base/err.h"

#define DECLARED_BYTES 1024u	/* where a document says what it is in */

/* The bytes of the head as ASCII: every unit of UTF-16, or every byte. */
struct head {
	const uint8_t *p;
	size_t n, step, at;
};

static struct head
head_of(const struct doc *d)
{
	struct head h = { .p = d->data, .n = d->len < MARKUP_HEAD_BYTES ?
	    d->len : MARKUP_HEAD_BYTES, .step = 1 };

	if (h.n >= 3 && memcmp(h.p, "\xef\xbb\xbf", 3) == 0)
		h.at = 3;
	else if (h.n >= 2 && ((h.p[0] == 0xff && h.p[1] == 0xfe) ||
	    (h.p[0] == '<' && h.p[1] == 0)))
		h.step = 2;
	else if (h.n >= 2 && ((h.p[0] == 0xfe && h.p[1] == 0xff) ||
	    (h.p[0] == 0 && h.p[1] == '<')))
		h = (struct head){ .p = h.p + 1, .n = h.n - 1, .step = 2 };
	if (h.step == 2 && h.p[0] == 0xff)	/* the byte order mark */
		h.at = 2;
	return h;
}

static int
peek(const struct head *h, size_t ahead)
{
	size_t at = h->at + ahead * h->step;

	return at < h->n ? h->p[at] : -1;
}

static bool
here(const struct head *h, const char *s)
{
	size_t i;
	int c;

	for (i = 0; s[i] != '\0'; i++) {
		c = peek(h, i);
		if (c < 0 || (c | 0x20) != (s[i] | 0x20))
			return false;
	}
	return true;
}

static bool
skip_to(struct head *h, const char *s)
{
	for (; peek(h, 0) >= 0; h->at += h->step)
		if (here(h, s)) {
			h->at += strlen(s) * h->step;
			return true;
		}
	return false;
}

static bool
is_white(int c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
}

/* Past the document type with its inner part; its name. */
static bool
doctype(struct head *h, char name[MARKUP_NAME_SIZE])
{
	size_t n = 0;
	bool inner = false;
	int c;

	h->at += strlen("<!doctype") * h->step;
	while (is_white(peek(h, 0)))
		h->at += h->step;
	for (; (c = peek(h, 0)) > ' ' && c != '>' && c != '[' &&
	    n < MARKUP_NAME_SIZE - 1; h->at += h->step)
		name[n++] = (char)c;
	name[n] = '\0';
	for (; (c = peek(h, 0)) >= 0; h->at += h->step) {
		if (c == '[')
			inner = true;
		else if (c == ']')
			inner = false;
		else if (c == '>' && !inner)
			break;
	}
	h->at += h->step;
	return n > 0;
}

bool
markup_root(const struct doc *d, char name[MARKUP_NAME_SIZE])
{
	struct head h = head_of(d);
	bool typed = false;
	size_t n = 0;
	int c;

	for (;;) {
		while (is_white(peek(&h, 0)))
			h.at += h.step;
		if (here(&h, "<!--")) {
			if (!skip_to(&h, "-->"))
				return typed;
		} else if (here(&h, "<?")) {
			if (!skip_to(&h, "?>"))
				return typed;
		} else if (here(&h, "<!doctype")) {
			typed = doctype(&h, name);
		} else {
			break;
		}
	}
	if (typed || peek(&h, 0) != '<')
		return typed;
	h.at += h.step;
	for (; (c = peek(&h, 0)) > ' ' && c != '>' && c != '/' &&
	    n < MARKUP_NAME_SIZE - 1; h.at += h.step)
		name[n++] = (char)c;
	/* A name, and then what may follow one. */
	if (n == 0 || !((name[0] | 0x20) >= 'a' && (name[0] | 0x20) <= 'z') ||
	    !(is_white(c) || c == '>' || c == '/'))
		return false;
	name[n] = '\0';
	return true;
}

bool
markup_is_xml(const struct doc *d)
{
	struct head h = head_of(d);

	while (is_white(peek(&h, 0)))
		h.at += h.step;
	return here(&h, "<?xml");
}

/* charset=NAME, or encoding="NAME", in the first bytes of the page. */
static const char *
declared(const uint8_t *from, size_t all, char name[CHARSET_NAME_SIZE])
{
	static const char *const keys[] = { "charset", "encoding" };
	size_t at, i, k, n, len = all < DECLARED_BYTES ? all : DECLARED_BYTES;
	const char *p = (const char *)from;

	for (at = 0; at < len; at++)
		for (k = 0; k < 2; k++) {
			n = strlen(keys[k]);
			if (len - at < n || strncasecmp(p + at, keys[k], n) !=
			    0)
				continue;
			i = at + n;
			while (i < len && p[i] != '\0' &&
			    strchr(" \t\r\n=\"'", p[i]) != NULL)
				i++;
			for (n = 0; i < len && n < CHARSET_NAME_SIZE - 1 &&
			    strchr(" \t\r\n\"';>?/", p[i]) == NULL; i++)
				name[n++] = p[i];
			name[n] = '\0';
			if (n > 0)
				return name;
		}
	return NULL;
}

int
markup_utf8(struct bytes *out, const uint8_t *p, size_t len, const char *said)
{
	char name[CHARSET_NAME_SIZE];
	struct charset c;
	int r;

	if ((r = charset_of(&c, p, len, said != NULL ? said :
	    declared(p, len, name))) < 0)
		return r;
	return charset_convert(out, &c, p, len);
}

void
markup_marks(struct answer *a, const struct marks_seen *seen,
    const char *group)
{
	unsigned kind;

	for (kind = 1; kind <= MARK_LAST; kind++)
		if (seen->count[kind] > 0)
			answer_mark(a, (enum mark_kind)kind, seen->count[kind],
			    "in %s", group);
}

int
markup_failed(struct answer *a, int code)
{
	if (code >= 0)
		return 0;
	return answer_refuse(a, code == ERR_FORMAT ? REASON_DAMAGED :
	    REASON_LIMIT, "%s", err_line());
}

int
markup_edits(struct answer *a, const struct edits *e)
{
	return e->nboxes == 0 ? 0 : answer_refuse(a, REASON_UNSUPPORTED,
	    "it has no pages to draw boxes on");
}

int
markup_safe(struct answer *a, const struct bytes *text)
{
	struct pages *p = NULL;
	int r;

	if ((r = pages_new(&p, a)) == 0 &&
	    (r = pages_add_text(p, text->len > 0 ? (const char *)text->data :
	    " ", text->len > 0 ? text->len : 1)) == 0)
		r = pages_end(p);
	pages_free(p);
	return r;
}
