/*
 * answer_note.h -- the questions to the keeper that ask for a signature under
 * a checkpoint: of nothing else is a note ever signed here.
 */
#ifndef VAULT_KEEP_ANSWER_NOTE_H
#define VAULT_KEEP_ANSWER_NOTE_H

#include "vault/keep/answer.h"

/* As answer(). */
int answer_note_sign(struct turn *t);
int answer_note_cosign(struct turn *t);

#endif
