/* ole.c -- see ole.h. */
#include "intake/format/package/ole.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "vault/base/err.h"
#include "vault/base/print.h"

#define HEADER_SIZE 512u
#define ENTRY_SIZE 128u
#define HEADER_FATS 109u	/* places for FAT sectors in the header */
#define SECTOR_LAST 0xfffffffau	/* numbers above mean something else */
#define NO_ENTRY 0xffffffffu
#define MINI_SHIFT 6u
#define MINI_CUTOFF 4096u	/* streams below lie in the mini stream */
#define NAME_UNITS 32u

enum { TYPE_STORAGE = 1, TYPE_STREAM = 2, TYPE_ROOT = 5 };

struct ole {
	const uint8_t *p;
	size_t len;
	unsigned shift;			/* of a sector's size */
	uint32_t sectors;		/* that the file has room for */
	uint32_t *fat, *minifat;
	size_t nfat, nminifat;
	struct bytes mini;		/* the stream that holds short ones */
	struct bytes directory;
	struct ole_entry *entries;
	size_t n;
};

static uint32_t
u16(const uint8_t *p)
{
	return (uint32_t)(p[0] | p[1] << 8);
}

static uint32_t
u32(const uint8_t *p)
{
	return u16(p) | u16(p + 2) << 16;
}

static uint64_t
u64(const uint8_t *p)
{
	return u32(p) | (uint64_t)u32(p + 4) << 32;
}

static int
damaged(const char *what)
{
	return err_set(ERR_FORMAT, "the compound file %s; ask for the file "
	    "again", what);
}

static int
no_memory(void)
{
	return err_set(ERR_NO_MEMORY, "out of memory");
}

bool
ole_is(const void *data, size_t len)
{
	static const uint8_t magic[] = { 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1,
	    0x1a, 0xe1 };

	return len >= HEADER_SIZE && memcmp(data, magic, sizeof magic) == 0;
}

/* Where the sector begins; 0 when it lies outside.  *len: bytes it has, less
 * than a sector only where the file was cut at its end. */
static size_t
sector_at(const struct ole *o, uint32_t sector, size_t *len)
{
	size_t at;

	if (sector >= o->sectors)
		return 0;
	at = ((size_t)sector + 1) << o->shift;
	*len = o->len - at < (size_t)1 << o->shift ? o->len - at :
	    (size_t)1 << o->shift;
	return at;
}

/* A table of sector numbers that lies in the sector `sector`. */
static int
add_table(const struct ole *o, uint32_t sector, uint32_t *to)
{
	size_t len, at, i;

	if ((at = sector_at(o, sector, &len)) == 0 ||
	    len != (size_t)1 << o->shift)
		return damaged("points outside itself");
	for (i = 0; i < len / 4; i++)
		to[i] = u32(o->p + at + 4 * i);
	return 0;
}

static int
read_fat(struct ole *o)
{
	size_t per = ((size_t)1 << o->shift) / 4, count = u32(o->p + 44);
	uint32_t more = u32(o->p + 68), *difat = NULL;
	size_t i, in_hand = 0, steps = 0;
	int r = 0;

	/* Each sector of the FAT describes `per` others. */
	if (count > o->sectors / per + 1)
		return damaged("has a table larger than itself");
	o->fat = calloc(count * per + 1, sizeof *o->fat);
	difat = calloc(per, sizeof *difat);
	if (o->fat == NULL || difat == NULL) {
		r = no_memory();
		goto done;
	}
	for (i = 0; i < count && r == 0; i++) {
		uint32_t sector;

		if (i < HEADER_FATS) {
			sector = u32(o->p + 76 + 4 * i);
		} else {
			/* The last number of each leads to the next. */
			if (in_hand == 0 && (steps++ > o->sectors ||
			    (r = add_table(o, more, difat)) < 0))
				goto done;
			sector = difat[in_hand++];
			if (in_hand == per - 1) {
				more = difat[per - 1];
				in_hand = 0;
			}
		}
		r = add_table(o, sector, o->fat + i * per);
	}
	o->nfat = count * per;
done:
	free(difat);
	return r;
}

/* Append `size` bytes of a chain of whole sectors; all of it if SIZE_MAX. */
static int
read_chain(const struct ole *o, uint32_t sector, size_t size,
    struct bytes *out)
{
	size_t at, len, steps = 0;
	int r;

	while (size > 0 && sector < SECTOR_LAST) {
		if ((at = sector_at(o, sector, &len)) == 0)
			return damaged("is cut short");
		if (sector >= o->nfat || steps++ > o->sectors)
			return damaged("has a chain that does not end");
		if (len > size)
			len = size;
		if ((r = bytes_add(out, o->p + at, len)) < 0)
			return r;
		if (size != SIZE_MAX)
			size -= len;
		sector = o->fat[sector];
	}
	return size == 0 || size == SIZE_MAX ? 0 : damaged("is cut short");
}

