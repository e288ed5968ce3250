/*
 * same.h -- what `list` and `show` tell of items with the same content
 * elsewhere in the vault, and of submissions of the same thread.
 */
#ifndef VAULT_CMD_SAME_H
#define VAULT_CMD_SAME_H

#include "vault/base/print.h"
#include "vault/session/sums.h"

#define SAME_MAX 1000u		/* places, and threads, that are looked at */
#define SAME_SHOWN 3u		/* places of one item that a person is told */

struct same;

/* NULL in *out when this key may not know, or what is known is damaged; that is
 * told, and is no failure. */
int same_open(struct same **out, struct session *s);
void same_free(struct same *m);		/* NULL is fine */

/* False when this key may know, and nothing of it was compared yet. */
bool same_compared(const struct same *m, const struct id *submission);

/*
 * Lines below a submission, indented: "item 1 is the same as lusab-babad item
 * 2", "of one thread with lusab-babad, tufug-hisuk"; what was erased is not
 * named.  And the fields "same" and "thread".
 */
int same_print(struct same *m, const struct id *submission);
int same_json(struct same *m, struct json *j, const struct id *submission);

/*
 * same_thread(m, ids, n, group):
 * Which of the submissions belong together: group[i] is the place of the first
 * in the array that is of i's thread, i itself when there is none before it.
 */
int same_thread(const struct same *m, const struct id *ids, size_t n,
    size_t *group);

#endif
