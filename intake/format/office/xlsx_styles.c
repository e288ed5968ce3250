/* xlsx_styles.c -- looks of cells, and how their numbers are shown. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/format/office/docx_names.h"
#include "intake/format/office/xlsx.h"
#include "vault/base/err.h"

static bool
is(const char *name, const char *what)
{
	return strcmp(name, what) == 0;
}

static unsigned
number(const char *s)
{
	unsigned long v = s != NULL ? strtoul(s, NULL, 10) : 0;

	return v > 1000000000 ? 0 : (unsigned)v;
}

/* --- what the cells need to know */

struct reading {
	struct xlsx *x;
	bool in_cells;
};

static int
code_put(struct xlsx *x, const char *id, const char *code)
{
	struct map_entry *e = map_put(&x->codes, id);
	char **list, *copy;

	if (e == NULL)
		return ERR_TOO_BIG;
	if (e->value != 0)
		return 0;
	if ((copy = strdup(code)) == NULL ||
	    (list = realloc(x->code_list, (x->ncodes + 1) * sizeof *list)) ==
	    NULL) {
		free(copy);
		return err_set(ERR_NO_MEMORY, "out of memory");
	}
	x->code_list = list;
	x->code_list[x->ncodes++] = copy;
	e->value = (unsigned)x->ncodes;
	return 0;
}

static int
on_start(struct xml *xml, void *ctx, const char *name,
    const struct xml_attr *attrs, size_t n)
{
	const char *id = xml_attr(attrs, n, "numFmtId");
	const char *code = xml_attr(attrs, n, "formatCode");
	struct reading *r = ctx;
	unsigned *formats;

	(void)xml;
	if (is(name, "x:cellXfs"))
		r->in_cells = true;
	if (is(name, "x:numFmt") && id != NULL && code != NULL &&
	    strlen(code) <= NUMBER_FORMAT_MAX)
		return code_put(r->x, id, code);
	if (!is(name, "x:xf") || !r->in_cells)
		return 0;
	if (r->x->nformats == XLSX_FORMATS_MAX)
		return err_set(ERR_TOO_BIG, "the workbook has too many cell "
		    "styles; split it");
	if ((formats = realloc(r->x->formats, (r->x->nformats + 1) *
	    sizeof *formats)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	r->x->formats = formats;
	r->x->formats[r->x->nformats++] = number(id);
	return 0;
}

static int
on_end(struct xml *xml, void *ctx, const char *name)
{
	struct reading *r = ctx;

	(void)xml;
	if (is(name, "x:cellXfs"))
		r->in_cells = false;
	return 0;
}

int
xlsx_styles_read(struct xlsx *x, const char *source)
{
	static const struct xml_events events = { .start = on_start,
	    .end = on_end };
	struct bytes xml = BYTES_INIT(XML_PART_MAX);
	struct reading reading = { .x = x };
	int r;

	if ((r = opc_read(x->job.package, source, &xml)) == 0)
		r = xml_read(xml.data, xml.len, office_namespaces, &events,
		    &reading);
	bytes_free(&xml);
	return r;
}

const char *
xlsx_code(const struct xlsx *x, unsigned style)
{
	const struct map_entry *e;
	char id[16];

	if (style >= x->nformats)
		return NULL;
	(void)snprintf(id, sizeof id, "%u", x->formats[style]);
	e = map_find(&x->codes, id);
	return e != NULL ? x->code_list[e->value - 1] :
	    number_format_known(x->formats[style]);
}

/* --- the part as it may stay */

/* A format that holds words is a line of the text; edited, it goes. */
static void
number_format(struct part_walk *w, const char *name,
    const struct xml_attr *attrs, size_t n)
{
	const char *code = xml_attr(attrs, n, "formatCode");

	part_open(w, name);
	part_attr_number(w, "numFmtId", "", number(xml_attr(attrs, n,
	    "numFmtId")));
	if (code == NULL || strlen(code) > NUMBER_FORMAT_MAX)
		code = "General";
	else if (!number_format_is_plain(code)) {
		if (part_say(w, PIECE_TARGET, code, strlen(code)))
			code = "General";
		else
			code = part_said(w);
	}
	part_attr(w, "formatCode", code);
}

/* Programs know the names of the ones they came with by number. */
static void
cell_style(struct part_walk *w, const char *name,
    const struct xml_attr *attrs, size_t n)
{
	const char *builtin = xml_attr(attrs, n, "builtinId");

	part_open(w, name);
	if (builtin != NULL && is(builtin, "0"))
		part_attr(w, "name", "Normal");
	else
		part_attr_number(w, "name", "Style ", ++w->job->objects);
	part_attr_number(w, "xfId", "", number(xml_attr(attrs, n, "xfId")));
	if (builtin != NULL)
		part_attr_number(w, "builtinId", "", number(builtin));
}

static bool
start(struct part_walk *w, const char *name, const struct xml_attr *attrs,
    size_t n, int *err)
{
	(void)err;
	if (is(name, "x:numFmt"))
		number_format(w, name, attrs, n);
	else if (is(name, "x:cellStyle"))
		cell_style(w, name, attrs, n);
	else
		return false;
	return true;
}

static int
walk(struct office_job *job, const struct office_kind *kind,
    const char *source, const struct opc_rels *rels, struct office_out *out)
{
	static const struct part_hooks hooks = { .start = start };

	return part_walk(job, kind, source, rels, out, &hooks, NULL);
}

const struct office_kind xlsx_styles_kind = { .relation = "styles",
	.name = "styles.xml", .root = "x:styleSheet",
	.type = "application/vnd.openxmlformats-officedocument."
	    "spreadsheetml.styles+xml", .walk = walk };
