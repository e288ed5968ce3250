/* heif_report.h -- all that a HEIF file holds beside its pictures. */
#ifndef INTAKE_FORMAT_HEIF_HEIF_REPORT_H
#define INTAKE_FORMAT_HEIF_HEIF_REPORT_H

#include "intake/format/heif/items.h"

/* A line for each item, property, unit and box that heif_write() leaves out. */
void heif_report(const struct heif *h, struct answer *a);

#endif
