/* jbig2_read.c -- see jbig2_read.h. */
#include "intake/format/page/jbig2_read.h"

#include <stdlib.h>
#include <string.h>

#include "intake/format/page/jbig2.h"
#include "intake/format/page/jbig2_form.h"
#include "intake/format/page/mq.h"
#include "intake/format/page/mq_read.h"

struct segment {
	uint32_t number, type, nrefers;
	uint32_t refers[4];
	const uint8_t *data;
	size_t len;
};

struct reading {
	struct bitmap *page;		/* NULL: dictionaries alone */
	struct jbig2_shapes shapes;	/* the page's own */
	const struct jbig2_shapes *before;
	uint64_t work;
	bool begun;			/* the page's size was told */
};

static uint32_t
get(const uint8_t *p, unsigned bytes)
{
	uint32_t v = 0;

	while (bytes-- > 0)
		v = v << 8 | *p++;
	return v;
}

/* As jbig2.c writes it: small numbers, one page. */
static bool
read_segment(struct segment *s, const uint8_t **p, size_t *len)
{
	const uint8_t *at = *p;
	uint32_t i, head;

	if (*len < 11)
		return false;
	*s = (struct segment){ .number = get(at, 4), .type = at[4],
	    .nrefers = at[5] >> 5 };
	head = 11 + s->nrefers;
	if (s->nrefers > 4 || s->number > 255 || *len < head)
		return false;
	for (i = 0; i < s->nrefers; i++)
		s->refers[i] = at[6 + i];
	s->len = get(at + head - 4, 4);
	if (s->len > *len - head)
		return false;
	s->data = at + head;
	*p += head + s->len;
	*len -= head + s->len;
	return true;
}

/* --- pixels --- */

struct window {
	const uint8_t *row;	/* NULL: outside */
	unsigned width, x;
};

static unsigned
next(struct window *w)
{
	unsigned x = w->x++;

	return w->row == NULL || x >= w->width ? 0 :
	    w->row[x / 8] >> (7 - x % 8) & 1u;
}

static uint8_t *
row_of(const struct bitmap *b, unsigned y, unsigned up)
{
	return y >= up ? b->data + (y - up) * b->stride : NULL;
}

static void
read_row(struct mq_reader *m, const struct jbig2_template *t,
    uint8_t *contexts, struct bitmap *b, unsigned y)
{
	struct window above = { row_of(b, y, 1), b->width, 0 };
	struct window top = { row_of(b, y, 2), b->width, 0 };
	uint8_t *row = row_of(b, y, 0);
	unsigned one, two, line = 0, x, bit, i;

	for (one = i = 0; i < t->above_on; i++)
		one = one << 1 | next(&above);
	for (two = i = 0; i < t->top_on; i++)
		two = two << 1 | next(&top);
	for (x = 0; x < b->width; x++) {
		one = (one << 1 | next(&above)) & ((1u << t->above) - 1);
		two = (two << 1 | next(&top)) & ((1u << t->top) - 1);
		bit = mq_read_bit(m, &contexts[line | one << t->here |
		    two << (t->here + t->above)]);
		row[x / 8] |= (uint8_t)(bit << (7 - x % 8));
		line = (line << 1 | bit) & ((1u << t->here) - 1);
	}
}

static void
read_pixels(struct mq_reader *m, const struct jbig2_template *t,
    uint8_t *contexts, struct bitmap *b)
{
	unsigned y;

	for (y = 0; y < b->height; y++)
		read_row(m, t, contexts, b, y);
}

static void
read_rows(struct mq_reader *m, uint8_t *contexts, struct bitmap *b)
{
	unsigned same = 0, y;

	for (y = 0; y < b->height; y++) {
		same ^= mq_read_bit(m, &contexts[JBIG2_SAME_ROW]);
		if (same == 0)
			read_row(m, &jbig2_templates[0], contexts, b, y);
		else if (y > 0)
			memcpy(row_of(b, y, 0), row_of(b, y, 1), b->stride);
	}
}

/* Draw one on the page, whatever of it lies there. */
static void
draw(struct bitmap *page, const struct bitmap *b, int64_t x, int64_t y,
    bool holes)
{
	unsigned shift, i, k;
	int64_t from;

	if (x < 0 || x + b->width > page->width)
		return;		/* of ours none reaches out at the sides */
	shift = (unsigned)(x % 8);
	for (i = 0; i < b->height; i++) {
		const uint8_t *row = b->data + i * b->stride;
		uint8_t *to;

		from = y + i;
		if (from < 0 || from >= page->height)
			continue;
		to = page->data + (size_t)from * page->stride + x / 8;
		for (k = 0; k < b->stride; k++) {
			unsigned v = (unsigned)row[k] << 8 >> shift;

			if (holes)
				to[k] ^= (uint8_t)(v >> 8);
			else
				to[k] |= (uint8_t)(v >> 8);
			if ((v & 0xff) == 0)
				continue;	/* perhaps the row's end */
			if (holes)
				to[k + 1] ^= (uint8_t)v;
			else
				to[k + 1] |= (uint8_t)v;
		}
	}
}

