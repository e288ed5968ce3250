/* store_held.c -- see store.h: the grants of one member. */
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/session/store_link.h"

#define HELD_LEAST (1 + 2 * ID_BYTES + 4 + 4)	/* bytes of a grant told */

static void
get_held(struct wire_reader *rd, struct held *h)
{
	const uint8_t *box;
	uint8_t tier;

	tier = wire_get_u8(rd);
	wire_get_raw(rd, h->ctx.submission.b, ID_BYTES);
	wire_get_raw(rd, h->ctx.item.b, ID_BYTES);
	h->epoch = wire_get_u32(rd);
	box = wire_get_bytes(rd, GRANT_BYTES, &h->len);
	if (tier < TIER_ORIGINAL || tier > TIER_LAST)
		rd->bad = true;
	if (rd->bad)
		return;
	h->ctx.tier = (enum tier)tier;
	memcpy(h->box, box, h->len);
}

int
store_held(struct store *s, const struct fpr *member, uint32_t below,
    struct id *after, struct held **v, size_t *n, bool *last)
{
	struct bytes b = BYTES_INIT(STORE_HELD_MAX);
	struct wire_reader rd;
	struct held *all = NULL;
	struct id upto;
	size_t i;
	int r;

	*v = NULL;
	*n = 0;
	wire_put_raw(&s->out, member->b, FPR_BYTES);
	wire_put_u32(&s->out, below);
	wire_put_raw(&s->out, after->b, ID_BYTES);
	if ((r = store_link_ask_parts(s, STORE_HELD, &b)) < 0)
		goto done;
	rd = wire_reader(b.data, b.len);
	*last = wire_get_u8(&rd) != 0;
	wire_get_raw(&rd, upto.b, ID_BYTES);
	if ((all = calloc(rd.left / HELD_LEAST + 1, sizeof(*all))) == NULL) {
		r = err_set(ERR_NO_MEMORY, "out of memory");
		goto done;
	}
	for (i = 0; rd.left > 0 && !rd.bad; i++)
		get_held(&rd, &all[i]);
	if ((r = wire_done(&rd, "the store's answer")) < 0)
		goto done;
	/* A page that does not move on would be asked for ever. */
	if (!*last && memcmp(upto.b, after->b, ID_BYTES) <= 0) {
		r = store_link_lied("a page");
		goto done;
	}
	*after = upto;
	*v = all;
	*n = i;
	all = NULL;
done:
	free(all);
	bytes_free(&b);
	return r;
}
