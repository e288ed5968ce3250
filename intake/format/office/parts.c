/* parts.c -- charts, diagrams and themes: parts of any application's
 * documents. */
#include <stdio.h>
#include <string.h>

#include "intake/format/office/number.h"
#include "intake/format/office/part.h"
#include "intake/format/office/words.h"
#include "vault/base/err.h"

#define OFFICE "application/vnd.openxmlformats-officedocument."

static bool
is(const char *name, const char *what)
{
	return strcmp(name, what) == 0;
}

static int
plain(struct office_job *job, const struct office_kind *kind,
    const char *source, const struct opc_rels *rels, struct office_out *out)
{
	return part_walk(job, kind, source, rels, out, NULL, NULL);
}

/* --- charts: each series of names or numbers is a line */

static bool
is_cache(const char *name)
{
	return is(name, "c:strCache") || is(name, "c:numCache") ||
	    is(name, "c:strLit") || is(name, "c:numLit") ||
	    is(name, "c:lvl");
}

static bool
chart_start(struct part_walk *w, const char *name,
    const struct xml_attr *attrs, size_t n, int *err)
{
	const char *code = xml_attr(attrs, n, "formatCode");

	(void)err;
	if (is_cache(name) && w->row == 0) {
		part_start(w, name, attrs, n);
		story_paragraph(w->job->text);
		part_top(w)->state = strncmp(name, "c:num", 5) == 0;
		w->row = w->depth;
		w->began = false;
	} else if (is(name, "c:v") || is(name, "c:f") ||
	    is(name, "c:formatCode") || is(name, "c:separator") ||
	    is(name, "c:name") ||
	    (strncmp(name, "c:odd", 5) == 0 ||
	    strncmp(name, "c:even", 6) == 0 ||
	    strncmp(name, "c:first", 7) == 0)) {
		part_open(w, name);
		part_top(w)->place = PART_TEXT;
		bytes_reset(&w->chars);
	} else if (is(name, "c:numFmt")) {
		part_open(w, name);
		part_attr(w, "formatCode", code != NULL &&
		    number_format_is_plain(code) ? code : "General");
		part_attr(w, "sourceLinked", "0");
	} else {
		return false;
	}
	return true;
}

/* Where the chart's numbers come from: told in a workbook, where they are. */
static void
reference(struct part_walk *w)
{
	part_close(w);
	if (w->job->formula != NULL && bytes_str(&w->chars) != NULL) {
		bytes_reset(&w->clean);
		if (w->job->formula(w->job, bytes_str(&w->chars), &w->clean)) {
			xml_put_text(w->out, (char *)w->clean.data,
			    w->clean.len);
			return;
		}
	}
	(void)bytes_add_str(w->out, "Sheet1!$A$1");
}

static bool
chart_text(struct part_walk *w, const char *name)
{
	bool number = w->row != 0 && w->levels[w->row].state == 1;
	bool touched;

	if (is(name, "c:f")) {
		reference(w);
		return true;
	}
	if (is(name, "c:formatCode")) {
		const char *s = bytes_str(&w->chars);

		part_close(w);
		if (s == NULL || !number_format_is_plain(s))
			s = "General";
		xml_put_text(w->out, s, strlen(s));
		return true;
	}
	if (w->row != 0) {
		if (w->began)
			story_fixed(w->job->text, "\t");
		w->began = true;
	}
	touched = part_say(w, w->row != 0 ? PIECE_RUN : PIECE_ASIDE,
	    (char *)w->chars.data, w->chars.len);
	part_close(w);
	if (touched && number)
		(void)bytes_add(w->out, "0", 1);
	else
		xml_put_text(w->out, part_said(w), w->piece.len);
	return true;
}

static void
chart_end(struct part_walk *w, const char *name)
{
	if (is_cache(name) && w->row == w->depth) {
		story_paragraph_end(w->job->text);
		w->row = 0;
	}
}

