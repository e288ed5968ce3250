/* passphrase.c -- see passphrase.h. */
#include "vault/keep/passphrase.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sodium.h>
#include <stdbool.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/print.h"

#define QUESTION_MAX 16384	/* bytes, with a long path escaped in it */

/* Signals that end a program; the echo must come back before they do. */
static const int enders[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM };
#define ENDERS (sizeof(enders) / sizeof(enders[0]))

static volatile sig_atomic_t came;

static void
note(int sig)
{
	came = sig;
}

/* One line into `line`; ends early when a signal came. */
static int
get_line(struct secret *line, size_t *len, int fd)
{
	uint8_t *p = secret_bytes(line);
	ssize_t n;

	*len = 0;
	for (;;) {
		n = read(fd, p + *len, 1);
		if (n < 0 && errno == EINTR && came == 0)
			continue;
		if (n < 0)
			return err_sys("cannot read the passphrase");
		if (n == 0 || p[*len] == '\n')
			return 0;
		if (++*len == PASSPHRASE_MAX)
			return err_set(ERR_TOO_BIG, "a passphrase has less "
			    "than %d bytes; choose a shorter one",
			    PASSPHRASE_MAX);
	}
}

int
passphrase_read(struct secret **out, int fd)
{
	struct secret *line = NULL;
	size_t len;
	int r;

	*out = NULL;
	came = 0;
	if ((r = secret_new(&line, PASSPHRASE_MAX)) < 0 ||
	    (r = get_line(line, &len, fd)) < 0)
		goto done;
	if (len == 0) {
		r = err_set(ERR_USAGE, "the passphrase is empty; give one line "
		    "on the descriptor of --passphrase-fd");
		goto done;
	}
	if ((r = secret_new(out, len)) < 0)
		goto done;
	memcpy(secret_bytes(*out), secret_peek(line), len);
	secret_freeze(*out);
done:
	secret_free(line);
	return r;
}

static int
put_question(int tty, const char *question, const char *name)
{
	struct bytes b = BYTES_INIT(QUESTION_MAX);
	int r;

	(void)bytes_addf(&b, "%s ", question);
	(void)print_escape(&b, name, strlen(name));
	(void)bytes_add_str(&b, ": ");
	if ((r = bytes_ok(&b)) == 0)
		r = io_write_all(tty, b.data, b.len);
	bytes_free(&b);
	return r;
}

/* Read with the echo off; whatever happens, it comes back on. */
static int
read_hidden(struct secret **out, int tty)
{
	struct sigaction sa = { .sa_handler = note }, before[ENDERS];
	struct termios shown, hidden;
	size_t i;
	int r;

	if (tcgetattr(tty, &shown) != 0)
		return err_sys("cannot turn the terminal's echo off");
	(void)sigemptyset(&sa.sa_mask);
	came = 0;
	for (i = 0; i < ENDERS; i++)
		(void)sigaction(enders[i], &sa, &before[i]);
	hidden = shown;
	hidden.c_lflag &= ~(tcflag_t)ECHO;
	hidden.c_lflag |= ECHONL;
	hidden.c_cc[VSUSP] = _POSIX_VDISABLE;	/* or it would stop unseen */
	if (tcsetattr(tty, TCSAFLUSH, &hidden) != 0)
		r = err_sys("cannot turn the terminal's echo off");
	else
		r = passphrase_read(out, tty);
	(void)tcsetattr(tty, TCSAFLUSH, &shown);
	for (i = 0; i < ENDERS; i++)
		(void)sigaction(enders[i], &before[i], NULL);
	if (came != 0)
		(void)raise(came);
	return r;
}

int
passphrase_ask(struct secret **out, const char *question, const char *name)
{
	int r, tty;

	*out = NULL;
	if ((tty = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)) < 0)
		return err_set(ERR_USAGE, "there is no terminal to ask for a "
		    "passphrase on; give it with --passphrase-fd N");
	if ((r = put_question(tty, question, name)) == 0)
		r = read_hidden(out, tty);
	io_close(&tty);
	return r;
}

int
passphrase_ask_new(struct secret **out, const char *name)
{
	struct secret *first = NULL, *again = NULL;
	int r;

	*out = NULL;
	if ((r = passphrase_ask(&first, "New passphrase for", name)) < 0 ||
	    (r = passphrase_check(first)) < 0 ||
	    (r = passphrase_ask(&again, "The same again, for", name)) < 0)
		goto done;
	if (secret_len(first) != secret_len(again) ||
	    sodium_memcmp(secret_peek(first), secret_peek(again),
	    secret_len(first)) != 0) {
		r = err_set(ERR_USAGE, "the two passphrases differ; try again");
		goto done;
	}
	*out = first;
	first = NULL;
done:
	secret_free(first);
	secret_free(again);
	return r;
}

int
passphrase_check(const struct secret *passphrase)
{
	const uint8_t *p = secret_peek(passphrase);
	size_t i, chars = 0;

	for (i = 0; i < secret_len(passphrase); i++)
		chars += (p[i] & 0xc0) != 0x80;	/* UTF-8: leading bytes */
	if (chars < PASSPHRASE_LEAST)
		return err_set(ERR_USAGE, "a passphrase needs at least %d "
		    "characters; choose a longer one, such as six random words",
		    PASSPHRASE_LEAST);
	return 0;
}
