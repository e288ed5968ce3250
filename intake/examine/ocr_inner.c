/* ocr_inner.c -- see ocr_inner.h. */
#include "intake/examine/ocr_inner.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#include "intake/examine/inside.h"
#include "intake/examine/ocr.h"
#include "vault/base/err.h"
#include "vault/base/io.h"

struct reading {
	struct worker *worker;
	const struct ask *q;
	const struct layout *layout;	/* of the document */
	struct exam *seen;
	unsigned n;			/* pictures read */
	time_t until;			/* none is begun behind this */
};

static time_t
now(void)
{
	struct timespec t = { .tv_sec = 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

/* Pages up to `end` that nobody read. */
static int
blank_until(struct reading *t, size_t end)
{
	struct layout *l = &t->seen->layout;
	struct page p;
	int r = 0;

	while (r == 0 && l->npages < end) {
		p = t->layout->pages[l->npages];
		p.start = p.own = p.end = t->seen->text.len;
		p.flags = 0;
		r = layout_add_page(l, &p);
	}
	return r;
}

/* What was read of one picture stands behind all before it. */
static int
take(struct reading *t, const struct exam *one)
{
	struct exam *to = t->seen;
	const uint32_t first = (uint32_t)to->layout.npages;
	const uint64_t shift = to->text.len;
	struct place w;
	struct page p;
	size_t i;
	int r = bytes_add(&to->text, one->text.data, one->text.len);

	for (i = 0; r == 0 && i < one->layout.npages; i++) {
		p = one->layout.pages[i];
		p.start += shift;
		p.own += shift;
		p.end += shift;
		r = layout_add_page(&to->layout, &p);
	}
	for (i = 0; r == 0 && i < one->layout.nplaces; i++) {
		w = one->layout.places[i];
		w.start += shift;
		w.end += shift;
		w.page += first;
		r = layout_add_place(&to->layout, &w);
	}
	return r < 0 ? r : ocr_merge_report(to, one);
}

/* The pages that are wanted of a picture whose first is `first`. */
static int
wanted(struct bytes *pages, const struct reading *t, size_t first, uint32_t *n)
{
	const struct bytes *all = t->q->pages;
	uint8_t *bits;
	size_t i, at;
	int r;

	*n = 0;
	for (i = 0, at = first; at < t->layout->npages; i++, at++) {
		if (i % 8 == 0) {
			if ((r = bytes_room(pages, 1, &bits)) < 0)
				return r;
			*bits = 0;
		}
		if (at / 8 < all->len && (all->data[at / 8] >> at % 8 & 1) != 0) {
			pages->data[i / 8] |= (uint8_t)(1u << i % 8);
			++*n;
		}
	}
	return 0;
}

static int
read_one(struct reading *t, const struct inside *picture, size_t first)
{
	struct bytes pages = BYTES_INIT(OCR_PAGES_BYTES);
	struct exam one = EXAM_INIT;
	struct ask a = *t->q;
	uint32_t n;
	int fd = -1, r;

	if ((r = wanted(&pages, t, first, &n)) < 0 || n == 0 ||
	    (r = io_memfd_from(&fd, "tipline-picture", picture->data,
	    picture->len)) < 0 || (r = io_memfd_freeze(fd)) < 0)
		goto done;
	a.fd = fd;
	a.pages = &pages;
	a.cpu_seconds = ocr_cpu_seconds(1);
	t->n++;
	if (worker_ask(t->worker, PROGRAM_OCR, &a, &one) == 0 &&
	    one.report.state == EXAM_DONE && !one.elsewhere &&
	    one.layout.npages <= t->layout->npages - first)
		r = take(t, &one);
done:
	io_close(&fd);
	exam_free(&one);
	bytes_free(&pages);
	return r;
}

/* The number that a record bears; false when it is none of the pages left. */
static bool
number(const struct inside *one, const struct reading *t, size_t *at)
{
	size_t i, n = 0;

	for (i = 0; i < one->name_len; i++) {
		if (one->name[i] < '0' || one->name[i] > '9' || i > 8)
			return false;
		n = n * 10 + (size_t)(one->name[i] - '0');
	}
	*at = n;
	return i > 0 && n >= t->seen->layout.npages && n < t->layout->npages;
}

static int
read_all(struct reading *t, int file)
{
	struct inside one;
	uint64_t size;
	size_t at = 0, page = 0;
	uint8_t *map;
	int r;

	if ((r = io_size(file, &size)) < 0 || size == 0)
		return r;
	map = mmap(NULL, size, PROT_READ, MAP_PRIVATE, file, 0);
	if (map == MAP_FAILED)
		return err_sys("cannot look at the pictures in a document");
	while (t->n < OCR_INNER_MAX && now() < t->until &&
	    (r = inside_next(&one, map, size, &at)) > 0)
		if ((r = number(&one, t, &page) ? 0 : err_set(ERR_FORMAT,
		    "the pictures in a document do not come in their order; "
		    "treat it as hostile")) < 0 ||
		    (r = blank_until(t, page)) < 0 ||
		    (r = read_one(t, &one, page)) < 0)
			break;
	(void)munmap(map, size);
	return r < 0 ? r : 0;
}

int
ocr_inner(struct worker *w, const struct ask *q, const struct exam *exam,
    struct exam *seen)
{
	struct reading t = { .worker = w, .q = q, .layout = &exam->layout,
	    .seen = seen, .until = now() + (time_t)q->cpu_seconds };
	struct exam given = EXAM_INIT;
	struct ask a = *q;
	int r;

	a.want = WANT_PICTURES;
	a.pages = NULL;
	if ((r = worker_ask(w, PROGRAM_DOCUMENTS, &a, &given)) == 0 &&
	    given.report.state == EXAM_DONE && !given.elsewhere &&
	    given.file >= 0)
		r = read_all(&t, given.file);
	exam_free(&given);
	if (r < 0 || (r = blank_until(&t, exam->layout.npages)) < 0)
		return r;
	seen->report.format = exam->report.format;
	seen->report.state = EXAM_DONE;
	return 0;
}
