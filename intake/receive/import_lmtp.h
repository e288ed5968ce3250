/*
 * import_lmtp.h -- tipline import mail --lmtp: mails as mail programs hand them
 * over on a unix socket, until SIGTERM.  Each is a submission, and is answered
 * with 250 when it is durable and not before.
 */
#ifndef INTAKE_RECEIVE_IMPORT_LMTP_H
#define INTAKE_RECEIVE_IMPORT_LMTP_H

#include "intake/receive/bring.h"

#define LMTP_MAIL_MAX ((uint64_t)1 << 30)	/* bytes of a mail */

/* `socket`: a path; what an ended service left there is replaced. */
int import_lmtp(struct bringer *b, const char *socket);

#endif
