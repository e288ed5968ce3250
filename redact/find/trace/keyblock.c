/*
 * keyblock.c -- keys in armour, "-----BEGIN ...-----" to "-----END ...-----"
 * (RFC 7468, RFC 9580), and PuTTY's files.
 *
 * One block is one finding where it is no longer than FIND_REACH.  Of a longer
 * one the beginning and the end are told from their own dashes, and what lies
 * between them, that sees neither, by its lines: base64 of one width, as only
 * armour has it.
 */
#include "redact/find/trace/run.h"

#include <string.h>

#define LINES_LEAST 8u		/* of one width before and behind a line */
#define LABEL_MAX 64u		/* bytes between the dashes */

static const char *const kinds[] = { "PRIVATE_KEY", "PGP_KEY", "SSH_KEY",
	"CERTIFICATE", NULL };
static const char *const words[] = { "putty", "begin", NULL };

struct label {
	const char *word;	/* in the line with the dashes */
	const char *kind;
	const char *why;
};

static const struct label labels[] = {
	{ "PGP PRIVATE KEY BLOCK", "PRIVATE_KEY", "a private PGP key" },
	{ "PGP PUBLIC KEY BLOCK", "PGP_KEY", "a PGP key: names and addresses "
	    "of its owner stand in it" },
	{ "PGP SIGNATURE", "PGP_KEY", "a PGP signature names its key" },
	{ "PGP MESSAGE", "PGP_KEY", "a PGP message names the keys it is for" },
	{ "PRIVATE KEY", "PRIVATE_KEY", "a private key" },
	{ "AGE ENCRYPTED FILE", "PRIVATE_KEY", "a file sealed with age" },
	{ "SSH2 PUBLIC KEY", "SSH_KEY", "an SSH key" },
	{ "PUBLIC KEY", "SSH_KEY", "a public key" },
	{ "CERTIFICATE", "CERTIFICATE", "a certificate: it names its owner" },
	{ "PKCS7", "CERTIFICATE", "a signed message names its signer" },
	{ "CMS", "CERTIFICATE", "a signed message names its signer" },
};

/* The label in the line from `at`, "-----BEGIN RSA PRIVATE KEY-----". */
static const struct label *
label_of(const struct view *v, size_t at, size_t end)
{
	const size_t n = sizeof(labels) / sizeof(labels[0]);
	size_t len;

	for (size_t i = 0; i < n; i++) {
		len = strlen(labels[i].word);
		for (size_t j = at; j + len <= end; j++)
			if (v->s[j] == (uint8_t)labels[i].word[0] &&
			    run_is(v, j, labels[i].word))
				return &labels[i];
	}
	return NULL;
}

/* The end of "LABEL-----" from `at`; 0. */
static size_t
dashes_behind(const struct view *v, size_t at)
{
	size_t end = run_end(v, at, RUN_UPPER | RUN_DIGIT, LABEL_MAX), dashes;

	while (byte_at(v, end) == ' ' && end - at < LABEL_MAX)
		end = run_end(v, end + 1, RUN_UPPER | RUN_DIGIT, LABEL_MAX);
	dashes = run_end(v, end, RUN_DASH, 5);
	return dashes - end >= 4 ? dashes : 0;
}

/* May this byte stand between the dashes?  Lines with '-' are headers too. */
static bool
is_inside(uint8_t c)
{
	return c == '\n' || c == '\r' || (c >= ' ' && c < 0x7f);
}

/* The end of what looks like a block's lines from `at`: its headers, empty
 * ones, base64; the last may be cut at `most`. */
static size_t
lines_of(const struct view *v, size_t at, size_t most)
{
	size_t stop, end;

	for (;; at = stop + 1) {
		stop = run_line_end(v, at, most - at);
		end = run_end(v, at, RUN_BASE64, stop - at);
		if (end < stop && v->s[end] != '\r' &&
		    memchr(v->s + at, ':', stop - at) == NULL)
			return end > at + 16 ? end : at;
		if (stop >= most)
			return most;
	}
}

static int
begins(const struct view *v, size_t at, size_t body, const struct label *l,
    size_t *next)
{
	size_t most = v->len - at > FIND_REACH ? at + FIND_REACH : v->len;
	size_t end = body, last, stop;

	for (; end < most && is_inside(v->s[end]); end++) {
		if (v->s[end] != '-' || !run_is(v, end, "----") ||
		    (!run_is(v, end, "-----END ") &&
		    !run_is(v, end, "---- END ")))
			continue;
		stop = dashes_behind(v, end + 9);
		end = stop > 0 && stop <= most ? stop : end + 9;
		*next = end;
		return report(v, at, end, l->kind, "keyblock", 0.98, "%s",
		    l->why);
	}
	last = lines_of(v, body, end);
	if (last - body < 32)
		return 0;	/* only its name is told of */
	*next = run_line_start(v, last, 90);	/* of the line that is cut */
	return report(v, at, last, l->kind, "keyblock", 0.95,
	    "%s, from its beginning", l->why);
}

