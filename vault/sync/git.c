/* git.c -- see git.h. */
#include "vault/sync/git.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"

#define EXIT_NO_GIT 127
#define ENV_MAX 64		/* variables that git is given */
#define SAID_MAX (16u << 10)	/* bytes of stderr that are kept */
#define FDS_ASIDE 16		/* above the three that are dealt out */

/*
 * Settings that a person's own configuration cannot undo.  What a remote on a
 * disk may run is set in transport.c: these do not reach it.
 */
static const char *const settings[] = {
	"safe.bareRepository=all", "core.hooksPath=/dev/null",
	"core.fsmonitor=false", "core.fsync=all",
	"core.alternateRefsCommand=true", "gc.auto=0",
	"maintenance.auto=false", "fetch.fsckObjects=true",
	"transfer.fsckObjects=true", "fetch.writeCommitGraph=false",
	"fetch.recurseSubmodules=no", "push.recurseSubmodules=no",
	"push.followTags=false", "push.gpgSign=false",
	"transfer.bundleURI=false", "lfs.fetchinclude=", "lfs.fetchexclude=",
	"lfs.locksverify=false", "lfs.skipdownloaderrors=false",
	"lfs.fetchrecentalways=false",
};
#define NSETTINGS (sizeof(settings) / sizeof(settings[0]))

static const char *const always[] = {
	"LC_ALL=C.UTF-8", "GIT_TERMINAL_PROMPT=0",
	"GIT_ALLOW_PROTOCOL=file:ssh:http:https", "GIT_NO_LAZY_FETCH=1",
	"GIT_NO_REPLACE_OBJECTS=1", "GIT_LFS_SKIP_SMUDGE=1",
};
#define NALWAYS (sizeof(always) / sizeof(always[0]))

/* The person's own ways to the remote. */
static const char *const kept[] = {
	"HOME", "USER", "LOGNAME", "PATH", "TMPDIR", "XDG_CONFIG_HOME",
	"XDG_RUNTIME_DIR", "DISPLAY", "WAYLAND_DISPLAY",
	"DBUS_SESSION_BUS_ADDRESS", "SSH_AUTH_SOCK", "SSH_ASKPASS",
	"SSH_ASKPASS_REQUIRE", "GIT_SSH", "GIT_SSH_COMMAND",
	"GIT_SSH_VARIANT", "GIT_ASKPASS", "GIT_CONFIG_GLOBAL",
	"GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_SSL_CAINFO",
	"GIT_SSL_CAPATH", "GIT_PROXY_SSL_CAINFO", "SSL_CERT_FILE",
	"SSL_CERT_DIR", "http_proxy", "https_proxy", "HTTPS_PROXY",
	"all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY",
};
#define NKEPT (sizeof(kept) / sizeof(kept[0]))

/* What the child needs; made before the fork. */
struct call {
	char *argv[GIT_ARGS_MAX + 2 * NSETTINGS + 3];
	char *env[NALWAYS + NKEPT + 1];
	char *owned[NKEPT];
	size_t nowned;
};

static int
prepare(struct call *c, const char *const args[])
{
	const char *value;
	size_t i, n = 0, e = 0;

	memset(c, 0, sizeof(*c));
	c->argv[n++] = (char *)(uintptr_t)"git";
	for (i = 0; i < NSETTINGS; i++) {
		c->argv[n++] = (char *)(uintptr_t)"-c";
		c->argv[n++] = (char *)(uintptr_t)settings[i];
	}
	for (i = 0; args[i] != NULL; i++) {
		if (i >= GIT_ARGS_MAX)
			return err_set(ERR_TOO_BIG, "too many words for one "
			    "call of git; report this");
		c->argv[n++] = (char *)(uintptr_t)args[i];
	}
	for (i = 0; i < NALWAYS; i++)
		c->env[e++] = (char *)(uintptr_t)always[i];
	for (i = 0; i < NKEPT; i++) {
		if ((value = getenv(kept[i])) == NULL)
			continue;
		if (asprintf(&c->env[e], "%s=%s", kept[i], value) < 0) {
			c->env[e] = NULL;
			return err_set(ERR_NO_MEMORY, "out of memory");
		}
		c->owned[c->nowned++] = c->env[e++];
	}
	return 0;
}

static void
release(struct call *c)
{
	size_t i;

	for (i = 0; i < c->nowned; i++)
		free(c->owned[i]);
}

/* In the child, until exec: only calls that are safe after fork(). */
static _Noreturn void
become_git(const struct call *c, int dir, const int fds[3], pid_t parent)
{
	int aside[3], i;
	sigset_t none;

	/* When we are killed git is told to end, and tidies up. */
	(void)prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent || fchdir(dir) != 0)
		_exit(EXIT_NO_GIT);
	for (i = 0; i < 3; i++)
		if ((aside[i] = fcntl(fds[i], F_DUPFD, FDS_ASIDE)) < 0)
			_exit(EXIT_NO_GIT);
	for (i = 0; i < 3; i++)
		if (dup2(aside[i], i) < 0)
			_exit(EXIT_NO_GIT);
	if (close_range(3, ~0U, 0) != 0)
		_exit(EXIT_NO_GIT);
	(void)signal(SIGPIPE, SIG_DFL);
	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
	(void)execvpe("git", c->argv, c->env);
	_exit(EXIT_NO_GIT);
}

