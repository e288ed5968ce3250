/* html_format.c -- a page as a document. */
#include <string.h>
#include <strings.h>

#include "intake/format/markup/html.h"
#include "intake/format/markup/markup.h"
#include "intake/format/page/pages.h"
#include "vault/base/err.h"

#define GROUP "HTML"

static const char *const mimes[] = {
	"text/html", "application/xhtml+xml", "text/xml", "text/plain",
	"image/svg+xml",	/* libmagic's word for a page with a drawing */
	NULL
};

static struct html
page_of(const struct doc *d)
{
	return (struct html){ .data = d->data, .len = d->len,
	    .flags = markup_is_xml(d) ? HTML_XHTML : 0 };
}

static bool
html_structure(const struct doc *d)
{
	char root[MARKUP_NAME_SIZE];

	return markup_root(d, root) &&
	    (strcasecmp(root, "html") == 0 || strcasecmp(root, "head") == 0 ||
	    strcasecmp(root, "body") == 0 || strcasecmp(root, "title") == 0);
}

static int
format_report(const struct doc *d, struct answer *a)
{
	struct html h = page_of(d);

	return markup_failed(a, html_report(&h, GROUP, a));
}

static int
format_text_of(const struct doc *d, struct answer *a, bool layout)
{
	struct bytes out = BYTES_INIT(TEXT_MAX);
	struct html h = page_of(d);
	int r;

	(void)layout;		/* a page has no pages */
	if ((r = markup_failed(a, html_text(&out, &h))) == 0)
		answer_text(a, out.data, out.len);
	bytes_free(&out);
	return r;
}

static int
format_clean(const struct doc *d, struct answer *a)
{
	struct bytes out = BYTES_INIT(CLEAN_MAX);
	struct html h = page_of(d);
	int r;

	if ((r = markup_failed(a, html_clean(&out, &h))) == 0)
		answer_file(a, out.data, out.len);
	bytes_free(&out);
	return r;
}

static int
format_apply(const struct doc *d, const struct edits *e, struct answer *a)
{
	struct bytes out = BYTES_INIT(CLEAN_MAX), text = BYTES_INIT(TEXT_MAX);
	struct html h = page_of(d);
	int r;

	if ((r = markup_edits(a, e)) != 0)
		return r;
	if ((r = markup_failed(a, html_text(&text, &h))) == 0 &&
	    (r = markup_failed(a, splice_fits(e, text.len))) == 0 &&
	    (r = markup_failed(a, html_apply(&out, &h, e, 0))) == 0)
		answer_file(a, out.data, out.len);
	bytes_free(&text);
	bytes_free(&out);
	return r;
}

static int
format_safe(const struct doc *d, struct answer *a)
{
	struct bytes clean = BYTES_INIT(CLEAN_MAX);
	struct bytes text = BYTES_INIT(TEXT_MAX);
	struct html h = page_of(d);
	int r;

	if ((r = markup_failed(a, html_clean(&clean, &h))) == 0) {
		h.data = clean.data;
		h.len = clean.len;
		if ((r = markup_failed(a, html_text(&text, &h))) == 0)
			r = markup_safe(a, &text);
	}
	bytes_free(&clean);
	bytes_free(&text);
	return r;
}

const struct format format_html = {
	.id = FORMAT_HTML,
	.mimes = mimes,
	.structure = html_structure,
	.generic = true,
	.report = format_report,
	.text = format_text_of,
	.clean = format_clean,
	.apply = format_apply,
	.safe = format_safe,
};
