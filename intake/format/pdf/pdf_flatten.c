/*
 * pdf_flatten.c -- annotations and form fields become part of their page
 * (ISO 32000-1, 12.5.5: the appearance stream's box, turned by its matrix, is
 * fitted to the annotation's rectangle).
 *
 * What shows nothing is dropped: hidden ones, pop-ups, and those that hang on
 * an optional layer; of a link only its frame is left.
 */
#include "intake/format/pdf/pdf.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/format/pdf/pdf_flatten.h"
#include "intake/format/pdf/pdf_lex.h"
#include "intake/format/pdf/pdf_make.h"
#include "intake/format/pdf/pdf_walk.h"
#include "vault/base/err.h"

#define ANNOTS_MAX 100000	/* of one page */
#define FLAG_HIDDEN 2
#define FLAG_NO_VIEW 32

struct flat {
	qpdf_data q;
	qpdf_oh fonts;		/* the form's own; null when it has none */
	qpdf_oh resources;	/* of the page at hand */
	qpdf_oh xobjects;
	bool frames;		/* links have theirs */
	int page;
	int drawn;		/* appearances drawn on the page */
	struct bytes ops;	/* appended to the page's content */
};

/* The stream shown now: /N itself, or the state of it that /AS names. */
static bool
appearance(qpdf_data q, qpdf_oh annot, qpdf_oh *stream)
{
	qpdf_oh ap = qpdf_oh_get_key(q, annot, "/AP");
	qpdf_oh n, as;

	if (!qpdf_oh_is_dictionary(q, ap))
		return false;
	n = qpdf_oh_get_key(q, ap, "/N");
	if (qpdf_oh_is_dictionary(q, n) && !qpdf_oh_is_stream(q, n)) {
		as = qpdf_oh_get_key(q, annot, "/AS");
		if (!qpdf_oh_is_name(q, as))
			return false;
		n = qpdf_oh_get_key(q, n, qpdf_oh_get_name(q, as));
	}
	*stream = n;
	return qpdf_oh_is_stream(q, n);
}

/* A field's appearance may rely on the fonts of the whole form. */
static void
lend_fonts(struct flat *f, qpdf_oh dict)
{
	qpdf_data q = f->q;
	qpdf_oh own;
	char *keys, *key;

	if (!qpdf_oh_is_dictionary(q, f->fonts))
		return;
	own = pdf_dictionary(q, pdf_dictionary(q, dict, "/Resources"),
	    "/Font");
	keys = pdf_keys(q, f->fonts);
	for (key = keys; key != NULL && *key != '\0'; key += strlen(key) + 1)
		if (!qpdf_oh_has_key(q, own, key))
			qpdf_oh_replace_key(q, own, key,
			    qpdf_oh_get_key(q, f->fonts, key));
	free(keys);
}

static void
draw_appearance(struct flat *f, qpdf_oh stream, const struct rect *rect)
{
	qpdf_data q = f->q;
	qpdf_oh dict = qpdf_oh_get_dict(q, stream);
	double m[6] = { 1, 0, 0, 1, 0, 0 }, sx, sy;
	struct rect box, t;
	char name[48];

	if (!pdf_rect(q, qpdf_oh_get_key(q, dict, "/BBox"), &box))
		return;
	(void)pdf_numbers(q, qpdf_oh_get_key(q, dict, "/Matrix"), m, 6);
	t = pdf_rect_under(&box, m);
	if (!(t.x1 - t.x0 > 1e-6) || !(t.y1 - t.y0 > 1e-6))
		return;
	sx = (rect->x1 - rect->x0) / (t.x1 - t.x0);
	sy = (rect->y1 - rect->y0) / (t.y1 - t.y0);
	qpdf_oh_replace_key(q, dict, "/Type", qpdf_oh_new_name(q, "/XObject"));
	qpdf_oh_replace_key(q, dict, "/Subtype", qpdf_oh_new_name(q, "/Form"));
	lend_fonts(f, dict);
	snprintf(name, sizeof name, "/TlA%d.%d", f->page, f->drawn++);
	qpdf_oh_replace_key(q, f->xobjects, name, stream);
	bytes_add_str(&f->ops, "q ");
	pdf_put_number(&f->ops, sx);
	bytes_add_str(&f->ops, "0 0 ");
	pdf_put_number(&f->ops, sy);
	pdf_put_number(&f->ops, rect->x0 - t.x0 * sx);
	pdf_put_number(&f->ops, rect->y0 - t.y0 * sy);
	bytes_addf(&f->ops, "cm %s Do Q\n", name);
}

/* The frame that screens show around a link (12.5.6.5): one point, black,
 * unless it says something else. */
