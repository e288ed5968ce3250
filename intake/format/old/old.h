/*
 * old.h -- DOC, XLS and PPT of Office 97 to 2003 (and DOC and XLS of 95).
 *
 * They are read, not written: their bytes hold too much that is described
 * nowhere (fast saves, free space, records of other programs) for a copy to be
 * called clean.  Report, text and the safe copy are given; a clean copy ends
 * in quarantine by that name.
 */
#ifndef INTAKE_FORMAT_OLD_OLD_H
#define INTAKE_FORMAT_OLD_OLD_H

#include "intake/format/format.h"

extern const struct format format_doc;
extern const struct format format_xls;
extern const struct format format_ppt;

#endif
