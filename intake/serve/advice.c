/* advice.c -- see advice.h. */
#include "intake/serve/advice.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/print.h"

#define BEFORE "advice."
#define AFTER ".txt"

/* The language in the name of a file; false: it is no such file. */
static bool
language(char lang[VIEW_LANGUAGE_SIZE], const char *name)
{
	const size_t before = strlen(BEFORE), after = strlen(AFTER);
	const size_t len = strlen(name);

	if (len <= before + after || len - before - after >=
	    VIEW_LANGUAGE_SIZE || strncmp(name, BEFORE, before) != 0 ||
	    strcmp(name + len - after, AFTER) != 0)
		return false;
	memcpy(lang, name + before, len - before - after);
	lang[len - before - after] = '\0';
	return true;
}

static int
read_one(struct advice *a, int folder, const char *name)
{
	struct bytes text = BYTES_INIT(ADVICE_MAX);
	char lang[VIEW_LANGUAGE_SIZE];
	int r = 0;

	if (!language(lang, name))
		return 0;
	if (a->n == VIEW_LANGUAGES_MAX)
		return err_set(ERR_TOO_BIG, "more than %u languages of advice; "
		    "leave some out", VIEW_LANGUAGES_MAX);
	if ((r = io_read_file(folder, name, &text)) < 0) {
		r = err_set((enum err)r, "%.64s cannot be read; it is a file of "
		    "%u bytes at most", name, ADVICE_MAX);
	} else if (!utf8_valid(text.data, text.len) || (text.len > 0 &&
	    memchr(text.data, '\0', text.len) != NULL)) {
		r = err_set(ERR_FORMAT, "%.64s is no text; save it as UTF-8",
		    name);
	} else if (bytes_str(&text) == NULL || (a->of[a->n].text =
	    strdup((const char *)text.data)) == NULL) {
		r = err_set(ERR_NO_MEMORY, "out of memory; give the service "
		    "more and start it again");
	} else {
		memcpy(a->of[a->n++].lang, lang, sizeof(lang));
	}
	bytes_free(&text);
	return r;
}

int
advice_read(struct advice *a, const char *name)
{
	struct dirent *e;
	DIR *dir;
	int folder, r = 0;

	*a = (struct advice){ .n = 0 };
	if (name == NULL)
		return 0;
	folder = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder < 0 || (dir = fdopendir(folder)) == NULL) {
		r = err_sys("%s cannot be read; name the folder of advice",
		    name);
		io_close(&folder);
		return r;
	}
	while (r == 0 && (e = readdir(dir)) != NULL)
		r = read_one(a, folder, e->d_name);
	(void)closedir(dir);
	return r;
}

void
advice_free(struct advice *a)
{
	size_t i;

	for (i = 0; i < a->n; i++)
		free(a->of[i].text);
	*a = (struct advice){ .n = 0 };
}

const char *
advice_in(const struct advice *a, const char *lang)
{
	const char *english = NULL;
	size_t i;

	for (i = 0; i < a->n; i++) {
		if (strcmp(a->of[i].lang, lang) == 0)
			return a->of[i].text;
		if (strcmp(a->of[i].lang, "en") == 0)
			english = a->of[i].text;
	}
	return english;
}
