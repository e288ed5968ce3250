/* box.h -- boxes (ISO/IEC 14496-12, 4.2), read and written. */
#ifndef INTAKE_FORMAT_HEIF_BOX_H
#define INTAKE_FORMAT_HEIF_BOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vault/base/bytes.h"

struct bmff {
	char type[5];		/* four bytes and a NUL */
	const uint8_t *data;	/* behind its header */
	size_t len;
};

struct boxes {
	const uint8_t *data;
	size_t len, at;
	bool cut;		/* the last one is longer than what is there */
};

struct boxes boxes(const uint8_t *data, size_t len);
bool boxes_next(struct boxes *b, struct bmff *out);
bool box_is(const struct bmff *b, const char *type);

/* The first box so named; false when there is none. */
bool boxes_find(const uint8_t *data, size_t len, const char *type,
    struct bmff *out);

/*
 * What is left of a box's content, read from its beginning; reading behind
 * the end gives 0 and sets `failed`.
 */
struct boxread {
	const uint8_t *p;
	size_t left;
	bool failed;
};

struct boxread boxread(const struct bmff *b);
uint64_t boxread_number(struct boxread *r, unsigned bytes);	/* 0 to 8 */
/* Text that ends with a NUL, which is not counted. */
const uint8_t *boxread_text(struct boxread *r, size_t *len);

/* Append: begin() gives what end() needs to fill the length in. */
size_t box_begin(struct bytes *out, const char *type);
void box_end(struct bytes *out, size_t begun);
void box_put(struct bytes *out, uint64_t v, unsigned bytes);

#endif
