/* exchange_one.c -- see exchange_one.h. */
#include "redact/review/exchange_one.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "redact/review/exchange.h"
#include "vault/base/err.h"
#include "vault/seal/digest.h"

#define HEX_SIZE (2 * SHA256_BYTES + 1)

static const json_t *
item_of(const json_t *file, const char *hash)
{
	const json_t *items = json_object_get(file, "items"), *one;
	const char *said;
	size_t i;

	if (!json_is_array(items))
		return json_object_get(file, "findings") != NULL ? file : NULL;
	for (i = 0; i < json_array_size(items) && i < EXCHANGE_ITEMS_MAX; i++) {
		one = json_array_get(items, i);
		said = json_string_value(json_object_get(one, "text_sha256"));
		if (said != NULL && strcmp(said, hash) == 0)
			return one;
	}
	return NULL;
}

int
exchange_one(struct plan *plan, const void *json, size_t len,
    const struct bytes *text)
{
	json_t *file = json_loadb(json, len, JSON_REJECT_DUPLICATES, NULL);
	uint8_t hash[SHA256_BYTES];
	char hex[HEX_SIZE], *one = NULL;
	const json_t *item;
	int r;

	if (file == NULL)
		return err_set(ERR_FORMAT, "the plan is no JSON; export it with "
		    "`tipline review ID --export FILE`");
	if ((r = sha256(hash, text->data, text->len)) < 0)
		goto done;
	hex_of(hex, hash, sizeof(hash));
	if ((item = item_of(file, hex)) == NULL)
		r = err_set(ERR_NOT_FOUND, "no plan in it was made on the text "
		    "of this file; export that of the submission it came in");
	else if ((one = json_dumps(item, JSON_COMPACT)) == NULL)
		r = err_set(ERR_NO_MEMORY, "out of memory");
	else
		r = plan_read(plan, one, strlen(one), text->data, text->len);
done:
	free(one);
	json_decref(file);
	return r;
}