static bool
may_work(struct reading *r, uint64_t pixels)
{
	r->work += pixels;
	return r->work <= JBIG2_WORK_MAX;
}

/* --- shapes --- */

static bool
add_shape(struct reading *r, unsigned width, unsigned height)
{
	struct jbig2_shapes *s = &r->shapes;
	struct bitmap *at;
	uint32_t room;

	if (width == 0 || height == 0 || width > JBIG2_SHAPE_SIDE ||
	    height > JBIG2_SHAPE_SIDE || s->n >= JBIG2_SHAPES_MAX ||
	    !may_work(r, (uint64_t)width * height))
		return false;
	if (s->n == s->room) {
		room = s->room * 2 + 256;
		if ((at = realloc(s->at, room * sizeof *at)) == NULL)
			return false;
		s->at = at;
		s->room = room;
	}
	s->bytes += (width + 7u) / 8 * height;
	if (s->bytes > JBIG2_SHAPES_BYTES ||
	    bitmap_new(&s->at[s->n], width, height) < 0)
		return false;
	s->n++;
	return true;
}

struct dictionary {
	uint8_t pixels[JBIG2_PIXEL_CONTEXTS];
	uint8_t height[MQ_NUMBER_CONTEXTS], width[MQ_NUMBER_CONTEXTS],
	    export[MQ_NUMBER_CONTEXTS];
};

static bool
read_classes(struct reading *r, const struct jbig2_template *t,
    struct dictionary *d, struct mq_reader *m, uint32_t n)
{
	uint32_t first = r->shapes.n;
	int64_t height = 0, width;
	int32_t by, none, all;

	while (r->shapes.n - first < n) {
		if (!mq_read_number(m, d->height, &by))
			return false;
		height += by;
		for (width = 0; mq_read_number(m, d->width, &by);) {
			width += by;
			if (r->shapes.n - first >= n || width <= 0 ||
			    height <= 0 || width > JBIG2_SHAPE_SIDE ||
			    height > JBIG2_SHAPE_SIDE || !add_shape(r,
			    (unsigned)width, (unsigned)height))
				return false;
			read_pixels(m, t, d->pixels,
			    &r->shapes.at[r->shapes.n - 1]);
		}
		if (!may_work(r, 1000))
			return false;
	}
	return mq_read_number(m, d->export, &none) && none == 0 &&
	    mq_read_number(m, d->export, &all) && all >= 0 &&
	    (uint32_t)all == n;
}

static bool
read_dictionary(struct reading *r, const struct segment *s)
{
	const struct jbig2_template *t;
	struct mq_reader m;
	struct dictionary *d;
	uint32_t n, flags;
	size_t head;
	bool done;

	if (s->len < 2 || s->nrefers != 0 || ((flags = get(s->data, 2)) &
	    ~(3u << 10)) != 0 || flags >> 10 >= JBIG2_TEMPLATES)
		return false;
	t = &jbig2_templates[flags >> 10];
	head = 2 + t->nadaptive + 8;
	if (s->len < head ||
	    memcmp(s->data + 2, t->adaptive, t->nadaptive) != 0 ||
	    (n = get(s->data + head - 8, 4)) != get(s->data + head - 4, 4) ||
	    n > JBIG2_SHAPES_MAX || (d = calloc(1, sizeof *d)) == NULL)
		return false;
	m = mq_read_begin(s->data + head, s->len - head);
	done = read_classes(r, t, d, &m, n);
	free(d);
	return done;
}

/* --- regions --- */

struct frame {
	uint32_t width, height, x, y;
	bool holes;
};

static bool
read_frame(struct frame *f, const struct reading *r, const struct segment *s)
{
	if (s->len < 17 || !r->begun)
		return false;
	*f = (struct frame){ get(s->data, 4), get(s->data + 4, 4),
	    get(s->data + 8, 4), get(s->data + 12, 4),
	    s->data[16] == JBIG2_XOR };
	return (s->data[16] == JBIG2_OR || f->holes) &&
	    f->width <= r->page->width && f->height <= r->page->height &&
	    f->x <= r->page->width - f->width &&
	    f->y <= r->page->height - f->height;
}

/* The page's shapes are those of the dictionaries that it names, both kinds
 * of them or one. */
static bool
names(const struct reading *r, const struct segment *s)
{
	bool shared = s->nrefers > 0 && s->refers[0] == 0;
	uint32_t own = s->nrefers - shared;

	return shared == (r->before != NULL && r->before->n > 0) &&
	    own == (r->shapes.n > 0);
}

static const struct bitmap *
shape(const struct reading *r, uint32_t id)
{
	uint32_t n = r->before != NULL ? r->before->n : 0;

	if (id < n)
		return &r->before->at[id];
	return id - n < r->shapes.n ? &r->shapes.at[id - n] : NULL;
}

struct region {
	uint8_t line[MQ_NUMBER_CONTEXTS], first[MQ_NUMBER_CONTEXTS],
	    step[MQ_NUMBER_CONTEXTS];
	unsigned bits;
	uint8_t ids[];
};

