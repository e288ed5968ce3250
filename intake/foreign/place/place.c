/* place.c -- see place.h.  Names are anybody's: they are looked at, bounded,
 * and never used to open anything. */
#include "intake/foreign/place/place.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define DIGITS "0123456789"
#define STORED_SIZE 512		/* bytes of a stored name that are looked at */

static bool
ends(const char *s, size_t len, const char *end)
{
	size_t n = strlen(end);

	return len >= n && strncasecmp(s + len - n, end, n) == 0;
}

/* The length of `s` without an end that says OpenPGP. */
static size_t
without_seal(const char *s, size_t len)
{
	static const char *const seals[] = { ".gpg", ".pgp", ".asc" };

	for (size_t i = 0; i < sizeof(seals) / sizeof(seals[0]); i++)
		if (ends(s, len, seals[i]) && len > 4)
			return len - 4;
	return len;
}

bool
place_is_sealed(const char *name)
{
	size_t len = strlen(name);

	return without_seal(name, len) != len;
}

void
place_opened(const char *name, char *out, size_t size)
{
	(void)snprintf(out, size, "%.*s",
	    (int)without_seal(name, strnlen(name, size)), name);
}

static const char *
last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

static void
set(char *to, size_t size, const char *from, size_t len)
{
	if (len >= size)
		len = size - 1;
	memcpy(to, from, len);
	to[len] = '\0';
}

/* --- SecureDrop --- */

/* "<number>-<designation>" of the `len` bytes at `s`. */
static bool
set_numbered(struct place *p, const char *s, size_t len)
{
	size_t n = strspn(s, DIGITS);

	if (n == 0 || n >= len || n >= sizeof(p->number) || s[n] != '-' ||
	    len - n - 1 == 0 || len - n - 1 >= sizeof(p->source))
		return false;
	set(p->number, sizeof(p->number), s, n);
	set(p->source, sizeof(p->source), s + n + 1, len - n - 1);
	return true;
}

/* A name of the store, sealed or opened. */
static bool
is_stored(struct place *p, const char *name)
{
	static const struct {
		const char *end;
		bool message, packed;
		const char *event;
	} kinds[] = {
		{ "-msg", true, false, NULL },
		{ "-msg.txt", true, false, NULL },
		{ "-reply", true, false, "a reply of the newsroom" },
		{ "-reply.txt", true, false, "a reply of the newsroom" },
		{ "-doc.gz", false, true, NULL },
		{ "-doc.zip", false, false, NULL },
		{ "-doc", false, false, NULL },
	};
	size_t len = strnlen(name, STORED_SIZE);

	len = without_seal(name, len);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (ends(name, len, kinds[i].end) && set_numbered(p, name,
		    len - strlen(kinds[i].end))) {
			p->message = kinds[i].message;
			p->packed = kinds[i].packed;
			p->event = kinds[i].event;
			return true;
		}
	return false;
}

/* "12_2026-11-22": the date of it, 0 when it is none. */
static size_t
dated(const char *s, size_t len)
{
	size_t n = strspn(s, DIGITS);

	return n > 0 && n + 11 == len && s[n] == '_' && s[n + 5] == '-' &&
	    s[n + 8] == '-' && strspn(s + n + 1, DIGITS) == 4 ? n + 1 : 0;
}

/* Folders from the top on; the last that says something counts. */
static void
look_at_folders(struct place *p, const char *path, bool stored)
{
	const char *s, *stop, *before = NULL, *first = NULL;
	size_t len, before_len = 0, first_len = 0, at;

	for (s = path; (stop = strchr(s, '/')) != NULL; s = stop + 1) {
		len = (size_t)(stop - s);
		if (len == 0 || (len == 1 && s[0] == '.') ||
		    (len == 2 && s[0] == '.' && s[1] == '.'))
			continue;
		if (first == NULL && !(len == 11 &&
		    memcmp(s, "export_data", 11) == 0)) {
			first = s;
			first_len = len;
		}
		if ((at = dated(s, len)) > 0) {
			set(p->sent, sizeof(p->sent), s + at, len - at);
			if (before != NULL && !stored)
				set(p->source, sizeof(p->source), before,
				    before_len);
		} else if (!stored && ends(s, len, "-doc")) {
			(void)set_numbered(p, s, len - 4);
		}
		before = s;
		before_len = len;
	}
	if (p->source[0] == '\0' && first != NULL)
		set(p->source, sizeof(p->source), first, first_len);
	/* Folders have a designation as people read it. */
	for (char *c = p->source; *c != '\0'; c++)
		if (*c == ' ')
			*c = '_';
}

void
place_securedrop(struct place *p, const char *path)
{
	const char *name = last_part(path);
	bool stored;

	*p = (struct place){ .name = path };
	stored = is_stored(p, name);
	if (stored)
		p->name = name;
	look_at_folders(p, path, stored);
	if (ends(name, strlen(name), "transcript.txt")) {
		p->message = true;
		p->event = "a transcript of both sides";
	}
	p->sealed = place_is_sealed(name);
	/* It says how to write the export to a stick, and the passphrase. */
	p->own = strcmp(path, "metadata.json") == 0 ||
	    strcmp(path, "./metadata.json") == 0;
}

void
place_spoken(const char *source, char out[PLACE_SOURCE_SIZE])
{
	(void)snprintf(out, PLACE_SOURCE_SIZE, "%s", source);
	for (; *out != '\0'; out++)
		if (*out == '_')
			*out = ' ';
}

/* --- GlobaLeaks --- */

static bool
below(const char *path, const char *folder)
{
	return strncmp(path, folder, strlen(folder)) == 0;
}

void
place_globaleaks(struct place *p, const char *path)
{
	if (below(path, "./"))
		path += 2;
	*p = (struct place){ .name = path, .sealed = place_is_sealed(path) };
	p->message = strcmp(path, "report.txt") == 0 ||
	    strcmp(path, "data.txt") == 0;
	if (below(path, "files_attached_from_recipients/"))
		p->event = "attached by a recipient";
	else if (strcmp(path, "metadata.csv") == 0)
		p->event = "the list of files that GlobaLeaks made";
}
