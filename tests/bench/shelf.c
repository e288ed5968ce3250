/* shelf.c -- see shelf.h. */
#include "tests/bench/shelf.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

#define FAN 256
#define TREE_MAX (64u << 20)

struct stood {
	struct id id;
	uint8_t oid[OID_BYTES];
};

struct shelf {
	struct {
		struct {
			struct stood *v;	/* sorted */
			size_t n, cap;
			uint8_t oid[OID_BYTES];
			bool fresh;		/* not yet written */
		} second[FAN];
		uint8_t oid[OID_BYTES];
		bool fresh, any;
	} first[FAN];
	struct bytes text;		/* of the tree that is written */
};

int
shelf_new(struct shelf **out)
{
	if ((*out = calloc(1, sizeof(**out))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	(*out)->text = BYTES_INIT(TREE_MAX);
	return 0;
}

void
shelf_free(struct shelf *s)
{
	size_t i, j;

	if (s == NULL)
		return;
	for (i = 0; i < FAN; i++)
		for (j = 0; j < FAN; j++)
			free(s->first[i].second[j].v);
	bytes_free(&s->text);
	free(s);
}

int
shelf_put(struct shelf *s, const struct id *id, const uint8_t tree[OID_BYTES])
{
	const uint8_t a = id->b[0], b = id->b[1];
	struct stood *v = s->first[a].second[b].v;
	const size_t n = s->first[a].second[b].n;
	size_t i;

	if (n == s->first[a].second[b].cap) {
		v = realloc(v, (2 * n + 4) * sizeof(*v));
		if (v == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		s->first[a].second[b].v = v;
		s->first[a].second[b].cap = 2 * n + 4;
	}
	for (i = n; i > 0 && memcmp(v[i - 1].id.b, id->b, ID_BYTES) > 0; i--)
		v[i] = v[i - 1];
	v[i].id = *id;
	memcpy(v[i].oid, tree, OID_BYTES);
	s->first[a].second[b].n++;
	s->first[a].second[b].fresh = s->first[a].fresh = true;
	s->first[a].any = true;
	return 0;
}

void
shelf_entry(struct bytes *b, const char *mode, const char *name,
    const uint8_t oid[OID_BYTES])
{
	(void)bytes_addf(b, "%s %s", mode, name);
	(void)bytes_add(b, "", 1);
	(void)bytes_add(b, oid, OID_BYTES);
}

static int
write_tree(struct shelf *s, struct packfile *p, uint8_t oid[OID_BYTES])
{
	int r = bytes_ok(&s->text);

	if (r == 0)
		r = packfile_add(p, PACKED_TREE, s->text.data, s->text.len,
		    oid);
	bytes_reset(&s->text);
	return r;
}

static int
write_second(struct shelf *s, struct packfile *p, unsigned a, unsigned b)
{
	char hex[ID_HEX_SIZE];
	size_t i;

	s->first[a].second[b].fresh = false;
	for (i = 0; i < s->first[a].second[b].n; i++) {
		id_hex(hex, &s->first[a].second[b].v[i].id);
		shelf_entry(&s->text, "40000", hex,
		    s->first[a].second[b].v[i].oid);
	}
	return write_tree(s, p, s->first[a].second[b].oid);
}

static int
write_first(struct shelf *s, struct packfile *p, unsigned a)
{
	char hex[3];
	unsigned b;
	int r = 0;

	s->first[a].fresh = false;
	for (b = 0; b < FAN && r == 0; b++)
		if (s->first[a].second[b].fresh)
			r = write_second(s, p, a, b);
	for (b = 0; b < FAN && r == 0; b++) {
		if (s->first[a].second[b].n == 0)
			continue;
		(void)snprintf(hex, sizeof(hex), "%02x", b);
		shelf_entry(&s->text, "40000", hex,
		    s->first[a].second[b].oid);
	}
	return r < 0 ? r : write_tree(s, p, s->first[a].oid);
}

int
shelf_write(struct shelf *s, struct packfile *p, uint8_t tree[OID_BYTES])
{
	char hex[3];
	unsigned a;
	int r = 0;

	for (a = 0; a < FAN && r == 0; a++)
		if (s->first[a].fresh)
			r = write_first(s, p, a);
	for (a = 0; a < FAN && r == 0; a++) {
		if (!s->first[a].any)
			continue;
		(void)snprintf(hex, sizeof(hex), "%02x", a);
		shelf_entry(&s->text, "40000", hex, s->first[a].oid);
	}
	return r < 0 ? r : write_tree(s, p, tree);
}
