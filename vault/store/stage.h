/*
 * stage.h -- files in VAULT/incoming while ciphertext streams into them.
 *
 * Each is held by a flock that every descriptor on it shares: as long as any
 * process has it open it is in use, and when all are dead it can be swept.
 */
#ifndef VAULT_STORE_STAGE_H
#define VAULT_STORE_STAGE_H

#define STAGE_NAME_SIZE 48

struct stage {
	char name[STAGE_NAME_SIZE];	/* "incoming/..."; "": none */
	int fd;
};

#define STAGE_INIT ((struct stage){ .name = "", .fd = -1 })

/* A new, empty, locked file, mode 0600. */
int stage_new(struct stage *s, int vault);

/* Remove the file, unless it was moved away (name ""), and close it. */
void stage_drop(struct stage *s, int vault);

/* Remove what dead processes left. */
int stage_sweep(int vault);

#endif
