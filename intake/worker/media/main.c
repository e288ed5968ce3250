/* main.c -- tipline-worker-media: film, by way of libavformat. */
#include <libavformat/version.h>
#include <libavutil/macros.h>

#include "intake/worker/media/formats.h"
#include "intake/worker/worker.h"

int
main(void)
{
	return worker_main(formats_media, "libavformat "
	    AV_STRINGIFY(LIBAVFORMAT_VERSION));
}
