/* config.c -- see config.h. */
#include "vault/store/config.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/store/layout.h"
#include "vault/store/owner.h"

#define CONFIG_MAX 65536	/* bytes */
#define FOLDER_MAX (1u << 20)	/* bytes of names */
#define WORD_SIZE 64
#define PACKED_MAX (16u << 20)	/* bytes of packed-refs */

/* A NULL value: any.  What git and git-lfs write by themselves, and remotes
 * for stock git's own transport, which nothing here ever uses. */
static const struct {
	const char *section, *key, *value;
} harmless[] = {
	{ "core", "repositoryformatversion", "0" },
	{ "core", "filemode", "true" },
	{ "core", "filemode", "false" },
	{ "core", "bare", "true" },
	{ "core", "commitgraph", "false" },
	{ "core", "multipackindex", "false" },
	{ "gc", "writecommitgraph", "false" },
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
		    strcasecmp(line, harmless[i].key) == 0 &&
		    (harmless[i].value == NULL ||
		    strcmp(value, harmless[i].value) == 0))
			return true;
	return false;
}

/* No control character but the tabulator. */
static bool
plain(const char *line)
{
	for (; *line != '\0'; line++)
		if ((*line > '\0' && *line < ' ' && *line != '\t') ||
		    *line == 0x7f)
			return false;
	return true;
}

bool
config_harmless(const char *text)
{
	char line[1024], section[WORD_SIZE] = "";
	bool bare = false;
	char *at;
	size_t n;

	for (; *text != '\0'; text += n + (text[n] == '\n')) {
		n = strcspn(text, "\n");
		if (n >= sizeof(line))
			return false;
		memcpy(line, text, n);
		line[n] = '\0';
		if (!plain(line))
			return false;
		at = trim(line);
		if (*at == '\0')
			continue;
		if (*at == '[' ? !section_of(section, at) :
		    !setting_ok(section, at))
			return false;
		/* setting_ok() ends the key where it ends. */
		bare |= strcmp(section, "core") == 0 &&
		    strcasecmp(at, "bare") == 0;
	}
	return bare;
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
	while (r == 0 && (errno = 0, e = readdir(d)) != NULL)
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
			r = bytes_add(names, e->d_name, strlen(e->d_name) + 1);
	/* Half of the names must not be taken for all. */
	if (r == 0 && errno != 0)
		r = err_sys("cannot look into %s", name);
	(void)closedir(d);
	return r;
}

/* Only an executable hook runs; git's own samples never do. */
static int
examine_hooks(int vault, const struct troubles *to)
{
	struct bytes names = BYTES_INIT(FOLDER_MAX);
	char path[NAME_MAX + 8];
	const char *name;
	size_t at, n;
	int hooks = -1, r;

	if ((r = config_folder(vault, "hooks", &names)) < 0 || names.len == 0)
		goto done;
	if ((hooks = openat(vault, "hooks", O_RDONLY | O_DIRECTORY |
	    O_CLOEXEC | O_NOFOLLOW)) < 0)
		goto done;
	for (at = 0; at < names.len && r == 0; at += n + 1) {
		name = (const char *)names.data + at;
		n = strlen(name);
		if ((n > 7 && strcmp(name + n - 7, ".sample") == 0) ||
		    faccessat(hooks, name, X_OK, 0) != 0)
			continue;
		(void)snprintf(path, sizeof(path), "hooks/%s", name);
		r = trouble_say(to, "foreign", path, REMEDY_ASIDE, "the vault "
		    "has a hook, %s; remove it, or run `tipline repair`: a "
		    "vault runs no code", path);
	}
done:
	io_close(&hooks);
	bytes_free(&names);
	return r;
}

/* Right after a read: then it says nothing about the file. */
static bool
disk_failed(int r)
{
	return r == ERR_NO_MEMORY || r == ERR_NO_SPACE ||
	    (r == ERR_IO && errno == EIO);
}

