/* pdf_copy_form.c -- what is drawn like a page: forms (8.10) and patterns. */
#include "intake/format/pdf/pdf_copy.h"

#include <string.h>

#include "intake/format/pdf/pdf_view.h"

#define N(rules) (sizeof(rules) / sizeof((rules)[0]))
#define EACH_TIME UINT32_MAX	/* it is not the same wherever it is drawn */

/* What else is remembered of a form, beside what it became (KIND_FORM). */
#define KEY_REPEAT ((uint64_t)1 << 52)
#define KEY_INVISIBLE ((uint64_t)1 << 53)
#define KEY_STATELESS ((uint64_t)1 << 54)
#define KEY_FLAGS ((uint64_t)1 << 55)

/* What a form that is written already does to a page that draws it again. */
enum { FORM_TEXT = 1, FORM_PAINTS = 2, FORM_DOUBTFUL = 4 };

static const struct pdf_rule form_rules[] = {
	{ "/BBox", pdf_copy_numbers, NULL },
	{ "/Matrix", pdf_copy_numbers, NULL },
	{ "/Group", pdf_copy_group, NULL },
};

static uint64_t
taken(const struct pdf_view *v)
{
	uint64_t n = 0;
	size_t i;

	for (i = 0; v != NULL && i <= UNSEEN_LAST; i++)
		n += v->taken[i];
	return n;
}

static uint32_t
write(struct pdf_copy *c, qpdf_oh form, qpdf_oh resources,
    const struct pdf_state *s)
{
	qpdf_oh dict = qpdf_oh_get_dict(c->q, form);
	qpdf_oh own = qpdf_oh_get_key(c->q, dict, "/Resources");
	double matrix[6] = { 1, 0, 0, 1, 0, 0 };
	struct pdf_state inner;
	struct bytes data = BYTES_INIT(COPY_BODY_MAX);
	struct bytes content = BYTES_INIT(COPY_BODY_MAX);
	struct bytes body = BYTES_INIT(COPY_BODY_MAX);
	struct pdf_names names = PDF_NAMES_INIT;
	uint32_t number = 0;

	if (s != NULL) {
		inner = *s;
		(void)pdf_numbers(c->q, qpdf_oh_get_key(c->q, dict,
		    "/Matrix"), matrix, 6);
		pdf_multiply(inner.ctm, matrix);
	}
	bytes_add_str(&body, "/Type/XObject/Subtype/Form");
	pdf_copy_keys(c, &body, dict, form_rules, N(form_rules));
	if (!pdf_stream_plain(c->q, form, &data) || pdf_content(c, &content,
	    &names, data.data, data.len, qpdf_oh_is_dictionary(c->q, own) ?
	    own : resources, s != NULL ? &inner : NULL) < 0)
		goto done;
	pdf_names_put(&names, &body);
	number = pdf_out_stream(&c->out, &body, content.data, content.len,
	    true);
done:
	c->failed |= bytes_ok(&data) < 0;
	pdf_names_free(&names);
	bytes_free(&data);
	bytes_free(&content);
	bytes_free(&body);
	return number;
}

/* What of the page changed while the form was gone through. */
static uint32_t
flags_since(const struct pdf_view *v, size_t text, size_t paint, bool doubtful)
{
	return (v->text.len > text ? FORM_TEXT : 0) |
	    (v->fills.len + v->pictures.len > paint ? FORM_PAINTS : 0) |
	    (v->doubtful && !doubtful ? FORM_DOUBTFUL : 0);
}

/* It was written for a page before: what does it do to this one? */
static void
recall(struct pdf_copy *c, qpdf_oh form, uint64_t key,
    const struct pdf_state *s)
{
	qpdf_oh dict = qpdf_oh_get_dict(c->q, form);
	double matrix[6] = { 1, 0, 0, 1, 0, 0 };
	struct pdf_state inner = *s;
	struct rect box;
	uint32_t flags = 0;

	if (!pdf_out_known(&c->out, key, &flags) || !pdf_rect(c->q,
	    qpdf_oh_get_key(c->q, dict, "/BBox"), &box))
		return;
	(void)pdf_numbers(c->q, qpdf_oh_get_key(c->q, dict, "/Matrix"),
	    matrix, 6);
	pdf_multiply(inner.ctm, matrix);
	box = pdf_rect_under(&box, inner.ctm);
	if ((flags & FORM_PAINTS) != 0)
		pdf_view_fill(c->view, &box, -1);
	if ((flags & FORM_TEXT) != 0)
		pdf_view_text(c->view, &box, s, box.y1 - box.y0);
	c->view->doubtful |= (flags & FORM_DOUBTFUL) != 0;
	if (pdf_out_known(&c->out, key ^ KEY_REPEAT, &flags) && flags > 0)
		pdf_repeats_again(&c->repeats, flags - 1);
}

