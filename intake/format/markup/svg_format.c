/* svg_format.c -- a drawing as a document. */
#include <string.h>
#include <strings.h>

#include "intake/format/markup/markup.h"
#include "intake/format/markup/svg.h"

#define GROUP "SVG"
#define ROUNDS_MAX 8		/* two are usual */

static const char *const mimes[] = {
	"image/svg+xml", "image/svg", "text/xml", "text/html", "text/plain",
	NULL
};

static bool
svg_structure(const struct doc *d)
{
	char root[MARKUP_NAME_SIZE], *local;

	if (!markup_root(d, root))
		return false;
	local = strchr(root, ':');
	return strcmp(local != NULL ? local + 1 : root, "svg") == 0;
}

/* The drawing in UTF-8, looked over; each job goes over it once more. */
struct drawing {
	struct bytes utf8;
	struct svg svg;
};

static int
drawing_open(struct drawing *g, const struct doc *d)
{
	int r;

	*g = (struct drawing){ .utf8 = BYTES_INIT(DOCUMENT_MAX),
	    .svg.names = NAMESET_INIT };
	if ((r = markup_utf8(&g->utf8, d->data, d->len, NULL)) < 0)
		return r;
	return svg_open(&g->svg, (const char *)g->utf8.data, g->utf8.len);
}

static void
drawing_close(struct drawing *g)
{
	svg_close(&g->svg);
	bytes_free(&g->utf8);
}

static int
go(const struct doc *d, struct bytes *text, struct bytes *copy,
    const struct edits *e, struct marks_seen *seen)
{
	struct line_out *line = NULL;
	struct drawing g;
	int r;

	if ((r = drawing_open(&g, d)) == 0 &&
	    (r = line_out_new(&line, text, copy, e, 0, 0)) == 0) {
		line_out_look(line, seen);
		if ((r = svg_walk(&g.svg, line)) == 0)
			r = line_out_end(line);
	}
	line_out_free(line);
	drawing_close(&g);
	return r;
}

static int
svg_report(const struct doc *d, struct answer *a)
{
	struct marks_seen seen = { 0 };
	struct drawing g;
	int r;

	if ((r = drawing_open(&g, d)) == 0)
		r = svg_look(&g.svg, a);
	drawing_close(&g);
	if (r == 0 && (r = go(d, NULL, NULL, NULL, &seen)) == 0)
		markup_marks(a, &seen, GROUP);
	return markup_failed(a, r);
}

static int
svg_text(const struct doc *d, struct answer *a, bool layout)
{
	struct bytes text = BYTES_INIT(TEXT_MAX);
	int r;

	(void)layout;		/* nothing here draws */
	if ((r = markup_failed(a, go(d, &text, NULL, NULL, NULL))) == 0)
		answer_text(a, text.data, text.len);
	bytes_free(&text);
	return r;
}

/* What something that went had kept goes, too: until nothing changes. */
static int
settle(struct bytes *copy, int r)
{
	struct bytes next = BYTES_INIT(CLEAN_MAX), swap;
	unsigned rounds;
	struct doc d;

	for (rounds = 1; r == 0 && rounds < ROUNDS_MAX; rounds++) {
		bytes_reset(&next);
		d = (struct doc){ .data = copy->data, .len = copy->len };
		if ((r = go(&d, NULL, &next, NULL, NULL)) < 0 ||
		    (next.len == copy->len &&
		    memcmp(next.data, copy->data, next.len) == 0))
			break;
		swap = *copy;
		*copy = next;
		next = swap;
	}
	bytes_free(&next);
	return r;
}

static int
svg_clean(const struct doc *d, struct answer *a)
{
	struct bytes copy = BYTES_INIT(CLEAN_MAX);
	int r;

	if ((r = markup_failed(a, settle(&copy, go(d, NULL, &copy, NULL,
	    NULL)))) == 0)
		answer_file(a, copy.data, copy.len);
	bytes_free(&copy);
	return r;
}

static int
svg_apply(const struct doc *d, const struct edits *e, struct answer *a)
{
	struct bytes copy = BYTES_INIT(CLEAN_MAX), text = BYTES_INIT(TEXT_MAX);
	int r;

	if ((r = markup_edits(a, e)) == 0 &&
	    (r = markup_failed(a, settle(&copy, go(d, &text, &copy, e,
	    NULL)))) == 0 &&
	    (r = markup_failed(a, splice_fits(e, text.len))) == 0)
		answer_file(a, copy.data, copy.len);
	bytes_free(&copy);
	bytes_free(&text);
	return r;
}

/* Nothing in this program draws it: its words are what can be shown. */
static int
svg_safe(const struct doc *d, struct answer *a)
{
	struct bytes text = BYTES_INIT(TEXT_MAX), copy = BYTES_INIT(CLEAN_MAX);
	struct doc clean;
	int r;

	if ((r = markup_failed(a, settle(&copy, go(d, NULL, &copy, NULL,
	    NULL)))) == 0) {
		clean = (struct doc){ .data = copy.data, .len = copy.len };
		r = markup_failed(a, go(&clean, &text, NULL, NULL, NULL));
	}
	if (r == 0 && text.len == 0)
		r = answer_refuse(a, REASON_UNSUPPORTED, "drawings are not "
		    "drawn, and this one has no words; its cleaned copy is "
		    "what can be looked at");
	if (r == 0)
		r = markup_safe(a, &text);
	bytes_free(&text);
	bytes_free(&copy);
	return r;
}

const struct format format_svg = {
	.id = FORMAT_SVG,
	.mimes = mimes,
	.structure = svg_structure,
	.generic = true,
	.report = svg_report,
	.text = svg_text,
	.clean = svg_clean,
	.apply = svg_apply,
	.safe = svg_safe,
};
