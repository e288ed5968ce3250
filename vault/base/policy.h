/*
 * policy.h -- what the members of a vault agreed on, as a file of its tree:
 * a line "<name> <number>\n" for each setting, in this order and no other.
 */
#ifndef VAULT_BASE_POLICY_H
#define VAULT_BASE_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vault/base/bytes.h"

#define POLICY_MAX 256			/* bytes of the file policy.<n> */
#define POLICY_PEOPLE_MAX 100		/* who must sign something */
#define POLICY_CLOCK_MAX (366u * 86400u)	/* seconds */
#define POLICY_DAYS_MAX 36500		/* a hundred years */

struct policy {
	uint32_t approvals;	/* people in all who must sign a plan; from 1 */
	uint32_t clock;		/* seconds that times are rounded down to */
	uint32_t epoch_days;	/* after which a member should rotate; 0: never */
	uint32_t erasers;	/* desk members who must sign an erasure */
	uint32_t receipts;	/* 1: whoever opens signs that first */
	uint32_t retain_days;	/* after which erasing is proposed; 0: never */
};

/* approvals 2, clock a day, epoch-days 90, erasers 2, receipts none,
 * retain-days 0. */
extern const struct policy policy_default;

/* Exactly what policy_format() writes, in bounds. */
bool policy_parse(struct policy *policy, const void *p, size_t len);
int policy_format(struct bytes *b, const struct policy *policy);

/*
 * policy_set(policy, name, value):
 * One setting by the words that a person types: a number; for the clock also
 * day, hour, second; for receipts none or required.  ERR_USAGE names what may
 * stand there.
 */
int policy_set(struct policy *policy, const char *name, const char *value);

/* The i-th setting: its name, and its value as policy_set() takes it; false
 * behind the last. */
#define POLICY_VALUE_SIZE 16
bool policy_nth(const struct policy *policy, size_t i, const char **name,
    char value[POLICY_VALUE_SIZE]);

#endif
