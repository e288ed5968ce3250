/*
 * pdf_layers.h -- optional content (8.11): which layers are off when the
 * document is opened, or on for paper only.
 */
#ifndef INTAKE_FORMAT_PDF_PDF_LAYERS_H
#define INTAKE_FORMAT_PDF_PDF_LAYERS_H

#include <qpdf/qpdf-c.h>
#include <stdbool.h>

struct pdf_layers;

/* NULL when there is no memory. */
struct pdf_layers *pdf_layers(qpdf_data q);
void pdf_layers_free(struct pdf_layers *l);

/* Is a group, or a membership dictionary, off? */
bool pdf_layers_off(const struct pdf_layers *l, qpdf_data q, qpdf_oh oc);

#endif
