/*
 * icc.h -- what a colour profile (ICC.1:2010) says about where it is from.
 */
#ifndef INTAKE_FORMAT_TAGS_ICC_H
#define INTAKE_FORMAT_TAGS_ICC_H

#include <stddef.h>
#include <stdint.h>

#include "intake/format/format.h"

/*
 * Lines in group ICC: size, description, copyright, device maker and model,
 * date.  `p` may be the first part of a profile only.
 */
void icc_report(struct answer *a, const uint8_t *p, size_t len);

#endif
