/*
 * cover.h -- open the messages of cover mode: the secret is in
 * tipline-letterbox, and what is inside is intake/cover's affair.
 */
#ifndef INTAKE_LETTERBOX_COVER_H
#define INTAKE_LETTERBOX_COVER_H

#include "intake/letterbox/letterbox.h"
#include "intake/letterbox/records.h"

/* What clients must know. */
struct letterbox_cover {
	uint8_t key[BOX_PK_BYTES];
	uint8_t salt[LETTERBOX_SALT_BYTES];
	uint32_t passes, kib;		/* of Argon2id */
};

/*
 * Have messages opened from now on, with the secret in <state>/cover, which is
 * made at the first start.  Once, before anything else is asked.
 */
int letterbox_cover_begin(struct letterbox *l, int state,
    struct letterbox_cover *cover);

/* Any thread may ask.  *opened is false when it was no message. */
int letterbox_cover_open(struct letterbox *l,
    const uint8_t box[LETTERBOX_COVER_BYTES],
    uint8_t plain[LETTERBOX_COVER_PLAIN], bool *opened);

#endif
