/* check_packs.c -- see checking.h: every pack, its index, and what stock git
 * puts beside them. */
#include "vault/store/checking.h"

#include <stdio.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/store/config.h"
#include "vault/store/loose.h"
#include "vault/store/pack.h"
#include "vault/store/span.h"

#define FOLDER "objects/pack"
#define PATH_BYTES 320		/* the folder and a name */

/* Made by stock git from packs; each ends with the SHA-1 of the rest. */
static const char *const shortcuts[] = { ".rev", ".bitmap", ".mtimes" };

static bool
ends_in(const char *name, const char *end)
{
	const size_t n = strlen(name), e = strlen(end);

	return n > e && strcmp(name + n - e, end) == 0;
}

static bool
has(const struct bytes *names, const char *base, size_t len, const char *end)
{
	const char *name;
	size_t at;

	for (at = 0; at < names->len; at += strlen(name) + 1) {
		name = (const char *)names->data + at;
		if (strncmp(name, base, len) == 0 &&
		    strcmp(name + len, end) == 0)
			return true;
	}
	return false;
}

/* The last 20 bytes of a file against the SHA-1 of what is before. */
static int
check_trailer(const char *path, int fd, uint64_t size)
{
	uint8_t want[SHA1_BYTES], is[SHA1_BYTES];
	int r;

	if (size < SHA1_BYTES)
		return err_set(ERR_INTEGRITY, "%s is cut; run `tipline "
		    "repair`", path);
	if ((r = sha1_file(is, fd, size - SHA1_BYTES)) < 0 ||
	    (r = span_read(fd, size - SHA1_BYTES, want, sizeof(want))) < 0)
		return r;
	return memcmp(is, want, sizeof(is)) == 0 ? 0 :
	    err_set(ERR_INTEGRITY, "%s is damaged (its SHA-1 does not fit); "
	    "run `tipline repair`", path);
}

static int
check_shortcut(struct check *c, const char *path)
{
	uint64_t size;
	int fd, r;

	r = span_open(repo_dir(c->repo), path, &fd, &size);
	if (r == ERR_NOT_FOUND)
		return 0;
	if (r == 0) {
		r = check_trailer(path, fd, size);
		io_close(&fd);
	}
	return r < 0 ? checking_tell(c, r, "damage", path, REMEDY_ASIDE) : 0;
}

struct pack_check {
	struct check *check;
	struct pack *pack;
	const char *path;
	bool told;
};

/* An object against its name. */
static int
check_object(const struct idx_row *row, void *arg)
{
	struct pack_check *p = arg;
	struct bytes b = BYTES_INIT(LOOSE_OBJECT_MAX);
	char hex[GIT_OID_HEXSZ + 1];
	git_object_t type;
	git_oid is;
	int r;

	p->check->result->packed++;
	if (!checking_mine(p->check, row->id.id))
		return 0;
	if ((r = pack_read(p->pack, row->at, p->check->bases, &type,
	    &b)) == 0 && (r = sha1_object(&is, type, b.data, b.len)) == 0 &&
	    !git_oid_equal(&is, &row->id))
		r = err_set(ERR_INTEGRITY, "%s holds other content for %s; "
		    "run `tipline repair`", p->path,
		    git_oid_tostr(hex, sizeof(hex), &row->id));
	if (r < 0) {
		r = p->told ? 0 : checking_tell(p->check, r, "damage",
		    p->path, REMEDY_PACK);
		p->told = true;
	}
	if (r == 0)
		r = checking_step(p->check, b.len);
	bytes_free(&b);
	return r;
}

/* Which of the two it is when they do not fit together. */
static int
tell_unfit(struct check *c, const char *path, const char *idx_path)
{
	char line[ERR_LINE_MAX];
	uint64_t size;
	int fd, r;

	(void)snprintf(line, sizeof(line), "%s", err_line());
	if ((r = span_open(repo_dir(c->repo), path, &fd, &size)) == 0) {
		r = check_trailer(path, fd, size);
		io_close(&fd);
	}
	if (r == ERR_IO || r == ERR_NO_MEMORY)
		return r;
	return r == 0 ? trouble_say(c->to, "damage", idx_path, REMEDY_INDEX,
	    "%s", line) : trouble_say(c->to, "damage", path, REMEDY_PACK,
	    "%s", line);
}

