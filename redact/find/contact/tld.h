/*
 * tld.h -- top-level domains that are likely to end a host name in prose.
 */
#ifndef REDACT_FIND_TLD_H
#define REDACT_FIND_TLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum tld {
	TLD_NONE,	/* not in the list */
	TLD_WORD,	/* also a word or a file's ending: needs more to be a host */
	TLD_PLAIN
};

/* What `len` bytes (ASCII, either case) are; xn-- labels are TLD_PLAIN. */
enum tld tld_of(const uint8_t *label, size_t len);

#endif
