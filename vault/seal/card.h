/*
 * card.h -- the public half of a member: one line, self-signed.
 *
 * Bytes (docs/format.md "Card"): version u8 = 1 | Ed25519 public key 32 |
 * epoch u32 | X25519 public key 32 | Ed25519 signature 64, all in Bech32m
 * (BIP-350 checksum, without its length limit) with the prefix "tipline".
 * The signature is over sshsig_payload("tipline-card", the bytes before it).
 */
#ifndef VAULT_SEAL_CARD_H
#define VAULT_SEAL_CARD_H

#include <stdint.h>

#include "vault/base/bytes.h"
#include "vault/base/id.h"

#define SIGN_PK_BYTES 32
#define SIGN_BYTES 64
#define BOX_PK_BYTES 32
#define CARD_RAW_BYTES 133
#define CARD_LINE_SIZE 256	/* bytes of the line, with NUL */
#define CARD_NS "tipline-card"

struct card {
	uint8_t sign_pk[SIGN_PK_BYTES];
	uint32_t epoch;			/* from 1 */
	uint8_t box_pk[BOX_PK_BYTES];
	uint8_t signature[SIGN_BYTES];
};

/*
 * card_parse(card, line):
 * Read a line (blanks and one line end around it are fine) and check its
 * checksum, its version and its signature.  ERR_FORMAT names what is wrong.
 */
int card_parse(struct card *card, const char *line);
void card_format(char line[CARD_LINE_SIZE], const struct card *card);

/* The same checks on the CARD_RAW_BYTES inside the line; and those bytes. */
int card_read(struct card *card, const uint8_t raw[CARD_RAW_BYTES]);
int card_put(struct bytes *b, const struct card *card);

/* The 69 signed bytes of a card, appended to `b`. */
int card_body(struct bytes *b, const struct card *card);

/* SHA-256 of the SSH wire form of the signing key, as ssh-keygen -l shows it. */
int card_fpr(struct fpr *fpr, const struct card *card);
int fpr_of_key(struct fpr *fpr, const uint8_t sign_pk[SIGN_PK_BYTES]);

#define FPR_SSH_SIZE 52		/* "SHA256:" and 43 base64 characters, NUL */
#define FPR_WORDS_SIZE 36	/* six words, NUL */
void fpr_ssh(char out[FPR_SSH_SIZE], const struct fpr *fpr);
void fpr_words(char out[FPR_WORDS_SIZE], const struct fpr *fpr);

/*
 * Append this member's line of allowed_signers (ssh-keygen(1), ALLOWED
 * SIGNERS): `<fpr hex> namespaces="git,tipline-drop" ssh-ed25519 <base64>\n`.
 */
int card_signers_line(struct bytes *b, const struct card *card);

#endif
