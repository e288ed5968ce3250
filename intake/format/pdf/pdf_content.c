/*
 * pdf_content.c -- content streams, operator by operator (annex A).
 *
 * An operator has its operands, of its kinds, or it is left out, as readers
 * leave it out; of too many the last count.  Marked content goes, and with it
 * what it says beside the page; on a layer that is off nothing is drawn, but
 * the pen moves and the colours change, for they may be used later.
 */
#include "intake/format/pdf/pdf_content.h"

#include <math.h>
#include <string.h>

#define CLEAR 0.6		/* alpha of a picture in a watermark, or less */

#define SIGNS_MAX 4u		/* signs that one text may stand for */
#define SIGN_BYTES 16u		/* of UTF-16 for each: flags have 8 */

enum what {
	AS_IS, SAVE, RESTORE, MATRIX, STATE, PATH_POINT, PATH_RECT, PAINT,
	STROKE, END_PATH, TEXT_BEGIN, TEXT_END, LETTER, WORD, SCALE, LEADING,
	FONT, MODE, RISE, MOVE, MOVE_LEADING, TEXT_MATRIX, NEXT_LINE, SHOW,
	SHOW_NEXT, SHOW_SPACED, SPACE_FILL, SPACE_STROKE, COLOUR_FILL,
	COLOUR_STROKE, GREY, RGB, CMYK, SHADE, INLINE, OBJECT, MARK_BEGIN,
	MARK_END, INTENT, LINE
};

#define OPERATOR_MAX 3u		/* letters of its name */

/* Operands: n number, N name, a list, s string, * what a colour has. */
static const struct operator {
	char name[OPERATOR_MAX + 1];
	const char *operands;
	enum what what;
} operators[] = {
	{ "q", "", SAVE }, { "Q", "", RESTORE }, { "cm", "nnnnnn", MATRIX },
	{ "w", "n", LINE }, { "J", "n", AS_IS }, { "j", "n", AS_IS },
	{ "M", "n", AS_IS }, { "d", "an", AS_IS }, { "ri", "N", INTENT },
	{ "i", "n", AS_IS }, { "gs", "N", STATE },
	{ "m", "nn", PATH_POINT }, { "l", "nn", PATH_POINT },
	{ "c", "nnnnnn", PATH_POINT }, { "v", "nnnn", PATH_POINT },
	{ "y", "nnnn", PATH_POINT }, { "h", "", AS_IS },
	{ "re", "nnnn", PATH_RECT }, { "S", "", STROKE }, { "s", "", STROKE },
	{ "f", "", PAINT }, { "F", "", PAINT }, { "f*", "", PAINT },
	{ "B", "", PAINT }, { "B*", "", PAINT }, { "b", "", PAINT },
	{ "b*", "", PAINT }, { "n", "", END_PATH }, { "W", "", AS_IS },
	{ "W*", "", AS_IS },
	{ "BT", "", TEXT_BEGIN }, { "ET", "", TEXT_END },
	{ "Tc", "n", LETTER }, { "Tw", "n", WORD }, { "Tz", "n", SCALE },
	{ "TL", "n", LEADING }, { "Tf", "Nn", FONT }, { "Tr", "n", MODE },
	{ "Ts", "n", RISE }, { "Td", "nn", MOVE }, { "TD", "nn", MOVE_LEADING },
	{ "Tm", "nnnnnn", TEXT_MATRIX }, { "T*", "", NEXT_LINE },
	{ "Tj", "s", SHOW }, { "TJ", "a", SHOW }, { "'", "s", SHOW_NEXT },
	{ "\"", "nns", SHOW_SPACED },
	{ "d0", "nn", AS_IS }, { "d1", "nnnnnn", AS_IS },
	{ "CS", "N", SPACE_STROKE }, { "cs", "N", SPACE_FILL },
	{ "SC", "*", COLOUR_STROKE }, { "SCN", "*", COLOUR_STROKE },
	{ "sc", "*", COLOUR_FILL }, { "scn", "*", COLOUR_FILL },
	{ "G", "n", AS_IS }, { "g", "n", GREY }, { "RG", "nnn", AS_IS },
	{ "rg", "nnn", RGB }, { "K", "nnnn", AS_IS }, { "k", "nnnn", CMYK },
	{ "sh", "N", SHADE }, { "BI", "", INLINE }, { "Do", "N", OBJECT },
	{ "BMC", "*", MARK_BEGIN }, { "BDC", "*", MARK_BEGIN },
	{ "EMC", "", MARK_END },
};

