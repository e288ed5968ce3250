/*
 * html.h -- HTML for whoever has some: pages, bodies of mails, chapters of
 * books.  Text as a reader sees it, a copy with nothing in it but what is
 * named here, and a copy with redactions.
 *
 * libxml2 takes the bytes apart, whatever they are; nothing is ever fetched.
 * What comes out is written anew from a list of elements and attributes
 * (html_names.c), so nothing that is not known there can be in it: no script,
 * event handler, comment, metadata, form target, hidden field, frame, object,
 * data-* attribute, title or style that loads.  Classes and ids stay where a style or
 * a link of the page names them.  Hidden elements go.
 *
 * The text: a block is a line; a table row is a line, its cells separated by
 * tabs; below a line stand, each on a line of its own, the targets of its
 * links and the texts that are no text of it (alt, title, placeholder, value).
 * Text is as in the file, white space collapsed as
 * readers see it; the copies are normalised (normalise.h).
 */
#ifndef INTAKE_FORMAT_MARKUP_HTML_H
#define INTAKE_FORMAT_MARKUP_HTML_H

#include <stddef.h>
#include <stdint.h>

#include "intake/format/format.h"
#include "vault/base/bytes.h"

#define HTML_MAX TEXT_MAX		/* bytes of a page in UTF-8 */
#define HTML_DEPTH_MAX 4096u		/* elements inside each other */
#define HTML_EXAMPLES 20u		/* addresses told of each kind */

enum html_flags {
	/* Write XHTML, as books have it: well-formed XML. */
	HTML_XHTML = 1,
	/* It is a page of a larger work: its title stays, and so do all ids
	 * and classes, which style sheets and links of other files mean. */
	HTML_KEEP_NAMES = 2
};

/* What an address in the page is for. */
enum html_use {
	HTML_PICTURE = 1,	/* src of a picture */
	HTML_STYLE = 2		/* href of a style sheet */
};

struct html {
	const uint8_t *data;
	size_t len;
	const char *charset;	/* what somebody said it is in; NULL */
	unsigned flags;
	/*
	 * What stands for an address that is loaded with the page: another
	 * one, borrowed until the next call, or NULL to leave it out.  Never
	 * asked for data:, which is cleaned in place.  Where there is no such
	 * function, pictures with a relative path stay, and nothing else.
	 */
	const char *(*resource)(void *ctx, enum html_use use,
	    const char *address);
	void *ctx;
};

/*
 * Each returns 0; ERR_FORMAT when it cannot be read as text; ERR_TOO_BIG over
 * a limit or out's maximum; ERR_NO_MEMORY.
 */

/* Append its text, valid UTF-8 that ends with a newline when it has any. */
int html_text(struct bytes *out, const struct html *h);

/* Append the cleaned page, in UTF-8. */
int html_clean(struct bytes *out, const struct html *h);

/*
 * The same with the edits whose ranges lie in its text, which begins at byte
 * `at` of the text that the edits are of; the others are not looked at.
 */
int html_apply(struct bytes *out, const struct html *h, const struct edits *e,
    uint64_t at);

/* Tell metadata in `group`, and marks. */
int html_report(const struct html *h, const char *group, struct answer *a);

#endif
