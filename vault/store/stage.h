/*
 * stage.h -- files in VAULT/incoming while ciphertext streams into them.
 *
 * Each process has a folder of its own there, held by a flock: while the
 * process lives its folder is in use, and when it is dead it can be swept.  The
 * files in it need not be held open, so there may be very many.
 */
#ifndef VAULT_STORE_STAGE_H
#define VAULT_STORE_STAGE_H

#include <stdint.h>

#define STAGE_NAME_SIZE 64

struct stage {
	char name[STAGE_NAME_SIZE];	/* "incoming/<tag>/<n>"; "": none */
};

#define STAGE_INIT ((struct stage){ .name = "" })

/* This process's folder; made with its first file. */
struct stages {
	char name[STAGE_NAME_SIZE];	/* "incoming/<tag>"; "": none yet */
	int fd;				/* holds the flock */
	uint64_t made;			/* files so far */
};

#define STAGES_INIT ((struct stages){ .name = "", .fd = -1 })

/* A new, empty file, mode 0600, open for reading and writing. */
int stage_new(struct stages *all, struct stage *s, int vault, int *fd);

/* The same file again. */
int stage_open(const struct stage *s, int vault, int *fd);

/* Remove the file, unless it was moved away (name ""). */
void stage_drop(struct stage *s, int vault);

/* Remove the folder, which is empty by now, and let go of it. */
void stages_close(struct stages *all, int vault);

/* Remove what dead processes left. */
int stage_sweep(int vault);

#endif
