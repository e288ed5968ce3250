/*
 * tipline-store -- the wall that holds the repository.
 *
 *   tipline-store serve PATH
 *   tipline-store init PATH POLICY
 *
 * POLICY is the text of the file policy.1.
 *
 * Started by a face with a socket as descriptor 3.  What goes wrong is told
 * over the socket; this process prints nothing.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vault/audit/audit.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/wire.h"
#include "vault/seal/digest.h"
#include "vault/seal/secret.h"
#include "vault/store/layout.h"
#include "vault/store/repo.h"
#include "vault/store/fence.h"
#include "vault/store/serve.h"

#define SOCK 3

static int
words(int argc, char **argv, struct policy *policy, bool *init)
{
	*init = argc == 4 && strcmp(argv[1], "init") == 0;
	if (*init && policy_parse(policy, argv[3], strlen(argv[3])))
		return 0;
	if (argc == 3 && strcmp(argv[1], "serve") == 0)
		return 0;
	return err_set(ERR_USAGE, "tipline-store is started by tipline; run "
	    "`tipline --help`");
}

/* A new folder may be an empty one that is there. */
static int
open_folder(const char *path, bool init, int *dir)
{
	if (init && mkdir(path, 0777) != 0 && errno != EEXIST)
		return err_sys("cannot make %s", path);
	*dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (*dir >= 0)
		return 0;
	if (init || (errno != ENOENT && errno != ENOTDIR && errno != ELOOP &&
	    errno != EACCES))
		return err_sys("cannot open %s", path);
	return err_set(ERR_NO_VAULT, "%s is not a vault; make one with "
	    "`tipline init %s`, or name it with -C", path, path);
}

/* Whatever a library opens lazily, it opens now. */
static int
warm_up(void)
{
	uint8_t sum[SHA256_BYTES];
	int r;

	if ((r = process_hide()) < 0 || (r = repo_global()) < 0)
		return r;
	return sha256(sum, "", 0);
}

int
main(int argc, char **argv)
{
	struct wire_frame first = WIRE_FRAME_INIT;
	struct policy policy = { .approvals = 1 };
	bool init = false;
	int dir = -1, r;

	(void)umask(umask(0) | S_IWGRP | S_IWOTH);
	(void)signal(SIGPIPE, SIG_IGN);
	(void)signal(SIGXFSZ, SIG_IGN);	/* a write over a limit is an error */
	if ((r = warm_up()) == 0 &&
	    (r = words(argc, argv, &policy, &init)) == 0 &&
	    (r = open_folder(argv[2], init, &dir)) == 0 &&
	    (r = fence_enter(dir)) == 0 && init)
		r = layout_make(argv[2]);
	if (r == 0) {
		r = serve_run(SOCK, argv[2], init ? &policy : NULL,
		    &audit_judge);
	} else {	/* told as the answer to the first question */
		(void)wire_recv(SOCK, &first);
		(void)wire_send_error(SOCK, r);
		wire_frame_free(&first);
	}
	io_close(&dir);
	/* Not exit(): a leak checker would fork, and that is fatal here. */
	_exit(r == 0 || r == ERR_WALL ? 0 : 1);
}
