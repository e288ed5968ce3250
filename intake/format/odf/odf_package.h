/* odf_package.h -- an OpenDocument file as a package: what its first member
 * says it is, and what else lies in it. */
#ifndef INTAKE_FORMAT_ODF_ODF_PACKAGE_H
#define INTAKE_FORMAT_ODF_ODF_PACKAGE_H

#include "intake/format/format.h"
#include "intake/format/package/mimetype.h"
#include "intake/format/package/zip.h"

struct odf_package {
	struct zip *zip;
	char mime[MIMETYPE_SIZE];
};

/* The format that the member "mimetype" names; FORMAT_UNKNOWN.  Cheap where
 * it is the first member, as it should be. */
enum format_id odf_package_kind(const struct doc *d);

/*
 * odf_package_open(p, d):
 * `d` is borrowed.  ERR_NOT_PERMITTED when it is encrypted; ERR_FORMAT when it
 * is no such package; as zip_open() else.  Close it also after an error.
 */
int odf_package_open(struct odf_package *p, const struct doc *d);
void odf_package_close(struct odf_package *p);

/* Is the member an object of another program, or sound or film? */
bool odf_package_is_child(const struct odf_package *p,
    const struct zip_member *m);
/* Tell those. */
int odf_package_children(const struct odf_package *p, struct answer *a);

#endif
