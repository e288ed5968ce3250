/* remote.c -- see remote.h. */
#include "vault/sync/remote.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/id.h"

#define BUNDLE_END ".bundle"

static bool
begins(const char *s, const char *head)
{
	return strncmp(s, head, strlen(head)) == 0;
}

static bool
ends(const char *s, const char *tail)
{
	size_t n = strlen(s), t = strlen(tail);

	return n > t && strcmp(s + n - t, tail) == 0;
}

static int
too_long(void)
{
	return err_set(ERR_USAGE, "the address of the remote is too long; "
	    "move it to a shorter one");
}

int
remote_file_url(char out[REMOTE_SIZE], const char *path)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-._~";
	size_t n = strlen("file://");

	memcpy(out, "file://", n);
	for (; *path != '\0'; path++) {
		if (n + 4 > REMOTE_SIZE)
			return too_long();
		if (strchr(plain, *path) != NULL)
			out[n++] = *path;
		else
			n += (size_t)snprintf(out + n, 4, "%%%02X",
			    (unsigned)(unsigned char)*path);
	}
	out[n] = '\0';
	return 0;
}

/* The folder must be there; what lies in it need not yet. */
static int
on_disk(struct remote *r, const char *path)
{
	char folder[REMOTE_SIZE], real[PATH_MAX];
	const char *name = "";
	char *slash;
	size_t n = strlen(path);
	int len;

	while (n > 1 && path[n - 1] == '/')
		n--;
	len = snprintf(folder, sizeof(folder), "./%.*s", (int)n, path);
	if (len < 0 || (size_t)len >= sizeof(folder))
		return too_long();
	if (*path == '/')
		memmove(folder, folder + 2, n + 1);
	r->bundle = ends(folder, BUNDLE_END);
	if (realpath(folder, real) == NULL) {
		slash = strrchr(folder, '/');	/* there is one */
		name = slash + 1;
		*slash = '\0';
		if (realpath(*folder != '\0' ? folder : "/", real) == NULL)
			return err_sys("%s", folder);
	}
	len = snprintf(r->path, sizeof(r->path), "%s%s%s", real,
	    *name != '\0' && strcmp(real, "/") != 0 ? "/" : "", name);
	if (len < 0 || (size_t)len >= sizeof(r->path))
		return too_long();
	(void)snprintf(r->shown, sizeof(r->shown), "%s", r->path);
	return remote_file_url(r->url, r->path);
}

/* "%41" and the like; false for what is no text after that. */
static bool
unescape(char out[REMOTE_SIZE], const char *s)
{
	char digits[3] = "", *end;
	size_t n = 0;

	for (; *s != '\0' && n + 1 < REMOTE_SIZE; s++) {
		if (*s != '%') {
			out[n++] = *s;
			continue;
		}
		digits[0] = s[1];
		digits[1] = s[1] != '\0' ? s[2] : '\0';
		out[n] = (char)strtoul(digits, &end, 16);
		if (end != digits + 2 || out[n++] == '\0')
			return false;
		s += 2;
	}
	out[n] = '\0';
	return *s == '\0';
}

/* http:// tells whoever listens what is asked for: only where nobody can. */
static bool
http_fits(const char *host)
{
	static const char *const here[] = { "localhost", "127.0.0.1", "[::1]" };
	const char *at = memchr(host, '@', strcspn(host, "/"));
	size_t i, n;

	if (at != NULL)
		host = at + 1;
	n = strcspn(host, "/:");
	if (*host == '[')
		n = strcspn(host, "]") + 1;
	for (i = 0; i < sizeof(here) / sizeof(here[0]); i++)
		if (n == strlen(here[i]) && strncmp(host, here[i], n) == 0)
			return true;
	return n > 6 && strncmp(host + n - 6, ".onion", 6) == 0;
}

/* The address without "user:password@". */
static void
hide_password(struct remote *r)
{
	const char *host = strstr(r->url, "://"), *at, *colon;

	(void)snprintf(r->shown, sizeof(r->shown), "%s", r->url);
	if (host == NULL)
		return;
	host += 3;
	at = memchr(host, '@', strcspn(host, "/"));
	colon = at != NULL ? memchr(host, ':', (size_t)(at - host)) : NULL;
	if (colon != NULL)
		(void)snprintf(r->shown, sizeof(r->shown), "%.*s%s",
		    (int)(colon - r->url), r->url, at);
}

static int
as_it_is(struct remote *r, const char *word)
{
	if (strlen(word) >= sizeof(r->url))
		return too_long();
	(void)snprintf(r->url, sizeof(r->url), "%s", word);
	hide_password(r);
	return 0;
}

/* "user@host:path": a colon before any slash, as git has it. */
static bool
is_scp(const char *word)
{
	const char *colon = strchr(word, ':');

	return colon != NULL && colon != word && colon[1] != '\0' &&
	    (size_t)(colon - word) < strcspn(word, "/");
}

static int
kind_of(struct remote *r, const char *word)
{
	char path[REMOTE_SIZE];

	if (begins(word, "file://")) {
		if (word[7] != '/' || !unescape(path, word + 7))
			return err_set(ERR_USAGE, "a file:// address is "
			    "file:///PATH, without a host");
		return on_disk(r, path);
	}
	if (begins(word, "ssh://") || begins(word, "https://") ||
	    (begins(word, "http://") && http_fits(word + 7)))
		return as_it_is(r, word);
	if (begins(word, "http://"))
		return err_set(ERR_USAGE, "http:// lets everybody on the way "
		    "look on; use https://, ssh or an onion service");
	if (strstr(word, "://") != NULL || strstr(word, "::") != NULL)
		return err_set(ERR_USAGE, "a remote is a path, user@host:path, "
		    "or an address with file://, ssh:// or https://");
	return is_scp(word) ? as_it_is(r, word) : on_disk(r, word);
}

int
remote_parse(struct remote *r, const char *word)
{
	uint8_t sum[SHA256_BYTES];
	const char *at;
	int code;

	memset(r, 0, sizeof(*r));
	for (at = word; *at != '\0'; at++)
		if ((unsigned char)*at < ' ' || *at == 0x7f)
			break;
	if (*word == '-' || *word == '\0' || *at != '\0')
		return err_set(ERR_USAGE, "that is no address of a remote; "
		    "name a path, user@host:path or https://...");
	if ((code = kind_of(r, word)) < 0 ||
	    (code = sha256(sum, r->shown, strlen(r->shown))) < 0)
		return code;
	if (!r->bundle)
		hex_of(r->id, sum, SHA256_BYTES);
	return 0;
}
