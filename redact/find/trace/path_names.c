/* path_names.c -- see path.h. */
#include "redact/find/trace/path.h"

#include <string.h>
#include <strings.h>

/* The folder whose children are named for people. */
static const char *const homes[] = { "users", "home",
	"documents and settings", "utilisateurs", "u\xc5\xbcytkownicy", NULL };
static const char *const mounts[] = { "media", "volumes", NULL };
static const char *const profiles[] = { "profiles", "profiles$", "home$",
	"homes", "users$", "userdata", "redirected", "roaming", NULL };
static const char *const nobody[] = { "public", "default", "default user",
	"all users", "shared", "guest", "administrator", "root", "user",
	"username", "user name", "name", "publiczny", "linuxbrew", "runner",
	"runneradmin", "ubuntu", "usb", "cdrom", "nobody", "www", "git",
	"%username%", "$user", "vagrant", "me", "you", NULL };

struct element {
	size_t start, end;
};

static bool
is_slash(uint8_t c)
{
	return c == '/' || c == '\\';
}

static size_t
split(const uint8_t *s, size_t len, struct element e[PATH_ELEMENTS_MAX])
{
	size_t n = 0, at = 0, start;

	while (at < len && n < PATH_ELEMENTS_MAX) {
		while (at < len && is_slash(s[at]))
			at++;
		start = at;
		while (at < len && !is_slash(s[at]))
			at++;
		if (at > start)
			e[n++] = (struct element){ start, at };
	}
	return n;
}

static bool
is_one_of(const uint8_t *s, const struct element *e, const char *const *words)
{
	size_t len = e->end - e->start;

	for (; *words != NULL; words++)
		if (strlen(*words) == len && strncasecmp((const char *)s +
		    e->start, *words, len) == 0)
			return true;
	return false;
}

static bool
is_somebody(const uint8_t *s, const struct element *e)
{
	size_t letters = 0;

	if (is_one_of(s, e, nobody) || s[e->start] == '<' ||
	    s[e->start] == '$' || s[e->start] == '%' || s[e->start] == '{')
		return false;
	for (size_t i = e->start; i < e->end; i++)
		letters += (s[i] | 32) >= 'a' && (s[i] | 32) <= 'z';
	return letters > 0 && e->end - e->start <= PATH_ELEMENT_MAX;
}

/* "OneDrive - COMPANY", "Dropbox (COMPANY)", "SharePoint - COMPANY" */
static void
company_in(const uint8_t *s, const struct element *e, struct path_names *n)
{
	static const char *const shops[] = { "onedrive - ", "onedrive-",
	    "sharepoint - ", "dropbox (", "box - ", NULL };
	size_t len;

	for (size_t i = 0; shops[i] != NULL; i++) {
		len = strlen(shops[i]);
		if (e->end - e->start < len + 2 || strncasecmp((const char *)s +
		    e->start, shops[i], len) != 0)
			continue;
		n->company = e->start + len;
		n->company_end = e->end - (s[e->end - 1] == ')');
		if (n->company_end - n->company == 8 && strncasecmp(
		    (const char *)s + n->company, "personal", 8) == 0)
			n->company_end = n->company;
		return;
	}
}

struct path_names
path_names(const uint8_t *s, size_t len)
{
	struct element e[PATH_ELEMENTS_MAX], user;
	struct path_names names = { 0, 0, 0, 0 };
	size_t n = split(s, len, e), i;
	bool home;

	for (i = 0; i < n; i++) {
		company_in(s, &e[i], &names);
		if (names.user < names.user_end)
			continue;
		home = is_one_of(s, &e[i], homes) ||
		    (i > 0 && is_one_of(s, &e[i], profiles)) ||
		    (i == 0 && is_one_of(s, &e[i], mounts));
		if (home && i + 1 < n)
			user = e[i + 1];
		else if (i == 0 && s[e[0].start] == '~')
			user = (struct element){ e[0].start + 1, e[0].end };
		else
			continue;
		if (user.start < user.end && is_somebody(s, &user)) {
			names.user = user.start;
			names.user_end = user.end;
		}
	}
	return names;
}
