/* journal.c -- see journal.h. */
#include "vault/store/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/store/config.h"

#define FILE_NAME "journal"
#define HEX "0123456789abcdef"
#define NONE "0000000000000000000000000000000000000000"

void
journal_move(struct journal *j, const git_oid *from, const git_oid *to)
{
	char a[GIT_OID_HEXSZ + 1], b[GIT_OID_HEXSZ + 1];

	bytes_reset(&j->text);
	(void)bytes_addf(&j->text, "move %s %s\n",
	    git_oid_tostr(a, sizeof(a), from),
	    git_oid_tostr(b, sizeof(b), to));
}

void
journal_merge(struct journal *j)
{
	bytes_reset(&j->text);
	(void)bytes_add_str(&j->text, "merge\n");
}

void
journal_put(struct journal *j, const char *path)
{
	(void)bytes_addf(&j->text, "put %s\n", path);
}

void
journal_drop(struct journal *j, const char *path)
{
	(void)bytes_addf(&j->text, "drop %s\n", path);
}

int
journal_write(const struct journal *j, const struct repo *r, int folder)
{
	int code;

	if ((code = bytes_ok(&j->text)) < 0 ||
	    (code = io_write_file(folder, FILE_NAME, j->text.data,
	    j->text.len, 0600)) < 0)
		return code;
	return io_sync_dir(repo_dir(r), "incoming");
}

void
journal_remove(int folder)
{
	(void)unlinkat(folder, FILE_NAME, 0);
}

void
journal_free(struct journal *j)
{
	bytes_free(&j->text);
}

/* As long as `form`, where '#' is any hex digit. */
static bool
fits(const char *path, const char *form)
{
	for (; *path != '\0' && *form != '\0'; path++, form++)
		if (*form == '#' ? strchr(HEX, *path) == NULL : *path != *form)
			return false;
	return *path == *form;
}

#define HEX38 "######################################"
#define HEX40 "##" HEX38
#define HEX64 "########################" HEX40

static bool
path_fits(const char *path)
{
	return fits(path, "lfs/objects/##/##/" HEX64) ||
	    fits(path, "objects/##/" HEX38) ||
	    fits(path, "objects/pack/pack-" HEX40 ".pack") ||
	    fits(path, "objects/pack/pack-" HEX40 ".idx");
}

/* The text, its lines ended by NUL instead of newline. */
struct lines {
	const char *p, *end;
};

static const char *
next(struct lines *l)
{
	const char *line = l->p;

	if (line >= l->end)
		return NULL;
	l->p += strlen(line) + 1;
	return line;
}

static bool
well_formed(struct lines l)
{
	const char *line = next(&l);
	bool merge;

	if (line == NULL || l.end[-1] != '\0')
		return false;
	merge = strcmp(line, "merge") == 0;
	if (!merge && !fits(line, "move " HEX40 " " HEX40))
		return false;
	while ((line = next(&l)) != NULL)
		if (!(strncmp(line, "put ", 4) == 0 && path_fits(line + 4)) &&
		    !(merge && strncmp(line, "drop ", 5) == 0 &&
		    path_fits(line + 5)))
			return false;
	return true;
}

static int
sync_parent(int vault, char *path)
{
	char *slash = strrchr(path, '/');
	int r;

	*slash = '\0';
	r = io_sync_dir(vault, path);
	/* A folder of its own goes with it, if nothing else lies there. */
	if (strncmp(path, "lfs/", 4) == 0 &&
	    unlinkat(vault, path, AT_REMOVEDIR) == 0 &&
	    (slash = strrchr(path, '/')) != NULL) {
		*slash = '\0';
		(void)unlinkat(vault, path, AT_REMOVEDIR);
	}
	return r;
}

static int
take_away(int vault, const char *path)
{
	char copy[LFS_NAME_SIZE];

	if (unlinkat(vault, path, 0) != 0)
		return errno == ENOENT ? 0 :
		    err_sys("cannot remove %s of an interrupted write", path);
	(void)snprintf(copy, sizeof(copy), "%s", path);
	return sync_parent(vault, copy);
}

/* All lines that begin with `word`; an index goes before its pack. */
static int
take_all(int vault, struct lines l, const char *word)
{
	const size_t n = strlen(word);
	struct lines again = l;
	const char *line;
	int r = 0;

	while ((line = next(&l)) != NULL && r == 0)
		if (strncmp(line, word, n) == 0 &&
		    strcmp(line + strlen(line) - 4, ".idx") == 0)
			r = take_away(vault, line + n);
	while ((line = next(&again)) != NULL && r == 0)
		if (strncmp(line, word, n) == 0)
			r = take_away(vault, line + n);
	return r;
}

static bool
all_there(int vault, struct lines l)
{
	const char *line;

	while ((line = next(&l)) != NULL)
		if (strncmp(line, "put ", 4) == 0 && faccessat(vault, line + 4,
		    F_OK, AT_SYMLINK_NOFOLLOW) != 0)
			return false;
	return true;
}

static int
settle(struct repo *r, struct lines l)
{
	char hex[GIT_OID_HEXSZ + 1] = NONE;
	git_oid head;
	bool born;
	int code;

	if (strcmp(l.p, "merge") == 0)
		return take_all(repo_dir(r), l, all_there(repo_dir(r), l) ?
		    "drop " : "put ");
	if ((code = repo_head(r, &head, &born)) < 0)
		return code;
	if (born)
		(void)git_oid_tostr(hex, sizeof(hex), &head);
	/* Only while the branch stands where it stood can nothing refer to it. */
	if (strncmp(l.p + strlen("move "), hex, GIT_OID_HEXSZ) != 0)
		return 0;
	return take_all(repo_dir(r), l, "put ");
}

int
journal_settle(struct repo *r, int folder)
{
	struct bytes text = BYTES_INIT(JOURNAL_MAX);
	struct lines l;
	size_t i;
	int code;

	code = io_read_file(folder, FILE_NAME, &text);
	if (code == ERR_NOT_FOUND || (code == 0 && text.len == 0)) {
		code = 0;
		goto done;
	}
	if (code < 0)
		goto done;
	for (i = 0; i < text.len; i++)
		if (text.data[i] == '\n')
			text.data[i] = '\0';
	l = (struct lines){ (const char *)text.data,
	    (const char *)text.data + text.len };
	if (well_formed(l))
		code = settle(r, l);
done:
	bytes_free(&text);
	return code;
}
