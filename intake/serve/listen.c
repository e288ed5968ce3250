/* listen.c -- see listen.h. */
#include "intake/serve/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"

#define HANDED_FD 3	/* SD_LISTEN_FDS_START */
#define FDS_ASIDE 16	/* above the numbers that walls are dealt */
#define SOCKET_UMASK 0117

static int
make_socket(int *fd, int domain)
{
	*fd = socket(domain, SOCK_STREAM | SOCK_CLOEXEC, 0);
	return *fd < 0 ? err_sys("no socket can be made here") : 0;
}

/* Whoever may write in its folder could put another socket in its place. */
static int
check_folder(const char *path)
{
	char folder[PATH_MAX];
	const char *slash = strrchr(path, '/');
	struct stat st;

	if (slash == NULL)
		(void)snprintf(folder, sizeof(folder), ".");
	else
		(void)snprintf(folder, sizeof(folder), "%.*s",
		    slash == path ? 1 : (int)(slash - path), path);
	if (stat(folder, &st) != 0)
		return err_sys("%s cannot hold the socket; make the folder "
		    "first", folder);
	if (st.st_uid != geteuid() || (st.st_mode & 022) != 0)
		return err_set(ERR_NOT_PERMITTED, "%s is open to others; the "
		    "socket needs a folder that only its owner writes to "
		    "(chmod go-w)", folder);
	return 0;
}

int
listen_unix(int *fd, const char *path)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	struct stat st;
	mode_t before;
	int r;

	*fd = -1;
	if (strlen(path) >= sizeof(at.sun_path))
		return err_set(ERR_USAGE, "a socket's path is under %zu bytes; "
		    "choose a shorter one", sizeof(at.sun_path));
	memcpy(at.sun_path, path, strlen(path) + 1);
	if ((r = check_folder(path)) < 0)
		return r;
	if (lstat(path, &st) == 0 && S_ISSOCK(st.st_mode))
		(void)unlink(path);
	if ((r = make_socket(fd, AF_UNIX)) < 0)
		return r;
	before = umask(SOCKET_UMASK);
	if (bind(*fd, (const struct sockaddr *)&at, sizeof(at)) != 0 ||
	    listen(*fd, LISTEN_BACKLOG) != 0)
		r = err_sys("%s cannot be listened on; name another socket",
		    path);
	(void)umask(before);
	if (r < 0)
		io_close(fd);
	return r;
}

void
listen_unlink(const char *path)
{
	struct stat st;

	if (lstat(path, &st) == 0 && S_ISSOCK(st.st_mode))
		(void)unlink(path);
}

int
listen_port(int *fd, uint16_t *port)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
	    .sin_port = htons(*port),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(at);
	const int on = 1;
	int r;

	if ((r = make_socket(fd, AF_INET)) < 0)
		return r;
	(void)setsockopt(*fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(*fd, (const struct sockaddr *)&at, sizeof(at)) != 0 ||
	    listen(*fd, LISTEN_BACKLOG) != 0 ||
	    getsockname(*fd, (struct sockaddr *)&at, &len) != 0) {
		r = err_sys("port %u of this machine cannot be listened on; "
		    "name another", *port);
		io_close(fd);
	}
	*port = ntohs(at.sin_port);
	return r;
}

/* A stream that listens already, where nobody from elsewhere can come in. */
static bool
is_ours_alone(int fd)
{
	struct sockaddr_storage at = { .ss_family = AF_UNSPEC };
	const struct sockaddr_in *in = (const struct sockaddr_in *)&at;
	socklen_t len = sizeof(at), n = sizeof(int);
	int type = 0, listens = 0;

	return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &n) == 0 &&
	    type == SOCK_STREAM &&
	    getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &n) == 0 &&
	    listens != 0 &&
	    getsockname(fd, (struct sockaddr *)&at, &len) == 0 &&
	    (at.ss_family == AF_UNIX || (at.ss_family == AF_INET &&
	    in->sin_addr.s_addr == htonl(INADDR_LOOPBACK)));
}

int
listen_handed(int *fd)
{
	const char *pid = getenv("LISTEN_PID"), *n = getenv("LISTEN_FDS");

	*fd = -1;
	if (pid == NULL || n == NULL || atol(pid) != (long)getpid())
		return err_set(ERR_NOT_FOUND, "name a socket or a port to "
		    "serve on, or have systemd hand one over");
	if (strcmp(n, "1") != 0 || !is_ours_alone(HANDED_FD))
		return err_set(ERR_USAGE, "systemd must hand over one stream "
		    "socket that listens, of this machine alone; see "
		    "docs/service");
	*fd = fcntl(HANDED_FD, F_DUPFD_CLOEXEC, FDS_ASIDE);
	if (*fd < 0)
		return err_sys("cannot take the socket of systemd");
	(void)close(HANDED_FD);
	(void)unsetenv("LISTEN_PID");
	(void)unsetenv("LISTEN_FDS");
	return 0;
}

void
listen_tell(const char *state)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	const char *path = getenv("NOTIFY_SOCKET");
	socklen_t len;
	int fd;

	if (path == NULL || (path[0] != '/' && path[0] != '@') ||
	    strlen(path) >= sizeof(at.sun_path))
		return;
	memcpy(at.sun_path, path, strlen(path));
	if (path[0] == '@')
		at.sun_path[0] = '\0';
	len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) +
	    strlen(path));
	if ((fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) < 0)
		return;
	(void)!sendto(fd, state, strlen(state), MSG_NOSIGNAL,
	    (const struct sockaddr *)&at, len);
	io_close(&fd);
}
