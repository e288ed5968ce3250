/* tiff_write.c -- see tiff_write.h. */
#include "intake/format/raster/tiff_write.h"

#include <math.h>
#include <string.h>

#include "intake/format/raster/tiff_jpeg.h"
#include "intake/format/tags/numbers.h"
#include "vault/base/err.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define ENTRIES_MAX 32
#define T4_NEEDED 3u		/* how rows are coded; not how they were padded */
#define COLOURS_BITS_MAX 16	/* of a palette's index */

/* What is written of an entry: how many values at most, and when at all. */
struct field {
	uint16_t tag;
	uint16_t type;
	uint16_t max;		/* values; 0: a table with its own size */
	const double *usual;	/* left out when its values are these */
};

static const double zero[] = { 0 };
static const double one[] = { 1 };
static const double luma[] = { 0.299, 0.587, 0.114 };
static const double range_ycbcr[] = { 0, 255, 128, 255, 128, 255 };

/* TIFF 6.0; directories rise by tag. */
static const struct field fields[] = {
	{ TIFF_WIDTH, IFD_LONG, 1, NULL },
	{ TIFF_HEIGHT, IFD_LONG, 1, NULL },
	{ TIFF_BITS, IFD_SHORT, TIFF_SAMPLES_MAX, NULL },
	{ TIFF_COMPRESSION, IFD_SHORT, 1, NULL },
	{ TIFF_PHOTOMETRIC, IFD_SHORT, 1, NULL },
	{ TIFF_FILL_ORDER, IFD_SHORT, 1, one },
	{ TIFF_STRIPS, 0, 0, NULL },
	{ TIFF_ORIENTATION, IFD_SHORT, 1, one },
	{ TIFF_SAMPLES, IFD_SHORT, 1, NULL },
	{ TIFF_ROWS, IFD_LONG, 1, NULL },
	{ TIFF_STRIP_BYTES, 0, 0, NULL },
	{ TIFF_X_RESOLUTION, IFD_RATIONAL, 1, NULL },
	{ TIFF_Y_RESOLUTION, IFD_RATIONAL, 1, NULL },
	{ TIFF_PLANAR, IFD_SHORT, 1, NULL },
	{ TIFF_T4, IFD_LONG, 1, zero },
	{ TIFF_T6, IFD_LONG, 1, zero },
	{ TIFF_UNIT, IFD_SHORT, 1, NULL },
	{ TIFF_PREDICTOR, IFD_SHORT, 1, one },
	{ TIFF_COLOURS, IFD_SHORT, 0, NULL },
	{ TIFF_TILE_WIDTH, IFD_LONG, 1, NULL },
	{ TIFF_TILE_HEIGHT, IFD_LONG, 1, NULL },
	{ TIFF_TILES, 0, 0, NULL },
	{ TIFF_TILE_BYTES, 0, 0, NULL },
	{ TIFF_INKS, IFD_SHORT, 1, one },
	{ TIFF_EXTRA, IFD_SHORT, TIFF_SAMPLES_MAX, NULL },
	{ TIFF_SAMPLE_FORMAT, IFD_SHORT, TIFF_SAMPLES_MAX, NULL },
	{ TIFF_JPEG_TABLES, 0, 0, NULL },	/* goes into the parts */
	{ TIFF_YCBCR, IFD_RATIONAL, 3, luma },
	{ TIFF_SUBSAMPLING, IFD_SHORT, 2, NULL },
	{ TIFF_POSITIONING, IFD_SHORT, 1, one },
	{ TIFF_REFERENCE, IFD_RATIONAL, 6, range_ycbcr },
};

bool
tiff_is_structure(uint16_t tag)
{
	size_t i;

	for (i = 0; i < COUNT(fields); i++)
		if (fields[i].tag == tag)
			return true;
	return false;
}

static void
put(const struct ifd *form, uint8_t *p, uint64_t v, size_t n)
{
	if (n == 1)
		p[0] = (uint8_t)v;
	else if (n == 2)
		(form->big ? put_be16 : put_le16)(p, (uint32_t)v);
	else if (n == 4)
		(form->big ? put_be32 : put_le32)(p, (uint32_t)v);
	else
		(form->big ? put_be64 : put_le64)(p, v);
}

