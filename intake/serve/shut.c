/* shut.c -- see shut.h. */
#include "intake/serve/shut.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/landlock.h"

#define FOLDERS_MAX 4u

struct opened {
	struct landlock_folder v[FOLDERS_MAX];
	unsigned n;
};

static int
add(struct opened *o, const char *name, enum landlock_may may)
{
	const int fd = open(name, O_PATH | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return err_sys("%s cannot be opened; name a folder that is "
		    "there", name);
	o->v[o->n++] = (struct landlock_folder){ .fd = fd, .may = may };
	return 0;
}

/* The folder that the socket lies in. */
static int
add_socket(struct opened *o, const char *socket)
{
	char folder[PATH_MAX];
	const char *slash = strrchr(socket, '/');

	if (slash == NULL)
		return add(o, ".", LANDLOCK_FILES);
	(void)snprintf(folder, sizeof(folder), "%.*s",
	    slash == socket ? 1 : (int)(slash - socket), socket);
	return add(o, folder, LANDLOCK_FILES);
}

int
shut(const struct server *s)
{
	const struct settings *set = s->set;
	struct opened o = { .n = 0 };
	int rules = -1, r;

	if ((r = add(&o, set->outbox, LANDLOCK_WRITE)) == 0 &&
	    (r = add(&o, set->state, LANDLOCK_WRITE)) == 0 &&
	    (set->replies == NULL ||
	    (r = add(&o, set->replies, LANDLOCK_WRITE)) == 0) &&
	    (set->socket == NULL || (r = add_socket(&o, set->socket)) == 0) &&
	    (r = landlock_rules(&rules, o.v, o.n)) == 0) {
		if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
			r = err_sys("the service cannot lock itself in; start "
			    "it on a newer kernel");
		else
			r = landlock_enter(rules);
	}
	io_close(&rules);
	while (o.n > 0)
		io_close(&o.v[--o.n].fd);
	return r;
}
