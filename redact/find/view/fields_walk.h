/*
 * fields_walk.h -- the walk of fields.h, shared by its parts.  Private.
 *
 * Every step reads one item (a line, a cell, a token of JSON) and moves `at`
 * behind it.  What must be known to go on is in `struct state`, which is
 * copied behind the first item that ends where the next window begins, or
 * after that; how far after is skipped there.
 */
#ifndef REDACT_FIND_FIELDS_WALK_H
#define REDACT_FIND_FIELDS_WALK_H

#include "redact/find/view/fields.h"
#include "vault/base/bytes.h"

struct label {
	uint32_t at;	/* among the labels */
	uint8_t len;	/* 0: none */
	uint8_t kind;
};

/* What the walk is in the middle of. */
enum inside { IN_TEXT, IN_ROW, IN_JSON };

struct state {
	enum inside in;
	bool rest;		/* the line began before */

	uint8_t sep;		/* of the table; 0: there is none */
	unsigned columns, column;
	struct label head[FIELD_COLUMNS_MAX];

	struct label pending;	/* stood on a line of its own */
	unsigned sign;		/* lines in which a signature may come */
	bool header;		/* the line before was a mail header */

	unsigned depth;
	struct label of[FIELD_DEPTH_MAX + 1];	/* what a level belongs to */
	bool array[FIELD_DEPTH_MAX + 1];
	struct label key;	/* of the value that comes */
};

struct fields {
	struct field *list;
	size_t n, room;
	struct bytes labels;
	struct state s, saved;
	size_t skip;		/* bytes of the next window that are read */
	bool is_saved;

	const uint8_t *text;	/* the window */
	size_t len, at, next;
	size_t unclosed;	/* no quote closes a row before it */
	int err;		/* the first one; then nothing is added */
};

/* The label at [start, start + len) of the window; .len is 0 without one. */
struct label walk_label(struct fields *f, size_t start, size_t len);
/* What is written as "outer inner". */
struct label walk_join(struct fields *f, struct label outer,
    struct label inner);

/* The value at [start, end), white space and quotes at its ends apart. */
void walk_add(struct fields *f, size_t start, size_t end, struct label l,
    enum field_form form);

/* White space apart: *start moves on, the end is returned. */
size_t walk_trim(const struct fields *f, size_t *start, size_t end);
/* Where the line at `at` ends (at its '\n', or at the end of the window). */
size_t walk_line_end(const struct fields *f, size_t at);

/* fields_table.c: is the line up to `end` a head (then it is read), is the one
 * at f->at a row (then its cells are next)?  One cell. */
bool table_head(struct fields *f, size_t start, size_t end);
bool table_row(struct fields *f);
void table_cell(struct fields *f);

/* fields_json.c: does the line begin with JSON, or have it inside from *at on?
 * One token. */
bool json_begins(const struct fields *f, size_t start, size_t end,
    size_t *at);
void json_token(struct fields *f);

/* fields_pair.c: pairs with '=' in [start, end). */
void pairs_read(struct fields *f, size_t start, size_t end);

/* fields_form.c: "Label: value" and what goes with it; true: it was one. */
bool form_read(struct fields *f, size_t start, size_t end);

/* fields_mail.c: signatures, chats and "Jan wrote:"; true: it was one. */
bool signed_read(struct fields *f, size_t start, size_t end);

#endif
