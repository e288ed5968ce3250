/*
 * config.h -- what may stand in a vault's folder besides its objects.
 *
 * Settings, alternates, grafts, replaced objects and hooks can make stock git
 * show another history than the one that is signed, or run code.  A vault has
 * none of them.
 */
#ifndef VAULT_STORE_CONFIG_H
#define VAULT_STORE_CONFIG_H

#include <stdbool.h>

#include "vault/base/bytes.h"

#define CONFIG_TEXT \
	"[core]\n" \
	"\trepositoryformatversion = 0\n" \
	"\tfilemode = true\n" \
	"\tbare = true\n" \
	"[receive]\n" \
	"\tdenyNonFastForwards = true\n" \
	"\tdenyDeletes = true\n"

/* 0; ERR_NO_VAULT without a config; ERR_INTEGRITY names what is foreign. */
int config_check(int vault);

/* True for a text whose every setting is harmless (see config.c's table). */
bool config_harmless(const char *text);

/* Names in a folder but "." and "..", each with a NUL, in no order. */
int config_folder(int dir, const char *name, struct bytes *names);

#endif
