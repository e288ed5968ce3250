/* prove.c -- see prove.h. */
#include "redact/release/prove.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "redact/release/attack.h"
#include "redact/release/dig.h"
#include "vault/base/err.h"
#include "vault/base/io.h"

#define LINE_SIZE 512
#define WORD_LEAST 3u		/* letters; fewer are seen in any blot */

static int
prove_metadata(const struct values *v, const struct report *report,
    struct hits *hits)
{
	char place[HIT_PLACE_SIZE];
	const struct meta *m;
	int r = 0;

	for (size_t i = 0; r == 0 && i < report->nmetas; i++) {
		m = &report->metas[i];
		(void)snprintf(place, sizeof(place), "metadata %s %s",
		    m->group, m->name);
		r = attack_text(v, place, m->value, strlen(m->value), NULL,
		    hits);
	}
	return r;
}

int
prove_bytes(const struct values *v, int fd, struct hits *hits)
{
	uint64_t size;
	uint8_t *map;
	int r;

	if ((r = io_size(fd, &size)) < 0 || size == 0)
		return r;
	map = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (map == MAP_FAILED)
		return err_sys("cannot look through the result");
	r = attack_bytes(v, "the file's bytes", map, size, hits);
	(void)munmap(map, size);
	return r;
}

/* Which pages bear a box, as pages that were read. */
static int
boxed_pages(struct layout *l, const struct plan *plan, size_t npages)
{
	struct page p = { .width = 1, .height = 1 };
	size_t i;
	int r = 0;

	for (i = 0; r == 0 && i < npages; i++)
		r = layout_add_page(l, &p);
	for (i = 0; r == 0 && i < plan->nboxes; i++)
		if (plan->boxes[i].box.page < npages)
			l->pages[plan->boxes[i].box.page].flags = PAGE_READ;
	return r;
}

/* A label that stands there is none of it, and what is no word. */
static bool
is_word(const uint8_t *p, size_t len)
{
	size_t letters = 0, i;

	if (len > 2 && p[0] == '[')
		return false;
	for (i = 0; i < len; i++)
		letters += p[i] >= 0x80 || (p[i] >= '0' && p[i] <= '9') ||
		    ((p[i] | 32) >= 'a' && (p[i] | 32) <= 'z');
	return letters >= WORD_LEAST;
}

/* Does the middle of the word lie in the box?  Both in their own units. */
static bool
is_under(const struct place *w, const struct page *page, const struct box *b,
    const struct page *before)
{
	int64_t x = (int64_t)w->x0 + w->x1, y = (int64_t)w->y0 + w->y1;
	int64_t width = page->width, height = page->height;

	return b->page == w->page && x * before->width > 2 * b->x0 * width &&
	    x * before->width < 2 * b->x1 * width &&
	    y * before->height > 2 * b->y0 * height &&
	    y * before->height < 2 * b->y1 * height;
}

/* Words of the result, or seen in it, where somebody drew a box. */
static int
prove_under(const struct proof *p, const struct exam *seen, struct hits *hits)
{
	const struct layout *l = &seen->layout, *before = p->before;
	struct hit hit = { .place = "under a box", .how = "a word",
	    .kind = "BOX" };
	const struct place *w;
	const struct box *b;
	size_t i, k;
	int r = 0;

	for (i = 0; r == 0 && i < p->plan->nboxes; i++) {
		b = &p->plan->boxes[i].box;
		if (b->page >= l->npages || b->page >= before->npages)
			continue;
		for (k = 0; r == 0 && k < l->nplaces; k++) {
			w = &l->places[k];
			if (!is_under(w, &l->pages[b->page], b,
			    &before->pages[b->page]) || !is_word(
			    seen->text.data + w->start,
			    (size_t)(w->end - w->start)))
				continue;
			hit.page = b->page + 1;
			hit.offset = w->start;
			r = hits_add(hits, &hit);
		}
	}
	return r;
}

/* What is seen beside the boxes: a value that stood in the picture may stand
 * there twice.  Pages that were read already are in the text. */
static int
prove_boxed(const struct proof *p, const struct exam *result,
    struct hits *hits)
{
	struct exam seen = EXAM_INIT;
	struct layout boxed = { 0 };
	struct exam_request q = { .fd = result->file, .patient = p->patient,
	    .want = WANT_TEXT | WANT_LAYOUT | WANT_OCR,
	    .read_before = &boxed };
	const struct page *page;
	size_t i, pages;
	int r;

	if (p->worker == NULL || p->plan == NULL || p->plan->nboxes == 0 ||
	    p->before == NULL)
		return 0;
	pages = format_has_pictures(result->report.format) ?
	    p->before->npages : result->report.pages;
	if ((r = boxed_pages(&boxed, p->plan, pages)) < 0 ||
	    (r = worker_run(p->worker, &q, &seen)) < 0 ||
	    seen.report.state != EXAM_DONE)
		goto done;
	for (i = 0; r == 0 && i < seen.layout.npages; i++) {
		page = &seen.layout.pages[i];
		if (page->own < page->end)
			r = attack_words(p->values, "what is seen",
			    (uint32_t)i + 1, seen.text.data + page->own,
			    page->end - page->own, hits);
	}
	if (r == 0)
		r = prove_under(p, &seen, hits);
done:
	layout_free(&boxed);
	exam_free(&seen);
	return r;
}

static int
judge(const struct hits *hits)
{
	char line[LINE_SIZE];
	uint64_t n = hits->more;

	if (hits->n == 0)
		return 0;
	for (size_t i = 0; i < hits->n; i++)
		n += hits->list[i].count;
	hit_line(line, sizeof(line), &hits->list[0]);
	return err_set(ERR_NOT_PERMITTED, "a redacted value still stands in the "
	    "result (%s; %llu in all); review it again and redact that place "
	    "too", line, (unsigned long long)n);
}

int
prove_gone(const struct proof *p, const struct exam *result,
    struct hits *hits)
{
	struct dig d = { .worker = p->worker, .values = p->values,
	    .hits = hits, .patient = p->patient };
	int r;

	if (values_empty(p->values))
		return (r = prove_boxed(p, result, hits)) < 0 ? r : judge(hits);
	if ((r = attack_text(p->values, "the text", result->text.data,
	    result->text.len, &result->layout, hits)) < 0 ||
	    (r = prove_metadata(p->values, &result->report, hits)) < 0 ||
	    (r = p->bytes != NULL ? hits_take(hits, p->bytes) :
	    prove_bytes(p->values, result->file, hits)) < 0 ||
	    (p->worker != NULL && (r = dig_into(&d, result->file,
	    result->report.format)) < 0) ||
	    (r = prove_boxed(p, result, hits)) < 0)
		return r;
	return judge(hits);
}
