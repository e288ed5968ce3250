/*
 * docx_refs.c -- what refers to something else in the document: bookmarks,
 * headers and footers, notes; and the one list of settings with names.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/format/office/docx_walk.h"
#include "vault/base/err.h"

int
walk_bookmark(struct walk *w, const char *name, unsigned *number)
{
	struct map_entry *e = map_put(&w->job->bookmarks, name);

	if (e == NULL)
		return ERR_NO_MEMORY;
	if (e->value == 0)
		e->value = ++w->job->nbookmarks;
	*number = e->value;
	return 0;
}

/* Only bookmarks that something refers to stay, under a number. */
int
walk_bookmark_element(struct walk *w, const char *name,
    const struct xml_attr *attrs, size_t n)
{
	const char *id = xml_attr(attrs, n, "w:id");
	const char *key = xml_attr(attrs, n, "w:name");
	struct map_entry *of_id, *e;

	if (id == NULL || w->kind >= DOCX_STYLES) {
		walk_skip(w, w->depth, SKIP_OTHER);
		return 0;
	}
	if ((of_id = map_put(&w->job->bookmark_ids, id)) == NULL)
		return ERR_NO_MEMORY;
	if (strcmp(name, "w:bookmarkStart") == 0) {
		e = key != NULL ? map_find(&w->job->bookmarks, key) :
		    NULL;
		of_id->value = e != NULL ? e->value : 0;
	}
	if (of_id->value == 0) {
		walk_skip(w, w->depth, SKIP_OTHER);
		return 0;
	}
	walk_start(w, name, NULL, 0);
	walk_attr_number(w, "w:id", "", of_id->value);
	if (strcmp(name, "w:bookmarkStart") == 0)
		walk_attr_number(w, "w:name", "b", of_id->value);
	return 0;
}

/* A header or footer: its part becomes a story of the job. */
int
walk_story(struct walk *w, const char *name, const struct xml_attr *attrs,
    size_t n)
{
	const char *id = xml_attr(attrs, n, "r:id");
	const struct opc_rel *rel;
	struct docx_job *job = w->job;
	struct docx_story *s = NULL;
	bool header = strcmp(name, "w:headerReference") == 0;
	char target[40];
	unsigned number = 1;
	size_t i;

	rel = id != NULL ? opc_rels_id(w->rels, id) : NULL;
	if (w->kind != DOCX_BODY || rel == NULL || rel->external ||
	    zip_find(job->office.package->zip, rel->target) == NULL ||
	    job->nstories == DOCX_STORIES_MAX) {
		walk_skip(w, w->depth, SKIP_OTHER);
		return 0;
	}
	for (i = 0; i < job->nstories; i++) {
		if (strcmp(job->stories[i].part, rel->target) == 0)
			s = &job->stories[i];
		number += (job->stories[i].kind == DOCX_HEADER) == header;
	}
	if (s != NULL && (s->kind == DOCX_HEADER) != header) {
		walk_skip(w, w->depth, SKIP_OTHER);
		return 0;
	}
	if (s == NULL) {
		s = realloc(job->stories, (job->nstories + 1) * sizeof *s);
		if (s == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		job->stories = s;
		s = &job->stories[job->nstories++];
		s->kind = header ? DOCX_HEADER : DOCX_FOOTER;
		s->number = number;
		(void)snprintf(s->part, sizeof s->part, "%s", rel->target);
	}
	(void)snprintf(target, sizeof target, "%s%u.xml",
	    header ? "header" : "footer", s->number);
	walk_start(w, name, attrs, n);
	walk_attr_number(w, "r:id", "rId", docx_part_relate(w->part,
	    header ? "header" : "footer", target, false));
	return 0;
}

/* A note that nobody refers to is text that no page shows. */
int
walk_note(struct walk *w, const char *name, const struct xml_attr *attrs,
    size_t n)
{
	const char *id = xml_attr(attrs, n, "w:id");
	const char *type = xml_attr(attrs, n, "w:type");
	char key[24], *end;
	long number;

	number = id != NULL ? strtol(id, &end, 10) : 0;
	if (id == NULL || *id == '\0' || *end != '\0' || number < -1 ||
	    number > 1000000000) {
		walk_skip(w, w->depth, SKIP_OTHER);
		return 0;
	}
	(void)snprintf(key, sizeof key, "%c%ld", name[2], number);
	if (w->kind != DOCX_SETTINGS && (type == NULL ||
	    strcmp(type, "normal") == 0) &&
	    map_find(&w->job->notes, key) == NULL) {
		walk_skip(w, w->depth, SKIP_HIDDEN);
		return 0;
	}
	walk_start(w, name, attrs, n);
	(void)bytes_addf(w->out, " w:id=\"%ld\"", number);
	return 0;
}

int
walk_compat(struct walk *w, const struct xml_attr *attrs, size_t n)
{
	static const char *const known[] = { "compatibilityMode",
	    "overrideTableStyleFontSizeAndJustification",
	    "enableOpenTypeFeatures", "doNotFlipMirrorIndents",
	    "differentiateMultirowTableHeaders",
	    "useWord2013TrackBottomHyphenation", NULL };
	const char *name = xml_attr(attrs, n, "w:name");
	const char *val = xml_attr(attrs, n, "w:val");
	size_t i;

	for (i = 0; name != NULL && known[i] != NULL; i++) {
		if (strcmp(name, known[i]) != 0 || val == NULL ||
		    strlen(val) > 2 || strspn(val, "0123456789") !=
		    strlen(val))
			continue;
		walk_start(w, "w:compatSetting", NULL, 0);
		walk_attr(w, "w:name", name);
		walk_attr(w, "w:uri",
		    "http://schemas.microsoft.com/office/word");
		walk_attr(w, "w:val", val);
		return 0;
	}
	walk_skip(w, w->depth, SKIP_OTHER);
	return 0;
}
