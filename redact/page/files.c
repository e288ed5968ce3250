/* files.c -- see files.h. */
#include "redact/page/files.h"

#include <string.h>

const char *
files_type(const struct page_file *f)
{
	static const char *const types[][2] = {
		{ ".html", "text/html; charset=utf-8" },
		{ ".js", "text/javascript; charset=utf-8" },
		{ ".css", "text/css; charset=utf-8" },
		{ ".json", "application/json" }
	};
	const char *ending = strrchr(f->name, '.');
	size_t i;

	for (i = 0; ending != NULL && i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(ending, types[i][0]) == 0)
			return types[i][1];
	return "application/octet-stream";
}

const struct page_file *
files_find(const char *name)
{
	const struct page_file *f;

	for (f = files_all; f->name != NULL; f++)
		if (strcmp(f->name, name) == 0)
			return f;
	return NULL;
}
