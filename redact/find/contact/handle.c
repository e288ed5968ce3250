/* handle.c -- @names, links and schemes; see handle.h. */
#include "redact/find/contact/handle.h"

#include <string.h>
#include <strings.h>

#include "redact/find/contact/tld.h"
#include "redact/find/contact/url.h"

#define NAME_MAX_BYTES 64u
#define HOST_MAX 100u

/* Hosts where a path is a person or a group. */
static const char *const hosts[] = {
	"t.me", "telegram.me", "telegram.dog", "keybase.io", "signal.me",
	"signal.group", "wa.me", "chat.whatsapp.com", "api.whatsapp.com",
	"m.me", "matrix.to", "threema.id", "discord.gg", "account.wire.com",
	"app.wire.com", "simplex.chat", "session.me", "conversations.im",
	"line.me", "icq.im", "join.skype.com", "wickr.com", NULL
};
/* And those that have more than persons: the path begins like this. */
static const char *const paths[] = {
	"wire.com/user", "discord.com/users/", "discord.com/invite/",
	"discordapp.com/users/", "discordapp.com/invite/", "snapchat.com/add/",
	NULL
};
static const char *const schemes[] = {
	"tg", "sgnl", "skype", "whatsapp", "threema", "viber", "simplex",
	"briar", "olvid", "xmpp", "live", "msnim", "ymsgr", "facetime", NULL
};
/* Words too: a '//' or an '@' must follow. */
static const char *const wordy_schemes[] = {
	"im", "sip", "sips", "wire", "signal", "telegram", "matrix", "session",
	"keybase", "callto", "aim", NULL
};
static const char *const messenger_cues[] = {
	"telegram-", "keybase", "signal-", "whatsapp", "wire", "session",
	"threema", "messenger-", "komunikator-", "handle", "username-", "nick-",
	"twitter", "mastodon", "instagram", "discord", "pseudo-", "dm", NULL
};
static const char *const reach_cues[] = {
	"contact-", "kontakt-", "reach", "write", "pisz-", "napisz-",
	"contactez", "joindre", NULL
};
static const char *const xmpp_cues[] = {
	"xmpp", "jabber-", "jid", "otr", "omemo", NULL
};
/* Words after '@' in programs, style sheets and linked data. */
static const char *const at_rules[] = {
	"media", "import", "param", "return", "returns", "override", "font",
	"keyframes", "charset", "page", "supports", "property", "author", "see",
	"since", "deprecated", "interface", "end", "staticmethod",
	"classmethod", "throws", "todo", "version", "include", "mixin",
	"extend", "namespace", "type", "context", "graph", "value", "language",
	"container", "layer", "apply", "test", "before", "after", "autowired",
	"entity", "table", "column", "component", "service", "inject",
	"dataclass", "abstractmethod", "everyone", "here", "channel",
	"copyright", "file", "code", "class", "link", "private", "optional",
	"required", "name", "brief", "details", "note", "item", "example",
	"section", "node", "params", "returned", "internal", NULL
};

bool
handle_is_alnum(uint8_t c)
{
	return is_wordly(c) && c < 0x80 && c != '_';
}

bool
handle_has_letter(const struct view *v, size_t start, size_t end)
{
	for (; start < end; start++)
		if (is_wordly(v->s[start]) && !is_digit(v->s[start]))
			return true;
	return false;
}

bool
handle_is_one_of(const struct view *v, size_t start, size_t end,
    const char *const words[])
{
	for (size_t i = 0; words[i] != NULL; i++)
		if (strlen(words[i]) == end - start && strncasecmp(words[i],
		    (const char *)v->s + start, end - start) == 0)
			return true;
	return false;
}

static bool
is_of_host(uint8_t c)
{
	return handle_is_alnum(c) || c == '.' || c == '-';
}

/* The end of a host name with a dot that begins at `at`; `at` for none. */
static size_t
host_end(const struct view *v, size_t at, enum tld *tld)
{
	size_t end = at, dot = at;

	while (end - at < HOST_MAX && is_of_host(byte_at(v, end)))
		end++;
	while (end > at && !handle_is_alnum(v->s[end - 1]))
		end--;
	for (size_t i = at; i < end; i++)
		if (v->s[i] == '.')
			dot = i;
	if (dot == at)
		return at;
	*tld = tld_of(v->s + dot + 1, end - dot - 1);
	return end;
}

