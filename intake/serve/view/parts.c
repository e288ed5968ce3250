/* parts.c -- see parts.h. */
#include "intake/serve/view/parts.h"

#include <inttypes.h>

#include "intake/serve/view/notice.h"

static void
put_rest(const struct page *p, const struct view_part *part)
{
	put_raw(p, "<div class=\"rest\">\n");
	if (part->bytes == 0) {
		put(p, "p", "It cannot be read. Destroy it and send it again.");
		put_raw(p, "</div>\n");
		return;
	}
	put(p, "p", "It broke off here. Send it again, or on Linux and macOS "
	    "only the rest; in the place of FILE write its name:");
	(void)bytes_addf(p->b, "<pre dir=\"ltr\"><code>tail -c +%" PRIu64
	    " FILE &gt; FILE.rest</code></pre>\n</div>\n", part->bytes + 1);
}

static void
put_part(const struct page *p, const struct view_part *part, size_t i)
{
	char size[SIZE_SIZE];

	put_size(size, p, part->bytes);
	(void)bytes_addf(p->b, "<li>\n<input type=\"checkbox\" id=\"part%zu\" "
	    "name=\"part\" value=\"", i);
	put_other(p, part->id);
	put_raw(p, part->whole || part->bytes > 0 ? "\" checked>\n" : "\">\n");
	(void)bytes_addf(p->b, "<label for=\"part%zu\"><bdi>", i);
	put_other(p, part->name);
	put_raw(p, "</bdi>, ");
	if (part->whole || part->bytes == 0)
		put_other(p, size);
	else
		put_text(p, "the first {size}", "size", size,
		    (const char *)NULL);
	put_raw(p, "</label>\n");
	if (!part->whole)
		put_rest(p, part);
	put_raw(p, "</li>\n");
}

/* One file, or each its own: the first is likely only when there are more. */
static void
put_how(const struct page *p)
{
	const bool several = p->v->parts_n > 1;

	put_raw(p, "<fieldset>\n");
	put(p, "legend", "What they are");
	(void)bytes_addf(p->b, "<div class=\"choice\">\n<input type=\"radio\" "
	    "id=\"how-one\" name=\"how\" value=\"one\"%s>\n",
	    several ? " checked" : "");
	put(p, "label for=\"how-one\"", "Parts of one file, to be put together "
	    "in this order");
	put_raw(p, "</div>\n<div class=\"field inner\">\n");
	put(p, "label for=\"name\"", "Name of this file");
	put(p, "p class=\"hint\" id=\"name-hint\"", "With its ending, such as "
	    ".zip or .mp4, so that it can be opened. Nothing in it should tell "
	    "who you are.");
	put_raw(p, "<input id=\"name\" name=\"name\" type=\"text\" dir=\"auto\" "
	    "autocomplete=\"off\" spellcheck=\"false\" maxlength=\"200\" "
	    "aria-describedby=\"name-hint\">\n</div>\n");
	(void)bytes_addf(p->b, "<div class=\"choice\">\n<input type=\"radio\" "
	    "id=\"how-each\" name=\"how\" value=\"each\"%s>\n",
	    several ? "" : " checked");
	put(p, "label for=\"how-each\"", "Each a file of its own, under the "
	    "name shown");
	put_raw(p, "</div>\n</fieldset>\n");
}

static void
put_waiting(const struct page *p)
{
	const bool wrong = p->v->notice == VIEW_NOTICE_NO_PART ||
	    p->v->notice == VIEW_NOTICE_CUT_PART;
	size_t i;

	put_form(p, "/join", "");
	put_raw(p, wrong ? "<fieldset aria-describedby=\"" NOTICE_ID "\">\n" :
	    "<fieldset>\n");
	put(p, "legend", "What has arrived and waits");
	put_raw(p, "<ul class=\"parts\">\n");
	for (i = 0; i < p->v->parts_n; i++)
		put_part(p, &p->v->parts[i], i);
	put_raw(p, "</ul>\n</fieldset>\n");
	put_how(p);
	put_raw(p, "<div class=\"buttons\">\n");
	put(p, "button class=\"strong\" type=\"submit\"",
	    "Send on to the newsroom");
	put(p, "button type=\"submit\" formaction=\"/drop\"",
	    "Destroy what is ticked");
	put_raw(p, "</div>\n</form>\n");
}

static void
put_more(const struct page *p)
{
	put_form(p, "/part", " enctype=\"multipart/form-data\"");
	put_raw(p, "<div class=\"field\">\n");
	put(p, "label for=\"parts\"", "Parts to send");
	put(p, "p class=\"hint\" id=\"parts-hint\"", "One or several of a file "
	    "that you have cut, or the rest of one that broke off. They wait "
	    "here, sealed under your code name, until you send them on.");
	put_raw(p, "<input id=\"parts\" name=\"parts\" type=\"file\" multiple "
	    "aria-describedby=\"parts-hint\">\n</div>\n");
	put(p, "button type=\"submit\"", "Send these parts");
	put_raw(p, "</form>\n");
}

void
parts_put(const struct page *p)
{
	put_raw(p, "<section class=\"card\" id=\"large\">\n");
	put(p, "h2", "Large files, in parts");
	(void)bytes_addf(p->b, "<p><a href=\"/help/parts?l=%s\">",
	    p->v->lang);
	put_text(p, "How to send a large file in parts", (const char *)NULL);
	put_raw(p, "</a></p>\n");
	if (p->v->parts_n > 0)
		put_waiting(p);
	put_more(p);
	if (p->v->part_days > 0) {
		put_raw(p, "<p class=\"hint\">");
		put_count(p, "Parts that you do not send on are destroyed after "
		    "{n} day.", "Parts that you do not send on are destroyed "
		    "after {n} days.", p->v->part_days);
		put_raw(p, "</p>\n");
	}
	put_raw(p, "</section>\n");
}
