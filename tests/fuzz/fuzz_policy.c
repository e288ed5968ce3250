/* A policy, an epoch or a reason read without error is written back as the
 * very same bytes. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/policy.h"
#include "vault/base/reason.h"
#include "vault/seal/epoch.h"

static void
same(struct bytes *again, int code, const uint8_t *data, size_t len)
{
	if (code < 0 || again->len != len ||
	    memcmp(again->data, data, len) != 0)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct bytes again = BYTES_INIT(1u << 16);
	char text[REASON_SIZE];
	struct policy policy;
	struct epoch epoch;

	if (policy_parse(&policy, data, len))
		same(&again, policy_format(&again, &policy), data, len);
	bytes_reset(&again);
	if (reason_parse(text, "hold", data, len))
		same(&again, reason_format(&again, "hold", text), data, len);
	bytes_reset(&again);
	if (epoch_parse(&epoch, data, len) == 0)
		same(&again, epoch_format(&again, &epoch), data, len);
	bytes_free(&again);
	return 0;
}
