/*
 * ogg.c -- Ogg with Vorbis, Opus, Speex, FLAC or Theora in it.
 *
 * Pages of sound keep their packets bit for bit; they get serial numbers from
 * 1 and a count of pages without gaps.  The comment header becomes an empty
 * one; a Skeleton (an index with names) goes.
 */
#include "intake/format/sound/ogg.h"

#include <stdlib.h>
#include <string.h>

#include "intake/format/sound/comment.h"
#include "intake/format/sound/mute.h"
#include "intake/format/sound/sound.h"

#define PAGE_HEADER_MAX 282u	/* bytes: 27 and 255 lengths */
#define FLAC_HEADERS_AT 7u	/* in its first packet: how many follow */

static const char *const mimes[] = { "audio/ogg", "video/ogg",
	"application/ogg", "audio/vorbis", "audio/opus", "audio/speex", NULL };

static bool
structure(const struct doc *d)
{
	size_t at = 0;
	ogg_page page;

	return ogg_page_at(d->data, d->len, &at, &page) && ogg_page_bos(&page);
}

struct stream {
	int serial;		/* as it was */
	int number;		/* as it becomes */
	enum ogg_codec codec;
	unsigned headers;	/* packets; 0: not known before the last */
	unsigned seen;		/* header packets so far */
	bool in_headers, ended;
	unsigned rate, before;	/* of ogg_rate() */
	int64_t last;		/* the sample that its last page ends at */
	uint32_t pages;		/* written so far */
	struct bytes packet;	/* a header packet in the making */
	struct bytes all;	/* the header packets that will be written */
	size_t ends[OGG_HEADERS_MAX];	/* where each ends in `all` */
	unsigned kept;
};

struct ogg {
	struct answer *a;
	bool writing;
	struct stream *streams;	/* OGG_STREAMS_MAX of them */
	size_t n;
	uint64_t junk;
};

static struct stream *
find(struct ogg *o, int serial)
{
	size_t i;

	for (i = o->n; i-- > 0;)
		if (o->streams[i].serial == serial)
			return &o->streams[i];
	return NULL;
}

/* The page as it becomes: serial and count anew, and so the checksum. */
static void
put_page(struct ogg *o, struct stream *s, const ogg_page *page,
    const uint8_t *body)
{
	unsigned char head[PAGE_HEADER_MAX];
	ogg_page copy = *page;
	size_t i;

	if (!o->writing)
		return;
	memcpy(head, page->header, (size_t)page->header_len);
	for (i = 0; i < 4; i++) {
		head[14 + i] = (unsigned char)((uint32_t)s->number >> 8 * i);
		head[18 + i] = (unsigned char)(s->pages >> 8 * i);
	}
	s->pages++;
	copy.header = head;
	copy.body = (unsigned char *)(uintptr_t)body;
	ogg_page_checksum_set(&copy);
	answer_file(o->a, head, (size_t)page->header_len);
	answer_file(o->a, body, (size_t)page->body_len);
}

static int
begin_stream(struct ogg *o, const ogg_page *page)
{
	struct bytes body = BYTES_INIT(PAGE_HEADER_MAX * 255);
	struct stream *s = &o->streams[o->n];

	if (o->n == OGG_STREAMS_MAX)
		return answer_refuse(o->a, REASON_LIMIT,
		    "Ogg: it has over %u streams", OGG_STREAMS_MAX);
	*s = (struct stream){ .serial = ogg_page_serialno(page),
	    .number = (int)o->n + 1, .in_headers = true, .seen = 1,
	    .packet = BYTES_INIT(OGG_HEADERS_BYTES),
	    .all = BYTES_INIT(OGG_HEADERS_BYTES) };
	o->n++;
	s->codec = ogg_codec(page->body, (size_t)page->body_len, &s->headers);
	s->rate = ogg_rate(s->codec, page->body, (size_t)page->body_len,
	    &s->before);
	if (s->codec == OGG_UNKNOWN && o->writing)
		return answer_refuse(o->a, REASON_UNSUPPORTED,
		    "Ogg: a stream of a kind that is not handled");
	if (s->codec == OGG_SKELETON || s->codec == OGG_UNKNOWN) {
		if (!o->writing)
			answer_metaf(o->a, "Ogg", "Stream", "%s",
			    ogg_codec_name(s->codec));
		return 0;
	}
	(void)bytes_add(&body, page->body, (size_t)page->body_len);
	if (s->codec == OGG_FLAC && bytes_ok(&body) == 0) {
		s->headers = 1u + ((unsigned)body.data[FLAC_HEADERS_AT] << 8 |
		    body.data[FLAC_HEADERS_AT + 1]);
		body.data[FLAC_HEADERS_AT] = 0;
		body.data[FLAC_HEADERS_AT + 1] = 1;	/* the comment */
	}
	if (bytes_ok(&body) == 0)
		put_page(o, s, page, body.data);
	bytes_free(&body);
	return 0;
}

