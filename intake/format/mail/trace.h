/* trace.h -- what a message says of how it came and who made it. */
#ifndef INTAKE_FORMAT_MAIL_TRACE_H
#define INTAKE_FORMAT_MAIL_TRACE_H

#include "intake/format/mail/letter.h"

/* Metadata: every header field and parameter that pack.h would not write.
 * Marks: in what is shown.  0; -1 after a refusal. */
int trace_report(const struct letter *l, struct answer *a);

#endif
