/* bytes.c -- see bytes.h. */
#include "vault/base/bytes.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

#define CAP_FIRST 256	/* bytes */

/* The same content in more memory; nothing of it stays in the old. */
static uint8_t *
move(struct bytes *b, size_t cap)
{
	uint8_t *data;

	if (!b->wiped)
		return realloc(b->data, cap);
	if ((data = malloc(cap)) == NULL)
		return NULL;
	if (b->len > 0)
		memcpy(data, b->data, b->len);
	if (b->data != NULL)
		explicit_bzero(b->data, b->cap);
	free(b->data);
	return data;
}

static int
grow(struct bytes *b, size_t more)
{
	size_t cap, need;
	uint8_t *data;

	if (b->failed < 0)
		return bytes_ok(b);
	if (more > b->max || b->len > b->max - more) {
		b->failed = ERR_TOO_BIG;
		return bytes_ok(b);
	}
	need = b->len + more;
	if (need <= b->cap)
		return 0;
	cap = b->cap ? b->cap : CAP_FIRST;
	while (cap < need)
		cap = cap > b->max / 2 ? b->max : cap * 2;
	if ((data = move(b, cap)) == NULL) {
		b->failed = ERR_NO_MEMORY;
		return bytes_ok(b);
	}
	b->data = data;
	b->cap = cap;
	return 0;
}

int
bytes_room(struct bytes *b, size_t len, uint8_t **p)
{
	int r;

	if ((r = grow(b, len)) < 0)
		return r;
	/* Nothing has no place that could be counted from. */
	*p = b->data != NULL ? b->data + b->len : NULL;
	b->len += len;
	return 0;
}

int
bytes_add(struct bytes *b, const void *p, size_t len)
{
	uint8_t *at;
	int r;

	if (len == 0)
		return bytes_ok(b);
	if ((r = bytes_room(b, len, &at)) < 0)
		return r;
	memcpy(at, p, len);
	return 0;
}

int
bytes_take(struct bytes *b, struct bytes *from)
{
	const size_t max = b->max;
	const bool wiped = b->wiped || from->wiped;
	int r;

	b->wiped = wiped;
	if (b->data != NULL || b->failed || from->failed || from->len > max) {
		r = bytes_add(b, from->data, from->len);
		bytes_free(from);
		return r;
	}
	*b = *from;
	b->max = max;
	b->wiped = wiped;
	from->data = NULL;
	bytes_free(from);
	return 0;
}

int
bytes_add_str(struct bytes *b, const char *s)
{
	return bytes_add(b, s, strlen(s));
}

int
bytes_addf(struct bytes *b, const char *fmt, ...)
{
	va_list ap;
	int n, r;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		return err_set(ERR_FAILED, "cannot format a line");
	/* One more than counted: vsnprintf writes its NUL. */
	if ((r = grow(b, (size_t)n + 1)) < 0)
		return r;
	va_start(ap, fmt);
	(void)vsnprintf((char *)b->data + b->len, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->len += (size_t)n;
	return 0;
}

int
bytes_ok(const struct bytes *b)
{
	if (b->failed == 0)
		return 0;
	if (b->failed == ERR_NO_MEMORY)
		return err_set(ERR_NO_MEMORY, "out of memory");
	return err_set(ERR_TOO_BIG,
	    "more than the %zu bytes that may be held here", b->max);
}

const char *
bytes_str(struct bytes *b)
{
	if (grow(b, 1) < 0)
		return NULL;
	b->data[b->len] = '\0';
	return (const char *)b->data;
}

void
bytes_wipe(struct bytes *b)
{
	if (b->data != NULL)
		explicit_bzero(b->data, b->cap);
	b->len = 0;
	b->failed = 0;
}

void
bytes_reset(struct bytes *b)
{
	if (b->wiped && b->len > 0)
		explicit_bzero(b->data, b->len);
	b->len = 0;
	b->failed = 0;
}

void
bytes_free(struct bytes *b)
{
	if (b->wiped)
		bytes_wipe(b);
	free(b->data);
	*b = b->wiped ? BYTES_WIPED(b->max) : BYTES_INIT(b->max);
}
