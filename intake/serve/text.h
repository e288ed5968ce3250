/* text.h -- is it UTF-8, when it comes in pieces? */
#ifndef INTAKE_SERVE_TEXT_H
#define INTAKE_SERVE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {			/* all zero at the beginning */
	uint8_t begun[4];	/* a character that is not whole yet */
	unsigned left;		/* bytes of it */
	bool bad;
};

void text_add(struct text *t, const void *p, size_t len);
/* All of it came: was it? */
bool text_valid(const struct text *t);

#endif