static int
examine_config(int vault, const struct troubles *to)
{
	struct bytes text = BYTES_INIT(CONFIG_MAX);
	const char *s;
	int r;

	r = io_read_file(vault, "config", &text);
	if (disk_failed(r)) {
		bytes_free(&text);
		return r;
	}
	if (r < 0 && r != ERR_TOO_BIG)
		r = trouble_say(to, "damage", "config", REMEDY_CONFIG, "the "
		    "vault's config cannot be read; run `tipline repair`");
	else if (r == ERR_TOO_BIG || (s = bytes_str(&text)) == NULL ||
	    strlen(s) != text.len || !config_harmless(s))
		r = trouble_say(to, "foreign", "config", REMEDY_CONFIG, "the "
		    "vault's config has settings that are not a vault's; "
		    "compare it with a fresh vault's, or run `tipline repair`");
	bytes_free(&text);
	return r;
}

/* The first branch of stock git's own; harmless where there is none. */
static bool
is_unborn(int vault, const struct bytes *head)
{
	static const char unborn[] = "ref: refs/heads/master\n";
	const char *branch = unborn + 5;	/* with its line end */
	struct bytes packed = BYTES_INIT(PACKED_MAX);
	bool born;
	int code;

	if (head->len != strlen(unborn) ||
	    memcmp(head->data, unborn, head->len) != 0 ||
	    faccessat(vault, "refs/heads/master", F_OK,
	    AT_SYMLINK_NOFOLLOW) == 0)
		return false;
	code = io_read_file(vault, "packed-refs", &packed);
	born = code == 0 ? memmem(packed.data, packed.len, branch,
	    strlen(branch)) != NULL : code != ERR_NOT_FOUND;
	bytes_free(&packed);
	return !born;
}

/* A clone of a repository that was made before it held a vault may name a
 * branch that is not there: stock git then shows no other history. */
static int
examine_head(int vault, const struct troubles *to)
{
	struct bytes text = BYTES_INIT(CONFIG_MAX);
	int r;

	r = io_read_file(vault, "HEAD", &text);
	if (disk_failed(r))
		goto done;
	if (r < 0 ||
	    ((text.len != strlen(LAYOUT_HEAD) ||
	    memcmp(text.data, LAYOUT_HEAD, text.len) != 0) &&
	    !is_unborn(vault, &text)))
		r = trouble_say(to, "damage", "HEAD", REMEDY_HEAD, "the "
		    "vault's HEAD is not that of a vault; run `tipline "
		    "repair`");
	else
		r = 0;
done:
	bytes_free(&text);
	return r;
}

int
config_examine(int vault, const struct troubles *to)
{
	static const char *const foreign[] = { "commondir", "shallow",
	    "info/grafts", "objects/info/alternates",
	    "objects/info/http-alternates", "refs/replace", "config.worktree" };
	size_t i;
	int r;

	if ((r = owner_examine(vault, to)) != 0 ||
	    (r = examine_config(vault, to)) != 0 ||
	    (r = examine_head(vault, to)) != 0)
		return r;
	for (i = 0; i < sizeof(foreign) / sizeof(foreign[0]); i++)
		if (faccessat(vault, foreign[i], F_OK,
		    AT_SYMLINK_NOFOLLOW) == 0 &&
		    (r = trouble_say(to, "foreign", foreign[i], REMEDY_ASIDE,
		    "the vault has %s, which changes what git shows; remove "
		    "it and run `tipline audit`, or run `tipline repair`",
		    foreign[i])) != 0)
			return r;
	return examine_hooks(vault, to);
}

/* The first trouble is one too many. */
static int
refuse(void *arg, const struct trouble *t)
{
	(void)arg;
	return err_set(ERR_INTEGRITY, "%s", t->line);
}

int
config_check(int vault)
{
	const struct troubles to = { .say = refuse };

	return config_examine(vault, &to);
}
