/* pdf_make.c -- see pdf_make.h. */
#include "intake/format/pdf/pdf_make.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "intake/format/pdf/pdf_copy.h"
#include "intake/format/pdf/pdf_unseen.h"
#include "vault/base/err.h"

#define PAGES_TOLD 30u		/* numbers of pages in a mark's detail */
#define PAGES_TOLD_BYTES 400u
/* The second round and the third keep letters and specks that the one before
 * may not take, the last keeps all text of pages that still look different. */
#define ROUNDS 4

struct making {
	struct pdf_copy c;
	const struct doc *d;
	struct answer *a;
	struct pdf_made *m;
	struct pdf seen;	/* the old document, drawn when it is doubtful */
	struct pdf_soles soles;	/* of pages that need not be drawn */
	bool *specks;		/* pages whose tiny letters stay */
	bool *keep;		/* pages whose text stays */
	bool *thinned;		/* pages that lost text */
	struct bytes *unseen;	/* of each page: struct view_word */
	uint32_t *pictures;	/* parts of them that are hidden, on each page */
	uint32_t pages;
};

static void
count(struct made_count *n, uint64_t letters, uint32_t page)
{
	if (letters == 0)
		return;
	n->letters += letters;
	if (++n->npages <= PAGES_TOLD)
		bytes_addf(&n->pages, "%s%u", n->npages > 1 ? ", " : "",
		    page + 1);
	else if (n->npages == PAGES_TOLD + 1)
		bytes_add_str(&n->pages, ", ...");
}

static void
reset(struct made_count *n)
{
	bytes_free(&n->pages);
	*n = (struct made_count){ .pages = BYTES_INIT(PAGES_TOLD_BYTES) };
}

static void
reset_counts(struct pdf_made *m)
{
	size_t i;

	for (i = 0; i <= UNSEEN_LAST; i++)
		reset(&m->taken[i]);
	reset(&m->kept);
	reset(&m->specks);
	reset(&m->layer);
	reset(&m->pictures);
}

/* What is shown: the crop box inside the media box; A4's like for none. */
static struct rect
shown(qpdf_data q, qpdf_oh page)
{
	struct rect media = { 0, 0, 612, 792 }, crop;

	if (!pdf_rect(q, qpdf_oh_get_key(q, page, "/MediaBox"), &media) ||
	    !(media.x1 > media.x0) || !(media.y1 > media.y0))
		media = (struct rect){ 0, 0, 612, 792 };
	if (!pdf_rect(q, qpdf_oh_get_key(q, page, "/CropBox"), &crop))
		return media;
	crop.x0 = fmax(crop.x0, media.x0);
	crop.y0 = fmax(crop.y0, media.y0);
	crop.x1 = fmin(crop.x1, media.x1);
	crop.y1 = fmin(crop.y1, media.y1);
	return crop.x1 > crop.x0 && crop.y1 > crop.y0 ? crop : media;
}

static int
turn_of(qpdf_data q, qpdf_oh page)
{
	int turn = 0;

	(void)qpdf_oh_get_value_as_int(q, qpdf_oh_get_key(q, page, "/Rotate"),
	    &turn);
	turn = (turn % 360 + 360) % 360;
	return turn % 90 == 0 ? turn : 0;
}

static void
add_content(struct pdf_copy *c, struct bytes *all, qpdf_oh part)
{
	struct bytes data = BYTES_INIT(COPY_BODY_MAX);

	if (qpdf_oh_is_stream(c->q, part) &&
	    pdf_stream_plain(c->q, part, &data)) {
		bytes_add(all, data.data, data.len);
		bytes_add_str(all, "\n");
	}
	c->failed |= bytes_ok(&data) < 0;
	bytes_free(&data);
}

static void
load_content(struct pdf_copy *c, struct bytes *all, qpdf_oh page)
{
	qpdf_oh contents = qpdf_oh_get_key(c->q, page, "/Contents");
	int i, n;

	if (!qpdf_oh_is_array(c->q, contents)) {
		add_content(c, all, contents);
		return;
	}
	n = qpdf_oh_get_array_n_items(c->q, contents);
	for (i = 0; i < n; i++)
		add_content(c, all, qpdf_oh_get_array_item(c->q, contents, i));
}

