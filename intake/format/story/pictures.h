/*
 * pictures.h -- the pictures inside a document, each cleaned once.
 *
 * A picture is known by a key (the name of the part it was read from) and
 * gets a new name that says nothing: "image3.png".  Whatever a row of the
 * program's table can clean is cleaned by it; in place of the others stands
 * one grey pixel, so that the document still opens where they were.
 */
#ifndef INTAKE_FORMAT_STORY_PICTURES_H
#define INTAKE_FORMAT_STORY_PICTURES_H

#include <stdbool.h>
#include <stddef.h>

#include "intake/format/format.h"
#include "intake/format/story/map.h"

#define PICTURES_MAX 5000u
#define PICTURES_BYTES_MAX ((size_t)512 << 20)	/* of all in a document */

struct picture {
	char name[32];
	enum format_id format;
	bool grey;		/* stands for one that cannot be cleaned */
	struct bytes data;	/* cleaned */
};

struct pictures {
	struct map by_key;	/* 1 + index */
	struct picture *list;	/* in the order they were put in */
	size_t n, room, bytes;
};

#define PICTURES_INIT ((struct pictures){ .n = 0 })

/* NULL when it was not put in yet. */
const struct picture *pictures_find(const struct pictures *p, const char *key);

/*
 * pictures_put(p, key, data, len):
 * Clean it, or put the grey one in its place (also when len is 0).  NULL when
 * there is no room or memory (err_set).
 */
const struct picture *pictures_put(struct pictures *p, const char *key,
    const void *data, size_t len);
void pictures_free(struct pictures *p);

/* Is this of a kind that is a picture?  For what may be anything. */
bool pictures_is_format(enum format_id f);

/* "image/png"; NULL for what is no picture. */
const char *pictures_mime(enum format_id f);

#endif
