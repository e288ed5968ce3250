/* sum.c -- see sum.h. */
#include "vault/keep/sum.h"

#include <sodium.h>

#include "vault/base/err.h"

struct sum {
	crypto_generichash_state state;	/* guarded, with all of it */
};

int
sum_new(struct sum **out, const struct handles *h, uint32_t shelf,
    uint8_t what)
{
	const struct object_ctx ctx = { .submission = path_shelf,
	    .kind = OBJECT_SUMS };
	struct secret *item_key = NULL, *key = NULL;
	struct sum *s = NULL;
	int r;

	*out = NULL;
	if ((r = handles_for_object(&item_key, h, shelf, &ctx)) < 0 ||
	    (r = object_key(&key, item_key, &ctx)) < 0)
		goto done;
	if ((s = sodium_malloc(sizeof(*s))) == NULL) {
		r = err_set(ERR_NO_MEMORY, "out of memory");
		goto done;
	}
	(void)crypto_generichash_init(&s->state, secret_peek(key),
	    KEY_BYTES, SUM_BYTES);
	(void)crypto_generichash_update(&s->state, &what, 1);
	*out = s;
done:
	secret_free(key);
	secret_free(item_key);
	return r;
}

int
sum_add(void *sum, const uint8_t *p, size_t len)
{
	struct sum *s = sum;

	(void)crypto_generichash_update(&s->state, p, len);
	return 0;
}

void
sum_end(struct sum *s, uint8_t out[SUM_BYTES])
{
	(void)crypto_generichash_final(&s->state, out, SUM_BYTES);
}

void
sum_free(struct sum *s)
{
	sodium_free(s);
}
