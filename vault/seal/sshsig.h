/*
 * sshsig.h -- SSH signatures (OpenSSH PROTOCOL.sshsig), Ed25519 and SHA-512
 * only: what `ssh-keygen -Y verify` and `git verify-commit` accept.
 * Making one needs the secret key: vault/keep/sign.h.
 */
#ifndef VAULT_SEAL_SSHSIG_H
#define VAULT_SEAL_SSHSIG_H

#include <stddef.h>
#include <stdint.h>

#include "vault/base/bytes.h"
#include "vault/seal/card.h"

#define SSHSIG_ARMOR_MAX 1024	/* bytes of an armored signature we accept */
#define SSHSIG_NS_GIT "git"
#define SSHSIG_NS_DROP "tipline-drop"

/* Append the bytes that the Ed25519 signature is made over. */
int sshsig_payload(struct bytes *b, const char *ns, const void *msg, size_t len);

/* Append the armored block ("-----BEGIN SSH SIGNATURE-----" ...). */
int sshsig_armor(struct bytes *b, const char *ns,
    const uint8_t sign_pk[SIGN_PK_BYTES], const uint8_t sig[SIGN_BYTES]);

/*
 * sshsig_verify(sign_pk, armored, alen, ns, msg, len):
 * Check the block and the signature over `msg` in namespace `ns`; hand out the
 * key that made it.  Whether that key may sign is the caller's question.
 * ERR_FORMAT for a malformed block, ERR_INTEGRITY for a signature that does
 * not hold.
 */
int sshsig_verify(uint8_t sign_pk[SIGN_PK_BYTES], const void *armored,
    size_t alen, const char *ns, const void *msg, size_t len);

#endif
