/* home.c -- view_home(): what this is, what to know before, and the two ways
 * in.  See view.h. */
#include <stdio.h>
#include <string.h>

#include "intake/serve/view/frame.h"
#include "intake/serve/view/notice.h"

static void
put_begin(const struct page *p)
{
	put_raw(p, "<section class=\"card\">\n");
	put(p, "h2", "For the first time");
	put(p, "p", "You get a code name: eight words, made for you alone. With "
	    "it you can write, send files and come back for answers.");
	put_form(p, "/begin", "");
	put(p, "button class=\"strong\" type=\"submit\"", "Get a code name");
	put_raw(p, "</form>\n</section>\n");
}

/* What is wrong with the words, as far as they tell by themselves. */
static void
put_wrong(const struct page *p)
{
	char number[16];

	put_raw(p, "<p class=\"error\" id=\"words-error\">");
	if (p->v->wrong_word > 0) {
		(void)snprintf(number, sizeof(number), "%u", p->v->wrong_word);
		put_text(p, "Word {number} is in no code name: look at it once "
		    "more.", "number", number, (const char *)NULL);
	} else if (p->v->typed_words > 0) {
		put_count(p, "A code name has eight words; there was {n}.",
		    "A code name has eight words; there were {n}.",
		    p->v->typed_words);
	} else {
		put_text(p, notice_head(p->v->notice), (const char *)NULL);
	}
	put_raw(p, "</p>\n");
}

static void
put_enter(const struct page *p)
{
	const bool wrong = p->v->notice == VIEW_NOTICE_NOT_WORDS;

	put_raw(p, "<section class=\"card\">\n");
	put(p, "h2", "You have a code name");
	put_form(p, "/enter", "");
	put(p, "label for=\"words\"", "Your code name");
	put(p, "p class=\"hint\" id=\"words-hint\"", "Eight words, with "
	    "spaces or hyphens between them. Capital letters do not matter.");
	if (wrong)
		put_wrong(p);
	put_raw(p, "<input id=\"words\" name=\"words\" type=\"text\" required "
	    "autocomplete=\"off\" autocapitalize=\"none\" spellcheck=\"false\" "
	    "dir=\"ltr\" maxlength=\"200\" aria-describedby=\"words-hint");
	put_raw(p, wrong ? " words-error " NOTICE_ID "\" aria-invalid=\"true\">\n"
	    : "\">\n");
	put(p, "button type=\"submit\"", "Open my page");
	put_raw(p, "</form>\n</section>\n");
}

static void
put_readers(const struct page *p)
{
	put(p, "h3", "Who reads it");
	put(p, "p", "What you send is sealed while it arrives, before it is "
	    "stored. This server cannot open it again. The security desk of "
	    "the newsroom opens it on its own computers and decides what must "
	    "be protected, and who may work with it.");
	put(p, "p", "This page keeps no addresses and no list of visits.");
}

static void
put_device(const struct page *p)
{
	put(p, "h3", "Your computer and your connection");
	put_raw(p, "<ul>\n");
	put(p, "li", "Use Tor Browser at the security level \"Safest\": this "
	    "page is made for it. Tor hides from us where you are, and from "
	    "your network that you come to us. It does not hide that you use "
	    "Tor.");
	put(p, "li", "Do not use a device or a network of your employer, nor "
	    "one that somebody else looks after.");
	put(p, "li", "Speak to nobody about it, and do not look for us or for "
	    "this story in your everyday browser.");
	put_raw(p, "</ul>\n");
}

static void
put_metadata(const struct page *p)
{
	put(p, "h3", "What is cleaned");
	put(p, "p", "Files hold more than you see: names of authors and "
	    "devices, times, places, earlier versions. This is called "
	    "metadata.");
	put(p, "p", "The desk examines every file and makes a copy without it. "
	    "Reporters work with the cleaned copies. Your original stays "
	    "sealed; the desk alone decides if somebody else has to see it. A "
	    "file that cannot be cleaned is never handed on as a clean one.");
	put(p, "h3", "What only you can take out");
	put(p, "p", "No cleaning changes what a file says or shows. Look at "
	    "everything as somebody would who is looking for you:");
	put_raw(p, "<ul>\n");
	put(p, "li", "Names, signatures, handwriting, faces, voices, screens, "
	    "rooms, reflections.");
	put(p, "li", "Names of files, numbers of documents, remarks of your "
	    "own.");
	put(p, "li", "Each copy of a document may differ a little, in its "
	    "wording, its spaces or in fine dots of a printer, and so lead to "
	    "whoever had it. If few people had this one, tell us.");
	put(p, "li", "In your message: your name, address and telephone, how "
	    "and when you got it, what nobody but you can know. Write such "
	    "things only if we cannot understand it without them.");
	put_raw(p, "</ul>\n");
	put(p, "p", "Your employer may be able to see who opened, copied or "
	    "printed a document, and when.");
}

static void
put_limits(const struct page *p)
{
	char size[SIZE_SIZE];

	put(p, "h3", "What nobody can promise");
	put(p, "p", "Whoever controls your device sees what you do on it. "
	    "Whoever watches your connection and ours at the same time may "
	    "find out that they belong together. Whoever takes over this "
	    "server can read what is typed and sent from then on, but not what "
	    "was taken in before.");
	put(p, "h3", "Large files");
	put_size(size, p, p->v->limit);
	put_raw(p, "<p>");
	put_text(p, "You can send up to {size} at a time, all files together. "
	    "What is larger goes in parts, and a large file that breaks off "
	    "on the way can be continued.", "size", size, (const char *)NULL);
	(void)bytes_addf(p->b, " <a href=\"/help/parts?l=%s\">", p->v->lang);
	put_text(p, "How to send a large file in parts", (const char *)NULL);
	put_raw(p, "</a></p>\n");
}

int
view_home(struct bytes *html, const struct view *v)
{
	const struct page p = { html, v, "/", false };

	frame_open(&p, N_("Messages"), "Write to us in confidence");
	put(&p, "p class=\"lead\"", "Here you can send a message and files, and "
	    "come back later for the answer. You need no account, and give no "
	    "name, no e-mail address and no telephone number.");
	put_raw(&p, "<div class=\"ways\">\n");
	put_begin(&p);
	put_enter(&p);
	put_raw(&p, "</div>\n");
	if (v->advice != NULL) {
		put_raw(&p, "<section class=\"advice\">\n");
		put(&p, "h2", "Advice from the newsroom");
		put_prose(&p, v->advice, strlen(v->advice));
		put_raw(&p, "</section>\n");
	}
	put_raw(&p, "<section>\n");
	put(&p, "h2", "Please read this before you send anything");
	put_readers(&p);
	put_device(&p);
	put_metadata(&p);
	put_limits(&p);
	put_raw(&p, "</section>\n");
	return frame_close(&p);
}
