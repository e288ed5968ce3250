/*
 * kinds.h -- the exports that can be read.  Each reads the whole file, says
 * what is in it, and returns 0 or a failure that names the place.  A file that
 * is parsed whole lies in memory; what is packed is read from its descriptor.
 */
#ifndef INTAKE_FOREIGN_WALL_KINDS_H
#define INTAKE_FOREIGN_WALL_KINDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "intake/foreign/wall/say.h"

/*
 * What `signal-cli receive --output=json` or its JSON-RPC writes: an object a
 * line (github.com/AsamK/signal-cli, man page signal-cli-jsonrpc(5)).
 */
int kind_signal(struct say *s, const uint8_t *p, size_t len);

/* The same as it comes, from a pipe: each message is a submission, at once. */
int kind_signal_live(struct say *s, int fd);

/* result.json of Telegram Desktop's export: one chat, or all. */
int kind_telegram(struct say *s, const uint8_t *p, size_t len);

/* What `keybase chat api` answers to "read": one answer, or one a line. */
int kind_keybase(struct say *s, const uint8_t *p, size_t len);

/* Dead drops of CoverDrop: each is said as one submission of one item, which
 * is what tipline-coverdrop opens (intake/foreign/drop_records.h). */
int kind_coverdrop(struct say *s, const uint8_t *p, size_t len);

#define MAIL_NAME "message.eml"	/* of a mail's item */

/* A file: a mail, or an mbox, each mail of which is a submission.  `lengths`:
 * see mbox.h. */
int kind_mail(struct say *s, int fd, bool lengths);

/* All that comes is one mail, as a mail program's pipe gives it. */
int kind_mail_one(struct say *s, int fd);
/*
 * The zip of SecureDrop's journalist interface, or a .sd-export archive
 * (intake/foreign/place/place.h): a submission for each source.  With `word`
 * "apart", what is sealed by OpenPGP is for the clean side to ask for.
 */
int kind_securedrop(struct say *s, int fd, const char *word);

/* GlobaLeaks' zip of one report; `word` as above. */
int kind_globaleaks(struct say *s, int fd, const char *word);

/* One file packed by gzip, from a file or a pipe: one submission of one item,
 * by the name that stands in it, or by `word`. */
int kind_gzip(struct say *s, int fd, const char *word);

/* The bytes of file number `word` of a packed export, and nothing else. */
int kind_entry(struct say *s, int fd, const char *word);

#endif
