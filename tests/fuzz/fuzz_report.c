/* fuzz_report.c -- what is read without error is written back as the same bytes. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "intake/examine/report.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct bytes again = BYTES_INIT(1u << 24);
	struct report read = REPORT_INIT;

	if (report_read(&read, data, len) == 0 &&
	    (report_write(&again, &read) < 0 || again.len != len ||
	    memcmp(again.data, data, len) != 0))
		abort();
	bytes_free(&again);
	report_free(&read);
	return 0;
}
