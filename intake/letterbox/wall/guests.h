/*
 * guests.h -- the keys of those who are there now, in guarded memory.
 */
#ifndef INTAKE_LETTERBOX_WALL_GUESTS_H
#define INTAKE_LETTERBOX_WALL_GUESTS_H

#include <stddef.h>
#include <stdint.h>

#include "intake/letterbox/letterbox.h"
#include "intake/letterbox/records.h"
#include "intake/letterbox/wall/keys.h"
#include "intake/letterbox/wall/codename.h"

struct visit {
	uint32_t number;		/* 0: nobody's */
	uint32_t served;		/* how often this place was taken */
	struct letterbox_public pub;
	uint8_t box_sk[BOX_SK_BYTES];
	uint8_t part_sk[BOX_SK_BYTES];
};

struct guests;

int guests_new(struct guests **out, const uint8_t salt[LETTERBOX_SALT_BYTES]);
void guests_free(struct guests *v);
const uint8_t *guests_salt(const struct guests *v);

/* Work out the keys and keep them: some 20 ms.  LETTERBOX_OPEN or _FULL. */
int guests_enter(struct guests *v, const struct code_name *name,
    enum letterbox_said *said, const struct visit **visit);

/* ERR_NOT_FOUND when it ended. */
int guests_find(struct guests *v, uint32_t number, const struct visit **visit);
void guests_leave(struct guests *v, uint32_t number);

#endif
