/* release_names.c -- see release_names.h. */
#include "vault/cmd/release_names.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

#define DEPTH_MAX 16		/* of nested values that are passed over */
#define STRING_SIZE 80		/* of a string that is read, with NUL */
#define EXT_MAX 8		/* letters of a name's extension */

/* Steps through JSON; after anything unexpected `bad` is set for good. */
struct scan {
	const char *p, *end;
	bool bad;
};

static char
peek(struct scan *s)
{
	while (s->p < s->end && (*s->p == ' ' || *s->p == '\t' ||
	    *s->p == '\n' || *s->p == '\r'))
		s->p++;
	return s->p < s->end && !s->bad ? *s->p : '\0';
}

static bool
eat(struct scan *s, char c)
{
	if (peek(s) != c)
		return false;
	s->p++;
	return true;
}

static void
must(struct scan *s, char c)
{
	if (!eat(s, c))
		s->bad = true;
}

/*
 * A string; into `out` (STRING_SIZE, may be NULL) if it is short and without
 * escapes, else out is "": no key or name that counts here is of that kind.
 */
static void
string(struct scan *s, char *out)
{
	const char *from;
	bool plain = true;

	if (out != NULL)
		out[0] = '\0';
	must(s, '"');
	for (from = s->p; !s->bad && s->p < s->end && *s->p != '"'; s->p++)
		if (*s->p == '\\') {
			plain = false;
			if (++s->p == s->end)
				break;
		}
	if (s->bad || s->p >= s->end) {
		s->bad = true;
		return;
	}
	if (out != NULL && plain && s->p - from < STRING_SIZE) {
		memcpy(out, from, (size_t)(s->p - from));
		out[s->p - from] = '\0';
	}
	s->p++;
}

static void
skip(struct scan *s, int depth)
{
	char open = peek(s), close = open == '{' ? '}' : ']';

	if (open == '"') {
		string(s, NULL);
	} else if (open == '{' || open == '[') {
		if (depth == 0)
			s->bad = true;
		s->p++;
		if (s->bad || eat(s, close))
			return;
		do {
			if (open == '{') {
				string(s, NULL);
				must(s, ':');
			}
			skip(s, depth - 1);
		} while (!s->bad && eat(s, ','));
		must(s, close);
	} else {
		if (open == '\0' || strchr("-0123456789tfn", open) == NULL)
			s->bad = true;
		while (!s->bad && s->p < s->end &&
		    strchr(",]} \t\r\n", *s->p) == NULL)
			s->p++;
	}
}

static bool
name_is_ours(const char *name)
{
	size_t digits = strspn(name, "0123456789"), ext;

	if (digits == 0 || name[digits] != '.')
		return false;
	ext = strspn(name + digits + 1, "abcdefghijklmnopqrstuvwxyz0123456789");
	return ext > 0 && ext <= EXT_MAX && name[digits + 1 + ext] == '\0' &&
	    strlen(name) < SAFE_NAME_SIZE;
}

static int
add(struct release_names *names, const char *item, const char *file)
{
	struct release_name *list, *one;

	if (names->n >= MANIFEST_ITEMS_MAX || !name_is_ours(file))
		return ERR_FORMAT;
	list = realloc(names->list, (names->n + 1) * sizeof(*list));
	if (list == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	names->list = list;
	one = &list[names->n];
	if (id_parse(&one->item, item) < 0)
		return ERR_FORMAT;
	memcpy(one->file, file, strlen(file) + 1);
	names->n++;
	return 0;
}

/* One object of "files". */
static int
read_file(struct scan *s, struct release_names *names)
{
	char key[STRING_SIZE], item[STRING_SIZE] = "", file[STRING_SIZE] = "";

	must(s, '{');
	do {
		string(s, key);
		must(s, ':');
		if (strcmp(key, "item") == 0)
			string(s, item);
		else if (strcmp(key, "file") == 0)
			string(s, file);
		else
			skip(s, DEPTH_MAX);
	} while (!s->bad && eat(s, ','));
	must(s, '}');
	return s->bad ? ERR_FORMAT : add(names, item, file);
}

static int
read_files(struct scan *s, struct release_names *names)
{
	int r = 0;

	must(s, '[');
	if (s->bad || eat(s, ']'))
		return 0;
	do {
		r = read_file(s, names);
	} while (r == 0 && !s->bad && eat(s, ','));
	must(s, ']');
	return r;
}

int
release_names_read(struct release_names *names, const void *json, size_t len)
{
	struct scan s = { .p = json };
	char key[STRING_SIZE];
	int r = 0;

	memset(names, 0, sizeof(*names));
	if (len == 0)
		s.bad = true;
	else
		s.end = s.p + len;
	must(&s, '{');
	while (!s.bad && r == 0) {
		string(&s, key);
		must(&s, ':');
		if (strcmp(key, "files") == 0)
			r = read_files(&s, names);
		else
			skip(&s, DEPTH_MAX);
		if (!eat(&s, ','))
			break;
	}
	must(&s, '}');
	if (r == 0 && (s.bad || peek(&s) != '\0'))
		r = ERR_FORMAT;
	if (r == ERR_FORMAT)
		r = err_set(ERR_FORMAT, "the manifest of this release is "
		    "damaged; ask the desk to release again");
	if (r < 0)
		release_names_free(names);
	return r;
}

const char *
release_names_find(const struct release_names *names, const struct id *item)
{
	size_t i;

	for (i = 0; i < names->n; i++)
		if (id_equal(&names->list[i].item, item))
			return names->list[i].file;
	return NULL;
}

void
release_names_free(struct release_names *names)
{
	free(names->list);
	memset(names, 0, sizeof(*names));
}
