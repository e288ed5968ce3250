/*
 * host.h -- names of hosts: labels of letters, digits and '-', also
 * international (RFC 5890), with dots between them.
 */
#ifndef REDACT_FIND_HOST_H
#define REDACT_FIND_HOST_H

#include <stdbool.h>
#include <stddef.h>

#include "redact/find/view/view.h"

#define HOST_LABEL_MAX 63u	/* characters of a label */
#define HOST_LABELS_MAX 11u

/* The end of the label that begins at `at`; `at` when none does, or when it is
 * longer than a label can be. */
size_t host_label(const struct view *v, size_t at);

/* The end of the host of two labels and more that begins at `at`; `at` when
 * none does. */
size_t host_end(const struct view *v, size_t at);

/* Where the label begins that a place lies in or behind: behind it no dot. */
size_t host_label_start(const struct view *v, size_t at);

#endif
