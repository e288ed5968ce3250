/*
 * names.h -- all members of an archive in their order, with the plain names
 * that the cleaned copy gives them.  No two are the same.
 */
#ifndef INTAKE_FORMAT_ARCHIVE_NAMES_H
#define INTAKE_FORMAT_ARCHIVE_NAMES_H

#include "intake/examine/edits.h"
#include "intake/format/archive/member.h"

struct name {
	char *plain;		/* owned */
	enum member_what what;
	uint64_t start, end;	/* of it in the archive's text */
};

struct names {
	struct name *list;
	size_t n;
	size_t doubles;		/* had the name of an earlier one */
	uint64_t len;		/* bytes of the text */
	char **seen;		/* a hash table of names; private */
};

/* Take up the next member.  ERR_TOO_BIG over MEMBERS_MAX; ERR_NO_MEMORY. */
int names_add(struct names *n, const struct member *m);

/* The same names with every edit's range replaced by its label. */
int names_edit(struct names *out, const struct names *from,
    const struct edits *e);
void names_free(struct names *n);

#endif
