/*
 * note.h -- signed notes: a text, a blank line, and signature lines
 * (c2sp.org/signed-note v1.0.0; the bytes are those of Go's sumdb/note).
 *
 *   — <key name> base64(key id 4 | signature)
 *
 * Two of the signature types are known here.  Ed25519 (0x01) is over the text
 * as it stands.  A cosignature (0x04, c2sp.org/tlog-cosignature v1) is a time
 * u64 and an Ed25519 signature over "cosignature/v1\ntime <seconds>\n" and the
 * text.  Lines of other keys are left alone, whatever they are.
 */
#ifndef VAULT_SEAL_NOTE_H
#define VAULT_SEAL_NOTE_H

#include <stddef.h>
#include <stdint.h>

#include "vault/base/bytes.h"
#include "vault/seal/card.h"

#define NOTE_MAX (64u << 10)	/* bytes of a note */
#define NOTE_SIGNATURES_MAX 32	/* lines; 16 must be accepted */
#define NOTE_NAME_SIZE 128	/* bytes of a key name, with the NUL */
#define NOTE_ID_BYTES 4
#define NOTE_TIME_BYTES 8
#define NOTE_COSIGNATURE_BYTES (NOTE_TIME_BYTES + SIGN_BYTES)

enum note_type {
	NOTE_ED25519 = 0x01,
	NOTE_COSIGNATURE = 0x04
};

struct note_signature {
	char name[NOTE_NAME_SIZE];
	uint8_t id[NOTE_ID_BYTES];
	uint8_t bytes[NOTE_COSIGNATURE_BYTES];	/* 0 if it is longer */
	size_t len;
};

struct note {
	const char *text;	/* borrowed; with its last line end */
	size_t len;
	struct note_signature v[NOTE_SIGNATURES_MAX];
	size_t n;
};

/* Take apart what lies at p, which must stay; ERR_FORMAT. */
int note_parse(struct note *n, const void *p, size_t len);

/* What a signature line names a key by, besides its name. */
void note_key_id(uint8_t id[NOTE_ID_BYTES], const char *name,
    enum note_type type, const uint8_t pk[SIGN_PK_BYTES]);

/*
 * note_check(n, name, pk):
 * Did this key sign the text?  ERR_NOT_FOUND when no line names it;
 * ERR_INTEGRITY when one does and does not hold: then the note is worthless.
 */
int note_check(const struct note *n, const char *name,
    const uint8_t pk[SIGN_PK_BYTES]);
/* The same of a cosignature; *time in seconds since 1970, the newest if there
 * are several. */
int note_check_cosignature(const struct note *n, const char *name,
    const uint8_t pk[SIGN_PK_BYTES], uint64_t *time);

/* Append what a cosignature at `time` is made over; time < 2^63. */
int note_cosigned(struct bytes *b, uint64_t time, const void *text,
    size_t len);

/* Append the line of an Ed25519 signature, or of a cosignature. */
int note_add(struct bytes *b, const char *name,
    const uint8_t pk[SIGN_PK_BYTES], const uint8_t sig[SIGN_BYTES]);
int note_add_cosignature(struct bytes *b, const char *name,
    const uint8_t pk[SIGN_PK_BYTES], uint64_t time,
    const uint8_t sig[SIGN_BYTES]);

#endif
