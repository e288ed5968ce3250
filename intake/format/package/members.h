/*
 * members.h -- what a package tells as a whole, whatever is in it: when it was
 * packed, what else its archive holds.
 */
#ifndef INTAKE_FORMAT_PACKAGE_MEMBERS_H
#define INTAKE_FORMAT_PACKAGE_MEMBERS_H

#include "intake/format/answer.h"
#include "intake/format/package/zip.h"

void members_report(const struct zip *z, struct answer *a);

#endif
