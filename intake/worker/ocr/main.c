/* main.c -- tipline-worker-ocr: reads what is seen in pictures and on pages. */
#include <unistd.h>

#include "intake/worker/ocr/formats.h"
#include "intake/worker/worker.h"

int
main(void)
{
	/* Past Tesseract's end, which tells of its own languages as lost. */
	_exit(worker_main(formats_ocr()));
}
