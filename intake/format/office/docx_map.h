/*
 * docx_map.h -- strings of a document and a number for each: bookmarks,
 * styles, notes, pictures.
 */
#ifndef INTAKE_FORMAT_OFFICE_DOCX_MAP_H
#define INTAKE_FORMAT_OFFICE_DOCX_MAP_H

#include <stddef.h>

#define DOCX_MAP_MAX 1000000u	/* strings */

struct docx_map_entry {
	char *key;
	unsigned value;	/* 0 when it was put in */
};

struct docx_map {
	struct docx_map_entry *entries;	/* in the order they were put in */
	size_t n, room;
	size_t *slots;			/* 1 + index; 0 is empty */
	size_t nslots;
};

#define DOCX_MAP_INIT ((struct docx_map){ .n = 0 })

/* The entry of `key`, or NULL. */
struct docx_map_entry *docx_map_find(const struct docx_map *m,
    const char *key);
/* The same, made when it is not there; NULL when it cannot be (err_set). */
struct docx_map_entry *docx_map_put(struct docx_map *m, const char *key);
void docx_map_free(struct docx_map *m);

#endif
