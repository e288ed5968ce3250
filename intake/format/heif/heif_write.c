/* heif_write.c -- see heif_write.h. */
#include "intake/format/heif/heif_write.h"

#include <stdlib.h>
#include <string.h>

#include "intake/format/heif/coded.h"
#include "intake/format/tags/numbers.h"
#include "vault/base/err.h"

#define NONE UINT16_MAX

struct writer {
	const struct heif *h;
	struct answer *a;
	struct bytes *out;
	uint16_t *ids;		/* new id of each item; NONE: left out */
	uint16_t *properties;	/* new number of each, from 1; 0: left out */
	size_t *places;		/* where each item's offset stands */
	uint16_t nitems, nproperties;
};

/* Bytes of each property that stays, which are numbers alone; 0: it has its
 * own check.  "colr" stays when it is numbers too. */
static const struct {
	const char *type;
	size_t bytes;
} kept[] = {
	{ "hvcC", 0 }, { "av1C", 0 }, { "ispe", 12 }, { "pixi", 0 },
	{ "irot", 1 }, { "imir", 1 }, { "clap", 32 }, { "pasp", 8 },
	{ "colr", 0 }, { "auxC", 0 }, { "lsel", 2 }, { "a1op", 1 },
	{ "a1lx", 0 },
};

bool
heif_is_kept_property(const struct bmff *b)
{
	size_t i;

	if (box_is(b, "colr"))
		return b->len >= 11 && memcmp(b->data, "nclx", 4) == 0;
	for (i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		if (box_is(b, kept[i].type))
			return b->len >= kept[i].bytes;
	return false;
}

static int
damaged(struct writer *w, const char *what)
{
	return answer_refuse(w->a, REASON_DAMAGED, "HEIF: %s", what);
}

/* --- which --- */

static int
number_properties(struct writer *w, const struct heif_item *i)
{
	size_t k;

	for (k = 0; k < i->nproperties; k++) {
		unsigned p = i->properties[k] & ~HEIF_ESSENTIAL;
		const struct bmff *b = &w->h->properties[p - 1];

		if (heif_is_kept_property(b)) {
			w->properties[p - 1] = 1;
			continue;
		}
		/* A profile is how colours look, never how they decode. */
		if ((i->properties[k] & HEIF_ESSENTIAL) != 0 &&
		    !box_is(b, "colr"))
			return answer_refuse(w->a, REASON_UNSUPPORTED, "HEIF: "
			    "its picture needs the property %.4s", b->type);
	}
	return 0;
}

static int
number(struct writer *w)
{
	const struct heif *h = w->h;
	size_t i;

	for (i = 0; i < h->nitems; i++) {
		w->ids[i] = NONE;
		if (!h->items[i].keep)
			continue;
		w->ids[i] = ++w->nitems;
		if (number_properties(w, &h->items[i]) < 0)
			return -1;
	}
	for (i = 0; i < h->nproperties; i++)
		if (w->properties[i] != 0)
			w->properties[i] = ++w->nproperties;
	return 0;
}

static uint16_t
new_id(const struct writer *w, uint32_t id)
{
	const struct heif_item *i = heif_item(w->h, id);

	return i != NULL ? w->ids[i - w->h->items] : NONE;
}

/* --- boxes --- */

static size_t
begin_full(struct bytes *out, const char *type, uint32_t version_flags)
{
	size_t at = box_begin(out, type);

	box_put(out, version_flags, 4);
	return at;
}

/* Of the brands, those that say which pictures are inside. */
static void
put_ftyp(struct writer *w)
{
	static const char *const brands[] = {
		"mif1", "mif2", "miaf", "heic", "heix", "heim", "heis",
		"avif", "MA1A", "MA1B", "MiHE", "MiHB", "MiPr"
	};
	const struct bmff *f = &w->h->ftyp;
	size_t at = box_begin(w->out, "ftyp"), i, k;

	for (i = 0; i + 4 <= f->len; i += 4) {
		if (i == 4) {
			box_put(w->out, 0, 4);	/* minor version */
			continue;
		}
		for (k = 0; k < sizeof(brands) / sizeof(brands[0]); k++)
			if (memcmp(f->data + i, brands[k], 4) == 0)
				break;
		if (k < sizeof(brands) / sizeof(brands[0]))
			(void)bytes_add(w->out, f->data + i, 4);
		else if (i == 0)
			(void)bytes_add_str(w->out, "mif1");
	}
	box_end(w->out, at);
}

static void
put_hdlr(struct writer *w)
{
	size_t at = begin_full(w->out, "hdlr", 0);

	box_put(w->out, 0, 4);
	(void)bytes_add_str(w->out, "pict");
	box_put(w->out, 0, 8);
	box_put(w->out, 0, 4 + 1);	/* the rest, and no name */
	box_end(w->out, at);
}

static void
put_iinf(struct writer *w)
{
	size_t at = begin_full(w->out, "iinf", 0), i, one;

	box_put(w->out, w->nitems, 2);
	for (i = 0; i < w->h->nitems; i++) {
		const struct heif_item *item = &w->h->items[i];

		if (w->ids[i] == NONE)
			continue;
		one = begin_full(w->out, "infe",
		    2u << 24 | (item->hidden ? 1 : 0));
		box_put(w->out, w->ids[i], 2);
		box_put(w->out, 0, 2);
		(void)bytes_add(w->out, item->type, 4);
		box_put(w->out, 0, 1);		/* no name */
		box_end(w->out, one);
	}
	box_end(w->out, at);
}

/* One extent for each; the offsets are filled in when mdat is written. */
static void
put_iloc(struct writer *w)
{
	size_t at = begin_full(w->out, "iloc", 0), i;

	box_put(w->out, 0x4400, 2);
	box_put(w->out, w->nitems, 2);
	for (i = 0; i < w->h->nitems; i++) {
		if (w->ids[i] == NONE)
			continue;
		box_put(w->out, w->ids[i], 2);
		box_put(w->out, 0, 2);
		box_put(w->out, 1, 2);
		w->places[i] = w->out->len;
		box_put(w->out, 0, 8);
	}
	box_end(w->out, at);
}

static bool
is_kept_reference(const struct writer *w, const struct heif_reference *r)
{
	return (memcmp(r->type, "dimg", 4) == 0 ||
	    memcmp(r->type, "auxl", 4) == 0 ||
	    memcmp(r->type, "prem", 4) == 0) &&
	    new_id(w, r->from) != NONE && new_id(w, r->to) != NONE;
}

static void
put_iref(struct writer *w)
{
	const struct heif *h = w->h;
	size_t at = begin_full(w->out, "iref", 0), empty = w->out->len;
	size_t i, k, one;

	for (i = 0; i < h->nreferences; i = k) {
		const struct heif_reference *r = &h->references[i];
		uint16_t n = 0;

		/* Those of one box lie side by side. */
		for (k = i; k < h->nreferences && h->references[k].from ==
		    r->from && memcmp(h->references[k].type, r->type, 4) == 0;
		    k++)
			n += is_kept_reference(w, &h->references[k]);
		if (n == 0)
			continue;
		one = box_begin(w->out, r->type);
		box_put(w->out, new_id(w, r->from), 2);
		box_put(w->out, n, 2);
		for (; i < k; i++)
			if (is_kept_reference(w, &h->references[i]))
				box_put(w->out,
				    new_id(w, h->references[i].to), 2);
		box_end(w->out, one);
	}
	if (w->out->len == empty)
		w->out->len = at;	/* an empty one is not allowed */
	else
		box_end(w->out, at);
}

/* Only the transparency of a picture is kept, by one of its two names. */
static bool
put_alpha(struct writer *w, const struct bmff *b)
{
	static const char of_hevc[] = "\0\0\0\0urn:mpeg:hevc:2015:auxid:1";
	static const char of_any[] =
	    "\0\0\0\0urn:mpeg:mpegB:cicp:systems:auxiliary:alpha";

	if (b->len >= sizeof(of_hevc) &&
	    memcmp(b->data, of_hevc, sizeof(of_hevc)) == 0)
		return bytes_add(w->out, of_hevc, sizeof(of_hevc)) == 0;
	return bytes_add(w->out, of_any, sizeof(of_any)) == 0;
}

/* What a property says, and not a byte behind it. */
static bool
put_content(struct writer *w, const struct bmff *b)
{
	size_t i;

	if (box_is(b, "hvcC"))
		return coded_hvcc(w->out, b, NULL);
	if (box_is(b, "av1C"))
		return coded_av1c(w->out, b, NULL);
	if (box_is(b, "auxC"))
		return put_alpha(w, b);
	if (box_is(b, "colr"))
		return bytes_add(w->out, b->data, 11) == 0;
	if (box_is(b, "pixi"))
		return b->len >= 5 && b->data[4] <= b->len - 5 &&
		    bytes_add(w->out, b->data, 5u + b->data[4]) == 0;
	if (box_is(b, "a1lx"))
		return b->len >= 1 && b->len >= (b->data[0] & 1 ? 13u : 7u) &&
		    bytes_add(w->out, b->data, b->data[0] & 1 ? 13 : 7) == 0;
	for (i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		if (box_is(b, kept[i].type))
			return bytes_add(w->out, b->data, kept[i].bytes) == 0;
	return false;
}

static int
put_ipco(struct writer *w)
{
	size_t at = box_begin(w->out, "ipco"), i, one;

	for (i = 0; i < w->h->nproperties; i++) {
		if (w->properties[i] == 0)
			continue;
		one = box_begin(w->out, w->h->properties[i].type);
		if (!put_content(w, &w->h->properties[i]))
			return damaged(w, "a property is cut short");
		box_end(w->out, one);
	}
	box_end(w->out, at);
	return 0;
}

static void
put_ipma(struct writer *w)
{
	const struct heif *h = w->h;
	size_t at = begin_full(w->out, "ipma", 1), i, k, count;

	box_put(w->out, w->nitems, 4);
	for (i = 0; i < h->nitems; i++) {
		const struct heif_item *item = &h->items[i];
		uint8_t n = 0;

		if (w->ids[i] == NONE)
			continue;
		box_put(w->out, w->ids[i], 2);
		count = w->out->len;
		box_put(w->out, 0, 1);
		for (k = 0; k < item->nproperties; k++) {
			unsigned p = item->properties[k];
			uint16_t to = w->properties[(p & ~HEIF_ESSENTIAL) - 1];

			if (to == 0)
				continue;
			box_put(w->out, to | (p & HEIF_ESSENTIAL), 2);
			n++;
		}
		if (bytes_ok(w->out) == 0)
			w->out->data[count] = n;
	}
	box_end(w->out, at);
}

static int
put_meta(struct writer *w)
{
	size_t at = begin_full(w->out, "meta", 0), one;
	int r;

	put_hdlr(w);
	one = begin_full(w->out, "pitm", 0);
	box_put(w->out, new_id(w, w->h->primary), 2);
	box_end(w->out, one);
	put_iloc(w);
	put_iinf(w);
	put_iref(w);
	one = box_begin(w->out, "iprp");
	if ((r = put_ipco(w)) < 0)
		return r;
	put_ipma(w);
	box_end(w->out, one);
	box_end(w->out, at);
	return 0;
}

/* --- the pictures --- */

/* How a grid or an overlay is put together: numbers, as many as it says. */
static bool
composed(struct bytes *out, const struct heif *h, const struct heif_item *i,
    const struct bytes *raw)
{
	size_t n = 0, k;

	if (memcmp(i->type, "iden", 4) == 0)
		return true;
	if (raw->len < 2)
		return false;
	if (memcmp(i->type, "grid", 4) == 0) {
		n = (raw->data[1] & 1) != 0 ? 12 : 8;
	} else {
		for (k = 0; k < h->nreferences; k++)
			n += h->references[k].from == i->id &&
			    memcmp(h->references[k].type, "dimg", 4) == 0;
		n = 2 + 8 + (raw->data[1] & 1 ? 8 : 4) * (n + 1);
	}
	return raw->len >= n && bytes_add(out, raw->data, n) == 0;
}

int
heif_payload(struct bytes *out, const struct heif *h,
    const struct heif_item *i, struct answer *a)
{
	struct bytes raw = BYTES_INIT(h->d->len);
	struct bmff hvcc;
	bool ok;
	int r = 0;

	ok = heif_bytes(h, i, &raw) || memcmp(i->type, "iden", 4) == 0;
	if (!ok)
		;
	else if (memcmp(i->type, "hvc1", 4) == 0)
		ok = heif_property(h, i, "hvcC", &hvcc) &&
		    coded_hevc(out, raw.data, raw.len, &hvcc, NULL);
	else if (memcmp(i->type, "av01", 4) == 0)
		ok = coded_av1(out, raw.data, raw.len, NULL);
	else
		ok = composed(out, h, i, &raw);
	if (!ok)
		r = answer_refuse(a, REASON_DAMAGED, "HEIF: a part of the "
		    "picture is cut short, or lies outside the file");
	bytes_free(&raw);
	return r;
}

static int
put_mdat(struct writer *w)
{
	size_t at = box_begin(w->out, "mdat"), i;

	for (i = 0; i < w->h->nitems; i++) {
		size_t from = w->out->len;

		if (w->ids[i] == NONE)
			continue;
		if (heif_payload(w->out, w->h, &w->h->items[i], w->a) < 0)
			return -1;
		if (bytes_ok(w->out) < 0)
			break;
		put_be32(w->out->data + w->places[i], (uint32_t)from);
		put_be32(w->out->data + w->places[i] + 4,
		    (uint32_t)(w->out->len - from));
	}
	box_end(w->out, at);
	return 0;
}

int
heif_write(struct bytes *out, const struct heif *h, struct answer *a)
{
	struct writer w = { .h = h, .a = a, .out = out };
	int r;

	w.ids = calloc(h->nitems + 1, sizeof(*w.ids));
	w.places = calloc(h->nitems + 1, sizeof(*w.places));
	w.properties = calloc(h->nproperties + 1, sizeof(*w.properties));
	if (w.ids == NULL || w.places == NULL || w.properties == NULL) {
		r = answer_refuse(a, REASON_LIMIT, "out of memory");
		goto done;
	}
	if ((r = number(&w)) < 0)
		goto done;
	put_ftyp(&w);
	if ((r = put_meta(&w)) < 0 || (r = put_mdat(&w)) < 0)
		goto done;
	if (bytes_ok(out) < 0)
		r = answer_refuse(a, REASON_LIMIT, "HEIF: its parts are "
		    "larger than the file, or memory is short");
done:
	free(w.ids);
	free(w.places);
	free(w.properties);
	return r;
}
