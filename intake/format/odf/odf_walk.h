/*
 * odf_walk.h -- one walk over content.xml or styles.xml.  Private to
 * odf_walk.c, odf_lines.c, odf_cells.c and
 * odf_inside.c.
 *
 * What stands in a paragraph is its line; a table's row is one line, its cells
 * between tabs, several paragraphs of a cell between blanks.
 */
#ifndef INTAKE_FORMAT_ODF_ODF_WALK_H
#define INTAKE_FORMAT_ODF_ODF_WALK_H

#include "intake/format/odf/odf_job.h"
#include "intake/format/odf/odf_names.h"

#define ODF_TABS_MAX 256u	/* empty cells told before one that is not */
#define ODF_SHOWN_MAX 64u	/* bytes of a cell remembered to compare */

enum od_mode {
	WALK_BODY,	/* of content.xml: the body alone */
	WALK_STYLES,	/* of content.xml: all but the body */
	WALK_ALL	/* of styles.xml */
};

enum skipping { SKIP_OTHER, SKIP_HIDDEN, SKIP_DELETED };

/* Where the text in hand goes. */
struct line {
	unsigned row;		/* depth of the row; 0: paragraphs */
	bool open;		/* the row's line has begun */
	bool again;		/* another paragraph of the same cell */
	unsigned tabs;		/* cells since the last text */
	bool space, out_space;	/* the last character read, written */
};

struct cell {
	size_t from, to;	/* its value in the output */
	bool touched, filled;
	bool blank;		/* it told how long a redacted text was */
	char value[ODF_SHOWN_MAX];	/* "" or what may be told after it */
	char shown[ODF_SHOWN_MAX];	/* digits of its text */
	size_t nshown;
};

struct level {
	bool written, text;
	bool aside;		/* its characters are one piece after the line */
	bool words;		/* its characters are part of a style */
	bool formula;		/* of MathML: pieces with blanks between */
	bool paragraph, row, page;
	bool cell, keeps_object;
	unsigned around;	/* the cell that this one lies in; 0 */
	unsigned repeats;	/* of the cell */
	struct cell value;
	bool saved_line;
	struct line line;	/* as it was outside */
	size_t stretch;		/* 1 + that of the story; 0: none */
	bool touched;		/* it is edited: what was measured goes */
	bool is_sheet;		/* it is a sheet, else a shape ... */
	bool wide;		/* ... as wide as its text */
};

struct walk {
	struct odf_job *job;
	const char *folder;		/* of the document: "", "Object 1/" */
	unsigned object;		/* its number; 0: the whole */
	enum od_mode mode;
	const struct odf_hidden *hidden;
	bool in_content;
	const char *mime;		/* what the body says */
	struct bytes *out;
	struct bytes chars;		/* of the node in hand */
	struct bytes a, b;		/* while one is worked on */
	bool open;			/* a start tag lacks its ">" */
	struct level levels[XML_DEPTH_MAX + 1];
	unsigned depth;
	unsigned skip;			/* depth of what is left out */
	enum skipping why;
	struct line line;
	unsigned cell;			/* depth of the innermost; 0 */
	bool is_formula;		/* the root is MathML */
	bool sheets;			/* tables are sheets of a spreadsheet */
	struct map measured;		/* styles of columns and rows */
	bool in_measured;		/* such a style is being written */
};

struct level *od_top(struct walk *w);
void od_close_tag(struct walk *w);
/* The tag and the attributes that may stay; od_attr() may follow. */
void od_start_tag(struct walk *w, const char *name,
    const struct xml_attr *attrs, size_t n);
void od_attr(struct walk *w, const char *name, const char *value);
void od_attr_id(struct walk *w, const char *name, const char *value);
unsigned od_id(struct walk *w, const char *value);	/* its number */
void od_skip(struct walk *w, enum skipping why);
/* The line is put aside for what is drawn over it, until the level ends. */
void od_save_line(struct walk *w);

/* odf_lines.c: characters, and what stands for some. */
void od_line_begin(struct walk *w);		/* before any piece */
void od_paragraph(struct walk *w);
void od_paragraph_end(struct walk *w);
void od_flush(struct walk *w);		/* the node in hand is over */
void od_put_text(struct walk *w, const char *s, size_t len);
bool od_line_element(struct walk *w, const char *name,
    const struct xml_attr *attrs, size_t n);
/* Normalised; the piece after the line, as it stays in w->b. */
bool od_aside(struct walk *w, enum piece_kind kind, const char *s,
    size_t len);
void od_named_line(struct walk *w, const char *name, const char *value);

/*
 * odf_measure.c: what a program measured of text that is redacted: the size of
 * shapes, and of the columns and rows of a sheet.
 */
/* An element begins, ends: called for each, whatever becomes of it. */
void od_measure(struct walk *w, const char *name,
    const struct xml_attr *attrs, size_t n);
void od_measure_end(struct walk *w, const char *name);
/* The value that the attribute has instead; NULL: it stays; "": it goes. */
const char *od_measured(const struct walk *w, const char *element,
    const char *name);

/* odf_cells.c: tables.  false: not one of its. */
bool od_table_element(struct walk *w, const char *name,
    const struct xml_attr *attrs, size_t n);
void od_cell_saw(struct walk *w, const char *s, size_t len, bool touched);
void od_cell_end(struct walk *w);
void od_row_end(struct walk *w);

/* odf_inside.c: pictures, embedded documents, links.  false: not its. */
bool od_inside_element(struct walk *w, const char *name,
    const struct xml_attr *attrs, size_t n, int *err);

#endif
