/*
 * mp3.c -- MPEG audio, with the tags people put around it.
 *
 * Frames are copied as they are.  The first may hold no sound but facts on
 * the file (Xing, Info); what the encoder adds there on itself and its
 * settings (LAME's extension) is emptied but for the samples to leave out at
 * both ends, which players need to join tracks, and its name becomes one that
 * players obey and all cleaned files have.
 */
#include <string.h>

#include "intake/format/sound/id3.h"
#include "intake/format/sound/mp3_frame.h"
#include "intake/format/sound/mute.h"
#include "intake/format/sound/sound.h"

#define EXTENSION_BYTES 36u	/* LAME's */
#define EXTENSION_DELAY 21u	/* where its three bytes of delays stand */
#define EXTENSION_CRC 34u
#define EXTENSION_NAME "Lavf"	/* the name that says least */
#define FRAMES_SURE 3u		/* in a row: no accident */

static const char *const mimes[] = { "audio/mpeg", "audio/x-mp2",
	"application/octet-stream", NULL };

/* Do that many frames of one kind follow each other, or fewer to the end? */
static bool
sure(const uint8_t *p, size_t len, unsigned least)
{
	struct mp3_frame f, next;
	unsigned n;

	if (!mp3_frame(&f, p, len))
		return false;
	for (n = 1; n < least && f.len < len; n++) {
		p += f.len;
		len -= f.len;
		if (!mp3_frame(&next, p, len) || next.kind != f.kind)
			return id3_here(p, len) > 0;
		f = next;
	}
	return true;
}

/* Behind the tags at the start, and the zeros that some leave there. */
static size_t
begin(const struct doc *d)
{
	size_t at = 0, n;

	while ((n = id3_here(d->data + at, d->len - at)) > 0)
		at += n;
	while (at > 0 && at < d->len && d->data[at] == 0)
		at++;
	return at;
}

static bool
structure(const struct doc *d)
{
	size_t at = begin(d);

	return sure(d->data + at, d->len - at, FRAMES_SURE);
}

/* --- a walk over all of the file --- */

struct walk {
	const uint8_t *data;
	size_t len, at;
	uint64_t junk;		/* bytes that are neither frame nor tag */
	uint32_t kind;		/* of the frames; 0 before the first */
};

enum found { FOUND_END, FOUND_FRAME, FOUND_TAG };

/* The next frame or tag at w->at; junk before it is counted and passed. */
static enum found
next(struct walk *w, struct mp3_frame *f, size_t *size)
{
	for (; w->at < w->len; w->at++) {
		const uint8_t *p = w->data + w->at;
		size_t left = w->len - w->at;

		if ((*size = id3_here(p, left)) > 0)
			return FOUND_TAG;
		/* After junk one frame alone may be an accident. */
		if (mp3_frame(f, p, left) &&
		    (w->kind == 0 || f->kind == w->kind) &&
		    (w->junk == 0 || sure(p, left, FRAMES_SURE))) {
			w->kind = f->kind;
			*size = f->len;
			return FOUND_FRAME;
		}
		w->junk++;
	}
	return FOUND_END;
}

/* The extension of an Info frame; NULL when it has none or an empty one. */
static const uint8_t *
extension(const struct mp3_frame *f, const uint8_t *p, size_t *len)
{
	size_t at, i;

	if (mp3_info(f, p) == 0)
		return NULL;
	at = f->side + mp3_info_bytes(f, p);
	*len = f->len - at;
	for (i = at; i < f->len; i++)
		if (p[i] != 0)
			return p + at;
	return NULL;
}

/* Is it what put_info() leaves? */
static bool
is_neutral(const uint8_t *ext, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		bool may = (i >= EXTENSION_DELAY && i < EXTENSION_DELAY + 3) ||
		    i == EXTENSION_CRC || i == EXTENSION_CRC + 1;

		if (i < sizeof EXTENSION_NAME - 1 ?
		    ext[i] != (uint8_t)EXTENSION_NAME[i] : !may && ext[i] != 0)
			return false;
	}
	return true;
}

