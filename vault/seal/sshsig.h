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
#define SSHSIG_NS_REPLY "tipline-reply"
#define SSHSIG_NS_COVER "tipline-cover"

#define SSHSIG_HASH_BYTES 64	/* SHA-512 of the message */
#define SSHSIG_PAYLOAD_MAX 256	/* bytes of a payload, any of our namespaces */
#define SSHSIG_KEY_BYTES 51	/* of a public key's SSH form */

/*
 * Append the bytes that the Ed25519 signature is made over: at most
 * SSHSIG_PAYLOAD_MAX.  The second form takes the message's SHA-512, so that a
 * message of any length need not travel to whoever signs.
 */
int sshsig_payload(struct bytes *b, const char *ns, const void *msg,
    size_t len);
int sshsig_payload_hashed(struct bytes *b, const char *ns,
    const uint8_t hash[SSHSIG_HASH_BYTES]);

/* Append the SSH form of a key: string "ssh-ed25519" | string key. */
int sshsig_key(struct bytes *b, const uint8_t sign_pk[SIGN_PK_BYTES]);

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
