/* pnm_read.c -- see pnm_read.h. */
#include "intake/format/raster/pnm_read.h"

#include <stdlib.h>
#include <string.h>

#define NUMBER_MAX 100000000u

struct words {
	const uint8_t *p;
	size_t len, at;
	struct bytes *comments;
};

static bool
is_space(uint8_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static void
comment(struct words *w)
{
	size_t from = ++w->at;

	while (w->at < w->len && w->p[w->at] != '\n' && w->p[w->at] != '\r')
		w->at++;
	/* What is too much to be told is still left out of the copy. */
	(void)bytes_add(w->comments, w->p + from, w->at - from);
	(void)bytes_add(w->comments, "\n", 1);
}

static void
skip(struct words *w)
{
	while (w->at < w->len) {
		if (w->p[w->at] == '#')
			comment(w);
		else if (is_space(w->p[w->at]))
			w->at++;
		else
			return;
	}
}

static bool
number(struct words *w, uint32_t *n)
{
	size_t from;

	skip(w);
	from = w->at;
	for (*n = 0; w->at < w->len && w->p[w->at] >= '0' &&
	    w->p[w->at] <= '9'; w->at++)
		if ((*n = *n * 10 + (w->p[w->at] - '0')) > NUMBER_MAX)
			return false;
	return w->at > from;
}

bool
pnm_is_head(const struct doc *d)
{
	struct bytes none = BYTES_INIT(0);
	struct words w = { d->data, d->len, 2, &none };
	uint32_t width, height;

	if (d->len < 7 || d->data[0] != 'P' || d->data[1] < '1' ||
	    d->data[1] > '7')
		return false;
	if (d->data[1] == '7')
		return d->data[2] == '\n' &&
		    memmem(d->data, d->len < 4096 ? d->len : 4096,
		    "\nENDHDR\n", 8) != NULL;
	if (!is_space(d->data[2]) && d->data[2] != '#')
		return false;
	return number(&w, &width) && number(&w, &height) && width > 0 &&
	    height > 0 && w.at < w.len && (is_space(w.p[w.at]) ||
	    w.p[w.at] == '#');
}

static bool
is_key(const struct words *w, const char *key, size_t n)
{
	return w->len - w->at > n && memcmp(w->p + w->at, key, n) == 0 &&
	    is_space(w->p[w->at + n]);
}

#define IS_KEY(w, key) is_key(w, key, sizeof(key) - 1)

/* A line of a PAM's header; false at one that is not known. */
static bool
pam_line(struct pnm *p, struct words *w, bool *ended)
{
	static const char *const types[] = {
		"BLACKANDWHITE", "GRAYSCALE", "RGB", "BLACKANDWHITE_ALPHA",
		"GRAYSCALE_ALPHA", "RGB_ALPHA"
	};
	size_t i, n;

	skip(w);
	if (IS_KEY(w, "ENDHDR")) {
		w->at += 6;
		*ended = true;
		return true;
	}
	if (IS_KEY(w, "WIDTH"))
		return w->at += 5, number(w, &p->size.width);
	if (IS_KEY(w, "HEIGHT"))
		return w->at += 6, number(w, &p->size.height);
	if (IS_KEY(w, "DEPTH"))
		return w->at += 5, number(w, &p->depth);
	if (IS_KEY(w, "MAXVAL"))
		return w->at += 6, number(w, &p->max);
	if (!IS_KEY(w, "TUPLTYPE"))
		return false;
	w->at += 8;
	skip(w);
	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		n = strlen(types[i]);
		if (is_key(w, types[i], n)) {
			w->at += n;
			p->alpha = i >= 3;
			return true;
		}
	}
	return false;
}

