/* words.c -- see words.h. */
#include "vault/cmd/words.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/print.h"

#define CARD_FILE_MAX 4096	/* bytes */
#define CARD_PREFIX "tipline1"
#define PREFIX_LEAST 4		/* digits of a shortened item id */
#define DAY_SECONDS 86400

int
word_card(struct card *card, const char *word)
{
	struct bytes file = BYTES_INIT(CARD_FILE_MAX);
	const char *line;
	int fd = -1, r;

	if (strncmp(word, CARD_PREFIX, strlen(CARD_PREFIX)) == 0)
		return card_parse(card, word);
	if (strcmp(word, "-") == 0) {
		r = io_read_all(STDIN_FILENO, &file);
	} else if ((fd = open(word, O_RDONLY | O_CLOEXEC | O_NOCTTY)) < 0) {
		r = err_sys("%s is neither a card nor a file that can be read",
		    word);
	} else if ((r = io_read_all(fd, &file)) < 0 && r != ERR_TOO_BIG) {
		r = err_set((enum err)r, "%s cannot be read as a card; name a "
		    "file that holds one line", word);
	}
	if (r == ERR_TOO_BIG)
		r = err_set(ERR_FORMAT, "%s is too long to be a card; name a "
		    "file that holds one line", word);
	if (r < 0)
		goto done;
	if ((line = bytes_str(&file)) == NULL || strlen(line) != file.len)
		r = err_set(ERR_FORMAT, "%s holds no card; ask the member for "
		    "the output of tipline key card", word);
	else
		r = card_parse(card, line);
done:
	io_close(&fd);
	bytes_free(&file);
	return r;
}

int
word_item(struct session *s, const struct id *submission, const char *word,
    struct id *item)
{
	char hex[ID_HEX_SIZE];
	struct id *ids = NULL;
	size_t i, n, len = strlen(word), fits = 0;
	int r;

	if (len < PREFIX_LEAST || strspn(word, "0123456789abcdef") != len)
		return err_set(ERR_USAGE, "%s is no item; give its id, or at "
		    "least %d digits of it, from tipline show", word,
		    PREFIX_LEAST);
	if ((r = session_items(s, submission, &ids, &n)) < 0)
		return r;
	for (i = 0; i < n; i++) {
		id_hex(hex, &ids[i]);
		if (strncmp(hex, word, len) == 0) {
			*item = ids[i];
			fits++;
		}
	}
	free(ids);
	if (fits == 0)
		return err_set(ERR_NOT_FOUND, "no item of this submission is "
		    "called %s; tipline show lists them", word);
	if (fits > 1)
		return err_set(ERR_USAGE, "%zu items fit %s; give more digits",
		    fits, word);
	return 0;
}

void
when_format(char out[WHEN_SIZE], int64_t seconds)
{
	time_t t = (time_t)seconds;
	struct tm tm;

	if (gmtime_r(&t, &tm) == NULL || strftime(out, WHEN_SIZE,
	    seconds % DAY_SECONDS == 0 ? "%Y-%m-%d" : "%Y-%m-%dT%H:%M:%SZ",
	    &tm) == 0)
		(void)snprintf(out, WHEN_SIZE, "?");
}

bool
when_parse(int64_t *from, int64_t *to, const char *word)
{
	struct tm tm = { .tm_sec = 0 };
	char again[WHEN_SIZE];
	const bool day = strchr(word, 'T') == NULL;
	const char *end = strptime(word, day ? "%Y-%m-%d" :
	    "%Y-%m-%dT%H:%M:%SZ", &tm);
	time_t t;

	if (end == NULL || *end != '\0' || (t = timegm(&tm)) < 0)
		return false;
	*from = (int64_t)t;
	*to = day ? *from + DAY_SECONDS - 1 : *from;
	/* February 31 would have become a day of March. */
	when_format(again, *from);
	return strncmp(again, word, strlen(again)) == 0;
}

void
print_word(const char *s)
{
	print_escaped(stdout, s);
}