static int
check_pack(struct check *c, int dir, const char *name)
{
	struct pack k = { .serial = ++c->result->packs };
	struct pack_check p = { .check = c, .pack = &k };
	char path[PATH_BYTES], idx_path[PATH_BYTES];
	int r;

	(void)snprintf(k.name, sizeof(k.name), "%.*s",
	    (int)(strlen(name) - strlen(".pack")), name);
	(void)snprintf(path, sizeof(path), FOLDER "/%s.pack", k.name);
	(void)snprintf(idx_path, sizeof(idx_path), FOLDER "/%s.idx", k.name);
	p.path = path;
	r = pack_open(&k, dir);
	if (r == ERR_NOT_FOUND)		/* git has put another in its place */
		return 0;
	if (r < 0)
		return r == ERR_INTEGRITY ? tell_unfit(c, path, idx_path) : r;
	if ((r = idx_check(&k.idx, k.idx_fd, k.size)) < 0) {
		r = checking_tell(c, r, "damage", idx_path, REMEDY_INDEX);
		goto done;
	}
	if (checking_mine(c, k.idx.pack_sum)) {
		if ((r = check_trailer(path, k.fd, k.size)) < 0) {
			r = checking_tell(c, r, "damage", path, REMEDY_PACK);
			goto done;
		}
		r = checking_step(c, k.size);
	}
	if (r == 0)
		r = idx_each(&k.idx, k.idx_fd, check_object, &p);
done:
	pack_close(&k);
	return r;
}

static int
check_name(struct check *c, int dir, const struct bytes *names,
    const char *name)
{
	const size_t len = strlen(name);
	char path[PATH_BYTES];
	size_t i;

	(void)snprintf(path, sizeof(path), FOLDER "/%s", name);
	if (ends_in(name, ".pack") && len < PACK_NAME_SIZE)
		return has(names, name, len - 5, ".idx") ?
		    check_pack(c, dir, name) :
		    trouble_say(c->to, "missing", path, REMEDY_INDEX, "%s has "
		    "no index, so that nothing in it is found; run `tipline "
		    "repair`", path);
	if (ends_in(name, ".idx"))
		return has(names, name, len - 4, ".pack") ? 0 :
		    trouble_say(c->to, "missing", path, REMEDY_ASIDE, "the "
		    "pack of %s is missing; restore it from a copy, or run "
		    "`tipline repair`", path);
	for (i = 0; i < sizeof(shortcuts) / sizeof(shortcuts[0]); i++)
		if (ends_in(name, shortcuts[i]))
			return check_shortcut(c, path);
	if (strcmp(name, "multi-pack-index") == 0)
		return check_shortcut(c, path);
	if (ends_in(name, ".keep"))
		return 0;
	if (strncmp(name, "tmp_", 4) == 0 || strncmp(name, ".tmp-", 5) == 0)
		return trouble_say(c->to, "left-over", path, REMEDY_ASIDE,
		    "%s was left by a killed git; run `tipline repair`, if no "
		    "git runs", path);
	return trouble_say(c->to, "foreign", path, REMEDY_ASIDE, "%s is no "
	    "pack's; run `tipline repair`", path);
}

int
check_packs(struct check *c)
{
	struct bytes names = BYTES_INIT(CHECK_NAMES_MAX);
	const char *name;
	size_t at;
	int dir = -1, r;

	r = span_folder(c->objects, "pack", &dir);
	if (r == ERR_NOT_FOUND)
		r = trouble_say(c->to, "missing", FOLDER, REMEDY_FOLDER,
		    "the folder " FOLDER " is missing; run `tipline repair`");
	else if (r < 0)
		r = checking_tell(c, r, "damage", FOLDER, REMEDY_NONE);
	if (r < 0 || dir < 0 ||
	    (r = config_folder(c->objects, "pack", &names)) < 0)
		goto done;
	for (at = 0; at < names.len && r == 0; at += strlen(name) + 1) {
		name = (const char *)names.data + at;
		r = check_name(c, dir, &names, name);
	}
	if (r == 0)
		r = check_shortcut(c, "objects/info/commit-graph");
done:
	io_close(&dir);
	bytes_free(&names);
	return r;
}
