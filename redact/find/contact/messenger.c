/*
 * messenger.c -- names by which somebody can be reached in a messenger: Signal
 * usernames, @handles, links to a person, Matrix, Threema, Session, Discord.
 */
#include "redact/find/contact/tld.h"
#include "redact/find/contact/url.h"

#include <string.h>
#include <strings.h>

#define HANDLE "MESSENGER_HANDLE"

static struct pattern link_to = PATTERN_INIT(
	"(?<![\\w@.-])(?:https?://)?(?:www\\.)?(?:t\\.me|telegram\\.me|"
	"keybase\\.io|signal\\.me|signal\\.group|wa\\.me|m\\.me|matrix\\.to|"
	"threema\\.id|discord\\.gg|wire\\.com/user|account\\.wire\\.com|"
	"simplex\\.chat|session\\.me)/" URL_CHARS "{1,2048}+", PATTERN_UTF);

/* 1: the handle; 2: the host of a Matrix or Fediverse name */
static struct pattern at_name = PATTERN_INIT(
	"(?<![\\w@/.+-])(@[a-z0-9_][a-z0-9_.=/-]{0,63}+)"
	"(?:([:@][a-z0-9-]{1,63}+(?:\\.[a-z0-9-]{1,63}+){1,8}+))?",
	PATTERN_BYTES);

/* 1: nickname; 2: number */
static struct pattern signal_name = PATTERN_INIT(
	"(?<![\\w.@/#-])([a-z_][a-z0-9_]{2,31}+)\\.([0-9]{2,9}+)"
	"(?![\\w@/%-]|\\.\\w)", PATTERN_BYTES);

/* 1: what follows the service's name and a colon */
static struct pattern named = PATTERN_INIT(
	"(?<![\\w-])(?:telegram|keybase|wire|wickr|skype|discord|threema|session|"
	"element|matrix|snapchat|instagram|twitter|kik|icq|viber|briar|olvid)"
	"(?:[ ]?(?:id|user(?:name)?|handle|nick|name|login))?[ ]?[:=][ ]{0,3}+"
	"([a-z0-9_*][a-z0-9_*.-]{2,39}+)(?![@\\w:/])", PATTERN_BYTES);

static struct pattern session_id = PATTERN_INIT(
	"(?<![0-9a-z])05[0-9a-f]{64}+(?![0-9a-z])", PATTERN_BYTES);

static struct pattern threema_id = PATTERN_INIT(
	"(?-i)(?<![\\w*])[A-Z0-9*](?:[A-Z0-9]{7}+)(?![\\w*])", PATTERN_BYTES);

static struct pattern discord_name = PATTERN_INIT(
	"(?<![\\w#@])[\\p{L}\\p{N}_.]{2,32}+#[0-9]{4}(?![\\w#])", PATTERN_UTF);

static const char *const kinds[] = { "SIGNAL_USERNAME", HANDLE, NULL };

static const char *const signal_cues[] = {
	"signal-", "sygna\xc5\x82-", "username-", "user name", "nickname",
	"nazw-", "u\xc5\xbcytkownik-", "d'utilisateur", "utilisateur",
	"pseudo-", "identifiant-", "handle", "molly", "messenger-",
	"komunikator-", "messagerie", NULL
};
static const char *const messenger_cues[] = {
	"telegram-", "keybase", "signal-", "whatsapp", "wire", "session",
	"threema", "messenger-", "komunikator-", "handle", "username-", "nick-",
	"twitter", "mastodon", "instagram", "contact-", "kontakt-", "pseudo-",
	"dm", "reach", "write", "pisz-", "napisz-", "contactez", "joindre",
	NULL
};
static const char *const threema_cues[] = { "threema-", NULL };
static const char *const discord_cues[] = { "discord-", NULL };
/* Abbreviations before a number, in three languages. */
static const char *const references[] = {
	"fig", "art", "vol", "nos", "str", "par", "sec", "ver", "pkt", "poz",
	"rys", "tab", "ust", "chap", "page", "num", "roz", "rozdz", "zal",
	"app", "eq", "ref", "item", "table", "figure", "section", "article",
	"rule", "version", "line", "abs", "ann", "sygn", "dok", "doc", "file",
	"img", "feb", "aug", "sep", "sept", "oct", "nov", "dec", "tel", "fax",
	"usd", "eur", "pln", "gbp",
	NULL
};
/* Words after '@' in programs and style sheets. */
static const char *const at_rules[] = {
	"@media", "@import", "@param", "@return", "@returns", "@override",
	"@font", "@keyframes", "@charset", "@page", "@supports", "@property",
	"@author", "@see", "@since", "@deprecated", "@interface", "@end",
	"@staticmethod", "@classmethod", "@throws", "@todo", "@version",
	"@include", "@mixin", "@extend", "@namespace", "@type", NULL
};

