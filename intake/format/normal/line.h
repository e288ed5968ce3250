/*
 * line.h -- one line of text as characters that know where they stood, and the
 * steps that normalise it (normalise.h).  Private to the normaliser.
 */
#ifndef INTAKE_FORMAT_NORMAL_LINE_H
#define INTAKE_FORMAT_NORMAL_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "intake/format/normal/normalise.h"

struct item {
	uint32_t cp;
	uint32_t at;		/* bytes from the line's start */
};

/* What is known of the text as a whole before its first line is changed. */
struct facts {
	uint64_t latin;		/* Latin letters */
	uint64_t foreign;	/* Cyrillic, Greek ... that look like no Latin one */
	uint64_t cjk, fullwidth;
};

struct line {
	struct item *v;
	size_t n, room;
	uint16_t *units;	/* the line in UTF-16, for ICU */
	size_t units_room;
	uint64_t start;		/* bytes from the text's start */
	const struct facts *facts;
	unsigned flags;		/* of normalise.h */
	bool maths;		/* signs of mathematics stand in it */
	struct marks_seen *seen;	/* or NULL */
};

/* Take up the characters of a line.  ERR_NO_MEMORY; ERR_FORMAT. */
int line_read(struct line *l, const uint8_t *p, size_t len);
void line_free(struct line *l);

/* Room for n items.  ERR_NO_MEMORY. */
int line_room(struct line *l, size_t n);
/* Its items become those of `from`, which gets the old ones to free. */
void line_move(struct line *l, struct line *from);

/* Item i is changed or goes, for this reason. */
void line_saw(struct line *l, enum mark_kind kind, size_t i);

/* The steps, in their order.  Those that return int: ERR_NO_MEMORY. */
void line_drop_controls(struct line *l);
void line_drop_useless(struct line *l);		/* invisible.c: of no use
						 * whatever it stands in */
int line_drop_bidi(struct line *l);		/* bidi.c */
void line_drop_invisible(struct line *l);	/* by what it stands in */
void line_plain_spaces(struct line *l);
int line_compose(struct line *l);
void line_fold_words(struct line *l);	/* words.c */
bool line_has_maths(const struct line *l);	/* signs.c */
int line_plain_signs(struct line *l);
void line_plain_quotes(struct line *l);
void line_trim(struct line *l);

#endif
