/* begin.c -- tipline-source begin: ask the service what it is, check who signs
 * for it, draw a code name, make the state. */
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "intake/cover/source/file.h"
#include "intake/cover/source/http.h"
#include "intake/cover/source/verbs.h"
#include "intake/cover/source/words.h"
#include "vault/base/err.h"
#include "vault/base/io.h"

#define BEGIN_SECONDS 120	/* a first circuit of tor takes its time */

/* A card as it is, or a file that holds one. */
static int
read_signer(struct card *card, const char *word)
{
	struct bytes file = BYTES_INIT(CARD_LINE_SIZE);
	const char *line = word;
	int r = 0;

	if (strncmp(word, "tipline1", 8) != 0) {
		if ((r = io_read_file(AT_FDCWD, word, &file)) == 0 &&
		    (line = bytes_str(&file)) == NULL)
			r = bytes_ok(&file);
	}
	if (r == 0)
		r = card_parse(card, line);
	bytes_free(&file);
	return r;
}

static int
ask_service(struct state *s, const struct call *c)
{
	struct line l = { .address = c->onion, .socks = c->socks };
	struct bytes text = BYTES_INIT(COVER_CARD_MAX);
	int r;

	randombytes_buf(l.name, sizeof(l.name));
	if ((r = line_check(c->onion)) < 0 ||
	    (r = read_signer(&s->service, c->card)) < 0 ||
	    (r = http_card(&l, line_clock() + BEGIN_SECONDS * 1000,
	    &text)) < 0 ||
	    (r = cover_card_read(&s->card, text.data, text.len,
	    &s->service)) < 0)
		goto done;
	if (strlen(c->onion) >= sizeof(s->address))
		r = err_set(ERR_USAGE, "the address is too long");
	else
		memcpy(s->address, c->onion, strlen(c->onion) + 1);
done:
	bytes_free(&text);
	return r;
}

static void
show(const struct code_name *name)
{
	char words[LETTERBOX_WORDS_SIZE];

	codename_show(words, name);
	(void)printf("%s\n", words);
	sodium_memzero(words, sizeof(words));
	(void)fflush(stdout);
	(void)fprintf(stderr, "tipline-source: this is your code name. Write it "
	    "on paper and learn it by heart;\nnobody can tell it to you again. "
	    "Start `tipline-source run` and leave it running,\nalso while you "
	    "have nothing to say.\n");
}

int
begin_main(const struct call *c)
{
	struct code_name name = { { 0 } };
	struct state *s = NULL;
	int r;

	if (c->onion == NULL || c->card == NULL)
		return err_set(ERR_USAGE, "begin needs --onion ADDRESS and "
		    "--key CARD; the newsroom publishes both");
	if ((r = state_new(&s)) < 0 || (r = ask_service(s, c)) < 0)
		goto done;
	if (c->mine)
		r = words_ask(&name, c->words_fd);
	else
		codename_draw(&name);
	if (r == 0 && (r = file_make(c->state, &name, s)) == 0 && !c->mine)
		show(&name);
done:
	sodium_memzero(&name, sizeof(name));
	state_free(s);
	return r;
}
