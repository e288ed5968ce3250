/* inner.c -- see inner.h. */
#include "intake/format/inner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/examine/array.h"
#include "intake/examine/collect.h"
#include "intake/format/answer.h"

#define INNER_MAX 5000u			/* pictures that are told apart */
#define INNER_BYTES_MAX ((size_t)512 << 20)	/* of all of them */

struct inner {
	const struct format *format;
	uint8_t *data;		/* cleaned */
	size_t len;
	uint32_t page, pages;	/* the first of its own; how many, or 0 */
};

/* One child, one document, one walk at a time. */
static struct {
	bool on;
	const struct edits *edits;	/* to paint; NULL: pictures are counted */
	struct inner *list;
	size_t n;
	size_t bytes;
	struct answer *sizes;		/* the pages of all of them ... */
	struct bytes none;		/* ... and no file */
	uint32_t pages;
} met;

static void
end(void)
{
	while (met.n > 0)
		free(met.list[--met.n].data);
	free(met.list);
	answer_free(met.sizes);
	memset(&met, 0, sizeof(met));
}

/* How many pages it has that words may stand on; their sizes are added.  -1
 * where that cannot be told. */
static int
count_pages(const struct format *f, const struct doc *d, uint32_t *n)
{
	struct bytes none = BYTES_INIT(1);
	struct answer *own = NULL;
	struct page p = { 0 };
	int r = -1;

	*n = 0;
	if (answer_new_file(&own, &none) < 0 || f->text(d, own, true) != 0 ||
	    answer_refused(own))
		goto done;
	for (; answer_page_size(own, *n, &p.width, &p.height); ++*n) {
		if (*n == 0 && (p.width < 100 * INNER_WIDTH_LEAST ||
		    p.height < 100 * INNER_HEIGHT_LEAST))
			break;
		answer_page(met.sizes, &p);
	}
	r = answer_refused(met.sizes) ? -1 : 0;
done:
	answer_free(own);
	bytes_free(&none);
	return r;
}

static struct inner *
known(const uint8_t *p, size_t len)
{
	size_t i;

	for (i = 0; i < met.n; i++)
		if (met.list[i].len == len &&
		    memcmp(met.list[i].data, p, len) == 0)
			return &met.list[i];
	return NULL;
}

/* Room for one more, with these bytes and no page; it is not in the list yet. */
static struct inner *
next(const struct format *f, const uint8_t *p, size_t len)
{
	struct inner *one;

	if (len > INNER_BYTES_MAX - met.bytes || array_grow(&met.list, met.n,
	    INNER_MAX, sizeof(*met.list)) < 0)
		return NULL;
	one = &met.list[met.n];
	*one = (struct inner){ .format = f, .len = len, .page = met.pages };
	if ((one->data = malloc(len)) == NULL)
		return NULL;
	memcpy(one->data, p, len);
	return one;
}

static void
put(const struct inner *one)
{
	met.pages += one->pages;
	met.bytes += one->len;
	met.n++;
}

/*
 * The one that is these bytes.  While they are counted it is put in when it is
 * new; NULL: there is no memory or room, or it has no size.  While they are
 * painted NULL: it was not there when they were counted.
 */
static struct inner *
find(const struct format *f, const uint8_t *p, size_t len)
{
	const struct doc d = { .data = p, .len = len };
	struct inner *one = known(p, len);

	if (one != NULL || met.edits != NULL)
		return one;
	if ((met.sizes == NULL && answer_new_file(&met.sizes, &met.none) < 0) ||
	    (one = next(f, p, len)) == NULL)
		return NULL;
	if (count_pages(f, &d, &one->pages) < 0) {
		free(one->data);
		return NULL;
	}
	put(one);
	return one;
}

/* Those of the boxes that are on its pages, counted from its first. */
static int
boxes_of(struct edits *to, const struct inner *one, const struct edits *from)
{
	struct box box;
	size_t i;
	int r = 0;

	for (i = 0; r == 0 && i < from->nboxes; i++) {
		box = from->boxes[i];
		if (box.page < one->page || box.page - one->page >= one->pages)
			continue;
		box.page -= one->page;
		r = edits_add_box(to, &box);
	}
	return r;
}

/* A copy may be looked at once more while it is written: what was painted is
 * known then, and has no page that a box is on. */
static int
remember(const struct format *f, const uint8_t *p, size_t len)
{
	struct inner *one;

	if (known(p, len) != NULL)
		return 0;
	if ((one = next(f, p, len)) == NULL)
		return -1;
	put(one);
	return 0;
}

static int
paint(const struct inner *one, const struct edits *e, struct bytes *out,
    size_t at)
{
	const struct doc d = { .data = one->data, .len = one->len };
	struct answer *a = NULL;
	int r = -1;

	out->len = at;
	if (one->format->apply != NULL && answer_new_file(&a, out) == 0 &&
	    one->format->apply(&d, e, a) == 0 && !answer_refused(a) &&
	    answer_end(a) == 0 && out->len > at)
		r = remember(one->format, out->data + at, out->len - at);
	else
		out->len = at;
	answer_free(a);
	return r;
}

