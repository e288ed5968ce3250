/*
 * config.h -- what may stand in a vault's folder besides its objects.
 *
 * Settings, alternates, grafts, replaced objects and hooks can make stock git
 * show another history than the one that is signed, or run code; so can whoever
 * else may write to its files.  A vault has none of them.  A new vault's config
 * keeps stock git from believing the shortcuts that `git gc` makes.
 */
#ifndef VAULT_STORE_CONFIG_H
#define VAULT_STORE_CONFIG_H

#include <stdbool.h>

#include "vault/base/bytes.h"
#include "vault/store/trouble.h"

#define CONFIG_TEXT \
	"[core]\n" \
	"\trepositoryformatversion = 0\n" \
	"\tfilemode = true\n" \
	"\tbare = true\n" \
	"\tcommitGraph = false\n" \
	"\tmultiPackIndex = false\n" \
	"[gc]\n" \
	"\twriteCommitGraph = false\n" \
	"[receive]\n" \
	"\tdenyNonFastForwards = true\n" \
	"\tdenyDeletes = true\n"

/* All that is wrong with settings, HEAD, hooks, owners and links. */
int config_examine(int vault, const struct troubles *to);

/* 0, or ERR_INTEGRITY with the line of the first. */
int config_check(int vault);

/* True for a text whose every setting is harmless (see config.c's table), and
 * that says that the repository is bare. */
bool config_harmless(const char *text);

/* Names in a folder but "." and "..", each with a NUL, in no order. */
int config_folder(int dir, const char *name, struct bytes *names);

#endif
