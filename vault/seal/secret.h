/*
 * secret.h -- bytes that must not be copied, swapped, dumped or printed.
 *
 * Guarded memory (guarded.h): guard pages, mlock, out of core dumps, wiped when
 * freed.
 * Moved, not copied; frozen (read-only) once written; compared with
 * sodium_memcmp.  The keeper holds long-term keys in it; intake holds a
 * submission's fresh tier keys in it, for as long as it seals them.
 */
#ifndef VAULT_SEAL_SECRET_H
#define VAULT_SEAL_SECRET_H

#include <stddef.h>
#include <stdint.h>

#define KEY_BYTES 32	/* every symmetric key here: tier, item, object */

struct secret;

/* A new secret of `len` zero bytes; ERR_NO_MEMORY. */
int secret_new(struct secret **out, size_t len);
/* A new secret of KEY_BYTES random bytes, frozen. */
int secret_random(struct secret **out);
uint8_t *secret_bytes(struct secret *s);
const uint8_t *secret_peek(const struct secret *s);
size_t secret_len(const struct secret *s);
/* From here on it is only read; a write faults. */
void secret_freeze(struct secret *s);
void secret_free(struct secret *s);	/* wipes; NULL is fine */

/*
 * process_hide():
 * For every program, first thing in main(): sodium_init(), no core dumps, not
 * dumpable, not traceable by other processes of the same user.
 */
int process_hide(void);

#endif
