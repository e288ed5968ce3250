/* formats.c -- the table of formats. */
#include "intake/worker/formats.h"

#include <stdbool.h>
#include <stddef.h>

/* Text is last: it is what nothing else is. */
const struct format *const formats[] = {
	&format_pdf,
	&format_jpeg,
	&format_png,
	&format_docx,
	&format_text,
	NULL
};

void
formats_prepare(void)
{
	static bool done;

	if (!done)
		format_pdf_prepare();
	done = true;
}