/* --- headers --- */

/* The comment header with nothing in it. */
static void
put_comment(struct stream *s, size_t before)
{
	static const uint8_t none[8] = { 0 }, end = 1;

	if (s->codec == OGG_FLAC) {
		static const uint8_t block[4] = { 0x84, 0, 0, 8 };

		(void)bytes_add(&s->all, block, sizeof(block));
	} else {
		(void)bytes_add(&s->all, s->packet.data, before);
	}
	(void)bytes_add(&s->all, none, sizeof(none));
	if (s->codec == OGG_VORBIS)
		(void)bytes_add(&s->all, &end, 1);
}

static int
header_packet(struct ogg *o, struct stream *s)
{
	const struct bytes *p = &s->packet;
	unsigned n = s->seen++;
	size_t at;

	if (bytes_ok(p) < 0 || s->seen > OGG_HEADERS_MAX)
		return answer_refuse(o->a, REASON_LIMIT,
		    "Ogg: its headers are too large");
	if (ogg_comment_at(s->codec, n, p->data, p->len, &at)) {
		if (!o->writing)
			comment_report(o->a, ogg_codec_name(s->codec),
			    p->data + at, p->len - at);
		put_comment(s, at);
		s->ends[s->kept++] = s->all.len;
	} else if (s->codec != OGG_FLAC) {
		(void)bytes_add(&s->all, p->data, p->len);
		s->ends[s->kept++] = s->all.len;
	} else if (!o->writing) {
		answer_metaf(o->a, "FLAC", "Block", "of type %u, %zu bytes",
		    p->len > 0 ? p->data[0] & 0x7fu : 0, p->len);
	}
	/* FLAC marks its last block when it did not count them. */
	if (s->seen == s->headers || (s->headers <= 1 && p->len > 0 &&
	    (p->data[0] & 0x80) != 0))
		s->in_headers = false;
	bytes_reset(&s->packet);
	return 0;
}

/* All header packets but the first, on pages of their own. */
static int
put_headers(struct ogg *o, struct stream *s)
{
	ogg_stream_state os;
	ogg_packet op = { .b_o_s = 0 };
	size_t from = 0;
	ogg_page page;
	unsigned i;

	if (bytes_ok(&s->all) < 0 || s->kept == 0)
		return answer_refuse(o->a, REASON_DAMAGED,
		    "Ogg: a stream without its comment header");
	if (ogg_stream_init(&os, s->number) != 0)
		return answer_refuse(o->a, REASON_LIMIT, "Ogg: out of memory");
	os.b_o_s = 1;	/* the first page was written */
	for (i = 0; i < s->kept; i++) {
		op.packet = s->all.data + from;
		op.bytes = (long)(s->ends[i] - from);
		op.packetno = i + 1;
		from = s->ends[i];
		(void)ogg_stream_packetin(&os, &op);
	}
	while (ogg_stream_flush(&os, &page) > 0)
		put_page(o, s, &page, page.body);
	(void)ogg_stream_clear(&os);
	bytes_free(&s->all);
	return 0;
}

/* Take the packets of a page of headers apart. */
static int
header_page(struct ogg *o, struct stream *s, const ogg_page *page)
{
	const uint8_t *lengths = page->header + 27, *body = page->body;
	size_t n = page->header[26], i;

	for (i = 0; i < n; i++) {
		if (!s->in_headers)
			return answer_refuse(o->a, REASON_UNSUPPORTED,
			    "Ogg: sound begins on a page of headers");
		(void)bytes_add(&s->packet, body, lengths[i]);
		body += lengths[i];
		if (lengths[i] < 255 && header_packet(o, s) < 0)
			return -1;
	}
	return s->in_headers ? 0 : put_headers(o, s);
}

