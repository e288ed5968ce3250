/* items.c -- see items.h. */
#include "intake/format/heif/items.h"

#include <stdlib.h>
#include <string.h>

#include "intake/examine/array.h"

static int
damaged(struct answer *a, const char *what)
{
	return answer_refuse(a, REASON_DAMAGED, "HEIF: %s", what);
}

static int
too_many(struct answer *a, const char *what)
{
	return answer_refuse(a, REASON_LIMIT, "HEIF: too many %s", what);
}

/* --- iinf: which items there are --- */

static void
read_item(struct heif_item *i, const struct bmff *infe)
{
	struct boxread r = boxread(infe);
	unsigned version = (unsigned)boxread_number(&r, 1);

	*i = (struct heif_item){ .hidden = (boxread_number(&r, 3) & 1) != 0 };
	i->id = (uint32_t)boxread_number(&r, version == 3 ? 4 : 2);
	(void)boxread_number(&r, 2);	/* protection */
	if (version < 2 || r.left < 4) {
		memcpy(i->type, "????", 5);
		return;
	}
	memcpy(i->type, r.p, 4);
	r.p += 4;
	r.left -= 4;
	i->name = boxread_text(&r, &i->name_len);
	if (memcmp(i->type, "mime", 4) == 0 || memcmp(i->type, "uri ", 4) == 0)
		i->content = boxread_text(&r, &i->content_len);
}

static int
read_iinf(struct heif *h, const struct bmff *iinf, struct answer *a)
{
	struct boxread r = boxread(iinf);
	unsigned version = (unsigned)boxread_number(&r, 1);
	struct boxes b;
	struct bmff infe;

	(void)boxread_number(&r, 3);
	(void)boxread_number(&r, version == 0 ? 2 : 4);
	if (r.failed)
		return damaged(a, "the list of items is cut short");
	b = boxes(r.p, r.left);
	while (boxes_next(&b, &infe)) {
		if (!box_is(&infe, "infe"))
			continue;
		if (array_grow(&h->items, h->nitems, HEIF_ITEMS_MAX,
		    sizeof(*h->items)) < 0)
			return too_many(a, "items");
		read_item(&h->items[h->nitems++], &infe);
	}
	return 0;
}

struct heif_item *
heif_item(const struct heif *h, uint32_t id)
{
	size_t i;

	for (i = 0; i < h->nitems; i++)
		if (h->items[i].id == id)
			return &h->items[i];
	return NULL;
}

/* --- iloc: where their bytes are --- */

struct widths {
	unsigned version, offset, length, base, index;
};

static int
read_extents(struct heif *h, struct boxread *r, const struct widths *w,
    struct heif_item *item, struct answer *a)
{
	uint64_t base = boxread_number(r, w->base);
	uint64_t n = boxread_number(r, 2);

	if (item != NULL)
		item->extent = h->nextents;
	for (; n > 0 && !r->failed; n--) {
		struct heif_extent e;

		if (w->version > 0)
			(void)boxread_number(r, w->index);
		e.at = base + boxread_number(r, w->offset);
		e.len = boxread_number(r, w->length);
		if (item == NULL)
			continue;
		if (array_grow(&h->extents, h->nextents, HEIF_EXTENTS_MAX,
		    sizeof(*h->extents)) < 0)
			return too_many(a, "extents");
		h->extents[h->nextents++] = e;
		item->extents++;
	}
	return r->failed ? damaged(a, "the places of items are cut short") : 0;
}

static int
read_iloc(struct heif *h, const struct bmff *iloc, struct answer *a)
{
	struct boxread r = boxread(iloc);
	struct widths w = { .version = (unsigned)boxread_number(&r, 1) };
	uint64_t n, sizes;
	int e;

	(void)boxread_number(&r, 3);
	sizes = boxread_number(&r, 2);
	w.offset = sizes >> 12 & 15;
	w.length = sizes >> 8 & 15;
	w.base = sizes >> 4 & 15;
	w.index = sizes & 15;
	if (w.version > 2 || w.offset > 8 || w.length > 8 || w.base > 8 ||
	    w.index > 8)
		return damaged(a, "the places of items make no sense");
	n = boxread_number(&r, w.version < 2 ? 2 : 4);
	for (; n > 0 && !r.failed; n--) {
		struct heif_item *item = heif_item(h,
		    (uint32_t)boxread_number(&r, w.version < 2 ? 2 : 4));
		unsigned method = 0;

		if (w.version > 0)
			method = boxread_number(&r, 2) & 15;
		/* Bytes in another file are not ours to read. */
		if (boxread_number(&r, 2) != 0 && item != NULL)
			method = 2;
		if (item != NULL && item->extents > 0)
			return damaged(a, "an item lies in two places");
		if (item != NULL)
			item->method = method;
		if ((e = read_extents(h, &r, &w, item, a)) < 0)
			return e;
	}
	return r.failed ? damaged(a, "the places of items are cut short") : 0;
}

