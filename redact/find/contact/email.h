/* email.h -- what the two ways to write a mail address share. */
#ifndef REDACT_FIND_EMAIL_H
#define REDACT_FIND_EMAIL_H

#include "redact/find/view/view.h"

/* The words that stand for '@', for TRIGGER_WORD. */
extern const char *const email_veils[];

/*
 * At '@' with white space or a bracket behind it, or at a word that stands for
 * it: "name [at] host [dot] tld", "name at host dot tld", "name @ host.tld".
 */
int email_veiled(const struct view *v, size_t place, size_t *next);

/* Can [start, end) be a top-level domain?  Two bytes, not all digits. */
bool email_is_top(const struct view *v, size_t start, size_t end);

#endif
