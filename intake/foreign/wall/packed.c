/* packed.c -- see packed.h; what is in the export, inventory.h finds. */
#include "intake/foreign/wall/packed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/foreign/wall/gunzip.h"
#include "intake/foreign/wall/inventory.h"
#include "intake/foreign/wall/unpack.h"
#include "vault/base/err.h"
#include "vault/base/io.h"

#define PART 65536
#define THREAD_SIZE (PLACE_SOURCE_SIZE + 32)

struct packed {
	struct say *say;
	int fd;
	const char *thread;
	bool apart;
	struct inventory in;
	uint8_t part[PART];
};

static int
begin_packed(struct packed *k, const char *name, const struct place *at)
{
	char plain[MANIFEST_NAME_MAX + 1];
	size_t len = strnlen(at->name, MANIFEST_NAME_MAX);

	if (name[0] == '\0') {	/* as gunzip(1) calls it */
		if (len > 3 && strcmp(at->name + len - 3, ".gz") == 0)
			len -= 3;
		(void)snprintf(plain, sizeof(plain), "%.*s", (int)len,
		    at->name);
		name = plain;
	}
	say_item_begin(k->say, ITEM_FILE, name);
	return say_ok(k->say);
}

struct opening {
	struct packed *k;
	const struct place *at;
	bool begun;
};

static int
say_opened(void *arg, const char *name, const uint8_t *p, size_t len)
{
	struct opening *o = arg;

	if (!o->begun)
		(void)begin_packed(o->k, name, o->at);
	o->begun = true;
	say_data(o->k->say, p, len);
	return say_ok(o->k->say);
}

/* What was checked to be one gzip file. */
static int
say_packed(struct packed *k, struct unpack *in, const struct place *at)
{
	struct opening o = { .k = k, .at = at };
	struct gunzip *g;
	size_t got;
	int r;

	if ((r = gunzip_new(&g)) < 0)
		return r;
	while ((r = unpack_read(in, k->part, PART, &got)) == 0 && got > 0 &&
	    (r = gunzip_feed(g, k->part, got, say_opened, &o)) == 0)
		;
	if (r == 0 && !o.begun)	/* nothing was in it */
		r = begin_packed(k, gunzip_name(g), at);
	say_item_end(k->say);
	gunzip_free(g);
	return r < 0 ? r : say_ok(k->say);
}

static int
say_plain(struct packed *k, struct unpack *in, const struct place *at,
    const struct planned *one)
{
	size_t got;
	int r;

	say_item_begin(k->say, one->text ? ITEM_MESSAGE : ITEM_FILE, at->name);
	while ((r = unpack_read(in, k->part, PART, &got)) == 0 && got > 0 &&
	    say_ok(k->say) == 0)
		say_data(k->say, k->part, got);
	say_item_end(k->say);
	return r < 0 ? r : say_ok(k->say);
}

static int
say_entry(struct packed *k, struct unpack *in, const struct pack_entry *e)
{
	const struct planned *one = &k->in.entries[e->at];
	struct place at;
	int r = 0;

	k->in.look(&at, e->name);
	if (e->why != FOREIGN_TAKEN || at.own) {
		say_left(k->say, at.own ? FOREIGN_OWN : e->why, e->name);
		return say_ok(k->say);
	}
	if (at.sealed && k->apart)
		say_sealed(k->say, e->at, one->size, e->name);
	else if (one->opens)
		r = say_packed(k, in, &at);
	else
		r = say_plain(k, in, &at, one);
	say_fact(k->say, FACT_SENT, at.sent);
	say_fact(k->say, FACT_MESSAGE_ID, at.number);
	say_fact(k->say, FACT_EVENT, at.event);
	if (at.sealed && !k->apart)
		say_fact(k->say, FACT_EVENT, "sealed by OpenPGP: kept as it "
		    "came");
	if (at.packed && !at.sealed && !one->opens)
		say_fact(k->say, FACT_EVENT, "not one whole gzip file: kept as "
		    "it came");
	return r < 0 ? r : say_ok(k->say);
}

static void
begin_group(struct packed *k, const struct group *g)
{
	char thread[THREAD_SIZE], called[PLACE_SOURCE_SIZE];

	say_submission(k->say, g->items);
	if (g->source[0] == '\0')
		return;
	(void)snprintf(thread, sizeof(thread), "%s %s", k->thread, g->source);
	say_fact(k->say, FACT_THREAD, thread);
	say_fact(k->say, FACT_SENDER_USER, g->source);
	place_spoken(g->source, called);
	if (strcmp(g->source, called) != 0)
		say_fact(k->say, FACT_SENDER_USER, called);
}

/* From the open archive's next entry on to the group's last. */
static int
say_group(struct packed *k, struct unpack *in, uint32_t number)
{
	const struct group *g = &k->in.groups[number];
	const struct planned *one;
	struct pack_entry e;
	int r = 1;

	begin_group(k, g);
	while ((r = unpack_next(in, &e)) == 1) {
		if (e.at >= k->in.n)
			return err_set(ERR_FORMAT, "the export changed while "
			    "it was read; import it again");
		one = &k->in.entries[e.at];
		if (!one->folder && one->group == number &&
		    (r = say_entry(k, in, &e)) < 0)
			return r;
		if (e.at + 1 == g->ends)
			break;
	}
	say_whole(k->say);
	return r < 0 ? r : say_ok(k->say);
}

static int
say_all(struct packed *k)
{
	struct unpack *in = NULL;
	bool row = inventory_in_a_row(&k->in);
	int r = 0;

	for (uint32_t i = 0; r == 0 && i < k->in.ngroups; i++) {
		if (in == NULL && (r = unpack_open(&in, k->fd)) < 0)
			break;
		r = say_group(k, in, i);
		if (!row) {
			unpack_free(in);
			in = NULL;
		}
	}
	unpack_free(in);
	return r;
}

int
packed_say(struct say *s, int fd, void (*look)(struct place *, const char *),
    const char *thread, bool apart)
{
	struct packed *k;
	int r;

	if ((k = calloc(1, sizeof(*k))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	k->say = s;
	k->fd = fd;
	k->in.look = look;
	k->thread = thread;
	k->apart = apart;
	if ((r = inventory_make(&k->in, fd)) == 0)
		r = say_all(k);
	inventory_free(&k->in);
	free(k);
	return r;
}

int
packed_entry(int fd, unsigned number, int out)
{
	static uint8_t part[PART];
	struct pack_entry e;
	struct unpack *in;
	size_t got;
	int r;

	if ((r = unpack_open(&in, fd)) < 0)
		return r;
	while ((r = unpack_next(in, &e)) == 1 && e.at < number)
		;
	if (r != 1)
		r = r < 0 ? r : err_set(ERR_NOT_FOUND, "there is no such file "
		    "in the export; import it again");
	else
		while ((r = unpack_read(in, part, PART, &got)) == 0 && got > 0 &&
		    (r = io_write_all(out, part, got)) == 0)
			;
	unpack_free(in);
	return r;
}
