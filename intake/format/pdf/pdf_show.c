/*
 * pdf_show.c -- text in content (9.4): letters that cannot be seen are left
 * out, and the pen moves over their place.
 */
#include "intake/format/pdf/pdf_content.h"

#include <math.h>
#include <string.h>

#include "vault/base/print.h"

#define FAINT_LIGHT 0.6		/* of text in a watermark, or lighter */
#define FAINT_ALPHA 0.6
#define FAINT_SMALL 5.0		/* points */
#define FAINT_MIN 3u		/* letters */
#define FAINT_MAX 4096u		/* bytes of text that are kept */
#define MIDDLE 0.3		/* of a letter's height, above the line */

void
content_text_begin(struct content *k)
{
	static const double unity[6] = { 1, 0, 0, 1, 0, 0 };

	content_text_matrix(k, unity);
}

void
content_text_move(struct content *k, double x, double y)
{
	const double by[6] = { 1, 0, 0, 1, x, y };

	pdf_multiply(k->line, by);
	memcpy(k->tm, k->line, sizeof k->tm);
	k->pending = 0;
}

void
content_text_matrix(struct content *k, const double m[6])
{
	memcpy(k->line, m, sizeof k->line);
	memcpy(k->tm, m, sizeof k->tm);
	k->pending = 0;
}

void
content_font(struct content *k, qpdf_oh font, double size)
{
	k->s.size = size;
	k->s.font = qpdf_oh_is_dictionary(k->c->q, font) ?
	    pdf_fonts_metrics(k->c->fonts, k->c->q, font) : NULL;
}

/* The list that is being written for one operator. */
struct list {
	struct bytes b;
	bool open;		/* a string is */
	bool numbers;		/* it holds numbers, too */
	unsigned strings;
};

static void
close_string(struct list *l)
{
	if (l->open)
		bytes_add_str(&l->b, ")");
	l->open = false;
}

static void
put_gap(struct list *l, double gap)
{
	close_string(l);
	pdf_put_number(&l->b, gap);
	l->numbers = true;
}

static void
put_code(struct list *l, const uint8_t *p, size_t len)
{
	size_t i;

	if (!l->open) {
		bytes_add_str(&l->b, "(");
		l->strings++;
	}
	l->open = true;
	for (i = 0; i < len; i++) {
		if (p[i] == '(' || p[i] == ')' || p[i] == '\\')
			bytes_add_str(&l->b, "\\");
		if (p[i] == '\r')
			bytes_add_str(&l->b, "\\r");
		else
			bytes_add(&l->b, p + i, 1);
	}
}

/* How the pen moves, in the text's own space, for the code. */
static double
advance(const struct pdf_state *s, unsigned code, bool one)
{
	double w = pdf_metrics_width(s->font, code) * s->size + s->letter;

	if (one && code == ' ')
		w += s->word;
	return s->font->vertical ? w : w * s->scale;
}

static void
move_pen(struct content *k, double way)
{
	const double by[6] = { 1, 0, 0, 1,
		k->s.font->vertical ? 0 : way, k->s.font->vertical ? way : 0 };

	pdf_multiply(k->tm, by);
}

/* Text space to the page's. */
static void
on_page(const struct content *k, double m[6])
{
	const double rise[6] = { 1, 0, 0, 1, 0, k->s.rise };

	memcpy(m, k->s.ctm, 6 * sizeof m[0]);
	pdf_multiply(m, k->tm);
	pdf_multiply(m, rise);
}

static double
height_under(const struct pdf_state *s, const double m[6])
{
	return fabs(s->size) * s->font->em * hypot(m[2], m[3]);
}

static bool
takes(struct content *k, double way)
{
	const struct pdf_state *s = &k->s;
	double m[6], x, y, tall = s->size * s->font->em;

	if (k->view == NULL)
		return (s->mode == 3 && !s->font->drawn) || s->hidden;
	if (!k->view->decided)
		return false;
	on_page(k, m);
	if (k->view->cuts != NULL) {
		struct rect box = { fmin(0, way), fmin(-0.2 * tall, tall * 0.9),
			fmax(0, way), fmax(-0.2 * tall, tall * 0.9) };

		if (s->font->vertical)
			box = (struct rect){ -tall / 2, fmin(0, way), tall / 2,
			    fmax(0, way) };
		box = pdf_rect_under(&box, m);
		return pdf_view_cuts(k->view, &box);
	}
	x = s->font->vertical ? 0 : way / 2;
	y = s->font->vertical ? way / 2 : tall * MIDDLE;
	return pdf_view_takes(k->view, m[0] * x + m[2] * y + m[4],
	    m[1] * x + m[3] * y + m[5], fabs(way) * hypot(m[0], m[1]),
	    height_under(s, m), s);
}

