/*
 * import_run.h -- one run of `import`: what its parts share.  A submission is
 * begun, gets its items, and is whole or was never there.
 */
#ifndef INTAKE_RECEIVE_IMPORT_RUN_H
#define INTAKE_RECEIVE_IMPORT_RUN_H

#include "intake/foreign/foreign.h"
#include "intake/foreign/place/place.h"
#include "intake/receive/bring.h"

struct import {
	const struct import_kind *kind;
	const char *path;
	const char *folder_name;	/* --folder; NULL: where PATH is */
	const char *keys_name;		/* --keys; NULL: none */
	bool gpg;			/* --gpg */
	struct bringer bringer;
	int folder;			/* of the export; -1: there is none */
	int index;			/* what is parsed */
	struct foreign *foreign;
	struct bringing now;		/* the submission that is made */
	uint32_t items;			/* of it */
	size_t submissions, missing;
	size_t left[FOREIGN_WHY_LAST + 1];	/* what is not taken, by why */
	size_t sealed;			/* kept as they are, without --gpg */
	size_t unopened;		/* that gpg could not open */
	size_t waiting;			/* that are not finished */
	uint32_t left_out;
};

struct import_kind {
	const char *name;
	/* The file of a folder that says all, and is parsed; or NULL: PATH is
	 * a packed file, which the wall reads, or a folder, read by this: */
	const char *index;
	int (*folder)(struct import *m);
	/* What the paths in it say; NULL: nothing. */
	void (*look)(struct place *at, const char *path);
	int (*file)(struct import *m);	/* in place of what the wall says */
};

int import_begin(struct import *m, size_t items);
int import_end(struct import *m);

/* All that the running wall says, until it is done. */
int import_listen(struct import *m);

/* Something of that name did not come. */
int import_missing(struct import *m, const char *name);
/* The same, and why; `why` becomes part of what the submission keeps. */
int import_left(struct import *m, enum foreign_why why, const char *name);

/* What a path says of the item that was added last. */
int import_facts(struct import *m, const struct place *at);

/* --- import_item.c --- */

/*
 * A file at `path` below `folder` becomes the next item, as its place says:
 * opened by gpg when that is asked for, unpacked, a message, or as it is.
 */
int import_file(struct import *m, int folder, const char *path,
    const struct place *at);

/* --- import_sealed.c --- */

/* The sealed file `number` of the packed export, of `size` bytes, by gpg. */
int import_entry(struct import *m, uint32_t number, uint64_t size,
    const char *name);

/* --- import_folder.c: folders, by the paths of their files --- */

int import_by_source(struct import *m);
int import_onionshare(struct import *m);

/* --- import_drops.c --- */

int import_coverdrop(struct import *m);

#endif
