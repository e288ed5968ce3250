/* peer.c -- see peer.h. */
#include "intake/web/wall/peer.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vault/base/err.h"

#define PART 16384u		/* bytes read at a time; rows are shorter */
#define UID_FIELDS 4u		/* fields between the addresses and the owner */
#define LOOKS 2u		/* rows may move while they are read */

int
peer_open(struct peer *p)
{
	p->me = geteuid();
	p->table = open("/proc/net/tcp", O_RDONLY | O_CLOEXEC);
	if (p->table < 0)
		return err_set(ERR_WALL, "the kernel does not tell whose "
		    "connections are whose (/proc/net/tcp); use --terminal");
	return 0;
}

/* Does the row begin with these two addresses; and whose is it? */
static bool
row_is(const char *row, const char *ends, unsigned long *owner)
{
	const char *at = strchr(row, ':');
	size_t i;

	if (at == NULL || strncmp(at + 2, ends, strlen(ends)) != 0)
		return false;
	at += 2 + strlen(ends);
	for (i = 0; i < UID_FIELDS; i++) {
		at += strspn(at, " ");
		at += strcspn(at, " ");
	}
	*owner = strtoul(at, NULL, 10);
	return *at == ' ';
}

/* The owner by the table as it is now; false when there is no such row. */
static bool
look(int table, const char *ends, unsigned long *owner)
{
	char part[PART + 1];
	size_t kept = 0, at, line;
	off_t from = 0;
	ssize_t n;

	while (from < (off_t)PEER_TABLE_MAX) {
		n = pread(table, part + kept, PART - kept, from);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		from += n;
		kept += (size_t)n;
		part[kept] = '\0';
		for (at = 0; (line = strcspn(part + at, "\n")) < kept - at;
		    at += line + 1) {
			part[at + line] = '\0';
			if (row_is(part + at, ends, owner))
				return true;
		}
		kept -= at;
		if (kept == PART)
			return false;	/* no row is so long */
		memmove(part, part + at, kept);
	}
	return false;
}

bool
peer_is_mine(const struct peer *p, uint16_t from, uint16_t to)
{
	const unsigned here = htonl(INADDR_LOOPBACK);	/* as it is printed */
	unsigned long owner;
	char ends[32];
	unsigned i;

	(void)snprintf(ends, sizeof(ends), "%08X:%04X %08X:%04X ", here, from,
	    here, to);
	for (i = 0; i < LOOKS; i++)
		if (look(p->table, ends, &owner))
			return owner == p->me;
	return false;
}
