/* html_walk.h -- a page as lines of text, and as a copy (html.h). */
#ifndef INTAKE_FORMAT_MARKUP_HTML_WALK_H
#define INTAKE_FORMAT_MARKUP_HTML_WALK_H

#include "intake/format/markup/html.h"
#include "intake/format/markup/html_first.h"
#include "intake/format/markup/html_parse.h"
#include "intake/format/markup/line_out.h"

struct html_job {
	const struct html *html;
	const struct html_page *page;
	struct html_first *first;
	struct line_out *line;
};

int html_walk(const struct html_job *job);

/* The attributes of one element, as they may stay. */
void html_write_attrs(const struct html_job *job, const char *element,
    const struct html_attr *attrs, size_t n);

/* Append a cleaned style with the names in it as they are in the copy. */
void html_name_css(const struct html_job *job, const struct bytes *css,
    struct bytes *out);

/* Will a picture with this address still be one in the copy? */
bool html_picture_stays(const struct html_job *job, const char *address);

/* An address that a reader may follow. */
bool html_is_link(const char *address);

#endif
