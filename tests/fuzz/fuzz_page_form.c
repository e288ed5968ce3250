/*
 * fuzz_page_form.c -- fields and cookies of the source's page: what is read of
 * a form, written again, is read the same; and a text is UTF-8 or not however
 * it was cut.  The first byte says where.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/serve/form.h"
#include "intake/serve/text.h"
#include "vault/base/print.h"

#define VALUE_SIZE 64

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
write_again(const char *value)
{
	char form[8 + 3 * VALUE_SIZE] = "x=1&part=", got[VALUE_SIZE];
	size_t n = strlen(form), at = 0;

	for (; *value != '\0'; value++)
		n += (size_t)snprintf(form + n, sizeof(form) - n, "%%%02x",
		    (uint8_t)*value);
	value -= (n - 9) / 3;
	if (!form_get(form, n, "part", got, sizeof(got)) ||
	    strcmp(got, value) != 0 ||
	    !form_next(form, n, &at, "part", got, sizeof(got)) ||
	    strcmp(got, value) != 0 ||
	    form_next(form, n, &at, "part", got, sizeof(got)))
		abort();
}

static void
cut(const uint8_t *p, size_t len, size_t where)
{
	struct text t = { .left = 0 };

	if (where > len)
		where = len;
	text_add(&t, p, where);
	text_add(&t, p + where, len - where);
	if (text_valid(&t) != utf8_valid(p, len))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	char value[VALUE_SIZE], *header;
	size_t at = 0;

	if (len == 0)
		return 0;
	cut(data + 1, len - 1, data[0]);
	while (form_next(data + 1, len - 1, &at, "part", value, sizeof(value)))
		write_again(value);
	if ((header = malloc(len)) == NULL)
		return 0;
	memcpy(header, data + 1, len - 1);
	header[len - 1] = '\0';
	if (form_cookie(header, "tipline-s", value, sizeof(value)) &&
	    (strlen(value) >= sizeof(value) || strstr(header, value) == NULL))
		abort();
	free(header);
	return 0;
}
