/* look.c -- see look.h. */
#include "vault/store/look.h"

#include <stdio.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/store/entry.h"
#include "vault/store/layout.h"
#include "vault/store/lfs.h"
#include "vault/store/policy.h"
#include "vault/store/tree.h"

#define ROLES_TEXT_MAX 128

static int
check_version(struct repo *r, const struct look *l)
{
	struct bytes text = BYTES_INIT(sizeof(LAYOUT_VERSION));
	int code = tree_file(r, &l->tree, "VERSION", &text);

	if (code == ERR_NOT_FOUND || code == ERR_TOO_BIG || (code == 0 &&
	    (text.len != strlen(LAYOUT_VERSION) ||
	    memcmp(text.data, LAYOUT_VERSION, text.len) != 0)))
		code = err_set(ERR_NO_VAULT, "this repository is not a vault; "
		    "make one with `tipline init PATH`, or name it with -C");
	bytes_free(&text);
	return code;
}

/* The tree of l->head, and what stands at its top. */
static int
read_head(struct repo *r, struct look *l)
{
	struct bytes raw = BYTES_INIT(REPO_COMMIT_MAX);
	struct entry_commit c;
	int code;

	if ((code = repo_read(r, &l->head, GIT_OBJECT_COMMIT, &raw)) < 0)
		goto done;
	/* Whether its form is right is the audit's question. */
	(void)entry_parse(&c, raw.data, raw.len);
	git_oid_cpy(&l->tree, &c.tree);
	entry_free(&c);
	if ((code = check_version(r, l)) == 0)
		code = policy_read(&l->policy, r, &l->tree);
done:
	bytes_free(&raw);
	return code;
}

int
look_refresh(struct repo *r, struct look *l)
{
	struct look fresh = { .policy = l->policy };
	int code;

	if ((code = repo_head(r, &fresh.head, &fresh.born)) < 0 ||
	    (fresh.born && (code = read_head(r, &fresh)) < 0))
		return code;
	*l = fresh;
	return 0;
}

int
look_at(struct repo *r, struct look *l, const git_oid *commit)
{
	struct look past = { .born = true, .head = *commit };
	int code = read_head(r, &past);

	if (code == 0)
		*l = past;
	return code;
}

int
look_object(struct repo *r, const struct look *l, const struct path *path,
    int *fd, uint64_t *size)
{
	struct bytes b = BYTES_INIT(PATH_SEALED_MAX);
	struct lfs_pointer pointer;
	struct path p = *path;
	char name[PATH_SIZE];
	int code;

	if (p.kind != PATH_OBJECT)
		return err_set(ERR_USAGE, "this path is not an object's");
	p.large = false;
	path_format(name, &p);
	code = tree_file(r, &l->tree, name, &b);
	if (code == 0) {
		*size = b.len;
		code = io_memfd_from(fd, "object", b.data, b.len);
	} else if (code == ERR_NOT_FOUND) {
		p.large = true;
		path_format(name, &p);
		if ((code = tree_file(r, &l->tree, name, &b)) == 0 &&
		    (code = lfs_parse(&pointer, b.data, b.len)) == 0)
			code = lfs_open(r, &pointer, fd);
		if (code == ERR_FORMAT)
			code = err_set(ERR_INTEGRITY, "%s", err_line());
		*size = pointer.size;
	}
	bytes_free(&b);
	return code;
}

/* Keep the names that end in `tail`. */
static void
keep_tail(struct bytes *names, const char *tail)
{
	size_t at, n, to = 0, tlen = strlen(tail);
	char *name;

	for (at = 0; at < names->len; at += n) {
		name = (char *)names->data + at;
		n = strlen(name) + 1;
		if (n > tlen && strcmp(name + n - 1 - tlen, tail) == 0) {
			memmove(names->data + to, name, n);
			to += n;
		}
	}
	names->len = to;
}

int
look_latest(struct repo *r, const struct look *l, const struct path *path,
    uint32_t *version)
{
	static const struct fpr nobody;
	struct bytes names = BYTES_INIT(LOOK_NAMES_MAX);
	char name[PATH_SIZE], head[FPR_HEX_SIZE + 1] = "", tail[80] = "";
	struct path p = *path;
	const bool signed_by = p.kind == PATH_APPROVAL ||
	    p.kind == PATH_RECEIPT;
	char *slash;
	size_t n;
	int code;

	p.version = 1;
	path_format(name, &p);
	slash = strrchr(name, '/');
	*(slash != NULL ? slash : name) = '\0';
	if (p.kind == PATH_POLICY) {
		(void)snprintf(head, sizeof(head), "policy.");
	} else if (p.kind == PATH_ROLES) {
		(void)snprintf(head, sizeof(head), "roles.");
	} else if (p.kind == PATH_GRANT) {
		fpr_hex(head, &p.member);
		n = strlen(head);
		head[n] = '.';
		head[n + 1] = '\0';
	} else if (p.kind == PATH_OBJECT && object_versioned(p.object)) {
		if (!id_is_zero(&p.item))
			(void)snprintf(head, sizeof(head), "%s.",
			    object_name(p.object));
	} else if (p.kind != PATH_EPOCH && p.kind != PATH_HOLD && !signed_by) {
		return err_set(ERR_USAGE, "this path has no versions");
	}
	if ((code = tree_list(r, &l->tree, name, &names)) == 0) {
		if (signed_by && !fpr_equal(&p.member, &nobody)) {
			tail[0] = '.';
			fpr_hex(tail + 1, &p.member);
			keep_tail(&names, tail);
		}
		*version = tree_highest(&names, head);
	}
	bytes_free(&names);
	return code;
}

int
look_roles(struct repo *r, const struct look *l, const struct fpr *member,
    unsigned *roles)
{
	struct bytes text = BYTES_INIT(ROLES_TEXT_MAX);
	struct path p = { .kind = PATH_ROLES, .member = *member };
	char name[PATH_SIZE], *words;
	int code;

	if ((code = look_latest(r, l, &p, &p.version)) < 0)
		goto done;
	if (p.version == 0) {
		code = err_set(ERR_NOT_FOUND, "this is no member of the "
		    "vault; an admin can add one with `tipline member add`");
		goto done;
	}
	path_format(name, &p);
	if ((code = tree_file(r, &l->tree, name, &text)) < 0)
		goto done;
	*roles = 0;
	if (text.len > 0 && text.data[text.len - 1] == '\n')
		text.len--;
	words = (char *)(uintptr_t)bytes_str(&text);
	if (words == NULL || (*words != '\0' && !roles_parse(roles, words)))
		code = err_set(ERR_INTEGRITY, "the roles of a member are "
		    "damaged; run `tipline audit`");
done:
	bytes_free(&text);
	return code;
}
