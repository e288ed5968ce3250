/*
 * path.c -- paths of files: of Windows (with a drive, or on a server), of Unix,
 * and file: addresses.  One that names a user is USER_PATH; others are told
 * when they are not the same on every machine.
 */
#include "redact/find/trace/path.h"

#include <string.h>

#include "redact/find/trace/run.h"

#define PATH_MAX_BYTES 1024u
#define SPACED_MAX 60u		/* bytes of a last element with spaces */

static const char *const kinds[] = { "USER_PATH", "FILE_PATH", "USER_NAME",
	"HOSTNAME", NULL };

static bool
is_slash(uint8_t c)
{
	return c == '/' || c == '\\';
}

/* No file name of Windows has it, or it ends one in a text. */
static bool
ends_path(uint8_t c)
{
	return c < ' ' || run_in(c, "<>:\"|?*,;`");
}

/* A known ending of a file's name stands before `end`. */
static bool
has_ending(const struct view *v, size_t start, size_t end)
{
	static const char *const endings[] = { "doc", "docx", "docm", "dot",
	    "dotx", "dotm", "pdf", "xls", "xlsx", "xlsm", "ppt", "pptx", "txt",
	    "csv", "jpg", "jpeg", "png", "gif", "tif", "tiff", "heic", "zip",
	    "7z", "rar", "eml", "msg", "pst", "odt", "ods", "rtf", "html",
	    "htm", "xml", "json", "mp3", "mp4", "mov", "wav", "exe", "lnk",
	    "log", "indd", "psd", "key", "kdbx", "pem", NULL };
	size_t dot = end;

	while (dot > start && end - dot < 6 && v->s[dot - 1] != '.')
		dot--;
	if (dot == start || v->s[dot - 1] != '.')
		return false;
	for (size_t i = 0; endings[i] != NULL; i++)
		if (strlen(endings[i]) == end - dot &&
		    run_is_any(v, dot, endings[i]))
			return true;
	return false;
}

/*
 * The end of an element of Windows from `at`.  It may hold spaces when another
 * slash follows it, or when it ends as names of files do.
 */
static size_t
element_end(const struct view *v, size_t at, char quote)
{
	size_t most = v->len - at > PATH_ELEMENT_MAX ? at + PATH_ELEMENT_MAX :
	    v->len, i, first = 0, named = 0, spaces = 0;

	for (i = at; i < most && !ends_path(v->s[i]) &&
	    !is_slash(v->s[i]) && (quote == 0 || v->s[i] != (uint8_t)quote);
	    i++) {
		if (v->s[i] != ' ' && v->s[i] != '\t')
			continue;
		if (first == 0)
			first = i;
		/* "a.docx and B\c" is two things. */
		if (has_ending(v, at, i) && quote == 0)
			return i;
		if (++spaces > 5 && quote == 0)
			break;
	}
	if (quote != 0 || first == 0)
		return i;
	if (i < most && is_slash(v->s[i]) && v->s[i - 1] != ' ' &&
	    spaces <= 5)
		return i;
	for (size_t j = i; j > first; j--)
		if (j - at <= SPACED_MAX && !is_wordly(byte_at(v, j)) &&
		    has_ending(v, at, j))
			named = j;
	return named > 0 ? named : first;
}

/* The end of a path of Windows whose elements begin at `at`. */
static size_t
windows_end(const struct view *v, size_t at, char quote)
{
	size_t start = at, end;

	for (;;) {
		end = element_end(v, at, quote);
		if (end == at || end - start > PATH_MAX_BYTES ||
		    !is_slash(byte_at(v, end)))
			break;
		at = end + 1;
		if (is_slash(byte_at(v, at)))
			at++;		/* written twice in programs */
	}
	return end > at ? end : at;
}

/* "/a/b.c" ends where white space or a mark begins, but "\ " is a space. */
static size_t
unix_end(const struct view *v, size_t at)
{
	size_t start = at;
	uint8_t c;

	for (; at < v->len && at - start < PATH_MAX_BYTES; at++) {
		c = v->s[at];
		if (c == '\\' && byte_at(v, at + 1) == ' ')
			at++;
		else if (c <= ' ' || run_in(c, "<>:\"'|?*,;`()[]{}\\"))
			break;
	}
	return at;
}

static size_t
trim(const struct view *v, size_t start, size_t end)
{
	while (end > start && run_in(v->s[end - 1], ".,;:!?'\")] "))
		end--;
	return end;
}

