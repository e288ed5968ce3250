/* field.h -- does a value look like what its label names?  For field.c. */
#ifndef REDACT_FIND_FIELD_H
#define REDACT_FIND_FIELD_H

#include "redact/find/view/fields.h"

/* What a value of a kind of label is reported as. */
struct field_is {
	const char *kind;	/* NULL: nothing is */
	const char *what;	/* "names": for the reason */
};

struct field_is field_is(enum label_kind kind);

/* How sure it is: 0 when the value speaks against it. */
double field_worth(const struct field *x, const uint8_t *value, size_t len);

#endif
