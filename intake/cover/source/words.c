/* words.c -- see words.h. */
#include "intake/cover/source/words.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "intake/letterbox/wall/keys.h"
#include "vault/base/err.h"
#include "vault/base/io.h"

/* A line, without its end; over the limit it is cut, and then no code name. */
static int
read_line(int fd, char line[LETTERBOX_TYPED_MAX], size_t *len)
{
	size_t n = 0;
	ssize_t got;
	char c;

	for (;;) {
		if ((got = read(fd, &c, 1)) < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_sys("cannot read the code name");
		if (got == 0 || c == '\n')
			break;
		if (n < LETTERBOX_TYPED_MAX)
			line[n++] = c;
	}
	*len = n;
	return 0;
}

static int
ask_terminal(char line[LETTERBOX_TYPED_MAX], size_t *len)
{
	static const char question[] = "Code name: ";
	int tty = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY), r;
	struct termios shown, hidden;

	if (tty < 0 || tcgetattr(tty, &shown) != 0) {
		io_close(&tty);
		return err_set(ERR_USAGE, "there is no terminal to ask for the "
		    "code name; use --words-fd");
	}
	hidden = shown;
	hidden.c_lflag &= ~(tcflag_t)ECHO;
	(void)tcsetattr(tty, TCSAFLUSH, &hidden);
	r = io_write_all(tty, question, sizeof(question) - 1);
	if (r == 0)
		r = read_line(tty, line, len);
	(void)tcsetattr(tty, TCSAFLUSH, &shown);
	(void)io_write_all(tty, "\n", 1);
	io_close(&tty);
	return r;
}

static int
wrong(enum letterbox_said said, uint32_t word)
{
	switch (said) {
	case LETTERBOX_OPEN:
		return 0;
	case LETTERBOX_NOT_SO_MANY:
		return err_set(ERR_WRONG_KEY, "a code name has %u words, these "
		    "are %u; type all of them", LETTERBOX_WORDS, word);
	case LETTERBOX_NO_WORD:
		return err_set(ERR_WRONG_KEY, "word %u is none of a code name; "
		    "look at your note again", word);
	default:
		return err_set(ERR_WRONG_KEY, "these words are not of one code "
		    "name; look at your note again");
	}
}

int
words_ask(struct code_name *name, int fd)
{
	char line[LETTERBOX_TYPED_MAX];
	enum letterbox_said said;
	uint32_t word = 0;
	size_t len = 0;
	int r;

	r = fd >= 0 ? read_line(fd, line, &len) : ask_terminal(line, &len);
	if (r == 0) {
		said = codename_read(name, line, len, &word);
		r = wrong(said, word);
	}
	sodium_memzero(line, sizeof(line));
	return r;
}

int
words_keys(struct talk_keys *keys, const struct code_name *name,
    const struct cover_card *card)
{
	uint8_t part_sk[BOX_SK_BYTES];
	int r;

	if (card->passes != KEYS_PASSES || card->kib != KEYS_KIB)
		return err_set(ERR_FORMAT, "the service makes keys in another "
		    "way; get the newest version of this program");
	if ((r = secret_new(&keys->box_sk, BOX_SK_BYTES)) < 0)
		return r;
	r = keys_derive(&keys->pub, secret_bytes(keys->box_sk), part_sk, name,
	    card->salt);
	sodium_memzero(part_sk, sizeof(part_sk));
	if (r < 0)
		words_keys_free(keys);
	else
		secret_freeze(keys->box_sk);
	return r;
}

void
words_keys_free(struct talk_keys *keys)
{
	secret_free(keys->box_sk);
	keys->box_sk = NULL;
}
