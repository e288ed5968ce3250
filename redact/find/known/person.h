/*
 * person.h -- do two names name the same person for certain?
 *
 * "Jan Kowalski", "Janowi Kowalskiemu" and "KOWALSKI, Jan" do.  Who might be
 * somebody else is somebody else: "Jan Kowalska", "Ivana Petrova" beside "Ivan
 * Petrov", "Marina Blake" beside "Marin Blake".  A surname alone, or behind an
 * initial, is perhaps the same person's: whoever knows that nobody else has it
 * may say so.
 */
#ifndef REDACT_FIND_PERSON_H
#define REDACT_FIND_PERSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PERSON_LETTERS_MAX 24u	/* of a word; with a longer one it is none */
#define PERSON_PART_MAX 2u	/* given names, surnames */

struct person_word {
	uint32_t letters[PERSON_LETTERS_MAX];	/* folded */
	uint32_t n;				/* 1: an initial */
};

struct person {
	struct person_word given[PERSON_PART_MAX], surname[PERSON_PART_MAX];
	unsigned ngiven, nsurname;
};

/* Read a name; false for what is none that could be compared. */
bool person_read(struct person *p, const void *value, size_t len);

/* Has it a given name and a surname, both written out? */
bool person_is_full(const struct person *p);

enum person_same { PERSON_OTHER, PERSON_PERHAPS, PERSON_SAME };
enum person_same person_same(const struct person *a, const struct person *b);

#endif
