/* say.c -- tipline-source send and read: put something into the state, and look
 * what came. */
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "intake/cover/source/file.h"
#include "intake/cover/source/verbs.h"
#include "intake/cover/source/words.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/print.h"
#include "vault/seal/card.h"

/* What is said, read into memory. */
struct saying {
	struct bytes content[PARCEL_THINGS_MAX];
	struct parcel parcel;
};

static struct parcel_thing *
add(struct saying *g)
{
	struct bytes *b = &g->content[g->parcel.n];

	*b = BYTES_INIT(COVER_PARCEL_MAX);
	return &g->parcel.v[g->parcel.n++];
}

/* On standard input: the words of a command can be seen and are kept. */
static int
add_text(struct saying *g)
{
	struct parcel_thing *t = add(g);
	struct bytes *b = &g->content[0];
	int r;

	t->message = true;
	if (isatty(STDIN_FILENO))
		(void)fprintf(stderr, "tipline-source: type the message, then "
		    "Ctrl-D on a line of its own\n");
	r = io_read_all(STDIN_FILENO, b);
	t->data = b->data;
	t->len = b->len;
	if (r == 0 && b->len == 0)
		r = err_set(ERR_USAGE, "there is nothing in the message; say "
		    "something, or name a --file alone");
	return r;
}

static int
add_file(struct saying *g, const char *path)
{
	const char *slash = strrchr(path, '/');
	struct parcel_thing *t;
	struct bytes *b;
	int r;

	if (g->parcel.n == PARCEL_THINGS_MAX)
		return err_set(ERR_TOO_BIG, "one message takes %u files at "
		    "most; send the others with the next",
		    PARCEL_THINGS_MAX - 1);
	b = &g->content[g->parcel.n];
	t = add(g);
	if ((r = io_read_file(AT_FDCWD, path, b)) == ERR_TOO_BIG)
		return err_set(ERR_TOO_BIG, "%s is over %u bytes; send it "
		    "through the page", path, COVER_PARCEL_MAX);
	t->name = (const uint8_t *)(slash != NULL ? slash + 1 : path);
	t->name_len = strlen((const char *)t->name);
	t->data = b->data != NULL ? b->data : (const uint8_t *)"";
	t->len = b->len;
	return r;
}

static int
gather(struct saying *g, const struct call *c)
{
	int i, r = 0;

	if (c->typed || c->nfiles == 0)
		r = add_text(g);
	for (i = 0; r == 0 && i < c->nfiles; i++)
		r = add_file(g, c->files[i]);
	return r;
}

/* Take the state of the code name that is asked for. */
static int
take(const struct call *c, struct file **f, struct state **s)
{
	struct code_name name = { { 0 } };
	int r;

	if ((r = words_ask(&name, c->words_fd)) == 0 &&
	    (r = file_open(f, c->state, &name)) == 0)
		r = file_take(*f, s);
	sodium_memzero(&name, sizeof(name));
	return r;
}

int
send_main(const struct call *c)
{
	struct saying g = { .parcel = { .n = 0 } };
	struct file *f = NULL;
	struct state *s = NULL;
	size_t i;
	int r;

	if ((r = gather(&g, c)) == 0 && (r = take(c, &f, &s)) == 0) {
		if ((r = talk_say(s, &g.parcel)) == 0)
			r = file_give(f, s);
		else
			file_leave(f);
	}
	for (i = 0; i < g.parcel.n; i++) {
		if (g.content[i].data != NULL)
			sodium_memzero(g.content[i].data, g.content[i].cap);
		bytes_free(&g.content[i]);
	}
	state_free(s);
	file_close(f);
	return r;
}

/* --- read --- */

static unsigned
there(uint64_t have)
{
	unsigned n = 0;

	for (; have != 0; have &= have - 1)
		n++;
	return n;
}

static void
tell_said(size_t i, const struct said *said)
{
	(void)printf("message %zu: ", i + 1);
	switch (said->state) {
	case COVER_CAME:
		(void)printf("has come in\n");
		break;
	case COVER_REFUSED:
		(void)printf("was refused; send it again with the newest "
		    "version of this program\n");
		break;
	default:
		(void)printf("%u of %zu pieces are there\n",
		    there(said->have), cover_pieces(
		    (uint32_t)said->content.len, COVER_PIECE_BYTES));
	}
}

/* Text of somebody else on the person's terminal: lines stay, the rest that
 * does not show is escaped. */
static void
show_text(const struct bytes *text)
{
	struct bytes out = BYTES_INIT(8 * REPLY_TEXT_MAX);
	const uint8_t *p = text->data, *end;
	size_t left = text->len, n;

	while (left > 0) {
		end = memchr(p, '\n', left);
		n = end != NULL ? (size_t)(end - p) : left;
		(void)bytes_add_str(&out, "  ");
		(void)print_escape(&out, p, n);
		(void)bytes_add_str(&out, "\n");
		n += end != NULL;
		p += n;
		left -= n;
	}
	if (bytes_ok(&out) == 0)
		(void)fwrite(out.data, 1, out.len, stdout);
	if (out.data != NULL)
		sodium_memzero(out.data, out.cap);
	bytes_free(&out);
}

static void
tell_heard(const struct heard *h)
{
	char words[FPR_WORDS_SIZE], day[32] = "";
	const time_t sent = (time_t)h->sent;
	struct tm tm;

	fpr_words(words, &h->signer);
	if (gmtime_r(&sent, &tm) != NULL)
		(void)strftime(day, sizeof(day), "%Y-%m-%d", &tm);
	(void)printf("reply of %s, signed by %s%s:\n", day, words,
	    h->read ? "" : " (new)");
	show_text(&h->text);
}

int
read_main(const struct call *c)
{
	struct file *f = NULL;
	struct state *s = NULL;
	size_t i;
	int r;

	if ((r = take(c, &f, &s)) < 0)
		goto done;
	for (i = 0; i < s->nsaid; i++)
		tell_said(i, &s->said[i]);
	for (i = 0; i < s->nheard; i++) {
		tell_heard(&s->heard[i]);
		s->heard[i].read = true;
	}
	if (s->nsaid == 0 && s->nheard == 0)
		(void)printf("nothing waits, and no reply has come\n");
	talk_told(s);
	r = file_give(f, s);
done:
	state_free(s);
	file_close(f);
	return r;
}