static uint32_t
write_and_learn(struct pdf_copy *c, qpdf_oh form, qpdf_oh resources,
    const struct pdf_state *s, uint64_t key)
{
	uint64_t before = taken(s != NULL ? c->view : NULL);
	size_t text = 0, paint = 0;
	bool doubtful = false;
	uint32_t number, repeat = c->repeat;

	if (s != NULL && c->view != NULL) {
		text = c->view->text.len;
		paint = c->view->fills.len + c->view->pictures.len;
		doubtful = c->view->doubtful;
		c->view->doubtful = false;
	}
	pdf_out_learn(&c->out, key, 0);
	c->repeat = 0;
	number = write(c, form, resources, s);
	if (s == NULL || c->view == NULL) {
		pdf_out_learn(&c->out, key, number);
		return number;
	}
	pdf_out_learn(&c->out, key, taken(c->view) > before ? EACH_TIME :
	    number);
	if (!c->view->decided) {
		pdf_out_learn(&c->out, key ^ KEY_FLAGS,
		    flags_since(c->view, text, paint, false));
		pdf_out_learn(&c->out, key ^ KEY_FLAGS ^ KEY_REPEAT,
		    c->repeat);
		if (c->repeat == 0)
			c->repeat = repeat;
	}
	c->view->doubtful |= doubtful;
	return number;
}

bool
pdf_copy_form(struct pdf_copy *c, struct bytes *b, qpdf_oh form,
    qpdf_oh resources, const struct pdf_state *s)
{
	/* Invisible letters make another form of it. */
	uint64_t key = pdf_copy_key(c, form, KIND_FORM) ^ (s == NULL ?
	    KEY_STATELESS : s->mode == 3 ? KEY_INVISIBLE : 0);
	uint32_t number = 0;

	if (!qpdf_oh_is_stream(c->q, form))
		return false;
	if (c->depth >= COPY_DEPTH_MAX) {
		c->deep = true;
		return false;
	}
	if (!pdf_out_known(&c->out, key, &number) || number == EACH_TIME) {
		c->depth++;
		number = write_and_learn(c, form, resources, s, key);
		c->depth--;
	} else if (s != NULL && c->view != NULL && !c->view->decided) {
		recall(c, form, key ^ KEY_FLAGS, s);
	}
	return pdf_copy_reference(c, b, number);
}

static const struct pdf_rule tiling_rules[] = {
	{ "/PaintType", pdf_copy_number, NULL },
	{ "/TilingType", pdf_copy_number, NULL },
	{ "/BBox", pdf_copy_numbers, NULL },
	{ "/XStep", pdf_copy_number, NULL },
	{ "/YStep", pdf_copy_number, NULL },
	{ "/Matrix", pdf_copy_numbers, NULL },
};

static const struct pdf_rule shaded_rules[] = {
	{ "/Shading", pdf_copy_shading, NULL },
	{ "/Matrix", pdf_copy_numbers, NULL },
	{ "/ExtGState", pdf_copy_state, NULL },
};

static bool
copy_shaded(struct pdf_copy *c, struct bytes *b, qpdf_oh pattern,
    const char *words)
{
	(void)words;
	bytes_add_str(b, "<</Type/Pattern/PatternType 2");
	pdf_copy_keys(c, b, pattern, shaded_rules, N(shaded_rules));
	bytes_add_str(b, ">>");
	return true;
}

static uint32_t
write_tiling(struct pdf_copy *c, qpdf_oh pattern)
{
	qpdf_oh dict = qpdf_oh_get_dict(c->q, pattern);
	struct bytes data = BYTES_INIT(COPY_BODY_MAX);
	struct bytes content = BYTES_INIT(COPY_BODY_MAX);
	struct bytes body = BYTES_INIT(COPY_BODY_MAX);
	struct pdf_names names = PDF_NAMES_INIT;
	uint32_t number = 0;
	size_t before;

	bytes_add_str(&body, "/Type/Pattern/PatternType 1");
	pdf_copy_keys(c, &body, dict, tiling_rules, N(tiling_rules));
	if (pdf_stream_plain(c->q, pattern, &data) && pdf_content(c, &content,
	    &names, data.data, data.len, qpdf_oh_get_key(c->q, dict,
	    "/Resources"), NULL) == 0) {
		before = body.len;
		pdf_names_put(&names, &body);
		if (body.len == before)		/* here it must be there */
			bytes_add_str(&body, "/Resources<<>>");
		number = pdf_out_stream(&c->out, &body, content.data,
		    content.len, true);
	}
	c->failed |= bytes_ok(&data) < 0;
	pdf_names_free(&names);
	bytes_free(&data);
	bytes_free(&content);
	bytes_free(&body);
	return number;
}

bool
pdf_copy_pattern(struct pdf_copy *c, struct bytes *b, qpdf_oh pattern,
    const char *words)
{
	uint64_t key = pdf_copy_key(c, pattern, KIND_PATTERN);
	uint32_t number = 0;

	if (qpdf_oh_is_dictionary(c->q, pattern))
		return pdf_copy_once(c, b, pattern, KIND_PATTERN, words,
		    copy_shaded);
	if (!qpdf_oh_is_stream(c->q, pattern))
		return false;
	if (c->depth >= COPY_DEPTH_MAX) {
		c->deep = true;
		return false;
	}
	if (!pdf_out_known(&c->out, key, &number)) {
		c->depth++;
		pdf_out_learn(&c->out, key, 0);
		number = write_tiling(c, pattern);
		pdf_out_learn(&c->out, key, number);
		c->depth--;
	}
	return pdf_copy_reference(c, b, number);
}
