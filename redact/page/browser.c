/* browser.c -- see browser.h. */
#include "redact/page/browser.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "vault/base/bytes.h"
#include "vault/base/err.h"
#include "vault/base/io.h"

#define PATH_BYTES 512		/* of a path here, with NUL */
#define WORDS_MAX 16u		/* of $BROWSER */
#define COMMAND_BYTES 1024	/* of $BROWSER, with NUL */
#define ENTRY_BYTES 2048	/* of the file */
#define PROGRAMS "/usr/local/bin:/usr/bin:/bin:/snap/bin"

struct browser {
	char folder[PATH_BYTES];	/* ours alone; "" when it was there */
	char file[PATH_BYTES];		/* "" once it is gone */
	pid_t pid;			/* 0: ended */
	bool failed;
};

/* What a browser needs of the environment to reach the person's desktop. */
static const char *const passed[] = {
	"HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_MESSAGES", "DISPLAY",
	"WAYLAND_DISPLAY", "XAUTHORITY", "XDG_RUNTIME_DIR", "XDG_SESSION_TYPE",
	"XDG_CURRENT_DESKTOP", "XDG_DATA_DIRS", "XDG_CONFIG_DIRS",
	"XDG_CONFIG_HOME", "XDG_DATA_HOME", "DESKTOP_SESSION",
	"DBUS_SESSION_BUS_ADDRESS"
};
#define PASSED (sizeof(passed) / sizeof(passed[0]))

/* Is it a folder that nobody else can look into? */
static bool
is_private(const char *path)
{
	struct stat st;

	return path[0] == '/' && strlen(path) < PATH_BYTES / 2 &&
	    lstat(path, &st) == 0 && S_ISDIR(st.st_mode) &&
	    st.st_uid == geteuid() && (st.st_mode & 077) == 0;
}

/* Characters that stand for themselves in an address. */
static bool
is_plain(const char *path)
{
	return path[strspn(path, "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+@")] == '\0';
}

static int
place(struct browser *b)
{
	const char *run = getenv("XDG_RUNTIME_DIR");
	char tag[17];
	uint8_t random[8];

	if (run == NULL || !is_private(run) || !is_plain(run)) {
		(void)snprintf(b->folder, sizeof(b->folder),
		    "/tmp/tipline-XXXXXX");
		if (mkdtemp(b->folder) == NULL) {
			b->folder[0] = '\0';
			return err_sys("cannot make a folder in /tmp");
		}
		run = b->folder;
	}
	randombytes_buf(random, sizeof(random));
	(void)sodium_bin2hex(tag, sizeof(tag), random, sizeof(random));
	if (snprintf(b->file, sizeof(b->file), "%s/tipline-%s.html", run,
	    tag) >= (int)sizeof(b->file)) {
		b->file[0] = '\0';
		return err_set(ERR_FAILED, "XDG_RUNTIME_DIR is too long; use "
		    "--no-browser");
	}
	return 0;
}

static int
write_entry(struct browser *b, const char *origin, const char *token)
{
	char html[ENTRY_BYTES];
	int fd, len, r;

	len = snprintf(html, sizeof(html), "<!DOCTYPE html>\n"
	    "<html lang=\"en\"><meta charset=\"utf-8\">"
	    "<meta name=\"referrer\" content=\"no-referrer\">"
	    "<title>Tipline</title>\n"
	    "<form method=\"post\" action=\"%s/enter\">"
	    "<input type=\"hidden\" name=\"token\" value=\"%s\">"
	    "<button>Tipline</button></form>\n"
	    "<script>document.forms[0].submit()</script></html>\n", origin,
	    token);
	fd = open(b->file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
	    0600);
	if (fd < 0)
		r = err_sys("cannot make %s", b->file);
	else
		r = io_write_all(fd, html, (size_t)len);
	io_close(&fd);
	sodium_memzero(html, sizeof(html));
	return r;
}

/* The first command of $BROWSER, in `words`, with the address in it. */
static bool
command(char *line, size_t size, char *address, char *words[WORDS_MAX + 2])
{
	const char *set = getenv("BROWSER");
	size_t n = 0, len = set == NULL ? 0 : strcspn(set, ":");
	bool named = false;
	char *word, *rest = line;

	if (len == 0 || len >= size) {
		words[0] = memcpy(line, "xdg-open", sizeof("xdg-open"));
		words[1] = address;
		words[2] = NULL;
		return true;
	}
	memcpy(line, set, len);
	line[len] = '\0';
	while ((word = strtok_r(rest, " \t", &rest)) != NULL) {
		if (n == WORDS_MAX)
			return false;
		if (strcmp(word, "%s") == 0) {
			word = address;
			named = true;
		}
		words[n++] = word;
	}
	if (!named)
		words[n++] = address;
	words[n] = NULL;
	return n > 1;
}

