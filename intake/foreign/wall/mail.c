/*
 * mail.c -- mails (kinds.h): one from a pipe, one in a file, or those of an
 * mbox.  A mail is one item, and goes in as it came; only its header is looked
 * at.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "intake/foreign/wall/head.h"
#include "intake/foreign/wall/kinds.h"
#include "intake/foreign/wall/mbox.h"
#include "vault/base/err.h"
#include "vault/base/io.h"

#define PART (64u << 10)	/* bytes read at a time */

static void
tell(void *arg, enum fact_what what, const char *value)
{
	say_fact(arg, what, value);
}

/* Whom the envelope names, where a "From " line keeps that. */
static void
say_envelope(struct say *s, const char *from)
{
	if (strchr(from, '@') != NULL)
		say_fact(s, FACT_SENDER_EMAIL, from);
}

static int
say_mail(void *arg, const struct mbox_mail *m)
{
	struct say *s = arg;

	if (m->length == 0) {
		s->left_out++;
		return say_ok(s);
	}
	say_submission(s, 1);
	say_range(s, m->offset, m->length, MAIL_NAME);
	say_envelope(s, m->from);
	head_tell(m->head, tell, s);
	say_whole(s);
	return say_ok(s);
}

/* A file that is no mbox: it is a mail when it begins with a header. */
static int
one_file(struct say *s, int fd, uint64_t size)
{
	struct mbox_mail m = { .length = size };
	struct head head = HEAD_INIT;
	uint8_t part[PART];
	size_t got;
	int r;

	do {
		if ((r = io_read(fd, part, sizeof(part), &got)) < 0)
			goto done;
		head_add(&head, part, got);
	} while (!head.whole && got == sizeof(part));
	m.head = &head;
	if (head_fields(&head) == 0)
		s->left_out++;
	else
		r = say_mail(s, &m);
done:
	head_free(&head);
	return r;
}

int
kind_mail(struct say *s, int fd, bool lengths)
{
	uint8_t begin[5];
	uint64_t size;
	size_t got;
	int r;

	if ((r = io_size(fd, &size)) < 0 ||
	    (r = io_read(fd, begin, sizeof(begin), &got)) < 0)
		return r;
	if (lseek(fd, 0, SEEK_SET) != 0)
		return err_sys("the mail cannot be read; save it first");
	return mbox_begins(begin, got) ? mbox_read(fd, lengths, say_mail, s) :
	    one_file(s, fd, size);
}

/*
 * All that comes is the mail: who hands it over keeps none.  A "From " line
 * before its header is the mail program's, and no part of it.
 */
struct piped {
	struct say *say;
	struct head head;
	uint8_t begin[MBOX_LINE_MAX];	/* held until its first line is known */
	size_t held;
	bool begun;
};

static void
give(struct piped *x, const void *p, size_t len)
{
	head_add(&x->head, p, len);
	say_data(x->say, p, len);
}

static void
begin(struct piped *x)
{
	const uint8_t *nl = memchr(x->begin, '\n', x->held);
	char from[MBOX_LINE_MAX] = "";
	size_t skip = 0, n;

	if (mbox_begins(x->begin, x->held) && nl != NULL) {
		skip = (size_t)(nl - x->begin) + 1;
		n = strcspn((const char *)x->begin + 5, " \t\r\n");
		if (n < skip - 5)
			memcpy(from, x->begin + 5, n);
	}
	x->begun = true;
	say_submission(x->say, 1);
	say_item_begin(x->say, ITEM_FILE, MAIL_NAME);
	give(x, x->begin + skip, x->held - skip);
	x->held = 0;
	memcpy(x->begin, from, sizeof(from));
}

static void
end(struct piped *x)
{
	if (!x->begun)
		begin(x);
	say_item_end(x->say);
	say_envelope(x->say, (const char *)x->begin);
	head_tell(&x->head, tell, x->say);
	say_whole(x->say);
}

static void
more(struct piped *x, const uint8_t *p, size_t len)
{
	size_t n;

	if (!x->begun) {
		n = MBOX_LINE_MAX - 1 - x->held;
		n = n < len ? n : len;
		memcpy(x->begin + x->held, p, n);
		x->held += n;
		x->begin[x->held] = '\0';
		p += n;
		len -= n;
		if (x->held == MBOX_LINE_MAX - 1)
			begin(x);
	}
	if (len > 0)
		give(x, p, len);
}

int
kind_mail_one(struct say *s, int fd)
{
	struct piped x = { .say = s, .head = HEAD_INIT };
	uint8_t part[PART];
	uint64_t all = 0;
	ssize_t n;

	while (say_ok(s) == 0 && (n = read(fd, part, sizeof(part))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			s->failed = err_sys("the mail cannot be read; send it "
			    "again");
			break;
		}
		all += (uint64_t)n;
		more(&x, part, (size_t)n);
	}
	if (say_ok(s) == 0 && all > 0)
		end(&x);
	head_free(&x.head);
	return say_ok(s);
}
