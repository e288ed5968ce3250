/* epub.c -- the row of electronic books. */
#include "intake/format/epub/epub.h"

#include <string.h>

#include "intake/format/answer.h"
#include "intake/format/epub/epub_report.h"
#include "intake/format/epub/epub_write.h"
#include "intake/format/package/inside.h"
#include "intake/format/package/mimetype.h"
#include "intake/format/page/pages.h"
#include "vault/base/err.h"

static bool
structure(const struct doc *d)
{
	char mime[MIMETYPE_SIZE];

	mimetype_read(mime, d->data, d->len);
	return strcmp(mime, "application/epub+zip") == 0;
}

static int
report(const struct doc *d, struct answer *a)
{
	struct epub_book b;
	int r;

	if ((r = epub_book_open(&b, d)) == 0)
		r = epub_report(&b, a);
	epub_book_close(&b);
	return r < 0 ? answer_refuse_code(a, r) : 0;
}

static int
text(const struct doc *d, struct answer *a, bool layout)
{
	struct bytes out = BYTES_INIT(TEXT_MAX);
	struct epub_book b;
	size_t labels;
	int r;

	(void)layout;	/* its pages are made by who shows it: layout.h */
	if ((r = epub_book_open(&b, d)) == 0 &&
	    (r = epub_text(&b, &out, &labels)) == 0)
		answer_text(a, out.data, out.len);
	epub_book_close(&b);
	bytes_free(&out);
	return r < 0 ? answer_refuse_code(a, r) : 0;
}

/* Parts keep their paths, for links lead there: one that is named by what has
 * to go would tell it. */
static int
check_paths(const struct epub_book *b, const struct edits *e,
    struct answer *a)
{
	struct bytes out = BYTES_INIT(TEXT_MAX);
	size_t i, k, len, labels;
	int r;

	if ((r = epub_text(b, &out, &labels)) < 0)
		goto done;
	for (i = 0; i < e->nranges && r == 0; i++) {
		const struct edit *range = &e->ranges[i];

		if (range->end > out.len) {
			r = err_set(ERR_FORMAT, "a redaction does not fit the "
			    "text; make the plan again");
			break;
		}
		len = (size_t)(range->end - range->start);
		for (k = 0; k < b->n && r == 0 && len > 2; k++)
			if (memmem(b->items[k].path,
			    strlen(b->items[k].path), out.data + range->start,
			    len) != NULL)
				r = answer_refuse(a, REASON_UNSUPPORTED,
				    "a part of the book is named by words "
				    "that have to go");
	}
done:
	bytes_free(&out);
	return r;
}

static int
write_copy(const struct doc *d, const struct edits *e, struct answer *a)
{
	struct bytes out = BYTES_INIT(CLEAN_MAX);
	struct epub_book b;
	int r;

	if ((r = epub_book_open(&b, d)) == 0 &&
	    (e == NULL || (r = check_paths(&b, e, a)) == 0) &&
	    (r = epub_write(&b, e, &out)) == 0)
		answer_file(a, out.data, out.len);
	epub_book_close(&b);
	bytes_free(&out);
	if (r < 0 && answer_refused(a))
		return -1;
	return r < 0 ? answer_refuse_code(a, r) : 0;
}

static int
clean(const struct doc *d, struct answer *a)
{
	return write_copy(d, NULL, a);
}

static int
apply(const struct doc *d, const struct edits *e, struct answer *a)
{
	return write_copy(d, e, a);
}

static int
safe(const struct doc *d, struct answer *a)
{
	struct bytes out = BYTES_INIT(TEXT_MAX);
	struct pages *pages = NULL;
	struct epub_book b;
	size_t labels;
	int r, drawn = 0;

	if ((r = epub_book_open(&b, d)) == 0 &&
	    (r = epub_text(&b, &out, &labels)) == 0 &&
	    (drawn = pages_new(&pages, a)) == 0 &&
	    (drawn = pages_add_text(pages, out.data != NULL ?
	    (const char *)out.data : "", out.len)) == 0)
		drawn = pages_end(pages);
	pages_free(pages);
	epub_book_close(&b);
	bytes_free(&out);
	return r < 0 ? answer_refuse_code(a, r) : drawn;
}

static const char *const mimes[] = { "application/epub+zip",
	"application/zip", "application/octet-stream", NULL };

const struct format format_epub = {
	.id = FORMAT_EPUB,
	.mimes = mimes,
	.structure = structure,
	.report = report,
	.text = text,
	.clean = clean,
	.apply = apply,
	.inside = package_inside,
	.safe = safe
};
