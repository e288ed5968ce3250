/*
 * serving.h -- what the handlers of questions share: one face, one vault, and
 * the answer under way.  Only the serve*.c files use it.
 */
#ifndef VAULT_STORE_SERVING_H
#define VAULT_STORE_SERVING_H

#include "vault/base/err.h"
#include "vault/base/wire.h"
#include "vault/store/chain.h"
#include "vault/store/look.h"
#include "vault/store/sync.h"
#include "vault/store/writer.h"

struct serve {
	int sock;
	struct repo *repo;
	struct writer *writer;
	const struct judge *judge;
	struct look look;		/* what is read from */
	struct remembered final;	/* the last checkpoint told */
	git_oid tip;			/* ... was of the history up to here */
	uint64_t tip_number;
	struct chain back;		/* from there, as far as was asked */
	struct sync sync;		/* the meeting under way */
	git_oid log_next;		/* of the log that is being read */
	uint64_t log_number;		/* of that entry; 0: it ended */
	bool unborn;
	int promise;			/* holds its file; -1: none */
	struct id promised;		/* a submission nobody was told of */
	int unsound;			/* why only its damage can be asked for */
	char unsound_line[ERR_LINE_MAX];
	struct wire_frame in;
	struct wire_reader rd;		/* over in.body */
	struct bytes out;		/* a body under way */
};

/* Send what is in s->out as one record; with a descriptor if `fd` is set. */
int serving_send(struct serve *s, uint32_t type, const int *fd);
/* Send bytes as any number of STORE_PARTs. */
int serving_parts(struct serve *s, const struct bytes *b);

/* The path of a question: its text must be a path's, to the last byte. */
int serving_path(struct serve *s, struct path *p);
/* 0 when the question was read to its end, else ERR_PROTOCOL. */
int serving_done(struct serve *s);

/* Handlers, each in the file of its topic. */
int serve_held(struct serve *s);
int serve_log(struct serve *s);
int serve_audit(struct serve *s);
int serve_stage_bytes(struct serve *s);
int serve_overdue(struct serve *s);
int serve_split(struct serve *s);
int serve_saw(struct serve *s);
/* A staged file is hashed while it grows: serve_sum.c. */
int serve_stage_grows(struct serve *s);
int serve_stage_sum(struct serve *s);
/* The history as a tree: serve_proof.c. */
int serve_checkpoint(struct serve *s);
int serve_entry(struct serve *s);
int serve_commit_at(struct serve *s);
int serve_prove(struct serve *s);
int serve_came_with(struct serve *s);
int serve_roles_at(struct serve *s);
int serve_check(struct serve *s);
int serve_repair(struct serve *s);
int serve_repair_branch(struct serve *s);
int serve_want(struct serve *s);
int serve_give(struct serve *s);
int serve_take_back(struct serve *s);

/* Put a trouble into s->out, as the body of a STORE_FINDING. */
struct trouble;
void serving_finding(struct serve *s, const struct trouble *t);
/* What commands left that were ended: serve_ended.c. */
int serve_tidy(struct serve *s);
int serve_promise(struct serve *s);
int serve_told(struct serve *s);
int serve_untold(struct serve *s);

/* At the end: what was promised and never told of. */
void serve_end_promise(struct serve *s);

#endif
