/* folded.c -- see folded.h. */
#include "redact/release/folded.h"

#include <stdlib.h>
#include <string.h>

#include "redact/find/view/fold.h"
#include "vault/base/err.h"

#define VALUE_MAX (64u << 10)		/* bytes of one value */

int
folded_add(struct folded *f, const void *value, size_t len)
{
	struct bytes folded = BYTES_INIT(VALUE_MAX);
	struct folded_value *list, key = { .at = f->bytes.len, .count = 1 };
	size_t i, cap;
	int r;

	if ((r = fold_value(&folded, value, len)) < 0)
		goto done;
	/* "12/05/1998" and "12.05.1998" are one. */
	for (i = 0; r == 0 && i < folded.len; i++)
		if (folded.data[i] >= 0x80 || (folded.data[i] >= '0' &&
		    folded.data[i] <= '9') || (folded.data[i] >= 'a' &&
		    folded.data[i] <= 'z'))
			r = bytes_add(&f->bytes, &folded.data[i], 1);
	if (r < 0)
		goto done;
	key.len = f->bytes.len - key.at;
	if (f->n == f->cap) {
		cap = f->cap > 0 ? f->cap * 2 : 64;
		if ((list = realloc(f->list, cap * sizeof(*list))) == NULL) {
			r = err_set(ERR_NO_MEMORY, "out of memory");
			goto done;
		}
		f->list = list;
		f->cap = cap;
	}
	f->list[f->n++] = key;
done:
	bytes_free(&folded);
	return r;
}

void
folded_free(struct folded *f)
{
	bytes_free(&f->bytes);
	free(f->list);
}

static int
compare_values(const uint8_t *a, const struct folded_value *x, const uint8_t *b,
    const struct folded_value *y)
{
	size_t n = x->len < y->len ? x->len : y->len;
	int c = n > 0 ? memcmp(a + x->at, b + y->at, n) : 0;

	return c != 0 ? c : (x->len > y->len) - (x->len < y->len);
}

/* qsort has no argument for it */
static _Thread_local const uint8_t *sorting;

static int
by_bytes(const void *a, const void *b)
{
	return compare_values(sorting, a, sorting, b);
}

void
folded_sort(struct folded *f)
{
	size_t n = 0, i;

	if (f->n < 2)
		return;
	sorting = f->bytes.data;
	qsort(f->list, f->n, sizeof(*f->list), by_bytes);
	for (i = 0; i < f->n; i++)
		if (n > 0 && by_bytes(&f->list[n - 1], &f->list[i]) == 0)
			f->list[n - 1].count += f->list[i].count;
		else
			f->list[n++] = f->list[i];
	f->n = n;
}

size_t
folded_count(const struct folded *f, const uint8_t *bytes, const struct folded_value *x)
{
	size_t low = 0, high = f->n, mid;
	int c;

	while (low < high) {
		mid = low + (high - low) / 2;
		c = compare_values(f->bytes.data, &f->list[mid], bytes, x);
		if (c == 0)
			return f->list[mid].count;
		if (c < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return 0;
}
