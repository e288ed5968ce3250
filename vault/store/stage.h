/*
 * stage.h -- files inside the vault that no entry refers to yet: incoming/.
 *
 * Each process has a folder of its own there, held by a flock: while the
 * process lives its folder is in use, and when it is dead it can be swept.  The
 * files in it need not be held open, so there may be very many.
 */
#ifndef VAULT_STORE_STAGE_H
#define VAULT_STORE_STAGE_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "vault/seal/digest.h"

#define STAGES_NAME_SIZE 48
#define STAGE_NAME_SIZE 24

/* What a finished file was when it was hashed; size 0: it was not. */
struct stage_sum {
	uint8_t sha256[SHA256_BYTES];
	uint64_t size;
	struct timespec time;		/* it was last written to */
};

struct stage {
	uint64_t n;			/* its name in the folder */
	bool live;
	struct stage_sum sum;
};

/* This process's folder; made when it is first asked for. */
struct stages {
	char name[STAGES_NAME_SIZE];	/* "incoming/<tag>"; "": none yet */
	int fd;				/* holds the flock; -1: none yet */
	uint64_t made;			/* files so far */
};

#define STAGES_INIT ((struct stages){ .name = "", .fd = -1 })

/* The folder, to put files of other names there; the descriptor is lent. */
int stages_folder(struct stages *all, int vault, int *fd);

/* A new, empty file, mode 0600, open for reading and writing. */
int stage_new(struct stages *all, struct stage *s, int vault, int *fd);

/* The same file again. */
int stage_open(const struct stages *all, const struct stage *s, int *fd);

/* Its name in the folder. */
void stage_name(char name[STAGE_NAME_SIZE], const struct stage *s);

/* Remove the file, unless it is not live. */
void stage_drop(const struct stages *all, struct stage *s);

/* Remove the folder, if it is empty by now, and let go of it. */
void stages_close(struct stages *all, int vault);

/* Remove what dead processes left; their folder is first shown to `before`,
 * whose failure stops the sweep. */
int stages_sweep(int vault, int (*before)(void *arg, int folder), void *arg);

#endif
