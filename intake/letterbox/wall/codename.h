/*
 * codename.h -- code names: which words there are, drawing some, and reading
 * what a person typed (docs/format.md "Code names").
 */
#ifndef INTAKE_LETTERBOX_WALL_CODENAME_H
#define INTAKE_LETTERBOX_WALL_CODENAME_H

#include <stddef.h>
#include <stdint.h>

#include "intake/letterbox/letterbox.h"

#define WORDS_DRAWN (LETTERBOX_WORDS - 1)	/* the last one follows */

struct code_name {
	uint16_t word[WORDS_DRAWN];	/* places in the list */
};

/* Find the words in the embedded list; ERR_FAILED when it is not a list. */
int codename_load(void);

void codename_draw(struct code_name *name);

/*
 * codename_read(name, typed, len, word):
 * LETTERBOX_OPEN; or LETTERBOX_NOT_SO_MANY, _NO_WORD, _SLIP with what *word
 * says of them (letterbox.h).  Letters are words, anything else stands between.
 */
enum letterbox_said codename_read(struct code_name *name, const char *typed,
    size_t len, uint32_t *word);

/* The words that are drawn, with a blank between; and with the last one. */
size_t codename_secret(char out[LETTERBOX_WORDS_SIZE],
    const struct code_name *name);
void codename_show(char out[LETTERBOX_WORDS_SIZE],
    const struct code_name *name);

#endif
