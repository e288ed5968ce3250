/* recode.c -- which coders there are; see recode.h. */
#include "intake/format/film/recode.h"

#include <string.h>

/* Coders that work in one thread, by the codec they code. */
static const struct {
	enum AVCodecID codec;
	const char *coder;
} coders[] = {
	{ AV_CODEC_ID_H264, "libx264" }, { AV_CODEC_ID_VP8, "libvpx" },
	{ AV_CODEC_ID_VP9, "libvpx-vp9" }, { AV_CODEC_ID_MPEG4, "mpeg4" },
	{ AV_CODEC_ID_MJPEG, "mjpeg" }, { AV_CODEC_ID_THEORA, "libtheora" },
	{ AV_CODEC_ID_MPEG2VIDEO, "mpeg2video" },
	{ AV_CODEC_ID_WMV2, "wmv2" }, { AV_CODEC_ID_FFV1, "ffv1" },
	{ AV_CODEC_ID_RAWVIDEO, "rawvideo" },
	{ AV_CODEC_ID_AAC, "aac" }, { AV_CODEC_ID_MP3, "libmp3lame" },
	{ AV_CODEC_ID_MP2, "mp2" }, { AV_CODEC_ID_VORBIS, "libvorbis" },
	{ AV_CODEC_ID_OPUS, "libopus" }, { AV_CODEC_ID_FLAC, "flac" },
	{ AV_CODEC_ID_SPEEX, "libspeex" }, { AV_CODEC_ID_ALAC, "alac" },
	{ AV_CODEC_ID_AC3, "ac3" }, { AV_CODEC_ID_WMAV1, "wmav1" },
	{ AV_CODEC_ID_WMAV2, "wmav2" },
};

/* What such files commonly have, where a codec has no coder. */
static const struct {
	const char *muxer, *picture, *sound;
} common[] = {
	{ "mp4", "libx264", "aac" }, { "mov", "libx264", "aac" },
	{ "ipod", "libx264", "aac" }, { "matroska", "libx264", "libopus" },
	{ "webm", "libvpx-vp9", "libopus" }, { "avi", "mpeg4", "libmp3lame" },
	{ "asf", "wmv2", "wmav2" }, { "ogg", "libtheora", "libvorbis" },
};

static bool
fits(const AVCodec *codec, const AVCodecParameters *par)
{
	const enum AVPixelFormat *f = codec->pix_fmts;
	const int *rate = codec->supported_samplerates;

	if (par->codec_type == AVMEDIA_TYPE_VIDEO) {
		while (f != NULL && *f != AV_PIX_FMT_NONE &&
		    (int)*f != par->format)
			f++;
		return f == NULL || *f != AV_PIX_FMT_NONE;
	}
	while (rate != NULL && *rate != 0 && *rate != par->sample_rate)
		rate++;
	return rate == NULL || *rate != 0;
}

static const AVCodec *
of_own_codec(const AVCodecParameters *par)
{
	size_t i;

	/* Plain samples have one coder each. */
	if (par->codec_id >= AV_CODEC_ID_FIRST_AUDIO &&
	    par->codec_id < AV_CODEC_ID_ADPCM_IMA_QT)
		return avcodec_find_encoder(par->codec_id);
	for (i = 0; i < sizeof(coders) / sizeof(coders[0]); i++)
		if (coders[i].codec == par->codec_id)
			return avcodec_find_encoder_by_name(coders[i].coder);
	return NULL;
}

const AVCodec *
recode_coder(const AVCodecParameters *par, const AVOutputFormat *o)
{
	bool sound = par->codec_type == AVMEDIA_TYPE_AUDIO;
	const AVCodec *codec = of_own_codec(par);
	size_t i;

	if (codec != NULL && fits(codec, par))
		return codec;
	for (i = 0; i < sizeof(common) / sizeof(common[0]); i++)
		if (strcmp(common[i].muxer, o->name) == 0) {
			codec = avcodec_find_encoder_by_name(sound ?
			    common[i].sound : common[i].picture);
			return codec != NULL && fits(codec, par) ? codec :
			    NULL;
		}
	return NULL;
}

AVCodecContext *
recode_decoder(const AVStream *from)
{
	const AVCodec *codec = avcodec_find_decoder(from->codecpar->codec_id);
	AVCodecContext *dec;

	if (codec == NULL || (dec = avcodec_alloc_context3(codec)) == NULL)
		return NULL;
	dec->thread_count = 1;
	dec->pkt_timebase = from->time_base;
	if (avcodec_parameters_to_context(dec, from->codecpar) < 0 ||
	    avcodec_open2(dec, codec, NULL) < 0)
		avcodec_free_context(&dec);
	return dec;
}

AVCodecContext *
recode_encoder(const AVCodec *codec, const AVOutputFormat *o)
{
	AVCodecContext *enc = avcodec_alloc_context3(codec);

	if (enc == NULL)
		return NULL;
	enc->thread_count = 1;
	enc->flags |= AV_CODEC_FLAG_BITEXACT;
	if ((o->flags & AVFMT_GLOBALHEADER) != 0)
		enc->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
	return enc;
}
