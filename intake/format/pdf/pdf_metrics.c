/* pdf_metrics.c -- see pdf_metrics.h. */
#include "intake/format/pdf/pdf_metrics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "intake/format/pdf/pdf_flatten.h"
#include "intake/format/pdf/pdf_unicode.h"
#include "vault/base/bytes.h"

#define FONTS_MAX 100000u	/* of one document */
#define WIDTHS_MAX 1000000u	/* said by one font */
#define CODES_SIMPLE 256
#define CODES_TWO 65536
#define USUAL_CID 1.0
#define USUAL_VERTICAL (-1.0)

static bool
room(struct pdf_metrics *m, size_t n)
{
	size_t i;

	if ((m->width = malloc(n * sizeof *m->width)) == NULL)
		return false;
	for (i = 0; i < n; i++)
		m->width[i] = NAN;
	m->n = n;
	return true;
}

static double
number(qpdf_data q, qpdf_oh oh, double otherwise)
{
	double v;

	return qpdf_oh_get_value_as_number(q, oh, &v) && isfinite(v) ? v :
	    otherwise;
}

/* Width of a font that has no list: the base fonts' own. */
static void
load_base(struct pdf_metrics *m, qpdf_data q, qpdf_oh font)
{
	qpdf_oh base = qpdf_oh_get_key(q, font, "/BaseFont");
	unsigned code;
	double w;

	m->usual = 0.5;
	if (!qpdf_oh_is_name(q, base))
		return;
	for (code = 0; code < CODES_SIMPLE; code++)
		if ((w = pdf_base_width(qpdf_oh_get_name(q, base) + 1, code)) >=
		    0)
			m->width[code] = (float)w;
}

static void
load_simple(struct pdf_metrics *m, qpdf_data q, qpdf_oh font)
{
	qpdf_oh widths = qpdf_oh_get_key(q, font, "/Widths");
	qpdf_oh descriptor = qpdf_oh_get_key(q, font, "/FontDescriptor");
	double matrix[6] = { 0.001, 0, 0, 0.001, 0, 0 }, box[4];
	int i, n, first;

	m->bytes = 1;
	m->em = 1;
	if (!room(m, CODES_SIMPLE))
		return;
	if (qpdf_oh_is_name_and_equals(q, qpdf_oh_get_key(q, font,
	    "/Subtype"), "/Type3")) {
		m->drawn = true;
		(void)pdf_numbers(q, qpdf_oh_get_key(q, font, "/FontMatrix"),
		    matrix, 6);
		if (pdf_numbers(q, qpdf_oh_get_key(q, font, "/FontBBox"), box,
		    4))
			m->em = fabs((box[3] - box[1]) * matrix[3]);
		if (!(m->em > 0))
			m->em = fabs(1000 * matrix[3]);
	}
	if (!qpdf_oh_is_array(q, widths)) {
		load_base(m, q, font);
		return;
	}
	if (qpdf_oh_is_dictionary(q, descriptor))
		m->usual = number(q, qpdf_oh_get_key(q, descriptor,
		    "/MissingWidth"), 0) * matrix[0];
	first = (int)number(q, qpdf_oh_get_key(q, font, "/FirstChar"), 0);
	n = qpdf_oh_get_array_n_items(q, widths);
	for (i = 0; i < n && i < CODES_SIMPLE; i++)
		if (first + i >= 0 && first + i < CODES_SIMPLE)
			m->width[first + i] = (float)(number(q,
			    qpdf_oh_get_array_item(q, widths, i), 0) *
			    matrix[0]);
}

/* A list may say the same again and again. */
static void
set(struct pdf_metrics *m, long long code, double w)
{
	if (m->said++ > WIDTHS_MAX)
		return;
	if (code >= 0 && code < CODES_TWO)
		m->width[code] = (float)(w / 1000);
}

/* c [w1 w2 ...], or first last w. */
static void
load_list(struct pdf_metrics *m, qpdf_data q, qpdf_oh list)
{
	int i, k, n = qpdf_oh_get_array_n_items(q, list), count;

	for (i = 0; i + 1 < n; ) {
		long long code = (long long)number(q,
		    qpdf_oh_get_array_item(q, list, i), -1);
		qpdf_oh next = qpdf_oh_get_array_item(q, list, i + 1);

		if (qpdf_oh_is_array(q, next)) {
			count = qpdf_oh_get_array_n_items(q, next);
			for (k = 0; k < count; k++)
				set(m, code + k, number(q,
				    qpdf_oh_get_array_item(q, next, k), 0));
			i += 2;
		} else {
			long long last = (long long)number(q, next, -1);
			double w = i + 2 < n ? number(q,
			    qpdf_oh_get_array_item(q, list, i + 2), 0) : 0;

			if (last >= CODES_TWO)
				last = CODES_TWO - 1;
			for (; code >= 0 && code <= last &&
			    m->said <= WIDTHS_MAX; code++)
				set(m, code, w);
			i += 3;
		}
	}
}