static void
draw_frame(struct flat *f, qpdf_oh annot, const struct rect *rect)
{
	qpdf_data q = f->q;
	qpdf_oh border = qpdf_oh_get_key(q, annot, "/Border");
	qpdf_oh style = qpdf_oh_get_key(q, annot, "/BS");
	qpdf_oh colour = qpdf_oh_get_key(q, annot, "/C");
	double wide = 1, v[4], c[3] = { 0, 0, 0 };

	if (qpdf_oh_is_dictionary(q, style))
		(void)qpdf_oh_get_value_as_number(q, qpdf_oh_get_key(q, style,
		    "/W"), &wide);
	else if (pdf_numbers(q, border, v, 3))
		wide = v[2];
	if (!(wide > 0) || (qpdf_oh_is_array(q, colour) &&
	    qpdf_oh_get_array_n_items(q, colour) == 0))
		return;
	(void)pdf_numbers(q, colour, c, 3);
	bytes_add_str(&f->ops, "q ");
	pdf_put_number(&f->ops, c[0]);
	pdf_put_number(&f->ops, c[1]);
	pdf_put_number(&f->ops, c[2]);
	bytes_add_str(&f->ops, "RG ");
	pdf_put_number(&f->ops, wide);
	bytes_add_str(&f->ops, "w ");
	pdf_put_number(&f->ops, rect->x0);
	pdf_put_number(&f->ops, rect->y0);
	pdf_put_number(&f->ops, rect->x1 - rect->x0);
	pdf_put_number(&f->ops, rect->y1 - rect->y0);
	bytes_add_str(&f->ops, "re S Q\n");
}

static void
draw_annotation(struct flat *f, qpdf_oh annot)
{
	qpdf_data q = f->q;
	qpdf_oh subtype, stream;
	struct rect rect;
	char kind[32];
	int flags = 0;

	if (!qpdf_oh_is_dictionary(q, annot))
		return;
	subtype = qpdf_oh_get_key(q, annot, "/Subtype");
	if (!qpdf_oh_is_name(q, subtype))
		return;
	snprintf(kind, sizeof kind, "%s", qpdf_oh_get_name(q, subtype));
	(void)qpdf_oh_get_value_as_int(q, qpdf_oh_get_key(q, annot, "/F"),
	    &flags);
	if (strcmp(kind, "/Popup") == 0 || (flags & (FLAG_HIDDEN | FLAG_NO_VIEW)) != 0 ||
	    qpdf_oh_has_key(q, annot, "/OC") ||
	    !pdf_rect(q, qpdf_oh_get_key(q, annot, "/Rect"), &rect))
		return;
	if (strcmp(kind, "/Link") == 0) {
		if (f->frames)
			draw_frame(f, annot, &rect);
		return;
	}
	if (appearance(q, annot, &stream))
		draw_appearance(f, stream, &rect);
	else if (strcmp(kind, "/Widget") == 0 ||
	    strcmp(kind, "/FreeText") == 0)
		pdf_draw_value(q, &f->ops, f->resources, annot, kind, &rect);
	else
		pdf_draw_marking(q, &f->ops, annot, kind, &rect);
}

/* The page's own content inside q and Q, then what was drawn here. */
static void
append_content(struct flat *f, qpdf_oh page)
{
	qpdf_data q = f->q;
	qpdf_oh old = qpdf_oh_get_key(q, page, "/Contents");
	qpdf_oh all = qpdf_oh_new_array(q), before, after;
	qpdf_oh none = qpdf_oh_new_null(q);
	int i, n;

	before = qpdf_oh_new_stream(q);
	qpdf_oh_replace_stream_data(q, before, (const unsigned char *)"q\n", 2,
	    none, none);
	after = qpdf_oh_new_stream(q);
	qpdf_oh_replace_stream_data(q, after, f->ops.data, f->ops.len, none,
	    none);
	qpdf_oh_append_item(q, all, before);
	if (qpdf_oh_is_array(q, old)) {
		n = qpdf_oh_get_array_n_items(q, old);
		for (i = 0; i < n; i++)
			qpdf_oh_append_item(q, all,
			    qpdf_oh_get_array_item(q, old, i));
	} else if (qpdf_oh_is_stream(q, old)) {
		qpdf_oh_append_item(q, all, old);
	}
	qpdf_oh_append_item(q, all, after);
	qpdf_oh_replace_key(q, page, "/Contents", all);
}