/* Has it text of its own? */
static bool
speaks(const struct format *f, const uint8_t *p, size_t len)
{
	const struct doc d = { .data = p, .len = len };
	struct bytes none = BYTES_INIT(1);
	struct answer *own = NULL;
	bool yes = answer_new_file(&own, &none) < 0 ||
	    f->text(&d, own, false) != 0 || answer_refused(own) ||
	    answer_text_len(own) > 0;

	answer_free(own);
	bytes_free(&none);
	return yes;
}

int
inner_met(const struct format *f, struct bytes *out, size_t at, bool *changed)
{
	struct edits own = { 0 };
	const struct inner *one;
	int r = 0;

	*changed = false;
	if (!met.on || out->len == at)
		return 0;
	if (!format_is_picture(f->id))
		return met.edits != NULL && speaks(f, out->data + at,
		    out->len - at) ? -1 : 0;
	if ((one = find(f, out->data + at, out->len - at)) == NULL)
		return -1;
	if (met.edits != NULL && (r = boxes_of(&own, one, met.edits)) == 0 &&
	    own.nboxes > 0) {
		*changed = true;
		r = paint(one, &own, out, at);
	}
	edits_free(&own);
	return r < 0 ? -1 : 0;
}

/* Have the copy written, for the sake of the pictures in it alone; children
 * that would stay in it are left out. */
static int
walk(const struct format *f, const struct doc *d)
{
	struct bytes copy = BYTES_INIT(CLEAN_MAX);
	struct parts parts = { 0 };
	struct answer *a = NULL;
	size_t i, n;
	int r = -1;

	met.on = true;
	met.none = BYTES_INIT(1);
	if (answer_new_file(&a, &copy) < 0)
		goto done;
	if (f->pack == NULL) {
		r = f->clean != NULL ? f->clean(d, a) : -1;
	} else if ((r = f->children(d, a)) == 0) {
		n = answer_children(a);
		if ((parts.list = calloc(n + 1, sizeof(*parts.list))) == NULL)
			r = -1;
		for (i = 0; r == 0 && i < n; i++)
			parts.list[i].what = PART_OMITTED;
		parts.n = n;
		if (r == 0)
			r = f->pack(d, &parts, NULL, a);
	}
	if (r == 0 && answer_refused(a))
		r = -1;
done:
	free(parts.list);
	answer_free(a);
	bytes_free(&copy);
	return r;
}

int
inner_paint(const struct format *f, const struct doc *d, const struct edits *e,
    struct answer *a)
{
	if (walk(f, d) < 0) {
		end();
		return answer_refuse(a, REASON_DAMAGED, "the pictures in it "
		    "cannot be told apart");
	}
	met.edits = e;
	return 0;
}

size_t
inner_rest(void)
{
	size_t i, k, n = 0;

	for (i = 0; met.edits != NULL && i < met.edits->nboxes; i++) {
		for (k = 0; k < met.n; k++)
			if (met.edits->boxes[i].page - met.list[k].page <
			    met.list[k].pages)
				break;
		n += k == met.n;
	}
	end();
	return n;
}

int
inner_pages(const struct format *f, const struct doc *d, struct answer *a)
{
	struct page p = { .start = answer_text_len(a) };
	uint32_t i;

	p.end = p.start;
	if (walk(f, d) == 0)
		for (i = 0; met.sizes != NULL && answer_page_size(met.sizes, i,
		    &p.width, &p.height); i++)
			answer_page(a, &p);
	end();
	answer_pages(a, 0);	/* they are of the pictures, not of the text */
	return answer_refused(a) ? -1 : 0;
}

int
inner_give(const struct format *f, const struct doc *d, struct answer *a)
{
	char name[16];
	size_t i;

	if (walk(f, d) == 0)
		for (i = 0; i < met.n; i++) {
			if (met.list[i].pages == 0)
				continue;
			(void)snprintf(name, sizeof(name), "%u",
			    met.list[i].page);
			answer_inside(a, name, strlen(name), met.list[i].data,
			    met.list[i].len);
		}
	end();
	return answer_refused(a) ? -1 : 0;
}

/* The one that has the page; NULL. */
static const struct inner *
with_page(uint32_t page)
{
	size_t i;

	for (i = 0; i < met.n; i++)
		if (page - met.list[i].page < met.list[i].pages)
			return &met.list[i];
	return NULL;
}

int
inner_show(const struct format *f, const struct doc *d,
    const struct pictured *p, struct answer *a)
{
	struct edits own = { 0 };
	struct pictured shown = *p;
	const struct inner *one;
	int r = walk(f, d);

	if (r < 0 || (one = with_page(p->page)) == NULL ||
	    one->format->picture == NULL) {
		r = answer_refuse(a, REASON_UNSUPPORTED, "it has no picture %u",
		    p->page + 1);
	} else {
		const struct doc inside = { .data = one->data,
		    .len = one->len };

		shown.page -= one->page;
		shown.start = 0;
		if (p->edits != NULL) {
			r = boxes_of(&own, one, p->edits);
			shown.edits = &own;
		}
		r = r < 0 ? answer_refuse_code(a, r) :
		    one->format->picture(&inside, &shown, a);
	}
	edits_free(&own);
	end();
	return r;
}
