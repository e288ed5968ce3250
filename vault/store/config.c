/* config.c -- see config.h. */
#include "vault/store/config.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"

#define CONFIG_MAX 65536	/* bytes */
#define FOLDER_MAX (1u << 20)	/* bytes of names */
#define WORD_SIZE 64

/* A NULL value: any.  What git and git-lfs write by themselves, and remotes
 * for stock git's own transport, which nothing here ever uses. */
static const struct {
	const char *section, *key, *value;
} harmless[] = {
	{ "core", "repositoryformatversion", "0" },
	{ "core", "filemode", NULL },
	{ "core", "bare", "true" },
	{ "receive", "denynonfastforwards", "true" },
	{ "receive", "denydeletes", "true" },
	{ "lfs", "repositoryformatversion", "0" },
	{ "remote", "url", NULL },
	{ "remote", "fetch", NULL },
	{ "remote", "mirror", NULL },
};

static char *
trim(char *s)
{
	size_t n;

	while (isspace((unsigned char)*s))
		s++;
	n = strlen(s);
	while (n > 0 && isspace((unsigned char)s[n - 1]))
		s[--n] = '\0';
	return s;
}

/* "[core]" or "[remote "name"]" -> the first word, in lower case. */
static bool
section_of(char out[WORD_SIZE], const char *line)
{
	size_t i, n = strcspn(line + 1, " ]");

	if (n == 0 || n >= WORD_SIZE || line[strlen(line) - 1] != ']')
		return false;
	for (i = 0; i < n; i++)
		out[i] = (char)tolower((unsigned char)line[1 + i]);
	out[n] = '\0';
	return strchr(line + 1, '[') == NULL &&
	    strchr(line, ']') == line + strlen(line) - 1;
}

static bool
setting_ok(const char *section, char *line)
{
	char *value = strchr(line, '=');
	size_t i;

	if (value == NULL || strpbrk(line, "\\#;") != NULL)
		return false;
	*value++ = '\0';
	line = trim(line);
	value = trim(value);
	for (i = 0; i < sizeof(harmless) / sizeof(harmless[0]); i++)
		if (strcmp(section, harmless[i].section) == 0 &&
		    strcasecmp(line, harmless[i].key) == 0)
			return harmless[i].value == NULL ||
			    strcmp(value, harmless[i].value) == 0;
	return false;
}

bool
config_harmless(const char *text)
{
	char line[1024], section[WORD_SIZE] = "";
	char *at;
	size_t n;

	for (; *text != '\0'; text += n + (text[n] == '\n')) {
		n = strcspn(text, "\n");
		if (n >= sizeof(line))
			return false;
		memcpy(line, text, n);
		line[n] = '\0';
		at = trim(line);
		if (*at == '\0')
			continue;
		if (*at == '[' ? !section_of(section, at) :
		    !setting_ok(section, at))
			return false;
	}
	return true;
}

int
config_folder(int dir, const char *name, struct bytes *names)
{
	struct dirent *e;
	DIR *d;
	int fd, r = 0;

	fd = openat(dir, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC |
	    O_NOFOLLOW);
	if (fd < 0 && errno == ENOENT)
		return 0;
	if (fd < 0 || (d = fdopendir(fd)) == NULL) {
		r = err_sys("cannot look into %s", name);
		io_close(&fd);
		return r;
	}
	while (r == 0 && (e = readdir(d)) != NULL)
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
			r = bytes_add(names, e->d_name, strlen(e->d_name) + 1);
	(void)closedir(d);
	return r;
}

/* Only an executable hook runs; git's own samples never do. */
static int
check_hooks(int vault)
{
	struct bytes names = BYTES_INIT(FOLDER_MAX);
	const char *name;
	size_t at, n;
	int hooks, r;

	if ((r = config_folder(vault, "hooks", &names)) < 0)
		goto done;
	if ((hooks = openat(vault, "hooks", O_RDONLY | O_DIRECTORY |
	    O_CLOEXEC | O_NOFOLLOW)) < 0)
		goto done;
	for (at = 0; at < names.len && r == 0; at += n + 1) {
		name = (const char *)names.data + at;
		n = strlen(name);
		if (n > 7 && strcmp(name + n - 7, ".sample") == 0)
			continue;
		if (faccessat(hooks, name, X_OK, 0) == 0)
			r = err_set(ERR_INTEGRITY, "the vault has a hook, "
			    "hooks/%s; remove it, a vault runs no code", name);
	}
	io_close(&hooks);
done:
	bytes_free(&names);
	return r;
}

int
config_check(int vault)
{
	static const char *const foreign[] = { "commondir", "shallow",
	    "info/grafts", "objects/info/alternates",
	    "objects/info/http-alternates", "refs/replace", "config.worktree" };
	struct bytes text = BYTES_INIT(CONFIG_MAX);
	const char *s;
	size_t i;
	int r;

	if ((r = io_read_file(vault, "config", &text)) < 0) {
		r = ERR_NO_VAULT;
		goto done;
	}
	if ((s = bytes_str(&text)) == NULL || strlen(s) != text.len ||
	    !config_harmless(s)) {
		r = err_set(ERR_INTEGRITY, "the vault's config has settings "
		    "that are not a vault's; compare it with a fresh vault's");
		goto done;
	}
	for (i = 0; i < sizeof(foreign) / sizeof(foreign[0]); i++)
		if (faccessat(vault, foreign[i], F_OK,
		    AT_SYMLINK_NOFOLLOW) == 0) {
			r = err_set(ERR_INTEGRITY, "the vault has %s, which "
			    "changes what git shows; remove it and run "
			    "`tipline audit`", foreign[i]);
			goto done;
		}
	r = check_hooks(vault);
done:
	bytes_free(&text);
	return r;
}
