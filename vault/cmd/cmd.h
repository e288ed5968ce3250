/*
 * cmd.h -- the verbs of tipline-vault, one file each.  A verb gets its own
 * words (argv[0] is the verb) and returns as options.h says.
 */
#ifndef VAULT_CMD_CMD_H
#define VAULT_CMD_CMD_H

#include "vault/session/options.h"

int cmd_init(const struct options *o, int argc, char **argv);
int cmd_member(const struct options *o, int argc, char **argv);
int cmd_clone(const struct options *o, int argc, char **argv);
int cmd_sync(const struct options *o, int argc, char **argv);
int cmd_rotate(const struct options *o, int argc, char **argv);
int cmd_take(const struct options *o, int argc, char **argv);
int cmd_list(const struct options *o, int argc, char **argv);
int cmd_show(const struct options *o, int argc, char **argv);
int cmd_assign(const struct options *o, int argc, char **argv);
int cmd_open(const struct options *o, int argc, char **argv);
int cmd_policy(const struct options *o, int argc, char **argv);
int cmd_reply(const struct options *o, int argc, char **argv);
int cmd_recall(const struct options *o, int argc, char **argv);
int cmd_erase(const struct options *o, int argc, char **argv);
int cmd_access(const struct options *o, int argc, char **argv);
int cmd_log(const struct options *o, int argc, char **argv);
int cmd_checkpoint(const struct options *o, int argc, char **argv);
int cmd_verify_proof(const struct options *o, int argc, char **argv);
int cmd_audit(const struct options *o, int argc, char **argv);
int cmd_check(const struct options *o, int argc, char **argv);
int cmd_repair(const struct options *o, int argc, char **argv);

#endif
