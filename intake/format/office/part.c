/* part.c -- see part.h. */
#include "intake/format/office/part.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/format/office/docx_names.h"
#include "intake/format/office/words.h"
#include "vault/base/err.h"

#define LAYOUT_TEXT_MAX 64u	/* bytes of characters that are a word */

struct part_level *
part_top(struct part_walk *w)
{
	return &w->levels[w->depth];
}

void
part_close(struct part_walk *w)
{
	if (w->open)
		(void)bytes_add(w->out, ">", 1);
	w->open = false;
}

/* The namespace of spreadsheets is the default one in their parts. */
static const char *
written_name(const char *name)
{
	return strncmp(name, "x:", 2) == 0 ? name + 2 : name;
}

void
part_open(struct part_walk *w, const char *name)
{
	part_close(w);
	(void)bytes_add(w->out, "<", 1);
	(void)bytes_add_str(w->out, written_name(name));
	w->open = true;
	part_top(w)->written = true;
}

void
part_start(struct part_walk *w, const char *name,
    const struct xml_attr *attrs, size_t n)
{
	const char *instead;
	size_t i;

	part_open(w, name);
	for (i = 0; i < n; i++)
		if ((instead = part_measured(w, name, attrs[i].name)) != NULL)
			part_attr(w, attrs[i].name, instead);
		else if (words_attribute(name, attrs[i].name, attrs[i].value))
			part_attr(w, attrs[i].name, attrs[i].value);
		else
			office_job_dropped(w->job, name, attrs[i].name);
}

void
part_attr(struct part_walk *w, const char *name, const char *value)
{
	xml_put_attr(w->out, name, value);
}

void
part_attr_number(struct part_walk *w, const char *name, const char *prefix,
    unsigned value)
{
	(void)bytes_addf(w->out, " %s=\"%s%u\"", name, prefix, value);
}

void
part_element(struct part_walk *w, const char *name, const char *text,
    size_t len)
{
	part_close(w);
	(void)bytes_addf(w->out, "<%s>", written_name(name));
	xml_put_text(w->out, text, len);
	(void)bytes_addf(w->out, "</%s>", written_name(name));
}

static void
end_tag(struct part_walk *w, const char *name)
{
	if (w->open)
		(void)bytes_add(w->out, "/>", 2);
	else
		(void)bytes_addf(w->out, "</%s>", written_name(name));
	w->open = false;
}

static unsigned
cut_back(struct part_walk *w, unsigned level)
{
	unsigned i;

	if (w->levels[level].calls != story_calls(w->job->text))
		level = w->depth;
	if (w->out->len > w->levels[level].mark)
		w->out->len = w->levels[level].mark;
	w->open = w->levels[level].was_open;
	for (i = level; i <= w->depth; i++)
		w->levels[i].written = false;
	return level;
}

void
part_skip(struct part_walk *w, unsigned level)
{
	w->skip = cut_back(w, level);
}

void
part_only(struct part_walk *w, unsigned level, const char *name)
{
	w->skip = w->only = cut_back(w, level);
	w->only_name = name;
}

bool
part_say(struct part_walk *w, enum piece_kind kind, const char *s, size_t len)
{
	bytes_reset(&w->clean);
	chars_put(&w->job->chars, s, len, true, &w->clean);
	return story_piece(w->job->text, kind, (char *)w->clean.data,
	    w->clean.len, &w->piece);
}

const char *
part_said(struct part_walk *w)
{
	const char *s = w->piece.len > 0 ? bytes_str(&w->piece) : NULL;

	return s != NULL ? s : "";
}

void
part_words(struct part_walk *w, const char *name, const char *value)
{
	if (value == NULL || *value == '\0')
		return;
	(void)part_say(w, PIECE_ASIDE, value, strlen(value));
	if (w->piece.len > 0)
		part_attr(w, name, part_said(w));
}

static bool
choice_is_known(struct part_walk *w, const char *s)
{
	const char *prefix;
	bool some = false;
	size_t len;

	for (; s != NULL && *s != '\0'; s += len + (s[len] != '\0')) {
		if ((len = strcspn(s, " \t\n\r")) == 0)
			continue;
		prefix = xml_prefix(w->xml, s, len);
		if (prefix == NULL || !words_known(prefix))
			return false;
		some = true;
	}
	return some;
}

