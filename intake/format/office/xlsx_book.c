/* xlsx_book.c -- the workbook: its sheets, its names, what cells share. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "intake/format/office/docx_names.h"
#include "intake/format/office/xlsx.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

static bool
is(const char *name, const char *what)
{
	return strcmp(name, what) == 0;
}

/* --- reading */

struct reading {
	struct xlsx *x;
	const struct opc_rels *rels;
	unsigned number;	/* of the sheet in the list */
};

static int
sheet_put(struct reading *r, const struct xml_attr *attrs, size_t n)
{
	const char *id = xml_attr(attrs, n, "r:id");
	const char *name = xml_attr(attrs, n, "name");
	const char *state = xml_attr(attrs, n, "state");
	const struct opc_rel *rel = id != NULL ?
	    opc_rels_id(r->rels, id) : NULL;
	struct xlsx *x = r->x;
	struct xlsx_sheet *s;

	if (r->number++ == XLSX_SHEETS_MAX)
		return err_set(ERR_TOO_BIG, "the workbook has too many "
		    "sheets; split it");
	if (state != NULL && strncmp(state, "hidden", 6) == 0)
		x->hidden_sheets++;
	if (state != NULL && is(state, "veryHidden"))
		x->hidden_sheets++;
	if (rel == NULL || rel->external || name == NULL ||
	    zip_find(x->job.package->zip, rel->target) == NULL)
		return 0;
	if (!is(rel->type, "worksheet") && !is(rel->type, "chartsheet")) {
		x->macro_sheets++;
		return 0;
	}
	if ((s = realloc(x->sheets, (x->nsheets + 1) * sizeof *s)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	x->sheets = s;
	s = &x->sheets[x->nsheets];
	*s = (struct xlsx_sheet){ .number = r->number - 1,
	    .kind = is(rel->type, "worksheet") ? &xlsx_sheet_kind :
	    &xlsx_chartsheet_kind, .renamed = BYTES_INIT(256) };
	if ((s->name = strdup(name)) == NULL ||
	    (s->source = strdup(rel->target)) == NULL) {
		free(s->name);
		return err_set(ERR_NO_MEMORY, "out of memory");
	}
	x->nsheets++;
	return 0;
}

static int
on_start(struct xml *xml, void *ctx, const char *name,
    const struct xml_attr *attrs, size_t n)
{
	struct reading *r = ctx;
	const char *s;

	(void)xml;
	if (is(name, "x:workbookPr")) {
		s = xml_attr(attrs, n, "date1904");
		r->x->epoch1904 = s != NULL && xml_is_on(s);
	} else if (is(name, "x:sheet")) {
		return sheet_put(r, attrs, n);
	}
	return 0;
}

static const char *
part_of(const struct xlsx *x, const struct opc_rels *rels, const char *type)
{
	const struct opc_rel *rel = opc_rels_type(rels, type);

	return rel != NULL && zip_find(x->job.package->zip, rel->target) !=
	    NULL ? rel->target : NULL;
}

int
xlsx_read(struct xlsx *x, const struct opc_rels *rels)
{
	static const struct xml_events events = { .start = on_start };
	struct reading reading = { .x = x, .rels = rels };
	struct bytes xml = BYTES_INIT(XML_PART_MAX);
	const char *part;
	int r;

	if ((r = opc_read(x->job.package, x->job.package->main, &xml)) < 0 ||
	    (r = xml_read(xml.data, xml.len, office_namespaces, &events,
	    &reading)) < 0)
		goto done;
	if ((part = part_of(x, rels, "styles")) != NULL &&
	    (r = xlsx_styles_read(x, part)) < 0)
		goto done;
	if ((part = part_of(x, rels, "sharedStrings")) != NULL)
		r = xlsx_strings_read(x, part);
done:
	bytes_free(&xml);
	return r;
}

void
xlsx_report(const struct xlsx *x, struct answer *a)
{
	if (x->hidden_sheets > 0)
		answer_mark(a, MARK_HIDDEN_TEXT, x->hidden_sheets, "sheets "
		    "that are hidden; a cleaned copy shows them");
	if (x->macro_sheets > 0)
		answer_mark(a, MARK_SCRIPT, x->macro_sheets, "sheets of "
		    "macros or dialogues");
}

void
xlsx_free(struct xlsx *x)
{
	while (x->nsheets > 0) {
		struct xlsx_sheet *s = &x->sheets[--x->nsheets];

		free(s->told);
		free(s->name);
		free(s->source);
		bytes_free(&s->renamed);
	}
	free(x->sheets);
	while (x->ncodes > 0)
		free(x->code_list[--x->ncodes]);
	free(x->code_list);
	free(x->formats);
	map_free(&x->names);
	map_free(&x->gone);
	map_free(&x->codes);
	map_free(&x->strings);
	xlsx_texts_free(&x->shared);
	office_job_free(&x->job);
}

/* --- new names */

/* What a sheet may be called: 31 characters, none of these. */
static void
as_sheet_name(struct bytes *name)
{
	static const char bad[] = "[]:*?/\\'", good[] = "()-----'";
	size_t i, n = 0;
	const char *at;

	for (i = 0; i < name->len; i++) {
		at = strchr(bad, name->data[i]);
		if (at != NULL && *at != '\0')
			name->data[i] = (uint8_t)good[at - bad];
		if ((name->data[i] & 0xc0) != 0x80 &&
		    ++n > XLSX_SHEET_NAME_MAX) {
			name->len = i;
			return;
		}
	}
}

static bool
name_is_taken(const struct xlsx *x, size_t of, const char *name)
{
	size_t i;

	for (i = 0; i < x->nsheets; i++) {
		struct bytes *b = &x->sheets[i].renamed;
		const char *s = b->len > 0 ? (const char *)b->data :
		    x->sheets[i].name;
		size_t len = b->len > 0 ? b->len : strlen(s);

		if (i != of && strlen(name) == len &&
		    strncasecmp(name, s, len) == 0)
			return true;
	}
	return false;
}

/* Two sheets may not have one name, and a label is the same for both. */
static int
rename_sheet(struct xlsx *x, size_t i, const struct bytes *as)
{
	struct bytes *name = &x->sheets[i].renamed;
	unsigned k;

	for (k = 1; k <= XLSX_SHEETS_MAX; k++) {
		bytes_reset(name);
		(void)bytes_add(name, as->data, as->len);
		as_sheet_name(name);
		if (name->len == 0)
			(void)bytes_add_str(name, "Sheet");
		if (k > 1) {
			if (name->len > XLSX_SHEET_NAME_MAX - 6)
				name->len = XLSX_SHEET_NAME_MAX - 6;
			while (name->len > 0 &&
			    !utf8_valid(name->data, name->len))
				name->len--;
			(void)bytes_addf(name, " %u", k);
		}
		if (bytes_str(name) == NULL)
			return ERR_NO_MEMORY;
		if (!name_is_taken(x, i, bytes_str(name)))
			return 0;
	}
	return err_set(ERR_TOO_BIG, "the workbook has too many sheets of one "
	    "name; split it");
}

int
xlsx_rename(struct xlsx *x)
{
	struct bytes as = BYTES_INIT(XML_PART_MAX);
	struct map_entry *e;
	size_t i;
	int r = 0;

	for (i = 0; i < x->nsheets && r == 0; i++) {
		bytes_reset(&x->sheets[i].renamed);
		bytes_reset(&as);
		if (story_peek(x->job.text, x->sheets[i].piece,
		    x->sheets[i].name, &as))
			r = rename_sheet(x, i, &as);
	}
	for (i = 0; i < x->names.n && r == 0; i++) {
		e = &x->names.entries[i];
		if (e->value != 0 && story_peek(x->job.text, e->value - 1,
		    e->key, &as) && map_put(&x->gone, e->key) == NULL)
			r = ERR_NO_MEMORY;
	}
	bytes_free(&as);
	return r;
}

/* --- the part as it may stay */

struct book {
	struct xlsx *x;
	unsigned number;	/* of the sheet in the list */
	bool wanted;		/* the name in hand is kept so far */
	char name[256];
	char local[16];		/* the sheet it is of; "" */
};

static struct xlsx_sheet *
sheet_of(struct xlsx *x, unsigned number, unsigned *place)
{
	size_t i;

	for (i = 0; i < x->nsheets; i++)
		if (x->sheets[i].number == number) {
			*place = (unsigned)i;
			return &x->sheets[i];
		}
	return NULL;
}

static void
sheet(struct part_walk *w, struct book *b, const char *name)
{
	unsigned place = 0;
	struct xlsx_sheet *s = sheet_of(b->x, b->number++, &place);
	const struct office_part *p = s == NULL ? NULL :
	    office_job_part(w->job, s->kind, s->source);

	if (p == NULL) {
		part_skip(w, w->depth);
		return;
	}
	part_open(w, name);
	part_attr(w, "name", s->renamed.len > 0 ? bytes_str(&s->renamed) :
	    s->name);
	part_attr_number(w, "sheetId", "", place + 1);
	part_attr_number(w, "r:id", "rId", office_out_relate(w->part,
	    s->kind->relation, w->name, p->name, false));
}

/* A name that somebody gave to cells or to a formula: a line of its own. */
static void
defined_name(struct part_walk *w, struct book *b,
    const struct xml_attr *attrs, size_t n)
{
	const char *name = xml_attr(attrs, n, "name");
	const char *local = xml_attr(attrs, n, "localSheetId");
	const char *hidden = xml_attr(attrs, n, "hidden");
	unsigned place = 0;

	b->wanted = name != NULL && strlen(name) < sizeof b->name &&
	    xml_attr(attrs, n, "function") == NULL &&
	    xml_attr(attrs, n, "vbProcedure") == NULL &&
	    (hidden == NULL || !xml_is_on(hidden));
	b->local[0] = '\0';
	if (b->wanted && local != NULL) {
		b->wanted = sheet_of(b->x, (unsigned)strtoul(local, NULL, 10),
		    &place) != NULL;
		(void)snprintf(b->local, sizeof b->local, "%u", place);
	}
	if (!b->wanted) {
		office_job_dropped(w->job, "x:definedName", NULL);
		part_skip(w, w->depth);
		return;
	}
	(void)snprintf(b->name, sizeof b->name, "%s", name);
	part_top(w)->place = PART_TEXT;
	bytes_reset(&w->chars);
}

static bool
start(struct part_walk *w, const char *name, const struct xml_attr *attrs,
    size_t n, int *err)
{
	struct book *b = w->own;

	(void)err;
	if (is(name, "x:sheet"))
		sheet(w, b, name);
	else if (is(name, "x:definedName"))
		defined_name(w, b, attrs, n);
	else if (is(name, "x:workbookView")) {
		/* Places in the list of sheets may be others now. */
		part_open(w, name);
	} else
		return false;
	return true;
}

static bool
text(struct part_walk *w, const char *name)
{
	struct book *b = w->own;
	struct xlsx *x = b->x;
	struct bytes formula = BYTES_INIT(XML_PART_MAX);
	bool own = strncmp(b->name, "_xlnm.", 6) == 0;
	bool touched = false, ok, gone = false;
	struct map_entry *e;
	const char *s = bytes_str(&w->chars);

	(void)name;
	ok = s != NULL && xlsx_formula(x, s, &formula, &gone) && formula.len > 0;
	if (!ok && x->job.writing == false)
		office_job_dropped(w->job, "x:definedName", NULL);
	if (ok && !own) {
		story_paragraph(w->job->text);
		if (!x->job.writing) {
			if ((e = map_put(&x->names, b->name)) == NULL)
				w->job->chars.err = ERR_TOO_BIG;
			else
				e->value = (unsigned)
				    story_next(w->job->text) + 1;
		}
		touched = story_piece(w->job->text, PIECE_RUN, b->name,
		    strlen(b->name), &w->piece);
		story_fixed(w->job->text, "\t");
		touched |= story_piece(w->job->text, PIECE_RUN, s, strlen(s),
		    &w->piece);
		story_paragraph_end(w->job->text);
	}
	if (ok && !touched && !gone) {
		part_close(w);
		(void)bytes_add_str(w->out, "<definedName");
		part_attr(w, "name", b->name);
		if (b->local[0] != '\0')
			part_attr(w, "localSheetId", b->local);
		(void)bytes_add(w->out, ">", 1);
		xml_put_text(w->out, (char *)formula.data, formula.len);
		(void)bytes_add_str(w->out, "</definedName>");
	}
	bytes_free(&formula);
	return true;
}

static void
end(struct part_walk *w, const char *name)
{
	static const char *const parts[] = { "styles", "theme" };
	static const struct office_kind *kind;
	const struct office_part *p;
	const struct opc_rel *rel;
	size_t i;

	if (!is(name, "x:workbook"))
		return;
	for (i = 0; i < 2; i++) {
		kind = i == 0 ? &xlsx_styles_kind : part_common_kind(parts[i]);
		rel = opc_rels_type(w->rels, parts[i]);
		if (rel == NULL || rel->target == NULL ||
		    (p = office_job_part(w->job, kind, rel->target)) == NULL)
			continue;
		(void)office_out_relate(w->part, parts[i], w->name, p->name,
		    false);
	}
	(void)office_out_relate(w->part, "sharedStrings", w->name,
	    "xl/sharedStrings.xml", false);
}

const struct office_kind xlsx_book_kind = { .relation = "officeDocument",
	.name = "workbook.xml", .root = "x:workbook" };

int
xlsx_walk_book(struct xlsx *x, const struct opc_rels *rels)
{
	static const struct part_hooks hooks = { .start = start, .text = text,
	    .end = end };
	struct office_out out = OFFICE_OUT_INIT;
	struct book book = { .x = x };
	int r;

	r = part_walk(&x->job, &xlsx_book_kind, x->job.package->main, rels,
	    &out, &hooks, &book);
	if (r == 0 && x->job.writing)
		r = office_job_put(&x->job, "xl/workbook.xml", &out);
	office_out_free(&out);
	return r;
}
