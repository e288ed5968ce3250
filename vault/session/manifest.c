/* manifest.c -- see manifest.h. */
#include "vault/session/manifest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/print.h"
#include "vault/base/wire.h"

#define MANIFEST_VERSION 2
#define ITEM_LEAST_BYTES (ID_BYTES + 1 + 4 + 8)
#define FACT_LEAST_BYTES (4 + 1 + 4)
#define SAFE_DIGITS_LEAST 3

void
manifest_free(struct manifest *m)
{
	size_t i;

	for (i = 0; i < m->nitems; i++)
		free(m->items[i].name);
	free(m->items);
	for (i = 0; i < m->nfacts; i++)
		free(m->facts[i].value);
	free(m->facts);
	memset(m, 0, sizeof(*m));
}

int
manifest_add(struct manifest *m, const struct id *id, enum item_what what,
    const char *name)
{
	struct manifest_item *items;
	char *copy;

	if (m->nitems >= MANIFEST_ITEMS_MAX)
		return err_set(ERR_TOO_BIG, "a submission holds %d items at "
		    "most; submit the rest on their own", MANIFEST_ITEMS_MAX);
	if (strlen(name) > MANIFEST_NAME_MAX)
		return err_set(ERR_TOO_BIG, "a file's name is longer than %d "
		    "bytes; rename it", MANIFEST_NAME_MAX);
	if ((copy = strdup(name)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	items = realloc(m->items, (m->nitems + 1) * sizeof(*items));
	if (items == NULL) {
		free(copy);
		return err_set(ERR_NO_MEMORY, "out of memory");
	}
	m->items = items;
	items[m->nitems++] = (struct manifest_item){ .id = *id, .what = what,
	    .name = copy };
	return 0;
}

int
manifest_add_fact(struct manifest *m, uint32_t item, enum fact_what what,
    const char *value)
{
	struct manifest_fact *facts;
	char *copy;

	if (*value == '\0')
		return 0;
	if (m->nfacts >= MANIFEST_FACTS_MAX)
		return err_set(ERR_TOO_BIG, "the channel says more than %d "
		    "things about one submission; submit it in parts",
		    MANIFEST_FACTS_MAX);
	if ((copy = strndup(value, MANIFEST_FACT_MAX)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	facts = realloc(m->facts, (m->nfacts + 1) * sizeof(*facts));
	if (facts == NULL) {
		free(copy);
		return err_set(ERR_NO_MEMORY, "out of memory");
	}
	m->facts = facts;
	facts[m->nfacts++] = (struct manifest_fact){ item, what, copy };
	return 0;
}

const char *
fact_name(enum fact_what what)
{
	static const char *const names[FACT_LAST + 1] = {
		[FACT_SENDER_NAME] = "sender-name",
		[FACT_SENDER_PHONE] = "sender-phone",
		[FACT_SENDER_EMAIL] = "sender-email",
		[FACT_SENDER_USER] = "sender-user",
		[FACT_SENDER_ID] = "sender-id",
		[FACT_SENT] = "sent",
		[FACT_THREAD] = "thread",
		[FACT_MESSAGE_ID] = "message-id",
		[FACT_CHAT] = "chat",
		[FACT_SUBJECT] = "subject",
		[FACT_EVENT] = "event",
		[FACT_MISSING] = "missing",
		[FACT_LETTERBOX] = "letterbox",
		[FACT_REPLY_KEY] = "reply-key",
		[FACT_REFERENCE] = "reference",
	};

	return names[what];
}

bool
fact_is_sender(enum fact_what what)
{
	return what >= FACT_SENDER_NAME && what <= FACT_SENDER_ID;
}

const struct manifest_item *
manifest_find(const struct manifest *m, const struct id *id)
{
	size_t i;

	for (i = 0; i < m->nitems; i++)
		if (id_equal(&m->items[i].id, id))
			return &m->items[i];
	return NULL;
}

int
manifest_write(struct bytes *b, const struct manifest *m)
{
	const struct manifest_item *it;
	size_t i;

	wire_put_u8(b, MANIFEST_VERSION);
	wire_put_u64(b, m->received);
	wire_put_str(b, m->channel);
	wire_put_u32(b, (uint32_t)m->nitems);
	for (i = 0; i < m->nitems; i++) {
		it = &m->items[i];
		wire_put_raw(b, it->id.b, ID_BYTES);
		wire_put_u8(b, (uint8_t)it->what);
		wire_put_str(b, it->name);
		wire_put_u64(b, it->size);
	}
	wire_put_u32(b, (uint32_t)m->nfacts);
	for (i = 0; i < m->nfacts; i++) {
		wire_put_u32(b, m->facts[i].item);
		wire_put_u8(b, (uint8_t)m->facts[i].what);
		wire_put_str(b, m->facts[i].value);
	}
	return bytes_ok(b);
}

static int
compare_ids(const void *a, const void *b)
{
	return memcmp(a, b, ID_BYTES);
}

/* Two items of one id would make every later question ambiguous. */
static int
refuse_doubles(const struct manifest *m)
{
	struct id *ids;
	size_t i;
	int r = 0;

	if (m->nitems < 2)
		return 0;
	if ((ids = malloc(m->nitems * sizeof(*ids))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (i = 0; i < m->nitems; i++)
		ids[i] = m->items[i].id;
	qsort(ids, m->nitems, sizeof(*ids), compare_ids);
	for (i = 1; i < m->nitems; i++)
		if (id_equal(&ids[i - 1], &ids[i]))
			r = err_set(ERR_FORMAT, "the manifest names an item "
			    "twice; do not trust this submission");
	free(ids);
	return r;
}

static int
read_item(struct manifest *m, struct wire_reader *rd)
{
	char name[MANIFEST_NAME_MAX + 1];
	struct manifest_item *it;
	struct id id;
	unsigned what;
	int r;

	wire_get_raw(rd, id.b, ID_BYTES);
	what = wire_get_u8(rd);
	wire_get_str(rd, name, sizeof(name));
	if (rd->bad || id_is_zero(&id) ||
	    (what != ITEM_FILE && what != ITEM_MESSAGE))
		return err_set(ERR_FORMAT, "the manifest is damaged at item "
		    "%zu; do not trust this submission", m->nitems + 1);
	if ((r = manifest_add(m, &id, (enum item_what)what, name)) < 0)
		return r;
	it = &m->items[m->nitems - 1];
	it->size = wire_get_u64(rd);
	return 0;
}

static int
read_fact(struct manifest *m, struct wire_reader *rd)
{
	char value[MANIFEST_FACT_MAX + 1];
	uint32_t item = wire_get_u32(rd);
	unsigned what = wire_get_u8(rd);

	wire_get_str(rd, value, sizeof(value));
	if (rd->bad || what < FACT_SENDER_NAME || what > FACT_LAST ||
	    (item != MANIFEST_WHOLE && item >= m->nitems) || value[0] == '\0')
		return err_set(ERR_FORMAT, "the manifest is damaged at fact "
		    "%zu; do not trust this submission", m->nfacts + 1);
	return manifest_add_fact(m, item, (enum fact_what)what, value);
}

int
manifest_read(struct manifest *m, const void *p, size_t len)
{
	struct wire_reader rd = wire_reader(p, len);
	struct manifest fresh = { .received = 0 };
	uint32_t i, n;
	unsigned version;
	int r = 0;

	version = wire_get_u8(&rd);
	if (!rd.bad && version != MANIFEST_VERSION)
		return err_set(ERR_FORMAT, "the manifest is of version %u, this "
		    "program reads %d; use a newer tipline", version,
		    MANIFEST_VERSION);
	fresh.received = wire_get_u64(&rd);
	wire_get_str(&rd, fresh.channel, sizeof(fresh.channel));
	n = wire_get_u32(&rd);
	if (n > MANIFEST_ITEMS_MAX || n > rd.left / ITEM_LEAST_BYTES)
		rd.bad = true;
	if (!rd.bad && !utf8_valid((const uint8_t *)fresh.channel,
	    strlen(fresh.channel)))
		rd.bad = true;
	for (i = 0; i < n && !rd.bad && r == 0; i++)
		r = read_item(&fresh, &rd);
	n = r == 0 ? wire_get_u32(&rd) : 0;
	if (n > MANIFEST_FACTS_MAX || n > rd.left / FACT_LEAST_BYTES)
		rd.bad = true;
	for (i = 0; i < n && !rd.bad && r == 0; i++)
		r = read_fact(&fresh, &rd);
	if (r == 0)
		r = wire_done(&rd, "the manifest");
	if (r == 0)
		r = refuse_doubles(&fresh);
	if (r < 0) {
		manifest_free(&fresh);
		return r;
	}
	*m = fresh;
	return 0;
}

void
manifest_safe_name(char out[SAFE_NAME_SIZE], size_t n, size_t total,
    const char *ext)
{
	int digits = SAFE_DIGITS_LEAST;
	size_t limit;

	for (limit = 1000; total >= limit && limit <= SIZE_MAX / 10;
	    limit *= 10)
		digits++;
	if (*ext != '\0')
		(void)snprintf(out, SAFE_NAME_SIZE, "%0*zu.%s", digits, n, ext);
	else
		(void)snprintf(out, SAFE_NAME_SIZE, "%0*zu", digits, n);
}
