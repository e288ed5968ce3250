/* html_look.h -- what a page holds beside its text (html.h). */
#ifndef INTAKE_FORMAT_MARKUP_HTML_LOOK_H
#define INTAKE_FORMAT_MARKUP_HTML_LOOK_H

#include "intake/format/markup/html.h"
#include "intake/format/markup/html_first.h"
#include "intake/format/markup/html_parse.h"

/* Metadata in `group`; scripts, hidden text and what is loaded as marks. */
int html_look(const struct html *h, const struct html_page *p,
    const struct html_first *f, const char *group, struct answer *a);

#endif
