/* pptx.c -- see pptx.h. */
#include "intake/format/office/pptx.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/format/office/docx_names.h"
#include "intake/format/office/words.h"
#include "vault/base/err.h"

#define SLIDES "application/vnd.openxmlformats-officedocument." \
	"presentationml."

static bool
is(const char *name, const char *what)
{
	return strcmp(name, what) == 0;
}

/* --- the order of the slides */

struct reading {
	struct pptx *p;
	const struct opc_rels *rels;
};

static int
on_start(struct xml *x, void *ctx, const char *name,
    const struct xml_attr *attrs, size_t n)
{
	const char *id = xml_attr(attrs, n, "r:id");
	struct reading *r = ctx;
	const struct opc_rel *rel;
	char **slides;

	(void)x;
	if (!is(name, "p:sldId") || id == NULL ||
	    (rel = opc_rels_id(r->rels, id)) == NULL || rel->external)
		return 0;
	if (r->p->nslides == PPTX_SLIDES_MAX)
		return err_set(ERR_TOO_BIG, "the presentation has too many "
		    "slides; split it");
	if ((slides = realloc(r->p->slides, (r->p->nslides + 1) *
	    sizeof *slides)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	r->p->slides = slides;
	if ((slides[r->p->nslides] = strdup(rel->target)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	r->p->nslides++;
	return 0;
}

int
pptx_read(struct pptx *p, const struct opc_rels *rels)
{
	static const struct xml_events events = { .start = on_start };
	struct reading reading = { .p = p, .rels = rels };
	struct bytes xml = BYTES_INIT(XML_PART_MAX);
	int r;

	if ((r = opc_read(p->job.package, p->job.package->main, &xml)) == 0)
		r = xml_read(xml.data, xml.len, office_namespaces, &events,
		    &reading);
	bytes_free(&xml);
	return r;
}

void
pptx_free(struct pptx *p)
{
	while (p->nslides > 0)
		free(p->slides[--p->nslides]);
	free(p->slides);
	office_job_free(&p->job);
}

/* --- slides, layouts, masters, notes */

static const struct office_kind kinds[];

static const struct office_kind *
kind_of(const char *relation)
{
	size_t i;

	for (i = 0; kinds[i].relation != NULL; i++)
		if (is(kinds[i].relation, relation))
			return &kinds[i];
	return NULL;
}

/* Sound and film cannot play without what they play; the picture stays. */
static bool
is_media(const char *name)
{
	static const char *const media[] = { "p:audio", "p:video",
	    "p:sndTgt", "p:inkTgt", "p:sndAc" };
	size_t i;

	for (i = 0; i < sizeof media / sizeof media[0]; i++)
		if (is(name, media[i]))
			return true;
	return false;
}

static unsigned
inside(const struct part_walk *w, int state)
{
	unsigned i;

	for (i = w->depth; i > 0; i--)
		if (w->levels[i].state == state)
			return i;
	return 0;
}

enum { TIMING = 11 };	/* a level's state */

static void
tag_of_tree(struct part_walk *w, const char *name,
    const struct xml_attr *attrs, size_t n)
{
	const char *s = xml_attr(attrs, n, "name");

	part_start(w, name, NULL, 0);
	/* A layout's name is shown to who makes slides, to nobody else. */
	if (s != NULL && strncmp(s, "Layout ", 7) != 0)
		office_job_dropped(w->job, name, "name");
	if (is(w->kind->root, "p:sldLayout"))
		part_attr_number(w, "name", "Layout ", ++w->job->objects);
}

static bool
start(struct part_walk *w, const char *name, const struct xml_attr *attrs,
    size_t n, int *err)
{
	const char *s;

	(void)err;
	if (is(name, "p:timing")) {
		part_start(w, name, attrs, n);
		part_top(w)->state = TIMING;
	} else if (is_media(name)) {
		unsigned level = inside(w, TIMING);

		office_job_dropped(w->job, name, NULL);
		part_skip(w, level != 0 ? level : w->depth);
	} else if (is(name, "p:cSld")) {
		tag_of_tree(w, name, attrs, n);
	} else if (is(name, "p:sldLayoutId")) {
		s = xml_attr(attrs, n, "r:id");
		part_start(w, name, NULL, 0);
		part_attr_number(w, "id", "", ++w->job->ids +
		    0x80000000u);
		part_attr_number(w, "r:id", "rId", s != NULL ?
		    part_relation(w, s) : 0);
	} else {
		return false;
	}
	return true;
}

/* What every slide, layout and master has beside what it names itself. */
static void
relate(struct part_walk *w)
{
	static const char *const types[] = { "slideLayout", "slideMaster",
	    "notesMaster", "notesSlide", "slide", "theme", "themeOverride" };
	const struct office_kind *kind;
	const struct office_part *p;
	const struct opc_rel *rel;
	size_t i;

	for (i = 0; i < sizeof types / sizeof types[0]; i++) {
		if (is(types[i], w->kind->relation) ||
		    (is(types[i], "slideLayout") && is(w->kind->relation,
		    "slideMaster")) ||	/* these have ids */
		    (is(types[i], "slide") && !is(w->kind->relation,
		    "notesSlide")) ||
		    (rel = opc_rels_type(w->rels, types[i])) == NULL)
			continue;
		if ((kind = kind_of(types[i])) == NULL)
			kind = part_common_kind(types[i]);
		p = office_job_part(w->job, kind, rel->target);
		if (p != NULL)
			(void)office_out_relate(w->part, types[i], w->name,
			    p->name, false);
	}
}

static void
end(struct part_walk *w, const char *name)
{
	if (w->depth == 1 && is(name, w->kind->root))
		relate(w);
}

static const struct part_hooks hooks = { .start = start, .end = end,
	.kind = kind_of };

static int
walk(struct office_job *job, const struct office_kind *kind,
    const char *source, const struct opc_rels *rels, struct office_out *out)
{
	return part_walk(job, kind, source, rels, out, &hooks, NULL);
}

static const struct office_kind kinds[] = {
	{ .relation = "slide", .name = "slides/slide%u.xml",
	    .type = SLIDES "slide+xml", .root = "p:sld", .walk = walk },
	{ .relation = "notesSlide", .name = "notesSlides/notesSlide%u.xml",
	    .type = SLIDES "notesSlide+xml", .root = "p:notes", .near = true,
	    .walk = walk },
	{ .relation = "slideLayout", .name = "slideLayouts/slideLayout%u.xml",
	    .type = SLIDES "slideLayout+xml", .root = "p:sldLayout",
	    .walk = walk },
	{ .relation = "slideMaster", .name = "slideMasters/slideMaster%u.xml",
	    .type = SLIDES "slideMaster+xml", .root = "p:sldMaster",
	    .walk = walk },
	{ .relation = "notesMaster", .name = "notesMasters/notesMaster%u.xml",
	    .type = SLIDES "notesMaster+xml", .root = "p:notesMaster",
	    .walk = walk },
	{ .relation = "tableStyles", .name = "tableStyles.xml",
	    .type = SLIDES "tableStyles+xml", .root = "a:tblStyleLst",
	    .walk = walk },
	{ .relation = NULL }
};

/* Slides are noted in their order first: a link may lead to a later one. */
int
pptx_walk_slides(struct pptx *p)
{
	const struct office_part *part;
	char line[32];
	size_t i;
	int r = 0;

	for (i = 0; i < p->nslides; i++)
		(void)office_job_part(&p->job, &kinds[0], p->slides[i]);
	for (i = 0; i < p->nslides && r == 0; i++) {
		part = office_job_part(&p->job, &kinds[0], p->slides[i]);
		if (part == NULL || part->done)
			continue;
		(void)snprintf(line, sizeof line, "Slide %zu\n", i + 1);
		story_fixed(p->job.text, line);
		r = office_job_walk(&p->job, part);
	}
	return r < 0 ? r : p->job.chars.err;
}

/* --- the presentation */

static bool
main_start(struct part_walk *w, const char *name,
    const struct xml_attr *attrs, size_t n, int *err)
{
	const char *id = xml_attr(attrs, n, "r:id");
	bool master = is(name, "p:sldMasterId");
	unsigned number;

	(void)err;
	if (!master && !is(name, "p:sldId") && !is(name, "p:notesMasterId"))
		return false;
	number = id != NULL ? part_relation(w, id) : 0;
	if (number == 0) {
		part_skip(w, w->depth);
		return true;
	}
	part_open(w, name);
	if (master)
		part_attr_number(w, "id", "", ++w->job->ids + 0x80000000u);
	else if (is(name, "p:sldId"))
		part_attr_number(w, "id", "", ++w->job->ids + 256);
	part_attr_number(w, "r:id", "rId", number);
	return true;
}

static void
main_end(struct part_walk *w, const char *name)
{
	static const char *const types[] = { "theme", "tableStyles" };
	const struct office_kind *kind;
	const struct office_part *p;
	const struct opc_rel *rel;
	size_t i;

	if (!is(name, "p:presentation"))
		return;
	for (i = 0; i < 2; i++) {
		rel = opc_rels_type(w->rels, types[i]);
		kind = i == 0 ? part_common_kind(types[i]) :
		    kind_of(types[i]);
		p = rel == NULL ? NULL :
		    office_job_part(w->job, kind, rel->target);
		if (p != NULL)
			(void)office_out_relate(w->part, types[i], w->name,
			    p->name, false);
	}
}

static const struct office_kind main_kind = { .relation = "officeDocument",
	.name = "presentation.xml", .root = "p:presentation" };

int
pptx_walk_main(struct pptx *p, const struct opc_rels *rels)
{
	static const struct part_hooks main_hooks = { .start = main_start,
	    .end = main_end, .kind = kind_of };
	struct office_out out = OFFICE_OUT_INIT;
	int r;

	r = part_walk(&p->job, &main_kind, p->job.package->main, rels, &out,
	    &main_hooks, NULL);
	if (r == 0 && p->job.writing)
		r = office_job_put(&p->job, "ppt/presentation.xml", &out);
	office_out_free(&out);
	return r;
}