static int
chart(struct office_job *job, const struct office_kind *kind,
    const char *source, const struct opc_rels *rels, struct office_out *out)
{
	static const struct part_hooks hooks = { .start = chart_start,
	    .text = chart_text, .end = chart_end };

	return part_walk(job, kind, source, rels, out, &hooks, NULL);
}

/* --- diagrams: their points and links get new ids */

static bool
diagram_start(struct part_walk *w, const char *name,
    const struct xml_attr *attrs, size_t n, int *err)
{
	static const char ids[] = " modelId presAssocID srcId destId "
	    "parTransId sibTransId cxnId ";
	char key[XML_NAME_MAX];
	struct map_entry *e;
	const char *at;
	size_t i;

	if (strncmp(name, "dgm:", 4) != 0 || is(name, "dgm:relIds") ||
	    words_element(name) != WORD_KEEP)
		return false;
	part_open(w, name);
	if (is(name, "dgm:t") || is(name, "dgm:spPr"))
		return true;
	for (i = 0; i < n; i++) {
		const char *key_name = attrs[i].name;

		(void)snprintf(key, sizeof key, " %s ", key_name);
		at = strstr(ids, key);
		if (at == NULL) {
			if (words_attribute(name, key_name, attrs[i].value))
				part_attr(w, key_name, attrs[i].value);
			else
				office_job_dropped(w->job, name, key_name);
			continue;
		}
		(void)snprintf(key, sizeof key, "model %.64s",
		    attrs[i].value);
		if ((e = map_put(&w->job->numbers, key)) == NULL) {
			*err = ERR_TOO_BIG;
			return true;
		}
		if (e->value == 0)
			e->value = ++w->job->models;
		part_attr_number(w, key_name, "", e->value);
	}
	return true;
}

static int
diagram(struct office_job *job, const struct office_kind *kind,
    const char *source, const struct opc_rels *rels, struct office_out *out)
{
	static const struct part_hooks hooks = { .start = diagram_start };

	return part_walk(job, kind, source, rels, out, &hooks, NULL);
}

/* --- the kinds */

static const struct office_kind kinds[] = {
	{ .relation = "chart", .name = "charts/chart%u.xml",
	    .type = OFFICE "drawingml.chart+xml", .root = "c:chartSpace",
	    .near = true, .walk = chart },
	{ .relation = "chartUserShapes", .name = "drawings/shapes%u.xml",
	    .type = OFFICE "drawingml.chartshapes+xml",
	    .root = "c:userShapes", .near = true, .walk = plain },
	{ .relation = "theme", .name = "theme/theme%u.xml",
	    .type = OFFICE "theme+xml", .root = "a:theme", .walk = plain },
	{ .relation = "themeOverride", .name = "theme/themeOverride%u.xml",
	    .type = OFFICE "themeOverride+xml", .root = "a:themeOverride",
	    .walk = plain },
	{ .relation = "diagramData", .name = "diagrams/data%u.xml",
	    .type = OFFICE "drawingml.diagramData+xml",
	    .root = "dgm:dataModel", .near = true, .walk = diagram },
	{ .relation = "diagramLayout", .name = "diagrams/layout%u.xml",
	    .type = OFFICE "drawingml.diagramLayout+xml",
	    .root = "dgm:layoutDef", .near = true, .walk = diagram },
	{ .relation = "diagramQuickStyle",
	    .name = "diagrams/quickStyle%u.xml",
	    .type = OFFICE "drawingml.diagramStyle+xml",
	    .root = "dgm:styleDef", .near = true, .walk = diagram },
	{ .relation = "diagramColors", .name = "diagrams/colors%u.xml",
	    .type = OFFICE "drawingml.diagramColors+xml",
	    .root = "dgm:colorsDef", .near = true, .walk = diagram },
};

const struct office_kind *
part_common_kind(const char *relation)
{
	size_t i;

	for (i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (is(kinds[i].relation, relation))
			return &kinds[i];
	return NULL;
}
