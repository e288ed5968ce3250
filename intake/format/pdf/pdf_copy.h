/*
 * pdf_copy.h -- a document written anew from what is named.
 *
 * Nothing is copied that no rule here names: each kind of object has its list
 * of keys, each key what its value may be.  Content streams are read operator
 * by operator (pdf_content.c), their resources are those they use, under new
 * names; streams are unpacked and packed again, pictures and fonts lose what
 * nobody sees (pdf_stream.c, pdf_font_file.c).  The pages look the same.
 */
#ifndef INTAKE_FORMAT_PDF_PDF_COPY_H
#define INTAKE_FORMAT_PDF_PDF_COPY_H

#include <qpdf/qpdf-c.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "intake/format/format.h"
#include "intake/format/pdf/pdf_flatten.h"
#include "intake/format/pdf/pdf_layers.h"
#include "intake/format/pdf/pdf_lex.h"
#include "intake/format/pdf/pdf_metrics.h"
#include "intake/format/pdf/pdf_out.h"
#include "intake/format/pdf/pdf_repeat.h"

#define COPY_DEPTH_MAX 60u		/* objects inside each other */
#define COPY_BODY_MAX ((size_t)256 << 20)	/* bytes of one object or content */
#define COPY_STREAM_MAX ((size_t)1 << 30)	/* bytes of a stream, unpacked */

struct pdf_view;
struct pdf_state;

struct pdf_copy {
	qpdf_data q;
	struct answer *a;
	struct pdf_out out;
	struct pdf_layers *layers;	/* which are off */
	struct pdf_fonts *fonts;	/* how wide their letters are */
	struct pdf_view *view;		/* of the page at hand */
	qpdf_oh resources;		/* around a form that brings none */
	const struct pdf_state *state;	/* that it is drawn in; NULL */
	const char *font_name;		/* of the font being written */
	unsigned embedded;		/* fonts written so far */
	unsigned depth;
	struct pdf_repeats repeats;	/* what may be a watermark */
	uint32_t repeat;		/* 1 + the last of them that was met */
	uint64_t replaced;		/* ActualText in content */
	bool failed;			/* something did not fit its limit */
	bool deep;			/* circles or depth were cut */
};

/* Append what the value becomes; false: nothing was appended, leave it out. */
typedef bool pdf_copier(struct pdf_copy *c, struct bytes *b, qpdf_oh value,
    const char *words);

/* A key of a dictionary, and what its value may be. */
struct pdf_rule {
	const char *key;
	pdf_copier *copy;
	const char *words;	/* names that are allowed, between spaces */
};

/* "/Key value" for each rule that holds, without brackets. */
void pdf_copy_keys(struct pdf_copy *c, struct bytes *b, qpdf_oh dict,
    const struct pdf_rule *rules, size_t n);

/* As they are: pdf_copy_value.c. */
pdf_copier pdf_copy_number, pdf_copy_numbers, pdf_copy_bool, pdf_copy_name,
    pdf_copy_names;

enum pdf_kind {
	KIND_COLOUR = 1, KIND_PROFILE, KIND_FUNCTION, KIND_STATE, KIND_SHADING,
	KIND_PATTERN, KIND_FONT, KIND_DESCRIPTOR, KIND_FONT_FILE, KIND_CMAP,
	KIND_WIDTHS, KIND_IMAGE, KIND_FORM, KIND_STREAM, KIND_GLOBALS
};

/*
 * pdf_copy_once(c, b, oh, kind, words, copy): an object of its own stays one,
 * written once for each `kind`; what stands inside another is written there.
 */
bool pdf_copy_once(struct pdf_copy *c, struct bytes *b, qpdf_oh oh,
    enum pdf_kind kind, const char *words, pdf_copier *copy);
/* A key for pdf_out_learn(); 0 for what is no object of its own. */
uint64_t pdf_copy_key(const struct pdf_copy *c, qpdf_oh oh,
    enum pdf_kind kind);
bool pdf_copy_reference(struct pdf_copy *c, struct bytes *b, uint32_t number);

/* The resources: pdf_copy_colour.c, pdf_copy_state.c, pdf_copy_font.c,
 * pdf_copy_image.c, pdf_copy_form.c. */
pdf_copier pdf_copy_colour, pdf_copy_function, pdf_copy_state,
    pdf_copy_shading, pdf_copy_pattern, pdf_copy_font, pdf_copy_image,
    pdf_copy_group;
/* How many parts a colour in it has; 0 when it cannot be told. */
unsigned pdf_colour_parts(qpdf_data q, qpdf_oh space, unsigned depth);
/* A form drawn in the state `s`, or without one (a mask's). */
bool pdf_copy_form(struct pdf_copy *c, struct bytes *b, qpdf_oh form,
    qpdf_oh resources, const struct pdf_state *s);

/*
 * The resources that content uses, under new names: a letter for the kind and
 * a number.
 */
struct pdf_names {
	struct bytes list;	/* struct pdf_name, in order of their first use */
};
#define PDF_NAMES_INIT ((struct pdf_names){ .list = BYTES_INIT( \
	COPY_BODY_MAX) })

enum pdf_category {
	USED_COLOUR, USED_STATE, USED_FONT, USED_PATTERN, USED_SHADING,
	USED_OBJECT, USED_LAST = USED_OBJECT
};

/* The number of `old` (without its slash), whose value is the `len` bytes at
 * `text`; -1 when it is new and `text` is NULL, or there is no room. */
int pdf_names_use(struct pdf_names *n, enum pdf_category category,
    const struct bytes *old, const struct bytes *text);
void pdf_names_put_name(struct bytes *b, enum pdf_category category, int n);
/* "/Resources<<...>>"; nothing when nothing is used. */
void pdf_names_put(const struct pdf_names *n, struct bytes *b);
void pdf_names_free(struct pdf_names *n);

/*
 * pdf_content(c, out, names, p, len, resources, s): the content stream at `p`
 * anew, and the resources it uses.  `s` is the state it begins
 * with; NULL where nothing is drawn on a page yet (patterns, glyphs).
 */
int pdf_content(struct pdf_copy *c, struct bytes *out, struct pdf_names *names,
    const uint8_t *p, size_t len, qpdf_oh resources,
    const struct pdf_state *s);

/* Streams: pdf_stream.c. */
struct pdf_filter {
	char name[24];
	qpdf_oh parms;
};
#define PDF_FILTERS_MAX 8
/*
 * pdf_stream_open(q, stream, data, filters, n): the stream's bytes without the
 * filters that can be undone; those that are left, a picture's own, are in
 * `filters`, *n of them (0 or 1; a predictor counts as one, for the data stays
 * predicted).  Data cut short is what there is.  False: unreadable.
 */
bool pdf_stream_open(qpdf_data q, qpdf_oh stream, struct bytes *data,
    struct pdf_filter filters[PDF_FILTERS_MAX], unsigned *n);
/* All filters undone; false when one is a picture's. */
bool pdf_stream_plain(qpdf_data q, qpdf_oh stream, struct bytes *data);

/* A font program without names, notices and dates, in place: pdf_font_file.c */
void pdf_font_file_strip(struct bytes *font, const char *kind);

/* A colour profile with its colours only; false when it is none. */
bool pdf_profile_strip(struct bytes *out, const uint8_t *p, size_t len);

/* A CMap with its tables only: pdf_cmap.c.  False when it has none. */
bool pdf_cmap_copy(struct bytes *out, const uint8_t *p, size_t len);

#endif
