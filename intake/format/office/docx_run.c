/* docx_run.c -- what stands in a line: text, tabs, breaks, notes, links. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/format/office/docx_field.h"
#include "intake/format/office/docx_walk.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

static bool
style_hides(const struct walk *w, const char *style, enum docx_visible *said)
{
	const struct map_entry *e = style != NULL ?
	    map_find(&w->job->styles, style) : NULL;

	*said = e != NULL ? (enum docx_visible)e->value : VISIBLE_UNSAID;
	return *said == VISIBLE_NO;
}

/*
 * The rules inside a run: first its properties, then what it shows.  true when
 * the element was dealt with here.
 */
static bool
inside_run(struct walk *w, const char *name, const struct xml_attr *attrs,
    size_t n)
{
	struct level *run = &w->levels[w->run];
	bool hidden;

	if (strcmp(name, "w:rPr") == 0) {
		if (run->decided) {
			walk_skip(w, w->depth, SKIP_OTHER);
			return true;
		}
		walk_start(w, name, attrs, n);
		walk_top(w)->place = PLACE_RUN_PROPERTIES;
		return true;
	}
	if (!run->decided) {
		run->decided = true;
		hidden = run->vanish >= 0 ? run->vanish == 1 :
		    run->style != VISIBLE_UNSAID ?
		    run->style == VISIBLE_NO : w->hidden;
		if (hidden) {
			walk_skip(w, w->run, SKIP_HIDDEN);
			return true;
		}
	}
	if (w->ninstructions > 0 && strcmp(name, "w:fldChar") != 0 &&
	    strcmp(name, "w:instrText") != 0) {
		walk_skip(w, w->depth, SKIP_OTHER);
		return true;
	}
	return false;
}

bool
walk_run_rules(struct walk *w, const char *name, const struct xml_attr *attrs,
    size_t n)
{
	enum docx_visible said;

	if (walk_around(w) == PLACE_RUN && w->run != 0 &&
	    inside_run(w, name, attrs, n))
		return true;
	if (walk_around(w) == PLACE_PARAGRAPH_PROPERTIES &&
	    strcmp(name, "w:pStyle") == 0)
		w->hidden = style_hides(w, xml_attr(attrs, n, "w:val"), &said);
	if (walk_around(w) == PLACE_RUN_PROPERTIES && w->run != 0 &&
	    strcmp(name, "w:rStyle") == 0) {
		(void)style_hides(w, xml_attr(attrs, n, "w:val"), &said);
		w->levels[w->run].style = said;
	}
	return false;
}

/* Write a text element with what `piece` holds. */
static void
put_text(struct walk *w, const char *name, const struct bytes *s)
{
	bool white;

	if (s->len == 0)
		return;
	white = s->data[0] == ' ' || s->data[s->len - 1] == ' ';
	walk_close(w);
	(void)bytes_addf(w->out, "<%s%s>", name,
	    white ? " xml:space=\"preserve\"" : "");
	xml_put_text(w->out, (const char *)s->data, s->len);
	(void)bytes_addf(w->out, "</%s>", name);
}

/* What a ruby says beside its base is no part of the line. */
static enum piece_kind
kind_here(const struct walk *w)
{
	for (unsigned i = w->depth; i > 0; i--)
		if (w->levels[i].place == PLACE_RUBY)
			return PIECE_ASIDE;
	return PIECE_RUN;
}

void
walk_run_text(struct walk *w, const char *name)
{
	struct bytes clean = BYTES_INIT(XML_PART_MAX);

	chars_put(&w->job->office.chars, w->chars.data != NULL ?
	    (char *)w->chars.data : "", w->chars.len, walk_top(w)->flag,
	    &clean);
	(void)story_piece(w->job->office.text, kind_here(w),
	    (char *)clean.data, clean.len, &w->piece);
	put_text(w, name, &w->piece);
	bytes_free(&clean);
}

