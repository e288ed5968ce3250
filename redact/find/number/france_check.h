/*
 * france_check.h -- check digits of French numbers.
 *
 * Each takes the n characters of a number without its separators: digits, and
 * letters in upper case.  Any n and any bytes may come; what has another
 * length or other characters does not hold.
 */
#ifndef REDACT_FIND_FRANCE_CHECK_H
#define REDACT_FIND_FRANCE_CHECK_H

#include <stdbool.h>
#include <stddef.h>

/* A person, 13 characters: sex, year, month and place of birth are possible. */
bool france_nir_bare(const char *c, size_t n);
/* The same with its key, 15 characters. */
bool france_nir(const char *c, size_t n);
/* A tax payer (SPI), 13 digits. */
bool france_nif(const char *c, size_t n);
/* A firm, 9 digits; one of its places, 14. */
bool france_siren(const char *c, size_t n);
bool france_siret(const char *c, size_t n);
/* VAT: "FR", a key of two characters, a SIREN; Monaco's begins with 000. */
bool france_tva(const char *c, size_t n);
/* A bank account: bank 5, branch 5, account 11, key 2. */
bool france_rib(const char *c, size_t n);
/* An identity card given from 1988 to 2021, which has no check digit: year and
 * month it was asked for, department, and six more. */
bool france_cni_old(const char *c, size_t n);

#endif
