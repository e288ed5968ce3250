/*
 * number.h -- numbers of a spreadsheet as a person sees them (ISO/IEC 29500-1,
 * 18.8.30 and 18.8.31).
 */
#ifndef INTAKE_FORMAT_OFFICE_NUMBER_H
#define INTAKE_FORMAT_OFFICE_NUMBER_H

#include <stdbool.h>

#include "vault/base/bytes.h"

#define NUMBER_FORMAT_MAX 512u	/* bytes of a format's code */

/* The code of a format that every program knows by its number; NULL. */
const char *number_format_known(unsigned id);

/*
 * number_show(out, code, value, epoch1904):
 * Append `value` (a decimal number, as the file has it) in this format.
 * Dates count days from 1899-12-30, or from 1904-01-01.  What the format
 * hides or does not say is shown as the number itself.
 */
void number_show(struct bytes *out, const char *code, const char *value,
    bool epoch1904);

/* Does the code hold no words that somebody typed? */
bool number_format_is_plain(const char *code);

#endif
