/* gpg.c -- see gpg.h. */
#include "intake/receive/gpg.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"

#define FDS_ASIDE 16
#define ENV_MAX 8
#define ENV_SIZE 4096
#define EXIT_NO_PROGRAM 127

/* What of the environment it may know; made before the fork. */
struct environment {
	char text[ENV_MAX][ENV_SIZE];
	char *list[ENV_MAX + 1];
};

static void
fill(struct environment *e)
{
	static const char *const names[] = { "HOME", "GNUPGHOME", "PATH",
	    "GPG_TTY", "XDG_RUNTIME_DIR" };
	static char locale[] = "LC_ALL=C.UTF-8";
	size_t n = 0;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = getenv(names[i]);

		if (value == NULL || snprintf(e->text[n], ENV_SIZE, "%s=%s",
		    names[i], value) >= ENV_SIZE)
			continue;
		e->list[n] = e->text[n];
		n++;
	}
	e->list[n++] = locale;
	e->list[n] = NULL;
}

/* In the child, until exec: only calls that are safe after fork(). */
static _Noreturn void
become_gpg(char *const argv[], char *const env[], int in, int out)
{
	sigset_t none;
	int null;

	in = fcntl(in, F_DUPFD, FDS_ASIDE);
	out = fcntl(out, F_DUPFD, FDS_ASIDE);
	null = open("/dev/null", O_RDWR);
	if (in < 0 || out < 0 || null < 0 || dup2(in, STDIN_FILENO) < 0 ||
	    dup2(out, STDOUT_FILENO) < 0 || dup2(null, STDERR_FILENO) < 0 ||
	    close_range(STDERR_FILENO + 1, ~0U, 0) != 0)
		_exit(EXIT_NO_PROGRAM);
	(void)signal(SIGPIPE, SIG_DFL);
	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
	(void)execvpe("gpg", argv, env);
	_exit(EXIT_NO_PROGRAM);
}

int
gpg_start(struct gpg *g, int in)
{
	static char words[][32] = { "gpg", "--batch", "--no-tty", "--quiet",
	    "--no-auto-key-retrieve", "--no-auto-key-locate",
	    "--disable-dirmngr", "--decrypt" };
	char *argv[sizeof(words) / sizeof(words[0]) + 1];
	struct environment env;
	int pair[2], r = 0;

	*g = (struct gpg){ .pid = -1, .out = -1 };
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		argv[i] = words[i];
	argv[sizeof(words) / sizeof(words[0])] = NULL;
	fill(&env);
	if (pipe2(pair, O_CLOEXEC) != 0)
		return err_sys("no pipe");
	if ((g->pid = fork()) < 0)
		r = err_sys("cannot start gpg");
	else if (g->pid == 0)
		become_gpg(argv, env.list, in, pair[1]);
	io_close(&pair[1]);
	if (r < 0)
		io_close(&pair[0]);
	else
		g->out = pair[0];
	return r;
}

int
gpg_end(struct gpg *g)
{
	int status = 0;

	io_close(&g->out);
	if (g->pid <= 0)
		return 0;
	while (waitpid(g->pid, &status, 0) < 0)
		if (errno != EINTR)
			return err_sys("cannot await gpg's end");
	g->pid = -1;
	if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_NO_PROGRAM)
		return err_set(ERR_NOT_FOUND, "gpg cannot be run; install gnupg, "
		    "or import without --gpg");
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 :
	    err_set(ERR_FAILED, "gpg could not open it; see whether its key "
	    "is here, and run gpg on it by hand");
}
