/*
 * store.c -- see store.h: starting and ending the store, and reading.
 */
#include "vault/session/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/session/store_link.h"

#define PROGRAM "tipline-store"

static int
start(struct store **out, const char *path, const struct policy *policy,
    bool made, bool damaged)
{
	struct bytes text = BYTES_INIT(POLICY_MAX);
	char *serve[] = { (char *)(uintptr_t)PROGRAM,
	    (char *)(uintptr_t)"serve", (char *)(uintptr_t)path, NULL };
	char *init[] = { (char *)(uintptr_t)PROGRAM,
	    (char *)(uintptr_t)"init", (char *)(uintptr_t)path, NULL, NULL };
	struct policy first;
	struct store *s;
	int r;

	*out = NULL;
	if ((s = calloc(1, sizeof(*s))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	s->wall = WALL_INIT;
	s->out = BYTES_INIT(WIRE_BODY_MAX);
	s->made = made;
	if ((s->path = strdup(path)) == NULL) {
		r = err_set(ERR_NO_MEMORY, "out of memory");
		goto done;
	}
	if (policy != NULL && (r = policy_format(&text, policy)) < 0)
		goto done;
	init[3] = (char *)(uintptr_t)bytes_str(&text);
	if ((r = wall_start(&s->wall, policy != NULL ? init : serve,
	    -1)) < 0 ||
	    (!damaged && (r = store_policy(s, &first)) < 0))
		goto done;
	*out = s;
	s = NULL;
done:
	if (s != NULL) {	/* stopping must not replace the line */
		char line[ERR_LINE_MAX];

		(void)snprintf(line, sizeof(line), "%s", err_line());
		store_stop(s);
		r = err_set((enum err)r, "%s", line);
	}
	bytes_free(&text);
	return r;
}

int
store_start(struct store **out, const char *path)
{
	return start(out, path, NULL, false, false);
}

int
store_start_damaged(struct store **out, const char *path)
{
	return start(out, path, NULL, false, true);
}

int
store_init(struct store **out, const char *path, const struct policy *policy)
{
	struct stat st;
	bool there = lstat(path, &st) == 0;

	return start(out, path, policy, !there, false);
}

void
store_stop(struct store *s)
{
	if (s == NULL)
		return;
	(void)wall_stop(&s->wall);
	/* The store has emptied it; it may not remove the folder itself. */
	if (s->made)
		(void)rmdir(s->path);
	free(s->path);
	bytes_free(&s->out);
	free(s);
}

int
store_policy(struct store *s, struct policy *policy)
{
	struct wire_reader rd;
	char text[POLICY_MAX];
	int r;

	if ((r = store_link_ask(s, STORE_OPEN, -1, STORE_POLICY, &rd)) < 0)
		return r;
	wire_get_str(&rd, text, sizeof(text));
	if ((r = wire_done(&rd, "the store's answer")) < 0)
		return r;
	return policy_parse(policy, text, strlen(text)) ? 0 :
	    store_link_lied("a policy");
}

int
store_refresh(struct store *s)
{
	return store_link_ask_ok(s, STORE_REFRESH, -1);
}

int
store_look_at(struct store *s, const char *commit)
{
	wire_put_str(&s->out, commit);
	return store_link_ask_ok(s, STORE_LOOK_AT, -1);
}

/* Names, each ended by a NUL, each above the one before. */
static int
check_names(const struct bytes *b, size_t from)
{
	const char *last = "", *name;
	size_t at;

	if (b->len > from && b->data[b->len - 1] != '\0')
		return store_link_lied("names");
	for (at = from; at < b->len; at += strlen(name) + 1) {
		name = (const char *)b->data + at;
		if (strcmp(last, name) >= 0)
			return store_link_lied("names");
		last = name;
	}
	return 0;
}

static int
ask_names(struct store *s, uint32_t type, const char *folder,
    struct bytes *names)
{
	const size_t from = names->len;
	int r;

	wire_put_str(&s->out, folder);
	if ((r = store_link_ask_parts(s, type, names)) < 0 ||
	    (r = check_names(names, from)) < 0)
		names->len = from;
	return r;
}

int
store_list(struct store *s, const char *folder, struct bytes *names)
{
	return ask_names(s, STORE_LIST, folder, names);
}

int
store_walk(struct store *s, const char *folder, struct bytes *names)
{
	return ask_names(s, STORE_WALK, folder, names);
}

int
store_read(struct store *s, const char *path, struct bytes *b)
{
	const size_t from = b->len;
	int r;

	wire_put_str(&s->out, path);
	wire_put_u64(&s->out, b->max - b->len);
	if ((r = store_link_ask_parts(s, STORE_READ, b)) < 0)
		b->len = from;
	return r;
}

int
store_open_object(struct store *s, const struct path *path, int *fd,
    uint64_t *size)
{
	struct wire_reader rd;
	uint64_t is;
	int r;

	*fd = -1;
	store_link_put_path(s, path);
	if ((r = store_link_ask(s, STORE_OBJECT, -1, STORE_CONTENT, &rd)) < 0)
		return r;
	*size = wire_get_u64(&rd);
	if ((r = wire_done(&rd, "the store's answer")) < 0)
		return r;
	if ((*fd = wire_take_fd(&s->wall.frame, 0)) < 0)
		return store_link_lied("no descriptor");
	if (io_size(*fd, &is) < 0 || is != *size ||
	    lseek(*fd, 0, SEEK_SET) != 0) {
		io_close(fd);
		return store_link_lied("a descriptor");
	}
	return 0;
}

static int
ask_number(struct store *s, uint32_t type, uint32_t *n)
{
	struct wire_reader rd;
	int r;

	if ((r = store_link_ask(s, type, -1, STORE_NUMBER, &rd)) < 0)
		return r;
	*n = wire_get_u32(&rd);
	return wire_done(&rd, "the store's answer");
}

int
store_latest(struct store *s, const struct path *path, uint32_t *version)
{
	struct path p = *path;

	p.version = 1;		/* a path's text needs one */
	store_link_put_path(s, &p);
	return ask_number(s, STORE_LATEST, version);
}

int
store_roles(struct store *s, const struct fpr *member, unsigned *roles)
{
	uint32_t n;
	int r;

	wire_put_raw(&s->out, member->b, FPR_BYTES);
	if ((r = ask_number(s, STORE_ROLES, &n)) < 0)
		return r;
	if ((n & ~ROLES_ALL) != 0)
		return store_link_lied("roles");
	*roles = n;
	return 0;
}
