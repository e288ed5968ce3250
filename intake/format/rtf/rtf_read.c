/* rtf_read.c -- see rtf_read.h. */
#include "intake/format/rtf/rtf_read.h"

#include <string.h>

#include "vault/base/err.h"

static bool
is_letter(uint8_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static int
hex(uint8_t c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ?
	    c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static int
cut(void)
{
	return err_set(ERR_FORMAT, "the RTF is cut or damaged; ask for the "
	    "file again");
}

/* The number behind a word, and the blank that belongs to it. */
static void
number(struct rtf_reader *r, struct rtf_token *t)
{
	bool minus = r->at + 1 < r->len && r->p[r->at] == '-' &&
	    r->p[r->at + 1] >= '0' && r->p[r->at + 1] <= '9';
	int64_t n = 0;

	if (minus)
		r->at++;
	for (; r->at < r->len && r->p[r->at] >= '0' && r->p[r->at] <= '9';
	    r->at++) {
		t->has_number = true;
		if (n <= INT32_MAX)
			n = n * 10 + (r->p[r->at] - '0');
	}
	if (n > INT32_MAX)
		n = INT32_MAX;
	t->number = (int32_t)(minus ? -n : n);
	if (r->at < r->len && r->p[r->at] == ' ')
		r->at++;
}

static int
control(struct rtf_reader *r, struct rtf_token *t)
{
	size_t n = 0;
	int high, low;

	if (r->at >= r->len)
		return cut();
	if (!is_letter(r->p[r->at])) {
		t->kind = RTF_SYMBOL;
		t->byte = r->p[r->at++];
		if (t->byte != '\'')
			return 0;
		if (r->len - r->at < 2 || (high = hex(r->p[r->at])) < 0 ||
		    (low = hex(r->p[r->at + 1])) < 0)
			return cut();
		t->kind = RTF_HEX;
		t->byte = (uint8_t)(high << 4 | low);
		r->at += 2;
		return 0;
	}
	t->kind = RTF_WORD;
	for (; r->at < r->len && is_letter(r->p[r->at]); r->at++) {
		if (n == RTF_WORD_MAX)
			return err_set(ERR_TOO_BIG, "a control word of the "
			    "RTF is too long; treat the file as hostile");
		t->word[n++] = (char)r->p[r->at];
	}
	t->word[n] = '\0';
	number(r, t);
	if (strcmp(t->word, "bin") != 0)
		return 0;
	if (t->number < 0 || r->len - r->at < (size_t)t->number)
		return cut();
	t->kind = RTF_BINARY;
	t->data = r->p + r->at;
	t->len = (size_t)t->number;
	r->at += t->len;
	return 0;
}

int
rtf_next(struct rtf_reader *r, struct rtf_token *t)
{
	uint8_t c;

	t->has_number = false;
	t->number = 0;
	t->len = 0;
	while (!r->over && r->at < r->len && (r->p[r->at] == '\r' ||
	    r->p[r->at] == '\n' || r->p[r->at] == '\0'))
		r->at++;
	if (r->over || r->at >= r->len) {
		t->kind = RTF_END;
		return r->depth == 0 ? 0 : cut();
	}
	c = r->p[r->at];
	if (c == '{') {
		if (++r->depth > RTF_DEPTH_MAX)
			return err_set(ERR_TOO_BIG, "the groups of the RTF are "
			    "nested too deep; treat the file as hostile");
		t->kind = RTF_OPEN;
		r->at++;
		return 0;
	}
	if (r->depth == 0)
		return cut();
	if (c == '}') {
		r->over = --r->depth == 0;
		t->kind = RTF_CLOSE;
		r->at++;
		return 0;
	}
	if (c == '\\') {
		r->at++;
		return control(r, t);
	}
	t->kind = RTF_TEXT;
	t->data = r->p + r->at;
	for (; r->at < r->len && memchr("{}\\\r\n", r->p[r->at], 6) == NULL;
	    r->at++)
		t->len++;
	return 0;
}
