/*
 * msg_props.h -- the properties of an Outlook message ([MS-OXMSG]): a compound
 * file in which each string and each run of bytes is a stream named by its
 * property, and numbers and times stand together in one more stream.
 */
#ifndef INTAKE_FORMAT_MAIL_MSG_PROPS_H
#define INTAKE_FORMAT_MAIL_MSG_PROPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "intake/format/package/ole.h"

#define MSG_STRING_MAX ((size_t)64 << 20)	/* bytes of one as UTF-8 */

enum msg_type {
	MSG_LONG = 0x0003, MSG_OBJECT = 0x000d, MSG_STRING8 = 0x001e,
	MSG_STRING = 0x001f, MSG_TIME = 0x0040, MSG_BINARY = 0x0102
};

/* A storage with properties: the message, a recipient, an attachment. */
struct msg_bag {
	const struct ole *ole;
	size_t storage;		/* its index */
	size_t head;		/* bytes before the first entry of numbers */
	unsigned codepage;	/* of 8-bit strings; 0: not said */
};

/* The root; false when it has no properties. */
bool msg_root(struct msg_bag *b, const struct ole *o);
/* Entry i of the file, when it is a storage of the root whose name begins so:
 * "__recip_version1.0_#", "__attach_version1.0_#". */
bool msg_inner(struct msg_bag *b, const struct msg_bag *root, size_t i,
    const char *prefix);

/* Append the string as UTF-8; false when it has none. */
bool msg_string(const struct msg_bag *b, unsigned id, struct bytes *out);
/* The entry of a property with this type; NULL. */
const struct ole_entry *msg_stream(const struct msg_bag *b, unsigned id,
    unsigned type);
/* A number or a time (FILETIME); false when it has none. */
bool msg_number(const struct msg_bag *b, unsigned id, uint64_t *value);

/* "__substg1.0_0037001F": its id and type; false for other names. */
bool msg_stream_name(const char *name, unsigned *id, unsigned *type);
/* What the property says; NULL when it is not known here. */
const char *msg_property_name(unsigned id);

/* Append a compressed RTF body ([MS-OXRTFCP]), unpacked.  ERR_FORMAT. */
int msg_unpack_rtf(struct bytes *out, const uint8_t *p, size_t len);

#endif
