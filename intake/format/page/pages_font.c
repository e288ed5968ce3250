/* pages_font.c -- characters to glyphs of the first font that has them. */
#include "intake/format/page/pages_font.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include <cairo-ft.h>
#include <fontconfig/fontconfig.h>

#include "vault/base/err.h"
#include "vault/base/print.h"

#define NEUTRAL "DejaVu Sans"	/* or what fontconfig has in its place */
#define FACES_MAX 16u
#define LOOKUPS_MAX 256u	/* fontconfig matches for one document */
#define RUN_MAX 256		/* glyphs drawn in one call */

struct face {
	cairo_font_face_t *cairo;
	FcCharSet *has;		/* borrowed from `pattern` */
	FcPattern *pattern;
	cairo_scaled_font_t *unit;	/* at 1000 units the em, for measures */
};

struct font {
	struct face face[FACES_MAX];
	unsigned nfaces;
	unsigned lookups;
};

#define EM 1000.0

static cairo_font_options_t *
unhinted(void)
{
	cairo_font_options_t *o = cairo_font_options_create();

	cairo_font_options_set_hint_style(o, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(o, CAIRO_HINT_METRICS_OFF);
	cairo_font_options_set_antialias(o, CAIRO_ANTIALIAS_GRAY);
	return o;
}

/* The outline font that fits best; with `cp` not 0, one that should have it. */
static FcPattern *
match(uint32_t cp)
{
	FcPattern *want = FcPatternCreate(), *found = NULL;
	FcCharSet *set = NULL;
	FcResult result;

	if (want == NULL)
		return NULL;
	FcPatternAddString(want, FC_FAMILY, (const FcChar8 *)NEUTRAL);
	FcPatternAddString(want, FC_FAMILY, (const FcChar8 *)"sans-serif");
	FcPatternAddBool(want, FC_SCALABLE, FcTrue);
	if (cp != 0 && (set = FcCharSetCreate()) != NULL) {
		FcCharSetAddChar(set, cp);
		FcPatternAddCharSet(want, FC_CHARSET, set);
	}
	FcConfigSubstitute(NULL, want, FcMatchPattern);
	FcDefaultSubstitute(want);
	found = FcFontMatch(NULL, want, &result);
	if (set != NULL)
		FcCharSetDestroy(set);
	FcPatternDestroy(want);
	return found;
}

static bool
face_load(struct face *face, FcPattern *pattern)
{
	cairo_matrix_t size, identity;
	cairo_font_options_t *options = unhinted();

	face->pattern = pattern;
	cairo_matrix_init_scale(&size, EM, EM);
	cairo_matrix_init_identity(&identity);
	face->cairo = cairo_ft_font_face_create_for_pattern(pattern);
	face->unit = cairo_scaled_font_create(face->cairo, &size, &identity,
	    options);
	cairo_font_options_destroy(options);
	if (FcPatternGetCharSet(pattern, FC_CHARSET, 0, &face->has) !=
	    FcResultMatch)
		face->has = NULL;
	return cairo_scaled_font_status(face->unit) == CAIRO_STATUS_SUCCESS;
}

static void
face_free(struct face *face)
{
	cairo_scaled_font_destroy(face->unit);
	cairo_font_face_destroy(face->cairo);
	FcPatternDestroy(face->pattern);
}

void
font_prepare(void)
{
	struct font *f = NULL;

	FcInit();
	if (font_new(&f) == 0)
		font_width(f, "Aa", 2, 10);
	font_free(f);
}

int
font_new(struct font **out)
{
	struct font *f;
	FcPattern *pattern;

	*out = NULL;
	if ((f = calloc(1, sizeof *f)) == NULL)
		return err_set(ERR_NO_MEMORY, "no memory for a font; close "
		    "other programs and try again");
	if ((pattern = match(0)) == NULL) {
		free(f);
		return err_set(ERR_NOT_FOUND, "this machine has no font; "
		    "install fonts-dejavu-core");
	}
	f->nfaces = 1;
	if (!face_load(&f->face[0], pattern)) {
		font_free(f);
		return err_set(ERR_NOT_FOUND, "this machine's font cannot be "
		    "loaded; install fonts-dejavu-core");
	}
	*out = f;
	return 0;
}

static bool
has(const struct face *face, uint32_t cp)
{
	return face->has != NULL && FcCharSetHasChar(face->has, cp);
}

/* Which face draws `cp`: 0 when none has it. */
static unsigned
face_of(struct font *f, uint32_t cp)
{
	FcPattern *pattern;
	unsigned i;

	for (i = 0; i < f->nfaces; i++)
		if (has(&f->face[i], cp))
			return i;
	if (f->nfaces == FACES_MAX || f->lookups == LOOKUPS_MAX)
		return 0;
	f->lookups++;
	if ((pattern = match(cp)) == NULL)
		return 0;
	if (!face_load(&f->face[f->nfaces], pattern) ||
	    !has(&f->face[f->nfaces], cp)) {
		face_free(&f->face[f->nfaces]);
		return 0;
	}
	return f->nfaces++;
}

static unsigned long
glyph_of(const struct face *face, uint32_t cp)
{
	FT_Face ft = cairo_ft_scaled_font_lock_face(face->unit);
	unsigned long glyph = 0;

	if (ft != NULL)
		glyph = FT_Get_Char_Index(ft, cp);
	cairo_ft_scaled_font_unlock_face(face->unit);
	return glyph;
}

static double
advance(const struct face *face, unsigned long glyph)
{
	cairo_glyph_t g = { .index = glyph };
	cairo_text_extents_t e;

	cairo_scaled_font_glyph_extents(face->unit, &g, 1, &e);
	return e.x_advance / EM;
}

struct run {
	cairo_t *cr;		/* where to; else ... */
	struct ink *ink;	/* ... into this; NULL: only measure */
	const cairo_matrix_t *m;
	double grey;
	double size;
	cairo_glyph_t at[RUN_MAX];
	int n;
	unsigned face;
};

static void
run_flush(struct font *f, struct run *run)
{
	if (run->cr != NULL && run->n > 0) {
		cairo_set_font_face(run->cr, f->face[run->face].cairo);
		cairo_set_font_size(run->cr, run->size);
		cairo_show_glyphs(run->cr, run->at, run->n);
	} else if (run->ink != NULL && run->n > 0) {
		ink_glyphs(run->ink, run->m, run->grey,
		    f->face[run->face].cairo, run->size, run->at, run->n);
	}
	run->n = 0;
}

/* Walk the text with a pen at (x, y); where the pen ends. */
static double
walk(struct font *f, struct run *run, double x, double y, const char *utf8,
    size_t len)
{
	const uint8_t *p = (const uint8_t *)utf8;
	uint32_t cp;
	size_t n;

	for (; len > 0 && (n = utf8_next(p, len, &cp)) > 0; p += n, len -= n) {
		unsigned face = face_of(f, cp);
		unsigned long glyph = glyph_of(&f->face[face], cp);

		if (face != run->face || run->n == RUN_MAX)
			run_flush(f, run);
		run->face = face;
		run->at[run->n++] = (cairo_glyph_t){ glyph, x, y };
		x += advance(&f->face[face], glyph) * run->size;
	}
	run_flush(f, run);
	return x;
}

double
font_width(struct font *f, const char *utf8, size_t len, double size)
{
	struct run run = { .cr = NULL, .size = size };

	return walk(f, &run, 0, 0, utf8, len);
}

void
font_draw(struct font *f, cairo_t *cr, double x, double y, double size,
    const char *utf8, size_t len)
{
	struct run run = { .cr = cr, .size = size };
	cairo_font_options_t *options = unhinted();

	cairo_save(cr);
	cairo_set_font_options(cr, options);
	walk(f, &run, x, y, utf8, len);
	cairo_restore(cr);
	cairo_font_options_destroy(options);
}

void
font_ink(struct font *f, struct ink *ink, const cairo_matrix_t *m,
    double grey, double x, double y, double size, const char *utf8,
    size_t len)
{
	struct run run = { .ink = ink, .m = m, .grey = grey, .size = size };

	walk(f, &run, x, y, utf8, len);
}

void
font_free(struct font *f)
{
	unsigned i;

	if (f == NULL)
		return;
	for (i = 0; i < f->nfaces; i++)
		face_free(&f->face[i]);
	free(f);
}
