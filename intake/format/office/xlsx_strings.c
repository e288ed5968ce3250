/* xlsx_strings.c -- texts with looks: shared strings and those in cells. */
#include <stdlib.h>
#include <string.h>

#include "intake/format/office/docx_names.h"
#include "intake/format/office/xlsx.h"
#include "vault/base/err.h"

#define POOL_MAX ((size_t)512 << 20)	/* bytes of all shared strings */

static bool
more(void **p, size_t *room, size_t n, size_t size, int *err)
{
	size_t want = *room == 0 ? 64 : *room * 2;
	void *q;

	if (n < *room)
		return true;
	if (n >= XLSX_STRINGS_MAX)
		*err = err_set(ERR_TOO_BIG, "the workbook has too many "
		    "strings; split it");
	else if ((q = realloc(*p, want * size)) == NULL)
		*err = err_set(ERR_NO_MEMORY, "out of memory");
	else {
		*p = q;
		*room = want;
		return true;
	}
	return false;
}

void
xlsx_texts_begin(struct xlsx_texts *t, int *err)
{
	if (t->pool.max == 0)
		t->pool = BYTES_INIT(POOL_MAX);
	if (more((void **)&t->first, &t->room_strings, t->nstrings + 1,
	    sizeof *t->first, err))
		t->first[t->nstrings++] = t->n;
}

/* The run in hand, or a new one. */
static struct xlsx_run *
run(struct xlsx_texts *t, bool anew, int *err)
{
	if (t->nstrings == 0)
		return NULL;
	if (anew || t->n == t->first[t->nstrings - 1]) {
		if (!more((void **)&t->runs, &t->room, t->n + 1,
		    sizeof *t->runs, err))
			return NULL;
		t->runs[t->n++] = (struct xlsx_run){ .text = t->pool.len };
	}
	return &t->runs[t->n - 1];
}

bool
xlsx_texts_start(struct xlsx_texts *t, struct part_walk *w, const char *name,
    int *err)
{
	int around = w->levels[w->depth - 1].state;

	if (strcmp(name, "x:r") == 0 && around == IN_STRING) {
		(void)run(t, true, err);
		part_top(w)->state = IN_RUN;
	} else if (strcmp(name, "x:t") == 0 &&
	    (around == IN_STRING || around == IN_RUN)) {
		part_top(w)->place = PART_TEXT;
		bytes_reset(&w->chars);
	} else if (strcmp(name, "x:rPr") == 0 && around == IN_RUN) {
		part_open(w, name);
		part_top(w)->state = IN_LOOK;
	} else if (strcmp(name, "x:r") == 0 || strcmp(name, "x:t") == 0 ||
	    strcmp(name, "x:rPr") == 0) {
		part_skip(w, w->depth);
	} else {
		return false;
	}
	return true;
}

/* A cell's text as XML has it: no carriage returns. */
static void
put_text(struct bytes *pool, const struct bytes *chars)
{
	static const char cr[] = "_x000D_";
	const char *s = (const char *)chars->data, *at;
	size_t len = chars->len;

	while (len > 0 && (at = memmem(s, len, cr, 7)) != NULL) {
		(void)bytes_add(pool, s, (size_t)(at - s));
		len -= (size_t)(at - s) + 7;
		s = at + 7;
	}
	(void)bytes_add(pool, s, len);
}

bool
xlsx_texts_end(struct xlsx_texts *t, struct part_walk *w, const char *name,
    int *err)
{
	struct part_level *top = part_top(w);
	struct xlsx_run *r;

	if (strcmp(name, "x:t") == 0 && top->place == PART_TEXT) {
		/* A run has one text; what is outside runs is one too. */
		r = run(t, t->n > 0 && t->runs[t->n - 1].text_len > 0, err);
		if (r == NULL)
			return true;
		r->text = t->pool.len;
		put_text(&t->pool, &w->chars);
		r->text_len = t->pool.len - r->text;
		if (*err == 0)
			*err = bytes_ok(&t->pool);
		return true;
	}
	if (strcmp(name, "x:rPr") == 0 && top->state == IN_LOOK) {
		if (w->open)
			(void)bytes_add(w->out, "/>", 2);
		else
			(void)bytes_add_str(w->out, "</rPr>");
		r = run(t, false, err);
		if (r != NULL) {
			r->look = t->pool.len;
			(void)bytes_add(&t->pool, w->out->data + top->mark +
			    top->was_open, w->out->len - top->mark -
			    top->was_open);
			r->look_len = t->pool.len - r->look;
			r->text = t->pool.len;
		}
		w->out->len = top->mark;
		w->open = top->was_open;
		top->written = false;
		return true;
	}
	return false;
}

void
xlsx_texts_free(struct xlsx_texts *t)
{
	bytes_free(&t->pool);
	free(t->runs);
	free(t->first);
	memset(t, 0, sizeof *t);
}

/* --- reading the shared ones */

struct reading {
	struct xlsx *x;
	int err;
};

