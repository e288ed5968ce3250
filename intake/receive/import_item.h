/*
 * import_item.h -- how bytes of an export become an item: begun and filled, and
 * then ended, or as if it had never begun.
 */
#ifndef INTAKE_RECEIVE_IMPORT_ITEM_H
#define INTAKE_RECEIVE_IMPORT_ITEM_H

#include "intake/receive/import_run.h"

/*
 * All of `fd` is the next item, which is not ended; a message when it is to be
 * one and is a text.  `sealed` is the size of what it was opened from, 0 when
 * it was not: with more than EXPANSION_MAX times that, ERR_TOO_BIG.
 */
int item_bytes(struct import *m, int fd, const char *name, bool message,
    uint64_t sealed);

/* The same of what one gzip file in `fd` holds, called `name` without its .gz
 * when no name stands in it.  ERR_FORMAT, ERR_TOO_BIG: it is none. */
int item_unpacked(struct import *m, int fd, const char *name);

/* What came before returned `r`: the item is whole; or there is none of it,
 * and `r` is returned. */
int item_end(struct import *m, int r);

/* Something more to say of the item that was added last. */
int item_event(struct import *m, const char *event);

/* Where a sealed file comes from, as often as it is wanted. */
struct source {
	int folder;		/* -1: it is in the packed export */
	const char *path;
	uint32_t number;
	uint64_t size;		/* bytes */
	struct foreign *entry;
	int fd;			/* open, to be read from its start */
};

/* It is the next item: opened by gpg, and unpacked when its place says so; or
 * as it came, when that does not work, which is told. */
int item_sealed(struct import *m, struct source *s, const struct place *at);

/* It is the next item as it came. */
int item_as_it_is(struct import *m, struct source *s, const struct place *at);

#endif