size_t
operand_count(const struct content *k)
{
	return k->operands.len / sizeof(struct operand);
}

const struct operand *
operand(const struct content *k, size_t n, size_t i)
{
	return (const struct operand *)(const void *)k->operands.data +
	    (operand_count(k) - n) + i;
}

static double
number(const struct content *k, size_t n, size_t i)
{
	return operand(k, n, i)->number;
}

static const struct operator *
operator_of(const struct bytes *word)
{
	char name[OPERATOR_MAX + 1] = { 0 };
	size_t i;

	if (word->len > OPERATOR_MAX)
		return NULL;
	memcpy(name, word->data, word->len);
	for (i = 0; i < sizeof(operators) / sizeof(operators[0]); i++)
		if (memcmp(operators[i].name, name, sizeof name) == 0)
			return &operators[i];
	return NULL;
}

/* How many operands the operator takes, a list counted out; -1: not so. */
static int
fits(const struct content *k, const struct operator *o)
{
	size_t n = operand_count(k), i, want = strlen(o->operands);
	const struct operand *last;

	if (*o->operands == '*')
		return (int)n;
	if (strchr(o->operands, 'a') == NULL) {
		if (n < want)
			return -1;
		for (i = 0; i < want; i++) {
			enum pdf_token t = operand(k, want, i)->kind;

			if (t != (o->operands[i] == 'n' ? TOKEN_NUMBER :
			    o->operands[i] == 's' ? TOKEN_STRING : TOKEN_NAME))
				return -1;
		}
		return (int)want;
	}
	/* A list, for "d" with a number behind it. */
	for (i = 1; i <= n; i++)
		if (operand(k, i, 0)->kind == TOKEN_OPEN)
			break;
	if (i > n)
		return -1;
	last = operand(k, 1, 0);
	return last->kind == (want == 2 ? TOKEN_NUMBER : TOKEN_CLOSE) ?
	    (int)i : -1;
}

static void
put_operands(struct content *k, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		const struct operand *o = operand(k, n, i);

		pdf_put_token(k->out, o->kind, k->words.data + o->at, o->len);
	}
}

static void
put(struct content *k, const struct operator *o, size_t n)
{
	put_operands(k, n);
	bytes_add_str(k->out, o->name);
	bytes_add_str(k->out, "\n");
}

qpdf_oh
content_resource(struct content *k, const char *category,
    const struct operand *name)
{
	qpdf_data q = k->c->q;
	qpdf_oh all = qpdf_oh_is_dictionary(q, k->resources) ?
	    qpdf_oh_get_key(q, k->resources, category) : k->resources;
	struct bytes key = BYTES_INIT(LEX_VALUE_MAX);
	qpdf_oh r = qpdf_oh_new_null(q);

	bytes_add_str(&key, "/");
	bytes_add(&key, k->words.data + name->at, name->len);
	if (qpdf_oh_is_dictionary(q, all) && bytes_str(&key) != NULL)
		r = qpdf_oh_get_key(q, all, bytes_str(&key));
	bytes_free(&key);
	return r;
}

int
content_use(struct content *k, enum pdf_category category, const char *key,
    const struct operand *name, pdf_copier *copy)
{
	struct bytes old = BYTES_INIT(LEX_VALUE_MAX);
	struct bytes text = BYTES_INIT(COPY_BODY_MAX);
	qpdf_oh value;
	int n;

	bytes_add(&old, k->words.data + name->at, name->len);
	if ((n = pdf_names_use(k->names, category, &old, NULL)) < 0) {
		value = content_resource(k, key, name);
		if (!qpdf_oh_is_null(k->c->q, value) &&
		    copy(k->c, &text, value, NULL))
			n = pdf_names_use(k->names, category, &old, &text);
	}
	bytes_free(&old);
	bytes_free(&text);
	return n;
}

