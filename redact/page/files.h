/*
 * files.h -- what the page is made of: HTML, scripts, style and words, from
 * redact/page/static/, inside this program.  Nothing else is served, so no path
 * can lead anywhere.
 */
#ifndef REDACT_PAGE_FILES_H
#define REDACT_PAGE_FILES_H

#include <stddef.h>
#include <stdint.h>

struct page_file {
	const char *name;	/* "app.js", "words/en.json" */
	const uint8_t *data, *end;
};

/* All of them, then one without a name: made by CMakeLists.txt. */
extern const struct page_file files_all[];

/* NULL when there is none of this name. */
const struct page_file *files_find(const char *name);

/* Content-Type, by its ending. */
const char *files_type(const struct page_file *f);

#endif