/* A mail address beside "xmpp", with what stands before and behind. */
static int
jabber(const struct view *v, size_t at, size_t *next)
{
	size_t start = at, end;
	enum tld tld = TLD_NONE;

	if (!near_before(v, at, 60, xmpp_cues))
		return 0;
	while (at - start < NAME_MAX_BYTES && (is_of_host(byte_before(v,
	    start)) || strchr("_+%", byte_before(v, start)) != NULL) &&
	    start > 0)
		start--;
	if (start == at || (end = host_end(v, at + 1, &tld)) == at + 1)
		return 0;
	if (byte_at(v, end) == '/' && handle_is_alnum(byte_at(v, end + 1)))
		for (end++; end - at < HOST_MAX && is_wordly(byte_at(v, end));)
			end++;
	*next = end;
	return report(v, start, end, HANDLE, MESSENGER, 0.99,
	    "address beside a word for XMPP");
}

/* "@name:host" of Matrix, "@name@host" of the Fediverse; 0 in *end if not. */
static int
federated(const struct view *v, size_t at, size_t *end)
{
	size_t name = at + 1, host;
	enum tld tld = TLD_NONE;

	while (name - at <= NAME_MAX_BYTES && (is_of_host(byte_at(v, name)) ||
	    strchr("_=/", byte_at(v, name)) != NULL) && name < v->len)
		name++;
	*end = 0;
	if (name == at + 1 || (byte_at(v, name) != ':' &&
	    byte_at(v, name) != '@'))
		return 0;
	if ((host = host_end(v, name + 1, &tld)) == name + 1)
		return 0;
	*end = host;
	return report(v, at, host, HANDLE, MESSENGER, tld == TLD_NONE ? 0.6 :
	    0.95, "@name at a host (Matrix, Fediverse)");
}

/* "night_ferry2", "quietOwl": nobody writes a word of a language so. */
static bool
is_odd(const struct view *v, size_t start, size_t end)
{
	bool lower = false;

	for (; start < end; start++) {
		if (is_digit(v->s[start]) || (lower && v->s[start] == '_') ||
		    (lower && v->s[start] >= 'A' && v->s[start] <= 'Z'))
			return true;
		lower |= v->s[start] >= 'a' && v->s[start] <= 'z';
	}
	return false;
}

static bool
beside(const struct view *v, size_t start, size_t end,
    const char *const words[])
{
	return near_before(v, start, 80, words) || near_after(v, end, 30, words);
}

int
handle_sign(const struct view *v, size_t at, size_t *next)
{
	uint8_t before = byte_before(v, at);
	size_t end = at + 1;
	enum tld tld = TLD_NONE;
	double confidence;
	int r;

	if (before != 0 && (is_wordly(before) || strchr("@/.+-", before) !=
	    NULL))
		return is_wordly(before) ? jabber(v, at, next) : 0;
	if (!is_wordly(byte_at(v, end)) || byte_at(v, end) >= 0x80)
		return 0;
	if ((r = federated(v, at, &end)) < 0 || end != 0) {
		*next = end;
		return r;
	}
	/* Without a host only letters, digits and '_' belong to the name. */
	for (end = at + 1; end - at < 34 && is_wordly(byte_at(v, end)); end++)
		;
	/* "@night.ferry", but not the end of "jan@example.org". */
	if (byte_at(v, end) == '.' && handle_is_alnum(byte_at(v, end + 1)) &&
	    host_end(v, at + 1, &tld) > end && tld == TLD_NONE &&
	    end - at < 20)
		for (end++; end - at < 34 && is_wordly(byte_at(v, end)); end++)
			;
	/* "@example.org" is the end of a mail address, "@a/b" of a package. */
	if (end - at < 4 || end - at > 33 || is_wordly(byte_at(v, end)) ||
	    (host_end(v, at + 1, &tld) > end && tld == TLD_PLAIN) ||
	    (byte_at(v, end) == '/' && is_wordly(byte_at(v, end + 1))) ||
	    byte_at(v, end) == '(' || byte_at(v, end) == '@' ||
	    byte_at(v, end) == '{' ||
	    !handle_has_letter(v, at + 1, end) ||
	    handle_is_one_of(v, at + 1, end, at_rules))
		return 0;
	*next = end;
	if (beside(v, at, end, messenger_cues))
		confidence = 0.92;
	else if (is_odd(v, at + 1, end))
		confidence = beside(v, at, end, reach_cues) ? 0.85 : 0.7;
	else
		confidence = 0.5;
	return report(v, at, end, HANDLE, MESSENGER, confidence,
	    confidence > 0.9 ? "@name beside a word for messengers" : "@name");
}

