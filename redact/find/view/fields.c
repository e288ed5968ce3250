/* fields.c -- see fields.h: the list, the labels, the walk over lines. */
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#include "redact/find/view/fields_walk.h"
#include "redact/find/view/letter.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

#define FIELDS_FIRST 64u
#define LABELS_MAX (1u << 30)	/* bytes; less than a window's text */
#define NAME_WORDS_MAX 5u
#define NAME_BYTES_MAX 64u

int
fields_new(struct fields **out)
{
	struct fields *f;

	*out = NULL;
	if ((f = calloc(1, sizeof(*f))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	f->labels = BYTES_INIT(LABELS_MAX);
	*out = f;
	return 0;
}

void
fields_free(struct fields *f)
{
	if (f == NULL)
		return;
	bytes_free(&f->labels);
	free(f->list);
	free(f);
}

static bool
make_room(struct fields *f)
{
	size_t room = f->room == 0 ? FIELDS_FIRST : 2 * f->room;
	struct field *list;

	if (f->err == 0 && f->n < f->room)
		return true;
	if (f->err == 0 &&
	    (list = reallocarray(f->list, room, sizeof(*list))) != NULL) {
		f->list = list;
		f->room = room;
		return true;
	}
	if (f->err == 0)
		f->err = err_set(ERR_NO_MEMORY, "out of memory");
	return false;
}

static bool
is_blank(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
}

size_t
walk_trim(const struct fields *f, size_t *start, size_t end)
{
	while (*start < end && is_blank(f->text[*start]))
		(*start)++;
	while (end > *start && is_blank(f->text[end - 1]))
		end--;
	return end;
}

size_t
walk_line_end(const struct fields *f, size_t at)
{
	const uint8_t *nl = at < f->len ?
	    memchr(f->text + at, '\n', f->len - at) : NULL;

	return nl != NULL ? (size_t)(nl - f->text) : f->len;
}

void
walk_add(struct fields *f, size_t start, size_t end, struct label l,
    enum field_form form)
{
	struct field *x;
	bool cut = end == f->len && f->next < f->len;

	end = walk_trim(f, &start, end);
	if (end - start >= 2 && f->text[start] == f->text[end - 1] &&
	    (f->text[start] == '"' || f->text[start] == '\'')) {
		start++;
		end--;
	}
	if (start >= end || (l.len == 0 && form < FIELD_SIGNED) ||
	    !make_room(f))
		return;
	x = &f->list[f->n++];
	*x = (struct field){ .start = (uint32_t)start, .end = (uint32_t)end,
	    .label = l.at, .label_len = l.len, .kind = l.kind,
	    .form = (uint8_t)form, .cut = cut };
}

static struct label
keep_label(struct fields *f, const uint8_t *text, size_t len,
    enum label_kind kind)
{
	struct label l = { .at = (uint32_t)f->labels.len,
	    .len = (uint8_t)len, .kind = (uint8_t)kind };
	int r;

	if ((r = bytes_add(&f->labels, text, len)) == 0)
		return l;
	if (f->err == 0)
		f->err = r;
	return (struct label){ .len = 0 };
}

struct label
walk_label(struct fields *f, size_t start, size_t len)
{
	uint8_t text[LABEL_TEXT_MAX];

	if (len == 0 || len > LABEL_RAW_MAX)
		return (struct label){ .len = 0 };
	if ((len = label_read(text, f->text + start, len)) == 0)
		return (struct label){ .len = 0 };
	return keep_label(f, text, len, label_kind(text, len));
}

struct label
walk_join(struct fields *f, struct label outer, struct label inner)
{
	uint8_t text[LABEL_TEXT_MAX];
	size_t len = (size_t)outer.len + 1 + inner.len;
	enum label_kind kind;

	/* Two with accents would be four lines: the inner one says more. */
	if (outer.len == 0 || len > LABEL_TEXT_MAX ||
	    memchr(f->labels.data + outer.at, '\n', outer.len) != NULL ||
	    memchr(f->labels.data + inner.at, '\n', inner.len) != NULL)
		return inner;
	memcpy(text, f->labels.data + outer.at, outer.len);
	text[outer.len] = ' ';
	memcpy(text + outer.len + 1, f->labels.data + inner.at, inner.len);
	kind = label_kind(text, len);
	return keep_label(f, text, len,
	    kind != LABEL_UNKNOWN ? kind : (enum label_kind)inner.kind);
}

/* A line without a letter or digit: tables and headers end there. */
static void
blank_line(struct fields *f)
{
	f->s.sep = 0;
	f->s.header = false;
	if (f->s.sign > 0)
		f->s.sign--;
}

static int
by_start(const void *a, const void *b)
{
	const struct field *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return (x->end < y->end) - (x->end > y->end);
}

static void
text_line(struct fields *f, size_t start, size_t end)
{
	size_t at, line = f->at, n = f->n, forms;

	if (f->s.sep != 0 && table_row(f))
		return;
	if (json_begins(f, start, end, &at)) {
		pairs_read(f, start, at);
		f->s.in = IN_JSON;
		f->s.depth = 0;
		f->s.key = f->s.of[0] = (struct label){ .len = 0 };
		f->at = at;
		return;
	}
	f->at = end < f->len ? end + 1 : end;
	f->s.rest = end == f->len;
	end = walk_trim(f, &start, end);
	if (start == end) {
		blank_line(f);
		return;
	}
	if (table_head(f, line, end))
		return;
	if (!signed_read(f, start, end) && !form_read(f, start, end))
		f->s.header = false;
	forms = f->n;
	pairs_read(f, start, end);
	if (forms > n && f->n > forms)	/* pairs inside values of forms */
		qsort(f->list + n, f->n - n, sizeof(*f->list), by_start);
}

static void
line(struct fields *f)
{
	size_t end = walk_line_end(f, f->at), start = f->at;

	if (!f->s.rest) {
		text_line(f, start, end);
		return;
	}
	f->at = end < f->len ? end + 1 : end;
	f->s.rest = end == f->len;
	pairs_read(f, start, end);
}

static void
walk(struct fields *f)
{
	while (f->at < f->len) {
		switch (f->s.in) {
		case IN_TEXT:
			line(f);
			break;
		case IN_ROW:
			table_cell(f);
			break;
		case IN_JSON:
			json_token(f);
			break;
		}
		if (!f->is_saved && f->at >= f->next) {
			f->saved = f->s;
			f->skip = f->at - f->next;
			f->is_saved = true;
		}
	}
}

/* The labels that are needed on move to the front of the others. */
static int
carry(struct fields *f)
{
	struct bytes old = f->labels;
	struct label *l;
	struct state *s = &f->s;
	int r = 0;

	f->labels = BYTES_INIT(LABELS_MAX);
	for (size_t i = 0; r == 0 && i < FIELD_COLUMNS_MAX +
	    FIELD_DEPTH_MAX + 3; i++) {
		l = i < FIELD_COLUMNS_MAX ? &s->head[i] :
		    i <= FIELD_COLUMNS_MAX + FIELD_DEPTH_MAX ?
		    &s->of[i - FIELD_COLUMNS_MAX] :
		    i == FIELD_COLUMNS_MAX + FIELD_DEPTH_MAX + 1 ? &s->key :
		    &s->pending;
		if (l->len == 0)
			continue;
		r = bytes_add(&f->labels, old.data + l->at, l->len);
		l->at = (uint32_t)(f->labels.len - l->len);
	}
	bytes_free(&old);
	return r;
}

int
fields_read(struct fields *f, const uint8_t *s, size_t len, size_t next)
{
	int r;

	if (f->is_saved)
		f->s = f->saved;
	if ((r = carry(f)) < 0)
		return r;
	f->n = f->unclosed = 0;
	f->text = s;
	f->len = len;
	f->next = next;
	f->err = 0;
	f->is_saved = false;
	f->at = f->skip;
	walk(f);
	if (!f->is_saved) {
		/* The window was shorter than what was to be skipped. */
		f->saved = f->s;
		f->skip = f->at > next ? f->at - next : 0;
		f->is_saved = true;
	}
	return f->err;
}

const struct field *
fields_list(const struct fields *f, size_t *n)
{
	*n = f->n;
	return f->list;
}

const struct field *
fields_at(const struct fields *f, size_t at)
{
	size_t low = 0, high = f->n, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (f->list[mid].start <= at)
			low = mid + 1;
		else
			high = mid;
	}
	/* A pair may stand inside the value of a form. */
	for (size_t back = 0; back < 2 && low > 0; back++, low--)
		if (f->list[low - 1].end > at)
			return &f->list[low - 1];
	return NULL;
}

const uint8_t *
fields_label(const struct fields *f, const struct field *x)
{
	return f->labels.data != NULL ? f->labels.data + x->label :
	    (const uint8_t *)"";
}

/* Small words inside names. */
static bool
is_particle(const uint8_t *s, size_t len)
{
	static const char *const words[] = { "van", "von", "der", "den", "de",
	    "des", "du", "da", "di", "del", "della", "dos", "das", "la", "le",
	    "el", "al", "bin", "ben", "ibn", "ter", "ten", "zu", "y", "e" };
	size_t n = 0;

	while (n < len && s[n] != ' ')
		n++;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i]) == n && memcmp(words[i], s, n) == 0)
			return true;
	return false;
}

bool
fields_is_name(const uint8_t *s, size_t len, unsigned least)
{
	size_t n, letters = 0;
	unsigned words = 0, small = 0;
	bool first = true;
	uint32_t cp;

	if (len == 0 || len > NAME_BYTES_MAX)
		return false;
	for (; len > 0; s += n, len -= n) {
		if ((n = utf8_next(s, len, &cp)) == 0)
			return false;
		if (cp == ' ') {
			first = true;
			continue;
		}
		if (cp == '.' || cp == '-' || cp == '\'' || cp == ',')
			continue;
		if (!letter_is(cp) && !letter_in_word(cp))
			return false;
		if (cp >= '0' && cp <= '9')
			return false;
		letters++;
		if (!first)
			continue;
		first = false;
		words++;
		if (!u_isupper((UChar32)cp) && (words == 1 || ++small > 2 ||
		    !is_particle(s, len)))
			return false;
	}
	return letters >= 2 && words - small >= least &&
	    words <= NAME_WORDS_MAX;
}
