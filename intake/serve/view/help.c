/* help.c -- view_help_parts(): large files and broken connections, step by
 * step; and view_refusal().  See view.h. */
#include "intake/serve/view/frame.h"

/* Commands are the same in every language. */
static void
put_command(const struct page *p, const char *command)
{
	put_raw(p, "<pre dir=\"ltr\"><code>");
	put_other(p, command);
	put_raw(p, "</code></pre>\n");
}

static void
put_cut(const struct page *p)
{
	put(p, "h2", "1. Cut the file");
	put(p, "p", "Parts of 100 MB are a good size: if the connection breaks, "
	    "little is lost. First give the file a name that tells nothing "
	    "about you; in the place of FILE write that name.");
	put(p, "h3", "Linux and macOS, in a terminal");
	put_command(p, "split -b 100m FILE FILE.");
	put(p, "p", "This makes FILE.aa, FILE.ab and so on.");
	put(p, "h3", "Windows, with 7-Zip");
	put(p, "p", "In the 7-Zip File Manager choose the file, then \"File\", "
	    "\"Split file\", and write 100M as the size. This makes FILE.001, "
	    "FILE.002 and so on.");
}

static void
put_send(const struct page *p)
{
	char size[SIZE_SIZE];

	put(p, "h2", "2. Send the parts");
	put(p, "p", "Open your page with your code name. Under \"Large files, in "
	    "parts\" choose one or several parts and send them. You may leave "
	    "and come back for the others: what has arrived is listed on your "
	    "page.");
	put_size(size, p, p->v->limit);
	put_raw(p, "<p>");
	put_text(p, "What you send at a time may have up to {size}.", "size",
	    size, (const char *)NULL);
	put_raw(p, "</p>\n");
	put(p, "h2", "3. Send them on");
	put(p, "p", "When all parts are there, tick them, write the name that "
	    "the whole file is to have, and send them on. They are put together in "
	    "the order of their names. Only now the newsroom receives them.");
}

static void
put_broken(const struct page *p)
{
	put(p, "h2", "If the connection breaks");
	put(p, "p", "Open your page again. It lists what has arrived: send the "
	    "parts that are missing. Of one that broke off the beginning is "
	    "kept. On Linux and macOS you can send only the rest; your page "
	    "shows the number to write, here for a part of which 1048576 bytes "
	    "arrived:");
	put_command(p, "tail -c +1048577 FILE.ab > FILE.ab.rest");
	put(p, "p", "Send FILE.ab.rest as a part too: by its name it comes "
	    "right behind the beginning. Or destroy the beginning on your page "
	    "and send the whole part again.");
	put(p, "h2", "Afterwards");
	put(p, "p", "The parts on your computer are copies of the file, and the "
	    "terminal may remember your commands. Delete both.");
}

static void
put_back(const struct page *p)
{
	const bool in = p->v->token != NULL;

	(void)bytes_addf(p->b, "<p><a href=\"%s?l=%s\">", in ? "/box" : "/",
	    p->v->lang);
	put_text(p, in ? N_("Back to your page") : N_("Back to the start"),
	    (const char *)NULL);
	put_raw(p, "</a></p>\n");
}

int
view_help_parts(struct bytes *html, const struct view *v)
{
	const struct page p = { html, v, "/help/parts", false };

	frame_open(&p, N_("Messages: large files"),
	    "Sending a large file in parts");
	put_cut(&p);
	put_send(&p);
	put_broken(&p);
	put_back(&p);
	return frame_close(&p);
}

int
view_refusal(struct bytes *html, const struct view *v)
{
	const struct page p = { html, v, NULL, false };

	frame_open(&p, N_("Messages"), NULL);
	put_back(&p);
	return frame_close(&p);
}
