/* letter.c -- see letter.h. */
#include "intake/serve/view/letter.h"

#include "intake/serve/view/notice.h"

/* The id of the notice, for a field that it is about. */
static void
put_described(const struct page *p, const char *hint, bool wrong)
{
	(void)bytes_addf(p->b, " aria-describedby=\"%s%s\"%s>", hint,
	    wrong ? " " NOTICE_ID : "", wrong ? " aria-invalid=\"true\"" : "");
}

static void
put_message(const struct page *p)
{
	put_raw(p, "<div class=\"field\">\n");
	put(p, "label for=\"message\"", "Your message");
	put(p, "p class=\"hint\" id=\"message-hint\"", "Tell us what it is "
	    "about, and how we can check it. Leave out what tells who you are, "
	    "unless we cannot do without it.");
	put_raw(p, "<textarea id=\"message\" name=\"message\" rows=\"8\" "
	    "dir=\"auto\"");
	put_described(p, "message-hint",
	    p->v->notice == VIEW_NOTICE_NOTHING);
	put_raw(p, "</textarea>\n</div>\n");
}

static void
put_files(const struct page *p)
{
	char size[SIZE_SIZE];

	put_size(size, p, p->v->limit);
	put_raw(p, "<div class=\"field\">\n");
	put(p, "label for=\"files\"", "Files");
	put_raw(p, "<div class=\"hint\" id=\"files-hint\">\n<p>");
	put_text(p, "You can choose several. All together may have up to "
	    "{size}; what is larger goes in parts.", "size", size,
	    (const char *)NULL);
	(void)bytes_addf(p->b, " <a href=\"/help/parts?l=%s\" target=\"_blank\""
	    " rel=\"noopener\">", p->v->lang);
	put_text(p, "How to send a large file in parts (opens a new window)",
	    (const char *)NULL);
	put_raw(p, "</a></p>\n");
	put(p, "p", "The desk makes cleaned copies, without metadata. What a "
	    "file says or shows stays in it: look for names, faces, voices and "
	    "remarks, also in the names of the files.");
	put_raw(p, "</div>\n<input id=\"files\" name=\"files\" type=\"file\" "
	    "multiple");
	put_described(p, "files-hint", p->v->notice == VIEW_NOTICE_NOTHING ||
	    p->v->notice == VIEW_NOTICE_TOO_BIG);
	put_raw(p, "\n</div>\n");
}

void
letter_put(const struct page *p, const char *heading)
{
	put_raw(p, "<section class=\"card\">\n");
	put(p, "h2", heading);
	put_form(p, "/send", " enctype=\"multipart/form-data\"");
	put_message(p);
	put_files(p);
	put(p, "p", "The page stands still while it sends, for large files "
	    "perhaps for hours. Wait until you read \"We have it\". If the "
	    "connection breaks, come back with your code name: of large files "
	    "your page shows what arrived, and how to send the rest. What it "
	    "does not show you send again.");
	put(p, "button class=\"strong\" type=\"submit\"", "Send");
	put_raw(p, "</form>\n</section>\n");
}

void
letter_put_leave(const struct page *p)
{
	put_raw(p, "<section class=\"leave\">\n");
	put(p, "h2", "Leave");
	put(p, "p", "When you are done, leave and close Tor Browser.");
	if (p->v->idle_minutes > 0) {
		put_raw(p, "<p>");
		put_count(p, "After {n} minute without a click the visit ends "
		    "by itself.", "After {n} minutes without a click the visit "
		    "ends by itself.", p->v->idle_minutes);
		put_raw(p, "</p>\n");
	}
	put_form(p, "/leave", "");
	put(p, "button type=\"submit\"", "Leave");
	put_raw(p, "</form>\n</section>\n");
}
