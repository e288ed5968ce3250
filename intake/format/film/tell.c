/* tell.c -- what libavformat knows of a film; see film.h. */
#include <stdio.h>
#include <string.h>

#include "intake/format/film/streams.h"
#include "intake/format/sound/sound.h"

/* What encoders write inside what they code. */
static const char *const notes[] = { "x264 - core", "x265 (build",
	"Lavc", "XviD", "DivX", "LAME3.", "libaom", "SVT-AV1", "HandBrake" };

/* What demuxers make up, or every file has. */
static bool
is_structure(const AVDictionaryEntry *e)
{
	static const struct {
		const char *key, *value;	/* NULL: any */
	} known[] = {
		{ "major_brand", NULL }, { "minor_version", NULL },
		{ "compatible_brands", NULL }, { "language", "und" },
		{ "language", "eng" }, { "vendor_id", "[0][0][0][0]" },
		{ "handler_name", "VideoHandler" },
		{ "handler_name", "SoundHandler" },
		{ "handler_name", "SubtitleHandler" },
		{ "handler_name", "" }, { "creation_time",
		    "1970-01-01T00:00:00.000000Z" },
		{ "DeviceConformanceTemplate", NULL },
		{ "WMFSDKNeeded", NULL }, { "IsVBR", NULL },
	};
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(e->key, known[i].key) == 0 &&
		    (known[i].value == NULL ||
		    strcmp(e->value, known[i].value) == 0))
			return true;
	return e->value[0] == '\0';
}

static void
tell_tags(struct answer *a, const char *group, const AVDictionary *tags)
{
	const AVDictionaryEntry *e = NULL;

	while ((e = av_dict_get(tags, "", e, AV_DICT_IGNORE_SUFFIX)) != NULL)
		if (!is_structure(e))
			answer_meta(a, group, e->key, e->value,
			    strlen(e->value));
}

static void
tell_stream(struct answer *a, const AVStream *s, unsigned number)
{
	const char *type = av_get_media_type_string(s->codecpar->codec_type);
	char group[32];

	(void)snprintf(group, sizeof(group), "Track %u", number + 1);
	tell_tags(a, group, s->metadata);
	if (film_stays(s))
		return;
	if (s->codecpar->codec_type == AVMEDIA_TYPE_VIDEO)
		answer_metaf(a, group, "Cover", "%d bytes",
		    s->attached_pic.size);
	else
		answer_metaf(a, group, "Track", "of %s, %s",
		    type != NULL ? type : "data",
		    avcodec_get_name(s->codecpar->codec_id));
}

static bool
has_note(const AVPacket *p)
{
	size_t i;

	for (i = 0; i < sizeof(notes) / sizeof(notes[0]); i++)
		if (memmem(p->data, (size_t)p->size, notes[i],
		    strlen(notes[i])) != NULL)
			return true;
	return false;
}

static int
look_inside(struct film *f, struct answer *a)
{
	AVPacket *p = av_packet_alloc();
	uint64_t n = 0, found = 0;
	int r = -1;

	while (p != NULL && n++ < FILM_PACKETS_MAX &&
	    (r = film_packet(f, p, a)) == 0) {
		if (p->data != NULL && has_note(p))
			found++;
		av_packet_unref(p);
	}
	av_packet_free(&p);
	if (found > 0)
		answer_mark(a, MARK_IN_STREAM, found,
		    "packets name the program that made them");
	return r < 0 ? -1 : 0;
}

int
film_tell(struct film *f, struct answer *a)
{
	unsigned i;

	tell_tags(a, "Film", f->in->metadata);
	if (f->in->duration > 0)
		sound_duration(a, (uint64_t)f->in->duration / 1000, 1000);
	for (i = 0; i < f->in->nb_streams; i++)
		tell_stream(a, f->in->streams[i], i);
	for (i = 0; i < f->in->nb_programs; i++)
		tell_tags(a, "Program", f->in->programs[i]->metadata);
	for (i = 0; i < f->in->nb_chapters; i++) {
		answer_metaf(a, "Chapter", "Start", "%lld",
		    (long long)f->in->chapters[i]->start);
		tell_tags(a, "Chapter", f->in->chapters[i]->metadata);
	}
	return look_inside(f, a);
}
