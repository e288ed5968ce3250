/* pack.h -- write a message that says nothing but what somebody reads. */
#ifndef INTAKE_FORMAT_MAIL_PACK_H
#define INTAKE_FORMAT_MAIL_PACK_H

#include "intake/format/mail/letter.h"

/*
 * pack_letter(l, d, parts, e, a):
 * The message to answer_file(): the header fields that are shown, bodies in
 * UTF-8 and quoted-printable, attachments as `parts` says, multiparts with
 * boundaries that are numbers.  0; -1 after a refusal.
 */
int pack_letter(const struct letter *l, const struct doc *d,
    const struct parts *parts, const struct edits *e, struct answer *a);

#endif
