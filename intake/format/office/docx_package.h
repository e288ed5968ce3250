/*
 * docx_package.h -- a DOCX as a package (ISO/IEC 29500-2): its parts, what
 * they relate to, and which is the main one.
 */
#ifndef INTAKE_FORMAT_OFFICE_DOCX_PACKAGE_H
#define INTAKE_FORMAT_OFFICE_DOCX_PACKAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "intake/format/story/map.h"
#include "intake/format/format.h"
#include "intake/format/package/xml.h"
#include "intake/format/package/zip.h"

#define DOCX_RELS_MAX 100000u		/* relationships of one part */

struct docx_rel {
	char *id;
	char *type;	/* the last part of the type's URI: "hyperlink" */
	char *target;	/* a part's name; or as it stands, when external */
	bool external;
};

struct docx_rels {
	struct docx_rel *list;
	size_t n, room;
	struct map by_id;	/* 1 + index */
};

#define DOCX_RELS_INIT ((struct docx_rels){ .n = 0 })

struct docx_package {
	struct zip *zip;
	char main[ZIP_NAME_MAX + 1];	/* the main part */
	bool macros;			/* it can run code */
};

/*
 * docx_package_open(p, d):
 * Find the main part by the relationships and the content types.  `d` is
 * borrowed.  ERR_FORMAT when there is no such package; as zip_open() else.
 * Close it also after an error.
 */
int docx_package_open(struct docx_package *p, const struct doc *d);
void docx_package_close(struct docx_package *p);

/* Append the part; ERR_NOT_FOUND when it is not there. */
int docx_package_read(const struct docx_package *p, const char *part,
    struct bytes *out);

/* What the part relates to; nothing when there is no list.  ERR_FORMAT when
 * two have one id.  Free it always. */
int docx_package_rels(const struct docx_package *p, const char *part,
    struct docx_rels *rels);
void docx_rels_free(struct docx_rels *rels);
const struct docx_rel *docx_rels_id(const struct docx_rels *rels,
    const char *id);
/* The first part (not external) of this type. */
const struct docx_rel *docx_rels_type(const struct docx_rels *rels,
    const char *type);

#endif
