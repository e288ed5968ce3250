/* pdf_sole.c -- see pdf_sole.h. */
#include "intake/format/pdf/pdf_sole.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/format/beside.h"
#include "intake/format/pdf/pdf_copy.h"
#include "intake/format/pdf/pdf_lex.h"
#include "intake/format/pdf/pdf_sole_form.h"

#define CONTENT_MAX (16u << 20)	/* bytes of a page's content; more is drawn */
#define GLYPH_MAX 100u		/* bytes of a glyph without shape */
#define FONTS_MAX 512		/* of one page */
#define NEAR 0.02		/* points that a picture may end before the edge */

bool
sole_only(qpdf_data q, qpdf_oh dict, const char *allowed)
{
	char *keys, *key, one[32];
	bool r = true;

	if (!qpdf_oh_is_dictionary(q, dict) ||
	    (keys = pdf_keys(q, dict)) == NULL)
		return false;
	for (key = keys; *key != '\0' && r; key += strlen(key) + 1)
		r = (size_t)snprintf(one, sizeof(one), " %s ", key) <
		    sizeof(one) && strstr(allowed, one) != NULL;
	free(keys);
	return r;
}

bool
sole_is_name(qpdf_data q, qpdf_oh dict, const char *key, const char *name)
{
	return qpdf_oh_is_name_and_equals(q, qpdf_oh_get_key(q, dict, key),
	    name);
}

/* --- the page --- */

/* A glyph that says how wide it is, and no more. */
static bool
is_empty_glyph(qpdf_data q, qpdf_oh glyph)
{
	struct bytes data = BYTES_INIT(GLYPH_MAX);
	struct pdf_lex l;
	bool r = false;

	if (qpdf_oh_is_stream(q, glyph) && pdf_stream_plain(q, glyph, &data)) {
		l = pdf_lex(data.data, data.len);
		while (pdf_lex_next(&l) == TOKEN_NUMBER)
			continue;
		r = l.value.len == 2 && memcmp(l.value.data, "d1", 2) == 0 &&
		    pdf_lex_next(&l) == TOKEN_END;
		pdf_lex_free(&l);
	}
	bytes_free(&data);
	return r;
}

static bool
is_empty_font(qpdf_data q, qpdf_oh font)
{
	qpdf_oh glyphs = qpdf_oh_get_key(q, font, "/CharProcs");
	char *keys, *key;
	bool r = true;

	if (!sole_is_name(q, font, "/Subtype", "/Type3") ||
	    !qpdf_oh_is_dictionary(q, glyphs) ||
	    (keys = pdf_keys(q, glyphs)) == NULL)
		return false;
	for (key = keys; *key != '\0' && r; key += strlen(key) + 1)
		r = is_empty_glyph(q, qpdf_oh_get_key(q, glyphs, key));
	free(keys);
	return r;
}

static bool
are_empty_fonts(qpdf_data q, qpdf_oh fonts)
{
	char *keys, *key;
	bool r = true;
	int n = 0;

	if (qpdf_oh_is_null(q, fonts))
		return true;
	if (!qpdf_oh_is_dictionary(q, fonts) ||
	    (keys = pdf_keys(q, fonts)) == NULL)
		return false;
	for (key = keys; *key != '\0' && r; key += strlen(key) + 1)
		r = n++ < FONTS_MAX &&
		    is_empty_font(q, qpdf_oh_get_key(q, fonts, key));
	free(keys);
	return r;
}

static bool
is_plain_page(struct sole *s)
{
	qpdf_oh resources = qpdf_oh_get_key(s->q, s->page, "/Resources");

	return sole_only(s->q, s->page,
	    " /Type /Parent /MediaBox /Contents /Resources ") &&
	    sole_only(s->q, qpdf_oh_get_key(s->q, s->page, "/Parent"),
	    " /Type /Count /Kids ") &&
	    sole_only(s->q, resources, " /Font /XObject ") &&
	    are_empty_fonts(s->q, qpdf_oh_get_key(s->q, resources, "/Font"));
}

/* --- its content --- */

static bool
is_word(const struct pdf_lex *l, const char *word)
{
	return l->value.len == strlen(word) &&
	    memcmp(l->value.data, word, l->value.len) == 0;
}

/* Letters alone, up to the one q. */
static bool
pass_letters(struct pdf_lex *l)
{
	static const char *const words[] = { "BT", "ET", "Tm", "Td", "Tz",
		"Tf", "Tj" };
	enum pdf_token t;
	size_t i;

	while ((t = pdf_lex_next(l)) != TOKEN_END) {
		if (t == TOKEN_NUMBER || t == TOKEN_NAME || t == TOKEN_STRING)
			continue;
		if (t != TOKEN_WORD || is_word(l, "q"))
			return t == TOKEN_WORD;
		for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
			if (is_word(l, words[i]))
				break;
		if (i == sizeof(words) / sizeof(words[0]))
			return false;
	}
	return false;
}

/* The picture of that name, which must be another than those before. */
static bool
find_image(struct sole *s, const struct bytes *name)
{
	struct sole_image *im = &s->at[s->n];
	qpdf_oh objects = qpdf_oh_get_key(s->q, qpdf_oh_get_key(s->q, s->page,
	    "/Resources"), "/XObject");
	unsigned i;

	if (name->len == 0 || name->len + 2 > sizeof(im->name) ||
	    memchr(name->data, '\0', name->len) != NULL ||
	    !qpdf_oh_is_dictionary(s->q, objects))
		return false;
	(void)snprintf(im->name, sizeof(im->name), "/%.*s", (int)name->len,
	    (const char *)name->data);
	for (i = 0; i < s->n; i++)
		if (strcmp(s->at[i].name, im->name) == 0)
			return false;
	im->image = qpdf_oh_get_key(s->q, objects, im->name);
	return qpdf_oh_is_stream(s->q, im->image);
}

