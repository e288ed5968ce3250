/* fuzz_card.c -- a card that is accepted is written as one line, which is
 * accepted as the same card; blanks around it and its case may differ. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "vault/seal/card.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	char line[CARD_LINE_SIZE], *copy;
	struct card card, again;

	if ((copy = malloc(len + 1)) == NULL)
		abort();
	memcpy(copy, data, len);
	copy[len] = '\0';
	if (card_parse(&card, copy) == 0) {
		card_format(line, &card);
		if (strcasestr(copy, line) == NULL ||
		    card_parse(&again, line) < 0 ||
		    memcmp(again.signature, card.signature, SIGN_BYTES) != 0)
			abort();
	}
	free(copy);
	return 0;
}
