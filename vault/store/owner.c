/* owner.c -- see owner.h. */
#include "vault/store/owner.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "vault/base/err.h"

/* File systems whose modes are made up by the mounter. */
#define EXFAT_MAGIC 0x2011bab0
#define NTFS3_MAGIC 0x7366746e

struct owner
owner_of(int vault)
{
	struct owner o = { .user = geteuid(), .modes = 1 };
	struct statfs fs;

	if (fstatfs(vault, &fs) == 0 && (fs.f_type == MSDOS_SUPER_MAGIC ||
	    fs.f_type == EXFAT_MAGIC || fs.f_type == NTFS3_MAGIC ||
	    fs.f_type == FUSE_SUPER_MAGIC))
		o.modes = 0;
	return o;
}

int
owner_one(const struct owner *o, const struct stat *st, const char *name,
    const struct troubles *to)
{
	if (S_ISLNK(st->st_mode))
		return trouble_say(to, "link", name, REMEDY_ASIDE, "%s of the "
		    "vault is a symbolic link; put the real one in its place, "
		    "or run `tipline repair`", name);
	if (st->st_uid != o->user && st->st_uid != 0)
		return trouble_say(to, "owner", name, REMEDY_NONE, "%s of the "
		    "vault belongs to another user (%u); work on a clone of "
		    "your own, or `chown -R` it", name, (unsigned)st->st_uid);
	if (o->modes && (st->st_mode & (S_IWGRP | S_IWOTH)) != 0)
		return trouble_say(to, "owner", name, REMEDY_NONE, "others "
		    "may write to %s of the vault; say `chmod -R go-w` on the "
		    "vault and run `tipline audit`", name);
	return 0;
}

static int
look_at(const struct owner *o, int vault, const char *name,
    const struct troubles *to)
{
	struct stat st;

	if (fstatat(vault, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return errno == ENOENT || errno == ENOTDIR ? 0 :
		    err_sys("%s of the vault", name);
	return owner_one(o, &st, name, to);
}

int
owner_examine(int vault, const struct troubles *to)
{
	static const char *const fixed[] = { "HEAD", "config", "packed-refs",
	    "remembered", "labels", "lock", "incoming", "untold", "drafts",
	    "replies", "quarantine", "refs",
	    "refs/heads", "refs/heads/main", "refs/tags", "lfs",
	    "lfs/objects", "objects", "objects/info", "objects/pack" };
	const struct owner o = owner_of(vault);
	char name[16];
	struct stat st;
	size_t i;
	int r;

	/* The folder may itself have been reached through a link. */
	if (fstat(vault, &st) != 0)
		return err_sys("the vault's folder");
	if ((r = owner_one(&o, &st, "the folder", to)) != 0)
		return r;
	for (i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		if ((r = look_at(&o, vault, fixed[i], to)) != 0)
			return r;
	for (i = 0; i < 256; i++) {
		(void)snprintf(name, sizeof(name), "objects/%02x",
		    (unsigned)i);
		if ((r = look_at(&o, vault, name, to)) != 0)
			return r;
	}
	return 0;
}
