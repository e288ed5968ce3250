/* html.c -- see html.h. */
#include "intake/format/markup/html.h"

#include <string.h>

#include "intake/format/markup/html_look.h"
#include "intake/format/markup/html_walk.h"
#include "intake/format/markup/markup.h"
#include "intake/format/normal/links.h"
#include "vault/base/err.h"

#define ROUNDS_MAX 8		/* two are usual */

/* Everything a page is until it is walked. */
struct ready {
	struct bytes utf8;
	struct html_page *page;
	struct html_first first;
};

static void
finish(struct ready *p)
{
	html_page_close(p->page);
	html_first_free(&p->first);
	bytes_free(&p->utf8);
}

static int
ready(struct ready *p, const struct html *h)
{
	bool xml = (h->flags & HTML_XHTML) != 0;
	int r;

	*p = (struct ready){ .utf8 = BYTES_INIT(HTML_MAX) };
	if ((r = markup_utf8(&p->utf8, h->data, h->len, h->charset)) < 0 ||
	    (r = html_page_open(&p->page, (const char *)p->utf8.data,
	    p->utf8.len, xml)) < 0)
		return r;
	return html_first_read(&p->first, h, p->page);
}

static int
go(const struct html *h, struct bytes *text, struct bytes *copy,
    const struct edits *e, uint64_t at, struct marks_seen *seen)
{
	struct ready p;
	struct html_job job = { .html = h, .first = &p.first };
	int r;

	if ((r = ready(&p, h)) < 0 ||
	    (r = line_out_new(&job.line, text, copy, e, at, 0)) < 0)
		goto done;
	line_out_look(job.line, seen);
	job.page = p.page;
	if ((r = html_walk(&job)) == 0)
		r = line_out_end(job.line);
done:
	line_out_free(job.line);
	finish(&p);
	return r;
}

int
html_text(struct bytes *out, const struct html *h)
{
	return go(h, out, NULL, NULL, 0, NULL);
}

/*
 * What is nested as HTML does not allow is read in another way when it is read
 * again: until nothing changes any more.  An address that was replaced is asked
 * for once only.
 */
static int
settle(struct bytes *out, const struct html *h, const struct edits *e,
    uint64_t at)
{
	struct bytes now = BYTES_INIT(out->max), next = BYTES_INIT(out->max);
	struct bytes swap;
	struct html again = *h;
	unsigned rounds;
	int r;

	again.charset = NULL;		/* what is written is UTF-8 */
	r = go(h, NULL, &now, e, at, NULL);
	for (rounds = 1; r == 0 && h->resource == NULL && rounds < ROUNDS_MAX;
	    rounds++) {
		bytes_reset(&next);
		again.data = now.data;
		again.len = now.len;
		if ((r = go(&again, NULL, &next, NULL, 0, NULL)) < 0 ||
		    (next.len == now.len &&
		    memcmp(next.data, now.data, now.len) == 0))
			break;
		swap = now;
		now = next;
		next = swap;
	}
	if (r == 0)
		r = bytes_take(out, &now);
	bytes_free(&now);
	bytes_free(&next);
	return r;
}

int
html_clean(struct bytes *out, const struct html *h)
{
	return settle(out, h, NULL, 0);
}

int
html_apply(struct bytes *out, const struct html *h, const struct edits *e,
    uint64_t at)
{
	return settle(out, h, e, at);
}

int
html_report(const struct html *h, const char *group, struct answer *a)
{
	struct bytes text = BYTES_INIT(TEXT_MAX);
	struct marks_seen seen = { 0 };
	struct ready p;
	int r;

	if ((r = ready(&p, h)) == 0)
		r = html_look(h, p.page, &p.first, group, a);
	finish(&p);
	if (r < 0 || (r = go(h, &text, NULL, NULL, 0, &seen)) < 0)
		goto done;
	links_report(text.data, text.len, a);
	markup_marks(a, &seen, group);
done:
	bytes_free(&text);
	return r;
}
