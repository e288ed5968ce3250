/* pages.c -- the HTML of the page: itself, the question for the code, and the
 * step from there to it. */
#include <string.h>

#include "redact/page/files.h"
#include "redact/page/parts.h"
#include "vault/base/err.h"

enum language { ENGLISH, FRENCH, POLISH, LANGUAGES };

static const char *const codes[LANGUAGES] = { "en", "fr", "pl" };

struct words {
	const char *ask, *why, *go, *wrong;
};

static const struct words words[LANGUAGES] = {
	{ "Code", "Type the code that the program shows in its window.",
	    "Open", "That is not the code, or it was used already." },
	{ "Code", "Saisissez le code que le programme affiche dans sa fen\xc3"
	    "\xaatre.", "Ouvrir", "Ce n\xe2\x80\x99" "est pas le code, ou il a "
	    "d\xc3\xa9j\xc3\xa0 servi." },
	{ "Kod", "Wpisz kod, kt\xc3\xb3ry program pokazuje w swoim oknie.",
	    "Otw\xc3\xb3rz", "To nie jest w\xc5\x82" "a\xc5\x9b" "ciwy kod albo "
	    "kod zosta\xc5\x82 ju\xc5\xbc u\xc5\xbcyty." }
};

static bool
code_is(const char *p, size_t len, const char *code)
{
	return len >= 2 && strncasecmp(p, code, 2) == 0 &&
	    (len == 2 || p[2] == '-');
}

/* ?lang=, else the first one of Accept-Language that there is. */
static enum language
language(const struct web_request *q)
{
	const char *p, *end = q->language;
	size_t len, i;

	if ((p = query_value(q->query, "lang", &len)) != NULL)
		for (i = 0; i < LANGUAGES; i++)
			if (code_is(p, len, codes[i]))
				return (enum language)i;
	for (p = end; *p != '\0'; p = end + (*end != '\0')) {
		p += strspn(p, " ");
		end = p + strcspn(p, ",");
		for (i = 0; i < LANGUAGES; i++)
			if (code_is(p, strcspn(p, ",;"), codes[i]))
				return (enum language)i;
	}
	return ENGLISH;
}

void
page_form(struct call *c, bool wrong)
{
	enum language l = language(c->q);
	struct bytes *b = &c->reply->body;
	const struct words *w = &words[l];

	reply_status(c->reply, wrong ? 403 : 200);
	c->reply->type = REPLY_HTML;
	(void)bytes_addf(b, "<!DOCTYPE html>\n<html lang=\"%s\">\n<meta "
	    "charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width="
	    "device-width, initial-scale=1\">\n<meta name=\"color-scheme\" "
	    "content=\"light dark\">\n<title>Tipline</title>\n<main>\n"
	    "<h1>Tipline</h1>\n", codes[l]);
	if (wrong)
		(void)bytes_addf(b, "<p role=\"alert\">%s</p>\n", w->wrong);
	(void)bytes_addf(b, "<form method=\"post\" action=\"/enter\">\n"
	    "<p><label for=\"token\">%s</label></p>\n<p>%s</p>\n<p><input "
	    "id=\"token\" name=\"token\" autocomplete=\"off\" autocapitalize="
	    "\"none\" spellcheck=\"false\" required autofocus>\n<button>%s"
	    "</button></p>\n</form>\n</main>\n</html>\n", w->ask, w->why,
	    w->go);
}

/*
 * The cookie comes with an answer to a form that a file or a stranger's page
 * may have sent; a browser does not send it along with such a form's redirect.
 * So this page goes on by itself: what it asks for comes from here.
 */
void
page_welcome(struct review_page *p, struct call *c)
{
	reply_status(c->reply, 200);
	c->reply->type = REPLY_HTML;
	door_cookie(p->door, c->reply->cookie);
	(void)bytes_addf(&c->reply->body, "<!DOCTYPE html>\n<html lang=\"%s\">"
	    "\n<meta charset=\"utf-8\">\n<meta http-equiv=\"refresh\" content="
	    "\"0; url=/\">\n<title>Tipline</title>\n<p><a href=\"/\">Tipline"
	    "</a></p>\n</html>\n", codes[language(c->q)]);
}

/* A file with @TOKEN@ and @LANG@ replaced. */
static int
fill(struct bytes *b, const struct page_file *f, const char *token,
    const char *lang)
{
	static const char *const marks[] = { "@TOKEN@", "@LANG@" };
	const char *const with[] = { token, lang };
	const uint8_t *p = f->data, *at, *next;
	size_t i, which = 0;
	int r;

	for (;;) {
		next = NULL;
		for (i = 0; i < 2; i++) {
			at = memmem(p, (size_t)(f->end - p), marks[i],
			    strlen(marks[i]));
			if (at != NULL && (next == NULL || at < next)) {
				next = at;
				which = i;
			}
		}
		if (next == NULL)
			return bytes_add(b, p, (size_t)(f->end - p));
		if ((r = bytes_add(b, p, (size_t)(next - p))) < 0 ||
		    (r = bytes_add_str(b, with[which])) < 0)
			return r;
		p = next + strlen(marks[which]);
	}
}

int
page_root(struct review_page *p, struct call *c)
{
	const struct page_file *f = files_find("index.html");

	if (f == NULL)
		return err_set(ERR_NOT_FOUND, "the page is not in this "
		    "program; build it again");
	c->reply->type = REPLY_HTML;
	return fill(&c->reply->body, f, door_form(p->door),
	    codes[language(c->q)]);
}

int
page_static(struct review_page *p, struct call *c)
{
	const struct page_file *f = files_find(c->q->path +
	    strlen("/static/"));

	(void)p;
	if (f == NULL)
		return err_set(ERR_NOT_FOUND, "there is no such file; load "
		    "the page again");
	c->reply->type = files_type(f);
	return bytes_add(&c->reply->body, f->data, (size_t)(f->end - f->data));
}
