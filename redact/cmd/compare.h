/* compare.h -- the second half of `tipline inspect A B`. */
#ifndef REDACT_CMD_COMPARE_H
#define REDACT_CMD_COMPARE_H

#include "redact/cmd/input.h"

/* The texts of two files, put together from what lies in each. */
struct compared {
	const char *file[2];
	struct bytes text[2];
	size_t n;		/* files seen */
};

#define COMPARED_INIT ((struct compared){ .text = { BYTES_INIT(TEXT_MAX), \
	BYTES_INIT(TEXT_MAX) } })

/* Keep the text of a file that was examined. */
int compared_add(struct compared *c, const struct visit *v);
/* Tell where they differ, if both have text. */
int compared_show(const struct compared *c, const struct options *o);
void compared_free(struct compared *c);

#endif
