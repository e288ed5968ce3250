/* put.c -- see put.h. */
#include "intake/serve/view/put.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "intake/serve/view/tongue.h"
#include "vault/base/print.h"

void
put_raw(const struct page *p, const char *markup)
{
	(void)bytes_add_str(p->b, markup);
}

void
put_other(const struct page *p, const char *text)
{
	(void)print_html(p->b, text);
}

/* The value of the name in the pairs; NULL when it is none of them. */
static const char *
value_of(const char *name, size_t len, va_list pairs)
{
	const char *key, *value, *found = NULL;

	while ((key = va_arg(pairs, const char *)) != NULL) {
		value = va_arg(pairs, const char *);
		if (strlen(key) == len && memcmp(key, name, len) == 0)
			found = value;
	}
	return found;
}

static void
put_filled(const struct page *p, const char *text, va_list pairs)
{
	const char *open, *close, *value;
	va_list again;

	while ((open = strchr(text, '{')) != NULL &&
	    (close = strchr(open, '}')) != NULL) {
		va_copy(again, pairs);
		value = value_of(open + 1, (size_t)(close - open - 1), again);
		va_end(again);
		(void)print_prose(p->b, text, (size_t)(open - text));
		if (value != NULL)
			put_other(p, value);
		else
			(void)print_prose(p->b, open,
			    (size_t)(close + 1 - open));
		text = close + 1;
	}
	(void)print_prose(p->b, text, strlen(text));
}

void
put_text(const struct page *p, const char *text, ...)
{
	va_list pairs;

	va_start(pairs, text);
	put_filled(p, tongue_text(p->v->lang, text), pairs);
	va_end(pairs);
}

static void
put_pairs(const struct page *p, const char *text, ...)
{
	va_list pairs;

	va_start(pairs, text);
	put_filled(p, text, pairs);
	va_end(pairs);
}

void
put_count(const struct page *p, const char *one, const char *many, uint64_t n)
{
	char digits[24];

	(void)snprintf(digits, sizeof(digits), "%" PRIu64, n);
	put_pairs(p, tongue_text_n(p->v->lang, one, many, (unsigned long)n),
	    "n", digits, (const char *)NULL);
}

void
put(const struct page *p, const char *tag, const char *text)
{
	(void)bytes_addf(p->b, "<%s>", tag);
	put_text(p, text, (const char *)NULL);
	(void)bytes_addf(p->b, "</%.*s>\n", (int)strcspn(tag, " "), tag);
}

void
put_number(const struct page *p, uint64_t n)
{
	(void)bytes_addf(p->b, "%" PRIu64, n);
}

void
put_size(char out[SIZE_SIZE], const struct page *p, uint64_t bytes)
{
	static const char *const units[] = { N_("bytes"), N_("KiB"),
	    N_("MiB"), N_("GiB") };
	const char *unit;
	unsigned i = 0;

	/* The largest unit of which there are some, without a rest that would
	 * matter: 1536 MiB. */
	while (i < 3 && bytes >= 1024 &&
	    (bytes % 1024 == 0 || bytes >= 100 * 1024)) {
		bytes /= 1024;
		i++;
	}
	unit = tongue_text(p->v->lang, units[i]);
	(void)snprintf(out, SIZE_SIZE, "%" PRIu64 "\xc2\xa0%s", bytes, unit);
}

void
put_hidden(const struct page *p, const char *name, const char *value)
{
	(void)bytes_addf(p->b, "<input type=\"hidden\" name=\"%s\" value=\"",
	    name);
	put_other(p, value);
	put_raw(p, "\">\n");
}

void
put_form(const struct page *p, const char *action, const char *attrs)
{
	(void)bytes_addf(p->b, "<form method=\"post\" action=\"%s\" "
	    "autocomplete=\"off\"%s>\n", action, attrs);
	if (p->v->token != NULL)
		put_hidden(p, "token", p->v->token);
	put_hidden(p, "l", p->v->lang);
}
