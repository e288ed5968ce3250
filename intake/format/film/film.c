/* film.c -- the four kinds of film; see film.h. */
#include "intake/format/film/film.h"

#include <stdlib.h>
#include <string.h>

#include <libavutil/log.h>

#include "intake/format/film/kind/film_kind.h"
#include "intake/format/film/streams.h"
#include "intake/format/sound/sound.h"

struct kind {
	const char *demuxer;
	const char *muxers[4];	/* tried in this order; NULL ends */
	void (*walk)(const struct doc *d, struct answer *a);
	void (*neutral)(struct film_file *f);
};

static const struct kind mp4 = { "mov", { "mp4", "mov", NULL },
	film_walk_mp4, film_neutral_mp4 };
static const struct kind m4a = { "mov", { "ipod", "mp4", "mov", NULL },
	film_walk_mp4, film_neutral_mp4 };
static const struct kind matroska = { "matroska", { "matroska", NULL },
	film_walk_matroska, film_neutral_matroska };
static const struct kind webm = { "matroska", { "webm", "matroska", NULL },
	film_walk_matroska, film_neutral_matroska };
static const struct kind avi = { "avi", { "avi", NULL }, film_walk_avi,
	film_neutral_avi };
static const struct kind asf = { "asf", { "asf", NULL }, film_walk_asf,
	film_neutral_asf };

bool
film_all_zero(const uint8_t *p, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (p[i] != 0)
			return false;
	return true;
}

static const struct kind *
mp4_kind(const struct doc *d)
{
	return memcmp(d->data + 4, "ftypM4", 6) == 0 ? &m4a : &mp4;
}

static const struct kind *
matroska_kind(const struct doc *d)
{
	return memmem(d->data, 64, "\x42\x82\x84webm", 7) != NULL ? &webm :
	    &matroska;
}

static int
report(const struct kind *k, const struct doc *d, struct answer *a)
{
	struct film *f = NULL;
	int r;

	if ((r = film_open(&f, d, k->demuxer, a)) == 0) {
		k->walk(d, a);
		r = film_tell(f, a);
	}
	film_close(f);
	return r;
}

/* With `e`, its times silent and blank. */
static int
copy(const struct kind *k, const struct doc *d, const struct edits *e,
    struct answer *a)
{
	struct film_file file = { .data = NULL };
	struct film *f = NULL;
	int r;

	if ((r = film_open(&f, d, k->demuxer, a)) == 0 &&
	    (r = film_remux(f, k->muxers, e, &file, a)) == 0) {
		k->neutral(&file);
		answer_file(a, file.data, file.len);
	}
	film_close(f);
	free(file.data);
	return r;
}

static int
frame(const struct kind *k, const struct doc *d, const struct pictured *p,
    struct answer *a)
{
	struct film *f = NULL;
	int r;

	if ((r = film_open(&f, d, k->demuxer, a)) == 0)
		r = film_frame(f, p, a);
	film_close(f);
	return r;
}

/* One page as large as its pictures. */
static int
text(const struct kind *k, const struct doc *d, struct answer *a, bool layout)
{
	const AVStream *s;
	struct page page = { .width = 0 };
	struct film *f = NULL;
	int r;

	if ((r = film_open(&f, d, k->demuxer, a)) == 0) {
		s = film_pictures(f);
		if (s == NULL || s->codecpar->width <= 0 ||
		    s->codecpar->height <= 0 ||
		    s->codecpar->width > FILM_SIDE_MAX ||
		    s->codecpar->height > FILM_SIDE_MAX) {
			r = sound_text(d, a, layout);
		} else {
			page.width = 100 * (uint32_t)s->codecpar->width;
			page.height = 100 * (uint32_t)s->codecpar->height;
			answer_page(a, &page);
		}
	}
	film_close(f);
	return r;
}

static void
prepare(void)
{
	av_log_set_level(AV_LOG_QUIET);
}

/* The functions of a row are all alike but for the kind. */
#define ROW(name, kind_of, number, is, mime_list) \
static int \
name##_report(const struct doc *d, struct answer *a) \
{ \
	prepare(); \
	return report(kind_of, d, a); \
} \
\
static int \
name##_text(const struct doc *d, struct answer *a, bool layout) \
{ \
	prepare(); \
	return text(kind_of, d, a, layout); \
} \
\
static int \
name##_picture(const struct doc *d, const struct pictured *p, \
    struct answer *a) \
{ \
	prepare(); \
	return frame(kind_of, d, p, a); \
} \
\
static int \
name##_clean(const struct doc *d, struct answer *a) \
{ \
	prepare(); \
	return copy(kind_of, d, NULL, a); \
} \
\
static int \
name##_redact(const struct doc *d, const struct edits *e, struct answer *a) \
{ \
	prepare(); \
	return copy(kind_of, d, e, a); \
} \
\
static int \
name##_apply(const struct doc *d, const struct edits *e, struct answer *a) \
{ \
	return sound_apply(d, e, a, name##_clean, name##_redact); \
} \
\
const struct format format_##name = { \
	.id = number, \
	.mimes = mime_list, \
	.pages = 1, \
	.structure = is, \
	.report = name##_report, \
	.text = name##_text, \
	.picture = name##_picture, \
	.clean = name##_clean, \
	.apply = name##_apply, \
	.safe = sound_safe, \
}

ROW(mp4, mp4_kind(d), FORMAT_MP4, film_is_mp4, film_mp4_mimes);
ROW(matroska, matroska_kind(d), FORMAT_MATROSKA, film_is_matroska,
    film_matroska_mimes);
ROW(avi, &avi, FORMAT_AVI, film_is_avi, film_avi_mimes);
ROW(asf, &asf, FORMAT_ASF, film_is_asf, film_asf_mimes);