static bool
is_whole(const ogg_page *page)
{
	unsigned char head[PAGE_HEADER_MAX];
	ogg_page copy = *page;

	memcpy(head, page->header, (size_t)page->header_len);
	copy.header = head;
	ogg_page_checksum_set(&copy);
	return memcmp(head + 22, page->header + 22, 4) == 0;
}

static int
one_page(struct ogg *o, const ogg_page *page)
{
	struct stream *s;

	if (!is_whole(page))
		return answer_refuse(o->a, REASON_DAMAGED,
		    "Ogg: a page's checksum is wrong");
	if (ogg_page_bos(page))
		return begin_stream(o, page);
	if ((s = find(o, ogg_page_serialno(page))) == NULL)
		return answer_refuse(o->a, REASON_DAMAGED,
		    "Ogg: a page of a stream that did not begin");
	if (s->codec == OGG_SKELETON || s->codec == OGG_UNKNOWN)
		return 0;
	if (s->in_headers)
		return header_page(o, s, page);
	if (ogg_page_granulepos(page) > s->last)
		s->last = ogg_page_granulepos(page);
	put_page(o, s, page, page->body);
	return 0;
}

/* As long as its longest sound. */
static void
tell_duration(const struct ogg *o)
{
	uint64_t samples = 0, rate = 1, n;
	size_t i;

	for (i = 0; i < o->n; i++) {
		const struct stream *s = &o->streams[i];

		if (s->rate == 0 || s->rate > SOUND_RATE_MAX ||
		    s->last <= (int64_t)s->before ||
		    (uint64_t)s->last / s->rate > TIME_MAX)
			continue;
		n = (uint64_t)s->last - s->before;
		if (samples == 0 || n / s->rate > samples / rate) {
			samples = n;
			rate = s->rate;
		}
	}
	if (samples > 0)
		sound_duration(o->a, samples, rate);
}

static int
walk(const struct doc *d, struct answer *a, bool writing, uint64_t *junk)
{
	struct ogg o = { .a = a, .writing = writing };
	size_t at = 0, i;
	ogg_page page;
	int r = 0;

	o.streams = calloc(OGG_STREAMS_MAX, sizeof(*o.streams));
	if (o.streams == NULL)
		return answer_refuse(a, REASON_LIMIT, "Ogg: out of memory");
	while (r == 0 && at < d->len) {
		if (ogg_page_at(d->data, d->len, &at, &page)) {
			r = one_page(&o, &page);
		} else {
			o.junk++;
			at++;
		}
	}
	for (i = 0; i < o.n; i++) {
		if (r == 0 && o.streams[i].in_headers &&
		    o.streams[i].codec != OGG_SKELETON &&
		    o.streams[i].codec != OGG_UNKNOWN)
			r = answer_refuse(a, REASON_DAMAGED,
			    "Ogg: it ends before the sound begins");
		bytes_free(&o.streams[i].packet);
		bytes_free(&o.streams[i].all);
	}
	if (r == 0 && !writing)
		tell_duration(&o);
	free(o.streams);
	*junk = o.junk;
	return r;
}

static int
report(const struct doc *d, struct answer *a)
{
	uint64_t junk;

	if (walk(d, a, false, &junk) < 0)
		return -1;
	if (junk > 0)
		answer_mark(a, MARK_TRAILING_DATA, junk,
		    "bytes between or behind the pages");
	return 0;
}

static int
clean(const struct doc *d, struct answer *a)
{
	uint64_t junk;

	return walk(d, a, true, &junk);
}

/* Times are redacted where there are coders (format_ogg.times). */
static int
mute(const struct doc *d, const struct edits *e, struct answer *a)
{
	(void)d;
	(void)e;
	return answer_refuse(a, REASON_UNSUPPORTED,
	    "Ogg: its sound cannot be coded anew here");
}

static int
apply(const struct doc *d, const struct edits *e, struct answer *a)
{
	return sound_apply(d, e, a, clean, mute);
}

const struct format format_ogg = {
	.id = FORMAT_OGG,
	.mimes = mimes,
	.pages = 1,
	.structure = structure,
	.report = report,
	.text = sound_text,
	.clean = clean,
	.apply = apply,
	.safe = sound_safe,
	.times = PROGRAM_MEDIA,
};