/* true: it is part of alternate content. */
static bool
alternate(struct part_walk *w, const char *name,
    const struct xml_attr *attrs, size_t n)
{
	struct part_level *around = &w->levels[w->depth - 1];

	if (strncmp(name, "mc:", 3) != 0)
		return false;
	if (strcmp(name, "mc:AlternateContent") == 0) {
		part_top(w)->place = PART_ALTERNATE;
		office_job_dropped(w->job, name, NULL);
	} else if (around->place == PART_ALTERNATE &&
	    (strcmp(name, "mc:Fallback") == 0 ||
	    (strcmp(name, "mc:Choice") == 0 &&
	    choice_is_known(w, xml_attr(attrs, n, "Requires"))))) {
		around->place = PART_ALTERNATE_DONE;
	} else {
		part_skip(w, w->depth);
	}
	return true;
}

static int
element(struct part_walk *w, const char *name, const struct xml_attr *attrs,
    size_t n)
{
	int err = 0;

	if (alternate(w, name, attrs, n))
		return 0;
	if (w->hooks != NULL && w->hooks->start != NULL &&
	    w->hooks->start(w, name, attrs, n, &err))
		return err;
	if (part_draw(w, name, attrs, n, &err))
		return err;
	switch (words_element(name)) {
	case WORD_LAYOUT:
		part_top(w)->place = PART_LAYOUT;
		part_top(w)->animates = strcmp(name, "p:attrName") == 0;
		part_start(w, name, attrs, n);
		break;
	case WORD_KEEP:
		part_start(w, name, attrs, n);
		break;
	case WORD_UNWRAP:
		break;
	default:
		office_job_dropped(w->job, name, NULL);
		part_skip(w, w->depth);
	}
	return 0;
}

static int
root(struct part_walk *w, const char *name, const struct xml_attr *attrs,
    size_t n)
{
	const char *show;
	size_t i;

	if (strcmp(name, w->kind->root) != 0)
		return err_set(ERR_FORMAT, "a part holds something else than "
		    "its place says; ask for the file again");
	(void)bytes_addf(w->out, "<%s%s", written_name(name),
	    words_declarations(name));
	for (i = 0; i < n; i++)
		if (words_attribute(name, attrs[i].name, attrs[i].value))
			part_attr(w, attrs[i].name, attrs[i].value);
		else if (strchr(attrs[i].name, ':') == NULL)
			office_job_dropped(w->job, name, attrs[i].name);
	/* A slide that is not shown. */
	show = xml_attr(attrs, n, "show");
	if (show != NULL && !xml_is_on(show) && !w->job->writing)
		w->job->hidden.count++;
	w->open = part_top(w)->written = true;
	return 0;
}

static int
on_start(struct xml *x, void *ctx, const char *name,
    const struct xml_attr *attrs, size_t n)
{
	struct part_walk *w = ctx;
	int r;

	if (w->depth == XML_DEPTH_MAX)
		return err_set(ERR_TOO_BIG, "the XML is nested too deep; "
		    "treat the file as hostile");
	w->xml = x;
	w->levels[++w->depth] = (struct part_level){ .mark = w->out->len,
	    .was_open = w->open, .calls = story_calls(w->job->text) };
	part_measure(w, name, attrs, n);
	if (w->skip != 0) {
		if (w->only == 0 || strcmp(name, w->only_name) != 0)
			return 0;
		w->skip = 0;	/* until this one ends */
	}
	r = w->depth == 1 ? root(w, name, attrs, n) :
	    element(w, name, attrs, n);
	return r < 0 ? r : bytes_ok(w->out);
}

/* The characters of a text element: a run of the line, unless a hook knows. */
static void
characters(struct part_walk *w, const char *name)
{
	if (w->hooks != NULL && w->hooks->text != NULL &&
	    w->hooks->text(w, name))
		return;
	(void)part_say(w, PIECE_RUN, (char *)w->chars.data, w->chars.len);
	part_close(w);
	xml_put_text(w->out, part_said(w), w->piece.len);
}

