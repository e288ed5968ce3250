/* docx_field.c -- see docx_field.h. */
#include "intake/format/office/docx_field.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define TOKENS_MAX 32

struct token {
	const char *s;
	size_t len;
	bool quoted;
};

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static size_t
tokens(struct token *t, const char *s, size_t len)
{
	size_t i = 0, n = 0, from;

	while (n < TOKENS_MAX) {
		while (i < len && is_space(s[i]))
			i++;
		if (i == len)
			break;
		t[n].quoted = s[i] == '"';
		from = t[n].quoted ? ++i : i;
		while (i < len && (t[n].quoted ? s[i] != '"' :
		    !is_space(s[i])))
			i++;
		t[n].s = s + from;
		t[n++].len = i - from;
		if (i < len)
			i++;
	}
	return n;
}

static bool
is(const struct token *t, const char *word)
{
	return t->len == strlen(word) && strncasecmp(t->s, word, t->len) == 0;
}

static bool
one_of(const struct token *t, const char *const *words)
{
	for (; *words != NULL; words++)
		if (is(t, *words))
			return true;
	return false;
}

static void
copy(char *to, size_t size, const struct token *t)
{
	if (t->len < size) {
		memcpy(to, t->s, t->len);
		to[t->len] = '\0';
	}
}

/* Levels such as 1-3. */
static bool
is_levels(const struct token *t)
{
	size_t i;

	for (i = 0; i < t->len; i++)
		if ((t->s[i] < '0' || t->s[i] > '9') && t->s[i] != '-')
			return false;
	return t->len > 0 && t->len <= 5;
}

static void
add(struct docx_field *f, const struct token *sw, const struct token *arg)
{
	size_t used = strlen(f->switches);
	bool levels = arg != NULL && is_levels(arg);

	if (sw->len + (arg != NULL ? arg->len : 0) + 8 >
	    sizeof f->switches - used)
		return;
	if (arg == NULL)
		(void)snprintf(f->switches + used, sizeof f->switches - used,
		    " %.*s", (int)sw->len, sw->s);
	else
		(void)snprintf(f->switches + used, sizeof f->switches - used,
		    levels ? " %.*s \"%.*s\"" : " %.*s %.*s",
		    (int)sw->len, sw->s, (int)arg->len, arg->s);
}

static void
switches(struct docx_field *f, const struct token *t, size_t n)
{
	static const char *const formats[] = { "MERGEFORMAT", "CHARFORMAT",
	    "roman", "arabic", "alphabetic", "Upper", "Lower", "FirstCap",
	    "Caps", "ordinal", "CardText", "OrdText", "Hex", NULL };
	static const char *const plain[] = { "\\h", "\\p", "\\r", "\\w",
	    "\\z", "\\u", "\\n", "\\f", NULL };
	size_t i;

	for (i = 0; i < n; i++) {
		bool more = i + 1 < n && t[i + 1].s[0] != '\\';

		if (is(&t[i], "\\*") && more && one_of(&t[i + 1], formats))
			add(f, &t[i], &t[i + 1]);
		else if (f->kind == FIELD_LINK && is(&t[i], "\\l") && more)
			copy(f->bookmark, sizeof f->bookmark, &t[i + 1]);
		else if (f->kind == FIELD_PLAIN && is(&t[i], "\\o") && more &&
		    is_levels(&t[i + 1]))
			add(f, &t[i], &t[i + 1]);
		else if (f->kind != FIELD_LINK && one_of(&t[i], plain) &&
		    !(is(&t[i], "\\f") && f->kind != FIELD_REFERENCE))
			add(f, &t[i], NULL);
	}
}

void
docx_field_parse(struct docx_field *f, const char *s, size_t len)
{
	static const char *const plain[] = { "PAGE", "NUMPAGES",
	    "SECTIONPAGES", "SECTION", "TOC", NULL };
	static const char *const refs[] = { "REF", "PAGEREF", "NOTEREF",
	    NULL };
	struct token t[TOKENS_MAX];
	size_t n = 0, i, from = 1;

	memset(f, 0, sizeof *f);
	if (len < DOCX_FIELD_MAX)
		n = tokens(t, s, len);
	if (n == 0)
		return;
	if (one_of(&t[0], plain))
		f->kind = FIELD_PLAIN;
	else if (one_of(&t[0], refs) && n > 1 && t[1].s[0] != '\\')
		f->kind = FIELD_REFERENCE;
	else if (is(&t[0], "HYPERLINK"))
		f->kind = FIELD_LINK;
	else
		return;
	for (i = 0; i < t[0].len; i++)
		f->name[i] = (char)(t[0].s[i] & ~0x20);
	if (f->kind != FIELD_PLAIN && n > 1 && t[1].s[0] != '\\') {
		if (f->kind == FIELD_REFERENCE)
			copy(f->bookmark, sizeof f->bookmark, &t[1]);
		else
			copy(f->target, sizeof f->target, &t[1]);
		from = 2;
	}
	switches(f, t + from, n - from);
	if ((f->kind == FIELD_REFERENCE && f->bookmark[0] == '\0') ||
	    (f->kind == FIELD_LINK && f->bookmark[0] == '\0' &&
	    f->target[0] == '\0'))
		f->kind = FIELD_NONE;
}

bool
docx_field_target(const char *target)
{
	static const char *const schemes[] = { "http://", "https://",
	    "mailto:", NULL };
	size_t i;

	for (i = 0; target[i] != '\0'; i++)
		if ((unsigned char)target[i] <= 0x20 || target[i] == 0x7f ||
		    target[i] == '"' || target[i] == '<' || target[i] == '>')
			return false;
	for (i = 0; schemes[i] != NULL; i++)
		if (strncasecmp(target, schemes[i], strlen(schemes[i])) == 0)
			return true;
	return false;
}

bool
docx_field_is_path(const char *s)
{
	static const char *const ends[] = { ".png", ".jpg", ".jpeg", ".gif",
	    ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".svg", ".webp", ".heic",
	    ".pdf", ".docx", ".xlsx", NULL };
	size_t len = strlen(s), i, n;

	if (strstr(s, ":\\") != NULL || strncmp(s, "\\\\", 2) == 0 ||
	    strncasecmp(s, "file:", 5) == 0 || strncmp(s, "/Users/", 7) == 0 ||
	    strncmp(s, "/home/", 6) == 0)
		return true;
	for (i = 0; ends[i] != NULL; i++) {
		n = strlen(ends[i]);
		if (len > n && strcasecmp(s + len - n, ends[i]) == 0)
			return true;
	}
	return false;
}