/* In the child: nothing of ours goes on with it. */
static void
become(char *const words[], char *const environment[], int tell)
{
	sigset_t none;
	int null = open("/dev/null", O_RDWR | O_CLOEXEC), failed;

	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
	(void)signal(SIGPIPE, SIG_DFL);
	(void)setsid();
	if (null >= 0 && dup2(null, 0) == 0 && dup2(null, 1) == 1 &&
	    dup2(null, 2) == 2 && dup3(tell, 3, O_CLOEXEC) == 3) {
		closefrom(4);
		(void)execvpe(words[0], words, environment);
		tell = 3;
	}
	failed = errno;
	(void)!write(tell, &failed, sizeof(failed));
	_exit(127);
}

/* NAME=value for each that is set, one after the other in `b`. */
static int
environment(struct bytes *b, char *list[PASSED + 2])
{
	const char *value;
	size_t at[PASSED + 1], n = 0, i;
	int r;

	at[n++] = 0;
	if ((r = bytes_add(b, "PATH=" PROGRAMS, sizeof("PATH=" PROGRAMS))) < 0)
		return r;
	for (i = 0; i < PASSED; i++) {
		if ((value = getenv(passed[i])) == NULL)
			continue;
		at[n++] = b->len;
		if ((r = bytes_addf(b, "%s=%s", passed[i], value)) < 0 ||
		    (r = bytes_add(b, "", 1)) < 0)
			return r;
	}
	for (i = 0; i < n; i++)
		list[i] = (char *)b->data + at[i];
	list[n] = NULL;
	return 0;
}

static int
start(struct browser *b)
{
	struct bytes kept = BYTES_INIT(64u << 10);
	char address[PATH_BYTES + 8], line[COMMAND_BYTES];
	char *words[WORDS_MAX + 2], *list[PASSED + 2];
	int tell[2] = { -1, -1 }, failed = 0, r;
	size_t got;

	(void)snprintf(address, sizeof(address), "file://%s", b->file);
	if (!command(line, sizeof(line), address, words))
		return err_set(ERR_NOT_FOUND, "BROWSER names no command; set "
		    "it to one, or use --no-browser");
	if ((r = environment(&kept, list)) < 0)
		goto done;
	if (pipe2(tell, O_CLOEXEC) < 0) {
		r = err_sys("cannot make a pipe");
		goto done;
	}
	/* execvpe() looks in the PATH of the caller: that is the fixed one. */
	if ((b->pid = fork()) < 0) {
		b->pid = 0;
		r = err_sys("cannot start a browser");
		goto done;
	}
	if (b->pid == 0) {
		(void)setenv("PATH", PROGRAMS, 1);
		become(words, list, tell[1]);
	}
	io_close(&tell[1]);
	r = io_read(tell[0], &failed, sizeof(failed), &got);
	if (r == 0 && got > 0) {
		(void)waitpid(b->pid, NULL, 0);
		b->pid = 0;
		r = err_set(ERR_NOT_FOUND, "no browser can be started here; "
		    "set BROWSER, or use --no-browser");
	}
done:
	io_close(&tell[0]);
	io_close(&tell[1]);
	bytes_free(&kept);
	return r;
}

int
browser_open(struct browser **out, const char *origin, const char *token)
{
	struct browser *b;
	int r;

	*out = NULL;
	if ((b = calloc(1, sizeof(*b))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; close other "
		    "programs and try again");
	if ((r = place(b)) == 0 && (r = write_entry(b, origin, token)) == 0 &&
	    (r = start(b)) == 0) {
		*out = b;
		b = NULL;
	}
	browser_free(b);
	return r;
}

bool
browser_failed(struct browser *b)
{
	int status;

	if (b->pid != 0 && waitpid(b->pid, &status, WNOHANG) == b->pid) {
		b->pid = 0;
		b->failed = !WIFEXITED(status) || WEXITSTATUS(status) != 0;
	}
	return b->failed;
}

void
browser_done(struct browser *b)
{
	if (b == NULL)
		return;
	if (b->file[0] != '\0')
		(void)unlink(b->file);
	if (b->folder[0] != '\0')
		(void)rmdir(b->folder);
	b->file[0] = b->folder[0] = '\0';
}

void
browser_free(struct browser *b)
{
	if (b == NULL)
		return;
	browser_done(b);
	(void)browser_failed(b);	/* one that ended leaves nothing behind */
	free(b);
}