static void
load_composite(struct pdf_metrics *m, qpdf_data q, qpdf_oh font)
{
	qpdf_oh encoding = qpdf_oh_get_key(q, font, "/Encoding");
	qpdf_oh list = qpdf_oh_get_key(q, font, "/DescendantFonts"), below;
	double box[2];

	m->em = 1;
	m->usual = USUAL_CID;
	m->vertical = qpdf_oh_is_name_and_equals(q, encoding, "/Identity-V");
	if (!m->vertical &&
	    !qpdf_oh_is_name_and_equals(q, encoding, "/Identity-H"))
		return;		/* codes of unknown length */
	m->bytes = 2;
	if (!qpdf_oh_is_array(q, list) || !room(m, CODES_TWO))
		return;
	below = qpdf_oh_get_array_item(q, list, 0);
	if (!qpdf_oh_is_dictionary(q, below))
		return;
	if (m->vertical) {
		m->usual = USUAL_VERTICAL;
		if (pdf_numbers(q, qpdf_oh_get_key(q, below, "/DW2"), box, 2))
			m->usual = box[1] / 1000;
		return;
	}
	m->usual = number(q, qpdf_oh_get_key(q, below, "/DW"), 1000) / 1000;
	list = qpdf_oh_get_key(q, below, "/W");
	if (qpdf_oh_is_array(q, list))
		load_list(m, q, list);
}

struct pdf_metrics *
pdf_metrics(qpdf_data q, qpdf_oh font)
{
	struct pdf_metrics *m = calloc(1, sizeof *m);

	if (m == NULL)
		return NULL;
	if (qpdf_oh_is_name_and_equals(q, qpdf_oh_get_key(q, font,
	    "/Subtype"), "/Type0"))
		load_composite(m, q, font);
	else
		load_simple(m, q, font);
	return m;
}

void
pdf_metrics_free(struct pdf_metrics *m)
{
	if (m == NULL)
		return;
	free(m->width);
	free(m->unicode);
	free(m);
}

double
pdf_metrics_width(const struct pdf_metrics *m, unsigned code)
{
	return code < m->n && !isnan(m->width[code]) ? (double)m->width[code] :
	    m->usual;
}

struct known {
	int id;			/* of its object; 0: it has none */
	struct pdf_metrics *m;
};

struct pdf_fonts {
	struct bytes known;	/* struct known */
};

struct pdf_fonts *
pdf_fonts(void)
{
	struct pdf_fonts *f = calloc(1, sizeof *f);

	if (f != NULL)
		f->known = BYTES_INIT(FONTS_MAX * sizeof(struct known));
	return f;
}

void
pdf_fonts_free(struct pdf_fonts *f)
{
	struct known *k;
	size_t i;

	if (f == NULL)
		return;
	k = (struct known *)(void *)f->known.data;
	for (i = 0; i < f->known.len / sizeof *k; i++)
		pdf_metrics_free(k[i].m);
	bytes_free(&f->known);
	free(f);
}

struct pdf_metrics *
pdf_fonts_metrics(struct pdf_fonts *f, qpdf_data q, qpdf_oh font)
{
	struct known *k = (struct known *)(void *)f->known.data, new;
	size_t i;

	new.id = qpdf_oh_get_object_id(q, font);
	for (i = 0; new.id != 0 && i < f->known.len / sizeof *k; i++)
		if (k[i].id == new.id)
			return k[i].m;
	new.m = pdf_metrics(q, font);
	if (new.m != NULL)
		new.m->id = new.id;
	if (new.m == NULL || bytes_add(&f->known, &new, sizeof new) < 0) {
		pdf_metrics_free(new.m);
		return NULL;
	}
	return new.m;
}

uint32_t
pdf_fonts_character(struct pdf_metrics *m, qpdf_data q, unsigned code)
{
	if (m->unicode == NULL && m->n > 0 &&
	    (m->unicode = calloc(m->n, sizeof *m->unicode)) != NULL &&
	    m->id != 0)
		(void)pdf_unicode(q, qpdf_get_object_by_id(q, m->id, 0),
		    m->unicode, m->n);
	if (m->unicode != NULL && code < m->n && m->unicode[code] != 0)
		return m->unicode[code];
	return m->bytes == 1 && code >= ' ' && code < 0x7f ? code : 0;
}
