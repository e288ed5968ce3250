/*
 * xmp.h -- the properties of an XMP packet (ISO 16684-1) as metadata lines.
 */
#ifndef INTAKE_FORMAT_TAGS_XMP_H
#define INTAKE_FORMAT_TAGS_XMP_H

#include <stddef.h>
#include <stdint.h>

#include "intake/format/format.h"

#define XMP_DEPTH_MAX 64	/* elements inside each other */
#define XMP_LINES_MAX 2000	/* properties reported of one packet */

/*
 * xmp_report(a, packet, len): a line in group XMP for each property that has
 * a value, named as in the packet ("dc:creator"), and one with the packet's
 * size.  A packet with a DTD, or that is no XML, is read as far as it goes.
 */
void xmp_report(struct answer *a, const uint8_t *packet, size_t len);

#endif
