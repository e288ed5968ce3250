/*
 * peer.h -- whose connection is it?  Any user of this machine can connect to
 * 127.0.0.1; only what comes from a program of this user is listened to.
 *
 * Linux tells the owner of every TCP socket in /proc/net/tcp (proc(5)).  The
 * file is opened before the wall locks itself in, and read again each time.
 */
#ifndef INTAKE_WEB_WALL_PEER_H
#define INTAKE_WEB_WALL_PEER_H

#include <stdbool.h>
#include <stdint.h>

#define PEER_TABLE_MAX (8u << 20)	/* bytes of the kernel's table */

struct peer {
	int table;		/* the kernel's */
	unsigned long me;
};

/* ERR_WALL when the table cannot be read: then nobody is listened to. */
int peer_open(struct peer *p);

/* Is 127.0.0.1:`from`, connected to 127.0.0.1:`to`, a socket of this user? */
bool peer_is_mine(const struct peer *p, uint16_t from, uint16_t to);

#endif
