/* member.h -- the verbs behind tipline member, and how members are shown. */
#ifndef VAULT_CMD_MEMBER_H
#define VAULT_CMD_MEMBER_H

#include "vault/cmd/cmd.h"
#include "vault/session/session.h"

int member_list(const struct options *o, int argc, char **argv);
int member_role(const struct options *o, int argc, char **argv);
int member_regrant(const struct options *o, int argc, char **argv);
int member_remove(const struct options *o, int argc, char **argv);

/* One member, as `member list` shows it. */
int member_tell(struct session *s, const struct fpr *member);
/* What was done with a member: "added", and its words; or all with --json. */
int member_tell_done(struct session *s, const struct fpr *member,
    const char *did);

#endif
