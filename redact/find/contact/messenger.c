/*
 * messenger.c -- names by which somebody can be reached in a messenger: Signal
 * usernames, Threema, Session and Discord ids, and what handle.h reads.
 */
#include <string.h>

#include "redact/find/contact/handle.h"

#define SIGNAL_NAME_LEAST 3u	/* characters before the dot */
#define SIGNAL_NAME_MOST 32u
#define SIGNAL_DIGITS_LEAST 2u
#define SIGNAL_DIGITS_MOST 9u
#define SESSION_LEN 66u
#define THREEMA_LEN 8u
#define DISCORD_NAME_MOST 32u

static const char *const kinds[] = { "SIGNAL_USERNAME", HANDLE, NULL };

static const char *const services[] = {
	"telegram-", "keybase", "wire", "wickr", "skype", "discord", "threema-",
	"session", "element", "matrix", "snapchat", "instagram-", "twitter",
	"kik", "icq", "viber-", "briar", "olvid", "mastodon", "wechat",
	"weixin", "line", "simplex", "jami", "ricochet", "facebook-",
	"messenger", "bluesky", NULL
};
static const char *const signal_cues[] = {
	"signal-", "sygna\xc5\x82-", "username-", "user name", "nickname",
	"nazw-", "u\xc5\xbcytkownik-", "d'utilisateur", "utilisateur",
	"pseudo-", "identifiant-", "handle", "molly", "messenger-",
	"komunikator-", "messagerie", NULL
};
static const char *const threema_cues[] = { "threema-", NULL };
static const char *const discord_cues[] = { "discord-", NULL };
/* Abbreviations before a number, in three languages. */
static const char *const references[] = {
	"fig", "art", "vol", "nos", "str", "par", "sec", "ver", "pkt", "poz",
	"rys", "tab", "ust", "chap", "page", "num", "roz", "rozdz", "zal",
	"app", "eq", "ref", "item", "table", "figure", "section", "article",
	"rule", "version", "line", "abs", "ann", "sygn", "dok", "doc", "file",
	"img", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept",
	"oct", "nov", "dec", "tel", "fax", "usd", "eur", "pln", "gbp", NULL
};

/* nickname.12 */
static int
signal_name(const struct view *v, size_t dot, size_t *next)
{
	size_t start = dot, end = dot + 1;
	uint8_t c;

	if (!is_digit(byte_at(v, end)))
		return 0;
	while (start > 0 && dot - start <= SIGNAL_NAME_MOST &&
	    (handle_is_alnum(v->s[start - 1]) || v->s[start - 1] == '_'))
		start--;
	if (dot - start < SIGNAL_NAME_LEAST ||
	    dot - start > SIGNAL_NAME_MOST || is_digit(v->s[start]))
		return 0;
	while (end - dot <= SIGNAL_DIGITS_MOST && is_digit(byte_at(v, end)))
		end++;
	c = byte_before(v, start);
	if (end - dot - 1 < SIGNAL_DIGITS_LEAST || is_wordly(byte_at(v, end)) ||
	    (c != 0 && (is_wordly(c) || strchr(".@/#-", c) != NULL)))
		return 0;
	c = byte_at(v, end);
	if ((c != 0 && strchr("@/%-", c) != NULL) ||
	    (c == '.' && is_wordly(byte_at(v, end + 1))))
		return 0;
	if (handle_is_one_of(v, start, dot, references) ||
	    !handle_has_letter(v, start, dot) ||
	    !(near_before(v, start, 100, signal_cues) ||
	    near_after(v, end, 40, signal_cues)))
		return 0;
	*next = end;
	return report(v, start, end, "SIGNAL_USERNAME", MESSENGER, 0.93,
	    "nickname.number beside a word for Signal");
}

static bool
is_hex(uint8_t c)
{
	return is_digit(c) || ((c | 32) >= 'a' && (c | 32) <= 'f');
}

static int
session_id(const struct view *v, size_t at, size_t *next)
{
	size_t end = at + 2;

	if (v->len - at < SESSION_LEN || v->s[at + 1] != '5' ||
	    is_wordly(byte_before(v, at)))
		return 0;
	while (end - at < SESSION_LEN && is_hex(v->s[end]))
		end++;
	if (end - at < SESSION_LEN || is_wordly(byte_at(v, end)))
		return 0;
	*next = end;
	return report(v, at, end, HANDLE, MESSENGER, 0.95,
	    "Session id: 05 and 64 hexadecimal digits");
}

