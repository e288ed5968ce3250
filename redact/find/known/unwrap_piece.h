/* unwrap_piece.h -- inside the room: how the views of unwrap.h hand out what
 * they decode. */
#ifndef REDACT_FIND_UNWRAP_PIECE_H
#define REDACT_FIND_UNWRAP_PIECE_H

#include "redact/find/known/unwrap.h"

struct piece {
	uint8_t *p;		/* NULL until something is put */
	size_t *from, *to;
	uint8_t *by;
	size_t len;
	size_t told;		/* bytes that the last piece had too */
	bool gap;		/* before what comes */
	enum wrap wrap;
	unwrap_fn *each;
	void *ctx;
};

/* Where it came from, and how. */
struct origin {
	size_t from, to;
	enum wrap by;
};

int piece_put(struct piece *b, uint8_t c, const struct origin *o);
/* A character as UTF-8; what is none is left out. */
int piece_put_char(struct piece *b, uint32_t cp, const struct origin *o);
/* What comes does not go on with what was. */
int piece_part(struct piece *b);
/* Hand out what there is. */
int piece_end(struct piece *b);
void piece_free(struct piece *b);

/* What is read: the source. */
struct source {
	const uint8_t *p;
	size_t len;
	bool inner;	/* out of another layer */
};

/* The value of a hexadecimal digit, or -1. */
int hex_value(uint8_t c);

/* The views. */
int unwrap_escapes(const struct source *s, struct piece *b);
int unwrap_tags(const struct source *s, struct piece *b);
int unwrap_quoted(const struct source *s, struct piece *b);
int unwrap_base64(const struct source *s, struct piece *b);
int unwrap_hex(const struct source *s, struct piece *b);
int unwrap_numbers(const struct source *s, struct piece *b);
int unwrap_wide(const struct source *s, struct piece *b);
int unwrap_strings(const struct source *s, struct piece *b);
int unwrap_pages(const struct source *s, struct piece *b);

#define PAGES 4u	/* that a byte is a letter of */
#define PAGE_WEST 0u
uint32_t page_char(unsigned page, uint8_t c);

/* The label behind "xn--" into cps[]; how many, 0 when it is none. */
#define PUNY_MAX 63u
size_t puny_read(uint32_t cps[PUNY_MAX], const uint8_t *p, size_t len);

/* The character of a name like "oacute"; 0 when it is none. */
uint32_t entity_named(const uint8_t *name, size_t len);

#endif
