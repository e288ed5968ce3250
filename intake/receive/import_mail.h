/*
 * import_mail.h -- tipline import mail: mails, each a submission of one item,
 * the mail as it lies there or as it was delivered.
 */
#ifndef INTAKE_RECEIVE_IMPORT_MAIL_H
#define INTAKE_RECEIVE_IMPORT_MAIL_H

#include "vault/session/options.h"

#define MAIL_CHANNEL "mail"
#define MAIL_FILES_MAX 1000000u	/* of a Maildir, or of a folder */

/* What a mail program takes for "keep it, and try again" (sysexits.h): all
 * that "import mail -" ends with but 0. */
#define MAIL_TEMPFAIL 75

/* argv[0] is "mail". */
int import_mail(const struct options *o, int argc, char **argv);

#endif
