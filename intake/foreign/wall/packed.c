/* packed.c -- see packed.h. */
#include "intake/foreign/wall/packed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/foreign/wall/gunzip.h"
#include "intake/foreign/wall/kinds.h"
#include "intake/foreign/wall/pack.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/print.h"

#define PART 65536
#define THREAD_SIZE (PLACE_SOURCE_SIZE + 32)

/* What the first reading found of one entry. */
struct plan {
	uint64_t size;
	uint32_t group;
	bool folder;
	bool opens;		/* packed, and one whole gzip file */
	bool text;		/* a message, and UTF-8 */
};

struct group {
	char *source;		/* owned */
	uint32_t items, begins, ends;	/* entries: its first, behind its last */
	uint32_t entries;
};

struct packed {
	struct say *say;
	int fd;
	void (*look)(struct place *, const char *);
	const char *thread;
	bool apart;
	struct plan *plan;
	size_t n, cap;
	struct group *groups;
	size_t ngroups;
	uint8_t part[PART];
};

/* --- the first reading --- */

static int
group_of(struct packed *k, const char *source, uint32_t at, uint32_t *group)
{
	struct group *grown;
	size_t i;

	/* The newest first: an export holds one source after the other. */
	for (i = k->ngroups; i > 0; i--)
		if (strcmp(k->groups[i - 1].source, source) == 0) {
			*group = (uint32_t)i - 1;
			return 0;
		}
	if (k->ngroups == FOREIGN_SOURCES_MAX)
		return err_set(ERR_TOO_BIG, "more than %u sources in the packed "
		    "export; export fewer at once", FOREIGN_SOURCES_MAX);
	if ((grown = realloc(k->groups, (k->ngroups + 1) *
	    sizeof(*grown))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	k->groups = grown;
	k->groups[k->ngroups] = (struct group){ .source = strdup(source),
	    .begins = at };
	if (k->groups[k->ngroups].source == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	*group = (uint32_t)k->ngroups++;
	return 0;
}

static int
nothing(void *arg, const char *name, const uint8_t *p, size_t len)
{
	(void)arg;
	(void)name;
	(void)p;
	(void)len;
	return 0;
}

/* All of the entry, and whether it is what its name says. */
static int
check(struct packed *k, struct pack *in, const struct place *at,
    struct plan *plan)
{
	struct bytes text = BYTES_INIT(FOREIGN_TEXT_MAX);
	struct gunzip *g = NULL;
	bool packed = at->packed && !at->sealed, message = at->message &&
	    !at->sealed, good = true;
	size_t got;
	int r = 0;

	if (packed && (r = gunzip_new(&g)) < 0)
		return r;
	while ((r = unpack_read(in, k->part, PART, &got)) == 0 && got > 0) {
		plan->size += got;
		if (packed && good)
			good = gunzip_feed(g, k->part, got, nothing,
			    NULL) == 0;
		if (message)
			(void)bytes_add(&text, k->part, got);
	}
	plan->opens = packed && good && gunzip_whole(g);
	plan->text = message && bytes_ok(&text) == 0 && text.len > 0 &&
	    utf8_valid(text.data, text.len) &&
	    memchr(text.data, '\0', text.len) == NULL;
	bytes_free(&text);
	gunzip_free(g);
	return r;
}

static int
plan_one(struct packed *k, struct pack *in, const struct pack_entry *e)
{
	struct plan plan = { .folder = e->folder }, *grown;
	struct place at;
	struct group *g;
	int r;

	if (k->n == k->cap) {
		k->cap = k->cap > 0 ? k->cap * 2 : 256;
		if ((grown = realloc(k->plan, k->cap * sizeof(*grown))) == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		k->plan = grown;
	}
	if (!e->folder) {
		k->look(&at, e->name);
		if ((r = group_of(k, at.source, e->at, &plan.group)) < 0)
			return r;
		g = &k->groups[plan.group];
		g->items += e->why == FOREIGN_TAKEN && !at.own;
		g->entries++;
		g->ends = e->at + 1;
		if (e->why == FOREIGN_TAKEN &&
		    (r = check(k, in, &at, &plan)) < 0)
			return r;
	}
	k->plan[k->n++] = plan;
	return 0;
}

static int
make_plan(struct packed *k)
{
	struct pack_entry e;
	struct pack *in;
	int r;

	if ((r = unpack_open(&in, k->fd)) < 0)
		return r;
	while ((r = unpack_next(in, &e)) == 1 && (r = plan_one(k, in, &e)) == 0)
		;
	unpack_free(in);
	return r;
}

/* What no source is said of goes to the only one there is. */
static void
join_nameless(struct packed *k)
{
	struct group *g = k->groups, *to, *none;
	size_t i;

	if (k->ngroups != 2 || (g[0].source[0] != '\0' &&
	    g[1].source[0] != '\0'))
		return;
	none = g[0].source[0] == '\0' ? &g[0] : &g[1];
	to = none == &g[0] ? &g[1] : &g[0];
	to->items += none->items;
	to->entries += none->entries;
	to->begins = to->begins < none->begins ? to->begins : none->begins;
	to->ends = to->ends > none->ends ? to->ends : none->ends;
	free(none->source);
	*none = *to;
	if (none != &g[0])
		g[0] = g[1];
	k->ngroups = 1;
	for (i = 0; i < k->n; i++)
		k->plan[i].group = 0;
}

/* --- the second --- */

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
say_packed(struct packed *k, struct pack *in, const struct place *at)
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
say_plain(struct packed *k, struct pack *in, const struct place *at,
    const struct plan *plan)
{
	size_t got;
	int r;

	say_item_begin(k->say, plan->text ? ITEM_MESSAGE : ITEM_FILE, at->name);
	while ((r = unpack_read(in, k->part, PART, &got)) == 0 && got > 0 &&
	    say_ok(k->say) == 0)
		say_data(k->say, k->part, got);
	say_item_end(k->say);
	return r < 0 ? r : say_ok(k->say);
}

static int
say_entry(struct packed *k, struct pack *in, const struct pack_entry *e)
{
	const struct plan *plan = &k->plan[e->at];
	struct place at;
	int r = 0;

	k->look(&at, e->name);
	if (e->why != FOREIGN_TAKEN || at.own) {
		say_left(k->say, at.own ? FOREIGN_OWN : e->why, e->name);
		return say_ok(k->say);
	}
	if (at.sealed && k->apart)
		say_sealed(k->say, e->at, plan->size, e->name);
	else if (plan->opens)
		r = say_packed(k, in, &at);
	else
		r = say_plain(k, in, &at, plan);
	say_fact(k->say, FACT_SENT, at.sent);
	say_fact(k->say, FACT_MESSAGE_ID, at.number);
	say_fact(k->say, FACT_EVENT, at.event);
	if (at.sealed && !k->apart)
		say_fact(k->say, FACT_EVENT, "sealed by OpenPGP: kept as it "
		    "came");
	if (at.packed && !at.sealed && !plan->opens)
		say_fact(k->say, FACT_EVENT, "not one whole gzip file: kept as "
		    "it came");
	return r < 0 ? r : say_ok(k->say);
}

static void
begin_group(struct packed *k, const struct group *g)
{
	char thread[THREAD_SIZE];

	say_submission(k->say, g->items);
	if (g->source[0] == '\0')
		return;
	(void)snprintf(thread, sizeof(thread), "%s %s", k->thread, g->source);
	say_fact(k->say, FACT_THREAD, thread);
	say_fact(k->say, FACT_SENDER_USER, g->source);
}

/* From the open archive's next entry on to the group's last. */
static int
say_group(struct packed *k, struct pack *in, uint32_t number)
{
	const struct group *g = &k->groups[number];
	struct pack_entry e;
	int r = 1;

	begin_group(k, g);
	while ((r = unpack_next(in, &e)) == 1) {
		if (e.at >= k->n)
			return err_set(ERR_FORMAT, "the export changed while "
			    "it was read; import it again");
		if (!k->plan[e.at].folder && k->plan[e.at].group == number &&
		    (r = say_entry(k, in, &e)) < 0)
			return r;
		if (e.at + 1 == g->ends)
			break;
	}
	say_whole(k->say);
	return r < 0 ? r : say_ok(k->say);
}

/* One stands behind the other: one more reading does. */
static bool
in_a_row(const struct packed *k)
{
	for (size_t i = 1; i < k->ngroups; i++)
		if (k->groups[i].begins < k->groups[i - 1].ends)
			return false;
	return true;
}

static int
say_all(struct packed *k)
{
	struct pack *in = NULL;
	bool row = in_a_row(k);
	int r = 0;

	for (uint32_t i = 0; r == 0 && i < k->ngroups; i++) {
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
	k->look = look;
	k->thread = thread;
	k->apart = apart;
	if ((r = make_plan(k)) == 0) {
		join_nameless(k);
		r = say_all(k);
	}
	for (size_t i = 0; i < k->ngroups; i++)
		free(k->groups[i].source);
	free(k->groups);
	free(k->plan);
	free(k);
	return r;
}

int
packed_entry(int fd, unsigned number, int out)
{
	static uint8_t part[PART];
	struct pack_entry e;
	struct pack *in;
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
