/* check_refs.c -- see checking.h: the branch, packed-refs, what is
 * remembered, and what killed programs left. */
#include "vault/store/checking.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/store/config.h"
#include "vault/store/remembered.h"
#include "vault/store/span.h"

#define PACKED_MAX (16u << 20)	/* bytes of packed-refs */
#define STALE_SECONDS 600	/* a lock older than this is nobody's */
#define PATH_BYTES 320

/* "<40 hex> refs/...", "^<40 hex>", or git's one comment at the top. */
static bool
line_ok(const char *line, size_t len, bool first)
{
	const size_t digits = strspn(line, "0123456789abcdef");

	if (*line == '#')
		return first && strncmp(line, "# pack-refs with: peeled "
		    "fully-peeled sorted ", len) == 0;
	if (*line == '^')
		return len == 1 + GIT_OID_HEXSZ &&
		    strspn(line + 1, "0123456789abcdef") == GIT_OID_HEXSZ;
	return digits == GIT_OID_HEXSZ &&
	    strncmp(line + digits, " refs/", 6) == 0 && len > digits + 6;
}

static int
check_packed_refs(struct check *c)
{
	struct bytes text = BYTES_INIT(PACKED_MAX);
	const char *line, *end, *s;
	bool ok = true;
	int r;

	r = io_read_file(repo_dir(c->repo), "packed-refs", &text);
	if (r == ERR_NOT_FOUND)
		r = 0;
	else if (r < 0)
		r = checking_tell(c, r, "damage", "packed-refs", REMEDY_NONE);
	if (r != 0 || text.len == 0)
		goto done;
	s = bytes_str(&text);
	ok = s != NULL && strlen(s) == text.len;
	for (line = s; ok && *line != '\0';) {
		end = strchr(line, '\n');
		ok = end != NULL && line_ok(line, (size_t)(end - line),
		    line == s);
		if (ok)
			line = end + 1;
	}
	if (!ok)
		r = trouble_say(c->to, "damage", "packed-refs", REMEDY_NONE,
		    "packed-refs is not of the form that git gives it; compare "
		    "it with a copy's");
done:
	bytes_free(&text);
	return r;
}

/* A remembered file is of its form, to its last byte. */
static int
check_memory(struct check *c, const char *file, enum remedy remedy)
{
	struct memory m;
	int r = remembered_read(c->repo, file, &m);

	if (r == 0 || r == ERR_NOT_FOUND)
		return 0;
	return checking_tell(c, r, "damage", file, remedy);
}

int
check_refs(struct check *c)
{
	static const char *const folders[] = { "refs", "refs/heads" };
	size_t i;
	int fd, r;

	for (i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		r = span_folder(repo_dir(c->repo), folders[i], &fd);
		io_close(&fd);
		if (r == ERR_NOT_FOUND)
			r = trouble_say(c->to, "missing", folders[i],
			    REMEDY_FOLDER, "the folder %s is missing; run "
			    "`tipline repair`", folders[i]);
		else if (r == ERR_INTEGRITY)
			r = 0;		/* a link: told already */
		if (r != 0)
			return r;
	}
	if ((r = check_packed_refs(c)) != 0 ||
	    (r = check_memory(c, REMEMBERED_FILE, REMEDY_REMEMBERED)) != 0)
		return r;
	return check_memory(c, REMEMBERED_SYNCED, REMEDY_ASIDE);
}

static int
check_locks(struct check *c)
{
	static const char *const locks[] = { "HEAD.lock", "config.lock",
	    "packed-refs.lock", "packed-refs.new", "index.lock", "gc.pid",
	    "shallow.lock", "refs/heads/main.lock",
	    "objects/info/commit-graph.lock",
	    "objects/pack/multi-pack-index.lock" };
	const time_t now = time(NULL);
	struct stat st;
	size_t i;
	int r = 0;

	for (i = 0; i < sizeof(locks) / sizeof(locks[0]) && r == 0; i++)
		if (fstatat(repo_dir(c->repo), locks[i], &st,
		    AT_SYMLINK_NOFOLLOW) == 0 &&
		    st.st_mtime + STALE_SECONDS < now)
			r = trouble_say(c->to, "left-over", locks[i],
			    REMEDY_ASIDE, "%s was left by a killed git; run "
			    "`tipline repair`, if no git runs", locks[i]);
	return r;
}

/* A folder in incoming/ that no process holds. */
static int
check_incoming(struct check *c, const char *name)
{
	char path[PATH_BYTES];
	int fd, r;

	(void)snprintf(path, sizeof(path), "incoming/%s", name);
	r = span_folder(repo_dir(c->repo), path, &fd);
	if (r == ERR_NOT_FOUND)
		return 0;
	if (r < 0)
		return trouble_say(c->to, "foreign", path, REMEDY_ASIDE,
		    "%s is no writer's folder; run `tipline repair`", path);
	if (flock(fd, LOCK_SH | LOCK_NB) == 0)
		r = trouble_say(c->to, "left-over", path, REMEDY_NONE, "%s was "
		    "left by a killed writer; the next write takes it away",
		    path);
	io_close(&fd);
	return r;
}

int
check_left_over(struct check *c)
{
	struct bytes names = BYTES_INIT(CHECK_NAMES_MAX);
	const char *name;
	size_t at;
	int r;

	if ((r = check_locks(c)) != 0)
		return r;
	r = config_folder(repo_dir(c->repo), "incoming", &names);
	if (r < 0)
		r = checking_tell(c, r, "damage", "incoming", REMEDY_NONE);
	for (at = 0; at < names.len && r == 0; at += strlen(name) + 1) {
		name = (const char *)names.data + at;
		r = check_incoming(c, name);
	}
	bytes_free(&names);
	return r;
}
