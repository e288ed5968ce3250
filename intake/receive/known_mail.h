/* known_mail.h -- a mail that came before, by an import or a mail program. */
#ifndef INTAKE_RECEIVE_KNOWN_MAIL_H
#define INTAKE_RECEIVE_KNOWN_MAIL_H

#include "vault/session/sums.h"

/*
 * known_mail(u, s, fd, offset, length, known, as):
 * Is there a submission, not erased, that is these bytes of the file and came
 * as mails do?  *as is it then.  What came another way is not meant: that it
 * comes by mail too is worth knowing.
 */
int known_mail(struct sums *u, struct session *s, int fd, uint64_t offset,
    uint64_t length, bool *known, struct id *as);

#endif
