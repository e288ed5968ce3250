/* recipients.h -- whom a submission is sealed to: the desk. */
#ifndef INTAKE_RECEIVE_RECIPIENTS_H
#define INTAKE_RECEIVE_RECIPIENTS_H

#include "intake/receive/submission.h"

/*
 * cards_of_file(word, take, arg):
 * `word` is a card, or a file of cards: one on a line, '#' begins a comment,
 * empty lines are fine; `take` gets each, and ends it by a negative code.
 * ERR_FORMAT names the line that is no card, or says that there is none.
 */
int cards_of_file(const char *word, int (*take)(void *arg,
    const struct card *card), void *arg);

/* The same for the recipients of a submission. */
int recipients_of_file(struct submission *sub, const char *word);

/* Every member of the vault who has the role desk now, at its newest epoch; in
 * place of all that the submission had. */
int recipients_of_vault(struct submission *sub, struct session *s);

#endif
