/*
 * opc.h -- an Office document as a package (ISO/IEC 29500-2): its parts, what
 * they relate to, and which is the main one.
 */
#ifndef INTAKE_FORMAT_OFFICE_OPC_H
#define INTAKE_FORMAT_OFFICE_OPC_H

#include <stdbool.h>
#include <stddef.h>

#include "intake/format/story/map.h"
#include "intake/format/format.h"
#include "intake/format/package/xml.h"
#include "intake/format/package/zip.h"

#define OPC_RELS_MAX 100000u		/* relationships of one part */

struct opc_rel {
	char *id;
	char *type;	/* the last part of the type's URI: "hyperlink" */
	char *target;	/* a part's name; or as it stands, when external */
	bool external;
};

struct opc_rels {
	struct opc_rel *list;
	size_t n, room;
	struct map by_id;	/* 1 + index */
};

#define OPC_RELS_INIT ((struct opc_rels){ .n = 0 })

enum opc_family { OPC_NONE, OPC_WORD, OPC_SHEET, OPC_SLIDES };

struct opc {
	struct zip *zip;
	char main[ZIP_NAME_MAX + 1];	/* the main part */
	enum opc_family family;		/* by the main part's content type */
	const char *type;		/* which is this one */
	bool macros;			/* it holds code */
	bool binary;			/* XLSB: its parts are no XML */
};

/* By the names of its members alone; strict and cheap. */
enum opc_family opc_family_of(const struct doc *d);
/* Office's own encryption: the package inside an OLE file. */
bool opc_is_encrypted(const struct doc *d);

/*
 * opc_open(p, d):
 * Find the main part by the relationships and the content types.  `d` is
 * borrowed.  ERR_FORMAT when there is no such package; as zip_open() else.
 * Close it also after an error.
 */
int opc_open(struct opc *p, const struct doc *d);
/* opc_type.c, for opc_open(): family, type and macros by the content types. */
int opc_find_type(struct opc *p);
void opc_close(struct opc *p);

/* Append the part; ERR_NOT_FOUND when it is not there. */
int opc_read(const struct opc *p, const char *part,
    struct bytes *out);

/* What the part relates to; nothing when there is no list.  ERR_FORMAT when
 * two have one id.  Free it always. */
int opc_rels_read(const struct opc *p, const char *part,
    struct opc_rels *rels);
void opc_rels_free(struct opc_rels *rels);
const struct opc_rel *opc_rels_id(const struct opc_rels *rels,
    const char *id);
/* The first part (not external) of this type. */
const struct opc_rel *opc_rels_type(const struct opc_rels *rels,
    const char *type);

#endif