static int
read_minifat(struct ole *o)
{
	struct bytes b = BYTES_INIT(o->len);
	size_t i;
	int r;

	if ((r = read_chain(o, u32(o->p + 60), SIZE_MAX, &b)) < 0)
		goto done;
	o->nminifat = b.len / 4;
	if ((o->minifat = calloc(o->nminifat + 1, sizeof *o->minifat)) ==
	    NULL) {
		r = no_memory();
		goto done;
	}
	for (i = 0; i < o->nminifat; i++)
		o->minifat[i] = u32(b.data + 4 * i);
done:
	bytes_free(&b);
	return r;
}

/* A name of UTF-16; what is no character becomes U+FFFD. */
static void
entry_name(struct ole_entry *e, const uint8_t *p)
{
	struct bytes b = BYTES_INIT(OLE_NAME_SIZE - 1);
	uint32_t units = u16(p + 64) / 2, cp;
	size_t i;

	for (i = 0; i + 1 < units && i + 1 < NAME_UNITS; i++) {
		cp = u16(p + 2 * i);
		if (cp >= 0xd800 && cp < 0xdc00 && i + 2 < units &&
		    i + 2 < NAME_UNITS && u16(p + 2 * i + 2) >= 0xdc00 &&
		    u16(p + 2 * i + 2) < 0xe000) {
			cp = 0x10000 + ((cp - 0xd800) << 10) +
			    (u16(p + 2 * i + 2) - 0xdc00);
			i++;
		}
		if ((cp >= 0xd800 && cp < 0xe000) || cp == 0)
			cp = 0xfffd;
		(void)utf8_put(&b, cp);
	}
	if (b.len > 0)
		memcpy(e->name, b.data, b.len);
	e->name[b.len] = '\0';
	bytes_free(&b);
}

static void
entry_read(struct ole_entry *e, const struct ole *o, const uint8_t *p)
{
	entry_name(e, p);
	e->storage = p[66] != TYPE_STREAM;
	memcpy(e->clsid, p + 80, sizeof e->clsid);
	e->created = u64(p + 100);
	e->modified = u64(p + 108);
	e->start = u32(p + 116);
	/* The upper half says nothing in files of 512-byte sectors. */
	e->size = e->storage ? 0 : o->shift == 9 ? u32(p + 120) : u64(p + 120);
}

/*
 * The entries of each storage are a binary tree inside the directory.  All of
 * them are walked with one stack; whoever is met twice is damage.
 */
struct walk {
	uint32_t *stack;	/* entries of the directory still to do */
	uint32_t *parent;	/* by stack place: index among our entries */
	bool *left_done;	/* by stack place */
	bool *seen;		/* by directory entry */
	size_t n, ndirectory;
};

static int
push(struct walk *k, uint32_t entry, uint32_t parent)
{
	if (entry == NO_ENTRY)
		return 0;
	if (entry >= k->ndirectory || k->seen[entry])
		return damaged("has folders that are no tree");
	k->seen[entry] = true;
	k->stack[k->n] = entry;
	k->parent[k->n] = parent;
	k->left_done[k->n++] = false;
	return 0;
}

static int
take(struct ole *o, struct walk *k, const uint8_t *p, uint32_t parent)
{
	struct ole_entry *e = &o->entries[o->n];
	uint32_t me = (uint32_t)o->n;
	int r;

	if ((p[66] != TYPE_STORAGE && p[66] != TYPE_STREAM) ||
	    u16(p + 64) > 2 * NAME_UNITS)
		return damaged("has an entry of no kind");
	entry_read(e, o, p);
	e->parent = parent;
	e->depth = o->entries[parent].depth + 1;
	if (e->depth > OLE_DEPTH_MAX)
		return err_set(ERR_TOO_BIG, "the folders of the compound file "
		    "are nested too deep; treat it as hostile");
	o->n++;
	/* The right side is pushed before what is inside, and so comes after. */
	if ((r = push(k, u32(p + 72), parent)) < 0)
		return r;
	return e->storage ? push(k, u32(p + 76), me) : 0;
}

static int
walk_tree(struct ole *o, struct walk *k)
{
	const uint8_t *p = o->directory.data;
	uint32_t entry, parent;
	int r;

	entry_read(&o->entries[0], o, p);
	o->n = 1;
	k->seen[0] = true;
	if ((r = push(k, u32(p + 76), OLE_ROOT)) < 0)
		return r;
	while (k->n > 0) {
		entry = k->stack[k->n - 1];
		parent = k->parent[k->n - 1];
		p = o->directory.data + (size_t)entry * ENTRY_SIZE;
		if (!k->left_done[k->n - 1]) {
			k->left_done[k->n - 1] = true;
			if ((r = push(k, u32(p + 68), parent)) < 0)
				return r;
			if (k->stack[k->n - 1] != entry)
				continue;
		}
		k->n--;
		if ((r = take(o, k, p, parent)) < 0)
			return r;
	}
	return 0;
}

