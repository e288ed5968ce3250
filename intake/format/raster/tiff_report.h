/* tiff_report.h -- all that a TIFF file holds beside its pictures. */
#ifndef INTAKE_FORMAT_RASTER_TIFF_REPORT_H
#define INTAKE_FORMAT_RASTER_TIFF_REPORT_H

#include "intake/format/raster/tiff_page.h"

/* A line for each entry of a directory that tiff_out_page() does not write,
 * and for a picture that is only a smaller one of another. */
void tiff_report_page(struct answer *a, const struct ifd *t,
    const struct tiff_page *p);

/* A mark for bytes behind everything that a directory names. */
void tiff_report_rest(struct answer *a, const struct doc *d);

#endif
