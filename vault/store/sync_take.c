/* sync_take.c -- see sync.h: what was judged comes into one write. */
#include "vault/store/sync.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/id.h"
#include "vault/store/chain.h"

#define WAIT_MS 60000u		/* for another writer */

/* Where to count on from: ours, when all of it stays; else what is fixed. */
static int
known_entry(struct sync *s, struct remembered *m, bool *known)
{
	struct memory fixed;
	int code;

	*known = false;
	if (s->relation == SYNC_BEHIND && s->born) {
		*known = true;
		return chain_state(s->ours, &s->head, m);
	}
	code = remembered_read(s->ours, REMEMBERED_SYNCED, &fixed);
	if (code == 0) {
		*m = fixed.v[fixed.n - 1];
		*known = m->range.size <= s->base_number;
	}
	return code == ERR_NOT_FOUND ? 0 : code;
}

static int
take_large(struct writer *w, const struct bytes *wanted)
{
	const char *at = (const char *)wanted->data, *end;
	char name[128], *size_end;
	struct lfs_pointer p;
	int code = 0;

	if (wanted->len == 0)
		return 0;
	end = at + wanted->len;
	while (at < end && code == 0) {
		/* sync_large_add() wrote it. */
		if (!hex_parse(p.sha256, SHA256_BYTES, at, 2 * SHA256_BYTES))
			return err_set(ERR_FORMAT, "a list of large objects is "
			    "damaged; run it again");
		p.size = strtoull(at + 2 * SHA256_BYTES + 1, &size_end, 10);
		(void)snprintf(name, sizeof(name), SYNC_FOLDER
		    "/lfs/objects/%.2s/%.2s/%.64s", at, at + 2, at);
		code = writer_take_large(w, &p, name);
		at = size_end + 1;
	}
	return code;
}

int
sync_take(struct sync *s, struct writer *w)
{
	struct remembered m;
	bool known, born;
	git_oid head;
	int code;

	if (s->relation != SYNC_BEHIND && s->relation != SYNC_DIVERGED)
		return err_set(ERR_USAGE, "there is nothing to take; look at "
		    "the remote first");
	if ((code = known_entry(s, &m, &known)) < 0 ||
	    (code = writer_begin_at(w, WAIT_MS, &s->their_head,
	    known ? &m : NULL, SYNC_FOLDER "/objects")) < 0)
		return code;
	if ((code = repo_head(s->ours, &head, &born)) < 0)
		goto done;
	if (born != s->born || (born && !git_oid_equal(&head, &s->head))) {
		code = err_set(ERR_BUSY, "an entry was made here meanwhile; "
		    "run it again");
		goto done;
	}
	code = take_large(w, &s->wanted);
done:
	if (code < 0)
		writer_abort(w);
	return code;
}