static void
text_start(struct walk *w, enum walk_place place, const struct xml_attr *attrs,
    size_t n)
{
	const char *space = xml_attr(attrs, n, "xml:space");

	walk_top(w)->place = place;
	walk_top(w)->flag = space != NULL && strcmp(space, "preserve") == 0;
	bytes_reset(&w->chars);
}

/* An element that stands for one character, and goes when that is edited. */
static void
character(struct walk *w, const char *name, const struct xml_attr *attrs,
    size_t n, const char *utf8)
{
	if (!story_piece(w->job->office.text, PIECE_RUN, utf8, strlen(utf8),
	    &w->piece)) {
		walk_start(w, name, attrs, n);
		return;
	}
	put_text(w, "w:t", &w->piece);
	w->skip = w->depth;	/* what was put stays */
	w->why = SKIP_OTHER;
}

/* A character of a symbol font, by its number. */
static void
symbol(struct walk *w, const struct xml_attr *attrs, size_t n)
{
	const char *font = xml_attr(attrs, n, "w:font");
	const char *hex = xml_attr(attrs, n, "w:char");
	struct bytes utf8 = BYTES_INIT(8);
	char *end = NULL;
	long cp = 0;

	if (hex != NULL && strlen(hex) <= 5)
		cp = strtol(hex, &end, 16);
	if (cp < 0x20 || cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff) ||
	    *end != '\0' || font == NULL || strlen(font) > 64 ||
	    utf8_put(&utf8, (uint32_t)cp) < 0) {
		walk_skip(w, w->depth, SKIP_OTHER);
	} else {
		character(w, "w:sym", NULL, 0, bytes_str(&utf8));
		if (w->skip == 0) {
			walk_attr(w, "w:font", font);
			(void)bytes_addf(w->out, " w:char=\"%04lX\"", cp);
		}
	}
	bytes_free(&utf8);
}

/* A reference to a note makes the note part of the document. */
static int
note_reference(struct walk *w, const char *name, const struct xml_attr *attrs,
    size_t n)
{
	const char *id = xml_attr(attrs, n, "w:id");
	const char *follows = xml_attr(attrs, n, "w:customMarkFollows");
	char key[24], *end = NULL;
	long number = 0;

	if (id != NULL)
		number = strtol(id, &end, 10);
	if (end == NULL || *id == '\0' || *end != '\0' || number < 0 ||
	    number > 1000000000 || w->kind != DOCX_BODY) {
		walk_skip(w, w->depth, SKIP_OTHER);
		return 0;
	}
	(void)snprintf(key, sizeof key, "%c%ld", name[2], number);
	if (map_put(&w->job->notes, key) == NULL)
		return ERR_NO_MEMORY;
	walk_start(w, name, NULL, 0);
	if (follows != NULL && xml_is_on(follows))
		walk_attr(w, "w:customMarkFollows", "1");
	(void)bytes_addf(w->out, " w:id=\"%ld\"", number);
	return 0;
}

/* Where a link of this part leads, with the place in it; false: nowhere. */
static bool
target_of(struct walk *w, const struct xml_attr *attrs, size_t n,
    struct bytes *url)
{
	const char *id = xml_attr(attrs, n, "r:id");
	const char *anchor = xml_attr(attrs, n, "w:anchor");
	const struct opc_rel *rel;

	rel = id != NULL ? opc_rels_id(w->rels, id) : NULL;
	if (rel == NULL || !rel->external ||
	    strcmp(rel->type, "hyperlink") != 0)
		return false;
	(void)bytes_add_str(url, rel->target);
	if (anchor != NULL && strchr(rel->target, '#') == NULL) {
		(void)bytes_add(url, "#", 1);
		(void)bytes_add_str(url, anchor);
	}
	return bytes_str(url) != NULL && docx_field_target(bytes_str(url));
}

