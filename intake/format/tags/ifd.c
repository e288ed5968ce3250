/* ifd.c -- see ifd.h. */
#include "intake/format/tags/ifd.h"

#include <string.h>

#include "intake/format/tags/numbers.h"

uint16_t
ifd_get16(const struct ifd *t, const uint8_t *p)
{
	return t->big ? be16(p) : le16(p);
}

uint32_t
ifd_get32(const struct ifd *t, const uint8_t *p)
{
	return t->big ? be32(p) : le32(p);
}

uint64_t
ifd_get64(const struct ifd *t, const uint8_t *p)
{
	return t->big ? be64(p) : le64(p);
}

/* Sizes of the fields: of the number of entries, an entry, an offset. */
static size_t
count_bytes(const struct ifd *t)
{
	return t->wide ? 8 : 2;
}

static size_t
entry_bytes(const struct ifd *t)
{
	return t->wide ? 20 : 12;
}

static size_t
offset_bytes(const struct ifd *t)
{
	return t->wide ? 8 : 4;
}

static uint64_t
get_offset(const struct ifd *t, const uint8_t *p)
{
	return t->wide ? ifd_get64(t, p) : ifd_get32(t, p);
}

bool
ifd_begin(struct ifd *t, const uint8_t *data, size_t len, uint64_t *first)
{
	*t = (struct ifd){ .data = data, .len = len };
	if (len < 8)
		return false;
	if (memcmp(data, "MM", 2) == 0)
		t->big = true;
	else if (memcmp(data, "II", 2) != 0)
		return false;
	switch (ifd_get16(t, data + 2)) {
	case 42:
		*first = ifd_get32(t, data + 4);
		return true;
	case 43:
		if (len < 16 || ifd_get16(t, data + 4) != 8 ||
		    ifd_get16(t, data + 6) != 0)
			return false;
		t->wide = true;
		*first = ifd_get64(t, data + 8);
		return true;
	default:
		return false;
	}
}

static uint64_t
claimed_entries(const struct ifd *t, uint64_t at)
{
	if (at > t->len || t->len - at < count_bytes(t))
		return 0;
	return t->wide ? ifd_get64(t, t->data + at) :
	    ifd_get16(t, t->data + at);
}

size_t
ifd_entries(const struct ifd *t, uint64_t at)
{
	uint64_t n = claimed_entries(t, at), room;

	if (n == 0)
		return 0;
	room = (t->len - at - count_bytes(t)) / entry_bytes(t);
	n = n < room ? n : room;
	return n < IFD_ENTRIES_MAX ? (size_t)n : IFD_ENTRIES_MAX;
}

size_t
ifd_type_size(uint16_t type)
{
	static const uint8_t sizes[] = {
		0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8
	};

	return type < sizeof(sizes) ? sizes[type] : 0;
}

struct ifd_entry
ifd_entry(const struct ifd *t, uint64_t at, size_t i)
{
	const uint8_t *p = t->data + at + count_bytes(t) + i * entry_bytes(t);
	const uint8_t *field = p + (t->wide ? 12 : 8);
	struct ifd_entry e = {
		.tag = ifd_get16(t, p), .type = ifd_get16(t, p + 2),
		.count = get_offset(t, p + 4),
	};
	size_t one = ifd_type_size(e.type);
	uint64_t offset = get_offset(t, field), len;

	if (one == 0 || e.count > t->len / one + 1)
		return e;
	len = e.count * one;
	if (len <= offset_bytes(t)) {
		e.value = field;
		e.len = (size_t)len;
	} else if (len <= t->len && offset <= t->len - len) {
		e.value = t->data + offset;
		e.len = (size_t)len;
	}
	return e;
}

struct ifd_entry
ifd_find(const struct ifd *t, uint64_t at, uint16_t tag)
{
	size_t i, n = ifd_entries(t, at);

	for (i = 0; i < n; i++) {
		struct ifd_entry e = ifd_entry(t, at, i);

		if (e.tag == tag)
			return e;
	}
	return (struct ifd_entry){ .tag = tag };
}

/* Where the place of the next directory stands. */
static uint64_t
behind_entries(const struct ifd *t, uint64_t at)
{
	uint64_t n = claimed_entries(t, at);

	return at > t->len || n > t->len ? t->len :
	    at + count_bytes(t) + n * entry_bytes(t);
}

uint64_t
ifd_next(const struct ifd *t, uint64_t at)
{
	uint64_t behind = behind_entries(t, at);

	if (behind > t->len || t->len - behind < offset_bytes(t))
		return 0;
	return get_offset(t, t->data + behind);
}

uint64_t
ifd_end(const struct ifd *t, uint64_t at)
{
	return behind_entries(t, at) + offset_bytes(t);
}

uint64_t
ifd_whole(const struct ifd *t, const struct ifd_entry *e, size_t i)
{
	const uint8_t *p = e->value + i * ifd_type_size(e->type);

	switch (e->type) {
	case IFD_BYTE:
		return p[0];
	case IFD_SHORT:
		return ifd_get16(t, p);
	case IFD_LONG:
	case IFD_IFD:
		return ifd_get32(t, p);
	case IFD_LONG8:
	case IFD_IFD8:
		return ifd_get64(t, p);
	default:
		return 0;
	}
}

static double
quotient(double n, double by)
{
	return by == 0 ? 0 : n / by;
}

double
ifd_real(const struct ifd *t, const struct ifd_entry *e, size_t i)
{
	const uint8_t *p = e->value + i * ifd_type_size(e->type);
	uint64_t bits;
	uint32_t n;
	double d;
	float f;

	switch (e->type) {
	case IFD_SBYTE:
		return (int8_t)p[0];
	case IFD_SSHORT:
		return (int16_t)ifd_get16(t, p);
	case IFD_SLONG:
		return (int32_t)ifd_get32(t, p);
	case IFD_SLONG8:
		return (double)(int64_t)ifd_get64(t, p);
	case IFD_RATIONAL:
		return quotient(ifd_get32(t, p), ifd_get32(t, p + 4));
	case IFD_SRATIONAL:
		return quotient((int32_t)ifd_get32(t, p),
		    (int32_t)ifd_get32(t, p + 4));
	case IFD_FLOAT:
		n = ifd_get32(t, p);
		memcpy(&f, &n, sizeof(f));
		return f;
	case IFD_DOUBLE:
		bits = ifd_get64(t, p);
		memcpy(&d, &bits, sizeof(d));
		return d;
	case IFD_BYTE:
	case IFD_SHORT:
	case IFD_LONG:
	case IFD_IFD:
	case IFD_LONG8:
	case IFD_IFD8:
		return (double)ifd_whole(t, e, i);
	default:
		return p[0];
	}
}
