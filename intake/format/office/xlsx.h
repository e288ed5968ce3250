/*
 * xlsx.h -- one spreadsheet on its way to its text or its copy.
 *
 * A row is a line, cells are separated by tabs and read as they are shown.
 * A sheet begins with its name; what was hidden is shown.  A formula that
 * holds words (a string) follows its row on a line of its own; when it or its
 * value is edited, the formula goes and the value stays as it is then.
 */
#ifndef INTAKE_FORMAT_OFFICE_XLSX_H
#define INTAKE_FORMAT_OFFICE_XLSX_H

#include "intake/format/office/job.h"
#include "intake/format/office/number.h"
#include "intake/format/office/part.h"

#define XLSX_SHEETS_MAX 10000u
#define XLSX_SHEET_NAME_MAX 31u		/* characters, as Excel has it */
#define XLSX_STRINGS_MAX 8000000u	/* runs of shared strings */
#define XLSX_FORMATS_MAX 100000u	/* of cells */

/* A cell that told some text. */
struct xlsx_told {
	size_t stretch;		/* of the story */
	uint32_t row;		/* as they come, from 0 */
	uint16_t column;
};

#define XLSX_TOLD_MAX 8000000u	/* cells of a sheet with text */
#define XLSX_COLUMNS_MAX 16384u

/* A sheet that is kept. */
struct xlsx_sheet {
	char *name;
	char *source;		/* its part */
	const struct office_kind *kind;
	size_t piece;		/* of the story: its name */
	struct bytes renamed;	/* its new name, when that was edited */
	unsigned number;	/* its place in the list of the file read */
	struct xlsx_told *told;	/* the first time round, by row */
	size_t ntold;
};

/* Texts with their looks: places in a pool of bytes. */
struct xlsx_run {
	size_t look, look_len;	/* <rPr>, cleaned */
	size_t text, text_len;
};

struct xlsx_texts {
	struct bytes pool;
	struct xlsx_run *runs;
	size_t n, room;
	size_t *first;		/* per string: its first run */
	size_t nstrings, room_strings;
};

struct xlsx {
	struct office_job job;	/* the first: hooks find the whole by it */
	struct xlsx_sheet *sheets;
	size_t nsheets;
	unsigned hidden_sheets, macro_sheets;
	bool epoch1904;
	struct map names;	/* defined names -> 1 + piece */
	struct map gone;	/* of these, the ones that were edited */
	struct map codes;	/* "number" of a format -> 1 + index */
	char **code_list;
	size_t ncodes;
	unsigned *formats;	/* per cell style: a format's number */
	size_t nformats;
	struct xlsx_texts shared;
	struct map strings;	/* <si>, as written -> 1 + index */
};

/* xlsx_book.c */
extern const struct office_kind xlsx_book_kind;
/* Everything that the cells need to be understood; then the sheets' list. */
int xlsx_read(struct xlsx *x, const struct opc_rels *rels);
int xlsx_walk_book(struct xlsx *x, const struct opc_rels *rels);
/* The second time round begins: new names of sheets, names that are gone. */
int xlsx_rename(struct xlsx *x);
/* Sheets that are hidden, and those of macros. */
void xlsx_report(const struct xlsx *x, struct answer *a);
void xlsx_free(struct xlsx *x);

/* What a level of a walk is: each stands only where the schema has it. */
enum xlsx_state { IN_NOTHING, IN_CELL_DATA = 20, IN_ROW, IN_CELL, IN_STRING,
	IN_RUN, IN_LOOK };

/* xlsx_strings.c: hooks of any walk over texts with looks. */
void xlsx_texts_begin(struct xlsx_texts *t, int *err);
bool xlsx_texts_start(struct xlsx_texts *t, struct part_walk *w,
    const char *name, int *err);
bool xlsx_texts_end(struct xlsx_texts *t, struct part_walk *w,
    const char *name, int *err);
void xlsx_texts_free(struct xlsx_texts *t);
int xlsx_strings_read(struct xlsx *x, const char *source);
int xlsx_strings_write(struct xlsx *x);
/* The runs from `first` on are told to the story; the index of the string as
 * it stands then, -1 when nothing is left of it.  *touched: by an edit. */
long xlsx_strings_say(struct part_walk *w, const struct xlsx_texts *t,
    size_t first, size_t n, bool *touched);
/* The string that holds w->piece. */
long xlsx_strings_put(struct part_walk *w);

/* xlsx_formula.c */
/*
 * Append the formula as it may stay.  false: it may not: it refers to what is
 * outside or to nothing, or fetches something.  *gone: it could, but for the
 * edits; so both times round the same formulas are told.
 */
bool xlsx_formula(struct xlsx *x, const char *s, struct bytes *out,
    bool *gone);
/* The same for charts. */
bool xlsx_reference(struct office_job *job, const char *s, struct bytes *out);
/* Does it hold words? */
bool xlsx_formula_has_words(const char *s);

/* xlsx_styles.c */
extern const struct office_kind xlsx_styles_kind;
int xlsx_styles_read(struct xlsx *x, const char *source);
const char *xlsx_code(const struct xlsx *x, unsigned style);

/* xlsx_sheet.c, xlsx_cell.c */
extern const struct office_kind xlsx_sheet_kind, xlsx_chartsheet_kind;

struct xlsx_cell {
	struct bytes ref, formula, value;
	struct bytes formula_attrs;
	unsigned style;
	bool styled, has_formula, has_value;
	bool shared;		/* the formula is one of several cells */
	unsigned shared_id;
	char type[12];
	size_t first, n;	/* runs of an inline string */
};

struct xlsx_walk {
	struct xlsx *x;
	struct xlsx_sheet *sheet;
	struct xlsx_cell cell;
	struct xlsx_texts inline_texts;
	struct map dropped;	/* shared formulas that went */
	bool row_began;
	unsigned tabs;		/* in the row's line */
	int err;
	/* xlsx_measure.c */
	uint32_t rows;		/* begun so far */
	size_t told;		/* of sheet->told: the first of the row */
	uint8_t *columns;	/* a bit each: a cell of it is edited */
	bool measures;		/* a shared formula does */
};

/*
 * xlsx_measure.c: widths and heights that a program measured of text that is
 * redacted.  The second time round they are asked for before the cells come.
 */
int xlsx_measure_begin(struct xlsx_walk *s, struct story *t);
void xlsx_measure_cell(struct xlsx_walk *s, struct story *t, size_t stretch);
bool xlsx_measured_row(struct xlsx_walk *s, const struct story *t);
bool xlsx_measured_columns(const struct xlsx_walk *s,
    const struct xml_attr *attrs, size_t n);
/* xlsx_header.c: a header or a footer is told and written. */
void xlsx_header(struct part_walk *w, const char *s);

/* "BC12": 54, from 0; 0 too when it does not say. */
unsigned xlsx_column(const struct bytes *ref);

/* The cell in hand is whole: tell it and write it. */
void xlsx_cell_write(struct part_walk *w, struct xlsx_walk *s);

#endif
