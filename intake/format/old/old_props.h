/* old_props.h -- property sets of compound files ([MS-OLEPS]): who wrote it,
 * when, with what. */
#ifndef INTAKE_FORMAT_OLD_OLD_PROPS_H
#define INTAKE_FORMAT_OLD_OLD_PROPS_H

#include "intake/format/format.h"

#define OLD_PROPS_MAX 10000u	/* properties of one set */

/* Tell all that the stream says; what is damaged in it is left out. */
void old_props_report(struct answer *a, const uint8_t *p, size_t len,
    bool summary);

#endif
