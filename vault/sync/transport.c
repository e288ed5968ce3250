/* transport.c -- see transport.h: the folder, and the branch to and fro. */
#include "vault/sync/transport.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/sync/bundle.h"
#include "vault/sync/large.h"
#include "vault/sync/sweep.h"

#define REFS_MAX (1u << 20)	/* bytes of the list of a remote's branches */
#define BRANCH "refs/heads/main"
#define THEIRS "refs/tipline/theirs"
#define LOCK_SECONDS 5		/* longer than git holds a branch */

static const char config[] =
	"[core]\n"
	"\trepositoryformatversion = 0\n"
	"\tbare = true\n"
	"[lfs]\n"
	"\tstorage = lfs\n";

/*
 * A remote on a disk is run by us: whatever its own settings say, it runs no
 * hook, no filter and no other program, and it is durable.
 */
#define TAME "git -c core.hooksPath=/dev/null -c core.fsmonitor=false " \
	"-c core.alternateRefsCommand=true -c core.fsync=all -c gc.auto=0 " \
	"-c receive.autogc=false -c receive.denyCurrentBranch=refuse " \
	"-c receive.fsckObjects=true -c receive.denyNonFastForwards=true " \
	"-c receive.denyDeletes=true "

/* The vault's objects are there too. */
static int
add_alternates(struct transport *t, const char *vault)
{
	struct bytes text = BYTES_INIT(REMOTE_SIZE + 16);
	char real[PATH_MAX];
	int r;

	if (realpath(vault, real) == NULL)
		return err_sys("%s", vault);
	if (strchr(real, '\n') != NULL)
		return err_set(ERR_USAGE, "the vault's path has a line end in "
		    "it; move it to another before it is synced");
	if ((r = bytes_addf(&text, "%s/objects\n", real)) == 0)
		r = io_replace_file(t->dir, "objects/info/alternates",
		    text.data, text.len, 0600);
	bytes_free(&text);
	return r;
}

