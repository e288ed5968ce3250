/*
 * put.h -- how a page is written: tags as they are, texts in the reader's
 * language, and everything else escaped.  Failures stay in the struct bytes;
 * page_end() tells.
 *
 * A text has no markup.  {name} in it is replaced by a value, which is
 * escaped; each put_text() names its values in pairs and ends with NULL.
 */
#ifndef INTAKE_SERVE_VIEW_PUT_H
#define INTAKE_SERVE_VIEW_PUT_H

#include "intake/serve/view/view.h"

/* Marks a text for xgettext where it is not yet put. */
#define N_(text) text

struct page {
	struct bytes *b;
	const struct view *v;
	const char *path;	/* its address, for the same page in another
				 * language; NULL: it has none */
	bool waits;		/* it loads itself again */
};

void put_raw(const struct page *p, const char *markup);

/* A text of ours in the page's language. */
void put_text(const struct page *p, const char *text, ...)
    __attribute__((sentinel));
/* The same for a number, which is {n}. */
void put_count(const struct page *p, const char *one, const char *many,
    uint64_t n);

/* put("p class=\"soft\"", text): a whole element with a text in it. */
void put(const struct page *p, const char *tag, const char *text);

/* Somebody else's short text: what hides in it becomes visible. */
void put_other(const struct page *p, const char *text);
/* Somebody else's prose: paragraphs, lines, points of a list. */
void put_prose(const struct page *p, const char *text, size_t len);

/* "1536 MiB", as a value of a text. */
#define SIZE_SIZE 64
void put_size(char out[SIZE_SIZE], const struct page *p, uint64_t bytes);
void put_number(const struct page *p, uint64_t n);

/* <form ...> with the fields that all forms begin with. */
void put_form(const struct page *p, const char *action, const char *attrs);
/* A hidden field. */
void put_hidden(const struct page *p, const char *name, const char *value);

#endif