/* A run of `way`, from where the pen was. */
static void
tell_run(struct content *k, const double from[6], double way)
{
	const struct pdf_state *s = &k->s;
	double m[6], tall = s->size * s->font->em;
	struct rect box = { fmin(0, way), fmin(-0.2 * tall, tall),
		fmax(0, way), fmax(-0.2 * tall, tall) };

	if (k->view == NULL || k->view->decided)
		return;
	memcpy(m, s->ctm, sizeof m);
	pdf_multiply(m, from);
	if (s->font->vertical)
		box = (struct rect){ -tall / 2, fmin(0, way), tall / 2,
		    fmax(0, way) };
	box = pdf_rect_under(&box, m);
	pdf_view_text(k->view, &box, s, height_under(s, m));
}

/* Light, clear, slanted or small: what watermarks are. */
static bool
is_faint(const struct content *k)
{
	const struct pdf_state *s = &k->s;
	double m[6], high;

	on_page(k, m);
	high = height_under(s, m);
	return k->watermark > 0 || s->light > FAINT_LIGHT ||
	    s->alpha < FAINT_ALPHA || (high > 0 && high < FAINT_SMALL) ||
	    (fabs(m[0]) > 0.05 * fabs(m[1]) && fabs(m[1]) > 0.05 * fabs(m[0]));
}

static void
add_faint(struct content *k, unsigned code)
{
	uint32_t cp = pdf_fonts_character(k->s.font, k->c->q, code);

	k->hash = pdf_hash(k->hash, &code, sizeof code);
	if (k->faint.len < FAINT_MAX)
		(void)utf8_put(&k->faint, cp == 0 ||
		    (cp >= 0xd800 && cp < 0xe000) || cp > 0x10ffff ? '?' : cp);
}

void
content_text_end(struct content *k)
{
	int index;

	k->pending = 0;
	if (k->faint.len >= FAINT_MIN) {
		index = pdf_repeats_meet(&k->c->repeats, k->hash,
		    k->watermark > 0, k->faint.data, k->faint.len);
		if (index >= 0)
			k->c->repeat = (uint32_t)index + 1;
	}
	bytes_reset(&k->faint);
	k->hash = 0;
}

static void
show_string(struct content *k, struct list *l, const uint8_t *p, size_t len)
{
	const struct pdf_state *s = &k->s;
	size_t step = s->font->bytes, i;
	double from[6], way, whole = 0;
	bool faint = k->view != NULL && !k->view->decided && is_faint(k);

	if (step == 0)			/* codes cannot be told apart */
		step = len;
	memcpy(from, k->tm, sizeof from);
	for (i = 0; i < len; i += step) {
		size_t n = len - i < step ? len - i : step;
		unsigned code = n == 2 && s->font->bytes == 2 ?
		    (unsigned)p[i] << 8 | p[i + 1] : p[i];

		way = advance(s, code, s->font->bytes == 1);
		if (s->font->bytes == 0)
			way *= (double)len / 2;
		if (faint)
			add_faint(k, code);
		if (takes(k, way)) {
			k->pending += way;
		} else {
			if (k->pending != 0 && s->size * s->scale != 0)
				put_gap(l, -1000 * k->pending / (s->size *
				    (s->font->vertical ? 1 : s->scale)));
			k->pending = 0;
			put_code(l, p + i, n);
			if (k->spanned > 0)
				content_sign(k, code);
		}
		move_pen(k, way);
		whole += way;
	}
	tell_run(k, from, whole);
}

static void
show_gap(struct content *k, struct list *l, const struct operand *o)
{
	double way = -o->number / 1000 * k->s.size *
	    (k->s.font->vertical ? 1 : k->s.scale);

	move_pen(k, way);
	if (k->pending != 0) {
		k->pending += way;
		return;
	}
	close_string(l);
	pdf_put_token(&l->b, TOKEN_NUMBER, k->words.data + o->at, o->len);
	l->numbers = true;
}

void
content_show(struct content *k, size_t first)
{
	struct list l = { .b = BYTES_INIT(COPY_BODY_MAX) };
	size_t i, n = operand_count(k);

	if (k->s.font == NULL)		/* readers show nothing without a font */
		return;
	for (i = first; i < n; i++) {
		const struct operand *o = operand(k, n, i);

		if (o->kind == TOKEN_STRING)
			show_string(k, &l, k->words.data + o->at, o->len);
		else if (o->kind == TOKEN_NUMBER)
			show_gap(k, &l, o);
	}
	close_string(&l);
	if (l.strings == 1 && !l.numbers) {
		bytes_add(k->out, l.b.data, l.b.len);
		bytes_add_str(k->out, "Tj\n");
	} else if (l.b.len > 0) {
		bytes_add_str(k->out, "[");
		bytes_add(k->out, l.b.data, l.b.len);
		bytes_add_str(k->out, "]TJ\n");
	}
	bytes_free(&l.b);
}