/* Is it one of the plain colour spaces, which need no resource? */
static bool
is_plain(const struct content *k, const struct operand *name)
{
	static const char *const plain[] = { "DeviceGray", "DeviceRGB",
		"DeviceCMYK", "Pattern" };
	size_t i;

	for (i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		if (strlen(plain[i]) == name->len && memcmp(plain[i],
		    k->words.data + name->at, name->len) == 0)
			return true;
	return false;
}

static void
set_space(struct content *k, const struct operator *o)
{
	const struct operand *name = operand(k, 1, 0);
	bool plain = is_plain(k, name);
	int n;

	if (plain) {
		put(k, o, 1);
	} else {
		n = content_use(k, USED_COLOUR, "/ColorSpace", name,
		    pdf_copy_colour);
		if (n < 0)
			return;
		pdf_names_put_name(k->out, USED_COLOUR, n);
		bytes_add_str(k->out, o->name);
		bytes_add_str(k->out, "\n");
	}
	if (o->what == SPACE_FILL) {
		k->s.device = plain;
		k->s.light = plain ? 0 : -1;
	}
}

static double
lightness(const struct content *k, size_t n)
{
	double v[4];
	size_t i;

	for (i = 0; i < n && i < 4; i++)
		v[i] = number(k, n, i);
	if (n == 1)
		return v[0];
	if (n == 3)
		return 0.3 * v[0] + 0.6 * v[1] + 0.1 * v[2];
	if (n == 4)
		return 1 - fmin(1, v[3] + 0.3 * v[0] + 0.6 * v[1] +
		    0.1 * v[2]);
	return -1;
}

/* Numbers, and for a pattern its name behind them. */
static void
set_colour(struct content *k, const struct operator *o)
{
	size_t n = operand_count(k), i;
	const struct operand *last;
	bool plain = true;
	int number_of;

	if (n == 0)
		return;
	for (i = 0; i + 1 < n; i++)
		if (operand(k, n, i)->kind != TOKEN_NUMBER)
			return;
	last = operand(k, n, n - 1);
	if (last->kind == TOKEN_NUMBER) {
		put(k, o, n);
	} else if (last->kind == TOKEN_NAME) {
		plain = false;
		number_of = content_use(k, USED_PATTERN, "/Pattern", last,
		    pdf_copy_pattern);
		if (number_of < 0)
			return;
		for (i = 0; i + 1 < n; i++) {
			const struct operand *p = operand(k, n, i);

			pdf_put_token(k->out, p->kind, k->words.data + p->at,
			    p->len);
		}
		pdf_names_put_name(k->out, USED_PATTERN, number_of);
		bytes_add_str(k->out, o->name);
		bytes_add_str(k->out, "\n");
	} else {
		return;
	}
	if (o->what == COLOUR_FILL)
		k->s.light = plain && k->s.device ? lightness(k, n) : -1;
}

static void
set_state(struct content *k)
{
	const struct operand *name = operand(k, 1, 0);
	qpdf_data q = k->c->q;
	qpdf_oh state = content_resource(k, "/ExtGState", name), font, size;
	int n = content_use(k, USED_STATE, "/ExtGState", name, pdf_copy_state);
	double v;

	if (n < 0)
		return;
	pdf_names_put_name(k->out, USED_STATE, n);
	bytes_add_str(k->out, "gs\n");
	if (qpdf_oh_get_value_as_number(q, qpdf_oh_get_key(q, state, "/ca"),
	    &v))
		k->s.alpha = v;
	if (qpdf_oh_get_value_as_number(q, qpdf_oh_get_key(q, state, "/LW"),
	    &v))
		k->s.line = v;
	font = qpdf_oh_get_key(q, state, "/Font");
	if (!qpdf_oh_is_array(q, font) ||
	    qpdf_oh_get_array_n_items(q, font) != 2)
		return;
	size = qpdf_oh_get_array_item(q, font, 1);
	if (qpdf_oh_get_value_as_number(q, size, &v))
		content_font(k, qpdf_oh_get_array_item(q, font, 0), v);
}

static void
set_font(struct content *k)
{
	const struct operand *name = operand(k, 2, 0), *size;
	int n = content_use(k, USED_FONT, "/Font", name, pdf_copy_font);

	if (n < 0)
		return;
	size = operand(k, 1, 0);
	pdf_names_put_name(k->out, USED_FONT, n);
	pdf_put_token(k->out, TOKEN_NUMBER, k->words.data + size->at,
	    size->len);
	bytes_add_str(k->out, "Tf\n");
	content_font(k, content_resource(k, "/Font", name), size->number);
}

static void
save(struct content *k, const struct operator *o)
{
	if (k->saved.len / sizeof k->s >= CONTENT_SAVES_MAX) {
		k->c->failed = true;
		return;
	}
	(void)bytes_add(&k->saved, &k->s, sizeof k->s);
	put(k, o, 0);
}

/* What is restored without having been saved is passed over, as readers do. */
static void
restore(struct content *k)
{
	if (k->saved.len < sizeof k->s)
		return;
	k->saved.len -= sizeof k->s;
	memcpy(&k->s, k->saved.data + k->saved.len, sizeof k->s);
	k->s.hidden = k->hidden > 0;
	bytes_add_str(k->out, "Q\n");
	k->clips = false;
}

static void
transform(struct content *k)
{
	double m[6];
	size_t i;

	for (i = 0; i < 6; i++)
		m[i] = number(k, 6, i);
	pdf_multiply(k->s.ctm, m);
}

static void
widen(struct content *k, double x, double y)
{
	const double *m = k->s.ctm;
	double px = m[0] * x + m[2] * y + m[4], py = m[1] * x + m[3] * y + m[5];
	struct rect *r = &k->s.path;

	if (!k->path)
		*r = (struct rect){ px, py, px, py };
	k->path = true;
	r->x0 = fmin(r->x0, px);
	r->y0 = fmin(r->y0, py);
	r->x1 = fmax(r->x1, px);
	r->y1 = fmax(r->y1, py);
}

static void
add_points(struct content *k, size_t n)
{
	size_t i;

	for (i = 0; i + 1 < n; i += 2)
		widen(k, number(k, n, i), number(k, n, i + 1));
}

static void
add_rectangle(struct content *k)
{
	double x = number(k, 4, 0), y = number(k, 4, 1);
	double w = number(k, 4, 2), h = number(k, 4, 3);

	widen(k, x, y);
	widen(k, x + w, y);
	widen(k, x, y + h);
	widen(k, x + w, y + h);
}

/* A thick line covers as a box does. */
static void
tell_stroke(struct content *k)
{
	double thick = k->s.line * hypot(k->s.ctm[0], k->s.ctm[1]) / 2;

	if (k->path && k->view != NULL && thick >= 1)
		pdf_view_stroke(k->view, &k->s.path, thick);
}

/* Does the path go with the words that are cut out? */
static bool
cut_path(struct content *k)
{
	enum view_fate fate;

	if (!k->path || k->view == NULL || k->view->cuts == NULL)
		return false;
	fate = pdf_view_fate(k->view, &k->s.path, false);
	k->view->spoilt |= fate == VIEW_SPOILS;
	return fate == VIEW_GOES;
}

/* The path, if W was said of it, is what is seen of all that follows. */
static void
clip(struct content *k)
{
	struct rect *c = &k->s.clip;

	if (k->clips && k->path) {
		c->x0 = fmax(c->x0, k->s.path.x0);
		c->y0 = fmax(c->y0, k->s.path.y0);
		c->x1 = fmin(c->x1, k->s.path.x1);
		c->y1 = fmin(c->y1, k->s.path.y1);
	}
	k->clips = false;
}

static void
paint(struct content *k, const struct operator *o)
{
	clip(k);
	if (cut_path(k)) {
		bytes_add_str(k->out, "n\n");
	} else if (k->hidden > 0) {
		bytes_add_str(k->out, "n\n");	/* it may cut */
		if (k->view != NULL)
			k->view->doubtful = true;
	} else {
		bytes_add_str(k->out, strcmp(o->name, "F") == 0 ? "f" :
		    o->name);
		bytes_add_str(k->out, "\n");
		if (o->what == STROKE)
			tell_stroke(k);
		else if (k->path && k->view != NULL)
			pdf_view_fill(k->view, &k->s.path, k->s.light);
	}
	k->path = false;
}

static void
shade(struct content *k)
{
	int n = k->hidden > 0 ? -1 : content_use(k, USED_SHADING, "/Shading",
	    operand(k, 1, 0), pdf_copy_shading);

	if (n < 0)
		return;
	pdf_names_put_name(k->out, USED_SHADING, n);
	bytes_add_str(k->out, "sh\n");
	if (k->view != NULL)
		pdf_view_fill(k->view, &k->view->crop, -1);
}

void
content_picture(struct content *k)
{
	static const struct rect unit = { 0, 0, 1, 1 };
	struct rect box = pdf_rect_under(&unit, k->s.ctm);

	if (k->view != NULL && k->view->cuts != NULL)
		k->view->spoilt |= pdf_view_fate(k->view, &box, true) !=
		    VIEW_STAYS;
	else if (k->view != NULL)
		pdf_view_picture(k->view, &box);
}

static bool
copy_form_here(struct pdf_copy *c, struct bytes *b, qpdf_oh form,
    const char *words)
{
	(void)words;
	return pdf_copy_form(c, b, form, c->resources, c->state);
}

/* A faint picture, or whatever is called a watermark. */
static void
tell_object(struct content *k, qpdf_oh object)
{
	int id = qpdf_oh_get_object_id(k->c->q, object);

	if (k->view != NULL && !k->view->decided)
		(void)pdf_repeats_meet(&k->c->repeats,
		    pdf_hash(0, &id, sizeof id), k->watermark > 0, NULL, 0);
}

/* A form draws other things in another state: each time it is asked for. */
static void
draw_object(struct content *k)
{
	const struct operand *name = operand(k, 1, 0);
	qpdf_data q = k->c->q;
	qpdf_oh object = content_resource(k, "/XObject", name), dict, kind;
	qpdf_oh outer = k->c->resources;
	const struct pdf_state *outer_state = k->c->state;
	bool form;
	int n;

	if (!qpdf_oh_is_stream(q, object))
		return;
	dict = qpdf_oh_get_dict(q, object);
	kind = qpdf_oh_get_key(q, dict, "/Subtype");
	form = qpdf_oh_is_name_and_equals(q, kind, "/Form");
	if (k->hidden > 0 || pdf_layers_off(k->c->layers, q,
	    qpdf_oh_get_key(q, dict, "/OC"))) {
		if (k->view != NULL) {
			k->view->doubtful = true;
			if (k->view->decided)
				k->view->taken[UNSEEN_LAYER]++;
		}
		return;
	}
	if (!form && !qpdf_oh_is_name_and_equals(q, kind, "/Image"))
		return;
	k->c->resources = k->resources;
	k->c->state = k->view != NULL ? &k->s : NULL;
	n = content_use(k, USED_OBJECT, "/XObject", name,
	    form ? copy_form_here : pdf_copy_image);
	k->c->resources = outer;
	k->c->state = outer_state;
	if (n < 0)
		return;
	if (k->watermark > 0 || (!form && k->s.alpha < CLEAR))
		tell_object(k, object);
	if (!form)
		content_picture(k);
	pdf_names_put_name(k->out, USED_OBJECT, n);
	bytes_add_str(k->out, "Do\n");
}

/* "/OC /Name BDC": is that layer off? */
static bool
begins_hidden(struct content *k)
{
	size_t n = operand_count(k);
	const struct operand *tag;

	if (n < 2)
		return false;
	tag = operand(k, n, 0);
	return tag->kind == TOKEN_NAME && tag->len == 2 &&
	    memcmp(k->words.data + tag->at, "OC", 2) == 0 &&
	    operand(k, n, 1)->kind == TOKEN_NAME &&
	    pdf_layers_off(k->c->layers, k->c->q,
	    content_resource(k, "/Properties", operand(k, n, 1)));
}

/* Is that name among the operands, as a key or a value? */
static bool
names(const struct content *k, const char *word)
{
	size_t n = operand_count(k), i;

	for (i = 0; i < n; i++) {
		const struct operand *o = operand(k, n, i);

		if (o->kind == TOKEN_NAME && o->len == strlen(word) &&
		    memcmp(k->words.data + o->at, word, o->len) == 0)
			return true;
	}
	return false;
}

/*
 * ActualText stays where it is the only meaning of a few signs that have none
 * of their own (no character, or a private one: emoji, ligatures), and is no
 * longer than they can stand for.  Else text would be lost.
 */
static void
span_begin(struct content *k)
{
	size_t n = operand_count(k), i;

	if (k->spanned > 0)
		return;
	for (i = 0; i + 1 < n; i++) {
		const struct operand *key = operand(k, n, i);
		const struct operand *text = operand(k, n, i + 1);

		if (key->kind != TOKEN_NAME || text->kind != TOKEN_STRING ||
		    key->len != 10 || memcmp(k->words.data + key->at,
		    "ActualText", 10) != 0)
			continue;
		bytes_reset(&k->instead);
		(void)bytes_add(&k->instead, k->words.data + text->at,
		    text->len);
		k->span = k->out->len;
		k->spanned = k->marked.len;
		k->signs = 0;
		k->meaning = false;
	}
}

void
content_sign(struct content *k, unsigned code)
{
	uint32_t cp = pdf_fonts_character(k->s.font, k->c->q, code);

	k->signs++;
	k->meaning |= cp != 0 && !(cp >= 0xe000 && cp <= 0xf8ff) &&
	    cp < 0xf0000;
}

static void
span_end(struct content *k)
{
	struct bytes inside = BYTES_INIT(COPY_BODY_MAX);
	size_t most = 2 + (size_t)k->signs * SIGN_BYTES;

	k->spanned = 0;
	if (k->signs == 0 || k->signs > SIGNS_MAX || k->meaning ||
	    k->instead.len > most)
		return;
	(void)bytes_add(&inside, k->out->data + k->span,
	    k->out->len - k->span);
	k->out->len = k->span;
	bytes_add_str(k->out, "/Span<</ActualText ");
	pdf_put_string(k->out, k->instead.data, k->instead.len);
	bytes_add_str(k->out, ">>BDC\n");
	bytes_add(k->out, inside.data, inside.len);
	bytes_add_str(k->out, "EMC\n");
	bytes_free(&inside);
}

static void
mark_begin(struct content *k)
{
	bool hidden = begins_hidden(k);

	k->c->replaced += names(k, "ActualText");
	if (k->marked.len >= CONTENT_MARKED_MAX) {
		k->c->failed = true;
		return;
	}
	(void)bytes_add(&k->marked, &hidden, sizeof hidden);
	span_begin(k);
	if (k->watermark == 0 && names(k, "Watermark"))
		k->watermark = k->marked.len;
	k->hidden += hidden;
	k->s.hidden = k->hidden > 0;
}

static void
mark_end(struct content *k)
{
	bool hidden = false;

	if (k->marked.len < sizeof hidden)
		return;
	if (k->watermark == k->marked.len)
		k->watermark = 0;
	if (k->spanned == k->marked.len)
		span_end(k);
	k->marked.len -= sizeof hidden;
	memcpy(&hidden, k->marked.data + k->marked.len, sizeof hidden);
	k->hidden -= hidden;
	k->s.hidden = k->hidden > 0;
}

static void
text_matrix(struct content *k)
{
	double m[6];
	size_t i;

	for (i = 0; i < 6; i++)
		m[i] = number(k, 6, i);
	content_text_matrix(k, m);
}

static void
put_next_line(struct content *k)
{
	bytes_add_str(k->out, "T*\n");
	content_text_move(k, 0, -k->s.leading);
}

/* aw ac string ": its spacing stays. */
static void
show_spaced(struct content *k)
{
	const struct operand *o;
	static const char *const names[] = { "Tw\n", "Tc\n" };
	size_t i;

	for (i = 0; i < 2; i++) {
		o = operand(k, 3, i);
		pdf_put_token(k->out, TOKEN_NUMBER, k->words.data + o->at,
		    o->len);
		bytes_add_str(k->out, names[i]);
	}
	k->s.word = number(k, 3, 0);
	k->s.letter = number(k, 3, 1);
	put_next_line(k);
	content_show(k, operand_count(k) - 1);
}

/* Operators that set one number of the state. */
static double *
slot(struct content *k, enum what what)
{
	switch (what) {
	case LETTER:
		return &k->s.letter;
	case WORD:
		return &k->s.word;
	case LEADING:
		return &k->s.leading;
	case RISE:
		return &k->s.rise;
	case LINE:
		return &k->s.line;
	case SCALE:
		return &k->s.scale;
	default:
		return NULL;
	}
}

static void
put_intent(struct content *k, const struct operator *o)
{
	static const char intents[] = "AbsoluteColorimetric "
	    "RelativeColorimetric Saturation Perceptual";
	const struct operand *name = operand(k, 1, 0);

	if (name->len > 8 && memmem(intents, sizeof intents - 1,
	    k->words.data + name->at, name->len) != NULL)
		put(k, o, 1);
}

/* Operators of text; false when it is none. */
static bool
execute_text(struct content *k, const struct operator *o, size_t n)
{
	double *v = slot(k, o->what);

	if (v != NULL) {
		*v = o->what == SCALE ? number(k, 1, 0) / 100 : number(k, 1, 0);
		put(k, o, n);
		return true;
	}
	switch (o->what) {
	case TEXT_BEGIN:
		put(k, o, n);
		content_text_begin(k);
		break;
	case TEXT_END:
		put(k, o, n);
		content_text_end(k);
		break;
	case FONT:
		set_font(k);
		break;
	case MODE:
		put(k, o, n);
		k->s.mode = (int)fmax(0, fmin(7, number(k, 1, 0)));
		break;
	case MOVE_LEADING:
		k->s.leading = -number(k, 2, 1);
		/* fallthrough */
	case MOVE:
		put(k, o, n);
		content_text_move(k, number(k, 2, 0), number(k, 2, 1));
		break;
	case TEXT_MATRIX:
		put(k, o, n);
		text_matrix(k);
		break;
	case NEXT_LINE:
		put_next_line(k);
		break;
	case SHOW:
		content_show(k, operand_count(k) - n);
		break;
	case SHOW_NEXT:
		put_next_line(k);
		content_show(k, operand_count(k) - n);
		break;
	case SHOW_SPACED:
		show_spaced(k);
		break;
	default:
		return false;
	}
	return true;
}

static bool
execute_colour(struct content *k, const struct operator *o, size_t n)
{
	switch (o->what) {
	case SPACE_FILL:
	case SPACE_STROKE:
		set_space(k, o);
		break;
	case COLOUR_FILL:
	case COLOUR_STROKE:
		set_colour(k, o);
		break;
	case GREY:
	case RGB:
	case CMYK:
		put(k, o, n);
		k->s.light = lightness(k, n);
		k->s.device = true;
		break;
	case SHADE:
		shade(k);
		break;
	case INTENT:
		put_intent(k, o);
		break;
	default:
		return false;
	}
	return true;
}

static void
execute(struct content *k, const struct operator *o)
{
	int fit = fits(k, o);
	size_t n;

	if (fit < 0)
		return;
	n = (size_t)fit;
	if (execute_text(k, o, n) || execute_colour(k, o, n))
		return;
	switch (o->what) {
	case SAVE:
		save(k, o);
		break;
	case RESTORE:
		restore(k);
		break;
	case MATRIX:
		put(k, o, n);
		transform(k);
		break;
	case STATE:
		set_state(k);
		break;
	case PATH_POINT:
		put(k, o, n);
		add_points(k, n);
		break;
	case PATH_RECT:
		put(k, o, n);
		add_rectangle(k);
		break;
	case PAINT:
	case STROKE:
		paint(k, o);
		break;
	case END_PATH:
		put(k, o, n);
		clip(k);
		k->path = false;
		break;
	case INLINE:
		content_inline_image(k);
		break;
	case OBJECT:
		draw_object(k);
		break;
	case MARK_BEGIN:
		mark_begin(k);
		break;
	case MARK_END:
		mark_end(k);
		break;
	default:
		put(k, o, n);
		k->clips |= *o->name == 'W';
	}
}

static void
keep_operand(struct content *k, enum pdf_token t)
{
	struct operand o = { t, t == TOKEN_NUMBER ? k->lex.number : 0,
		k->words.len, k->lex.value.len };

	if (operand_count(k) >= CONTENT_OPERANDS_MAX)
		return;
	(void)bytes_add(&k->words, k->lex.value.data, k->lex.value.len);
	(void)bytes_add(&k->operands, &o, sizeof o);
}

static void
run(struct content *k)
{
	const struct operator *o;
	enum pdf_token t;

	while ((t = pdf_lex_next(&k->lex)) != TOKEN_END && !k->c->failed) {
		if (t != TOKEN_WORD) {
			keep_operand(k, t);
			continue;
		}
		if ((o = operator_of(&k->lex.value)) != NULL)
			execute(k, o);
		bytes_reset(&k->operands);
		bytes_reset(&k->words);
	}
	while (k->saved.len > 0)
		restore(k);
}

static bool
is_profile(qpdf_data q, qpdf_oh space)
{
	return qpdf_oh_is_array(q, space) && qpdf_oh_is_name_and_equals(q,
	    qpdf_oh_get_array_item(q, space, 0), "/ICCBased");
}

/*
 * The spaces that stand for the plain ones here (8.6.5.6).  A device's profile
 * says under these names what the document was made for, to programs that list
 * metadata; readers take the plain spaces for much the same colours.
 */
static void
use_defaults(struct content *k)
{
	static const char *const names[] = { "DefaultGray", "DefaultRGB",
		"DefaultCMYK" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct operand name = { TOKEN_NAME, 0, 0, strlen(names[i]) };
		struct bytes old = BYTES_INIT(64), text =
		    BYTES_INIT(COPY_BODY_MAX);
		qpdf_oh value;

		bytes_reset(&k->words);
		bytes_add_str(&k->words, names[i]);
		value = content_resource(k, "/ColorSpace", &name);
		bytes_add(&old, "", 1);
		bytes_add_str(&old, names[i]);
		if (!is_profile(k->c->q, value) &&
		    pdf_copy_colour(k->c, &text, value, NULL))
			(void)pdf_names_use(k->names, USED_COLOUR, &old,
			    &text);
		bytes_free(&old);
		bytes_free(&text);
	}
	bytes_reset(&k->words);
}

int
pdf_content(struct pdf_copy *c, struct bytes *out, struct pdf_names *names,
    const uint8_t *p, size_t len, qpdf_oh resources,
    const struct pdf_state *s)
{
	struct content k = { .c = c, .view = s != NULL ? c->view : NULL,
		.out = out, .names = names, .resources = resources,
		.lex = pdf_lex(p, len),
		.operands = BYTES_INIT(COPY_BODY_MAX),
		.words = BYTES_INIT(COPY_BODY_MAX),
		.s = s != NULL ? *s : PDF_STATE_INIT,
		.instead = BYTES_INIT(LEX_VALUE_MAX),
		.faint = BYTES_INIT(COPY_BODY_MAX),
		.saved = BYTES_INIT(COPY_BODY_MAX),
		.marked = BYTES_INIT(COPY_BODY_MAX) };

	k.s.hidden = false;
	use_defaults(&k);
	content_text_begin(&k);
	run(&k);
	c->failed |= bytes_ok(out) < 0 || bytes_ok(&k.words) < 0 ||
	    bytes_ok(&k.operands) < 0 || bytes_ok(&k.saved) < 0;
	pdf_lex_free(&k.lex);
	bytes_free(&k.operands);
	bytes_free(&k.words);
	bytes_free(&k.instead);
	bytes_free(&k.faint);
	bytes_free(&k.saved);
	bytes_free(&k.marked);
	return c->failed ? -1 : 0;
}
