/*
 * pdf_metrics.h -- how far each code of a font moves the pen (9.2.4), so that
 * a letter can be taken out and the rest stays where it was.
 */
#ifndef INTAKE_FORMAT_PDF_PDF_METRICS_H
#define INTAKE_FORMAT_PDF_PDF_METRICS_H

#include <qpdf/qpdf-c.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pdf_metrics {
	unsigned bytes;		/* of a code: 1 or 2; 0: it cannot be told */
	bool vertical;
	bool drawn;		/* Type 3 */
	double em;		/* height of a letter for a size of 1 */
	double usual;		/* of codes that have no width of their own */
	float *width;		/* for a size of 1; by code, NAN: usual */
	size_t n;
	unsigned said;		/* widths that its list has said */
	int id;			/* of the font's object; 0: none */
	uint32_t *unicode;	/* of each code below n, once asked for */
};

/* The font's own; NULL when there is no memory.  pdf_metrics_free(). */
struct pdf_metrics *pdf_metrics(qpdf_data q, qpdf_oh font);
void pdf_metrics_free(struct pdf_metrics *m);

double pdf_metrics_width(const struct pdf_metrics *m, unsigned code);

/* The metrics of all fonts of a document, each worked out once. */
struct pdf_fonts;
struct pdf_fonts *pdf_fonts(void);	/* NULL: no memory */
void pdf_fonts_free(struct pdf_fonts *f);
struct pdf_metrics *pdf_fonts_metrics(struct pdf_fonts *f, qpdf_data q,
    qpdf_oh font);

/* The character of a code, by the font's own table or, for one byte, as it
 * stands; 0 when it cannot be told. */
uint32_t pdf_fonts_character(struct pdf_metrics *m, qpdf_data q,
    unsigned code);

/* The width of a printable ASCII character in one of the base fonts; negative
 * when `name` (without a slash) is none of them, or like none. */
double pdf_base_width(const char *name, unsigned code);

#endif