int
walk_link(struct walk *w, const struct xml_attr *attrs, size_t n)
{
	const char *anchor = xml_attr(attrs, n, "w:anchor");
	struct bytes url = BYTES_INIT(DOCX_FIELD_MAX);
	unsigned number;
	int r = 0;

	walk_inherit(w, w->depth - 1);
	if (target_of(w, attrs, n, &url)) {
		if (story_piece(w->job->office.text, PIECE_TARGET,
		    (char *)url.data, url.len, &w->piece))
			goto done;	/* redacted: its words stay */
		number = docx_part_relate(w->part, "hyperlink",
		    bytes_str(&url), true);
		walk_start(w, "w:hyperlink", NULL, 0);
		walk_attr_number(w, "r:id", "rId", number);
	} else if (xml_attr(attrs, n, "r:id") == NULL && anchor != NULL) {
		if ((r = walk_bookmark(w, anchor, &number)) < 0)
			goto done;
		walk_start(w, "w:hyperlink", NULL, 0);
		walk_attr_number(w, "w:anchor", "b", number);
	}
done:
	bytes_free(&url);
	return r;
}

/* A table's description: a line of its own. */
static void
caption(struct walk *w, const char *name, const struct xml_attr *attrs,
    size_t n)
{
	const char *val = xml_attr(attrs, n, "w:val");
	struct bytes clean = BYTES_INIT(XML_PART_MAX);

	if (val != NULL)
		chars_put(&w->job->office.chars, val, strlen(val), false, &clean);
	if (clean.len == 0) {
		walk_skip(w, w->depth, SKIP_OTHER);
	} else {
		(void)story_piece(w->job->office.text, PIECE_ASIDE,
		    (char *)clean.data, clean.len, &w->piece);
		walk_start(w, name, NULL, 0);
		walk_attr(w, "w:val", w->piece.len > 0 ?
		    bytes_str(&w->piece) : "");
	}
	bytes_free(&clean);
}

bool
walk_run_element(struct walk *w, const char *name,
    const struct xml_attr *attrs, size_t n, int *err)
{
	const char *val = xml_attr(attrs, n, "w:val");
	bool in_run = walk_around(w) == PLACE_RUN;

	if (strcmp(name, "w:t") == 0)
		text_start(w, PLACE_TEXT, attrs, n);
	else if (strcmp(name, "m:t") == 0)
		text_start(w, PLACE_MATH_TEXT, attrs, n);
	else if (strcmp(name, "w:instrText") == 0)
		walk_top(w)->place = PLACE_INSTRUCTION;
	else if (strcmp(name, "w:fldChar") == 0)
		*err = walk_field_char(w, attrs, n);
	else if (strcmp(name, "w:fldSimple") == 0)
		*err = walk_field_simple(w, name, attrs, n);
	else if (strcmp(name, "w:tab") == 0 && !in_run)
		walk_start(w, name, attrs, n);	/* a tab stop */
	else if (strcmp(name, "w:tab") == 0 || strcmp(name, "w:ptab") == 0)
		character(w, name, attrs, n, "\t");
	else if (strcmp(name, "w:br") == 0 || strcmp(name, "w:cr") == 0)
		character(w, name, attrs, n, "\n");
	else if (strcmp(name, "w:noBreakHyphen") == 0)
		character(w, name, attrs, n, "\xe2\x80\x91");
	else if (strcmp(name, "w:sym") == 0)
		symbol(w, attrs, n);
	else if (strcmp(name, "w:footnoteReference") == 0 ||
	    strcmp(name, "w:endnoteReference") == 0)
		*err = note_reference(w, name, attrs, n);
	else if (strcmp(name, "w:hyperlink") == 0)
		*err = walk_link(w, attrs, n);
	else if (strcmp(name, "w:tblCaption") == 0 ||
	    strcmp(name, "w:tblDescription") == 0)
		caption(w, name, attrs, n);
	else if (strcmp(name, "w:vanish") == 0) {
		if (walk_around(w) == PLACE_RUN_PROPERTIES && w->run != 0)
			w->levels[w->run].vanish = xml_is_on(val);
		walk_skip(w, w->depth, SKIP_OTHER);
	} else
		return false;
	return true;
}
