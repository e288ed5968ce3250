/*
 * fuzz_watchlist.c -- whatever the list: it is read, or refused with a line
 * that says why; a first line of plain words is found in a text that is it.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "redact/find/engine/find.h"
#include "redact/find/known/watchlist.h"
#include "vault/base/err.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* Letters, digits and single spaces of ASCII, a letter first. */
static bool
is_plain(const uint8_t *line, size_t len)
{
	if (len == 0 || line[0] == ' ')
		return false;
	for (size_t i = 0; i < len; i++)
		if (!(line[i] >= 'a' && line[i] <= 'z') &&
		    !(line[i] >= 'A' && line[i] <= 'Z') &&
		    !(line[i] >= '0' && line[i] <= '9') &&
		    !(line[i] == ' ' && line[i - 1] != ' '))
			return false;
	return true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct known *w = NULL;
	const uint8_t *end = len > 0 ? memchr(data, '\n', len) : NULL;
	size_t line = end != NULL ? (size_t)(end - data) : len;
	struct findings f;
	bool listed = false;

	if (known_new(&w) < 0)
		abort();
	if (watchlist_read(w, data, len) < 0) {
		if (err_line()[0] == '\0')
			abort();
		known_free(w);
		return 0;
	}
	if (known_ready(w) < 0)
		abort();
	if (find_in(data, line,
	    &(struct find_options){ .known = w }, &f) < 0) {	/* a comment need not be UTF-8 */
		known_free(w);
		return 0;
	}
	for (size_t i = 0; i < f.n; i++)
		listed |= strcmp(f.list[i].kind, "WATCHLIST") == 0;
	if (is_plain(data, line) && !listed)
		abort();
	findings_free(&f);
	known_free(w);
	return 0;
}
