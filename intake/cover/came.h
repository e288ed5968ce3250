/*
 * came.h -- which parcels came in, durably, so that one that is sent again
 * after its acknowledgement was lost does not become two submissions.
 *
 * In the file STATE/came: COVER_CAME_MAX rows of 40 bytes: BLAKE2b-128 of
 * (letterbox id, parcel id) | the id of the submission that it became | u64,
 * how many were noted before; zeros where there is none.  The oldest row is
 * the next to be written over.  A row is written when the drop has begun and
 * cannot appear yet; after a kill the drop tells whether it did
 * (sink_drop_left()), and if not the row is taken back.  Nothing in it tells
 * a letterbox to who has not its id.
 */
#ifndef INTAKE_COVER_CAME_H
#define INTAKE_COVER_CAME_H

#include <stdbool.h>

#include "vault/base/id.h"

#define CAME_FILE "came"
#define COVER_CAME_MAX 16384u

struct came;

/* `state` is a folder, borrowed. */
int came_open(struct came **out, int state);
void came_close(struct came *c);	/* NULL is fine */

bool came_has(struct came *c, const struct id *box, const struct id *parcel);

/* Durable when 0 is returned.  Several threads may call these. */
int came_note(struct came *c, const struct id *box, const struct id *parcel,
    const struct id *submission);
int came_take_back(struct came *c, const struct id *submission);

/* The submission of row i, zero when it is empty; false behind the last row. */
bool came_at(struct came *c, size_t i, struct id *submission);

#endif
