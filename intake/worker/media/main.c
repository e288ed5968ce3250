/* main.c -- tipline-worker-media: film, by way of libavformat. */
#include "intake/worker/media/formats.h"
#include "intake/worker/worker.h"

int
main(void)
{
	return worker_main(formats_media);
}
