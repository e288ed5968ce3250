/*
 * items.h -- the items of a HEIF file (ISO/IEC 23008-12) and what is told of
 * them: where their bytes lie, their properties, how they refer to each other,
 * and which of them are the picture.
 */
#ifndef INTAKE_FORMAT_HEIF_ITEMS_H
#define INTAKE_FORMAT_HEIF_ITEMS_H

#include "intake/format/format.h"
#include "intake/format/heif/box.h"
#include "intake/format/page/picture.h"

#define HEIF_ITEMS_MAX 4096u	/* tiles of 512 x 512 in 400 megapixels: 1,600 */
#define HEIF_EXTENTS_MAX 65536u
#define HEIF_REFERENCES_MAX 16384u
#define HEIF_PROPERTIES_MAX 16384u
#define HEIF_ITEM_PROPERTIES_MAX 32u	/* of one item */

struct heif_extent {
	uint64_t at, len;
};

struct heif_item {
	uint32_t id;
	char type[5];
	bool hidden;
	const uint8_t *name, *content;	/* `content`: of a "mime" item */
	size_t name_len, content_len;
	unsigned method;		/* 0: in the file, 1: in idat */
	size_t extent, extents;		/* in heif.extents */
	uint16_t properties[HEIF_ITEM_PROPERTIES_MAX];	/* 1 is the first */
	size_t nproperties;
	bool keep;			/* it belongs to a picture */
	bool top;			/* it is one that is shown */
};

#define HEIF_ESSENTIAL 0x8000u		/* with a property's number */

struct heif_reference {
	char type[5];
	uint32_t from, to;		/* ids */
};

struct heif {
	const struct doc *d;
	struct bmff ftyp, meta, idat;	/* idat: no data when there is none */
	uint32_t primary;
	struct heif_item *items;
	size_t nitems;
	struct heif_extent *extents;
	size_t nextents;
	struct heif_reference *references;
	size_t nreferences;
	struct bmff *properties;
	size_t nproperties;
};

/* Read the file's directory and mark what is kept.  0, or -1 after
 * answer_refuse(); heif_free() in any case. */
int heif_read(struct heif *h, const struct doc *d, struct answer *a);
void heif_free(struct heif *h);

struct heif_item *heif_item(const struct heif *h, uint32_t id);

/* Append the item's bytes.  False when they do not lie in the file. */
bool heif_bytes(const struct heif *h, const struct heif_item *i,
    struct bytes *out);

/* The item's first property of a type; false when it has none. */
bool heif_property(const struct heif *h, const struct heif_item *i,
    const char *type, struct bmff *out);

/* Is it the transparency of another picture? */
bool heif_is_alpha(const struct heif *h, const struct heif_item *i);

/* What of an item is shown, and how: by "ispe", "clap", "irot" and "imir" in
 * their order.  False when it has no size. */
struct heif_view {
	uint32_t width, height;		/* as coded or composed */
	uint32_t left, top;		/* where the part that is shown begins */
	struct picture_size size;	/* of that part */
};

bool heif_view(const struct heif *h, const struct heif_item *i,
    struct heif_view *v);

#endif
