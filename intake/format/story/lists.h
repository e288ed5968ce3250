/*
 * lists.h -- what a map gathered, told in a report: values with how often each
 * came, and ids that mean nothing but which machine and when.
 */
#ifndef INTAKE_FORMAT_STORY_LISTS_H
#define INTAKE_FORMAT_STORY_LISTS_H

#include "intake/format/answer.h"
#include "intake/format/story/map.h"

#define LISTS_MAX 200u	/* values told of one kind; the rest are counted */

void lists_values(struct answer *a, const char *group, const char *name,
    const struct map *m);
/* How many, and a few. */
void lists_ids(struct answer *a, const char *name, const struct map *m);

/* Is the word one of a list " one two three ", each between blanks? */
bool lists_word(const char *list, const char *word);

#endif
