/*
 * pdf_flatten.c -- annotations and form fields become part of their page
 * (ISO 32000-1, 12.5.5: the appearance stream's box, turned by its matrix, is
 * fitted to the annotation's rectangle).
 *
 * What shows nothing is dropped: hidden ones, pop-ups, links, and those that
 * hang on an optional layer.
 */
#include "intake/format/pdf/pdf.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "intake/format/pdf/pdf_flatten.h"
#include "vault/base/err.h"

#define ANNOTS_MAX 100000	/* of one page */
#define FLAG_HIDDEN 2
#define FLAG_NO_VIEW 32

struct flat {
	qpdf_data q;
	qpdf_oh fonts;		/* the form's own; null when it has none */
	qpdf_oh resources;	/* of the page at hand */
	qpdf_oh xobjects;
	int page;
	int drawn;		/* appearances drawn on the page */
	struct bytes ops;	/* appended to the page's content */
};

/* Where the four corners of `box` come to lie under `m`. */
static struct rect
turned(const struct rect *box, const double m[6])
{
	const double x[2] = { box->x0, box->x1 }, y[2] = { box->y0, box->y1 };
	struct rect r = { INFINITY, INFINITY, -INFINITY, -INFINITY };
	int i;

	for (i = 0; i < 4; i++) {
		double px = m[0] * x[i & 1] + m[2] * y[i >> 1] + m[4];
		double py = m[1] * x[i & 1] + m[3] * y[i >> 1] + m[5];

		r.x0 = fmin(r.x0, px);
		r.y0 = fmin(r.y0, py);
		r.x1 = fmax(r.x1, px);
		r.y1 = fmax(r.y1, py);
	}
	return r;
}

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
	qpdf_oh own;

	if (!qpdf_oh_is_dictionary(f->q, f->fonts))
		return;
	own = pdf_dictionary(f->q, dict, "/Resources");
	if (!qpdf_oh_has_key(f->q, own, "/Font"))
		qpdf_oh_replace_key(f->q, own, "/Font", f->fonts);
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
	t = turned(&box, m);
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
	if (strcmp(kind, "/Popup") == 0 || strcmp(kind, "/Link") == 0 ||
	    (flags & (FLAG_HIDDEN | FLAG_NO_VIEW)) != 0 ||
	    qpdf_oh_has_key(q, annot, "/OC") ||
	    !pdf_rect(q, qpdf_oh_get_key(q, annot, "/Rect"), &rect))
		return;
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
		f->fonts = qpdf_oh_get_key_if_dict(q, qpdf_oh_get_key_if_dict(q,
		    qpdf_oh_get_key_if_dict(q, qpdf_get_root(q), "/AcroForm"),
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

static int
write_out(qpdf_data q, struct bytes *out)
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

int
pdf_flatten(struct bytes *out, const uint8_t *p, size_t len)
{
	struct flat f = { .ops = BYTES_INIT(CLEAN_MAX) };
	int r = ERR_FORMAT, i, n;

	if ((f.q = qpdf_init()) == NULL)
		return ERR_NO_MEMORY;
	qpdf_silence_errors(f.q);
	qpdf_set_suppress_warnings(f.q, QPDF_TRUE);
	if ((qpdf_read_memory(f.q, "document", (const char *)p, len, "") &
	    QPDF_ERRORS) != 0)
		goto done;
	if ((qpdf_push_inherited_attributes_to_page(f.q) & QPDF_ERRORS) != 0 ||
	    (n = qpdf_get_num_pages(f.q)) <= 0)
		goto done;
	for (i = 0; i < n; i++)
		if ((r = flatten_page(&f, i)) < 0)
			goto done;
	r = write_out(f.q, out);
done:
	qpdf_cleanup(&f.q);
	bytes_free(&f.ops);
	return r < 0 ? err_set(r, "the document's structure cannot be read; "
	    "ask for another copy") : 0;
}
