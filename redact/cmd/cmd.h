/* cmd.h -- one function per verb of tipline-redact (vault/session/options.h). */
#ifndef REDACT_CMD_CMD_H
#define REDACT_CMD_CMD_H

#include "vault/session/options.h"

/* Work on a vault. */
int cmd_examine(const struct options *o, int argc, char **argv);
int cmd_find(const struct options *o, int argc, char **argv);
int cmd_watchlist(const struct options *o, int argc, char **argv);
int cmd_review(const struct options *o, int argc, char **argv);
int cmd_approve(const struct options *o, int argc, char **argv);
int cmd_release(const struct options *o, int argc, char **argv);
int cmd_verify(const struct options *o, int argc, char **argv);

/* One document at a time, no vault. */
int cmd_inspect(const struct options *o, int argc, char **argv);
int cmd_strip(const struct options *o, int argc, char **argv);
int cmd_text(const struct options *o, int argc, char **argv);
int cmd_scan(const struct options *o, int argc, char **argv);
int cmd_redact(const struct options *o, int argc, char **argv);
int cmd_safe(const struct options *o, int argc, char **argv);

#endif
