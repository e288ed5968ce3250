/* ocr.c -- see ocr.h. */
#include "intake/examine/ocr.h"

#include <stdbool.h>

#include "vault/base/err.h"

static bool
is_blank(const struct exam *e, const struct page *p)
{
	uint64_t i;

	for (i = p->start; i < p->end; i++)
		if (e->text.data[i] > ' ')
			return false;
	return true;
}

static bool
is_asked(const struct bytes *pages, size_t i)
{
	return i / 8 < pages->len && (pages->data[i / 8] >> i % 8 & 1) != 0;
}

static bool
needs(const struct exam *e, size_t i, const struct layout *before)
{
	const struct page *p = &e->layout.pages[i];

	if (before != NULL)
		return i < before->npages &&
		    (before->pages[i].flags & PAGE_READ) != 0;
	return format_is_picture(e->report.format) ||
	    (p->flags & PAGE_DOUBT) != 0 || is_blank(e, p);
}

int
ocr_pages(struct bytes *pages, const struct exam *e,
    const struct layout *before, uint32_t *n)
{
	bool picture = format_is_picture(e->report.format);
	uint8_t *bits;
	size_t i;
	int r;

	*n = 0;
	if (!picture && e->report.format != FORMAT_PDF &&
	    !format_has_pictures(e->report.format))
		return 0;
	for (i = 0; i < e->layout.npages; i++) {
		if (i % 8 == 0) {
			if ((r = bytes_room(pages, 1, &bits)) < 0)
				return r;
			*bits = 0;
		}
		if (!needs(e, i, before))
			continue;
		pages->data[i / 8] |= (uint8_t)(1u << i % 8);
		++*n;
	}
	return 0;
}

unsigned
ocr_cpu_seconds(uint32_t n)
{
	uint64_t seconds = OCR_CPU_START + (uint64_t)n * OCR_CPU_SECONDS;

	return seconds < OCR_CPU_MAX ? (unsigned)seconds : OCR_CPU_MAX;
}

/* --- merging --- */

struct merge {
	const struct exam *own, *seen;
	struct bytes text;
	struct layout layout;
	size_t own_place, seen_place;	/* the next of each */
	uint64_t copied;		/* bytes of the own text */
};

static int
copy_until(struct merge *m, uint64_t end)
{
	int r = end == m->copied ? bytes_ok(&m->text) : bytes_add(&m->text,
	    m->own->text.data + m->copied, end - m->copied);

	m->copied = end;
	return r;
}

/* The own words of page `i`; their text begins `shift` bytes later now. */
static int
own_places(struct merge *m, size_t i, uint64_t shift)
{
	const struct layout *l = &m->own->layout;
	struct place w;
	int r = 0;

	for (; r == 0 && m->own_place < l->nplaces &&
	    l->places[m->own_place].page == i; m->own_place++) {
		w = l->places[m->own_place];
		w.start += shift;
		w.end += shift;
		r = layout_add_place(&m->layout, &w);
	}
	return r;
}

static int32_t
scaled(int32_t v, uint32_t to, uint32_t from)
{
	return from == 0 ? 0 : (int32_t)(((uint64_t)(uint32_t)v * to +
	    from / 2) / from);
}

/* The words that were read on page `i`, or not, when nobody asked. */
static int
seen_places(struct merge *m, size_t i, uint64_t begin, bool take)
{
	const struct layout *l = &m->seen->layout;
	const struct page *to = &m->own->layout.pages[i], *from = &l->pages[i];
	struct place w;
	int r = 0;

	for (; r == 0 && m->seen_place < l->nplaces &&
	    l->places[m->seen_place].page == i; m->seen_place++) {
		w = l->places[m->seen_place];
		w.start += begin - from->start;
		w.end += begin - from->start;
		w.x0 = scaled(w.x0, to->width, from->width);
		w.x1 = scaled(w.x1, to->width, from->width);
		w.y0 = scaled(w.y0, to->height, from->height);
		w.y1 = scaled(w.y1, to->height, from->height);
		if (take)
			r = layout_add_place(&m->layout, &w);
	}
	return r;
}

static int
merge_page(struct merge *m, size_t i, bool asked)
{
	const struct page *from = &m->seen->layout.pages[i];
	struct page p = m->own->layout.pages[i];
	bool take = asked && (from->flags & PAGE_READ) != 0;
	uint64_t shift;
	int r;

	if ((r = copy_until(m, p.start)) < 0)
		return r;
	shift = m->text.len - p.start;
	if ((r = copy_until(m, p.end)) < 0 ||
	    (r = own_places(m, i, shift)) < 0)
		return r;
	p.start += shift;
	p.own = m->text.len;
	if (take)
		p.flags = PAGE_READ;
	if (take && from->end > from->start) {
		if (p.own > p.start && m->text.data[p.own - 1] != '\n')
			(void)bytes_add(&m->text, "\n", 1);
		(void)bytes_add(&m->text, m->seen->text.data + from->start,
		    from->end - from->start);
	}
	if ((r = bytes_ok(&m->text)) < 0)
		return r;
	p.end = m->text.len;
	if ((r = seen_places(m, i, p.end - (from->end - from->start),
	    take)) < 0)
		return r;
	return layout_add_page(&m->layout, &p);
}

static bool
all_read(const struct layout *l)
{
	size_t i;

	for (i = 0; i < l->npages; i++)
		if ((l->pages[i].flags & PAGE_READ) == 0)
			return false;
	return l->npages > 0;
}

int
ocr_merge_report(struct exam *e, const struct exam *seen)
{
	const struct report *from = &seen->report;
	size_t i;
	int r = 0;

	if (all_read(&seen->layout))
		report_forget_marks(&e->report, MARK_OTHER_TEXT);
	for (i = 0; r == 0 && i < from->nmetas; i++)
		r = report_add_meta(&e->report, from->metas[i].group,
		    from->metas[i].name, from->metas[i].value);
	for (i = 0; r == 0 && i < from->nmarks; i++)
		r = report_add_mark(&e->report, from->marks[i].kind,
		    from->marks[i].count, from->marks[i].detail);
	return r;
}

int
ocr_merge(struct exam *e, const struct exam *seen, const struct bytes *pages)
{
	struct merge m = { .own = e, .seen = seen,
	    .text = BYTES_INIT(TEXT_MAX) };
	size_t i;
	int r = 0;

	if (seen->layout.npages != e->layout.npages ||
	    seen->report.format != e->report.format)
		return err_set(ERR_FORMAT, "two programs count the pages "
		    "differently; treat the document as hostile");
	for (i = 0; r == 0 && i < e->layout.npages; i++)
		r = merge_page(&m, i, is_asked(pages, i));
	if (r < 0 || (r = copy_until(&m, e->text.len)) < 0 ||
	    (r = layout_check(&m.layout, m.text.len)) < 0 ||
	    (r = ocr_merge_report(e, seen)) < 0)
		goto done;
	bytes_free(&e->text);
	layout_free(&e->layout);
	e->text = m.text;
	e->layout = m.layout;
	e->report.text_len = m.text.len;
	return 0;
done:
	bytes_free(&m.text);
	layout_free(&m.layout);
	return r;
}
