/*
 * Whatever a browser asks for and whatever anybody writes: the language is one
 * that there is, and a page keeps the elements that it has with tame words.
 */
#include <stdlib.h>
#include <string.h>

#include "intake/serve/view/view.h"
#include "vault/base/print.h"

static size_t
tags(const struct bytes *html)
{
	size_t i, n = 0;

	for (i = 0; i < html->len; i++)
		n += html->data[i] == '<';
	return n;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct bytes html = BYTES_INIT(VIEW_PAGE_MAX);
	struct bytes tame = BYTES_INIT(VIEW_PAGE_MAX);
	char *word = malloc(len + 1);
	struct view_part part = { "id", "name", 5, false };
	struct view v = { .newsroom = "N", .token = "t",
	    .parts = &part, .parts_n = 1 };
	size_t i;

	if (word == NULL)
		return 0;
	memcpy(word, data, len);
	word[len] = '\0';
	v.lang = view_language(NULL, word);
	if (strcmp(v.lang, "en") != 0 ||
	    strcmp(view_language(word, word), "en") != 0)
		abort();	/* no other catalog was read */
	if (view_box(&tame, &v) < 0)
		abort();
	v.newsroom = len > 0 ? word : "N";
	if (word[0] == '\0')
		v.newsroom = "N";
	v.token = part.id = part.name = word;
	if (view_box(&html, &v) == 0 && tags(&html) != tags(&tame))
		abort();
	bytes_reset(&html);
	if (print_prose(&html, (const char *)data, len) == 0) {
		if (!utf8_valid(html.data, html.len))
			abort();
		for (i = 0; i < html.len; i++)
			if (html.data[i] == '<' || html.data[i] == '"')
				abort();
	}
	v.advice = v.words = word;
	bytes_reset(&html);
	(void)view_home(&html, &v);
	(void)view_begun(&html, &v);
	free(word);
	bytes_free(&html);
	bytes_free(&tame);
	return 0;
}
