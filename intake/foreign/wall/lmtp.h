/*
 * lmtp.h -- listen for mail programs on a socket that somebody else bound, and
 * hand their mails to the clean side (intake/foreign/lmtp_records.h).
 */
#ifndef INTAKE_FOREIGN_WALL_LMTP_H
#define INTAKE_FOREIGN_WALL_LMTP_H

#include <stdint.h>

#define LMTP_IDLE 300u		/* seconds without a word (RFC 5321, 4.5.3.2) */

/* Until the clean side closes its socket: 0 then. */
int lmtp_serve(int sock, int listening, uint64_t limit);

#endif
