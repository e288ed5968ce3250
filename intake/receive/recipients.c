/* recipients.c -- see recipients.h. */
#include "intake/receive/recipients.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/io.h"

#define CARDS_FILE_MAX (1u << 20)	/* bytes */
#define CARD_PREFIX "tipline1"
#define BLANKS " \t\r"

/* Who takes the cards. */
struct taker {
	int (*take)(void *arg, const struct card *card);
	void *arg;
};

/* One line of the file; `line` is NUL-terminated. */
static int
take_line(const struct taker *t, const char *line, const char *file,
    unsigned number, unsigned *found)
{
	char why[ERR_LINE_MAX];
	struct card card;
	int r;

	line += strspn(line, BLANKS);
	if (*line == '\0' || *line == '#')
		return 0;
	if ((r = card_parse(&card, line)) < 0) {
		(void)snprintf(why, sizeof(why), "%s", err_line());
		return err_set((enum err)r, "%.200s, line %u: %s", file, number,
		    why);
	}
	++*found;
	return t->take(t->arg, &card);
}

static int
take_lines(const struct taker *t, char *text, const char *file)
{
	unsigned number, found = 0;
	char *end;
	int r = 0;

	for (number = 1; text != NULL && r == 0; number++) {
		if ((end = strchr(text, '\n')) != NULL)
			*end++ = '\0';
		r = take_line(t, text, file, number, &found);
		text = end;
	}
	if (r == 0 && found == 0)
		r = err_set(ERR_FORMAT, "%s holds no card; ask a desk member "
		    "for the output of tipline key card", file);
	return r;
}

int
cards_of_file(const char *word, int (*take)(void *, const struct card *),
    void *arg)
{
	const struct taker t = { take, arg };
	struct bytes file = BYTES_INIT(CARDS_FILE_MAX);
	struct card card;
	int fd = -1, r;

	if (strncmp(word, CARD_PREFIX, strlen(CARD_PREFIX)) == 0)
		return (r = card_parse(&card, word)) < 0 ? r :
		    take(arg, &card);
	if ((fd = open(word, O_RDONLY | O_CLOEXEC | O_NOCTTY)) < 0)
		return err_sys("%s cannot be read; name a file of cards", word);
	if ((r = io_read_all(fd, &file)) < 0)
		r = err_set((enum err)r, "%s cannot be read; name a file of "
		    "cards", word);
	else if (bytes_str(&file) == NULL ||
	    memchr(file.data, '\0', file.len) != NULL)
		r = err_set(ERR_FORMAT, "%s holds no cards; ask a desk member "
		    "for the output of tipline key card", word);
	else
		r = take_lines(&t, (char *)file.data, word);
	io_close(&fd);
	bytes_free(&file);
	return r;
}

static int
take_recipient(void *sub, const struct card *card)
{
	return submission_recipient(sub, card);
}

int
recipients_of_file(struct submission *sub, const char *word)
{
	return cards_of_file(word, take_recipient, sub);
}

int
recipients_of_vault(struct submission *sub, struct session *s)
{
	struct fpr *all = NULL;
	struct card card;
	unsigned roles;
	size_t i, n, found = 0;
	int r;

	if ((r = session_members(s, &all, &n)) < 0)
		return r;
	submission_no_recipients(sub);
	for (i = 0; i < n && r == 0; i++) {
		if ((r = store_roles(s->store, &all[i], &roles)) < 0 ||
		    (roles & ROLE_DESK) == 0)
			continue;
		if ((r = session_card(s, &all[i], &card)) == 0)
			r = submission_recipient(sub, &card);
		found++;
	}
	free(all);
	if (r == 0 && found == 0)
		r = err_set(ERR_NOT_PERMITTED, "nobody has the role desk; an "
		    "admin must add a desk member first");
	return r;
}