/* Keep the end of what was said. */
static void
keep_end(struct bytes *b, const char *p, size_t n)
{
	if (b->len + n > b->max) {
		memmove(b->data, b->data + b->len / 2, b->len - b->len / 2);
		b->len -= b->len / 2;
	}
	(void)bytes_add(b, p, n < b->max / 2 ? n : b->max / 2);
}

/* One read: 1, 0 at the end, or a failure, which is no end. */
static int
take(int fd, struct bytes *b, bool only_end, int *failed)
{
	char buf[8192];
	ssize_t n = read(fd, buf, sizeof(buf));

	if (n < 0)
		return errno == EINTR || errno == EAGAIN ? 1 :
		    err_sys("cannot listen to git");
	if (n > 0 && only_end)
		keep_end(b, buf, (size_t)n);
	else if (n > 0 && b != NULL && *failed == 0)
		*failed = bytes_add(b, buf, (size_t)n);
	return n > 0;
}

/*
 * Until both ends are closed.  After a failure nothing more is read, and git,
 * which may wait for that, finds the ends closed.
 */
static int
listen_to(int out_fd, int err_fd, struct bytes *out, struct bytes *said)
{
	struct pollfd p[2] = { { .fd = out_fd, .events = POLLIN },
	    { .fd = err_fd, .events = POLLIN } };
	int failed = 0, i, r;

	while (p[0].fd >= 0 || p[1].fd >= 0) {
		if (poll(p, 2, -1) < 0) {
			if (errno == EINTR)
				continue;
			return err_sys("cannot listen to git");
		}
		for (i = 0; i < 2; i++) {
			if (p[i].revents == 0)
				continue;
			r = take(p[i].fd, i == 0 ? out : said, i == 1,
			    &failed);
			if (r < 0)
				return r;
			if (r == 0)
				p[i].fd = -1;
		}
	}
	return failed;
}

/* How much a line of git's tells about why it failed. */
static int
weight(const char *line)
{
	/* "error: failed to push some refs" comes last and tells nothing. */
	static const char *const telling[] = { "error", "ERROR", " ! [",
	    "remote: error", "fatal:" };
	size_t i, n = sizeof(telling) / sizeof(telling[0]);

	for (i = n; i-- > 0;)
		if (strncmp(line, telling[i], strlen(telling[i])) == 0)
			return (int)i + 1;
	return 0;
}

/* The first of the most telling lines. */
static void
sum_up(struct git *g, struct bytes *said)
{
	const char *text = bytes_str(said), *line, *best = "";
	size_t n;

	for (line = text; line != NULL && *line != '\0';
	    line += n + (line[n] != '\0')) {
		n = strcspn(line, "\r\n");
		if (n > 0 && (*best == '\0' || weight(line) > weight(best)))
			best = line;
	}
	(void)snprintf(g->said, sizeof(g->said), "%.*s",
	    (int)strcspn(best, "\r\n"), best);
}

static int
await(struct git *g, pid_t child)
{
	int status;

	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return err_sys("cannot await the end of git");
	if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_NO_GIT)
		return err_set(ERR_FAILED, "git cannot be started; install "
		    "the package git");
	if (WIFSIGNALED(status))
		(void)snprintf(g->said, sizeof(g->said), "git was ended by "
		    "signal %d", WTERMSIG(status));
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return err_set(ERR_FAILED, "git failed: %s", g->said);
	return 0;
}

int
git_run(struct git *g, const char *const args[], const struct bytes *input,
    struct bytes *out)
{
	struct bytes said = BYTES_INIT(SAID_MAX);
	struct call c;
	int in = -1, o[2] = { -1, -1 }, e[2] = { -1, -1 };
	const pid_t self = getpid();
	pid_t child;
	int r;

	if ((r = prepare(&c, args)) < 0)
		goto done;
	r = input != NULL ?
	    io_memfd_from(&in, "git-input", input->data, input->len) : 0;
	if (r < 0)
		goto done;
	if (input == NULL)
		in = open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (in < 0 || pipe2(o, O_CLOEXEC) != 0 || pipe2(e, O_CLOEXEC) != 0 ||
	    (child = fork()) < 0) {
		r = err_sys("cannot start git");
		goto done;
	}
	if (child == 0)
		become_git(&c, g->dir, (int[3]){ in, o[1], e[1] }, self);
	io_close(&o[1]);
	io_close(&e[1]);
	r = listen_to(o[0], e[0], out, &said);
	io_close(&o[0]);
	io_close(&e[0]);
	sum_up(g, &said);
	if (r == 0)
		r = await(g, child);
	else
		(void)await(g, child);
done:
	io_close(&in);
	io_close(&o[0]);
	io_close(&o[1]);
	io_close(&e[0]);
	io_close(&e[1]);
	release(&c);
	bytes_free(&said);
	return r;
}
