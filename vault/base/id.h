/*
 * id.h -- random ids, their hex, their two-word names, and the words of a
 * fingerprint.
 *
 * A submission or item id is 16 random bytes, written as 32 lower-case hex
 * digits.  Words are proquints (Wilkerson, arXiv:0901.4016): 16 bits are five
 * letters that can be said aloud, so two words name the first 32 bits of an id
 * and six the first 96 bits of a fingerprint.
 */
#ifndef VAULT_BASE_ID_H
#define VAULT_BASE_ID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ID_BYTES 16
#define ID_HEX_SIZE 33		/* with the NUL */
#define ID_NAME_SIZE 12		/* "lusab-babad" with the NUL */
#define FPR_BYTES 32
#define FPR_HEX_SIZE 65
#define WORD_LEN 5

struct id {
	uint8_t b[ID_BYTES];
};

/* A member's fingerprint: SHA-256 of the SSH form of the signing key. */
struct fpr {
	uint8_t b[FPR_BYTES];
};

/* Fill with the kernel's random bytes. */
int id_new(struct id *id);

bool id_equal(const struct id *a, const struct id *b);
bool id_is_zero(const struct id *id);

void id_hex(char hex[ID_HEX_SIZE], const struct id *id);
/* Exactly 32 lower-case hex digits, or ERR_FORMAT. */
int id_parse(struct id *id, const char *hex);
void id_name(char name[ID_NAME_SIZE], const struct id *id);
/* The first 4 bytes of an id from its two-word name; false if it is none. */
bool id_name_parse(uint8_t first[4], const char *name);

bool fpr_equal(const struct fpr *a, const struct fpr *b);
void fpr_hex(char hex[FPR_HEX_SIZE], const struct fpr *fpr);
int fpr_parse(struct fpr *fpr, const char *hex);

/* `nwords` proquints of 2 * nwords bytes, joined by '-'; size 6 * nwords. */
void words_of(char *out, const uint8_t *p, size_t nwords);

/* Lower-case hex of n bytes into `out` (2n + 1), and back. */
void hex_of(char *out, const uint8_t *p, size_t n);
bool hex_parse(uint8_t *out, size_t n, const char *hex, size_t hexlen);

#endif