static bool
is_of_threema(uint8_t c)
{
	return is_digit(c) || (c >= 'A' && c <= 'Z');
}

/* The eight characters around `at`, '*' first in a company's. */
static int
threema_id(const struct view *v, size_t at, size_t *next)
{
	size_t start = at, end = at;
	bool digit = false, letter = false;

	while (start > 0 && at - start < THREEMA_LEN &&
	    is_of_threema(v->s[start - 1]))
		start--;
	if (byte_before(v, start) == '*')
		start--;
	while (end - start <= THREEMA_LEN && is_of_threema(byte_at(v, end)))
		end++;
	if (end - start != THREEMA_LEN || is_wordly(byte_at(v, end)) ||
	    is_wordly(byte_before(v, start)))
		return 0;
	for (size_t i = start; i < end; i++) {
		digit |= is_digit(v->s[i]);
		letter |= !is_digit(v->s[i]);
	}
	if (!letter || !near_before(v, start, 40, threema_cues))
		return 0;
	*next = end;
	return report(v, start, end, HANDLE, MESSENGER,
	    digit || v->s[start] == '*' ? 0.9 : 0.6,
	    "8 characters beside the word Threema");
}

/* Ids without a digit are looked for behind the word. */
static int
threema_word(const struct view *v, size_t at, size_t *next)
{
	int r = 0;

	for (size_t i = at + 7; r == 0 && i < at + 40 && i < v->len; i++)
		if (v->s[i] >= 'A' && v->s[i] <= 'Z' &&
		    !is_wordly(v->s[i - 1]))
			r = threema_id(v, i, next);
	return r;
}

/* name#1234 */
static int
discord_name(const struct view *v, size_t at, size_t *next)
{
	size_t hash = at - 1, start = hash, end = at;

	while (start > 0 && hash - start <= DISCORD_NAME_MOST &&
	    (is_wordly(v->s[start - 1]) || v->s[start - 1] == '.'))
		start--;
	while (end - at <= 4 && is_digit(byte_at(v, end)))
		end++;
	if (hash - start < 2 || hash - start > DISCORD_NAME_MOST ||
	    end - at != 4 || is_wordly(byte_at(v, end)) ||
	    !(near_before(v, start, 40, discord_cues) ||
	    near_after(v, end, 20, discord_cues)))
		return 0;
	*next = end;
	return report(v, start, end, HANDLE, MESSENGER, 0.9,
	    "name#number beside the word Discord");
}

static int
at_digit(const struct view *v, size_t at, size_t *next)
{
	uint8_t before = byte_before(v, at), after = byte_at(v, at + 1);
	int r;

	if (before == '#')
		return discord_name(v, at, next);
	if (v->s[at] == '0' && (r = session_id(v, at, next)) != 0)
		return r;
	/* An id has a letter; a plain number is refused here. */
	if ((before >= 'A' && before <= 'Z') || before == '*' ||
	    (after != 0 && is_of_threema(after)))
		return threema_id(v, at, next);
	return 0;
}

/* The name of a service: a scheme, or what people write behind it. */
static int
at_word(const struct view *v, size_t at, size_t *next)
{
	size_t end = at;
	int r = 0;

	while (end - at < 16 && is_wordly(byte_at(v, end)))
		end++;
	if (byte_at(v, end) == ':')
		r = handle_scheme(v, end, next);
	if (r == 0 && *next <= at && near_stands(v, at, "threema-"))
		r = threema_word(v, at, next);
	return r < 0 || *next > at ? r : handle_named(v, at, next);
}

static int
messenger_at(const struct view *v, size_t at, enum trigger trigger,
    size_t *next)
{
	switch (trigger) {
	case TRIGGER_DIGIT:
		return at_digit(v, at, next);
	case TRIGGER_DOT:
		return signal_name(v, at, next);
	case TRIGGER_AT:
		return handle_sign(v, at, next);
	case TRIGGER_COLON:
		return handle_scheme(v, at, next);
	case TRIGGER_SLASH:
		return handle_link(v, at, next);
	default:
		return at_word(v, at, next);
	}
}

const struct finder find_messenger = {
	.name = MESSENGER, .kinds = kinds,
	.what = "names in Signal, Telegram, Keybase, Matrix, Session and others",
	.triggers = TRIGGER_DIGIT | TRIGGER_DOT | TRIGGER_AT | TRIGGER_COLON |
	    TRIGGER_SLASH | TRIGGER_WORD,
	.words = services, .at = messenger_at,
};
