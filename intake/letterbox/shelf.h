/*
 * shelf.h -- where parts lie: <state>/parts/<letterbox hex>/<part hex>, as
 * files and nothing else; for this room alone.
 *
 * All that lies there is listed and can be destroyed, whatever it is called:
 * a name that is no part's is damage.
 */
#ifndef INTAKE_LETTERBOX_SHELF_H
#define INTAKE_LETTERBOX_SHELF_H

#include "intake/letterbox/parts.h"

/* A letterbox's folder, made when `make`; -1 and 0 when there is none. */
int shelf_folder(const struct parts *s, const struct id *box, bool make,
    int *folder);
/* Take a letterbox's folder away if it is empty. */
void shelf_tidy(const struct parts *s, const struct id *box);
int shelf_sync(const struct parts *s);	/* <state>/parts itself */

/* "<part hex>"; "<part hex>.damaged" once that is known of it. */
#define SHELF_NAME_SIZE (ID_HEX_SIZE + 8)
void shelf_name(char name[SHELF_NAME_SIZE], const struct id *part,
    bool damaged);

/* A file of a letterbox. */
struct shelf_entry {
	int folder;
	const char *name;
	bool is_part;			/* a file of such a name */
	bool damaged;
	struct id id;
	uint64_t size;			/* bytes */
	int64_t modified;		/* seconds since 1970 */
};

/* `each` ends it by a negative code.  It may remove the file. */
int shelf_each(int folder, int (*each)(void *arg, const struct shelf_entry *e),
    void *arg);
int shelf_boxes(const struct parts *s, int (*each)(void *arg,
    const struct id *box), void *arg);

struct shelf_sum {
	uint64_t bytes;
	size_t parts;
};
int shelf_sum(int folder, struct shelf_sum *sum);

/*
 * Overwrite what holds the key, durably, and unlink; the folder is the caller's
 * to sync.  With `idle` only if nobody writes it.  *gone: it is no longer there
 * because of this.
 */
int shelf_destroy(int folder, const char *name, bool idle, bool *gone);

/* Unlink a broken part of which no chunk is whole. */
int shelf_drop_empty(int folder, int fd, const struct id *part);

#endif
