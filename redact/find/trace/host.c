/*
 * host.c -- names of machines: as their makers and their owners give them, and
 * as local networks end them.
 */
#include "redact/find/trace/run.h"

#include <string.h>

#define HOST_MAX 63u	/* bytes of a label (RFC 1035) */
#define FQDN_MAX 253u

static const char *const kinds[] = { "HOSTNAME", "USER_NAME", "DEVICE", NULL };

/* At the beginning, at the end, behind the last dot, and what says "host". */
static const char *const words[] = {
	"desktop", "laptop", "win", "wks", "workstation", "wrkst",
	"srv", "ws", "nb", "ntb", "pc", "vm", "dc", "ip",
	"macbook", "imac", "iphone", "ipad", "mbp", "mba", "thinkpad",
	"notebook", "nas",
	"local", "lan", "corp", "internal", "intra", "intranet", "localdomain",
	"arpa", "private", "home", "domain",
	"host", "hostname", "computer", "computername", "machine", "komputer",
	"komputera", "stacja", "ordinateur", "poste", "serwer", "server",
	"serveur", NULL
};

static bool
is_upper(uint8_t c)
{
	return c >= 'A' && c <= 'Z';
}

/* Not the middle of a longer thing: of an address, a path, a program's name. */
static bool
is_apart(const struct view *v, size_t start, size_t end)
{
	uint8_t before = byte_before(v, start), after = byte_at(v, end);

	return !is_wordly(before) && before != '-' && before != '@' &&
	    before != '.' && !is_wordly(after) && after != '-' &&
	    after != '@' && (after != '.' || !is_wordly(byte_at(v, end + 1)));
}

/* "DESKTOP-4F7QK2Z": what Windows gives, or a number behind a kind. */
static int
by_head(const struct view *v, size_t at, size_t *next)
{
	size_t dash = run_end(v, at, RUN_LOWER | RUN_UPPER, 12), end;
	struct mix m;
	bool maker;

	if (byte_at(v, dash) != '-')
		return 0;
	end = run_end(v, dash + 1, RUN_HOST, HOST_MAX);
	if (v->s[end - 1] == '-' || end - dash - 1 < 2 || end - at > 20 ||
	    !is_apart(v, at, end))
		return 0;
	m = run_mix(v, dash + 1, end);
	maker = run_is(v, at, "DESKTOP-") || run_is(v, at, "LAPTOP-") ||
	    run_is(v, at, "WIN-") || run_is(v, at, "WKS-");
	if (maker && m.lower == 0 && end - dash - 1 >= 5 &&
	    (m.digits > 0 || end - dash - 1 == 7 || end - dash - 1 == 11)) {
		*next = end;
		return report(v, at, end, "HOSTNAME", "host", 0.95,
		    "the form of a machine's name");
	}
	/* "SRV-DC01", "ws-0421"; not "PC-based", "win-win", "VM-2 and". */
	if (m.digits < 2 && !(m.digits == 1 && m.upper > 0 && m.lower == 0))
		return 0;
	*next = end;
	return report(v, at, end, "HOSTNAME", "host", is_upper(v->s[at]) &&
	    m.lower == 0 ? 0.7 : 0.5, "a kind of machine, and a number");
}

