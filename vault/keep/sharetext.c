/* sharetext.c -- see sharetext.h. */
#include "vault/keep/sharetext.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/seal/bech32.h"

#define LINE_BYTES 32			/* of the share in one line */
#define COUNT_BYTES 4			/* in front of them */
#define HEADER_MAX 1024

static const struct bech32 share_line = { "tipshare", "line" };

#define LINE_CHARS BECH32_CHARS("tipshare", COUNT_BYTES + LINE_BYTES)

/* What a person who finds the paper must know. */
static int
header(char out[HEADER_MAX], const struct share *s)
{
	char ssh[FPR_SSH_SIZE], words[FPR_WORDS_SIZE], set[33];
	struct fpr fpr;
	int r;

	if ((r = card_fpr(&fpr, &s->card)) < 0)
		return r;
	fpr_ssh(ssh, &fpr);
	fpr_words(words, &fpr);
	hex_of(set, s->set, SHARE_SET_BYTES);
	(void)snprintf(out, HEADER_MAX,
	    "# Share %u of %u of a key of tipline. Any %u of them make the key "
	    "again:\n"
	    "#   tipline key join SHARE... -o KEYFILE\n"
	    "# Keep it secret, and apart from the others.\n"
	    "# key   %s\n"
	    "#       %s\n"
	    "# epoch %u\n"
	    "# set   %s\n", s->number, s->n, s->k, ssh, words, s->card.epoch,
	    set);
	return 0;
}

int
sharetext_write(struct secret **text, const struct share *share)
{
	const uint8_t *raw = secret_peek(share->raw);
	const size_t len = secret_len(share->raw);
	const size_t lines = (len + LINE_BYTES - 1) / LINE_BYTES;
	uint8_t bytes[COUNT_BYTES + LINE_BYTES];
	char head[HEADER_MAX], *out;
	struct secret *all = NULL;
	size_t i, n;
	int r;

	*text = NULL;
	if ((r = header(head, share)) < 0 || (r = secret_new(&all,
	    strlen(head) + lines * (LINE_CHARS + 1) + 1)) < 0)
		return r;
	out = (char *)secret_bytes(all);
	memcpy(out, head, strlen(head));
	out += strlen(head);
	for (i = 0; i < lines; i++) {
		n = len - i * LINE_BYTES;
		n = n < LINE_BYTES ? n : LINE_BYTES;
		bytes[0] = (uint8_t)((i + 1) >> 8);
		bytes[1] = (uint8_t)(i + 1);
		bytes[2] = (uint8_t)(lines >> 8);
		bytes[3] = (uint8_t)lines;
		memcpy(bytes + COUNT_BYTES, raw + i * LINE_BYTES, n);
		bech32_format(out, &share_line, bytes, COUNT_BYTES + n);
		out += strlen(out);
		*out++ = '\n';
	}
	explicit_bzero(bytes, sizeof(bytes));
	n = (size_t)(out - (char *)secret_bytes(all));
	if ((r = secret_new(text, n)) == 0) {
		memcpy(secret_bytes(*text), secret_peek(all), n);
		secret_freeze(*text);
	}
	secret_free(all);
	return r;
}

/* --- reading --- */

struct reading {
	const char *name;
	struct secret *raw;		/* as large as it may become */
	size_t len;
	unsigned line;			/* of the file, for error lines */
	unsigned next, lines;		/* of the share; 0: none was read */
};

static int
wrong(const struct reading *g, const char *how)
{
	return err_set(ERR_FORMAT, "%s, line %u: %s", g->name, g->line, how);
}

static int
take_line(struct reading *g, const char *p, size_t n)
{
	uint8_t bytes[COUNT_BYTES + LINE_BYTES];
	char why[ERR_LINE_MAX];
	unsigned number, lines;
	size_t size;
	int r;

	size = bech32_bytes(&share_line, n);
	if (size <= COUNT_BYTES || size > sizeof(bytes))
		return wrong(g, "it is no line of a share, or was not copied "
		    "whole; copy it again");
	if ((r = bech32_parse(bytes, size, &share_line, p, n)) < 0) {
		(void)snprintf(why, sizeof(why), "%s", err_line());
		return wrong(g, why);
	}
	number = (unsigned)bytes[0] << 8 | bytes[1];
	lines = (unsigned)bytes[2] << 8 | bytes[3];
	if (number != g->next || number > lines ||
	    (g->lines != 0 && lines != g->lines) ||
	    (size < sizeof(bytes) && number != lines)) {
		r = wrong(g, "it does not belong here; put the lines of one "
		    "share in their order");
	} else if (g->len + size - COUNT_BYTES > secret_len(g->raw)) {
		r = wrong(g, "the share is too long; name a file that tipline "
		    "key split made");
	} else {
		memcpy(secret_bytes(g->raw) + g->len, bytes + COUNT_BYTES,
		    size - COUNT_BYTES);
		g->len += size - COUNT_BYTES;
		g->lines = lines;
		g->next++;
	}
	explicit_bzero(bytes, sizeof(bytes));
	return r;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static int
take_lines(struct reading *g, const char *p, size_t len)
{
	const char *end;
	size_t at, n, step;
	int r = 0;

	for (; len > 0 && r == 0; p += step, len -= step) {
		g->line++;
		end = memchr(p, '\n', len);
		n = end != NULL ? (size_t)(end - p) : len;
		step = n + (end != NULL);
		for (at = 0; at < n && is_blank(p[at]); at++)
			continue;
		while (n > at && is_blank(p[n - 1]))
			n--;
		if (n > at && p[at] != '#')
			r = take_line(g, p + at, n - at);
	}
	return r;
}

int
sharetext_read(struct secret **raw, const struct secret *text,
    const char *name)
{
	struct reading g = { .name = name, .next = 1 };
	int r;

	*raw = NULL;
	if ((r = secret_new(&g.raw, SHARE_TEXT_MAX)) < 0)
		return r;
	if ((r = take_lines(&g, (const char *)secret_peek(text),
	    secret_len(text))) < 0)
		goto done;
	if (g.lines == 0 || g.next != g.lines + 1) {
		r = g.lines == 0 ? err_set(ERR_FORMAT, "%s is no share of a "
		    "key; name the files that tipline key split made", name) :
		    err_set(ERR_FORMAT, "%s ends after line %u of %u of the "
		    "share; copy the whole of it", name, g.next - 1, g.lines);
		goto done;
	}
	if ((r = secret_new(raw, g.len)) == 0) {
		memcpy(secret_bytes(*raw), secret_peek(g.raw), g.len);
		secret_freeze(*raw);
	}
done:
	secret_free(g.raw);
	return r;
}
