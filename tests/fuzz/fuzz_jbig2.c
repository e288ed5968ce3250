/*
 * fuzz_jbig2.c -- the input as a page in black and white, which must be read
 * as it was written; and as what somebody else wrote.
 */
#include <stdlib.h>
#include <string.h>

#include "intake/format/page/book.h"
#include "intake/format/page/jbig2_read.h"

#define OUT_MAX ((size_t)16 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* The first byte says how wide; rows repeat what there is, so that equal
 * shapes come up. */
static void
write_and_read(const uint8_t *data, size_t len)
{
	struct bytes shared = BYTES_INIT(OUT_MAX), one = BYTES_INIT(OUT_MAX);
	struct jbig2_shapes shapes = { .at = NULL };
	unsigned width = 1 + data[0] * 2u, height = 1 + data[1], x, y;
	struct bitmap page, got;
	struct book *book;

	if (bitmap_new(&page, width, height) < 0 ||
	    bitmap_new(&got, width, height) < 0 || book_new(&book) < 0)
		abort();
	for (y = 0; y < height; y++)
		for (x = 0; x < width; x++)
			page.data[y * page.stride + x / 8] |= (uint8_t)(
			    (data[2 + (y * page.stride + x / 8) % (len - 2)] &
			    0x80 >> x % 8));
	if (book_add(book, &page) < 0 || book_add(book, &page) < 0 ||
	    book_shared(book, &shared) < 0 || book_page(book, 1, &one) < 0 ||
	    !jbig2_read_shapes(&shapes, shared.data, shared.len) ||
	    !jbig2_read(&got, &shapes, one.data, one.len) ||
	    memcmp(got.data, page.data, page.stride * height) != 0)
		abort();
	jbig2_shapes_free(&shapes);
	book_free(book);
	bitmap_free(&page);
	bitmap_free(&got);
	bytes_free(&shared);
	bytes_free(&one);
}

static void
read_any(const uint8_t *data, size_t len)
{
	struct jbig2_shapes shapes = { .at = NULL };
	struct bitmap got;

	if (bitmap_new(&got, 1 + data[0] * 4u, 1 + data[1] * 4u) < 0)
		return;
	(void)jbig2_read_shapes(&shapes, data + 2, len - 2);
	(void)jbig2_read(&got, &shapes, data + 2, len - 2);
	jbig2_shapes_free(&shapes);
	bitmap_free(&got);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	if (len < 3)
		return 0;
	write_and_read(data, len);
	read_any(data, len);
	return 0;
}