static bool
start(struct part_walk *w, const char *name, const struct xml_attr *attrs,
    size_t n, int *err)
{
	struct reading *r = w->own;

	(void)attrs;
	(void)n;
	if (strcmp(name, "x:si") == 0) {
		xlsx_texts_begin(&r->x->shared, err);
		part_top(w)->state = IN_STRING;
		return true;
	}
	return xlsx_texts_start(&r->x->shared, w, name, err);
}

static bool
text(struct part_walk *w, const char *name)
{
	(void)w;
	(void)name;
	return true;
}

static void
end(struct part_walk *w, const char *name)
{
	struct reading *r = w->own;

	(void)xlsx_texts_end(&r->x->shared, w, name, &r->err);
}

static const struct office_kind strings_kind = { .relation = "sharedStrings",
	.name = "sharedStrings.xml", .root = "x:sst" };

int
xlsx_strings_read(struct xlsx *x, const char *source)
{
	static const struct part_hooks hooks = { .start = start, .text = text,
	    .end = end };
	struct office_out out = OFFICE_OUT_INIT;
	struct opc_rels rels = OPC_RELS_INIT;
	struct reading r = { .x = x };
	int err;

	err = part_walk(&x->job, &strings_kind, source, &rels, &out, &hooks,
	    &r);
	office_out_free(&out);
	return err < 0 ? err : r.err;
}

/* --- and writing them */

static void
put_t(struct bytes *si, const struct bytes *s)
{
	bool white = s->len > 0 && (strchr(" \n", s->data[0]) != NULL ||
	    strchr(" \n", s->data[s->len - 1]) != NULL);

	(void)bytes_addf(si, "<t%s>", white ? " xml:space=\"preserve\"" : "");
	xml_put_text(si, (const char *)s->data, s->len);
	(void)bytes_add_str(si, "</t>");
}

static long
put_si(struct part_walk *w, struct bytes *si)
{
	struct xlsx *x = (struct xlsx *)w->job;
	struct map_entry *e;

	if (bytes_str(si) == NULL ||
	    (e = map_put(&x->strings, bytes_str(si))) == NULL) {
		w->job->chars.err = ERR_TOO_BIG;
		return -1;
	}
	return (long)(e - x->strings.entries);
}

long
xlsx_strings_put(struct part_walk *w)
{
	struct bytes si = BYTES_INIT(XML_PART_MAX);
	long index = -1;

	if (w->piece.len > 0 && w->job->writing) {
		put_t(&si, &w->piece);
		index = put_si(w, &si);
	}
	bytes_free(&si);
	return index;
}

/* The lines of a text are pieces; between them is white space in the story. */
static bool
say_lines(struct part_walk *w, const char *s, size_t len, struct bytes *all)
{
	bool touched = false;
	const char *nl;
	size_t n;

	for (;;) {
		nl = memchr(s, '\n', len);
		n = nl != NULL ? (size_t)(nl - s) : len;
		touched |= part_say(w, PIECE_RUN, s, n);
		(void)bytes_add(all, w->piece.data, w->piece.len);
		if (nl == NULL)
			return touched;
		story_fixed(w->job->text, " ");
		(void)bytes_add(all, "\n", 1);
		s += n + 1;
		len -= n + 1;
	}
}

long
xlsx_strings_say(struct part_walk *w, const struct xlsx_texts *t,
    size_t first, size_t n, bool *touched)
{
	struct bytes si = BYTES_INIT(XML_PART_MAX);
	struct bytes all = BYTES_INIT(XML_PART_MAX);
	const char *pool = (const char *)t->pool.data;
	const struct xlsx_run *r;
	size_t i;
	long index = -1;
	bool rich = n > 1 || (n == 1 && t->runs[first].look_len > 0);

	*touched = false;
	for (i = first; i < first + n; i++) {
		r = &t->runs[i];
		bytes_reset(&all);
		*touched |= say_lines(w, pool != NULL ? pool + r->text : "",
		    r->text_len, &all);
		if (all.len == 0)
			continue;
		if (rich) {
			(void)bytes_add_str(&si, "<r>");
			if (r->look_len > 0)
				(void)bytes_add(&si, pool + r->look,
				    r->look_len);
		}
		put_t(&si, &all);
		if (rich)
			(void)bytes_add_str(&si, "</r>");
	}
	if (si.len > 0 && w->job->writing)
		index = put_si(w, &si);
	else if (si.len > 0)
		index = 0;
	bytes_free(&si);
	bytes_free(&all);
	return index;
}

int
xlsx_strings_write(struct xlsx *x)
{
	struct office_out out = OFFICE_OUT_INIT;
	size_t i;
	int r;

	(void)bytes_add_str(&out.xml, "<?xml version=\"1.0\" "
	    "encoding=\"UTF-8\" standalone=\"yes\"?>\n<sst xmlns=\"http://"
	    "schemas.openxmlformats.org/spreadsheetml/2006/main\">");
	for (i = 0; i < x->strings.n; i++) {
		(void)bytes_add_str(&out.xml, "<si>");
		(void)bytes_add_str(&out.xml, x->strings.entries[i].key);
		(void)bytes_add_str(&out.xml, "</si>");
	}
	(void)bytes_add_str(&out.xml, "</sst>");
	r = office_job_put(&x->job, "xl/sharedStrings.xml", &out);
	office_out_free(&out);
	return r;
}