static int
read_tree(struct ole *o)
{
	struct walk k = { .n = 0 };
	uint64_t total = 0;
	size_t i;
	int r;

	k.ndirectory = o->directory.len / ENTRY_SIZE;
	if (k.ndirectory == 0 || o->directory.data[66] != TYPE_ROOT)
		return damaged("has no root");
	if (k.ndirectory > OLE_ENTRIES_MAX)
		return err_set(ERR_TOO_BIG, "the compound file has more than "
		    "%u entries; treat it by hand", OLE_ENTRIES_MAX);
	o->entries = calloc(k.ndirectory, sizeof *o->entries);
	k.stack = calloc(k.ndirectory, sizeof *k.stack);
	k.parent = calloc(k.ndirectory, sizeof *k.parent);
	k.left_done = calloc(k.ndirectory, sizeof *k.left_done);
	k.seen = calloc(k.ndirectory, sizeof *k.seen);
	if (o->entries == NULL || k.stack == NULL || k.parent == NULL ||
	    k.left_done == NULL || k.seen == NULL)
		r = no_memory();
	else
		r = walk_tree(o, &k);
	for (i = 1; i < o->n && r == 0; i++) {
		total += o->entries[i].size;
		if (o->entries[i].size > o->len || total > o->len)
			r = damaged("holds more than its own length");
	}
	free(k.stack);
	free(k.parent);
	free(k.left_done);
	free(k.seen);
	return r;
}

static int
read_tables(struct ole *o)
{
	uint32_t size;
	int r;

	o->shift = u16(o->p + 30);
	if (u16(o->p + 28) != 0xfffe || (o->shift != 9 && o->shift != 12) ||
	    u16(o->p + 32) != MINI_SHIFT || o->len >> o->shift < 3)
		return damaged("has a damaged header");
	/* A last sector that was cut still counts. */
	o->sectors = (uint32_t)((o->len - 1) >> o->shift);
	if ((r = read_fat(o)) < 0 || (r = read_minifat(o)) < 0 ||
	    (r = read_chain(o, u32(o->p + 48), SIZE_MAX, &o->directory)) < 0)
		return r;
	if (o->directory.len < ENTRY_SIZE)
		return damaged("has no root");
	size = u32(o->directory.data + 120);
	if (size > o->len)
		return damaged("holds more than its own length");
	return read_chain(o, u32(o->directory.data + 116), size, &o->mini);
}

int
ole_open(struct ole **out, const void *data, size_t len)
{
	struct ole *o;
	int r;

	*out = NULL;
	if (!ole_is(data, len))
		return damaged("does not begin like one");
	if ((o = calloc(1, sizeof *o)) == NULL)
		return no_memory();
	o->p = data;
	o->len = len;
	o->mini = o->directory = BYTES_INIT(len);
	if ((r = read_tables(o)) < 0 || (r = read_tree(o)) < 0) {
		ole_free(o);
		return r;
	}
	*out = o;
	return 0;
}

void
ole_free(struct ole *o)
{
	if (o == NULL)
		return;
	free(o->fat);
	free(o->minifat);
	free(o->entries);
	bytes_free(&o->mini);
	bytes_free(&o->directory);
	free(o);
}

size_t
ole_count(const struct ole *o)
{
	return o->n;
}

const struct ole_entry *
ole_at(const struct ole *o, size_t i)
{
	return i < o->n ? &o->entries[i] : NULL;
}

size_t
ole_index(const struct ole *o, const struct ole_entry *e)
{
	return (size_t)(e - o->entries);
}

const struct ole_entry *
ole_find(const struct ole *o, size_t parent, const char *name)
{
	size_t i;

	for (i = parent + 1; i < o->n; i++)
		if (o->entries[i].parent == parent &&
		    strcasecmp(o->entries[i].name, name) == 0)
			return &o->entries[i];
	return NULL;
}

/* A short stream: 64 bytes at a time, from the mini stream. */
static int
read_mini(const struct ole *o, const struct ole_entry *e, struct bytes *out)
{
	size_t left = (size_t)e->size, at, len, steps = 0;
	uint32_t sector = e->start;
	int r;

	while (left > 0) {
		at = (size_t)sector << MINI_SHIFT;
		if (sector >= o->nminifat || at >= o->mini.len)
			return damaged("is cut short");
		if (steps++ > o->nminifat)
			return damaged("has a chain that does not end");
		len = left < 1u << MINI_SHIFT ? left : 1u << MINI_SHIFT;
		if (len > o->mini.len - at)
			return damaged("is cut short");
		if ((r = bytes_add(out, o->mini.data + at, len)) < 0)
			return r;
		left -= len;
		sector = o->minifat[sector];
	}
	return 0;
}

int
ole_read(const struct ole *o, const struct ole_entry *e, struct bytes *out)
{
	size_t before = out->len;
	int r;

	if (e->storage)
		return damaged("has a folder where a stream should be");
	if (e->size > OLE_STREAM_MAX)
		return err_set(ERR_TOO_BIG, "a stream of the compound file is "
		    "over the limit; treat the file by hand");
	r = e->size < MINI_CUTOFF ? read_mini(o, e, out) :
	    read_chain(o, e->start, (size_t)e->size, out);
	if (r < 0)
		out->len = before;
	return r;
}