static int
make_all(struct transport *t, const char *vault)
{
	static const char *const folders[] = { "objects", "objects/info",
	    "objects/pack", "refs", "refs/heads", "refs/tipline" };
	static const char head[] = "ref: refs/heads/none\n";
	size_t i;
	int r;

	for (i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		if (mkdirat(t->dir, folders[i], 0700) != 0)
			return err_sys("cannot make the folder %s", folders[i]);
	if ((r = io_replace_file(t->dir, "config", config, strlen(config),
	    0600)) < 0 || (r = add_alternates(t, vault)) < 0)
		return r;
	return io_replace_file(t->dir, "HEAD", head, strlen(head), 0600);
}

/* Made, opened and locked; again if another sync removed it meanwhile. */
static int
take_folder(struct transport *t)
{
	struct stat st, now;

	for (;;) {
		if (mkdirat(t->vault, TRANSPORT_FOLDER, 0700) != 0 &&
		    errno != EEXIST)
			return err_sys("cannot make the folder "
			    TRANSPORT_FOLDER);
		t->dir = openat(t->vault, TRANSPORT_FOLDER, O_RDONLY |
		    O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
		if (t->dir < 0 && errno == ENOENT)
			continue;
		if (t->dir < 0 || fstat(t->dir, &st) != 0)
			return err_sys("cannot open the folder "
			    TRANSPORT_FOLDER);
		if (flock(t->dir, LOCK_EX | LOCK_NB) != 0)
			return err_set(ERR_BUSY, "another sync of this vault "
			    "is at work; run it again when that has ended");
		if (fstatat(t->vault, TRANSPORT_FOLDER, &now,
		    AT_SYMLINK_NOFOLLOW) == 0 && now.st_ino == st.st_ino &&
		    now.st_dev == st.st_dev)
			return 0;
		io_close(&t->dir);
	}
}

int
transport_open(struct transport *t, const char *vault,
    const struct remote *remote)
{
	int r;

	*t = TRANSPORT_INIT;
	t->remote = *remote;
	t->vault = open(vault, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (t->vault < 0)
		return err_sys("%s", vault);
	if ((r = take_folder(t)) < 0 ||
	    (r = sweep_folder(t->dir, "lfs")) < 0 ||
	    (r = make_all(t, vault)) < 0)
		goto done;
	t->git.dir = t->dir;
	if (remote->bundle)
		r = bundle_lock(t);
done:
	if (r < 0)
		transport_close(t, false);
	return r;
}

void
transport_close(struct transport *t, bool done)
{
	if (t->dir >= 0 && done && sweep_folder(t->dir, NULL) == 0)
		(void)unlinkat(t->vault, TRANSPORT_FOLDER, AT_REMOVEDIR);
	io_close(&t->lock);
	io_close(&t->dir);
	io_close(&t->vault);
}

int
transport_failed(struct transport *t, const char *what, int code)
{
	const char *said = t->git.said;

	if (code != ERR_FAILED || *said == '\0')
		return code;
	if (strstr(said, "terminal prompts disabled") != NULL)
		return err_set(ERR_FAILED, "%s asks for a name and a password, "
		    "and git may ask nobody here; set up a credential helper "
		    "(git help credentials) or an ssh key", t->remote.shown);
	return err_set(ERR_FAILED, "%s %s (%s); see to that, then run it again",
	    what, t->remote.shown, said);
}

/* git reads a bundle by its path, all else by its address. */
static const char *
address(const struct transport *t)
{
	return t->remote.bundle ? t->remote.path : t->remote.url;
}

static bool
tamed(const struct transport *t)
{
	return t->remote.path[0] != '\0' && !t->remote.bundle;
}

static bool
is_hex(const char *s)
{
	return strspn(s, "0123456789abcdef") == COMMIT_HEX_SIZE - 1;
}

/* "<oid>\t<name>\n" lines: the vault's branch, or none at all. */
static int
pick_branch(struct transport *t, struct bytes *refs,
    char head[COMMIT_HEX_SIZE])
{
	const char *line = bytes_str(refs), *name;
	size_t n;

	for (; line != NULL && *line != '\0'; line += n + (line[n] == '\n')) {
		n = strcspn(line, "\n");
		name = line + COMMIT_HEX_SIZE;
		if (n <= COMMIT_HEX_SIZE || !is_hex(line) ||
		    n != COMMIT_HEX_SIZE + strlen(BRANCH) ||
		    strncmp(name, BRANCH, strlen(BRANCH)) != 0)
			continue;
		memcpy(head, line, COMMIT_HEX_SIZE - 1);
		head[COMMIT_HEX_SIZE - 1] = '\0';
		return 0;
	}
	return refs->len == 0 ? 0 : err_set(ERR_USAGE, "%s is a repository of "
	    "something else; name an empty one or a vault's",
	    t->remote.shown);
}

int
transport_head(struct transport *t, char head[COMMIT_HEX_SIZE])
{
	const char *const plain[] = { "ls-remote", "-q", "--heads", "--",
	    address(t), NULL };
	const char *const tame[] = { "ls-remote", "-q", "--heads",
	    "--upload-pack=" TAME "upload-pack", "--", address(t), NULL };
	struct bytes refs = BYTES_INIT(REFS_MAX);
	int r;

	head[0] = '\0';
	if (t->remote.bundle && access(t->remote.path, F_OK) != 0)
		return 0;
	r = git_run(&t->git, tamed(t) ? tame : plain, NULL, &refs);
	if (r == 0)
		r = pick_branch(t, &refs, head);
	else
		r = transport_failed(t, "git cannot look into", r);
	bytes_free(&refs);
	return r;
}

/* refs/heads/main of the transport: what git may say that we have. */
static int
set_ours(struct transport *t, const char *ours)
{
	char line[COMMIT_HEX_SIZE + 1];

	if (*ours == '\0')
		return 0;
	(void)snprintf(line, sizeof(line), "%.40s\n", ours);
	return io_replace_file(t->dir, BRANCH, line, COMMIT_HEX_SIZE, 0600);
}

int
transport_fetch(struct transport *t, const char *ours)
{
	static const char spec[] = "+" BRANCH ":" THEIRS;
	const char *const plain[] = { "fetch", "-q", "--no-tags",
	    "--no-write-fetch-head", "--", address(t), spec, NULL };
	const char *const tame[] = { "fetch", "-q", "--no-tags",
	    "--no-write-fetch-head", "--upload-pack=" TAME "upload-pack",
	    "--", address(t), spec, NULL };
	int r;

	if ((r = set_ours(t, ours)) < 0)
		return r;
	r = git_run(&t->git, tamed(t) ? tame : plain, NULL, NULL);
	if (r == ERR_FAILED &&
	    strstr(t->git.said, "prerequisite commits") != NULL)
		return err_set(ERR_FAILED, "%s holds only what came after "
		    "entries that this vault does not have; ask for a bundle "
		    "made with an earlier --since, or without it",
		    t->remote.shown);
	return transport_failed(t, "git cannot fetch from", r);
}

/*
 * git locks a branch for a moment.  A lock that stays was left by a git that was
 * killed: nobody else takes it away.  True when there was one.
 */
static bool
free_branch(struct transport *t)
{
	static const char *const places[] = { BRANCH ".lock",
	    ".git/" BRANCH ".lock" };
	const struct timespec while_git_works = { .tv_sec = LOCK_SECONDS };
	char name[REMOTE_SIZE + 64];
	struct stat st, now;
	size_t i;

	if (!tamed(t) || strstr(t->git.said, "main.lock") == NULL)
		return false;
	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		(void)snprintf(name, sizeof(name), "%s/%s", t->remote.path,
		    places[i]);
		if (lstat(name, &st) != 0)
			continue;
		if (time(NULL) - st.st_mtime < LOCK_SECONDS)
			(void)nanosleep(&while_git_works, NULL);
		return lstat(name, &now) == 0 && now.st_ino == st.st_ino &&
		    now.st_mtime == st.st_mtime && unlink(name) == 0;
	}
	return false;
}

int
transport_push(struct transport *t, const char *ours, bool *raced)
{
	static const char spec[] = BRANCH ":" BRANCH;
	const char *const plain[] = { "push", "-q", "--no-verify", "--",
	    address(t), spec, NULL };
	const char *const tame[] = { "push", "-q", "--no-verify",
	    "--receive-pack=" TAME "receive-pack", "--", address(t), spec,
	    NULL };
	int r;

	*raced = false;
	if ((r = set_ours(t, ours)) < 0)
		return r;
	if (t->remote.bundle)
		return bundle_write(t, NULL);
	r = git_run(&t->git, tamed(t) ? tame : plain, NULL, NULL);
	if (r == ERR_FAILED && free_branch(t))
		r = git_run(&t->git, tame, NULL, NULL);
	*raced = r == ERR_FAILED && t->git.said[0] != '\0';
	return transport_failed(t, "git cannot push to", r);
}

int
transport_bundle(struct transport *t, const char *ours, const char *since)
{
	int r = set_ours(t, ours);

	return r < 0 ? r : bundle_write(t, since);
}

int
transport_fetch_large(struct transport *t, const struct bytes *list)
{
	if (list->len == 0)
		return 0;
	return t->remote.bundle ? bundle_fetch_large(t, list) :
	    large_fetch(t, list);
}

int
transport_push_large(struct transport *t, const struct bytes *list)
{
	if (list->len == 0)
		return 0;
	return t->remote.bundle ? bundle_push_large(t, list) :
	    large_push(t, list);
}
