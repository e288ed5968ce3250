/* check_loose.c -- see checking.h: every loose object. */
#include "vault/store/checking.h"

#include <stdio.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/id.h"
#include "vault/base/io.h"
#include "vault/store/config.h"
#include "vault/store/inflate.h"
#include "vault/store/loose.h"
#include "vault/store/sha1.h"
#include "vault/store/span.h"

#define HEAD_SIZE 32		/* "commit 12345678", NUL, and room */
#define PEEK_BYTES 512		/* of a file, for its head */
#define FILE_MAX (LOOSE_OBJECT_MAX + (1u << 20))
#define PATH_BYTES 320		/* "objects/aa/" and a name */

/* "blob 12" and NUL: where the content begins; 0 when it is not of that form
 * or, if all is there, not of that length. */
static size_t
head_of(const struct bytes *raw, bool whole, git_object_t *type)
{
	static const git_object_t types[] = { GIT_OBJECT_COMMIT,
	    GIT_OBJECT_TREE, GIT_OBJECT_BLOB, GIT_OBJECT_TAG };
	const size_t n = raw->len < HEAD_SIZE ? raw->len : HEAD_SIZE;
	const char *head = (const char *)raw->data, *name;
	const char *nul = n > 0 ? memchr(head, '\0', n) : NULL;
	char want[HEAD_SIZE];
	size_t i, len, digits;

	for (i = 0; nul != NULL && i < 4; i++) {
		name = git_object_type2string(types[i]);
		len = strlen(name);
		if (strncmp(head, name, len) != 0 || head[len] != ' ')
			continue;
		*type = types[i];
		digits = strspn(head + len + 1, "0123456789");
		if (digits == 0 || head + len + 1 + digits != nul ||
		    (digits > 1 && head[len + 1] == '0'))
			return 0;
		(void)snprintf(want, sizeof(want), "%s %zu", name,
		    raw->len - (size_t)(nul + 1 - head));
		return whole && strcmp(want, head) != 0 ? 0 :
		    (size_t)(nul + 1 - head);
	}
	return 0;
}

static int
damaged(const struct check *c, const char *path, const char *what)
{
	return trouble_say(c->to, "damage", path, REMEDY_ASIDE, "%s is damaged "
	    "(%s); run `tipline repair`", path, what);
}

/* Its head alone. */
static int
peek(const struct check *c, int fd, uint64_t size, const char *path)
{
	struct bytes raw = BYTES_INIT(HEAD_SIZE);
	uint8_t bytes[PEEK_BYTES];
	struct inflate_in in = { .p = bytes };
	git_object_t type;
	int r;

	in.left = size < sizeof(bytes) ? (size_t)size : sizeof(bytes);
	if ((r = span_read(fd, 0, bytes, in.left)) < 0)
		return checking_tell(c, r, "damage", path, REMEDY_ASIDE);
	(void)inflate_stream(&raw, &in);
	if (in.starved)
		r = err_set(ERR_NO_MEMORY, "out of memory");
	else if (head_of(&raw, false, &type) == 0)
		r = damaged(c, path, "it does not begin as an object does");
	bytes_free(&raw);
	return r;
}

/* All of it: is it the object of its name? */
static int
read_all(const struct check *c, int fd, const char *path, const git_oid *id)
{
	struct bytes file = BYTES_INIT(FILE_MAX);
	struct bytes raw = BYTES_INIT(LOOSE_OBJECT_MAX + HEAD_SIZE);
	struct inflate_in in = { .p = NULL };
	git_object_t type;
	git_oid is;
	size_t at;
	bool whole;
	int r;

	if ((r = io_read_all(fd, &file)) < 0) {
		r = checking_tell(c, r, "damage", path, REMEDY_ASIDE);
		goto done;
	}
	in.p = file.data;
	in.left = file.len;
	whole = inflate_stream(&raw, &in);
	if (in.starved)
		r = err_set(ERR_NO_MEMORY, "out of memory");
	else if (!whole || in.used != file.len)
		r = damaged(c, path, "it cannot be unpacked");
	else if ((at = head_of(&raw, true, &type)) == 0)
		r = damaged(c, path, "its head is not that of its content");
	else if ((r = sha1_object(&is, type, raw.data + at,
	    raw.len - at)) == 0 && !git_oid_equal(&is, id))
		r = damaged(c, path, "its content is that of another name");
	else if (r == 0 && in.padded)
		r = damaged(c, path, "bits that mean nothing were changed");
done:
	bytes_free(&file);
	bytes_free(&raw);
	return r;
}

static int
check_one(struct check *c, const char *path, const git_oid *id)
{
	const bool mine = checking_mine(c, id->id);
	uint64_t size;
	int fd, r;

	r = span_open(repo_dir(c->repo), path, &fd, &size);
	if (r == ERR_NOT_FOUND)		/* packed or taken back meanwhile */
		return 0;
	if (r < 0)
		return checking_tell(c, r, "damage", path, REMEDY_ASIDE);
	c->result->loose++;
	r = mine ? read_all(c, fd, path, id) : peek(c, fd, size, path);
	io_close(&fd);
	return r != 0 ? r : checking_step(c, mine ? size : 0);
}

static int
check_folder(struct check *c, const char *folder)
{
	struct bytes names = BYTES_INIT(CHECK_NAMES_MAX);
	char path[PATH_BYTES], hex[GIT_OID_HEXSZ + 1];
	const char *name;
	git_oid id;
	size_t at;
	int r;

	r = config_folder(c->objects, folder, &names);
	if (r < 0)
		r = checking_tell(c, r, "damage", "objects", REMEDY_NONE);
	for (at = 0; at < names.len && r == 0; at += strlen(name) + 1) {
		name = (const char *)names.data + at;
		(void)snprintf(path, sizeof(path), "objects/%s/%s", folder,
		    name);
		(void)snprintf(hex, sizeof(hex), "%s%s", folder, name);
		if (strlen(name) == GIT_OID_HEXSZ - 2 &&
		    hex_parse(id.id, GIT_OID_RAWSZ, hex, GIT_OID_HEXSZ))
			r = check_one(c, path, &id);
		else if (strncmp(name, "tmp_obj_", 8) == 0)
			r = trouble_say(c->to, "left-over", path,
			    REMEDY_ASIDE, "%s was left by a killed program; "
			    "run `tipline repair`", path);
		else
			r = trouble_say(c->to, "foreign", path, REMEDY_ASIDE,
			    "%s is no object; run `tipline repair`", path);
	}
	bytes_free(&names);
	return r;
}

int
check_loose(struct check *c)
{
	char folder[3];
	unsigned i;
	int r = 0;

	for (i = 0; i < 256 && r == 0; i++) {
		(void)snprintf(folder, sizeof(folder), "%02x", i);
		r = check_folder(c, folder);
	}
	return r;
}