static void
add(struct tiff_out *o, uint64_t v, size_t n)
{
	uint8_t p[8];

	put(&o->form, p, v, n);
	(void)bytes_add(&o->b, p, n);
}

static size_t
offset_bytes(const struct tiff_out *o)
{
	return o->form.wide ? 8 : 4;
}

static int
ended_badly(struct answer *a, int code)
{
	return answer_refuse(a, REASON_LIMIT, code == ERR_TOO_BIG ?
	    "TIFF: its parts are larger than the file" : "out of memory");
}

int
tiff_out_begin(struct tiff_out *o, const struct ifd *like, struct answer *a)
{
	o->form = *like;
	/* Parts that lie over each other must not make a small file large. */
	o->b = BYTES_INIT(2 * like->len + ((size_t)64 << 20));
	(void)bytes_add_str(&o->b, like->big ? "MM" : "II");
	add(o, like->wide ? 43 : 42, 2);
	if (like->wide)
		add(o, 8, 4);	/* of 8 bytes; then 2 of zero */
	if (like->wide && like->big) {
		put_be16(o->b.data + 4, 8);
		put_be16(o->b.data + 6, 0);
	}
	o->link = o->b.len;
	add(o, 0, offset_bytes(o));
	return bytes_ok(&o->b) < 0 ? ended_badly(a, bytes_ok(&o->b)) : 0;
}

/* --- the values of a directory, ready to be placed --- */

struct value {
	uint16_t tag, type;
	uint64_t count;
	struct bytes b;
};

struct values {
	struct value at[ENTRIES_MAX];
	size_t n;
};

static void
values_free(struct values *v)
{
	while (v->n > 0)
		bytes_free(&v->at[--v->n].b);
}

static struct value *
value_new(struct values *v, uint16_t tag, uint16_t type, uint64_t count)
{
	struct value *to = &v->at[v->n++];

	*to = (struct value){ .tag = tag, .type = type, .count = count,
		.b = BYTES_INIT((size_t)count * ifd_type_size(type)) };
	return to;
}

static void
value_add(struct value *to, const struct ifd *form, uint64_t v)
{
	size_t n = ifd_type_size(to->type);
	uint8_t p[8];

	put(form, p, v, n);
	(void)bytes_add(&to->b, p, n);
}

static bool
is_usual(const struct field *f, const struct ifd *t,
    const struct ifd_entry *e)
{
	size_t i;

	if (f->usual == NULL || e->count < f->max)
		return false;
	if (f->tag == TIFF_T4)
		return (ifd_whole(t, e, 0) & T4_NEEDED) == 0;
	for (i = 0; i < f->max; i++)
		if (fabs(ifd_real(t, e, i) - f->usual[i]) > 1e-6)
			return false;
	return true;
}

static void
put_field(struct values *v, const struct ifd *form, const struct field *f,
    const struct ifd *t, const struct tiff_page *p)
{
	struct ifd_entry e = ifd_find(t, p->at, f->tag);
	uint64_t n = e.count, max = f->max, i;
	struct value *to;

	if (f->tag == TIFF_COLOURS && p->bits <= COLOURS_BITS_MAX)
		max = (uint64_t)3 << p->bits;
	if (f->tag == TIFF_BITS || f->tag == TIFF_SAMPLE_FORMAT)
		max = p->samples;
	n = n < max ? n : max;
	if (f->type == 0 || e.value == NULL || n == 0 || is_usual(f, t, &e))
		return;
	if (f->type == IFD_RATIONAL ? e.type != IFD_RATIONAL :
	    e.type != IFD_BYTE && e.type != IFD_SHORT && e.type != IFD_LONG)
		return;		/* no reader would take it */
	to = value_new(v, f->tag, f->type, n);
	for (i = 0; i < n; i++) {
		if (f->type != IFD_RATIONAL) {
			value_add(to, form, ifd_whole(t, &e, (size_t)i) &
			    (f->tag == TIFF_T4 ? T4_NEEDED : UINT64_MAX));
			continue;
		}
		/* The byte order is the same on both sides. */
		(void)bytes_add(&to->b, e.value + 8 * i, 8);
	}
}

