/* words.h -- what the words of a call mean, and dates for people. */
#ifndef VAULT_CMD_WORDS_H
#define VAULT_CMD_WORDS_H

#include <stdint.h>

#include "vault/session/session.h"

/* A card from its line, a file that holds it, or "-" (stdin). */
int word_card(struct card *card, const char *word);

/* An item of the submission, from its id or 4 digits of it at least. */
int word_item(struct session *s, const struct id *submission, const char *word,
    struct id *item);

/* "2026-11-22", or with the time "2026-11-22T10:00:00Z" if it has one; UTC. */
#define WHEN_SIZE 24
void when_format(char out[WHEN_SIZE], int64_t seconds);
/* Such a text: from which second to which it is, both included. */
bool when_parse(int64_t *from, int64_t *to, const char *word);

/* Write untrusted bytes to stdout, escaped. */
void print_word(const char *s);

#endif
