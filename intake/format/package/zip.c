/* zip.c -- the directory of a package; see zip.h. */
#include "intake/format/package/zip.h"

#include <stdlib.h>
#include <string.h>

#include "intake/examine/limits.h"
#include "intake/format/package/zip_fields.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

#define END_SIZE 22		/* bytes of the end record, without comment */
#define CENTRAL_SIZE 46
#define LOCAL_SIZE 30
#define END_SIGN 0x06054b50u
#define CENTRAL_SIGN 0x02014b50u
#define LOCAL_SIGN 0x04034b50u
#define FLAG_ENCRYPTED 0x0001u
#define FLAG_DESCRIPTOR 0x0008u	/* sizes follow the data */
#define DATE_NEUTRAL 0x0021u	/* 1980-01-01 */
#define STORED 0u
#define DEFLATED 8u

struct zip {
	const uint8_t *p;
	size_t len;
	size_t directory;	/* where it starts */
	struct zip_member *members;
	struct zip_member **by_name;
	size_t n;
	uint64_t claimed;	/* bytes */
	size_t comment;
};

static unsigned
u16(const uint8_t *p)
{
	return (unsigned)(p[0] | p[1] << 8);
}

static uint32_t
u32(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	    (uint32_t)p[3] << 24;
}

static int
damaged(const char *what)
{
	return err_set(ERR_FORMAT, "the package %s; ask for the file again",
	    what);
}

