/* lists.c -- see lists.h. */
#include "intake/format/story/lists.h"

#include <string.h>

void
lists_values(struct answer *a, const char *group, const char *name,
    const struct map *m)
{
	size_t i;

	for (i = 0; i < m->n && i < LISTS_MAX; i++)
		answer_metaf(a, group, name, "%s (%u)", m->entries[i].key,
		    m->entries[i].value);
	if (m->n > LISTS_MAX)
		answer_metaf(a, group, name, "and %zu more",
		    m->n - LISTS_MAX);
}

void
lists_ids(struct answer *a, const char *name, const struct map *m)
{
	struct bytes some = BYTES_INIT(1024);
	size_t i;

	for (i = 0; i < m->n && i < 8; i++)
		(void)bytes_addf(&some, " %.32s", m->entries[i].key);
	if (m->n > 0 && bytes_ok(&some) == 0)
		answer_metaf(a, "ids", name, "%zu different:%s%s", m->n,
		    bytes_str(&some), m->n > 8 ? " ..." : "");
	bytes_free(&some);
}

bool
lists_word(const char *list, const char *word)
{
	size_t len = strlen(word);
	const char *at = list;

	if (len == 0 || strchr(word, ' ') != NULL)
		return false;
	while ((at = strstr(at, word)) != NULL) {
		if (at[-1] == ' ' && at[len] == ' ')
			return true;
		at += len;
	}
	return false;
}