bool
heif_bytes(const struct heif *h, const struct heif_item *i, struct bytes *out)
{
	const uint8_t *from = i->method == 1 ? h->idat.data : h->d->data;
	uint64_t len = i->method == 1 ? h->idat.len : h->d->len;
	size_t k;

	if (i->method > 1 || i->extents == 0 || from == NULL)
		return false;
	for (k = 0; k < i->extents; k++) {
		struct heif_extent e = h->extents[i->extent + k];

		if (e.at > len)
			return false;
		if (e.len == 0)		/* all there is */
			e.len = len - e.at;
		if (e.len > len - e.at ||
		    bytes_add(out, from + e.at, (size_t)e.len) < 0)
			return false;
	}
	return true;
}

/* --- iref --- */

static int
read_iref(struct heif *h, const struct bmff *iref, struct answer *a)
{
	struct boxread r = boxread(iref);
	unsigned width = boxread_number(&r, 1) == 0 ? 2 : 4;
	struct boxes b;
	struct bmff one;

	(void)boxread_number(&r, 3);
	if (r.failed)
		return damaged(a, "the references are cut short");
	b = boxes(r.p, r.left);
	while (boxes_next(&b, &one)) {
		struct boxread x = boxread(&one);
		uint32_t from = (uint32_t)boxread_number(&x, width);
		uint64_t n = boxread_number(&x, 2);

		for (; n > 0 && !x.failed; n--) {
			struct heif_reference ref = { .from = from };

			memcpy(ref.type, one.type, sizeof(ref.type));
			ref.to = (uint32_t)boxread_number(&x, width);
			if (x.failed)
				break;
			if (array_grow(&h->references, h->nreferences,
			    HEIF_REFERENCES_MAX, sizeof(ref)) < 0)
				return too_many(a, "references");
			h->references[h->nreferences++] = ref;
		}
	}
	return 0;
}

/* --- iprp --- */

static int
read_ipco(struct heif *h, const struct bmff *ipco, struct answer *a)
{
	struct boxes b = boxes(ipco->data, ipco->len);
	struct bmff one;

	while (boxes_next(&b, &one)) {
		if (array_grow(&h->properties, h->nproperties,
		    HEIF_PROPERTIES_MAX, sizeof(one)) < 0)
			return too_many(a, "properties");
		h->properties[h->nproperties++] = one;
	}
	return 0;
}

static int
read_ipma(struct heif *h, const struct bmff *ipma, struct answer *a)
{
	struct boxread r = boxread(ipma);
	unsigned version = (unsigned)boxread_number(&r, 1);
	bool wide = (boxread_number(&r, 3) & 1) != 0;
	uint64_t n = boxread_number(&r, 4), k;

	for (; n > 0 && !r.failed; n--) {
		struct heif_item *item = heif_item(h,
		    (uint32_t)boxread_number(&r, version == 0 ? 2 : 4));

		for (k = boxread_number(&r, 1); k > 0 && !r.failed; k--) {
			unsigned p = (unsigned)boxread_number(&r,
			    wide ? 2 : 1);

			if (!wide)
				p = (p & 0x80) << 8 | (p & 0x7f);
			if (item == NULL || (p & ~HEIF_ESSENTIAL) == 0 ||
			    (p & ~HEIF_ESSENTIAL) > h->nproperties)
				continue;
			if (item->nproperties == HEIF_ITEM_PROPERTIES_MAX)
				return too_many(a, "properties of an item");
			item->properties[item->nproperties++] = (uint16_t)p;
		}
	}
	return r.failed ? damaged(a, "the properties are cut short") : 0;
}

