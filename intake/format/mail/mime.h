/*
 * mime.h -- a message as a tree of parts (RFC 5322, RFC 2045-2046).
 *
 * Nothing is refused for being malformed: what cannot be taken apart is one
 * part of text, as mail programs show it.  All pointers are into the message.
 */
#ifndef INTAKE_FORMAT_MAIL_MIME_H
#define INTAKE_FORMAT_MAIL_MIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vault/base/bytes.h"

#define MIME_FIELDS_MAX 5000u		/* header fields of a message, in all */
#define MIME_PARTS_MAX 2000u
#define MIME_DEPTH_MAX 32u		/* multiparts in multiparts */
#define MIME_WORD_SIZE 80u		/* bytes of a type, with a NUL */
#define MIME_BOUNDARY_SIZE 256u
#define MIME_NAME_SIZE 1024u		/* of a part's file name */

struct field {
	const char *name;	/* not ended by a NUL */
	size_t name_len;
	const char *value;	/* raw: folded, encoded */
	size_t len;
};

enum encoding {
	ENCODING_NONE = 0,	/* 7bit, 8bit, binary, or unknown */
	ENCODING_BASE64 = 1,
	ENCODING_QUOTED = 2,
	ENCODING_UU = 3
};

struct mime {
	struct field *fields;
	size_t nfields;
	const char *body;
	size_t len;
	char type[MIME_WORD_SIZE];	/* "text/plain", lower case */
	char charset[MIME_WORD_SIZE];	/* "" when none is said */
	char boundary[MIME_BOUNDARY_SIZE];	/* "" for none */
	char name[MIME_NAME_SIZE];	/* UTF-8; "" for none */
	char id[MIME_BOUNDARY_SIZE];	/* Content-ID without <>; "" */
	enum encoding encoding;
	bool attachment;	/* its disposition says so */
	bool empty;		/* its content has no bytes */
	bool flowed, delsp;	/* RFC 3676 */
	struct mime **parts;	/* of a multipart that could be taken apart */
	size_t nparts;
	const char *before;	/* a multipart's preamble */
	size_t before_len;
	const char *after;	/* and its epilogue */
	size_t after_len;
};

/* ERR_TOO_BIG over a limit above; ERR_NO_MEMORY. */
int mime_read(struct mime **out, const void *p, size_t len);
void mime_free(struct mime *m);		/* NULL is fine */

/* The first field of this name, whatever its case; NULL. */
const struct field *mime_field(const struct mime *m, const char *name);
bool mime_field_is(const struct field *f, const char *name);
bool mime_is_multipart(const struct mime *m);

/* Append the content, its transfer encoding undone. */
int mime_content(const struct mime *m, struct bytes *out);

/*
 * mime_next_field(p, end, f): the field that begins at p; where the next one
 * begins, or NULL when no field begins there.
 */
const char *mime_next_field(const char *p, const char *end, struct field *f);

#endif