static bool
is_one_of(const struct match *m, size_t start, size_t end,
    const char *const words[])
{
	for (size_t i = 0; words[i] != NULL; i++)
		if (strlen(words[i]) == end - start && strncasecmp(words[i],
		    (const char *)m->s + start, end - start) == 0)
			return true;
	return false;
}

static bool
has_letter(const struct match *m, size_t start, size_t end)
{
	for (; start < end; start++)
		if (is_wordly(m->s[start]) && !is_digit(m->s[start]))
			return true;
	return false;
}

static int
hit_link(struct match *m)
{
	size_t end = url_end(m->v, m->start[0], m->end[0]);

	if (end <= m->start[0] + 5)
		return 0;
	m->next = end;
	return report(m->v, m->start[0], end, HANDLE, "messenger", 0.98,
	    "link to a person or group in a messenger");
}

static bool
is_tld(const struct match *m, size_t start)
{
	size_t end = start;

	while (is_wordly(byte_at(m->v, end)) && end - start < 20)
		end++;
	return tld_of(m->s + start, end - start) == TLD_PLAIN;
}

static int
hit_at(struct match *m)
{
	size_t start = m->start[1], end = m->end[1], i;
	bool cue;

	if (m->start[2] != PATTERN_NONE)
		return report(m->v, start, m->end[0], HANDLE, "messenger", 0.95,
		    "@name at a host (Matrix, Fediverse)");
	/* Without a host only letters, digits and '_' belong to the name. */
	for (i = start + 1; i < end && is_wordly(m->s[i]); i++)
		;
	end = i;
	m->next = end;
	/* "@example.org" is the end of a mail address. */
	if (byte_at(m->v, i) == '.' && is_tld(m, i + 1))
		return 0;
	if (end - start < 4 || end - start > 33 || !has_letter(m, start, end) ||
	    is_one_of(m, start, end, at_rules))
		return 0;
	cue = near_before(m->v, start, 80, messenger_cues) ||
	    near_after(m->v, end, 30, messenger_cues);
	return report(m->v, start, end, HANDLE, "messenger", cue ? 0.92 : 0.7,
	    cue ? "@name beside a word for messengers" : "@name");
}

static int
hit_signal(struct match *m)
{
	if (is_one_of(m, m->start[1], m->end[1], references) ||
	    !has_letter(m, m->start[1], m->end[1]) ||
	    !(near_before(m->v, m->start[0], 100, signal_cues) ||
	    near_after(m->v, m->end[0], 40, signal_cues)))
		return 0;
	return report(m->v, m->start[0], m->end[0], "SIGNAL_USERNAME",
	    "messenger", 0.93, "nickname.number beside a word for Signal");
}

static int
hit_named(struct match *m)
{
	size_t start = m->start[1], end = url_end(m->v, start, m->end[1]);

	while (end > start && (m->s[end - 1] == '.' || m->s[end - 1] == '-'))
		end--;
	m->next = m->end[0];
	if (end - start < 3 || !has_letter(m, start, end))
		return 0;
	return report(m->v, start, end, HANDLE, "messenger", 0.75,
	    "name after a messenger and a colon");
}

static int
hit_session(struct match *m)
{
	return report(m->v, m->start[0], m->end[0], HANDLE, "messenger", 0.95,
	    "Session id: 05 and 64 hexadecimal digits");
}

static int
hit_threema(struct match *m)
{
	bool digit = false;

	for (size_t i = m->start[0]; i < m->end[0]; i++)
		digit |= is_digit(m->s[i]);
	if (!near_before(m->v, m->start[0], 40, threema_cues))
		return 0;
	return report(m->v, m->start[0], m->end[0], HANDLE, "messenger",
	    digit || m->s[m->start[0]] == '*' ? 0.9 : 0.6,
	    "8 characters beside the word Threema");
}

static int
hit_discord(struct match *m)
{
	if (!near_before(m->v, m->start[0], 40, discord_cues) &&
	    !near_after(m->v, m->end[0], 20, discord_cues))
		return 0;
	return report(m->v, m->start[0], m->end[0], HANDLE, "messenger", 0.9,
	    "name#number beside the word Discord");
}

static int
run(const struct view *v)
{
	static const struct {
		struct pattern *pattern;
		int (*hit)(struct match *m);
	} passes[] = {
		{ &link_to, hit_link }, { &at_name, hit_at },
		{ &signal_name, hit_signal }, { &named, hit_named },
		{ &session_id, hit_session }, { &threema_id, hit_threema },
		{ &discord_name, hit_discord },
	};
	int r = 0;

	for (size_t i = 0; r == 0 && i < sizeof(passes) / sizeof(passes[0]); i++)
		r = pattern_run(passes[i].pattern, v, passes[i].hit);
	return r;
}

const struct finder find_messenger = {
	.name = "messenger", .kinds = kinds,
	.what = "names in Signal, Telegram, Keybase, Matrix, Session and others",
	.run = run,
};
