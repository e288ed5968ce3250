/*
 * docx_styles.c -- which styles hide the text they are put on, and which were
 * named by somebody: those names can tell who, and become numbers.  Not every
 * program says which of its styles those are, so a name counts as somebody's
 * when it is not made of the words that the names of Word's own are made of.
 */
#include <stdlib.h>
#include <string.h>

#include "intake/format/office/docx_job.h"
#include "intake/format/office/docx_names.h"
#include "vault/base/err.h"

#define BASED_MAX 32	/* styles based on each other */

struct reading {
	struct docx_job *job;
	struct map based;		/* 1 + index of the parent's name */
	struct map parents;
	char *style;			/* the one we are in */
	unsigned depth, style_depth;
};

/* The style at hand gets a number; `named`: its name is somebody's too. */
static int
note_custom(struct reading *r, bool named)
{
	struct map_entry *e = map_put(&r->job->custom, r->style);

	if (e == NULL)
		return ERR_NO_MEMORY;
	e->value = ((unsigned)(e - r->job->custom.entries) + 1) * 2 + named;
	return 0;
}

static int
on_start(struct xml *x, void *ctx, const char *name,
    const struct xml_attr *attrs, size_t n)
{
	const char *id = xml_attr(attrs, n, "w:styleId");
	const char *val = xml_attr(attrs, n, "w:val"), *custom;
	struct map_entry *e, *parent;
	struct reading *r = ctx;

	(void)x;
	r->depth++;
	if (strcmp(name, "w:style") == 0 && id != NULL && r->style == NULL) {
		if ((r->style = strdup(id)) == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		r->style_depth = r->depth;
		custom = xml_attr(attrs, n, "w:customStyle");
		if (custom != NULL && xml_is_on(custom))
			return note_custom(r, true);
		if (!docx_names_style(id))
			return note_custom(r, false);
	} else if (r->style != NULL && strcmp(name, "w:name") == 0 &&
	    val != NULL && !docx_names_style(val)) {
		return note_custom(r, true);
	} else if (r->style != NULL && strcmp(name, "w:basedOn") == 0 &&
	    val != NULL) {
		if ((parent = map_put(&r->parents, val)) == NULL)
			return ERR_NO_MEMORY;
		if ((e = map_put(&r->based, r->style)) == NULL)
			return ERR_NO_MEMORY;
		e->value = (unsigned)(parent - r->parents.entries) + 1;
	} else if (r->style != NULL && strcmp(name, "w:vanish") == 0) {
		if ((e = map_put(&r->job->styles, r->style)) == NULL)
			return ERR_NO_MEMORY;
		e->value = xml_is_on(val) ? VISIBLE_NO : VISIBLE_YES;
	}
	return 0;
}

static int
on_end(struct xml *x, void *ctx, const char *name)
{
	struct reading *r = ctx;

	(void)x;
	(void)name;
	if (r->depth-- == r->style_depth && r->style != NULL) {
		free(r->style);
		r->style = NULL;
	}
	return 0;
}

/* What a style does not say, the one it is based on may. */
static int
inherit(struct reading *r)
{
	const struct map_entry *said, *base;
	struct map_entry *e;
	const char *name;
	size_t i;
	int steps;

	for (i = 0; i < r->based.n; i++) {
		name = r->based.entries[i].key;
		for (steps = 0; steps < BASED_MAX; steps++) {
			said = map_find(&r->job->styles, name);
			base = map_find(&r->based, name);
			if (said != NULL || base == NULL)
				break;
			name = r->parents.entries[base->value - 1].key;
		}
		said = map_find(&r->job->styles, name);
		if (said == NULL || steps == 0)
			continue;
		steps = (int)said->value;	/* put may move `said` */
		if ((e = map_put(&r->job->styles,
		    r->based.entries[i].key)) == NULL)
			return ERR_NO_MEMORY;
		e->value = (unsigned)steps;
	}
	return 0;
}

int
docx_styles_read(struct docx_job *job, const char *part)
{
	static const struct xml_events events = { .start = on_start,
	    .end = on_end };
	struct bytes xml = BYTES_INIT(XML_PART_MAX);
	struct reading reading = { .job = job };
	int r;

	if ((r = opc_read(job->office.package, part, &xml)) == 0 &&
	    (r = xml_read(xml.data, xml.len, office_namespaces, &events,
	    &reading)) == 0)
		r = inherit(&reading);
	free(reading.style);
	map_free(&reading.based);
	map_free(&reading.parents);
	bytes_free(&xml);
	return r;
}
