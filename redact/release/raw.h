/*
 * raw.h -- values in the bytes of a file, as UTF-8 and as UTF-16 of both
 * orders, all in one walk.
 */
#ifndef REDACT_RELEASE_RAW_H
#define REDACT_RELEASE_RAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RAW_LEAST 6u	/* bytes: shorter values occur by chance */
#define RAW_MOST 512u	/* of a longer one its beginning is looked for */

struct raw;

int raw_new(struct raw **out);
void raw_free(struct raw *w);	/* NULL is fine */

/* A value, valid UTF-8; one that is too short is left out.  `whose` is told
 * where it is found. */
int raw_add(struct raw *w, const uint8_t *p, size_t len, uint32_t whose);

/* Between the last raw_add() and the first raw_run(). */
int raw_ready(struct raw *w);

struct raw_hit {
	size_t from, to;	/* of the bytes */
	uint32_t whose;
	bool wide;		/* as UTF-16 */
};

/*
 * Where they stand in the bytes; a code other than 0 ends the walk.  In UTF-8
 * it begins and ends where ASCII letters and digits do not go on: "police" is
 * not in "policeman".
 */
int raw_run(const struct raw *w, const uint8_t *p, size_t len,
    int (*each)(void *ctx, const struct raw_hit *hit), void *ctx);

#endif
