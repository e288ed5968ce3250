/* eml.h -- is it a message?  For what holds some. */
#ifndef INTAKE_FORMAT_MAIL_EML_H
#define INTAKE_FORMAT_MAIL_EML_H

#include <stdbool.h>
#include <stddef.h>

/* By the fields of its header: some that only mail programs write, or those
 * that every message has with a date that is one. */
bool eml_is(const void *data, size_t len);

#endif
