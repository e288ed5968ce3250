/* sweep.h -- empty a folder in which git worked. */
#ifndef VAULT_SYNC_SWEEP_H
#define VAULT_SYNC_SWEEP_H

/* Remove all that is in the folder `dir` but `keep` (may be NULL). */
int sweep_folder(int dir, const char *keep);

#endif