static int
put_parts(struct values *v, struct tiff_out *o, const struct ifd *t,
    const struct tiff_page *p, struct answer *a)
{
	uint16_t type = o->form.wide ? IFD_LONG8 : IFD_LONG;
	struct ifd_entry tables = ifd_find(t, p->at, TIFF_JPEG_TABLES);
	struct value *offsets, *counts;
	uint64_t i;

	offsets = value_new(v, p->tiled ? TIFF_TILES : TIFF_STRIPS, type,
	    p->parts);
	counts = value_new(v, p->tiled ? TIFF_TILE_BYTES : TIFF_STRIP_BYTES,
	    type, p->parts);
	for (i = 0; i < p->parts; i++) {
		const uint8_t *data;
		size_t len, from;

		if (o->b.len % 2 != 0)
			(void)bytes_add(&o->b, "", 1);
		from = o->b.len;
		if (!tiff_part(t, p, i, &data, &len))
			return answer_refuse(a, REASON_DAMAGED, "TIFF: part "
			    "%llu of a picture lies outside the file",
			    (unsigned long long)i + 1);
		if (p->compression != TIFF_JPEG)
			(void)bytes_add(&o->b, data, len);
		else if (!tiff_jpeg_part(&o->b, data, len, &tables))
			return answer_refuse(a, REASON_DAMAGED,
			    "TIFF: part %llu of a picture is no whole JPEG",
			    (unsigned long long)i + 1);
		if (bytes_ok(&o->b) < 0)
			return ended_badly(a, bytes_ok(&o->b));
		value_add(offsets, &o->form, from);
		value_add(counts, &o->form, o->b.len - from);
	}
	return 0;
}

/* Values that do not fit their entry go before the directory. */
static void
put_directory(struct tiff_out *o, struct values *v)
{
	size_t at[ENTRIES_MAX], width = offset_bytes(o), i, k, here;

	for (i = 0; i < v->n; i++) {
		if (v->at[i].b.len <= width)
			continue;
		if (o->b.len % 2 != 0)
			(void)bytes_add(&o->b, "", 1);
		at[i] = o->b.len;
		(void)bytes_add(&o->b, v->at[i].b.data, v->at[i].b.len);
	}
	while (o->b.len % 8 != 0)
		(void)bytes_add(&o->b, "", 1);
	here = o->b.len;
	add(o, v->n, o->form.wide ? 8 : 2);
	for (i = 0; i < v->n; i++) {
		const struct value *e = &v->at[i];

		add(o, e->tag, 2);
		add(o, e->type, 2);
		add(o, e->count, width);
		if (e->b.len > width) {
			add(o, at[i], width);
			continue;
		}
		(void)bytes_add(&o->b, e->b.data, e->b.len);
		for (k = e->b.len; k < width; k++)
			(void)bytes_add(&o->b, "", 1);
	}
	if (bytes_ok(&o->b) == 0)
		put(&o->form, o->b.data + o->link, here, width);
	o->link = o->b.len;
	add(o, 0, width);
}

static void
sort(struct values *v)
{
	size_t i, k;

	for (i = 1; i < v->n; i++) {
		struct value x = v->at[i];

		for (k = i; k > 0 && v->at[k - 1].tag > x.tag; k--)
			v->at[k] = v->at[k - 1];
		v->at[k] = x;
	}
}

int
tiff_out_page(struct tiff_out *o, const struct ifd *t,
    const struct tiff_page *p, struct answer *a)
{
	struct values v = { .n = 0 };
	size_t i;
	int r;

	if ((r = put_parts(&v, o, t, p, a)) < 0)
		goto done;
	for (i = 0; i < COUNT(fields); i++)
		if (o->turn || fields[i].tag != TIFF_ORIENTATION)
			put_field(&v, &o->form, &fields[i], t, p);
	sort(&v);
	for (i = 0; i < v.n; i++)
		if (bytes_ok(&v.at[i].b) < 0) {
			r = ended_badly(a, ERR_NO_MEMORY);
			goto done;
		}
	put_directory(o, &v);
	if (bytes_ok(&o->b) < 0)
		r = ended_badly(a, bytes_ok(&o->b));
done:
	values_free(&v);
	return r;
}

void
tiff_out_free(struct tiff_out *o)
{
	bytes_free(&o->b);
}