/* Behind q: "w 0 0 h x y cm /P Do Q". */
static bool
read_picture(struct sole *s, struct pdf_lex *l)
{
	struct sole_image *im = &s->at[s->n];
	double m[6];
	int i;

	for (i = 0; i < 6; i++) {
		if (pdf_lex_next(l) != TOKEN_NUMBER)
			return false;
		m[i] = l->number;
	}
	im->width = m[0];
	im->height = m[3];
	im->x = m[4];
	im->y = m[5];
	return m[1] == 0 && m[2] == 0 &&
	    pdf_lex_next(l) == TOKEN_WORD && is_word(l, "cm") &&
	    pdf_lex_next(l) == TOKEN_NAME && find_image(s, &l->value) &&
	    pdf_lex_next(l) == TOKEN_WORD && is_word(l, "Do") &&
	    pdf_lex_next(l) == TOKEN_WORD && is_word(l, "Q");
}

static bool
is_near(double v, double want)
{
	return v > want - NEAR && v < want + NEAR;
}

/* The first is the page, from edge to edge; after the others, nothing. */
static bool
ends_in_pictures(struct sole *s, struct pdf_lex *l)
{
	enum pdf_token t;

	do {
		if (s->n == sizeof(s->at) / sizeof(s->at[0]) ||
		    !read_picture(s, l))
			return false;
		s->n++;
	} while ((t = pdf_lex_next(l)) == TOKEN_WORD && is_word(l, "q"));
	return t == TOKEN_END &&
	    pdf_rect(s->q, qpdf_oh_get_key(s->q, s->page, "/MediaBox"),
	    &s->box) && s->box.x0 == 0 && s->box.y0 == 0 &&
	    s->at[0].x == 0 && s->at[0].y == 0 &&
	    is_near(s->at[0].width, s->box.x1) &&
	    is_near(s->at[0].height, s->box.y1);
}

/* Are these all that the page may draw? */
static bool
are_all(struct sole *s)
{
	char *keys, *key;
	unsigned n = 0;

	if ((keys = pdf_keys(s->q, qpdf_oh_get_key(s->q, qpdf_oh_get_key(s->q,
	    s->page, "/Resources"), "/XObject"))) == NULL)
		return false;
	for (key = keys; *key != '\0' && n <= s->n; key += strlen(key) + 1)
		n++;
	free(keys);
	return n == s->n;
}

static bool
draws_pictures(struct sole *s)
{
	struct bytes data = BYTES_INIT(CONTENT_MAX);
	qpdf_oh content = qpdf_oh_get_key(s->q, s->page, "/Contents");
	struct pdf_lex l;
	bool r = false;

	if (qpdf_oh_is_stream(s->q, content) &&
	    pdf_stream_plain(s->q, content, &data)) {
		l = pdf_lex(data.data, data.len);
		r = pass_letters(&l) && ends_in_pictures(s, &l) && are_all(s);
		pdf_lex_free(&l);
	}
	bytes_free(&data);
	return r;
}

/* What is to be unpacked of page i; NULL when it is no such page. */
static struct sole_page *
take_out(struct pdf_soles *known, qpdf_data q, size_t i)
{
	struct sole s = { .q = q, .known = known,
	    .page = qpdf_get_page_n(q, i) };
	struct sole_page *p;

	if (!is_plain_page(&s) || !draws_pictures(&s) ||
	    (p = calloc(1, sizeof(*p))) == NULL)
		return NULL;
	p->number = i;
	if (sole_streams(p, &s))
		return p;
	sole_page_free(p);
	return NULL;
}

static void
unpack(void *ctx)
{
	sole_unpack(ctx);
}

/* The page that was begun, which is unpacked then; NULL when there is none. */
static struct sole_page *
end_next(struct pdf_soles *s)
{
	struct sole_page *p = s->next;

	if (p != NULL)
		beside_wait();
	s->next = NULL;
	return p;
}

bool
pdf_sole(struct pdf_picture *p, struct pdf_soles *known, qpdf_data q, size_t i)
{
	struct sole_page *page = end_next(known);
	bool r = false;

	known->bare = false;
	if (page != NULL && page->number != i) {
		sole_page_free(page);
		page = NULL;
	}
	if (page == NULL) {
		if ((page = take_out(known, q, i)) == NULL)
			return false;
		sole_unpack(page);
	}
	known->bare = page->drawn;
	if (page->picture.surface != NULL) {
		known->bare = r = true;
		*p = page->picture;
		p->scale = p->width / (page->box.x1 * 100);
		page->picture = (struct pdf_picture){ .surface = NULL };
	}
	sole_page_free(page);
	return r;
}

void
pdf_sole_begin(struct pdf_soles *s, qpdf_data q, size_t i)
{
	sole_page_free(end_next(s));
	if ((s->next = take_out(s, q, i)) != NULL)
		beside_run(unpack, s->next);
}

void
pdf_soles_free(struct pdf_soles *s)
{
	sole_page_free(end_next(s));
	jbig2_shapes_free(&s->shapes);
	s->object = 0;
}
