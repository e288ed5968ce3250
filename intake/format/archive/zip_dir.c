/* zip_dir.c -- see zip_dir.h; the format is PKWARE's APPNOTE 6.3.10. */
#include "intake/format/archive/zip_dir.h"

#include <stdlib.h>
#include <string.h>

#include "intake/examine/limits.h"
#include "intake/format/archive/member.h"
#include "vault/base/err.h"

#define END_SIZE 22u		/* bytes of the end record, without comment */
#define END64_SIZE 56u
#define LOCATOR_SIZE 20u
#define CENTRAL_SIZE 46u
#define LOCAL_SIZE 30u
#define COMMENT_MAX 65535u
#define FLAG_ENCRYPTED 0x0001u
#define FLAG_DESCRIPTOR 0x0008u	/* sizes follow the data */
#define FLAG_STRONG 0x0040u
#define FLAG_HIDDEN 0x2000u	/* the directory is encrypted */
#define EXTRA_ZIP64 0x0001u
#define NONE32 0xffffffffu	/* look into the zip64 field */

unsigned
zip_u16(const uint8_t *p)
{
	return (unsigned)(p[0] | p[1] << 8);
}

uint32_t
zip_u32(const uint8_t *p)
{
	return (uint32_t)zip_u16(p) | (uint32_t)zip_u16(p + 2) << 16;
}

uint64_t
zip_u64(const uint8_t *p)
{
	return (uint64_t)zip_u32(p) | (uint64_t)zip_u32(p + 4) << 32;
}

static bool
signed_as(const struct zip_dir *z, size_t at, const char *sign)
{
	return z->len - at >= 4 && memcmp(z->p + at, sign, 4) == 0;
}

static int
damaged(const char *what)
{
	return err_set(ERR_FORMAT, "%s", what);
}

static int
ambiguous(const char *what)
{
	return err_set(ERR_INTEGRITY, "%s", what);
}

static const uint8_t *
find_extra(const uint8_t *p, size_t len, unsigned id, size_t *found)
{
	size_t n;

	for (; len >= 4; p += 4 + n, len -= 4 + n) {
		if ((n = zip_u16(p + 2)) > len - 4)
			return NULL;
		if (zip_u16(p) == id) {
			*found = n;
			return p + 4;
		}
	}
	return NULL;
}

const uint8_t *
zip_dir_extra(const struct zip_dir *z, const struct zip_entry *e, unsigned id,
    size_t *len)
{
	return find_extra(z->p + e->central + CENTRAL_SIZE + e->raw_len,
	    e->extra_len, id, len);
}

/* --- the end record --- */

/*
 * The last end record.  Programs that look for another one find other members,
 * which count_gap() finds too: what this one does not list lies in a gap.
 */
static int
find_end(struct zip_dir *z)
{
	size_t at, stop;

	if (z->len < END_SIZE)
		return damaged("it is shorter than its end record");
	at = z->len - END_SIZE;
	stop = at > COMMENT_MAX ? at - COMMENT_MAX : 0;
	while (!signed_as(z, at, "PK\5\6") ||
	    zip_u16(z->p + at + 20) > z->len - at - END_SIZE)
		if (at-- == stop)
			return damaged("it has no end record");
	z->end = at;
	z->comment = z->p + at + END_SIZE;
	z->comment_len = zip_u16(z->p + at + 20);
	z->trailing = z->len - at - END_SIZE - z->comment_len;
	return 0;
}

/* Count, size and place of the directory, which are 64 bits in zip64. */
static int
read_end(struct zip_dir *z, uint64_t *count, uint64_t *size, uint64_t *start,
    size_t *behind)
{
	const uint8_t *p = z->p + z->end;
	uint64_t at;

	*count = zip_u16(p + 10);
	*size = zip_u32(p + 12);
	*start = zip_u32(p + 16);
	*behind = z->end;
	if (zip_u16(p + 4) != 0 && zip_u16(p + 4) != 0xffff)
		return damaged("it is one part of several");
	if (z->end < LOCATOR_SIZE ||
	    !signed_as(z, z->end - LOCATOR_SIZE, "PK\6\7"))
		return 0;
	at = zip_u64(p - LOCATOR_SIZE + 8);
	if (z->end - LOCATOR_SIZE < END64_SIZE ||
	    at > z->end - LOCATOR_SIZE - END64_SIZE ||
	    !signed_as(z, (size_t)at, "PK\6\6"))
		return damaged("its zip64 end record is not where it says");
	z->zip64 = true;
	p = z->p + at;
	if ((*count != 0xffff && *count != zip_u64(p + 32)) ||
	    (*size != NONE32 && *size != zip_u64(p + 40)) ||
	    (*start != NONE32 && *start != zip_u64(p + 48)))
		return ambiguous("its two end records differ");
	*count = zip_u64(p + 32);
	*size = zip_u64(p + 40);
	*start = zip_u64(p + 48);
	*behind = (size_t)at;
	return 0;
}

