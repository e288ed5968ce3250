/*
 * map.h -- strings of a document and a number for each: bookmarks,
 * styles, notes, pictures.
 */
#ifndef INTAKE_FORMAT_STORY_MAP_H
#define INTAKE_FORMAT_STORY_MAP_H

#include <stddef.h>

#define MAP_MAX 1000000u	/* strings */

struct map_entry {
	char *key;
	unsigned value;	/* 0 when it was put in */
};

struct map {
	struct map_entry *entries;	/* in the order they were put in */
	size_t n, room;
	size_t *slots;			/* 1 + index; 0 is empty */
	size_t nslots;
};

#define MAP_INIT ((struct map){ .n = 0 })

/* The entry of `key`, or NULL. */
struct map_entry *map_find(const struct map *m,
    const char *key);
/* The same, made when it is not there; NULL when it cannot be (err_set). */
struct map_entry *map_put(struct map *m, const char *key);
void map_free(struct map *m);

#endif
