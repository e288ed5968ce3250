/*
 * line.h -- a way to the service: through tor's SOCKS port on this machine
 * (RFC 1928, 1929) to an onion address, or to a unix socket.  Never another
 * host, never a name that somebody else would be asked about.
 */
#ifndef INTAKE_COVER_SOURCE_LINE_H
#define INTAKE_COVER_SOURCE_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LINE_SOCKS_PORT 9050u	/* tor's; Tor Browser's is 9150 */
#define LINE_ONION_LEN 62u	/* 56 letters and ".onion" */
#define LINE_KEY_BYTES 16u

struct line {
	const char *address;	/* "<56 letters>.onion", or "unix:PATH" */
	uint16_t socks;		/* port of 127.0.0.1 */
	/* tor keeps circuits of different names apart: a run has its own. */
	uint8_t name[LINE_KEY_BYTES];
};

/* ERR_USAGE unless the address is of one of the two forms. */
int line_check(const char *address);

/* Milliseconds that only go on. */
int64_t line_clock(void);

/* Connect before `deadline` (of line_clock()). */
int line_connect(const struct line *l, int64_t deadline, int *fd);

/* All of it, or ERR_IO by the deadline; read says how much until the end. */
int line_write(int fd, const void *p, size_t len, int64_t deadline);
int line_read(int fd, void *p, size_t len, size_t *got, int64_t deadline);

#endif
