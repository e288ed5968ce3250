/*
 * member.h -- one member of an archive, and the plain name it gets.
 */
#ifndef INTAKE_FORMAT_ARCHIVE_MEMBER_H
#define INTAKE_FORMAT_ARCHIVE_MEMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "intake/examine/kinds.h"
#include "vault/base/bytes.h"

#define MEMBER_NAME_MAX 4096u	/* bytes of a path */

enum member_what {
	MEMBER_FILE = 0,
	MEMBER_EMPTY = 1,	/* a file of no bytes */
	MEMBER_FOLDER = 2,
	MEMBER_REFUSED = 3,	/* cannot be given: reason and why */
	MEMBER_TRACE = 4	/* says where the archive was made: it goes */
};

struct member {
	const char *name;	/* as it stands: any bytes; the reader's */
	size_t len;
	enum member_what what;
	enum exam_reason reason;
	const char *why;	/* a phrase for the detail line */
	bool stored;		/* not compressed: it would gain nothing */
	uint64_t size;		/* bytes it claims to have */
};

/*
 * member_plain(out, name, len, number):
 * Append the plain form of a name: UTF-8, relative, forward slashes, no "." and
 * "..", no drive, no control or hidden characters.  One of which nothing is
 * left becomes "member-<number>".  ERR_NO_MEMORY; ERR_TOO_BIG.
 */
int member_plain(struct bytes *out, const void *name, size_t len,
    size_t number);

/* Does a system write files of this name beside those of a person?  Resource
 * forks of macOS (where a file was loaded from is among them), .DS_Store,
 * Thumbs.db, desktop.ini. */
bool member_is_trace(const void *name, size_t len);

/* Why a name may not stand as it is, in a few words; NULL when it may. */
const char *member_unsafe(const void *name, size_t len);

#endif