static int
flatten_page(struct flat *f, int i)
{
	qpdf_data q = f->q;
	qpdf_oh page = qpdf_get_page_n(q, (size_t)i);
	qpdf_oh annots = qpdf_oh_get_key(q, page, "/Annots");
	int n, k;

	f->page = i;
	f->drawn = 0;
	bytes_reset(&f->ops);
	if (qpdf_oh_is_array(q, annots)) {
		n = qpdf_oh_get_array_n_items(q, annots);
		if (n > ANNOTS_MAX)
			return ERR_TOO_BIG;
		bytes_add_str(&f->ops, "\nQ\n");
		f->resources = pdf_dictionary(q, page, "/Resources");
		f->xobjects = pdf_dictionary(q, f->resources, "/XObject");
		f->fonts = pdf_key_if_dict(q, pdf_key_if_dict(q,
		    pdf_key_if_dict(q, qpdf_get_root(q), "/AcroForm"),
		    "/DR"), "/Font");
		for (k = 0; k < n; k++)
			draw_annotation(f,
			    qpdf_oh_get_array_item(q, annots, k));
		append_content(f, page);
	}
	qpdf_oh_remove_key(q, page, "/Annots");
	qpdf_oh_release_all(q);
	return bytes_ok(&f->ops);
}

int
pdf_flatten_pages(qpdf_data q, bool frames)
{
	struct flat f = { .q = q, .frames = frames,
	    .ops = BYTES_INIT(CLEAN_MAX) };
	int r = ERR_FORMAT, i, n;

	if ((qpdf_push_inherited_attributes_to_page(q) & QPDF_ERRORS) != 0 ||
	    (n = qpdf_get_num_pages(q)) <= 0)
		goto done;
	for (i = 0; i < n; i++)
		if ((r = flatten_page(&f, i)) < 0)
			goto done;
done:
	bytes_free(&f.ops);
	return r < 0 ? err_set(r, "the document's structure cannot be read; "
	    "ask for another copy") : 0;
}

int
pdf_flatten_write(struct bytes *out, qpdf_data q)
{
	if ((qpdf_init_write_memory(q) & QPDF_ERRORS) != 0)
		return ERR_FORMAT;
	qpdf_set_static_ID(q, QPDF_TRUE);
	qpdf_set_object_stream_mode(q, qpdf_o_disable);
	qpdf_set_stream_data_mode(q, qpdf_s_preserve);
	qpdf_set_preserve_encryption(q, QPDF_FALSE);
	if ((qpdf_write(q) & QPDF_ERRORS) != 0)
		return ERR_FORMAT;
	return bytes_add(out, qpdf_get_buffer(q), qpdf_get_buffer_length(q));
}

/* No page but this one, and nothing that leads to others. */
static bool
leave_one(qpdf_data q, uint32_t i)
{
	qpdf_oh root = qpdf_get_root(q), pages, page, kids;
	char *keys, *key;

	if ((qpdf_push_inherited_attributes_to_page(q) & QPDF_ERRORS) != 0 ||
	    qpdf_get_num_pages(q) <= (int)i)
		return false;
	pages = qpdf_oh_get_key(q, root, "/Pages");
	page = qpdf_get_page_n(q, i);
	kids = qpdf_oh_new_array(q);
	qpdf_oh_append_item(q, kids, page);
	qpdf_oh_replace_key(q, pages, "/Kids", kids);
	qpdf_oh_replace_key(q, pages, "/Count", qpdf_oh_new_integer(q, 1));
	qpdf_oh_replace_key(q, page, "/Parent", pages);
	keys = pdf_keys(q, root);
	for (key = keys; key != NULL && *key != '\0'; key += strlen(key) + 1)
		if (strcmp(key, "/Type") != 0 && strcmp(key, "/Pages") != 0 &&
		    strcmp(key, "/AcroForm") != 0 &&
		    strcmp(key, "/OCProperties") != 0)
			qpdf_oh_remove_key(q, root, key);
	free(keys);
	return (qpdf_update_all_pages_cache(q) & QPDF_ERRORS) == 0;
}

int
pdf_flatten_one(struct bytes *out, const struct doc *d, uint32_t i,
    struct answer *a)
{
	qpdf_data q;
	int r = -1;

	if (pdf_structure(&q, d, a) < 0)
		return -1;
	if (leave_one(q, i) && pdf_flatten_pages(q, false) == 0) {
		qpdf_oh_remove_key(q, qpdf_get_root(q), "/AcroForm");
		r = pdf_flatten_write(out, q);
	}
	pdf_structure_close(&q);
	return r == 0 ? 0 : answer_refuse(a, REASON_DAMAGED,
	    "its annotations cannot be drawn");
}

int
pdf_flatten(struct bytes *out, const struct doc *d, struct answer *a)
{
	qpdf_data q;
	int r;

	if (pdf_structure(&q, d, a) < 0)
		return -1;
	r = pdf_flatten_pages(q, false) < 0 || pdf_flatten_write(out, q) < 0 ?
	    answer_refuse(a, REASON_DAMAGED,
	    "its annotations cannot be drawn") : 0;
	pdf_structure_close(&q);
	return r;
}
