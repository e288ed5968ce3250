/* maildir.c -- see maildir.h. */
#include "intake/receive/maildir.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "intake/receive/import_mail.h"
#include "vault/base/err.h"
#include "vault/base/io.h"

static const struct {
	char letter;
	const char *word;
} flags[] = {
	{ 'P', "passed on" }, { 'R', "replied" }, { 'S', "seen" },
	{ 'T', "trashed" }, { 'D', "draft" }, { 'F', "flagged" },
};

/* Of a Maildir; mails are made in the third, and are no mails yet. */
static const char *const parts[] = { "new", "cur", "tmp" };

static bool
is_part(const char *name)
{
	return strcmp(name, parts[0]) == 0 || strcmp(name, parts[1]) == 0 ||
	    strcmp(name, parts[2]) == 0;
}

static int
add(struct maildir *m, const char *folder, const char *name)
{
	char **paths, *path;

	if (m->n == MAIL_FILES_MAX)
		return err_set(ERR_TOO_BIG, "more than %u mails in one folder; "
		    "import them in parts", MAIL_FILES_MAX);
	if ((m->n & (m->n - 1)) == 0) {
		paths = realloc(m->paths, (m->n > 0 ? 2 * m->n : 1) *
		    sizeof(*paths));
		if (paths == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		m->paths = paths;
	}
	if (asprintf(&path, "%s%s", folder, name) < 0)
		return err_set(ERR_NO_MEMORY, "out of memory");
	m->paths[m->n++] = path;
	return 0;
}

static bool
is_eml(const char *name)
{
	size_t n = strlen(name);

	return n > 4 && strcasecmp(name + n - 4, ".eml") == 0;
}

/* The mails of a folder whose name, "" or "new/", goes before theirs. */
static int
look(struct maildir *m, int fd, const char *folder, bool eml_alone)
{
	struct dirent *e;
	struct stat st;
	DIR *dir;
	int r = 0;

	if ((dir = fdopendir(fd)) == NULL) {
		io_close(&fd);
		return err_sys("the folder of mails cannot be looked through");
	}
	while (r == 0 && (e = readdir(dir)) != NULL) {
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		if (fstatat(dirfd(dir), e->d_name, &st,
		    AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(st.st_mode))
			m->folders += !(m->flags && is_part(e->d_name));
		else if (eml_alone ? is_eml(e->d_name) : e->d_name[0] != '.')
			r = add(m, folder, e->d_name);
	}
	(void)closedir(dir);
	return r;
}

/* The name that a Maildir gives a mail begins with the time it came. */
static const char *
own_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

static int
by_name(const void *a, const void *b)
{
	return strverscmp(own_name(*(char *const *)a),
	    own_name(*(char *const *)b));
}

int
maildir_read(struct maildir *m, int folder)
{
	char name[8];
	size_t i;
	int fd, r = 0;

	*m = (struct maildir){ .paths = NULL };
	for (i = 0; r == 0 && i < 2; i++) {
		fd = openat(folder, parts[i], O_RDONLY | O_DIRECTORY |
		    O_CLOEXEC | O_NOFOLLOW);
		if (fd < 0)
			continue;
		m->flags = true;
		(void)snprintf(name, sizeof(name), "%s/", parts[i]);
		r = look(m, fd, name, false);
	}
	if (r == 0 && (fd = openat(folder, ".", O_RDONLY | O_DIRECTORY |
	    O_CLOEXEC)) < 0)
		r = err_sys("the folder of mails cannot be looked through");
	else if (r == 0)
		r = look(m, fd, "", true);
	if (r < 0) {
		maildir_free(m);
		return r;
	}
	if (m->n > 1)
		qsort(m->paths, m->n, sizeof(*m->paths), by_name);
	return 0;
}

void
maildir_free(struct maildir *m)
{
	while (m->n > 0)
		free(m->paths[--m->n]);
	free(m->paths);
	m->paths = NULL;
}

void
maildir_flags(char out[MAILDIR_FLAGS_SIZE], const char *path)
{
	const char *info = strstr(own_name(path), ":2,");
	size_t i;

	out[0] = '\0';
	for (i = 0; info != NULL && i < sizeof(flags) / sizeof(flags[0]); i++)
		if (strchr(info + 3, flags[i].letter) != NULL) {
			if (out[0] != '\0')
				(void)strcat(out, ", ");
			(void)strcat(out, flags[i].word);
		}
}
