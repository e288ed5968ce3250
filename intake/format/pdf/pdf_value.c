/*
 * pdf_value.c -- annotations that bring no appearance: values of fields and
 * free texts are written out, dark markings become boxes.
 */
#include "intake/format/pdf/pdf_flatten.h"

#include <math.h>
#include <string.h>

#include "intake/format/pdf/pdf_lex.h"
#include "vault/base/print.h"

#define PARENTS_MAX 20		/* fields above a field */
#define VALUE_SIZE 11.0		/* points */
#define DARK 0.35		/* of a marking: what is below covers text */

bool
pdf_numbers(qpdf_data q, qpdf_oh array, double *v, int n)
{
	int i;

	if (!qpdf_oh_is_array(q, array) ||
	    qpdf_oh_get_array_n_items(q, array) < n)
		return false;
	for (i = 0; i < n; i++)
		if (!qpdf_oh_get_value_as_number(q,
		    qpdf_oh_get_array_item(q, array, i), &v[i]) ||
		    !isfinite(v[i]))
			return false;
	return true;
}

bool
pdf_rect(qpdf_data q, qpdf_oh array, struct rect *r)
{
	double v[4];

	if (!pdf_numbers(q, array, v, 4))
		return false;
	*r = (struct rect){ fmin(v[0], v[2]), fmin(v[1], v[3]),
	    fmax(v[0], v[2]), fmax(v[1], v[3]) };
	return true;
}

qpdf_oh
pdf_dictionary(qpdf_data q, qpdf_oh in, const char *key)
{
	qpdf_oh d = qpdf_oh_get_key(q, in, key);

	if (!qpdf_oh_is_dictionary(q, d)) {
		d = qpdf_oh_new_dictionary(q);
		qpdf_oh_replace_key(q, in, key, d);
	}
	return d;
}

/* How light the colour array is, 0 to 1; 1 when there is none. */
static double
lightness(qpdf_data q, qpdf_oh colour)
{
	double v[4];

	if (!qpdf_oh_is_array(q, colour))
		return 1;
	switch (qpdf_oh_get_array_n_items(q, colour)) {
	case 1:
		return pdf_numbers(q, colour, v, 1) ? v[0] : 1;
	case 3:
		return pdf_numbers(q, colour, v, 3) ?
		    0.3 * v[0] + 0.6 * v[1] + 0.1 * v[2] : 1;
	case 4:
		return pdf_numbers(q, colour, v, 4) ? 1 - fmin(1, v[3] +
		    0.3 * v[0] + 0.6 * v[1] + 0.1 * v[2]) : 1;
	default:
		return 1;
	}
}

/* A marking without an appearance: when it is dark, it was to cover. */
void
pdf_draw_marking(qpdf_data q, struct bytes *ops, qpdf_oh annot,
    const char *kind, const struct rect *rect)
{
	bool fill = strcmp(kind, "/Square") == 0 || strcmp(kind, "/Redact") == 0;
	qpdf_oh colour = qpdf_oh_get_key(q, annot, fill ? "/IC" : "/C");

	if ((!fill && strcmp(kind, "/Highlight") != 0) ||
	    lightness(q, colour) > DARK)
		return;
	bytes_add_str(ops, "q 0 g ");
	pdf_put_number(ops, rect->x0);
	pdf_put_number(ops, rect->y0);
	pdf_put_number(ops, rect->x1 - rect->x0);
	pdf_put_number(ops, rect->y1 - rect->y0);
	bytes_add_str(ops, "re f Q\n");
}

/* The key of the field, or of a field it belongs to. */
static qpdf_oh
inherited(qpdf_data q, qpdf_oh field, const char *key)
{
	qpdf_oh value = qpdf_oh_get_key(q, field, key);
	int i;

	for (i = 0; i < PARENTS_MAX && qpdf_oh_is_null(q, value); i++) {
		field = qpdf_oh_get_key(q, field, "/Parent");
		if (!qpdf_oh_is_dictionary(q, field))
			break;
		value = qpdf_oh_get_key(q, field, key);
	}
	return value;
}

/* Letters that WinAnsi lacks become question marks; ends of lines are kept. */
static void
put_string(struct bytes *ops, const char *utf8, size_t len, double lead)
{
	uint32_t cp;
	size_t n;

	bytes_add_str(ops, "<");
	for (; len > 0; utf8 += n, len -= n) {
		if ((n = utf8_next((const uint8_t *)utf8, len, &cp)) == 0) {
			n = 1;
			cp = '?';
		}
		if (cp == '\r' || cp == '\n') {
			bytes_add_str(ops, ">Tj 0 ");
			pdf_put_number(ops, -lead);
			bytes_add_str(ops, "Td <");
			continue;
		}
		bytes_addf(ops, "%02x", cp >= ' ' && (cp < 0x7f ||
		    (cp >= 0xa0 && cp <= 0xff)) ? cp : (unsigned)'?');
	}
	bytes_add_str(ops, ">Tj");
}

/*
 * A value without an appearance, for the reader to draw: plain Helvetica, from
 * the top when it may have several lines.
 */
void
pdf_draw_value(qpdf_data q, struct bytes *ops, qpdf_oh resources,
    qpdf_oh annot, const char *kind, const struct rect *rect)
{
	bool field = strcmp(kind, "/Widget") == 0;
	qpdf_oh value = field ? inherited(q, annot, "/V") :
	    qpdf_oh_get_key(q, annot, "/Contents");
	double high = rect->y1 - rect->y0;
	double size = fmin(VALUE_SIZE, high * 0.75);
	qpdf_oh fonts, font;
	const char *s;
	size_t len;

	if (!qpdf_oh_is_string(q, value) || !(size > 0.5))
		return;
	fonts = pdf_dictionary(q, resources, "/Font");
	if (!qpdf_oh_has_key(q, fonts, "/TlF")) {
		font = qpdf_oh_parse(q, "<</Type/Font/Subtype/Type1/BaseFont"
		    "/Helvetica/Encoding/WinAnsiEncoding>>");
		qpdf_oh_replace_key(q, fonts, "/TlF", font);
	}
	s = qpdf_oh_get_binary_utf8_value(q, value, &len);
	bytes_add_str(ops, "q ");
	pdf_put_number(ops, rect->x0);
	pdf_put_number(ops, rect->y0);
	pdf_put_number(ops, rect->x1 - rect->x0);
	pdf_put_number(ops, high);
	bytes_add_str(ops, "re W n 0 g BT /TlF ");
	pdf_put_number(ops, size);
	bytes_add_str(ops, "Tf ");
	pdf_put_number(ops, rect->x0 + 2);
	pdf_put_number(ops, high > 2 * VALUE_SIZE ? rect->y1 - size - 1 :
	    rect->y0 + (high - size) / 2 + size * 0.22);
	bytes_add_str(ops, "Td ");
	put_string(ops, s, len, size * 1.2);
	bytes_add_str(ops, " ET Q\n");
}
