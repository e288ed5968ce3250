/* box.c -- the pages of a visit: the code name, the box, and what was sent.
 * See view.h. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "intake/serve/view/frame.h"
#include "intake/serve/view/letter.h"
#include "intake/serve/view/parts.h"

/* --- the code name */

/* The words, each apart; they are English in every language. */
static void
put_words(const struct page *p)
{
	char words[VIEW_WORDS_MAX + 1];
	char *word, *rest;

	(void)snprintf(words, sizeof(words), "%s", p->v->words);
	put_raw(p, "<p class=\"words\" lang=\"en\" dir=\"ltr\" "
	    "translate=\"no\">");
	for (word = strtok_r(words, " ", &rest); word != NULL;
	    word = strtok_r(NULL, " ", &rest)) {
		put_raw(p, "<span>");
		put_other(p, word);
		put_raw(p, "</span> ");
	}
	put_raw(p, "</p>\n");
	explicit_bzero(words, sizeof(words));
}

int
view_begun(struct bytes *html, const struct view *v)
{
	const struct page p = { html, v, NULL, false };

	frame_open(&p, N_("Messages: first visit"),
	    "Write down your code name");
	put(&p, "p class=\"lead\"", "These eight words, in this order, are your "
	    "only way back. They are shown now and never again.");
	put_words(&p);
	put_raw(&p, "<ul>\n");
	put(&p, "li", "Write them on paper before you go on, and keep it where "
	    "nobody looks for it. A photograph, a note in a telephone or a "
	    "mail to yourself can be found.");
	put(&p, "li", "Nobody can give them to you again: not the newsroom, and "
	    "not this server, which does not keep them.");
	put(&p, "li", "Whoever has them can read the answers to you and write "
	    "in your name. What you have sent before they do not open.");
	put_raw(&p, "</ul>\n");
	letter_put(&p, "Then write to us");
	letter_put_leave(&p);
	return frame_close(&p);
}

/* --- the box */

static void
put_day(const struct page *p, int64_t seconds)
{
	const time_t when = (time_t)seconds;
	struct tm tm;
	char day[32];

	if (seconds == 0 || gmtime_r(&when, &tm) == NULL ||
	    strftime(day, sizeof(day), "%Y-%m-%d", &tm) == 0) {
		put(p, "h3", "An answer");
		return;
	}
	put_raw(p, "<h3>");
	put_text(p, "Answer of {day}", "day", day, (const char *)NULL);
	put_raw(p, "</h3>\n");
}

static void
put_reply(const struct page *p, const struct view_reply *reply)
{
	put_raw(p, "<article>\n");
	put_day(p, reply->sent);
	put_raw(p, "<div class=\"prose\">\n");
	put_prose(p, reply->text, reply->len);
	put_raw(p, "</div>\n");
	put_form(p, "/delete", "");
	put_hidden(p, "reply", reply->id);
	put(p, "button type=\"submit\"", "Delete this answer");
	put_raw(p, "</form>\n</article>\n");
}

static void
put_replies(const struct page *p)
{
	size_t i;

	put_raw(p, "<section>\n");
	put(p, "h2", "Answers to you");
	if (p->v->replies_n == 0)
		put(p, "p", "There is no answer. It may take some days: look "
		    "in again with your code name.");
	else
		put(p, "p", "Read them, and delete them when you need them no "
		    "more: whoever has your code name could read them too.");
	for (i = 0; i < p->v->replies_n; i++)
		put_reply(p, &p->v->replies[i]);
	put_raw(p, "</section>\n");
}

/* An upload that broke is told when its source comes back: at that moment there
 * was nobody to tell it to. */
static bool
is_broken(const struct view *v)
{
	size_t i;

	for (i = 0; i < v->parts_n; i++)
		if (!v->parts[i].whole)
			return true;
	return false;
}

int
view_box(struct bytes *html, const struct view *v)
{
	struct view told = *v;
	const struct page p = { html, &told, "/box", false };

	if (v->notice == VIEW_NOTICE_NONE && is_broken(v))
		told.notice = VIEW_NOTICE_BROKEN;
	frame_open(&p, N_("Messages: your page"), "Your page");
	put_replies(&p);
	/* What waits for a decision goes before the empty form. */
	if (v->parts_n > 0)
		parts_put(&p);
	letter_put(&p, "Write to us");
	if (v->parts_n == 0)
		parts_put(&p);
	if (v->refresh_seconds > 0) {
		put_raw(&p, "<p><a href=\"/wait?l=");
		put_other(&p, v->lang);
		put_raw(&p, "\">");
		put_text(&p, "Leave a page open that waits for answers",
		    (const char *)NULL);
		put_raw(&p, "</a></p>\n");
	}
	letter_put_leave(&p);
	return frame_close(&p);
}

/* --- while nothing is to be said */

int
view_wait(struct bytes *html, const struct view *v)
{
	const struct page p = { html, v, "/wait", true };

	frame_open(&p, N_("Messages: waiting"), "Waiting for an answer");
	put_raw(&p, "<p class=\"lead\">");
	if (v->replies_n > 0)
		put_count(&p, "{n} answer is on your page.",
		    "{n} answers are on your page.", v->replies_n);
	else
		put_text(&p, "There is no answer yet.", (const char *)NULL);
	put_raw(&p, "</p>\n");
	put(&p, "p", "This page loads itself again, always after the same time "
	    "and with as many bytes. Whoever watches your connection does not "
	    "see when an answer comes. Leave it open beside your page.");
	put_raw(&p, "<p><a href=\"/box?l=");
	put_other(&p, v->lang);
	put_raw(&p, "\">");
	put_text(&p, "Your page", (const char *)NULL);
	put_raw(&p, "</a></p>\n");
	return frame_close(&p);
}

/* --- what was sent */

int
view_sent(struct bytes *html, const struct view *v)
{
	const struct page p = { html, v, NULL, false };

	frame_open(&p, N_("Messages: arrived"), "We have it");
	put_raw(&p, "<p class=\"lead\">");
	if (v->sent_message && v->sent_files > 0)
		put_count(&p, "Your message and {n} file are sealed and stored.",
		    "Your message and {n} files are sealed and stored.",
		    v->sent_files);
	else if (v->sent_files > 0)
		put_count(&p, "{n} file is sealed and stored.",
		    "{n} files are sealed and stored.", v->sent_files);
	else
		put_text(&p, "Your message is sealed and stored.",
		    (const char *)NULL);
	put_raw(&p, "</p>\n");
	put(&p, "p", "Nobody but the security desk of the newsroom can open "
	    "it. Thank you for your trust.");
	put_raw(&p, "<ul>\n");
	put(&p, "li", "Come back in some days with your code name. Answers wait "
	    "for you on your page; nobody will call or write to you in any "
	    "other way.");
	put(&p, "li", "Think about what you still keep: copies of the files, "
	    "parts of them, notes. They may be found with you.");
	put_raw(&p, "</ul>\n");
	(void)bytes_addf(html, "<p><a href=\"/box?l=%s\">", v->lang);
	put_text(&p, "Back to your page", (const char *)NULL);
	put_raw(&p, "</a></p>\n");
	letter_put_leave(&p);
	return frame_close(&p);
}