static bool
read_head(struct pnm *p, struct words *w)
{
	bool ended = false;

	p->depth = p->kind == 3 || p->kind == 6 ? 3 : 1;
	p->max = 1;
	if (p->kind == 7) {
		while (!ended)
			if (!pam_line(p, w, &ended))
				return false;
	} else if (!number(w, &p->size.width) ||
	    !number(w, &p->size.height) ||
	    (p->kind != 1 && p->kind != 4 && !number(w, &p->max))) {
		return false;
	}
	if (p->max < 1 || p->max > UINT16_MAX || p->depth < 1 ||
	    p->depth > 4 || (p->kind == 7 && (p->depth % 2 == 0) != p->alpha))
		return false;
	/* One white space, then the raster. */
	if (w->at >= w->len || !is_space(w->p[w->at]))
		return false;
	p->raster = w->at + 1;
	return true;
}

int
pnm_head(struct pnm *p, const struct doc *d, struct answer *a)
{
	struct words w = { d->data, d->len, 2, &p->comments };

	if (!pnm_is_head(d))
		return answer_refuse(a, REASON_DAMAGED,
		    "PNM: it ends before the picture begins");
	p->kind = d->data[1] - '0';
	p->size.orientation = 1;
	if (!read_head(p, &w))
		return answer_refuse(a, REASON_UNSUPPORTED,
		    "PNM: a header that is not by the book");
	return picture_check(a, &p->size);
}

bool
pnm_is_text(const struct pnm *p)
{
	return p->kind <= 3;
}

/* A digit of a P1 needs no space behind it. */
static bool
bit(struct words *w, uint32_t *v)
{
	skip(w);
	if (w->at >= w->len || (w->p[w->at] & 0xfe) != '0')
		return false;
	*v = w->p[w->at++] - '0';
	return true;
}

static bool
read_text(struct pnm *p, const struct doc *d, uint64_t n)
{
	struct words w = { d->data, d->len, p->raster, &p->comments };
	uint64_t i;
	uint32_t v;

	for (i = 0; i < n; i++) {
		if (!(p->kind == 1 ? bit(&w, &v) : number(&w, &v)) ||
		    v > p->max)
			return false;
		p->samples[i] = (uint16_t)v;
	}
	skip(&w);
	p->end = w.at;
	return true;
}

static bool
read_raw(struct pnm *p, const struct doc *d, uint64_t n)
{
	const uint8_t *from = d->data + p->raster;
	size_t row = ((size_t)p->size.width + 7) / 8, width = p->size.width;
	uint64_t bytes = p->kind == 4 ? (uint64_t)row * p->size.height :
	    p->max > 255 ? 2 * n : n, i;

	if (bytes > d->len - p->raster)
		return false;
	p->end = p->raster + (size_t)bytes;
	for (i = 0; i < n; i++) {
		if (p->kind == 4)
			p->samples[i] = from[i / width * row +
			    i % width / 8] >> (7 - i % width % 8) & 1;
		else if (p->max > 255)
			p->samples[i] = (uint16_t)((unsigned)from[2 * i] << 8 |
			    from[2 * i + 1]);
		else
			p->samples[i] = from[i];
	}
	return true;
}

int
pnm_samples(struct pnm *p, const struct doc *d, struct answer *a)
{
	uint64_t n = (uint64_t)p->size.width * p->size.height * p->depth;

	/* Two characters a sample at least, but for bits; so a small file
	 * does not ask for much memory. */
	if (n / 8 > d->len)
		return answer_refuse(a, REASON_DAMAGED,
		    "PNM: the picture's data is cut short");
	if ((p->samples = malloc(n * sizeof(*p->samples))) == NULL)
		return answer_refuse(a, REASON_LIMIT, "out of memory");
	if (!(pnm_is_text(p) ? read_text(p, d, n) : read_raw(p, d, n)))
		return answer_refuse(a, REASON_DAMAGED,
		    "PNM: the picture's data is cut short");
	return 0;
}

void
pnm_free(struct pnm *p)
{
	bytes_free(&p->comments);
	free(p->samples);
	p->samples = NULL;
}
