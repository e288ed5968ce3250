/* check_kit.h -- numbers that a check must accept or refuse. */
#ifndef TESTS_REDACT_CHECK_KIT_H
#define TESTS_REDACT_CHECK_KIT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

typedef bool check_fn(const char *c, size_t n);

static inline void
expect_holds(check_fn *holds, const char *number)
{
	if (!holds(number, strlen(number)))
		fail_msg("%s is refused", number);
}

static inline void
expect_refused(check_fn *holds, const char *number)
{
	if (holds(number, strlen(number)))
		fail_msg("%s is accepted", number);
}

/* No other digit in this place makes a number that holds. */
static inline void
expect_alone(check_fn *holds, const char *number, size_t at)
{
	char other[40];

	expect_holds(holds, number);
	for (char d = '0'; d <= '9'; d++) {
		memcpy(other, number, strlen(number) + 1);
		if (number[at] == d)
			continue;
		other[at] = d;
		expect_refused(holds, other);
	}
}

#endif