/* "MLINDQVIST-PC", "Maras-MacBook-Pro": the owner's name stands before. */
static int
by_tail(const struct view *v, size_t at, size_t *next)
{
	static const char *const not[] = { "tablet", "mini", "one", "multi",
	    "gaming", "non", "home", "anti", "inter", "all-in-one", "micro",
	    "desktop", "pre", "post", "intel", "windows", "linux", "web",
	    "x86_64", "i386", "i486", "i586", "i686", NULL };
	static const char *const tails[] = { "pc", "macbook", "imac", "iphone",
	    "ipad", "mbp", "mba", "thinkpad", "laptop", "notebook", "desktop",
	    "nas", NULL };
	size_t start, end, name, i;
	bool capital;

	for (i = 0; tails[i] != NULL; i++)
		if (run_is_any(v, at, tails[i]))
			break;
	if (tails[i] == NULL || at < 4)
		return 0;
	start = run_start(v, at - 1, RUN_HOST | RUN_BEYOND | RUN_UNDER, 40);
	end = run_end(v, at, RUN_HOST, 30);
	while (v->s[end - 1] == '-')
		end--;
	name = at - 1 - start;
	if (name < 3 || !is_apart(v, start, end))
		return 0;
	for (i = 0; not[i] != NULL; i++)
		if (strlen(not[i]) == name && run_is_any(v, start, not[i]))
			return 0;
	capital = is_upper(v->s[start]) && is_upper(v->s[at]);
	/* "xdg-desktop-menu" goes on. */
	if (!capital && run_end(v, at, RUN_ALNUM, 30) != end &&
	    !run_is_any(v, at, "macbook"))
		return 0;
	if (!capital && (run_is(v, at, "laptop") || run_is(v, at, "notebook") ||
	    run_is(v, at, "home")))
		return 0;
	*next = end;
	return report(v, start, end, "HOSTNAME", "host", capital ||
	    run_is_any(v, at, "macbook") ? 0.8 : 0.5,
	    "an owner's name, and a kind of machine");
}

/* "Mara's iPhone", "iPhone de Mara": how phones and Macs name themselves. */
static int
by_owner(const struct view *v, size_t at, size_t *next)
{
	size_t start = at, end = run_end(v, at, RUN_ALNUM, 12), word;

	if (!run_is(v, at, "iPhone") && !run_is(v, at, "iPad") &&
	    !run_is(v, at, "MacBook") && !run_is(v, at, "iMac"))
		return 0;
	if (run_is(v, end, " Pro") || run_is(v, end, " Air") ||
	    run_is(v, end, " mini"))
		end = run_end(v, end + 1, RUN_LOWER | RUN_UPPER, 6);
	if (at > 4 && v->s[at - 1] == ' ' && v->s[at - 2] == 's' &&
	    v->s[at - 3] == '\'') {
		start = run_start(v, at - 3, RUN_LOWER | RUN_UPPER | RUN_BEYOND,
		    40);
		if (start == at - 3 || !is_upper(v->s[start]))
			return 0;
	} else if (run_is(v, end, " de ") || run_is(v, end, " (")) {
		word = end + (v->s[end + 1] == '(' ? 2 : 4);
		if (!is_upper(byte_at(v, word)))
			return 0;
		end = run_end(v, word, RUN_LOWER | RUN_UPPER | RUN_BEYOND, 40);
	} else {
		return 0;
	}
	*next = end;
	return report(v, start, end, "DEVICE", "host", 0.6,
	    "a device that bears its owner's name");
}

/* "wiki.corp", "mara@nas.lan": the last label is one of local networks. */
static int
by_ending(const struct view *v, size_t at, size_t *next)
{
	static const char *const not[] = { "settings", "config", "env", "rc",
	    "application", "user", "java", "window", "self", "this", "jdk",
	    "sun", "www", "e.g", "i.e", "threading", "cls", NULL };
	static const char *const endings[] = { "local", "lan", "corp",
	    "internal", "intra", "intranet", "localdomain", "arpa", "private",
	    "home", "domain", NULL };
	size_t known = 0;
	size_t start = run_start(v, at - 1, RUN_HOST | RUN_DOT | RUN_UNDER,
	    FQDN_MAX), end = run_end(v, at, RUN_LOWER | RUN_UPPER, 12), user;
	uint8_t after = byte_at(v, end);

	while (endings[known] != NULL && (strlen(endings[known]) != end - at ||
	    !run_is_any(v, at, endings[known])))
		known++;
	if (endings[known] == NULL)
		return 0;
	while (start < at - 1 && (v->s[start] == '.' || v->s[start] == '-'))
		start++;
	if (at - 1 - start < 2 || is_wordly(after) || after == '-' ||
	    after == '(' || (after == '.' && is_wordly(byte_at(v, end + 1))) ||
	    (v->s[at] == 'a' && (at < 6 || !run_is_any(v, at - 5, "home."))))
		return 0;
	for (size_t i = 0; not[i] != NULL; i++)
		if (strlen(not[i]) == at - 1 - start &&
		    run_is_any(v, start, not[i]))
			return 0;
	/* A word, a dot and a new sentence that lost its space. */
	if (is_upper(v->s[at]) && !is_upper(v->s[start]))
		return 0;
	if ((run_is_any(v, at, "home") || run_is_any(v, at, "private") ||
	    run_is_any(v, at, "domain")) && run_mix(v, start, at - 1).digits +
	    run_mix(v, start, at - 1).other == 0)
		return 0;
	*next = end;
	if (byte_before(v, start) == '@') {
		user = run_start(v, start - 1, RUN_WORD | RUN_DOT, 64);
		if (user < start - 1)
			return report(v, user, end, "USER_NAME", "host", 0.9,
			    "a user on a machine of a local network");
	}
	return report(v, start, end, "HOSTNAME", "host", 0.9,
	    "a name in a local network");
}

