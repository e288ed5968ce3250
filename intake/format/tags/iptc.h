/*
 * iptc.h -- Photoshop's image resource blocks, and the IPTC-IIM datasets in
 * one of them, as metadata lines.
 */
#ifndef INTAKE_FORMAT_TAGS_IPTC_H
#define INTAKE_FORMAT_TAGS_IPTC_H

#include <stddef.h>
#include <stdint.h>

#include "intake/format/format.h"

#define IPTC_LINES_MAX 2000	/* datasets or resources of one segment */

/* The datasets (IIM 4.2) in group IPTC: "By-line", "Caption-Abstract". */
void iptc_report(struct answer *a, const uint8_t *p, size_t len);

/*
 * The blocks ("8BIM ...") in group Photoshop, with the IPTC datasets, EXIF
 * and XMP that lie in them in their own groups.
 */
void photoshop_report(struct answer *a, const uint8_t *p, size_t len);

#endif