/* --- members --- */

/* Sizes and place that did not fit 32 bits stand in an extra field. */
static int
read_zip64(const struct zip_dir *z, struct zip_entry *e, uint64_t *start)
{
	uint64_t *const wide[] = { &e->size, &e->packed, start };
	const uint8_t *p;
	size_t i, len = 0;

	p = zip_dir_extra(z, e, EXTRA_ZIP64, &len);
	for (i = 0; i < sizeof(wide) / sizeof(wide[0]); i++) {
		if (*wide[i] != NONE32)
			continue;
		if (p == NULL || len < 8)
			return damaged("a member's zip64 sizes are missing");
		*wide[i] = zip_u64(p);
		p += 8;
		len -= 8;
	}
	return 0;
}

/* A value of the local header: the directory's, or not known yet. */
static bool
agrees(uint32_t local, uint64_t listed, bool descriptor, bool wide)
{
	return local == (uint32_t)listed || (descriptor && local == 0) ||
	    (wide && local == NONE32);
}

static int
read_local(struct zip_dir *z, struct zip_entry *e)
{
	const uint8_t *p = z->p + e->start;
	bool descriptor = (e->flags & FLAG_DESCRIPTOR) != 0, wide;
	size_t name, len = 0;

	if (z->directory - e->start < LOCAL_SIZE ||
	    !signed_as(z, e->start, "PK\3\4"))
		return damaged("a member is not where the directory says");
	name = zip_u16(p + 26);
	e->local_extra = (uint16_t)zip_u16(p + 28);
	if (z->directory - e->start - LOCAL_SIZE < name + e->local_extra)
		return damaged("a member's header is cut short");
	e->data = e->start + LOCAL_SIZE + name + e->local_extra;
	wide = find_extra(p + LOCAL_SIZE + name, e->local_extra, EXTRA_ZIP64,
	    &len) != NULL;
	if (name != e->raw_len || memcmp(p + LOCAL_SIZE,
	    z->p + e->central + CENTRAL_SIZE, name) != 0)
		return ambiguous("a member has another name in its header "
		    "than in the directory");
	if (zip_u16(p + 8) != e->method || ((zip_u16(p + 6) ^ e->flags) &
	    (FLAG_ENCRYPTED | FLAG_DESCRIPTOR)) != 0 ||
	    !agrees(zip_u32(p + 14), e->crc, descriptor, false) ||
	    !agrees(zip_u32(p + 18), e->packed, descriptor, wide) ||
	    !agrees(zip_u32(p + 22), e->size, descriptor, wide))
		return ambiguous("a member's header tells another story than "
		    "the directory");
	if (z->directory - e->data < e->packed)
		return damaged("a member is cut short");
	return 0;
}

static int
read_member(struct zip_dir *z, size_t at)
{
	const uint8_t *p = z->p + at;
	struct zip_entry *e = &z->list[z->n];
	uint64_t start = zip_u32(p + 42);
	int r;

	*e = (struct zip_entry){
		.central = at,
		.made_by = (uint16_t)zip_u16(p + 4),
		.flags = (uint16_t)zip_u16(p + 8),
		.method = (uint16_t)zip_u16(p + 10),
		.time = (uint16_t)zip_u16(p + 12),
		.date = (uint16_t)zip_u16(p + 14),
		.crc = zip_u32(p + 16),
		.packed = zip_u32(p + 20),
		.size = zip_u32(p + 24),
		.raw_len = (uint16_t)zip_u16(p + 28),
		.extra_len = (uint16_t)zip_u16(p + 30),
		.comment_len = (uint16_t)zip_u16(p + 32),
		.disk = (uint16_t)zip_u16(p + 34),
		.attributes = zip_u32(p + 38),
	};
	if ((e->flags & (FLAG_HIDDEN | FLAG_STRONG)) != 0)
		return err_set(ERR_NOT_PERMITTED, "its directory or its "
		    "members are encrypted in a way that is not read here");
	if (e->raw_len == 0 || e->raw_len > MEMBER_NAME_MAX)
		return damaged("a member's name is empty or too long");
	if (memchr(p + CENTRAL_SIZE, '\0', e->raw_len) != NULL)
		return ambiguous("a member's name has a NUL in it");
	if ((r = read_zip64(z, e, &start)) < 0)
		return r;
	if (start >= z->directory)
		return damaged("a member lies outside the archive");
	e->start = (size_t)start;
	if ((r = read_local(z, e)) == 0)
		z->n++;
	return r;
}

