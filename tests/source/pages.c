/*
 * pages.c -- writes every page of the source's page as a file, in every
 * language there is: usage: pages LOCALES FOLDER.
 * What it shows is invented, and as nasty as what comes from outside may be.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/serve/view/tongue.h"
#include "intake/serve/view/view.h"
#include "vault/base/err.h"

static const char advice[] =
    "The Harbour Post has three people who read what comes here.\n"
    "They are in the office on weekdays.\n"
    "\n"
    "What helps us:\n"
    "- a word on how you know <b>this</b> & \"that\"\n"
    "- documents as they are, not photographs of them\r\n"
    "\r\n"
    "Ask for a lawyer of your own if you can.";
static const char answer[] =
    "Thank you. We have read it.\n\nCould you tell us:\n- which year this was\n"
    "- if others had the same table\n\nThe link is https://example.org/"
    "averyveryveryveryveryveryveryverylongpaththatdoesnotbreak?q=1&r=2\n"
    "<script>alert(1)</script>";

static const struct view_reply replies[] = {
	{ "00112233445566778899aabbccddeeff", answer, sizeof(answer) - 1,
	    1792540800 },
	{ "\"><b>&'", "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d\n\x01\xff end",
	    sizeof("\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d\n\x01\xff end") - 1, 0 },
};
static const struct view_part parts[] = {
	{ "a0", "minutes.mp4.aa", 104857600, true },
	{ "a1", "minutes.mp4.ab", 7340025, false },
	{ "a2", "\xe2\x80\xaegnp.exe <img src=x onerror=alert(1)>\n.part",
	    17, true },
	{ "a3", "a_very_long_name_of_a_file_that_goes_on_and_on_without_any_"
	    "blank_until_it_is_too_long_for_a_line.zip.001", 0, true },
};

struct shown {
	const char *name;
	int (*page)(struct bytes *html, const struct view *v);
	enum view_notice notice;
	bool inside;		/* in a visit */
	bool full;		/* there are replies and parts */
};

static const struct shown all[] = {
	{ "home", view_home, VIEW_NOTICE_NONE, false, true },
	{ "home-plain", view_home, VIEW_NOTICE_LEFT, false, false },
	{ "home-ended", view_home, VIEW_NOTICE_ENDED, false, true },
	{ "home-wrong", view_home, VIEW_NOTICE_NOT_WORDS, false, true },
	{ "home-word", view_home, VIEW_NOTICE_NOT_WORDS, false, false },
	{ "begun", view_begun, VIEW_NOTICE_NONE, true, false },
	{ "box", view_box, VIEW_NOTICE_NONE, true, false },
	{ "box-full", view_box, VIEW_NOTICE_NONE, true, true },
	{ "box-nothing", view_box, VIEW_NOTICE_NOTHING, true, false },
	{ "box-big", view_box, VIEW_NOTICE_TOO_BIG, true, false },
	{ "box-broken", view_box, VIEW_NOTICE_BROKEN, true, true },
	{ "box-no-part", view_box, VIEW_NOTICE_NO_PART, true, true },
	{ "sent", view_sent, VIEW_NOTICE_NONE, true, false },
	{ "sent-one", view_sent, VIEW_NOTICE_NONE, true, true },
	{ "wait", view_wait, VIEW_NOTICE_NONE, true, false },
	{ "wait-full", view_wait, VIEW_NOTICE_NONE, true, true },
	{ "help", view_help_parts, VIEW_NOTICE_NONE, false, false },
};

static int
write_page(const char *folder, const char *name, const char *lang,
    const struct bytes *html)
{
	char path[4096];
	FILE *f;
	int r = 0;

	(void)snprintf(path, sizeof(path), "%s/%s.%s.html", folder, name, lang);
	if ((f = fopen(path, "w")) == NULL)
		return err_sys("cannot write %s", path);
	if (fwrite(html->data, 1, html->len, f) != html->len)
		r = err_sys("cannot write %s", path);
	if (fclose(f) != 0 && r == 0)
		r = err_sys("cannot write %s", path);
	return r;
}

static int
show(const char *folder, const char *lang, const struct shown *s,
    const char *name)
{
	struct bytes html = BYTES_INIT(VIEW_PAGE_MAX);
	struct view v = { .lang = lang, .notice = s->notice,
	    .newsroom = s->full ? "The Harbour Post" : NULL,
	    .advice = s->full ? advice : NULL,
	    .token = s->inside ? "0123456789abcdef" : NULL,
	    .limit = (uint64_t)2 << 30, .idle_minutes = 30, .part_days = 14,
	    .refresh_seconds = 60,
	    .words = "abacus backspin cradle daffodil unfrosted "
	    "yodel-free zen walnut" };
	int r;

	if (s->full) {
		v.replies = replies;
		v.replies_n = sizeof(replies) / sizeof(replies[0]);
		v.parts = parts;
		v.parts_n = sizeof(parts) / sizeof(parts[0]);
	}
	v.wrong_word = s->full ? 0 : 3;
	v.sent_message = !s->full;
	v.sent_files = s->full ? 1 : 22;
	if ((r = s->page(&html, &v)) == 0)
		r = write_page(folder, name, lang, &html);
	bytes_free(&html);
	return r;
}

static int
show_all(const char *folder, const char *lang)
{
	struct shown refusal = { "", view_refusal, 0, false, false };
	char name[32];
	size_t i;
	int r = 0, n;

	for (i = 0; r == 0 && i < sizeof(all) / sizeof(all[0]); i++)
		r = show(folder, lang, &all[i], all[i].name);
	for (n = 1; r == 0 && n <= VIEW_NOTICE_LAST; n++) {
		refusal.notice = (enum view_notice)n;
		(void)snprintf(name, sizeof(name), "refusal-%d", n);
		r = show(folder, lang, &refusal, name);
	}
	return r;
}

static int
write_style(const char *folder)
{
	char path[4096];
	const uint8_t *sheet;
	size_t len;
	FILE *f;

	sheet = view_style(&len);
	(void)snprintf(path, sizeof(path), "%s/style.css", folder);
	if ((f = fopen(path, "w")) == NULL)
		return err_sys("cannot write %s", path);
	(void)fwrite(sheet, 1, len, f);
	return fclose(f) == 0 ? 0 : err_sys("cannot write %s", path);
}

int
main(int argc, char **argv)
{
	int r = argc == 3 ? view_start(argv[1]) : -1;
	int i;

	if (r == 0)
		r = write_style(argv[2]);
	/* The languages are those that the folder has. */
	for (i = 0; r == 0 && tongue_tag((size_t)i) != NULL; i++)
		r = show_all(argv[2], tongue_tag((size_t)i));
	if (r < 0)
		fprintf(stderr, "pages: %s\n", err_line());
	return r == 0 ? 0 : 1;
}
