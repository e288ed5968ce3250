/* words.h -- a code name from a person, and what follows from it. */
#ifndef INTAKE_COVER_SOURCE_WORDS_H
#define INTAKE_COVER_SOURCE_WORDS_H

#include "intake/cover/card.h"
#include "intake/cover/source/talk.h"

/*
 * words_ask(name, fd):
 * One line from `fd`; -1: asked on the terminal, not shown.  ERR_WRONG_KEY with
 * what is wrong when it is no code name.
 */
int words_ask(struct code_name *name, int fd);

/* The keys that the code name has at this service; 20 ms. */
int words_keys(struct talk_keys *keys, const struct code_name *name,
    const struct cover_card *card);
void words_keys_free(struct talk_keys *keys);	/* wipes */

#endif