static int
read_members(struct zip_dir *z, uint64_t count, size_t end)
{
	size_t at = z->directory, size;
	int r;

	if ((z->list = calloc((size_t)count + 1, sizeof(*z->list))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	while (z->n < count) {
		if (end - at < CENTRAL_SIZE || !signed_as(z, at, "PK\1\2"))
			return damaged("its directory is damaged");
		size = CENTRAL_SIZE + zip_u16(z->p + at + 28) +
		    zip_u16(z->p + at + 30) + zip_u16(z->p + at + 32);
		if (end - at < size)
			return damaged("its directory is cut short");
		if ((r = read_member(z, at)) < 0)
			return r;
		at += size;
	}
	return at == end ? 0 :
	    ambiguous("its directory has more in it than it says");
}

/* --- what only shows when all are known --- */

static int
by_start(const void *a, const void *b)
{
	const struct zip_entry *x = a, *y = b;

	return x->start < y->start ? -1 : x->start > y->start;
}

static int
by_name(const void *a, const void *b)
{
	const struct zip_entry *x = *(const struct zip_entry *const *)a;
	const struct zip_entry *y = *(const struct zip_entry *const *)b;

	return strcmp(x->name, y->name);
}

static int
check_names(const struct zip_dir *z)
{
	const struct zip_entry **sorted;
	size_t i;
	int r = 0;

	if ((sorted = calloc(z->n + 1, sizeof(*sorted))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (i = 0; i < z->n; i++)
		sorted[i] = &z->list[i];
	qsort(sorted, z->n, sizeof(*sorted), by_name);
	for (i = 1; i < z->n && r == 0; i++)
		if (by_name(&sorted[i - 1], &sorted[i]) == 0)
			r = ambiguous("it has two members of one name");
	free(sorted);
	return r;
}

/* A data descriptor may follow: with or without a sign, 32 bits or 64. */
static size_t
behind(const struct zip_dir *z, const struct zip_entry *e, size_t next)
{
	size_t at = e->data + (size_t)e->packed, sign, wide;

	if ((e->flags & FLAG_DESCRIPTOR) == 0)
		return at;
	for (sign = 0; sign <= 4; sign += 4)
		for (wide = 4; wide <= 8; wide += 4) {
			size_t to = at + sign + 4 + 2 * wide;

			if (to > next || (sign > 0 &&
			    !signed_as(z, at, "PK\7\x08")) ||
			    zip_u32(z->p + at + sign) != e->crc)
				continue;
			if (wide == 4 ? zip_u32(z->p + to - 8) == e->packed &&
			    zip_u32(z->p + to - 4) == e->size :
			    zip_u64(z->p + to - 16) == e->packed &&
			    zip_u64(z->p + to - 8) == e->size)
				return to;
		}
	return at;
}

/* Bytes between members: nobody's, or of members that no directory lists. */
static void
count_gap(struct zip_dir *z, size_t from, size_t to)
{
	z->unclaimed += to - from;
	for (; from + LOCAL_SIZE <= to; from++)
		if (signed_as(z, from, "PK\3\4") ||
		    signed_as(z, from, "PK\1\2"))
			z->unlisted++;
}

static int
check_places(struct zip_dir *z)
{
	uint64_t total = 0;
	size_t i, at = 0;

	qsort(z->list, z->n, sizeof(*z->list), by_start);
	for (i = 0; i < z->n; i++) {
		const struct zip_entry *e = &z->list[i];
		size_t next = i + 1 < z->n ? z->list[i + 1].start :
		    z->directory;

		if (e->start < at || e->data + e->packed > next)
			return ambiguous("its members overlap");
		count_gap(z, at, e->start);
		at = behind(z, e, next);
		if (e->size > UNPACKED_MAX || (total += e->size) > UNPACKED_MAX)
			return err_set(ERR_TOO_BIG, "it unpacks to more than "
			    "%llu bytes", (unsigned long long)UNPACKED_MAX);
	}
	count_gap(z, at, z->directory);
	if (z->unlisted > 0)
		return ambiguous("it has members that its directory does not "
		    "list");
	return total > EXPANSION_FREE && total / EXPANSION_MAX > z->len ?
	    err_set(ERR_TOO_BIG, "it unpacks to more than %u times its size",
	    EXPANSION_MAX) : 0;
}

int
zip_dir_read(struct zip_dir *z, const void *p, size_t len)
{
	uint64_t count, size, start;
	size_t end;
	int r;

	*z = (struct zip_dir){ .p = p, .len = len };
	if ((r = find_end(z)) < 0 ||
	    (r = read_end(z, &count, &size, &start, &end)) < 0)
		return r;
	if (count > MEMBERS_MAX)
		return err_set(ERR_TOO_BIG, "it has more than %u members",
		    MEMBERS_MAX);
	if (start > end || end - start != size)
		return damaged("its directory is not where it says");
	z->directory = (size_t)start;
	if ((r = read_members(z, count, end)) < 0 ||
	    (r = zip_names_decode(z)) < 0 || (r = check_places(z)) < 0)
		return r;
	return check_names(z);
}

void
zip_dir_free(struct zip_dir *z)
{
	size_t i;

	for (i = 0; i < z->n; i++)
		free(z->list[i].name);
	free(z->list);
	*z = (struct zip_dir){ 0 };
}
