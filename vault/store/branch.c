/* branch.c -- see repo.h: HEAD's branch, read and moved. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/store/repo.h"

#define LOCK "main.lock"
#define LOCK_TEXT "tipline\n"	/* tells our own lock from git's */
#define SMALL_MAX 4096		/* bytes of a reference */
#define PACKED_MAX (16u << 20)	/* bytes of packed-refs */

/* "<40 hex>\n" or ERR_INTEGRITY. */
static int
parse_ref(git_oid *id, const uint8_t *p, size_t len)
{
	char hex[GIT_OID_HEXSZ + 1];

	if (len == GIT_OID_HEXSZ + 1 && p[GIT_OID_HEXSZ] == '\n') {
		memcpy(hex, p, GIT_OID_HEXSZ);
		hex[GIT_OID_HEXSZ] = '\0';
		if (strspn(hex, "0123456789abcdef") == GIT_OID_HEXSZ &&
		    git_oid_fromstr(id, hex) == 0)
			return 0;
	}
	return err_set(ERR_INTEGRITY, "refs/heads/main of the vault is "
	    "damaged; restore it from a copy");
}

/* The branch in packed-refs, where stock git may have put it. */
static int
packed_head(const struct repo *r, git_oid *head, bool *born)
{
	static const char name[] = " refs/heads/main";
	struct bytes text = BYTES_INIT(PACKED_MAX);
	uint8_t one[GIT_OID_HEXSZ + 1];
	char *line, *next;
	int code;

	*born = false;
	code = io_read_file(repo_dir(r), "packed-refs", &text);
	if (code < 0 || bytes_str(&text) == NULL) {
		code = code == ERR_NOT_FOUND ? 0 : code;
		goto done;
	}
	for (line = (char *)text.data; line != NULL; line = next) {
		if ((next = strchr(line, '\n')) != NULL)
			*next++ = '\0';
		if (strlen(line) != GIT_OID_HEXSZ + strlen(name) ||
		    strcmp(line + GIT_OID_HEXSZ, name) != 0)
			continue;
		memcpy(one, line, GIT_OID_HEXSZ);
		one[GIT_OID_HEXSZ] = '\n';
		code = parse_ref(head, one, sizeof(one));
		*born = code == 0;
		break;
	}
done:
	bytes_free(&text);
	return code;
}

int
repo_head(const struct repo *r, git_oid *head, bool *born)
{
	struct bytes text = BYTES_INIT(SMALL_MAX);
	int code;

	*born = false;
	code = io_read_file(repo_dir(r), "refs/heads/main", &text);
	if (code == ERR_NOT_FOUND)
		code = packed_head(r, head, born);
	else if (code == 0 && (code = parse_ref(head, text.data,
	    text.len)) == 0)
		*born = true;
	bytes_free(&text);
	return code;
}

/* A file of the folder `from` that is whole and durable. */
static int
write_aside(int from, const char *name, const void *p, size_t len)
{
	int fd, r;

	fd = openat(from, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC |
	    O_NOFOLLOW, 0644);
	if (fd < 0)
		return err_sys("cannot make a file in the vault");
	if ((r = io_write_all(fd, p, len)) == 0)
		r = io_sync(fd);
	io_close(&fd);
	return r;
}

/*
 * git's lock on the branch, which appears with its content: by that, ours is
 * known from git's.
 */
static int
lock_branch(int aside, int heads)
{
	int r;

	if ((r = write_aside(aside, LOCK, LOCK_TEXT, strlen(LOCK_TEXT))) < 0)
		return r;
	if (linkat(aside, LOCK, heads, LOCK, 0) != 0)
		r = errno == EEXIST ? err_set(ERR_BUSY, "git holds "
		    "refs/heads/main of the vault; try again, or remove "
		    LOCK " if no git runs") :
		    err_sys("cannot lock refs/heads/main");
	(void)unlinkat(aside, LOCK, 0);
	return r;
}

static int
open_heads(const struct repo *r, int *heads)
{
	*heads = openat(repo_dir(r), "refs/heads", O_RDONLY | O_DIRECTORY |
	    O_CLOEXEC | O_NOFOLLOW);
	return *heads < 0 ? err_sys("refs/heads of the vault") : 0;
}

int
repo_free_branch(const struct repo *r)
{
	struct bytes text = BYTES_INIT(SMALL_MAX);
	int heads, code;

	if ((code = open_heads(r, &heads)) < 0)
		return code;
	if (io_read_file(heads, LOCK, &text) == 0 &&
	    text.len == strlen(LOCK_TEXT) &&
	    memcmp(text.data, LOCK_TEXT, text.len) == 0 &&
	    unlinkat(heads, LOCK, 0) != 0)
		code = err_sys("cannot remove refs/heads/" LOCK);
	io_close(&heads);
	bytes_free(&text);
	return code;
}

/* The branch's file, made aside, takes the place of the one that is there. */
static int
swap(const struct repo *r, int heads, const git_oid *to)
{
	char text[GIT_OID_HEXSZ + 2];
	git_oid at;
	bool born;
	int code;

	(void)git_oid_tostr(text, GIT_OID_HEXSZ + 1, to);
	text[GIT_OID_HEXSZ] = '\n';
	if ((code = write_aside(repo_aside(r), "main", text, GIT_OID_HEXSZ + 1)) < 0)
		return code;
	if (renameat(repo_aside(r), "main", heads, "main") != 0)
		return err_sys("cannot move refs/heads/main");
	if ((code = io_sync(heads)) < 0 ||
	    (code = repo_head(r, &at, &born)) < 0)
		return code;
	return born && git_oid_equal(&at, to) ? 0 : err_set(ERR_IO,
	    "the vault's branch did not move; check the disk and run it again");
}

int
repo_move_head(const struct repo *r, const git_oid *from, const git_oid *to)
{
	git_oid at;
	bool born;
	int heads, code;

	if ((code = open_heads(r, &heads)) < 0)
		return code;
	if ((code = lock_branch(repo_aside(r), heads)) < 0) {
		io_close(&heads);
		return code;
	}
	if ((code = repo_head(r, &at, &born)) == 0)
		code = born == !git_oid_is_zero(from) &&
		    (!born || git_oid_equal(&at, from)) ?
		    swap(r, heads, to) :
		    err_set(ERR_BUSY, "the vault has a newer entry; run the "
		    "command again");
	(void)unlinkat(heads, LOCK, 0);
	io_close(&heads);
	return code;
}

int
repo_replace(const struct repo *r, const char *name, const void *p, size_t len)
{
	int code;

	if (repo_aside(r) < 0)
		return io_replace_file(repo_dir(r), name, p, len, 0644);
	if ((code = write_aside(repo_aside(r), name, p, len)) < 0)
		return code;
	if (renameat(repo_aside(r), name, repo_dir(r), name) != 0)
		return err_sys("cannot replace %s", name);
	return io_sync(repo_dir(r));
}