static int
on_end(struct xml *x, void *ctx, const char *name)
{
	struct part_walk *w = ctx;
	struct part_level *top = part_top(w);

	w->xml = x;
	part_measure_end(w);
	if (w->skip != 0) {
		if (w->skip == w->depth)
			w->skip = w->only = 0;
		w->depth--;
		return 0;
	}
	if (top->place == PART_TEXT)
		characters(w, name);
	if (w->hooks != NULL && w->hooks->end != NULL)
		w->hooks->end(w, name);
	part_draw_end(w, name);
	if (top->written)
		end_tag(w, name);
	if (w->only != 0 && strcmp(name, w->only_name) == 0)
		w->skip = w->only;
	w->depth--;
	return bytes_ok(w->out);
}

/* Is it something of a shape that an animation can change? */
static bool
animates(const char *s, size_t len)
{
	static const char *const heads[] = { "style.", "fill.", "fillcolor",
	    "stroke.", "ppt_", "imageData.", "shadow.", "skew.", "extrusion.",
	    "fillColor", "strokeColor", "xshear", "yshear", "ScaleX",
	    "ScaleY", "image", "r" };
	size_t i, n;

	for (i = 0; i < sizeof heads / sizeof heads[0]; i++) {
		n = strlen(heads[i]);
		if (len >= n && memcmp(s, heads[i], n) == 0 && (len == n ||
		    strchr("._", heads[i][n - 1]) != NULL))
			return true;
	}
	return false;
}

static int
on_text(struct xml *x, void *ctx, const char *s, size_t len)
{
	struct part_walk *w = ctx;

	(void)x;
	if (w->skip != 0)
		return 0;
	switch (part_top(w)->place) {
	case PART_TEXT:
		return bytes_add(&w->chars, s, len);
	case PART_LAYOUT:
		part_close(w);
		if (part_measured_text(w, s, len))
			return bytes_ok(w->out);
		xml_put_text(w->out, s, len <= LAYOUT_TEXT_MAX &&
		    (!part_top(w)->animates || animates(s, len)) ? len : 0);
		return bytes_ok(w->out);
	default:
		return 0;
	}
}

/* Its name in the copy: what its relationships start from. */
static void
name_in_copy(struct part_walk *w)
{
	const struct map_entry *e = map_find(&w->job->part_of, w->source);

	if (e != NULL && e->value != 0)
		(void)snprintf(w->name, sizeof w->name, "%s",
		    w->job->parts[e->value - 1].name);
	else
		(void)snprintf(w->name, sizeof w->name, "%s%s",
		    w->job->folder, w->kind->name);
}

int
part_walk(struct office_job *job, const struct office_kind *kind,
    const char *source, const struct opc_rels *rels, struct office_out *out,
    const struct part_hooks *hooks, void *own)
{
	static const struct xml_events events = { .start = on_start,
	    .end = on_end, .text = on_text };
	struct bytes xml = BYTES_INIT(XML_PART_MAX);
	struct part_walk *w;
	int r;

	if ((w = calloc(1, sizeof *w)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	w->job = job;
	w->kind = kind;
	w->hooks = hooks;
	w->own = own;
	w->source = source;
	w->rels = rels;
	w->part = out;
	w->out = &out->xml;
	w->chars = w->piece = w->clean = BYTES_INIT(XML_PART_MAX);
	name_in_copy(w);
	if ((r = opc_read(job->package, source, &xml)) < 0)
		goto done;
	(void)bytes_add_str(w->out, "<?xml version=\"1.0\" "
	    "encoding=\"UTF-8\" standalone=\"yes\"?>\n");
	if ((r = xml_read(xml.data, xml.len, office_namespaces, &events,
	    w)) == 0)
		r = job->chars.err;
done:
	bytes_free(&w->chars);
	bytes_free(&w->piece);
	bytes_free(&w->clean);
	bytes_free(&xml);
	free(w);
	return r;
}
