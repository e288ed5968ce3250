/*
 * ole.h -- read a compound file ([MS-CFB]: DOC, XLS, PPT, MSG, embedded
 * objects) from memory.
 *
 * Only reading: such files are never written here.  Names are UTF-8.  A file
 * in which a chain of sectors turns in a circle, two streams are longer
 * together than the file, or the folders are no tree is refused.
 */
#ifndef INTAKE_FORMAT_PACKAGE_OLE_H
#define INTAKE_FORMAT_PACKAGE_OLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vault/base/bytes.h"

#define OLE_ENTRIES_MAX 100000u		/* streams and storages */
#define OLE_DEPTH_MAX 64u		/* storages inside each other */
#define OLE_NAME_SIZE 100u		/* 31 UTF-16 units as UTF-8, and a NUL */
#define OLE_STREAM_MAX ((size_t)256 << 20)	/* bytes of one stream */
#define OLE_ROOT 0u			/* the index of the root storage */

struct ole_entry {
	char name[OLE_NAME_SIZE];
	bool storage;		/* a folder; the root too */
	uint64_t size;		/* bytes of a stream */
	uint32_t parent;	/* index; the root is its own */
	uint32_t depth;		/* 0: the root */
	uint8_t clsid[16];	/* of a storage: what program it belongs to */
	uint64_t created, modified;	/* FILETIME, 0: not said */
	uint32_t start;		/* its first sector */
};

struct ole;

/* Do the first bytes say that it is one? */
bool ole_is(const void *data, size_t len);

/*
 * ole_open(out, data, len):
 * Read the tables and the tree.  `data` is borrowed until ole_free().
 * ERR_FORMAT when it is damaged; ERR_TOO_BIG over a limit above;
 * ERR_NO_MEMORY.
 */
int ole_open(struct ole **out, const void *data, size_t len);
void ole_free(struct ole *o);		/* NULL is fine */

/* All entries, each after its storage, those of one storage in the order of
 * the file's own tree; the first is the root. */
size_t ole_count(const struct ole *o);
const struct ole_entry *ole_at(const struct ole *o, size_t i);
size_t ole_index(const struct ole *o, const struct ole_entry *e);

/* The entry of this name in the storage with index `parent`; ASCII case does
 * not count.  NULL when there is none. */
const struct ole_entry *ole_find(const struct ole *o, size_t parent,
    const char *name);

/* Append the stream.  ERR_FORMAT when its chain is broken; ERR_TOO_BIG over
 * out's maximum. */
int ole_read(const struct ole *o, const struct ole_entry *e,
    struct bytes *out);

#endif
