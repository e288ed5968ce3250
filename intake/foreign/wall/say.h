/*
 * say.h -- what was read, said to the clean side (intake/foreign/records.h).
 * A failure of one call is that of all that follow; look once, with say_ok().
 * Strings are cut at their limits, and at a NUL.
 */
#ifndef INTAKE_FOREIGN_WALL_SAY_H
#define INTAKE_FOREIGN_WALL_SAY_H

#include <stddef.h>
#include <stdint.h>

#include "intake/foreign/foreign.h"

struct say {
	int sock;
	int failed;
	uint32_t left_out;	/* what was in the export and is not said */
};

/* Of at most `items` items. */
void say_submission(struct say *s, size_t items);
void say_whole(struct say *s);
void say_fact(struct say *s, enum fact_what what, const char *value);
/* A whole item. */
void say_item(struct say *s, enum item_what what, const char *name,
    const void *data, size_t len);
/* An item that comes in pieces: begin, data as often as is wanted, end. */
void say_item_begin(struct say *s, enum item_what what, const char *name);
void say_data(struct say *s, const void *data, size_t len);
void say_item_end(struct say *s);
void say_range(struct say *s, uint64_t offset, uint64_t length,
    const char *name);
/* A file of a packed export that the clean side asks for by its number. */
void say_sealed(struct say *s, uint32_t number, uint64_t size,
    const char *name);
/* Something that is not taken. */
void say_left(struct say *s, enum foreign_why why, const char *name);
void say_reference(struct say *s, const char *path, const char *name);
void say_done(struct say *s);
int say_ok(const struct say *s);

#endif
