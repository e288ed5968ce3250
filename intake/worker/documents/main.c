/* main.c -- tipline-worker: every format that needs no program of its own. */
#include "intake/worker/documents/formats.h"
#include "intake/worker/documents/libraries.h"
#include "intake/worker/worker.h"

int
main(void)
{
	return worker_main(formats_documents, libraries_documents());
}
