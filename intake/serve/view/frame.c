/* frame.c -- see frame.h. */
#include "intake/serve/view/frame.h"

#include <string.h>

#include "intake/serve/view/notice.h"
#include "intake/serve/view/tongue.h"

/* In a catalog of a language that runs from right to left this is "rtl". */
static const char *
direction(const char *tag)
{
	return strcmp(tongue_text(tag, "ltr"), "rtl") == 0 ? "rtl" : "ltr";
}

/* The same page in the other languages, each called by its own name. */
static void
put_tongues(const struct page *p)
{
	const char *tag;
	size_t i;

	put_raw(p, "<nav aria-label=\"");
	put_text(p, "Language", (const char *)NULL);
	put_raw(p, "\">\n<ul class=\"tongues\">\n");
	for (i = 0; (tag = tongue_tag(i)) != NULL; i++) {
		(void)bytes_addf(p->b, "<li><a href=\"%s?l=%s\" lang=\"%s\" "
		    "dir=\"%s\" hreflang=\"%s\"%s>", p->path, tag, tag,
		    direction(tag), tag, strcmp(tag, p->v->lang) == 0 ?
		    " aria-current=\"true\"" : "");
		/* What a language is called in itself. */
		put_other(p, tongue_text(tag, "English"));
		put_raw(p, "</a></li>\n");
	}
	put_raw(p, "</ul>\n</nav>\n");
}

static void
put_head(const struct page *p, const char *title)
{
	(void)bytes_addf(p->b, "<!DOCTYPE html>\n<html lang=\"%s\" dir=\"%s\">\n"
	    "<head>\n<meta charset=\"utf-8\">\n<title>", p->v->lang,
	    direction(p->v->lang));
	if (notice_is_problem(p->v->notice)) {
		put_text(p, "Problem", (const char *)NULL);
		put_raw(p, ": ");
	}
	put_text(p, title, (const char *)NULL);
	put_raw(p, "</title>\n");
	if (p->waits)
		(void)bytes_addf(p->b, "<meta http-equiv=\"refresh\" "
		    "content=\"%u\">\n", p->v->refresh_seconds);
	put_raw(p, "<meta name=\"viewport\" "
	    "content=\"width=device-width, initial-scale=1\">\n"
	    "<link rel=\"stylesheet\" href=\"/style.css\">\n</head>\n");
}

static void
put_header(const struct page *p)
{
	const bool named = p->v->newsroom != NULL && p->v->newsroom[0] != '\0';

	if (!named && p->path == NULL)
		return;
	put_raw(p, "<header>\n");
	if (named) {
		put_raw(p, "<p class=\"house\"><bdi>");
		put_other(p, p->v->newsroom);
		put_raw(p, "</bdi></p>\n");
	}
	if (p->path != NULL)
		put_tongues(p);
	put_raw(p, "</header>\n");
}

void
frame_open(const struct page *p, const char *title, const char *heading)
{
	put_head(p, title);
	put_raw(p, "<body>\n<a class=\"skip\" href=\"#main\">");
	put_text(p, "Skip to the content", (const char *)NULL);
	put_raw(p, "</a>\n");
	put_header(p);
	put_raw(p, "<main id=\"main\" tabindex=\"-1\">\n");
	put(p, "h1", heading != NULL ? heading : notice_head(p->v->notice));
	/* Shown by the style where the browser says that it runs scripts. */
	put(p, "p class=\"scripted\"", "This browser may be running scripts. "
	    "This page needs none. In Tor Browser, click the shield beside the "
	    "address, then \"Settings\", and choose the level \"Safest\".");
	if (heading != NULL)
		notice_put(p);
	else
		notice_put_next(p);
}

int
frame_close(const struct page *p)
{
	put_raw(p, "</main>\n</body>\n</html>\n");
	return bytes_ok(p->b);
}