/* Folders that are the same on every machine. */
static bool
is_system(const struct view *v, size_t at)
{
	static const char *const folders[] = { "windows\\", "winnt\\",
	    "program files", "programdata\\microsoft", "windows/",
	    "usr/", "bin/", "sbin/", "lib/", "lib64/", "dev/", "proc/", "sys/",
	    "etc/", "boot/", "system/", "library/", "applications/", "var/lib/",
	    "var/run/", "var/log/", "run/", "private/var/", NULL };

	for (size_t i = 0; folders[i] != NULL; i++)
		if (run_is_any(v, at, folders[i]))
			return true;
	return false;
}

/* What the path is; `plain` is the confidence of one that names no user, and
 * 0 when it is nothing then. */
static int
say(const struct view *v, size_t start, size_t end, double plain,
    size_t *next)
{
	struct path_names n;
	int r;

	n = path_names(v->s + start, end - start);
	*next = end;
	if (n.user < n.user_end) {
		/* Gives way to the path where both are wanted. */
		if ((r = report(v, start + n.user, start + n.user_end,
		    "USER_NAME", "path", 0.9, "the user in a path")) < 0)
			return r;
		return report(v, start, end, "USER_PATH", "path", 0.95,
		    n.company < n.company_end ? "a path that names a user and "
		    "a company" : "a path that names a user");
	}
	if (n.company < n.company_end)
		return report(v, start, end, "USER_PATH", "path", 0.9,
		    "a path that names a company");
	if (plain == 0)
		return 0;
	return report(v, start, end, "FILE_PATH", "path", plain,
	    "where a file lies on somebody's machine");
}

static bool
is_letter(uint8_t c)
{
	return (c | 32) >= 'a' && (c | 32) <= 'z';
}

static char
quote_before(const struct view *v, size_t start)
{
	uint8_t c = byte_before(v, start);

	return c == '"' || c == '\'' ? (char)c : 0;
}

/* "C:\..." or "C:/...", whose slash stands at `at`. */
static int
drive(const struct view *v, size_t at, size_t *next)
{
	size_t start = at - 2, first = at + 1, end;
	char quote = quote_before(v, start);

	/* "file:///C:/Users" */
	if (start >= 8 && run_is_any(v, start - 8, "file:///")) {
		start -= 8;
		quote = quote_before(v, start);
	}
	if (is_slash(byte_at(v, first)))
		first++;
	end = trim(v, first, windows_end(v, first, quote));
	/* "r:\n" of programs is one letter. */
	if (end <= first + 1 || (v->s[at] == '/' && byte_at(v, at + 1) == '/'))
		return 0;
	return say(v, start, end, is_system(v, first) ? 0 : 0.75, next);
}

/* "\\SERVER\share\..."; twice as many in programs. */
static int
server(const struct view *v, size_t at, size_t *next)
{
	size_t host = at, host_end, end, start = at;
	struct path_names n;
	int r;

	while (byte_at(v, host) == '\\' && host - at < 4)
		host++;
	if (byte_at(v, host) == '?' || byte_at(v, host) == '.')
		return 0;
	host_end = run_end(v, host, RUN_HOST | RUN_DOT | RUN_UNDER, 64);
	/* "\\x9c\\x83" are bytes in a program. */
	if (host_end - host < 2 || (host_end - host == 3 &&
	    v->s[host] == 'x') || byte_at(v, host_end) != '\\' ||
	    !is_letter(byte_at(v, host)))
		return 0;
	end = host_end + 1;
	if (byte_at(v, end) == '\\')
		end++;
	if (!is_wordly(byte_at(v, end)))
		return 0;
	end = trim(v, end, windows_end(v, end, quote_before(v, start)));
	n = path_names(v->s + start, end - start);
	*next = end;
	if ((r = report(v, host, host_end, "HOSTNAME", "path", 0.9,
	    "the server of a share")) < 0)
		return r;
	if (n.user < n.user_end)
		return say(v, start, end, 0, next);
	return report(v, start, end, "FILE_PATH", "path", 0.9,
	    "a share on a server");
}

