/* epoch.c -- see epoch.h. */
#include "vault/seal/epoch.h"

#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

int
epoch_format(struct bytes *b, const struct epoch *e)
{
	char line[CARD_LINE_SIZE];

	card_format(line, &e->card);
	return bytes_addf(b, "%s\nsince %lld\n", line, (long long)e->since);
}

/* What was read must be written as the same bytes. */
static int
check_again(const struct epoch *e, const char *text, size_t len)
{
	struct bytes again = BYTES_INIT(EPOCH_TEXT_MAX);
	int r = epoch_format(&again, e);

	if (r == 0 && (e->since < 0 || again.len != len ||
	    memcmp(again.data, text, len) != 0))
		r = err_set(ERR_FORMAT, "an epoch is not written as in every "
		    "vault; run tipline audit");
	bytes_free(&again);
	return r;
}

int
epoch_parse(struct epoch *e, const void *p, size_t len)
{
	char text[EPOCH_TEXT_MAX + 1], card[CARD_LINE_SIZE];
	size_t n;
	int r;

	text[0] = '\0';
	if (len > 0 && len <= EPOCH_TEXT_MAX && memchr(p, '\0', len) == NULL) {
		memcpy(text, p, len);
		text[len] = '\0';
	}
	n = strcspn(text, "\n");
	if (n >= CARD_LINE_SIZE || strncmp(text + n, "\nsince ", 7) != 0)
		return err_set(ERR_FORMAT, "this is no epoch of a member; run "
		    "tipline audit");
	memcpy(card, text, n);
	card[n] = '\0';
	if ((r = card_parse(&e->card, card)) < 0)
		return r;
	e->since = strtoll(text + n + 7, NULL, 10);
	return check_again(e, text, len);
}
