/* ocr.c -- see ocr.h. */
#include "intake/format/ocr/ocr.h"

#include <sys/resource.h>

#include "intake/format/answer.h"
#include "intake/format/ocr/engine.h"
#include "intake/format/ocr/page.h"
#include "intake/format/pdf/pdf.h"

#define PICTURE_DPI 150.0	/* of a safe copy's page: a dot for each pixel */
#define CPU_LEFT 3.0		/* seconds: no page is begun with less */

struct reading {
	struct answer *a;
	const struct doc *asked;	/* its `pages` say which */
	double dpi, slowest, began;
	struct findings_of_pages found;
};

void
ocr_prepare(void)
{
	pdf_prepare();
	engine_prepare();
}

static bool
is_asked(const struct doc *d, uint32_t i)
{
	return i / 8 < d->npages && (d->pages[i / 8] >> i % 8 & 1) != 0;
}

/* Is there CPU time for one more page, as slow as the slowest so far? */
static bool
has_time(struct reading *r)
{
	struct rusage used = { .ru_utime = { 0 } };
	struct rlimit limit;
	double now;

	if (getrlimit(RLIMIT_CPU, &limit) < 0 ||
	    getrusage(RUSAGE_SELF, &used) < 0)
		return false;
	now = (double)used.ru_utime.tv_sec + (double)used.ru_stime.tv_sec +
	    1e-6 * (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
	if (r->began > 0 && now - r->began > r->slowest)
		r->slowest = now - r->began;
	r->began = now;
	return now + CPU_LEFT + 2 * r->slowest < (double)limit.rlim_cur;
}

static int
read_page(struct reading *r, const struct pdf *pdf, uint32_t i)
{
	struct page out = { .start = answer_text_len(r->a) };
	struct pdf_page page;
	bool read = false;
	int e = 0;

	if (pdf_page_open(&page, pdf, i, r->a) < 0)
		return -1;
	out.width = (uint32_t)page.w;
	out.height = (uint32_t)page.h;
	if (is_asked(r->asked, i) && has_time(r))
		e = page_read(&page, i, r->dpi, r->asked->only_codes, r->a,
		    &r->found, &read);
	out.end = answer_text_len(r->a);
	out.flags = read ? PAGE_READ : 0;
	answer_page(r->a, &out);
	pdf_page_close(&page);
	return e;
}

static void
tell_marks(struct reading *r)
{
	const char *where = bytes_str(&r->found.where);

	if (r->found.other > 0)
		answer_mark(r->a, MARK_OTHER_TEXT, r->found.other,
		    "the text is not what is seen on page %s",
		    where != NULL ? where : "");
}

static int
read_pages(const struct doc *pdf_of, const struct doc *asked, double dpi,
    struct answer *a)
{
	struct reading r = { .a = a, .asked = asked, .dpi = dpi,
	    .found = { .where = BYTES_INIT(WHERE_MAX) } };
	struct pdf pdf = PDF_INIT;
	uint32_t i;
	int e;

	if ((e = pdf_open(&pdf, pdf_of, a)) < 0)
		goto done;
	for (i = 0; e == 0 && i < pdf.pages; i++)
		e = read_page(&r, &pdf, i);
	if (e == 0)
		tell_marks(&r);
done:
	bytes_free(&r.found.where);
	pdf_close(&pdf);
	return e;
}

int
ocr_pdf(const struct doc *d, struct answer *a, bool layout)
{
	(void)layout;
	return read_pages(d, d, OCR_DPI, a);
}

/* The PDF of the picture's safe copy, appended to `out`. */
static int
show(const struct format *family, const struct doc *d, struct bytes *out)
{
	struct answer *a = NULL;
	int r = -1;

	if (answer_new_file(&a, out) == 0 && family->safe(d, a) == 0 &&
	    !answer_refused(a) && answer_end(a) == 0)
		r = 0;
	answer_free(a);
	return r;
}

int
ocr_picture(const struct doc *d, struct answer *a, const struct format *family)
{
	struct bytes shown = BYTES_INIT(CLEAN_MAX);
	struct doc pdf;
	int r;

	if (show(family, d, &shown) < 0) {
		r = answer_refuse(a, REASON_DAMAGED, "it cannot be shown");
		goto done;
	}
	pdf = (struct doc){ .data = shown.data, .len = shown.len };
	r = read_pages(&pdf, d, PICTURE_DPI, a);
done:
	bytes_free(&shown);
	return r;
}