static void
put_page(struct pdf_copy *c, qpdf_oh page, const struct bytes *content,
    const struct pdf_names *names)
{
	static const struct pdf_rule rules[] = {
		{ "/UserUnit", pdf_copy_number, NULL },
		{ "/Group", pdf_copy_group, NULL },
	};
	struct bytes none = BYTES_INIT(1), b = BYTES_INIT(COPY_BODY_MAX);
	const struct pdf_view *v = c->view;
	uint32_t number = pdf_out_stream(&c->out, &none, content->data,
	    content->len, true);

	bytes_addf(&b, "<</Type/Page/Parent %d 0 R/MediaBox[", OUT_PAGES);
	pdf_put_number(&b, v->crop.x0);
	pdf_put_number(&b, v->crop.y0);
	pdf_put_number(&b, v->crop.x1);
	pdf_put_number(&b, v->crop.y1);
	bytes_add_str(&b, "]");
	if (v->turn != 0)
		bytes_addf(&b, "/Rotate %d", v->turn);
	pdf_copy_keys(c, &b, page, rules, sizeof(rules) / sizeof(rules[0]));
	pdf_names_put(names, &b);
	bytes_add_str(&b, "/Contents ");
	(void)pdf_copy_reference(c, &b, number);
	bytes_add_str(&b, ">>");
	pdf_out_page(&c->out, pdf_out_object(&c->out, &b));
	c->failed |= bytes_ok(&b) < 0;
	bytes_free(&b);
}

static int
write_page(struct pdf_copy *c, qpdf_oh page)
{
	struct bytes all = BYTES_INIT(COPY_BODY_MAX);
	struct bytes content = BYTES_INIT(COPY_BODY_MAX);
	struct pdf_names names = PDF_NAMES_INIT;
	const struct pdf_state s = PDF_STATE_INIT;
	int r;

	load_content(c, &all, page);
	c->resources = qpdf_oh_get_key(c->q, page, "/Resources");
	c->failed |= bytes_ok(&all) < 0;
	r = pdf_content(c, &content, &names, all.data, all.len, c->resources,
	    &s);
	if (r == 0)
		put_page(c, page, &content, &names);
	pdf_names_free(&names);
	bytes_free(&all);
	bytes_free(&content);
	return c->failed ? -1 : 0;
}

/* Words that show nothing, or little, and are still there. */
static uint64_t
left(const struct pdf_view *v)
{
	const struct view_word *w =
	    (const struct view_word *)(const void *)v->unseen.data;
	uint64_t n = 0;
	size_t i;

	for (i = 0; i < v->unseen.len / sizeof *w; i++)
		n += w[i].taken == 0 ? !w[i].guess :
		    w[i].shows.x0 <= w[i].shows.x1;
	return n;
}

static int
decide(struct making *k, uint32_t i)
{
	if (k->seen.poppler == NULL && pdf_open_flat(&k->seen, k->c.q, k->a) < 0)
		return -1;
	if (k->seen.pages != k->pages)
		return answer_refuse(k->a, REASON_DAMAGED,
		    "two readers count its pages differently");
	if (k->unseen[i].len > 0) {	/* looked at before */
		(void)bytes_add(&k->c.view->unseen, k->unseen[i].data,
		    k->unseen[i].len);
	} else {
		if (pdf_unseen(k->c.view, &k->seen, k->c.q,
		    &k->soles, i, k->a) < 0)
			return -1;
		(void)bytes_add(&k->unseen[i], k->c.view->unseen.data,
		    k->c.view->unseen.len);
	}
	pdf_view_decide(k->c.view);
	k->c.view->specks_stay = k->specks[i];
	k->c.view->layers_only = k->keep[i];
	return 0;
}

static int
do_page(struct making *k, uint32_t i)
{
	struct pdf_mark mark = pdf_out_mark(&k->c.out);
	qpdf_oh page = qpdf_get_page_n(k->c.q, i);
	unsigned embedded = k->c.embedded;
	struct pdf_view v;
	size_t why;
	int r;

	pdf_view_init(&v);
	v.crop = shown(k->c.q, page);
	v.turn = turn_of(k->c.q, page);
	k->c.view = &v;
	k->c.repeats.page = i;
	if ((r = write_page(&k->c, page)) < 0 ||
	    (v.doubtful && (r = decide(k, i)) < 0))
		goto done;
	if (k->pictures[i] < v.hidden_pictures)
		k->pictures[i] = v.hidden_pictures;
	count(&k->m->pictures, k->pictures[i], i);
	if (!v.doubtful)
		goto done;
	pdf_out_back(&k->c.out, &mark);
	k->c.embedded = embedded;
	if ((r = write_page(&k->c, page)) < 0)
		goto done;
	for (why = 0; why <= UNSEEN_LAST; why++) {
		count(&k->m->taken[why], v.taken[why], i);
		k->thinned[i] |= v.taken[why] > 0;
	}
	count(&k->m->kept, left(&v), i);
	count(&k->m->specks, v.specks, i);
	count(&k->m->layer, v.layer, i);
done:
	k->c.view = NULL;
	pdf_view_free(&v);
	qpdf_oh_release_all(k->c.q);
	return r;
}

