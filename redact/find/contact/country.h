/*
 * country.h -- country codes of telephone numbers (ITU-T E.164) and how many
 * digits follow each.
 */
#ifndef REDACT_FIND_COUNTRY_H
#define REDACT_FIND_COUNTRY_H

#include <stddef.h>
#include <stdint.h>

#define E164_MAX 15u	/* digits with the country code */

struct country {
	uint16_t code;
	uint8_t least, most;	/* digits behind the code */
};

/*
 * The country whose code the n digits (values 0-9) begin with, and how many
 * digits the code has; NULL when ITU has given none.
 */
const struct country *country_of(const uint8_t *digits, size_t n,
    size_t *code_len);

#endif
