/*
 * gunzip.h -- undo gzip (RFC 1952), a piece at a time: one member and nothing
 * behind it, with the name that stands in it.
 */
#ifndef INTAKE_FOREIGN_WALL_GUNZIP_H
#define INTAKE_FOREIGN_WALL_GUNZIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct gunzip;

int gunzip_new(struct gunzip **out);
void gunzip_free(struct gunzip *g);	/* NULL is fine */

/*
 * gunzip_feed(g, p, len, take, arg):
 * Undo the next bytes, and hand what comes out to `take`, with the name that
 * was inside ("": none), in pieces that are never empty.  ERR_FORMAT when it
 * is no gzip, is damaged, or goes on behind its end; ERR_TOO_BIG over
 * EXPANSION_MAX; else what `take` returned.
 */
typedef int gunzip_take(void *arg, const char *name, const uint8_t *p,
    size_t len);
int gunzip_feed(struct gunzip *g, const uint8_t *p, size_t len,
    gunzip_take *take, void *arg);

/* The end was there, and the check sum was right. */
bool gunzip_whole(const struct gunzip *g);
const char *gunzip_name(const struct gunzip *g);

#endif
