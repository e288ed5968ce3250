/* wall.c -- see wall.h. */
#include "vault/session/wall.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"

#define WALL_SOCK 3
#define WALL_KEEP 4
#define FDS_ASIDE 16	/* above every number that is dealt out below */
#define EXIT_NO_PROGRAM 127

int
libexec_path(char *out, size_t size, const char *name)
{
	char self[PATH_MAX];
	const char *up;
	char *slash;
	ssize_t n;
	int len;

	n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	if (n < 0)
		return err_sys("cannot find the folder of this program; is "
		    "/proc mounted");
	self[n] = '\0';
	if ((slash = strrchr(self, '/')) == NULL)
		return err_set(ERR_FAILED, "cannot find the folder of this "
		    "program; install tipline again");
	*slash = '\0';
	n = slash - self;
	up = n >= 16 && strcmp(slash - 16, "/libexec/tipline") == 0 ?
	    "" : "/../libexec/tipline";
	len = snprintf(out, size, "%s%s/%s", self, up, name);
	if (len < 0 || (size_t)len >= size)
		return err_set(ERR_TOO_BIG, "the folder of this program has too "
		    "long a name; install tipline in another place");
	return 0;
}

/* In the child, until exec: only calls that are safe after fork(). */
static _Noreturn void
become_wall(const char *path, char *const argv[], int keep_fd, int sock)
{
	static char locale[] = "LC_ALL=C.UTF-8";
	static char *const env[] = { locale, NULL };
	sigset_t none;
	int null;

	/* First out of the way: any of them may have a number dealt out below. */
	sock = fcntl(sock, F_DUPFD, FDS_ASIDE);
	null = open("/dev/null", O_RDWR);
	if (null >= 0)
		null = fcntl(null, F_DUPFD, FDS_ASIDE);
	if (keep_fd >= 0 && (keep_fd = fcntl(keep_fd, F_DUPFD, FDS_ASIDE)) < 0)
		_exit(EXIT_NO_PROGRAM);
	if (sock < 0 || null < 0 ||
	    dup2(null, STDIN_FILENO) < 0 || dup2(null, STDOUT_FILENO) < 0 ||
	    dup2(sock, WALL_SOCK) < 0)
		_exit(EXIT_NO_PROGRAM);
	if (keep_fd >= 0 ? dup2(keep_fd, WALL_KEEP) < 0 :
	    close(WALL_KEEP) != 0 && errno != EBADF)
		_exit(EXIT_NO_PROGRAM);
	if (close_range(WALL_KEEP + 1, ~0U, 0) != 0)
		_exit(EXIT_NO_PROGRAM);
	/* SIGPIPE stays ignored, as it is here. */
	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
	(void)execve(path, argv, env);
	_exit(EXIT_NO_PROGRAM);
}

int
wall_spawn(const char *path, char *const argv[], int keep_fd, int *sock,
    int *pid)
{
	int pair[2] = { -1, -1 };
	pid_t child;
	int r = 0;

	*sock = -1;
	*pid = -1;
	if (access(path, X_OK) != 0)
		return err_sys("%s cannot be run; install tipline again", path);
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return err_sys("no socket pair");
	if ((child = fork()) < 0) {
		r = err_sys("cannot start %s", path);
		goto done;
	}
	if (child == 0)
		become_wall(path, argv, keep_fd, pair[1]);
	*sock = pair[0];
	*pid = (int)child;
	pair[0] = -1;
done:
	io_close(&pair[0]);
	io_close(&pair[1]);
	return r;
}

int
wall_end(int *sock, int *pid)
{
	int status = 0;
	pid_t child = *pid;

	io_close(sock);
	if (child <= 0)
		return 0;
	*pid = -1;
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return err_sys("cannot await a wall's end");
	if (WIFSIGNALED(status))
		return err_set(ERR_WALL, "a wall was ended by signal %d; run "
		    "the command again, and report it if it happens twice",
		    WTERMSIG(status));
	if (WEXITSTATUS(status) == EXIT_NO_PROGRAM)
		return err_set(ERR_WALL, "a wall could not be started; install "
		    "tipline again");
	if (WEXITSTATUS(status) != 0)
		return err_set(ERR_WALL, "a wall ended with code %d; run the "
		    "command again, and report it if it happens twice",
		    WEXITSTATUS(status));
	return 0;
}

int
wall_start(struct wall *w, char *const argv[], int keep_fd)
{
	char path[PATH_MAX];
	int r;

	*w = WALL_INIT;
	if ((r = libexec_path(path, sizeof(path), argv[0])) < 0)
		return r;
	return wall_spawn(path, argv, keep_fd, &w->sock, &w->pid);
}

int
wall_hear(struct wall *w, const char *died)
{
	int r;

	if ((r = wire_recv(w->sock, &w->frame)) < 0)
		return r == ERR_WALL && died != NULL ?
		    err_set(ERR_WALL, "%s", died) : r;
	return w->frame.type == WIRE_ERROR ? wire_failure(&w->frame) : 0;
}

struct wire_reader
wall_said(const struct wall *w)
{
	return wire_reader(w->frame.body.data, w->frame.body.len);
}

int
wall_stop(struct wall *w)
{
	wire_frame_free(&w->frame);
	return wall_end(&w->sock, &w->pid);
}
