/* libraries.c -- see libraries.h. */
#include "intake/worker/documents/libraries.h"

#include <cairo.h>
#include <png.h>
#include <poppler.h>
#include <qpdf/qpdf-c.h>
#include <stdio.h>
#include <zlib.h>

#define LIBRARIES_SIZE 256

const char *
libraries_documents(void)
{
	static char text[LIBRARIES_SIZE];

	(void)snprintf(text, sizeof(text), "poppler %s, cairo %s, qpdf %s, "
	    "libpng %s, zlib %s", poppler_get_version(),
	    cairo_version_string(), qpdf_get_qpdf_version(),
	    png_get_libpng_ver(NULL), zlibVersion());
	return text;
}
