/* reason.c -- see reason.h. */
#include "vault/base/reason.h"

#include <string.h>

#include "vault/base/err.h"
#include "vault/base/print.h"

/* As it stands is as it is shown: nothing in it would be escaped. */
static bool
shows(const char *text, size_t len)
{
	struct bytes b = BYTES_INIT(16 * REASON_SIZE);
	bool same;

	same = len > 0 && len <= REASON_MAX && text[0] != ' ' &&
	    text[len - 1] != ' ' && print_escape(&b, text, len) == 0 &&
	    b.len == len && memcmp(b.data, text, len) == 0;
	bytes_free(&b);
	return same;
}

int
reason_check(const char *text)
{
	if (!shows(text, strlen(text)))
		return err_set(ERR_USAGE, "a reason is one line of at most %d "
		    "bytes that all show; say it shorter and plainer",
		    REASON_MAX);
	return 0;
}

int
reason_format(struct bytes *b, const char *word, const char *text)
{
	int r = reason_check(text);

	return r < 0 ? r : bytes_addf(b, "%s %s\n", word, text);
}

bool
reason_parse(char text[REASON_SIZE], const char *word, const void *p,
    size_t len)
{
	const char *at = p;
	size_t n = strlen(word);

	if (len < n + 2 || memcmp(at, word, n) != 0 || at[n] != ' ' ||
	    at[len - 1] != '\n')
		return false;
	at += n + 1;
	len -= n + 2;
	if (!shows(at, len))
		return false;
	if (text != NULL) {
		memcpy(text, at, len);
		text[len] = '\0';
	}
	return true;
}