static int
make_all(struct making *k)
{
	uint32_t i;
	int r = 0;

	reset_counts(k->m);
	memset(k->thinned, 0, k->pages * sizeof *k->thinned);
	k->c.embedded = 0;
	k->c.replaced = 0;
	if (pdf_out_begin(&k->c.out) < 0)
		return answer_refuse(k->a, REASON_LIMIT,
		    "no memory for a cleaned copy");
	for (i = 0; i < k->pages && r == 0; i++)
		r = do_page(k, i);
	if (r == 0 && !k->c.failed && pdf_out_end(&k->c.out) == 0)
		return 0;
	return answer_refuse(k->a, REASON_LIMIT,
	    "the cleaned copy does not fit its limit");
}

/* Pages that lost text look as before, or keep it: *again when one does not. */
static int
compare(struct making *k, bool last, bool *again)
{
	struct doc made = { .data = k->c.out.file.data,
	    .len = k->c.out.file.len };
	struct pdf pdf = PDF_INIT;
	bool same;
	uint32_t i;
	int r = 0;

	*again = false;
	for (i = 0; i < k->pages && r == 0; i++) {
		if (!k->thinned[i] || k->keep[i])
			continue;
		same = true;
		if (pdf.poppler == NULL && (r = pdf_open(&pdf, &made, k->a)) < 0)
			break;
		r = pdf_looks_alike(&same, &k->unseen[i], &k->seen, &pdf, i,
		    k->a);
		if (!same) {
			*again = k->specks[i] = true;
			k->keep[i] = last;
		}
	}
	pdf_close(&pdf);
	return r;
}

/* Its real pages are made when an XML form runs; those here are a notice. */
static bool
is_made_by_form(qpdf_data q)
{
	qpdf_oh root = qpdf_get_root(q);
	qpdf_oh form = qpdf_oh_get_key(q, root, "/AcroForm");
	QPDF_BOOL needs = QPDF_FALSE;

	return qpdf_oh_get_value_as_bool(q, qpdf_oh_get_key(q, root,
	    "/NeedsRendering"), &needs) && needs &&
	    qpdf_oh_is_dictionary(q, form) && qpdf_oh_has_key(q, form, "/XFA");
}

static int
open_all(struct making *k)
{
	int n;

	if (pdf_structure(&k->c.q, k->d, k->a) < 0)
		return -1;
	if (!k->c.out.dry && is_made_by_form(k->c.q))
		return answer_refuse(k->a, REASON_UNSUPPORTED,
		    "its pages are made by an XML form (XFA)");
	if ((n = qpdf_get_num_pages(k->c.q)) <= 0)
		return answer_refuse(k->a, REASON_DAMAGED, "it has no pages");
	if ((unsigned)n > PAGES_MAX)
		return answer_refuse(k->a, REASON_LIMIT, "over %u pages",
		    PAGES_MAX);
	if (pdf_flatten_pages(k->c.q, true) < 0)
		return answer_refuse(k->a, REASON_DAMAGED,
		    "its pages cannot be read");
	k->pages = (uint32_t)n;
	k->c.layers = pdf_layers(k->c.q);
	k->c.fonts = pdf_fonts();
	k->specks = calloc(k->pages, sizeof *k->specks);
	k->keep = calloc(k->pages, sizeof *k->keep);
	k->unseen = calloc(k->pages, sizeof *k->unseen);
	k->thinned = calloc(k->pages, sizeof *k->thinned);
	k->pictures = calloc(k->pages, sizeof *k->pictures);
	if (k->c.layers == NULL || k->c.fonts == NULL || k->specks == NULL ||
	    k->keep == NULL || k->thinned == NULL || k->unseen == NULL ||
	    k->pictures == NULL)
		return answer_refuse(k->a, REASON_LIMIT,
		    "no memory for a cleaned copy");
	for (n = 0; n < (int)k->pages; n++)
		k->unseen[n] = BYTES_INIT(VIEW_RECTS_MAX *
		    sizeof(struct view_word));
	answer_pages(k->a, k->pages);
	return 0;
}

static void
take_watermarks(struct making *k)
{
	const struct pdf_repeat *r =
	    (const struct pdf_repeat *)(const void *)k->c.repeats.list.data;
	size_t i;

	for (i = 0; i < k->c.repeats.list.len / sizeof *r; i++)
		if (pdf_repeat_marks(&r[i], k->pages))
			(void)bytes_add(&k->m->watermarks, &r[i], sizeof *r);
}

