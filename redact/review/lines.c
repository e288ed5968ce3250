/* lines.c -- see lines.h. */
#include "redact/review/lines.h"

#include <stdbool.h>
#include <string.h>

#include "vault/base/print.h"

static bool
inside_character(const struct bytes *text, size_t at)
{
	return at < text->len && (text->data[at] & 0xc0) == 0x80;
}

static size_t
context_start(const struct bytes *text, size_t at)
{
	size_t start = at;

	while (start > 0 && at - start < LINES_CONTEXT &&
	    text->data[start - 1] != '\n')
		start--;
	while (inside_character(text, start))
		start++;
	return start;
}

static size_t
context_end(const struct bytes *text, size_t at)
{
	size_t end = at;

	while (end < text->len && end - at < LINES_CONTEXT &&
	    text->data[end] != '\n')
		end++;
	while (end > at && inside_character(text, end))
		end--;
	return end;
}

static void
show_value(struct bytes *b, const struct bytes *text, size_t start, size_t end)
{
	size_t head = start + LINES_VALUE_MAX / 2;
	size_t tail = end - LINES_VALUE_MAX / 2;

	if (end - start <= LINES_VALUE_MAX) {
		(void)print_escape(b, text->data + start, end - start);
		return;
	}
	while (inside_character(text, head))
		head--;
	while (inside_character(text, tail))
		tail++;
	(void)print_escape(b, text->data + start, head - start);
	(void)bytes_addf(b, "[... %zu bytes ...]", tail - head);
	(void)print_escape(b, text->data + tail, end - tail);
}

int
lines_show(struct bytes *b, const struct bytes *text, uint64_t start,
    uint64_t end)
{
	size_t from = context_start(text, (size_t)start);
	size_t to = context_end(text, (size_t)end);

	(void)print_escape(b, text->data + from, (size_t)start - from);
	(void)bytes_add_str(b, ">>");
	show_value(b, text, (size_t)start, (size_t)end);
	(void)bytes_add_str(b, "<<");
	(void)print_escape(b, text->data + end, to - (size_t)end);
	return bytes_ok(b);
}

size_t
lines_number(const struct bytes *text, uint64_t at)
{
	const uint8_t *p = text->data, *end = p + at;
	size_t n = 1;

	while (p < end && (p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		n++;
		p++;
	}
	return n;
}
