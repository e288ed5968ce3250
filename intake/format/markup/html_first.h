/*
 * html_first.h -- what must be known of a page before its first line is
 * written: its title and style, which ids and classes mean something, which
 * rows of tables are rows of data.
 */
#ifndef INTAKE_FORMAT_MARKUP_HTML_FIRST_H
#define INTAKE_FORMAT_MARKUP_HTML_FIRST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "intake/format/markup/css.h"
#include "intake/format/markup/html.h"
#include "intake/format/markup/html_parse.h"
#include "intake/format/markup/nameset.h"

#define HTML_WORD_SIZE 65u	/* of an attribute that is a keyword */

struct html_first {
	struct bytes title;	/* white space collapsed */
	struct bytes css;	/* cleaned */
	struct bytes links;	/* to style sheets, as markup */
	struct css_seen css_seen;
	struct nameset names;
	char lang[HTML_WORD_SIZE], dir[HTML_WORD_SIZE];
	/* Of each row, in order: it holds one cell, or a table. */
	struct bytes layout;
};

int html_first_read(struct html_first *f, const struct html *h,
    const struct html_page *p);
void html_first_free(struct html_first *f);

/* Nobody sees the element: hidden, a hidden field, a style that hides. */
bool html_hides(const char *name, const struct html_attr *attrs, size_t n);
/* A keyword, number or colour as attributes have them, and not too long. */
bool html_is_word(const char *s);
/* An address that loads nothing from elsewhere: a path relative to the file. */
bool html_is_relative(const char *address);

#endif
