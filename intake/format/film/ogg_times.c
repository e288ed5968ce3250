/* ogg_times.c -- the times of Ogg, by the coders of film; see film.h. */
#include <stdlib.h>

#include <libavutil/log.h>

#include "intake/format/film/film.h"
#include "intake/format/sound/sound.h"

static const char *const mimes[] = { "audio/ogg", "video/ogg",
	"application/ogg", "audio/vorbis", "audio/opus", "audio/speex", NULL };

static bool
structure(const struct doc *d)
{
	return format_ogg.structure(d);
}

static int
report(const struct doc *d, struct answer *a)
{
	return format_ogg.report(d, a);
}

static int
clean(const struct doc *d, struct answer *a)
{
	return format_ogg.clean(d, a);
}

/* Coded anew, and then cleaned as any Ogg. */
static int
redact(const struct doc *d, const struct edits *e, struct answer *a)
{
	static const char *const muxers[] = { "ogg", NULL };
	struct film_file file = { .data = NULL };
	struct film *f = NULL;
	struct doc made;
	int r;

	av_log_set_level(AV_LOG_QUIET);
	if ((r = film_open(&f, d, "ogg", a)) == 0 &&
	    (r = film_remux(f, muxers, e, &file, a)) == 0) {
		made = (struct doc){ .data = file.data, .len = file.len };
		r = format_ogg.clean(&made, a);
	}
	film_close(f);
	free(file.data);
	return r;
}

static int
apply(const struct doc *d, const struct edits *e, struct answer *a)
{
	return sound_apply(d, e, a, clean, redact);
}

const struct format format_ogg_times = {
	.id = FORMAT_OGG,
	.mimes = mimes,
	.pages = 1,
	.structure = structure,
	.report = report,
	.text = sound_text,
	.clean = clean,
	.apply = apply,
	.safe = sound_safe,
};