/* "host: xy-42": a word that names it, and what may be one. */
static int
by_cue(const struct view *v, size_t at, size_t *next)
{
	size_t end = run_end(v, at, RUN_LOWER | RUN_UPPER, 16), start, sep;
	struct mix m;
	bool told;

	start = run_skip_blanks(v, end, 2);
	if (run_is_any(v, start, "name"))
		start = run_skip_blanks(v, start + 4, 2);
	else if (run_is_any(v, start, "nazwa "))
		start = run_skip_blanks(v, start + 5, 2);
	sep = start;
	told = byte_at(v, start) == ':' || byte_at(v, start) == '=';
	if (told)
		start = run_skip_blanks(v, start + 1, 3);
	if (run_in(byte_at(v, start), "\"'[("))
		start++;
	if (start >= v->len || start == end || (sep == end && !told && start ==
	    end) || (run_of(v->s[start]) & RUN_ALNUM) == 0)
		return 0;
	end = run_end(v, start, RUN_HOST | RUN_UNDER, HOST_MAX);
	while (end > start && v->s[end - 1] == '-')
		end--;
	if (end - start < 4 || !is_apart(v, start, end))
		return 0;
	m = run_mix(v, start, end);
	/* It has a number, and a capital or a hyphen; a word has not. */
	if (m.digits == 0 || m.lower + m.upper < 2 ||
	    (m.upper < 2 && m.other == 0 && !told) || m.other > 4)
		return 0;
	*next = end;
	return report(v, start, end, "HOSTNAME", "host", told ? 0.8 : 0.7,
	    "a name beside a word for machines");
}

static int
at(const struct view *v, size_t place, enum trigger trigger, size_t *next)
{
	static const char *const heads[] = { "desktop-", "laptop-", "win-",
	    "wks-", "workstation-", "wrkst-", "srv-", "ws-", "nb-", "ntb-",
	    "pc-", "vm-", "dc-", "ip-", "nas-", NULL };
	static const char *const cues[] = { "host", "computer", "machine",
	    "komputer", "stacja", "ordinateur", "poste", "serwer", "server",
	    "serveur", NULL };
	uint8_t before = byte_before(v, place);
	size_t i;
	int r;

	(void)trigger;
	for (i = 0; heads[i] != NULL; i++)
		if (run_is_any(v, place, heads[i]) && before != '-')
			return by_head(v, place, next);
	if (before == '-')
		return by_tail(v, place, next);
	if (before == '.' && place > 1)
		return by_ending(v, place, next);
	if ((r = by_owner(v, place, next)) < 0 || *next > place)
		return r;
	for (i = 0; cues[i] != NULL; i++)
		if (run_is_any(v, place, cues[i]))
			return by_cue(v, place, next);
	return 0;
}

const struct finder find_host = {
	.name = "host", .kinds = kinds,
	.what = "names of machines, of devices, of hosts in local networks",
	.triggers = TRIGGER_WORD, .words = words, .at = at,
};
