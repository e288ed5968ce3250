/*
 * main.c -- tipline-letterbox: the words of code names, and the keys that
 * follow from them.  It has no file, no network and no memory of who was there.
 */
#include <signal.h>
#include <stdlib.h>

#include "intake/letterbox/wall/serve.h"
#include "vault/base/err.h"
#include "vault/base/wire.h"
#include "vault/lock/lock.h"
#include "vault/seal/secret.h"

#define SOCK 3

/* Guarded memory; to see whether somebody asks. */
static const int calls[] = {
	SCMP_SYS(mlock), SCMP_SYS(munlock), SCMP_SYS(poll), SCMP_SYS(ppoll),
};

static int
shut_in(void)
{
	const struct lock lock = { .who = "tipline-letterbox",
	    .failure = ERR_WALL, .calls = calls,
	    .ncalls = sizeof(calls) / sizeof(calls[0]) };
	int r;

	if ((r = process_hide()) < 0)
		return r;
	return lock_enter(&lock);
}

int
main(void)
{
	int r;

	(void)signal(SIGPIPE, SIG_IGN);
	/* Its end is that of the process it serves. */
	(void)signal(SIGINT, SIG_IGN);
	if ((r = shut_in()) < 0)
		(void)wire_send_error(SOCK, r);
	else
		r = serve_letterboxes(SOCK);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
