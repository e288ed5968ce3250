/* store_ended.c -- see store.h: what commands left that were ended. */
#include "vault/base/err.h"
#include "vault/session/store_link.h"

#define UNTOLD_IDS_MAX 1024	/* in one answer */

int
store_tidy(struct store *s)
{
	return store_link_ask_ok(s, STORE_TIDY, -1);
}

int
store_promise(struct store *s, const struct id *submission)
{
	wire_put_raw(&s->out, submission->b, ID_BYTES);
	return store_link_ask_ok(s, STORE_PROMISE, -1);
}

int
store_told(struct store *s, const struct id *submission)
{
	wire_put_raw(&s->out, submission->b, ID_BYTES);
	return store_link_ask_ok(s, STORE_TOLD, -1);
}

int
store_untold(struct store *s, struct bytes *ids)
{
	struct wire_reader rd;
	struct id id;
	int r;

	if ((r = store_link_ask(s, STORE_UNTOLD, -1, STORE_IDS, &rd)) < 0)
		return r;
	if (rd.left % ID_BYTES != 0 || rd.left / ID_BYTES > UNTOLD_IDS_MAX)
		return store_link_lied("a list of ids");
	while (r == 0 && rd.left > 0) {
		wire_get_raw(&rd, id.b, ID_BYTES);
		r = bytes_add(ids, id.b, ID_BYTES);
	}
	return r;
}
