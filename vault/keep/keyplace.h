/*
 * keyplace.h -- a key file that is written again, in its place.
 *
 * The new file is written aside (".<name>.old"), made durable, and exchanged
 * with the one in place; then the old bytes are overwritten, made durable, and
 * only then is their name removed.  Whatever this is interrupted at, the name
 * of the key file holds the old or the new file, whole; and what was left
 * aside is overwritten by the next keyplace_open().  On file systems that
 * cannot exchange two names the old file loses its name first: a power cut in
 * that moment leaves its bytes in free blocks.
 *
 * Overwriting reaches the file's own blocks.  docs/threats.md says what it
 * cannot reach: flash, snapshots, backups.
 */
#ifndef VAULT_KEEP_KEYPLACE_H
#define VAULT_KEEP_KEYPLACE_H

#include "vault/seal/secret.h"

struct keyplace;

/*
 * keyplace_open(out, path):
 * Open the key file and its folder for writing, and keep others from writing
 * it: ERR_BUSY while another has it.  A link is followed.
 */
int keyplace_open(struct keyplace **out, const char *path);
void keyplace_free(struct keyplace *p);		/* NULL is fine */

/* The whole file, with the checks of keydisk_read(). */
int keyplace_read(struct secret **file, struct keyplace *p);

/*
 * keyplace_swap(p, file):
 * Put `file` in place of the one that is there, and overwrite that.  After a
 * failure either of them is in place.  Needs no path but the folder's own
 * descriptor: it works inside the sandbox.
 */
int keyplace_swap(struct keyplace *p, const struct secret *file);

/* The folder's descriptor, which the sandbox leaves open; borrowed. */
int keyplace_folder(const struct keyplace *p);

#endif