/* An end whose beginning is too far away: take the lines before it. */
static int
ends(const struct view *v, size_t at, size_t behind, const struct label *l)
{
	size_t least = behind > FIND_REACH ? behind - FIND_REACH : 0;
	size_t start = at, line, stop;

	while (start > least) {
		stop = start - (start > 0 && v->s[start - 1] == '\n');
		line = run_line_start(v, stop, stop > least ? stop - least : 0);
		if (run_end(v, line, RUN_BASE64, stop - line) < stop -
		    (stop > line && v->s[stop - 1] == '\r'))
			return 0;	/* the beginning is near: it says all */
		start = line;
		if (line == stop && line == 0)
			break;
	}
	return report(v, start, behind, l->kind, "keyblock", 0.95,
	    "%s, to its end", l->why);
}

static int
dashes(const struct view *v, size_t at, size_t *next)
{
	size_t start = at, word, behind;
	const struct label *l;

	word = run_end(v, at, RUN_DASH, 80);
	start = word - (word - at < 5 ? word - at : 5);
	if (byte_at(v, word) == ' ')
		word++;		/* RFC 4716 */
	if (!run_is(v, word, "BEGIN ") && !run_is(v, word, "END "))
		return 0;
	behind = dashes_behind(v, word + (v->s[word] == 'B' ? 6 : 4));
	if (behind == 0 || (l = label_of(v, word, behind)) == NULL)
		return 0;
	if (v->s[word] == 'B')
		return begins(v, start, behind, l, next);
	return ends(v, start, behind, l);
}

/* "PuTTY-User-Key-File-3: ssh-rsa" to the line of "Private-MAC:". */
static int
putty(const struct view *v, size_t at, size_t *next)
{
	size_t most = v->len - at > FIND_REACH ? at + FIND_REACH : v->len;
	size_t end = at, line = at;

	if (!run_is(v, at, "PuTTY-User-Key-File-"))
		return 0;
	for (; line < most; line = end + 1) {
		end = run_line_end(v, line, most - line);
		if (run_is(v, line, "Private-MAC:") || end == line)
			break;
	}
	*next = end < most ? end : most;
	return report(v, at, *next, "PRIVATE_KEY", "keyblock", 0.98,
	    "a private key of PuTTY");
}

/* The width of the line of base64 that begins at `at`; 0 when it is none. */
static size_t
width(const struct view *v, size_t at)
{
	size_t end = run_end(v, at, RUN_BASE64, 80);

	return end == v->len || v->s[end] == '\n' || v->s[end] == '\r' ?
	    end - at : 0;
}

static size_t
line_behind(const struct view *v, size_t at)
{
	at = run_line_end(v, at, 90);
	return at < v->len ? at + 1 : at;
}

/*
 * Lines in the middle of a long block.  Armour is 64 wide (PEM, GnuPG) or 70
 * (OpenSSH); the pictures of mails are 76.
 */
static int
middle(const struct view *v, size_t at, size_t *next)
{
	size_t wide, n, line = at, end;

	if (byte_before(v, at) != '\n' || ((wide = width(v, at)) != 64 &&
	    wide != 70))
		return 0;
	for (n = 0; n < LINES_LEAST; n++) {
		if (line == 0 || v->s[line - 1] != '\n')
			return 0;
		line = run_line_start(v, line - 1, 90);
		if (width(v, line) != wide)
			return 0;
	}
	for (n = 0, line = end = at; line < v->len && line - at + wide <=
	    FIND_REACH && width(v, line) == wide; n++) {
		end = line + wide;
		line = line_behind(v, line);
	}
	if (n < LINES_LEAST)
		return 0;
	*next = end;
	return report(v, at, line < end ? end : line - at <= FIND_REACH ?
	    line : end, "PRIVATE_KEY", "keyblock", 0.5, "lines of %zu "
	    "characters of base64, as in the middle of a long key", wide);
}

static int
at(const struct view *v, size_t place, enum trigger trigger, size_t *next)
{
	if (trigger == TRIGGER_DASHES)
		return dashes(v, place, next);
	if (trigger == TRIGGER_LONG)
		return middle(v, place, next);
	if ((v->s[place] | 32) == 'p')
		return putty(v, place, next);
	/* Four dashes and a space begin a key of RFC 4716. */
	if (place >= 5 && run_is(v, place - 5, "---- BEGIN SSH2 "))
		return dashes(v, place - 5, next);
	return 0;
}

const struct finder find_keyblock = {
	.name = "keyblock", .kinds = kinds,
	.what = "private keys, PGP keys and certificates in armour",
	.triggers = TRIGGER_DASHES | TRIGGER_LONG | TRIGGER_WORD,
	.words = words, .at = at,
};