/* One line of places; false: something is wrong. */
static bool
read_line(struct reading *r, struct region *g, struct mq_reader *m, int64_t y,
    int64_t x, uint32_t *left, bool holes)
{
	const struct bitmap *b;
	int32_t by;

	for (;;) {
		b = shape(r, mq_read_id(m, g->ids, g->bits));
		if (b == NULL || *left == 0 ||
		    !may_work(r, (uint64_t)b->width * b->height))
			return false;
		(*left)--;
		draw(r->page, b, x, y - b->height + 1, holes);
		x += b->width - 1;
		if (!mq_read_number(m, g->step, &by))
			return true;
		x += by;
	}
}

static bool
read_lines(struct reading *r, struct region *g, struct mq_reader *m,
    uint32_t n, bool holes)
{
	int64_t y = 0, first = 0;
	int32_t by;

	if (!mq_read_number(m, g->line, &by) || by != 0)
		return false;
	while (n > 0) {
		if (!mq_read_number(m, g->line, &by))
			return false;
		y += by;
		if (!mq_read_number(m, g->first, &by))
			return false;
		first += by;
		if (!read_line(r, g, m, y, first, &n, holes))
			return false;
	}
	return true;
}

static bool
read_places(struct reading *r, const struct segment *s)
{
	uint64_t shapes = r->shapes.n + (r->before != NULL ? r->before->n : 0);
	struct mq_reader m;
	struct region *g;
	struct frame f;
	unsigned bits = 0;
	uint32_t n;
	bool done;

	if (!read_frame(&f, r, s) || s->len < 23 || !names(r, s) ||
	    f.width != r->page->width || f.height != r->page->height ||
	    get(s->data + 17, 2) != 0 ||
	    (n = get(s->data + 19, 4)) > JBIG2_PLACES_MAX)
		return false;
	while (((uint64_t)1 << bits) < shapes)
		bits++;
	if ((g = calloc(1, sizeof *g + ((size_t)1 << bits))) == NULL)
		return false;
	g->bits = bits;
	m = mq_read_begin(s->data + 23, s->len - 23);
	done = read_lines(r, g, &m, n, f.holes);
	free(g);
	return done;
}

static bool
read_bitmap(struct reading *r, const struct segment *s)
{
	struct bitmap b = { .data = NULL };
	uint8_t *contexts = NULL;
	struct mq_reader m;
	struct frame f;
	bool done = false;

	if (!read_frame(&f, r, s) || s->len < 26 || s->nrefers != 0 ||
	    s->data[17] != JBIG2_SAME_ROWS ||
	    memcmp(s->data + 18, jbig2_templates[0].adaptive, 8) != 0 || f.width == 0 ||
	    f.height == 0 || !may_work(r, (uint64_t)f.width * f.height))
		return false;
	contexts = calloc(JBIG2_PIXEL_CONTEXTS, 1);
	if (contexts == NULL || bitmap_new(&b, f.width, f.height) < 0)
		goto done;
	m = mq_read_begin(s->data + 26, s->len - 26);
	read_rows(&m, contexts, &b);
	draw(r->page, &b, f.x, f.y, f.holes);
	done = true;
done:
	free(contexts);
	bitmap_free(&b);
	return done;
}

static bool
read_page(struct reading *r, const struct segment *s)
{
	if (r->begun || s->len != 19 || get(s->data, 4) != r->page->width ||
	    get(s->data + 4, 4) != r->page->height ||
	    s->data[16] != JBIG2_PAGE_FLAGS || get(s->data + 17, 2) != 0)
		return false;
	r->begun = true;
	return true;
}

static bool
read_one(struct reading *r, const struct segment *s)
{
	if (s->type == JBIG2_DICTIONARY)
		return read_dictionary(r, s);
	if (r->page == NULL)
		return false;
	switch (s->type) {
	case JBIG2_PAGE:
		return read_page(r, s);
	case JBIG2_PLACES:
		return read_places(r, s);
	case JBIG2_BITMAP:
		return read_bitmap(r, s);
	default:
		return false;
	}
}

static bool
read_all(struct reading *r, const uint8_t *p, size_t len)
{
	struct segment s;

	while (len > 0)
		if (!read_segment(&s, &p, &len) || !read_one(r, &s))
			return false;
	return true;
}

bool
jbig2_read_shapes(struct jbig2_shapes *s, const uint8_t *p, size_t len)
{
	struct reading r = { .shapes = *s };
	bool done = read_all(&r, p, len);

	*s = r.shapes;
	return done;
}

bool
jbig2_read(struct bitmap *page, const struct jbig2_shapes *before,
    const uint8_t *p, size_t len)
{
	struct reading r = { .page = page, .before = before };
	bool done = read_all(&r, p, len) && r.begun;

	jbig2_shapes_free(&r.shapes);
	return done;
}

void
jbig2_shapes_free(struct jbig2_shapes *s)
{
	uint32_t i;

	for (i = 0; i < s->n; i++)
		bitmap_free(&s->at[i]);
	free(s->at);
	*s = (struct jbig2_shapes){ .at = NULL };
}