static int
read_iprp(struct heif *h, const struct bmff *iprp, struct answer *a)
{
	struct boxes b = boxes(iprp->data, iprp->len);
	struct bmff one;
	int r = 0;

	if (boxes_find(iprp->data, iprp->len, "ipco", &one))
		r = read_ipco(h, &one, a);
	while (r == 0 && boxes_next(&b, &one))
		if (box_is(&one, "ipma"))
			r = read_ipma(h, &one, a);
	return r;
}

bool
heif_property(const struct heif *h, const struct heif_item *i,
    const char *type, struct bmff *out)
{
	size_t k;

	for (k = 0; k < i->nproperties; k++) {
		*out = h->properties[(i->properties[k] & ~HEIF_ESSENTIAL) - 1];
		if (box_is(out, type))
			return true;
	}
	return false;
}

/* --- what is kept --- */

static bool
refers(const struct heif *h, uint32_t from, const char *type)
{
	size_t i;

	for (i = 0; i < h->nreferences; i++)
		if (h->references[i].from == from &&
		    memcmp(h->references[i].type, type, 4) == 0)
			return true;
	return false;
}

static bool
is_picture(const struct heif_item *i)
{
	static const char *const types[] = {
		"hvc1", "av01", "grid", "iden", "iovl"
	};
	size_t k;

	for (k = 0; k < sizeof(types) / sizeof(types[0]); k++)
		if (memcmp(i->type, types[k], 4) == 0)
			return true;
	return false;
}

bool
heif_is_alpha(const struct heif *h, const struct heif_item *i)
{
	static const char *const names[] = {
		"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha",
		"urn:mpeg:hevc:2015:auxid:1"
	};
	struct bmff c;
	size_t k, n;

	if (!heif_property(h, i, "auxC", &c) || c.len < 5)
		return false;
	for (k = 0; k < 2; k++) {
		n = strlen(names[k]) + 1;
		if (c.len - 4 >= n && memcmp(c.data + 4, names[k], n) == 0)
			return true;
	}
	return false;
}

/* What a kept item is made of, and its transparency, is kept too. */
static void
keep_more(struct heif *h)
{
	bool again = true;
	size_t i;

	while (again) {
		again = false;
		for (i = 0; i < h->nreferences; i++) {
			const struct heif_reference *r = &h->references[i];
			struct heif_item *from = heif_item(h, r->from);
			struct heif_item *to = heif_item(h, r->to);

			if (from == NULL || to == NULL)
				continue;
			if (memcmp(r->type, "dimg", 4) == 0 && from->keep &&
			    !to->keep)
				again = to->keep = true;
			else if (memcmp(r->type, "auxl", 4) == 0 && to->keep &&
			    !from->keep && is_picture(from) &&
			    heif_is_alpha(h, from))
				again = from->keep = true;
		}
	}
}

static int
choose(struct heif *h, struct answer *a)
{
	struct heif_item *primary = heif_item(h, h->primary);
	size_t i;

	if (primary == NULL)
		return damaged(a, "there is no picture in it");
	if (!is_picture(primary))
		return answer_refuse(a, REASON_UNSUPPORTED,
		    "HEIF: a picture of the kind %.4s", primary->type);
	for (i = 0; i < h->nitems; i++) {
		struct heif_item *item = &h->items[i];

		item->top = item->keep = item == primary ||
		    (!item->hidden && is_picture(item) &&
		    !refers(h, item->id, "thmb") &&
		    !refers(h, item->id, "auxl"));
	}
	keep_more(h);
	/* What others are made of is not shown by itself. */
	for (i = 0; i < h->nreferences; i++) {
		struct heif_item *to = heif_item(h, h->references[i].to);

		if (to != NULL && to != primary &&
		    memcmp(h->references[i].type, "dimg", 4) == 0)
			to->top = false;
	}
	return 0;
}

/* --- sizes --- */

/* EXIF's orientation after a step: how the picture so far is turned more. */
static unsigned
turn(unsigned o, unsigned quarters)
{
	/* A quarter to the left, from each of the eight. */
	static const unsigned left[9] = { 0, 8, 5, 6, 7, 4, 1, 2, 3 };

	for (; quarters > 0; quarters--)
		o = left[o];
	return o;
}