static void
put_info(struct answer *a, const struct mp3_frame *f, const uint8_t *p)
{
	uint8_t ext[EXTENSION_BYTES] = EXTENSION_NAME;
	static const uint8_t zeros[64];
	uint8_t head[MP3_HEADER + 34 + 120 + EXTENSION_BYTES];
	size_t n = f->side + mp3_info_bytes(f, p), left = f->len - n, step;
	uint16_t crc;

	answer_file(a, p, n);
	if (left >= EXTENSION_BYTES && n + EXTENSION_BYTES <= sizeof(head)) {
		if (extension(f, p, &step) != NULL)
			memcpy(ext + EXTENSION_DELAY, p + n + EXTENSION_DELAY,
			    3);
		memcpy(head, p, n);
		memcpy(head + n, ext, EXTENSION_BYTES);
		crc = mp3_crc(head, n + EXTENSION_CRC);
		ext[EXTENSION_CRC] = (uint8_t)(crc >> 8);
		ext[EXTENSION_CRC + 1] = (uint8_t)crc;
		answer_file(a, ext, sizeof(ext));
		left -= EXTENSION_BYTES;
	}
	for (; left > 0; left -= step) {
		step = left < sizeof(zeros) ? left : sizeof(zeros);
		answer_file(a, zeros, step);
	}
}

/* What encoders leave where frames are not full: "LAME3.100UUUU". */
static void
look_inside(const uint8_t *p, size_t len, uint64_t *count)
{
	if (memmem(p, len, "LAME", 4) != NULL ||
	    memmem(p, len, "Lavc", 4) != NULL)
		(*count)++;
}

static int
report(const struct doc *d, struct answer *a)
{
	struct walk w = { .data = d->data, .len = d->len };
	size_t size, left, at = begin(d);
	struct mp3_frame f;
	const uint8_t *ext;
	uint64_t frames = 0, inside = 0, samples = 0;
	unsigned rate = 0, first = 0, last = 0;
	enum found what;

	for (; (what = next(&w, &f, &size)) != FOUND_END; w.at += size) {
		const uint8_t *p = d->data + w.at;

		if (what == FOUND_FRAME) {
			rate = f.rate;
			if (frames == 0 && mp3_info(&f, p) > 0)
				mp3_delays(&f, p, &first, &last);
			else
				samples += f.samples;
		}
		if (what == FOUND_TAG) {
			id3_report(a, p, size);
		} else if (frames++ > 0 || mp3_info(&f, p) == 0) {
			look_inside(p, size, &inside);
		} else if ((ext = extension(&f, p, &left)) != NULL &&
		    !is_neutral(ext, left)) {
			answer_meta(a, "MPEG", "Encoder", ext,
			    strnlen((const char *)ext, left < 9 ? left : 9));
			answer_metaf(a, "MPEG", "EncoderSettings", "%zu bytes",
			    left);
		}
	}
	/* Zeros between a tag and the sound are the tag's own padding. */
	for (size = at; size > 0 && d->data[size - 1] == 0 && w.junk > 0; size--)
		w.junk--;
	if (w.junk > 0)
		answer_mark(a, MARK_TRAILING_DATA, w.junk,
		    "bytes between or behind the frames");
	if (inside > 0)
		answer_mark(a, MARK_IN_STREAM, inside,
		    "frames name the program that made them");
	sound_duration(a, samples > first + last ? samples - first - last :
	    samples, rate);
	return 0;
}

static int
clean(const struct doc *d, struct answer *a)
{
	struct walk w = { .data = d->data, .len = d->len };
	struct mp3_frame f;
	uint64_t frames = 0;
	enum found what;
	size_t size;

	for (; (what = next(&w, &f, &size)) != FOUND_END; w.at += size) {
		if (what == FOUND_TAG)
			continue;
		if (frames++ == 0 && mp3_info(&f, d->data + w.at) > 0)
			put_info(a, &f, d->data + w.at);
		else
			answer_file(a, d->data + w.at, size);
	}
	return frames > 0 ? 0 : answer_refuse(a, REASON_DAMAGED,
	    "MP3: it holds no sound");
}

static int
mute(const struct doc *d, const struct edits *e, struct answer *a)
{
	struct bytes file = BYTES_INIT(CLEAN_MAX);
	int r;

	if (format_clean_nested(&format_mp3, d, &file) < 0)
		r = answer_refuse(a, REASON_DAMAGED,
		    "MP3: its sound cannot be taken apart");
	else
		r = mp3_mute(file.data, file.len, e, a);
	bytes_free(&file);
	return r;
}

static int
apply(const struct doc *d, const struct edits *e, struct answer *a)
{
	return sound_apply(d, e, a, clean, mute);
}

const struct format format_mp3 = {
	.id = FORMAT_MP3,
	.mimes = mimes,
	.pages = 1,
	.structure = structure,
	.report = report,
	.text = sound_text,
	.clean = clean,
	.apply = apply,
	.safe = sound_safe,
};
