/* formats.c -- see formats.h. */
#include "intake/worker/media/formats.h"

#include <stddef.h>

#include "intake/format/film/film.h"

const struct format *const formats_media[] = {
	&format_mp4,
	&format_matroska,
	&format_avi,
	&format_asf,
	&format_ogg_times,
	NULL
};
