/* tongue.c -- see tongue.h. */
#include "intake/serve/view/tongue.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <libintl.h>
#include <limits.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "intake/serve/view/view.h"
#include "vault/base/err.h"

#define DOMAIN "tipline-"
#define DOMAIN_SIZE (sizeof(DOMAIN) + VIEW_LANGUAGE_SIZE)
#define CATALOG ".mo"
#define ENGLISH "en"
#define RANGES_MAX 32	/* languages that an Accept-Language may name */

/* Written before there are threads, read ever after. */
static char tags[VIEW_LANGUAGES_MAX + 1][VIEW_LANGUAGE_SIZE] = { ENGLISH };
static size_t tags_n = 1;

/* A language, maybe with a script or a region: "fr", "pt-BR", "zh-Hant". */
static bool
is_tag(const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len && islower((unsigned char)s[i]); i++)
		;
	if (i < 2 || i > 3 || len >= VIEW_LANGUAGE_SIZE)
		return false;
	if (i == len)
		return true;
	if (s[i] != '-' || len - i < 3)
		return false;
	while (++i < len)
		if (!isalnum((unsigned char)s[i]))
			return false;
	return true;
}

static void
domain_of(char out[DOMAIN_SIZE], const char *tag)
{
	(void)snprintf(out, DOMAIN_SIZE, DOMAIN "%s", tag);
}

/* A file of the folder that is a catalog of a language. */
static void
note_catalog(const char *name)
{
	const size_t pre = sizeof(DOMAIN) - 1, post = sizeof(CATALOG) - 1;
	const size_t len = strlen(name);

	if (tags_n >= VIEW_LANGUAGES_MAX || len <= pre + post ||
	    strncmp(name, DOMAIN, pre) != 0 ||
	    strcmp(name + len - post, CATALOG) != 0 ||
	    !is_tag(name + pre, len - pre - post))
		return;
	memcpy(tags[tags_n], name + pre, len - pre - post);
	tags[tags_n++][len - pre - post] = '\0';
}

static int
by_tag(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* Have libintl read them now: later there may be no way to open a file. */
static int
load_catalogs(const char *folder)
{
	char domain[DOMAIN_SIZE];
	size_t i;

	for (i = 1; i < tags_n; i++) {
		domain_of(domain, tags[i]);
		if (bindtextdomain(domain, folder) == NULL ||
		    bind_textdomain_codeset(domain, "UTF-8") == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory; close "
			    "other programs");
		if (dgettext(domain, "")[0] == '\0')
			return err_set(ERR_FORMAT, "the catalog of the language "
			    "\"%s\" in %s cannot be used; install tipline "
			    "again", tags[i], folder);
	}
	return 0;
}

int
tongue_start(const char *folder)
{
	char path[PATH_MAX];
	const struct dirent *entry;
	DIR *dir;

	/* With it, libintl would look for languages of its own choice. */
	(void)unsetenv("LANGUAGE");
	if (setlocale(LC_MESSAGES, "C.UTF-8") == NULL)
		return err_set(ERR_FAILED, "this system has no locale C.UTF-8; "
		    "install the package libc-bin");
	if ((size_t)snprintf(path, sizeof(path), "%s/C/LC_MESSAGES", folder) >=
	    sizeof(path))
		return err_set(ERR_TOO_BIG, "the folder of the languages has "
		    "too long a name; install tipline in another place");
	tags_n = 1;
	if ((dir = opendir(path)) == NULL)
		return errno == ENOENT ? 0 : err_sys("cannot read the languages "
		    "in %s; see who may read it", path);
	while ((entry = readdir(dir)) != NULL)
		note_catalog(entry->d_name);
	(void)closedir(dir);
	qsort(tags[1], tags_n - 1, sizeof(tags[0]), by_tag);
	return load_catalogs(folder);
}

const char *
tongue_tag(size_t i)
{
	return i < tags_n ? tags[i] : NULL;
}

const char *
tongue_text(const char *tag, const char *text)
{
	char domain[DOMAIN_SIZE];

	domain_of(domain, tag);
	return dgettext(domain, text);
}

const char *
tongue_text_n(const char *tag, const char *one, const char *many,
    unsigned long n)
{
	char domain[DOMAIN_SIZE];

	domain_of(domain, tag);
	return dngettext(domain, one, many, n);
}

/* The language that a range asks for: it, or the one it is a kind of. */
static const char *
find_range(const char *range, size_t len)
{
	const char *dash = memchr(range, '-', len);
	size_t i, whole = len;

	do {
		for (i = 0; i < tags_n; i++)
			if (strlen(tags[i]) == whole &&
			    strncasecmp(tags[i], range, whole) == 0)
				return tags[i];
		whole = dash == NULL || whole != len ? 0 :
		    (size_t)(dash - range);
	} while (whole > 0);
	return NULL;
}

/* The weight behind a range, in thousandths; RFC 9110 section 12.4.2. */
static unsigned
weight(const char *s, const char *end)
{
	unsigned value, unit = 100;

	while (s < end && (*s == ' ' || *s == '\t' || *s == ';'))
		s++;
	if (s == end)
		return 1000;
	if (end - s < 3 || (*s != 'q' && *s != 'Q') || s[1] != '=' ||
	    (s[2] != '0' && s[2] != '1'))
		return 0;
	value = s[2] == '1' ? 1000 : 0;
	if ((s += 3) < end && *s == '.')
		for (s++; s < end && isdigit((unsigned char)*s) && unit > 0;
		    s++, unit /= 10)
			value += unit * (unsigned)(*s - '0');
	return value > 1000 ? 1000 : value;
}

const char *
tongue_choose(const char *asked, const char *accepted)
{
	const char *best = ENGLISH, *found, *end, *stop;
	unsigned most = 0, w;
	size_t i;

	if (asked != NULL && strlen(asked) < VIEW_LANGUAGE_SIZE &&
	    (found = find_range(asked, strlen(asked))) != NULL)
		return found;
	for (i = 0; accepted != NULL && i < RANGES_MAX; i++) {
		accepted += strspn(accepted, " \t,");
		if (*accepted == '\0')
			break;
		end = accepted + strcspn(accepted, ",");
		stop = accepted + strcspn(accepted, " \t;,");
		w = weight(stop, end);
		if (w > most && (found = find_range(accepted,
		    (size_t)(stop - accepted))) != NULL) {
			best = found;
			most = w;
		}
		accepted = end;
	}
	return best;
}
