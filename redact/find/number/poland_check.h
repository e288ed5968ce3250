/*
 * poland_check.h -- check digits of Polish numbers.
 *
 * Each takes the n characters of a number without its separators: digits, and
 * letters in upper case.  Any n and any bytes may come; what has another
 * length or other characters does not hold.
 */
#ifndef REDACT_FIND_POLAND_CHECK_H
#define REDACT_FIND_POLAND_CHECK_H

#include <stdbool.h>
#include <stddef.h>

/* A person: a date of birth that exists, 1800 to 2299, and the check digit. */
bool poland_pesel(const char *c, size_t n);
/* A tax payer. */
bool poland_nip(const char *c, size_t n);
/* A firm (9 digits) or one of its places (14). */
bool poland_regon(const char *c, size_t n);
/* An identity card: three letters, the check digit, five digits. */
bool poland_id_card(const char *c, size_t n);
/* A passport: two letters, the check digit, six digits. */
bool poland_passport(const char *c, size_t n);
/* A land register: court (WA1M), eight digits, the check digit. */
bool poland_land_register(const char *c, size_t n);

#endif
