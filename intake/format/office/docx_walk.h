/*
 * docx_walk.h -- the state of a walk over one part, shared by docx_walk.c
 * (elements), docx_refs.c (what refers to something), docx_run.c (what stands
 * in a line), docx_fields.c, docx_restyle.c and docx_draw.c (pictures and
 * shapes).  Private to them.
 *
 * Writing is undone by cutting `out` back to a mark: a run, a row or a table
 * is written as it comes, and only its end or its properties say that it has
 * to go.  What has given text already is not undone any more: text and copy
 * must agree, and what is shown can be seen and redacted.
 */
#ifndef INTAKE_FORMAT_OFFICE_DOCX_WALK_H
#define INTAKE_FORMAT_OFFICE_DOCX_WALK_H

#include "intake/format/office/docx_job.h"
#include "intake/format/package/xml.h"

#define WALK_FIELDS_MAX 512u	/* open at one time */

enum walk_place {
	PLACE_OTHER, PLACE_PARAGRAPH, PLACE_PARAGRAPH_PROPERTIES, PLACE_RUN,
	PLACE_RUN_PROPERTIES, PLACE_TABLE, PLACE_ROW, PLACE_ROW_PROPERTIES,
	PLACE_ALTERNATE, PLACE_BOX, PLACE_TEXT, PLACE_MATH_TEXT,
	PLACE_INSTRUCTION, PLACE_NUMBER, PLACE_GRAPHIC, PLACE_RUBY
};

/* One open element. */
struct level {
	enum walk_place place;
	bool inherited;		/* unwrapped: the place of the one outside */
	bool quiet;		/* inside properties: no text there */
	bool written;		/* its end tag is due */
	bool flag;		/* table: has a row; alternate: is written;
				 * text: white space counts */
	bool hidden;		/* paragraph: `hidden` of the one around */
	size_t mark;		/* of `out` before it */
	bool was_open;		/* a start tag waited there */
	size_t calls;		/* of story_calls() there */
	size_t body;		/* run: of `out` after its properties */
	bool decided;		/* run: its properties are over */
	int vanish;		/* run: -1 unsaid, else what it says */
	enum docx_visible style;	/* run: what its style says */
	unsigned around;	/* run: the level of the run around it; 0 */
	size_t stretch;		/* 1 + that of the story; 0: none */
	bool touched;		/* it is edited: what was measured goes */
};

struct field {
	bool instruction;	/* the part before the result */
	bool doomed;		/* its code does not pass */
	bool kept;		/* its code was written; so must its end be */
};

enum skipping { SKIP_NOT, SKIP_OTHER, SKIP_HIDDEN, SKIP_DELETED };

struct walk {
	struct docx_job *job;
	enum docx_kind kind;
	const char *root;	/* what the outermost element must be */
	const struct opc_rels *rels;
	struct office_out *part;
	struct bytes *out;
	bool open;		/* the last start tag waits for its '>' */
	struct level levels[XML_DEPTH_MAX + 1];
	unsigned depth;
	unsigned skip;		/* the level being left out; 0 */
	enum skipping why;
	unsigned skipped_text;	/* the level whose text was left out; 0 */

	unsigned run;		/* the level of the run in hand; 0 */
	bool hidden;		/* the paragraph's style hides its runs */

	struct field fields[WALK_FIELDS_MAX];
	unsigned nfields, base;	/* open; those of the story around the box */
	unsigned ninstructions;	/* open fields that are in their code */
	struct {
		unsigned base, ninstructions;
		bool hidden;
	} boxes[STORY_DEPTH_MAX];
	unsigned nboxes;

	struct bytes instruction, chars, piece;
	struct bytes measured;
	unsigned style;		/* number of the one being defined; 0 */
};

/* docx_walk.c */
void walk_close(struct walk *w);	/* the '>' that a start tag waits for */
void walk_write(struct walk *w, const char *s);		/* after that */
/* Write the start tag and the attributes that may stay. */
void walk_start(struct walk *w, const char *name, const struct xml_attr *attrs,
    size_t n);
void walk_attr(struct walk *w, const char *name, const char *value);
void walk_attr_number(struct walk *w, const char *name, const char *prefix,
    unsigned value);
/* Leave out the element at this level, and undo what it wrote; or, when it has
 * given text, the innermost element only. */
void walk_skip(struct walk *w, unsigned level, enum skipping why);
struct level *walk_top(struct walk *w);
/* Where the walk is inside: the place of the element around. */
enum walk_place walk_around(const struct walk *w);
/* For an element that is not there: its children stand where it stands. */
void walk_inherit(struct walk *w, unsigned from);

/* docx_refs.c */
/* The number of the bookmark, which from now on counts as referred to. */
int walk_bookmark(struct walk *w, const char *name, unsigned *number);
int walk_bookmark_element(struct walk *w, const char *name,
    const struct xml_attr *attrs, size_t n);
int walk_story(struct walk *w, const char *name, const struct xml_attr *attrs,
    size_t n);
int walk_note(struct walk *w, const char *name, const struct xml_attr *attrs,
    size_t n);
int walk_compat(struct walk *w, const struct xml_attr *attrs, size_t n);

/* docx_run.c: what decides over runs before their elements are looked at: is
 * the text hidden, is it a field's code?  true: the element was dealt with. */
bool walk_run_rules(struct walk *w, const char *name,
    const struct xml_attr *attrs, size_t n);
/* Elements of a line.  false: not one of its. */
bool walk_run_element(struct walk *w, const char *name,
    const struct xml_attr *attrs, size_t n, int *err);
void walk_run_text(struct walk *w, const char *name);
int walk_link(struct walk *w, const struct xml_attr *attrs, size_t n);

/* docx_fields.c */
int walk_field_char(struct walk *w, const struct xml_attr *attrs, size_t n);
int walk_field_simple(struct walk *w, const char *name,
    const struct xml_attr *attrs, size_t n);

/* docx_restyle.c: styles by their new names, and the words of numbered lists.
 * false: not one of its. */
bool walk_style_element(struct walk *w, const char *name,
    const struct xml_attr *attrs, size_t n);

/* docx_measure.c: what a program measured of text that is redacted (widths of
 * tables and of boxes that fit their text, stretched letters) would tell how
 * long it was. */
/* An element begins, ends: called for each, whatever becomes of it. */
void walk_measure(struct walk *w, const char *name,
    const struct xml_attr *attrs, size_t n);
void walk_measure_end(struct walk *w);
/* It must go. */
bool walk_measured(const struct walk *w, const char *name);
/* The value that the attribute has instead; NULL: it stays as it is; "": it
 * goes.  Good until the next call. */
const char *walk_measured_attr(struct walk *w, const char *element,
    const char *name, const char *value);

/* docx_draw.c: shapes, pictures, alternate content.  false: not its. */
bool walk_draw_element(struct walk *w, struct xml *x, const char *name,
    const struct xml_attr *attrs, size_t n, int *err);

/* The alt text of a VML shape, onto the tag just written. */
void walk_shape_description(struct walk *w, const struct xml_attr *attrs,
    size_t n);

#endif