/* "https://" before `at`; where it begins, or `at`. */
static size_t
with_scheme(const struct view *v, size_t at)
{
	static const char *const begins[] = { "https://", "http://", NULL };
	size_t len;

	for (size_t i = 0; begins[i] != NULL; i++) {
		len = strlen(begins[i]);
		if (at >= len && strncasecmp((const char *)v->s + at - len,
		    begins[i], len) == 0)
			return at - len;
	}
	return at;
}

static bool
is_path(const struct view *v, size_t host)
{
	size_t len;

	for (size_t i = 0; paths[i] != NULL; i++) {
		len = strlen(paths[i]);
		if (v->len - host > len && strncasecmp(paths[i],
		    (const char *)v->s + host, len) == 0)
			return true;
	}
	return false;
}

int
handle_link(const struct view *v, size_t at, size_t *next)
{
	size_t host = at, end;

	if (!handle_is_alnum(byte_before(v, at)) || byte_at(v, at + 1) <= ' ')
		return 0;
	while (at - host < 30 && host > 0 && is_of_host(v->s[host - 1]))
		host--;
	if (at - host > 4 && strncasecmp((const char *)v->s + host, "www.",
	    4) == 0)
		host += 4;
	if (!handle_is_one_of(v, host, at, hosts) && !is_path(v, host))
		return 0;
	end = url_end(v, host, url_stop(v, at));
	if (end <= at + 1)
		return 0;
	*next = end;
	if (host > 3 && strncasecmp((const char *)v->s + host - 4, "www.",
	    4) == 0)
		host -= 4;
	if (byte_before(v, host) == '@')
		return 0;
	return report(v, with_scheme(v, host), end, HANDLE, MESSENGER, 0.98,
	    "link to a person or group in a messenger");
}

/* "#room:host" and "!id:host" of Matrix. */
static int
room(const struct view *v, size_t at, size_t *next)
{
	size_t start = at, end;
	enum tld tld = TLD_NONE;

	if ((end = host_end(v, at + 1, &tld)) == at + 1 || tld == TLD_NONE)
		return 0;
	while (start > 0 && at - start < NAME_MAX_BYTES &&
	    (is_of_host(v->s[start - 1]) || v->s[start - 1] == '_'))
		start--;
	if (start == at || (byte_before(v, start) != '#' &&
	    byte_before(v, start) != '!') ||
	    is_wordly(byte_before(v, start - 1)))
		return 0;
	*next = end;
	return report(v, start - 1, end, HANDLE, MESSENGER, 0.9,
	    "room at a Matrix host");
}

int
handle_scheme(const struct view *v, size_t at, size_t *next)
{
	size_t start = at, end;
	bool wordy;

	if (!is_wordly(byte_before(v, at)) || byte_at(v, at + 1) <= ' ' ||
	    byte_at(v, at + 1) >= 0x80)
		return 0;
	while (start > 0 && at - start < 10 &&
	    handle_is_alnum(v->s[start - 1]))
		start--;
	wordy = handle_is_one_of(v, start, at, wordy_schemes);
	if (is_wordly(byte_before(v, start)) ||
	    (!wordy && !handle_is_one_of(v, start, at, schemes)))
		return room(v, at, next);
	end = url_end(v, start, url_stop(v, at));
	if (end < at + 4 || !handle_has_letter(v, at + 1, end) ||
	    (wordy && memcmp(v->s + at + 1, "//", 2) != 0 &&
	    memchr(v->s + at, '@', end - at) == NULL))
		return 0;
	*next = end;
	return report(v, start, end, HANDLE, MESSENGER, 0.98,
	    "address in a messenger, by its scheme");
}
