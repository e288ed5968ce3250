/*
 * handle_named.c -- a name behind a service's own: "Telegram: night_ferry2",
 * "my Wire username is quietowl"; see handle.h.
 */
#include "redact/find/contact/handle.h"

#include <string.h>

#define NAME_LEAST 3u
#define NAME_MOST 40u

/* What may stand between the service and the name. */
static const char *const fillers[] = {
	"id", "me", "user", "username", "user-name", "name", "handle", "nick",
	"nickname", "login", "account", "acct", "konto", "nazwa", "nazwie",
	"nick-", "login-", "u\xc5\xbcytkownik-", "identyfikator-", "pseudo-",
	"compte", "identifiant-", "contact", "kontakt", "address", "adres", NULL
};
static const char *const links[] = { "is", "to", "est", "jako", "as", "sous",
	"pod", NULL };
/* Services whose name is also a word of prose. */
static const char *const words[] = {
	"session", "wire", "matrix", "element", "line", "twitter", NULL
};

static size_t
skip(const struct view *v, size_t at, const char *any, size_t most)
{
	size_t end = at;

	while (end - at < most && byte_at(v, end) != 0 &&
	    strchr(any, v->s[end]) != NULL)
		end++;
	return end;
}

static size_t
word_end(const struct view *v, size_t at)
{
	size_t end = at;

	while (end - at < 24 && is_wordly(byte_at(v, end)))
		end++;
	return end;
}

static bool
stands(const struct view *v, size_t at, const char *const list[])
{
	for (size_t i = 0; list[i] != NULL; i++)
		if (near_stands(v, at, list[i]))
			return true;
	return false;
}

static bool
is_of_name(uint8_t c)
{
	return handle_is_alnum(c) || (c != 0 && strchr("_*.-", c) != NULL);
}

/* A digit or '_': nobody writes a word so. */
/* "jan.kowalski" */
static bool
has_dot(const struct view *v, size_t start, size_t end)
{
	return memchr(v->s + start, '.', end - start) != NULL;
}

static bool
is_odd(const struct view *v, size_t start, size_t end)
{
	for (; start < end; start++)
		if (is_digit(v->s[start]) || v->s[start] == '_')
			return true;
	return false;
}

/* Does the sentence go on in lower case? */
static bool
goes_on(const struct view *v, size_t end)
{
	return byte_at(v, end) == ' ' && byte_at(v, end + 1) >= 'a' &&
	    byte_at(v, end + 1) <= 'z';
}

int
handle_named(const struct view *v, size_t at, size_t *next)
{
	size_t start, end = word_end(v, at);
	bool wordy = handle_is_one_of(v, at, end, words);
	bool filled = false, colon, odd, link = true;

	start = skip(v, end, " -_", 2);
	for (int i = 0; i < 2 && stands(v, start, fillers); i++) {
		start = skip(v, word_end(v, start), " ", 2);
		filled = true;
	}
	start = skip(v, start, " \"')", 3);
	colon = byte_at(v, start) == ':' || byte_at(v, start) == '=';
	if (colon)
		start = skip(v, start + 1, " \"'", 4);
	else if (stands(v, start, links))
		start = skip(v, word_end(v, start), " \"':", 4);
	else
		link = false;
	for (end = start; end - start <= NAME_MOST && is_of_name(byte_at(v,
	    end)); end++)
		;
	if (is_wordly(byte_at(v, end)) || byte_at(v, end) == '@' ||
	    byte_at(v, end) == ':' || byte_at(v, end) == '/')
		return 0;
	while (end > start && (v->s[end - 1] == '.' || v->s[end - 1] == '-'))
		end--;
	if (end - start < NAME_LEAST || !handle_is_alnum(v->s[start] == '_' ||
	    v->s[start] == '*' ? 'a' : v->s[start]) ||
	    !handle_has_letter(v, start, end) || stands(v, start, fillers))
		return 0;
	odd = is_odd(v, start, end) || (!wordy && has_dot(v, start, end));
	if (!link && !colon && (wordy || !odd || is_digit(v->s[start])))
		return 0;
	/* "Element: carbon" and "the wire is 12mm" are prose. */
	if (!filled && !(colon && (odd || !wordy)) &&
	    !(odd && !wordy && !is_digit(v->s[start])))
		return 0;
	*next = end;
	return report(v, start, end, HANDLE, MESSENGER, odd ? 0.85 :
	    goes_on(v, end) ? 0.45 : 0.7, "name behind that of a messenger");
}
