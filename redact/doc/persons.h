/*
 * persons.h -- the names of a submission, and which of them are one person's:
 * forms of the same name (person.h), and a surname alone or behind an initial
 * where only one person with that surname is named in full.
 */
#ifndef REDACT_DOC_PERSONS_H
#define REDACT_DOC_PERSONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PERSONS_MAX 200000u	/* names; more are nobody else's */
#define PERSONS_NONE UINT32_MAX

struct persons;

/* What is kept of one person, by whoever asks. */
struct persons_given {
	unsigned number[2];	/* the labels' */
	size_t pseudonym;	/* the labels'; 0: none */
};

int persons_new(struct persons **out);
void persons_free(struct persons *p);	/* NULL is fine */

/* Add a name that was not added before; PERSONS_NONE: it is no name. */
int persons_add(struct persons *p, const void *value, size_t len,
    uint32_t *id);

/* What is kept of the person that this name is one of, as far as is known now;
 * good until the next persons_add(). */
struct persons_given *persons_of(struct persons *p, uint32_t id);

#endif
