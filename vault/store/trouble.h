/*
 * trouble.h -- what is wrong in a vault's folder, and what would put it right:
 * found by `check`, refused by everything that needs a sound vault, mended by
 * `repair`.
 *
 * Rules named here:
 *   damage    a file is not what it must be
 *   missing   something that the history needs is not there
 *   foreign   a file that changes what git shows, or is no vault's
 *   owner     somebody else may write to it
 *   link      a symbolic link; a vault has none
 *   left-over something that a killed program left
 */
#ifndef VAULT_STORE_TROUBLE_H
#define VAULT_STORE_TROUBLE_H

#include <git2.h>
#include <stdint.h>

enum remedy {
	REMEDY_NONE,		/* a person must */
	REMEDY_ASIDE,		/* move the file into the quarantine */
	REMEDY_CONFIG,		/* ... and write a vault's own config */
	REMEDY_HEAD,		/* ... and write HEAD */
	REMEDY_REMEMBERED,	/* ... and remember the newest entry anew */
	REMEDY_INDEX,		/* ... and make the index from its pack */
	REMEDY_PACK,		/* ... with what can be read saved first */
	REMEDY_FOLDER,		/* make the folder */
	REMEDY_OBJECT,		/* get the object from a copy */
	REMEDY_LARGE,		/* get the large object from a copy */
	REMEDY_BRANCH		/* a person names the entry to go on from */
};

struct lfs_pointer;

struct trouble {
	const char *rule;
	const char *name;	/* below the vault's folder, or in the tree */
	const char *line;
	enum remedy remedy;
	const git_oid *id;	/* REMEDY_OBJECT */
	const struct lfs_pointer *large;	/* REMEDY_LARGE */
	uint64_t entry;		/* that needs it; 0: none in particular */
};

/* Told of each; what is not 0 stops the search and is passed on. */
struct troubles {
	void *arg;
	int (*say)(void *arg, const struct trouble *t);
};

/* Tell one without an object, its line made from `fmt`. */
int trouble_say(const struct troubles *to, const char *rule, const char *name,
    enum remedy remedy, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

#endif
