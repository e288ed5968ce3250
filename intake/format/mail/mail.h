/*
 * mail.h -- messages and boxes of them.
 *
 * A message is read by our own bounded parser: it must be written anew, and a
 * library that forgives broken mails does not say what it left out.  Header
 * fields that a reader needs stay (From, To, Cc, Bcc, Subject, Date); all
 * others are reported and go.  A box's messages are its children.
 */
#ifndef INTAKE_FORMAT_MAIL_MAIL_H
#define INTAKE_FORMAT_MAIL_MAIL_H

#include "intake/format/format.h"

extern const struct format format_eml;
extern const struct format format_mbox;
extern const struct format format_emlx;
extern const struct format format_msg;	/* read; none is written */

#endif
