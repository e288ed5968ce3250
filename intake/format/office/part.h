/*
 * part.h -- walk one part of a spreadsheet, a presentation, or of the charts,
 * diagrams and drawings of any document, and write what may stay (words.h).
 *
 * Writing is undone by cutting `out` back to a mark.  What has given text
 * already is not undone: text and copy must agree.  Alternate content gives
 * its first choice that we know, else its fallback, and is gone itself.
 */
#ifndef INTAKE_FORMAT_OFFICE_PART_H
#define INTAKE_FORMAT_OFFICE_PART_H

#include "intake/format/office/job.h"
#include "intake/format/package/xml.h"

enum part_place {
	PART_OTHER,
	PART_TEXT,		/* its characters are text: hooks->text or a run */
	PART_LAYOUT,		/* its characters are a word of the schema */
	PART_ALTERNATE, PART_ALTERNATE_DONE
};

struct part_level {
	enum part_place place;
	bool written;		/* its end tag is due */
	size_t mark;		/* of `out` before it */
	bool was_open;		/* a start tag waited there */
	bool animates;		/* PART_LAYOUT: what an animation changes */
	size_t calls;		/* of story_calls() there */
	int state;		/* for hooks */
	size_t stretch;		/* 1 + that of the story; 0: none */
	bool touched;		/* it is edited: what was measured goes */
	enum part_anchor { ANCHOR_NONE, ANCHOR_FROM, ANCHOR_TO, ANCHOR_COL,
	    ANCHOR_ROW } anchor;
};

struct part_walk;

struct part_hooks {
	/* Before anything else.  true: the element was dealt with. */
	bool (*start)(struct part_walk *w, const char *name,
	    const struct xml_attr *attrs, size_t n, int *err);
	/* The characters of an element of PART_TEXT are in w->chars; true
	 * when they were dealt with. */
	bool (*text)(struct part_walk *w, const char *name);
	/* Before the end tag. */
	void (*end)(struct part_walk *w, const char *name);
	/* The kind of part that a relationship of this type may lead to. */
	const struct office_kind *(*kind)(const char *relation);
};

struct part_walk {
	struct office_job *job;
	const struct office_kind *kind;
	const struct part_hooks *hooks;
	const char *source;
	char name[64];		/* of the part in the copy */
	const struct opc_rels *rels;
	struct office_out *part;
	struct bytes *out;
	struct xml *xml;
	bool open;		/* the last start tag waits for its '>' */
	struct part_level levels[XML_DEPTH_MAX + 1];
	unsigned depth;
	unsigned skip;		/* the level being left out; 0 */
	unsigned only;		/* of what is left out, only what is inside
				 * this element counts: see part_only() */
	const char *only_name;
	unsigned row;		/* the level of the table row in hand; 0 */
	bool began;		/* the row has a cell, the cell a paragraph */
	unsigned long anchored[2];	/* column and row of a drawing's corner */
	struct bytes chars, piece, clean;
	void *own;		/* the hooks' */
};

/* `own` is the hooks'; `hooks` may be NULL. */
int part_walk(struct office_job *job, const struct office_kind *kind,
    const char *source, const struct opc_rels *rels, struct office_out *out,
    const struct part_hooks *hooks, void *own);

/* For hooks. */
struct part_level *part_top(struct part_walk *w);
void part_close(struct part_walk *w);	/* the '>' that a start tag waits for */
/* A start tag; with the attributes that may stay. */
void part_open(struct part_walk *w, const char *name);
void part_start(struct part_walk *w, const char *name,
    const struct xml_attr *attrs, size_t n);
void part_attr(struct part_walk *w, const char *name, const char *value);
void part_attr_number(struct part_walk *w, const char *name,
    const char *prefix, unsigned value);
/* A whole element with these characters. */
void part_element(struct part_walk *w, const char *name, const char *text,
    size_t len);
/* Leave out the element at this level and undo what it wrote; or, when it has
 * given text, the innermost element only. */
void part_skip(struct part_walk *w, unsigned level);
/* The same for all but the elements of this name inside it. */
void part_only(struct part_walk *w, unsigned level, const char *name);

/*
 * What a person reads: cleaned, given to the story, and in w->piece as it
 * stands now.  part_said(): w->piece as a string, never NULL.
 * true when an edit touched it.
 */
bool part_say(struct part_walk *w, enum piece_kind kind, const char *s,
    size_t len);
const char *part_said(struct part_walk *w);
/* An attribute that is read by people, a line of the text. */
void part_words(struct part_walk *w, const char *name, const char *value);

/* The relationship of this id, followed as its type may be in the copy: the
 * number of the new one; 0 when it leads to nothing that is kept. */
unsigned part_relation(struct part_walk *w, const char *id);
/* A link out of the document, if people may follow it and it was not edited:
 * the number of its relationship; 0. */
unsigned part_link(struct part_walk *w, const char *target);

/* An element that is nothing but the relationships it names: dropped when one
 * of them leads nowhere. */
void part_relations(struct part_walk *w, const char *name,
    const struct xml_attr *attrs, size_t n);

/* part_measure.c: what a program measured of text that is redacted (the size of
 * shapes that fit their text, the height of a table's rows). */
/* An element begins, ends: called for each, whatever becomes of it. */
void part_measure(struct part_walk *w, const char *name,
    const struct xml_attr *attrs, size_t n);
void part_measure_end(struct part_walk *w);
/* The value that the attribute has instead; NULL: it stays as it is. */
const char *part_measured(const struct part_walk *w, const char *element,
    const char *name);
/* Characters of layout: those of the lower corner of a drawing that fits its
 * text are written here; true: they were. */
bool part_measured_text(struct part_walk *w, const char *s, size_t len);

/* part_draw.c: drawing elements that mean more than themselves. */
bool part_draw(struct part_walk *w, const char *name,
    const struct xml_attr *attrs, size_t n, int *err);
void part_draw_end(struct part_walk *w, const char *name);

/* parts.c: a kind that any application's document may have: charts, diagrams,
 * themes.  NULL: none of them. */
const struct office_kind *part_common_kind(const char *relation);

#endif
