/* serve_sync.h -- the handlers of STORE_SYNC_*, for the table in serve.c. */
#ifndef VAULT_STORE_SERVE_SYNC_H
#define VAULT_STORE_SERVE_SYNC_H

struct serve;

int serve_sync_look(struct serve *s);
int serve_sync_outgoing(struct serve *s);
int serve_sync_judge(struct serve *s);
int serve_sync_take(struct serve *s);
int serve_sync_entry(struct serve *s);
int serve_sync_keep(struct serve *s);
int serve_sync_side(struct serve *s);
int serve_sync_skip(struct serve *s);
int serve_sync_finish(struct serve *s);
int serve_sync_note(struct serve *s);

#endif