static unsigned
mirror(unsigned o, bool left_right)
{
	static const unsigned x[9] = { 0, 2, 1, 4, 3, 6, 5, 8, 7 };
	static const unsigned y[9] = { 0, 4, 3, 2, 1, 8, 7, 6, 5 };

	return left_right ? x[o] : y[o];
}

/* A clean aperture (ISO/IEC 14496-12, 12.1.4): what of the picture is shown. */
static void
crop(struct heif_view *v, const struct bmff *clap)
{
	struct boxread r = boxread(clap);
	int64_t n[8], width, height, left, top;
	size_t i;

	for (i = 0; i < 8; i++)
		n[i] = (int32_t)boxread_number(&r, 4);
	if (r.failed || n[1] < 1 || n[3] < 1 || n[5] < 1 || n[7] < 1 ||
	    n[0] < 0 || n[2] < 0)
		return;
	width = n[0] / n[1];
	height = n[2] / n[3];
	left = (v->size.width - width) / 2 + n[4] / n[5];
	top = (v->size.height - height) / 2 + n[6] / n[7];
	if (width < 1 || height < 1 || left < 0 || top < 0 ||
	    width > v->size.width - left || height > v->size.height - top)
		return;
	v->left = (uint32_t)left;
	v->top = (uint32_t)top;
	v->size.width = (uint32_t)width;
	v->size.height = (uint32_t)height;
}

bool
heif_view(const struct heif *h, const struct heif_item *i, struct heif_view *v)
{
	struct bmff b;
	struct boxread r;
	size_t k;

	*v = (struct heif_view){ .size = { .orientation = 1 } };
	if (!heif_property(h, i, "ispe", &b))
		return false;
	r = boxread(&b);
	(void)boxread_number(&r, 4);
	v->width = v->size.width = (uint32_t)boxread_number(&r, 4);
	v->height = v->size.height = (uint32_t)boxread_number(&r, 4);
	for (k = 0; k < i->nproperties; k++) {
		b = h->properties[(i->properties[k] & ~HEIF_ESSENTIAL) - 1];
		if (box_is(&b, "clap") && v->size.orientation == 1)
			crop(v, &b);
		else if (box_is(&b, "irot") && b.len >= 1)
			v->size.orientation = turn(v->size.orientation,
			    b.data[0] & 3);
		else if (box_is(&b, "imir") && b.len >= 1)
			v->size.orientation = mirror(v->size.orientation,
			    (b.data[0] & 1) != 0);
	}
	return !r.failed;
}

/* --- all of it --- */

static int
read_meta(struct heif *h, struct answer *a)
{
	const uint8_t *p = h->meta.data + 4;
	size_t len = h->meta.len - 4;
	struct boxread r;
	struct bmff b;
	int e = 0;

	if (boxes_find(p, len, "pitm", &b)) {
		r = boxread(&b);
		h->primary = (uint32_t)boxread_number(&r,
		    boxread_number(&r, 4) >> 24 == 0 ? 2 : 4);
	}
	if (!boxes_find(p, len, "idat", &h->idat))
		h->idat = (struct bmff){ .data = NULL };
	if (boxes_find(p, len, "iinf", &b))
		e = read_iinf(h, &b, a);
	if (e == 0 && boxes_find(p, len, "iloc", &b))
		e = read_iloc(h, &b, a);
	if (e == 0 && boxes_find(p, len, "iref", &b))
		e = read_iref(h, &b, a);
	if (e == 0 && boxes_find(p, len, "iprp", &b))
		e = read_iprp(h, &b, a);
	return e;
}

int
heif_read(struct heif *h, const struct doc *d, struct answer *a)
{
	int r;

	*h = (struct heif){ .d = d };
	if (!boxes_find(d->data, d->len, "ftyp", &h->ftyp) ||
	    !boxes_find(d->data, d->len, "meta", &h->meta))
		h->meta = (struct bmff){ .data = NULL };
	if (h->meta.len < 4)
		return damaged(a, "it ends before the picture is described");
	if ((r = read_meta(h, a)) < 0)
		return r;
	return choose(h, a);
}

void
heif_free(struct heif *h)
{
	free(h->items);
	free(h->extents);
	free(h->references);
	free(h->properties);
}
