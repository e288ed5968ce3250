/* exam.c -- the end of an examination's answer: see run.h.  The worker has it
 * too, and must not have what starts programs: hence a file of its own. */
#include "intake/examine/run.h"

#include "vault/base/io.h"

void
exam_free(struct exam *e)
{
	report_free(&e->report);
	bytes_free(&e->text);
	layout_free(&e->layout);
	io_close(&e->file);
	children_free(&e->children);
}