/* "DOMAIN\user": not "A\nB" of programs, "BUILTIN\Users", a registry's key. */
static int
account(const struct view *v, size_t at, size_t *next)
{
	static const char *const cues[] = { "user-", "login-", "logon-",
	    "account-", "domain-", "u\xc5\xbcytkownik-", "konto", "compte",
	    "utilisateur-", "author-", "autor-", "owner-", "manager", NULL };
	static const char *const not[] = { "builtin\\", "authority\\", "hklm",
	    "hkcu", "hkey", "software\\", "system32\\", NULL };
	size_t start = run_start(v, at, RUN_HOST, 16), user = at + 1, end;
	size_t upper;
	bool cue;

	if (byte_at(v, user) == '\\')
		user++;
	end = run_end(v, user, RUN_WORD | RUN_DOT, 32);
	end = trim(v, user, end);
	if (at - start < 2 || at - start > 15 || end - user < 2 ||
	    end - user > 20 || is_wordly(byte_before(v, start)) ||
	    run_in(byte_before(v, start), "\\/:.$%@{") ||
	    run_in(byte_at(v, end), "\\{[(=") || !is_letter(v->s[start]) || !is_letter(v->s[user]))
		return 0;
	for (size_t i = 0; not[i] != NULL; i++)
		if (run_is_any(v, start, not[i]))
			return 0;
	upper = run_mix(v, start, at).lower == 0;
	cue = near_before(v, start, 40, cues);
	if ((!upper && !cue) || (run_in(v->s[user], "nrt") &&
	    v->s[user + 1] >= 'A' && v->s[user + 1] <= 'Z'))
		return 0;
	*next = end;
	return report(v, start, end, "USER_NAME", "path", cue ? 0.9 : 0.7,
	    "DOMAIN\\user%s", cue ? ", beside a word for it" : "");
}

static int
at_backslash(const struct view *v, size_t at, size_t *next)
{
	uint8_t before = byte_before(v, at);

	if (before == '\\')
		return 0;
	if (before == ':' && at >= 2 && is_letter(v->s[at - 2]) &&
	    (at < 3 || !is_wordly(v->s[at - 3])))
		return drive(v, at, next);
	if (byte_at(v, at + 1) == '\\' && !is_wordly(before))
		return server(v, at, next);
	return is_wordly(before) ? account(v, at, next) : 0;
}

/* Where a path of Unix that is worth telling begins: its first folder holds
 * what people put there, not what a system brings along. */
static bool
is_root(const struct view *v, size_t at)
{
	static const char *const folders[] = { "home", "Users", "media",
	    "Volumes", "mnt", "srv", "data", "export", "opt", "root", "var",
	    "tmp", "share", "net", "nfs", "private", NULL };

	for (size_t i = 0; folders[i] != NULL; i++)
		if (run_is(v, at + 1, folders[i]) &&
		    byte_at(v, at + 1 + strlen(folders[i])) == '/')
			return true;
	return false;
}

static int
at_slash(const struct view *v, size_t at, size_t *next)
{
	uint8_t before = byte_before(v, at);
	size_t start = at, end;

	if (before == ':' && at >= 2 && is_letter(v->s[at - 2]) &&
	    (at < 3 || !is_wordly(v->s[at - 3])))
		return drive(v, at, next);
	if (before == '/' && at >= 7 && run_is_any(v, at - 7, "file://"))
		start = at - 7;
	else if (before == '/' || before == '.' || before == '\\' ||
	    before == '%' || before == '}' || before == ')')
		return 0;
	else if (is_wordly(before)) {
		/* "~mara/notes": only behind the tilde of a user */
		start = run_start(v, at, RUN_WORD | RUN_DOT, 33);
		if (start == at || byte_before(v, start) != '~' ||
		    (start >= 2 && v->s[start - 2] > ' ' &&
		    !run_in(v->s[start - 2], "\"'(:=")))
			return 0;
		start--;
	} else if (!is_root(v, at)) {
		return 0;
	}
	end = trim(v, at, unix_end(v, at + 1));
	if (end <= at + 1 || (start + 7 == at && !is_root(v, at)))
		return 0;
	/* "/home/mara" is enough; "/opt/x" is nothing. */
	return say(v, start, end, is_system(v, at + 1) ? 0 : memchr(v->s + at +
	    1, '/', end - at - 1) == NULL ? 0 : 0.5, next);
}

static int
at(const struct view *v, size_t place, enum trigger trigger, size_t *next)
{
	return trigger == TRIGGER_BACKSLASH ? at_backslash(v, place, next) :
	    at_slash(v, place, next);
}

const struct finder find_path = {
	.name = "path", .kinds = kinds,
	.what = "paths of files, the users and servers in them, DOMAIN\\user",
	.triggers = TRIGGER_BACKSLASH | TRIGGER_SLASH, .at = at,
};