static bool
any_thinned(const struct making *k)
{
	uint32_t i;

	for (i = 0; i < k->pages; i++)
		if (k->thinned[i])
			return true;
	return false;
}

/* What is taken must be looked at, and for that it is written in any case. */
static int
make_rounds(struct making *k)
{
	bool again = true;
	int r = 0, round;

	if (k->c.out.dry && ((r = make_all(k)) < 0 || !any_thinned(k)))
		return r;
	k->c.out.dry = false;
	for (round = 0; r == 0 && again && round < ROUNDS; round++) {
		pdf_out_free(&k->c.out);
		if ((r = make_all(k)) == 0)
			r = compare(k, round >= ROUNDS - 2, &again);
	}
	return r;
}

static void
making_free(struct making *k)
{
	uint32_t i;

	pdf_out_free(&k->c.out);
	pdf_close(&k->seen);
	pdf_soles_free(&k->soles);
	pdf_layers_free(k->c.layers);
	pdf_fonts_free(k->c.fonts);
	bytes_free(&k->c.repeats.list);
	for (i = 0; k->unseen != NULL && i < k->pages; i++)
		bytes_free(&k->unseen[i]);
	free(k->unseen);
	free(k->specks);
	free(k->keep);
	free(k->thinned);
	free(k->pictures);
	pdf_structure_close(&k->c.q);
}

static int
cut_page(struct making *k, uint32_t i, struct pdf_cut *cut)
{
	static const struct view_cut none = { .drawn = false };
	qpdf_oh page = qpdf_get_page_n(k->c.q, i);
	struct pdf_view v;
	int r;

	pdf_view_init(&v);
	v.crop = shown(k->c.q, page);
	v.turn = turn_of(k->c.q, page);
	pdf_view_decide(&v);
	v.ncuts = cut->boxes.len / sizeof none;
	v.cuts = v.ncuts > 0 ? (const struct view_cut *)(const void *)
	    cut->boxes.data : &none;
	k->c.view = &v;
	r = write_page(&k->c, page);
	cut->spoilt |= v.spoilt;
	k->c.view = NULL;
	pdf_view_free(&v);
	qpdf_oh_release_all(k->c.q);
	return r;
}

int
pdf_make_cut(struct bytes *file, const struct doc *d, struct pdf_cut *cuts,
    uint32_t pages, struct answer *a)
{
	struct making k = { .c = { .a = a, .repeats = PDF_REPEATS_INIT },
	    .d = d, .a = a, .seen = PDF_INIT };
	uint32_t i;
	int r;

	if ((r = open_all(&k)) < 0)
		goto done;
	if (k.pages != pages || pdf_out_begin(&k.c.out) < 0) {
		r = answer_refuse(a, REASON_DAMAGED, "its pages cannot be "
		    "counted twice alike");
		goto done;
	}
	for (i = 0; i < pages && r == 0; i++)
		r = cut_page(&k, i, &cuts[i]);
	if (r < 0 || k.c.failed || pdf_out_end(&k.c.out) < 0) {
		r = answer_refuse(a, REASON_LIMIT,
		    "the copy does not fit its limit");
		goto done;
	}
	*file = k.c.out.file;
	k.c.out.file = BYTES_INIT(CLEAN_MAX);
done:
	making_free(&k);
	return r;
}

int
pdf_make(struct pdf_made *m, const struct doc *d, bool file, struct answer *a)
{
	struct making k = { .c = { .a = a, .out = { .dry = !file },
	    .repeats = PDF_REPEATS_INIT }, .d = d,
	    .a = a, .m = m, .seen = PDF_INIT };
	int r;

	*m = (struct pdf_made){ .file = BYTES_INIT(CLEAN_MAX),
	    .watermarks = BYTES_INIT(REPEATS_MAX * sizeof(struct pdf_repeat)) };
	if ((r = open_all(&k)) == 0 && (r = make_rounds(&k)) == 0) {
		m->file = k.c.out.file;
		m->replaced = k.c.replaced;
		take_watermarks(&k);
		k.c.out.file = BYTES_INIT(CLEAN_MAX);
	}
	making_free(&k);
	return r;
}

void
pdf_made_free(struct pdf_made *m)
{
	size_t i;

	for (i = 0; i <= UNSEEN_LAST; i++)
		bytes_free(&m->taken[i].pages);
	bytes_free(&m->kept.pages);
	bytes_free(&m->specks.pages);
	bytes_free(&m->layer.pages);
	bytes_free(&m->pictures.pages);
	bytes_free(&m->watermarks);
	bytes_free(&m->file);
}
