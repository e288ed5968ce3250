/* map.c -- open addressing; see map.h. */
#include "intake/format/story/map.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

static size_t
hash(const char *key)
{
	uint64_t h = 0xcbf29ce484222325u;	/* FNV-1a */

	for (; *key != '\0'; key++)
		h = (h ^ (uint8_t)*key) * 0x100000001b3u;
	return (size_t)(h ^ h >> 29);
}

static size_t *
slot(const struct map *m, const char *key)
{
	size_t i = hash(key) & (m->nslots - 1);

	while (m->slots[i] != 0 &&
	    strcmp(m->entries[m->slots[i] - 1].key, key) != 0)
		i = (i + 1) & (m->nslots - 1);
	return &m->slots[i];
}

struct map_entry *
map_find(const struct map *m, const char *key)
{
	size_t s;

	if (m->nslots == 0 || (s = *slot(m, key)) == 0)
		return NULL;
	return &m->entries[s - 1];
}

static int
grow(struct map *m)
{
	size_t room = m->room == 0 ? 32 : m->room * 2, i;
	struct map_entry *entries;
	size_t *slots;

	if (m->n >= MAP_MAX)
		return err_set(ERR_TOO_BIG, "the document has too many names; "
		    "split it");
	if ((entries = realloc(m->entries, room * sizeof *entries)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	m->entries = entries;
	if ((slots = calloc(room * 2, sizeof *slots)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	free(m->slots);
	m->slots = slots;
	m->nslots = room * 2;
	m->room = room;
	for (i = 0; i < m->n; i++)
		*slot(m, m->entries[i].key) = i + 1;
	return 0;
}

struct map_entry *
map_put(struct map *m, const char *key)
{
	struct map_entry *e = map_find(m, key);
	char *copy;

	if (e != NULL)
		return e;
	if (m->n == m->room && grow(m) < 0)
		return NULL;
	if ((copy = strdup(key)) == NULL) {
		(void)err_set(ERR_NO_MEMORY, "out of memory");
		return NULL;
	}
	*slot(m, key) = m->n + 1;
	m->entries[m->n] = (struct map_entry){ .key = copy };
	return &m->entries[m->n++];
}

void
map_free(struct map *m)
{
	while (m->n > 0)
		free(m->entries[--m->n].key);
	free(m->entries);
	free(m->slots);
	*m = MAP_INIT;
}