static int
fold(int c)
{
	return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

static int
name_cmp(const char *a, const char *b)
{
	while (*a != '\0' && fold((uint8_t)*a) == fold((uint8_t)*b)) {
		a++;
		b++;
	}
	return fold((uint8_t)*a) - fold((uint8_t)*b);
}

static int
by_name(const void *a, const void *b)
{
	return name_cmp((*(struct zip_member *const *)a)->name,
	    (*(struct zip_member *const *)b)->name);
}

static int
by_start(const void *a, const void *b)
{
	const struct zip_member *x = a, *y = b;

	return x->start < y->start ? -1 : x->start > y->start;
}

/* Relative, forward slashes, no way up, nothing that a terminal would obey. */
static bool
name_is_safe(const uint8_t *p, size_t len)
{
	size_t i, part = 0;

	if (len == 0 || len > ZIP_NAME_MAX || p[0] == '/' ||
	    !utf8_valid(p, len))
		return false;
	for (i = 0; i <= len; i++) {
		if (i < len && (p[i] < 0x20 || p[i] == 0x7f || p[i] == '\\' ||
		    p[i] == ':'))
			return false;
		if (i < len && p[i] != '/')
			continue;
		if (i - part == 2 && p[part] == '.' && p[part + 1] == '.')
			return false;
		if (i - part == 0 && i < len)
			return false;
		part = i + 1;
	}
	return true;
}

/* The local header must tell the same story as the directory. */
static int
check_local(struct zip *z, struct zip_member *m, const uint8_t *central)
{
	const uint8_t *p;
	size_t name = u16(central + 28), end;
	unsigned flags = u16(central + 8);
	bool descriptor = (flags & FLAG_DESCRIPTOR) != 0;
	uint64_t packed, size, *const wide[] = { &size, &packed };

	if (m->start > z->directory || z->directory - m->start < LOCAL_SIZE)
		return damaged("points outside itself");
	p = z->p + m->start;
	if (u32(p) != LOCAL_SIGN || u16(p + 26) != name ||
	    z->directory - m->start - LOCAL_SIZE < name + u16(p + 28) ||
	    memcmp(p + LOCAL_SIZE, central + CENTRAL_SIZE, name) != 0)
		return damaged("has a member that its directory calls "
		    "otherwise");
	if (u16(p + 8) != m->method ||
	    ((u16(p + 6) ^ flags) & (FLAG_ENCRYPTED | FLAG_DESCRIPTOR)) != 0)
		return damaged("describes a member in two ways");
	packed = u32(p + 18);
	size = u32(p + 22);
	if (!zip_wide(p + LOCAL_SIZE + name, u16(p + 28), wide, 2) ||
	    (u32(p + 14) != m->crc && !(descriptor && u32(p + 14) == 0)) ||
	    (packed != m->packed && !(descriptor && packed == 0)) ||
	    (size != m->size && !(descriptor && size == 0)))
		return damaged("describes a member in two ways");
	if (u16(p + 28) != 0)
		m->extra = true;
	m->data = m->start + LOCAL_SIZE + name + u16(p + 28);
	if (z->directory - m->data < m->packed)
		return damaged("is cut short");
	end = m->data + (size_t)m->packed;
	z->claimed += end - m->start;
	if (descriptor)
		z->claimed += zip_descriptor(z->p + end, z->directory - end,
		    m->crc, m->packed, m->size);
	return 0;
}

static int
read_member(struct zip *z, const uint8_t *p)
{
	struct zip_member *m = &z->members[z->n];
	struct bytes name = BYTES_INIT(4 * ZIP_NAME_MAX);
	uint64_t start = u32(p + 42);
	uint64_t *const wide[] = { &m->size, &m->packed, &start };
	int r = 0;

	if (zip_name(&name, p + CENTRAL_SIZE, u16(p + 28)) < 0 ||
	    !name_is_safe(name.data, name.len))
		r = damaged("has a member name that is not allowed");
	else if ((m->name = strndup((char *)name.data, name.len)) == NULL)
		r = err_set(ERR_NO_MEMORY, "out of memory");
	bytes_free(&name);
	if (r < 0)
		return r;
	z->n++;
	m->method = (uint16_t)u16(p + 10);
	m->encrypted = (u16(p + 8) & FLAG_ENCRYPTED) != 0;
	m->time = (uint16_t)u16(p + 12);
	m->date = (uint16_t)u16(p + 14);
	m->dated = m->time != 0 || (m->date != DATE_NEUTRAL && m->date != 0);
	m->crc = u32(p + 16);
	m->packed = u32(p + 20);
	m->size = u32(p + 24);
	m->extra = u16(p + 30) != 0 || u16(p + 32) != 0;
	if (u16(p + 34) != 0)
		return damaged("is split over several disks");
	if (!zip_wide(p + CENTRAL_SIZE + u16(p + 28), u16(p + 30), wide, 3) ||
	    start > z->directory)
		return damaged("points outside itself");
	m->start = (size_t)start;
	if ((r = check_local(z, m, p)) < 0)
		return r;
	/* A folder holds nothing and is not kept. */
	if (m->name[strlen(m->name) - 1] == '/') {
		if (m->size != 0)
			return damaged("has a folder with content");
		z->n--;
		free(m->name);
		memset(m, 0, sizeof *m);
	}
	return 0;
}

static int
read_directory(struct zip *z, size_t count, size_t end)
{
	size_t at = z->directory, size, i;
	int r;

	if ((z->members = calloc(count + 1, sizeof *z->members)) == NULL ||
	    (z->by_name = calloc(count + 1, sizeof *z->by_name)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (i = 0; i < count; i++) {
		if (end - at < CENTRAL_SIZE || u32(z->p + at) != CENTRAL_SIGN)
			return damaged("has a damaged directory");
		size = CENTRAL_SIZE + u16(z->p + at + 28) +
		    u16(z->p + at + 30) + u16(z->p + at + 32);
		if (end - at < size)
			return damaged("has a damaged directory");
		if ((r = read_member(z, z->p + at)) < 0)
			return r;
		at += size;
	}
	if (at != end)
		return damaged("has a directory of another size than it says");
	return 0;
}

/* What only shows when all members are known. */
static int
check_members(struct zip *z)
{
	uint64_t total = 0;
	size_t i;

	qsort(z->members, z->n, sizeof *z->members, by_start);
	for (i = 0; i < z->n; i++) {
		z->by_name[i] = &z->members[i];
		total += z->members[i].size;
		if (i > 0 && z->members[i].start < z->members[i - 1].data +
		    z->members[i - 1].packed)
			return damaged("has members that overlap");
		if (z->members[i].size > ZIP_MEMBER_MAX)
			return err_set(ERR_TOO_BIG, "a member unpacks to more "
			    "than the limit; treat the file by hand");
	}
	if (total > ZIP_FREE_EXPANSION && total / EXPANSION_MAX > z->len)
		return err_set(ERR_TOO_BIG, "the package unpacks to more than "
		    "%u times its size; treat it as hostile", EXPANSION_MAX);
	qsort(z->by_name, z->n, sizeof *z->by_name, by_name);
	for (i = 1; i < z->n; i++)
		if (name_cmp(z->by_name[i - 1]->name,
		    z->by_name[i]->name) == 0)
			return damaged("has two members of one name");
	return 0;
}

/* The end record whose comment ends exactly where the file ends. */
static const uint8_t *
find_end(const uint8_t *p, size_t len)
{
	size_t back;

	for (back = END_SIZE; back <= len && back <= END_SIZE + 65535u; back++)
		if (u32(p + len - back) == END_SIGN &&
		    u16(p + len - back + 20) == back - END_SIZE)
			return p + len - back;
	return NULL;
}

int
zip_open(struct zip **out, const void *data, size_t len)
{
	const uint8_t *end = NULL;
	uint64_t size, count, start;
	struct zip *z;
	size_t at;
	int r, wide;

	*out = NULL;
	if (len < END_SIZE || (end = find_end(data, len)) == NULL)
		return damaged("has no end");
	if ((z = calloc(1, sizeof *z)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	z->p = data;
	z->len = len;
	z->comment = u16(end + 20);
	at = (size_t)(end - z->p);
	count = u16(end + 10);
	size = u32(end + 12);
	start = u32(end + 16);
	wide = zip_wide_end(z->p, at, &count, &size, &start);
	if (wide > 0)
		at -= ZIP_WIDE_END_BYTES;
	if (wide < 0 || u16(end + 4) != 0 || u16(end + 6) != 0 ||
	    u16(end + 8) != u16(end + 10))
		r = damaged("is split over several files");
	else if (count > ZIP_MEMBERS_MAX)
		r = err_set(ERR_TOO_BIG, "the package has more than %u "
		    "members; unpack it by hand", ZIP_MEMBERS_MAX);
	else if (start > at || at - start != size)
		r = damaged("has its directory elsewhere than it says");
	else {
		z->directory = (size_t)start;
		if ((r = read_directory(z, (size_t)count, at)) == 0)
			r = check_members(z);
	}
	if (r < 0) {
		zip_free(z);
		return r;
	}
	z->claimed += len - z->directory;
	*out = z;
	return 0;
}

void
zip_free(struct zip *z)
{
	size_t i;

	if (z == NULL)
		return;
	for (i = 0; z->members != NULL && i < z->n; i++)
		free(z->members[i].name);
	free(z->members);
	free(z->by_name);
	free(z);
}

size_t
zip_count(const struct zip *z)
{
	return z->n;
}

const struct zip_member *
zip_at(const struct zip *z, size_t i)
{
	return i < z->n ? &z->members[i] : NULL;
}

const struct zip_member *
zip_find(const struct zip *z, const char *name)
{
	size_t low = 0, high = z->n, mid;
	int c;

	while (low < high) {
		mid = low + (high - low) / 2;
		if ((c = name_cmp(name, z->by_name[mid]->name)) == 0)
			return z->by_name[mid];
		if (c < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return NULL;
}

uint64_t
zip_unclaimed(const struct zip *z)
{
	return z->claimed < z->len ? z->len - z->claimed : 0;
}

size_t
zip_comment(const struct zip *z)
{
	return z->comment;
}

int
zip_read(const struct zip *z, const struct zip_member *m, struct bytes *out)
{
	size_t before = out->len;
	int r;

	if (m->encrypted)
		return err_set(ERR_NOT_PERMITTED, "a member is encrypted; ask "
		    "for the file without a password");
	if (m->size > out->max - before)
		return err_set(ERR_TOO_BIG, "a member unpacks to more than "
		    "the limit; treat the file by hand");
	if (m->method == STORED && m->packed == m->size)
		r = bytes_add(out, z->p + m->data, (size_t)m->size);
	else if (m->method == DEFLATED)
		r = zip_inflate(out, z->p + m->data, (size_t)m->packed,
		    (size_t)m->size);
	else
		r = damaged("packs a member in a way that is not supported");
	/* Nothing may have been appended, at no place at all. */
	if (r == 0 && (out->len > before ? zip_crc(out->data + before,
	    out->len - before) : 0) != m->crc)
		r = damaged("has a member whose checksum is wrong");
	if (r < 0)
		out->len = before;
	return r;
}
