/* main.c -- tipline-worker-ocr: reads what is seen in pictures and on pages. */
#include <stdio.h>
#include <tesseract/capi.h>
#include <unistd.h>

#include "intake/worker/ocr/formats.h"
#include "intake/worker/worker.h"

int
main(void)
{
	char libraries[64];

	(void)snprintf(libraries, sizeof(libraries), "tesseract %s",
	    TessVersion());
	/* Past Tesseract's end, which tells of its own languages as lost. */
	_exit(worker_main(formats_ocr(), libraries));
}
