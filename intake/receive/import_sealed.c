/*
 * import_sealed.c -- what is sealed by OpenPGP (import_item.h) goes from its
 * file through the person's gpg, and through the wall when it is packed,
 * straight into the sealing: it is complete only when every one of them says
 * so, and else it never was.
 */
#include <stdio.h>
#include <string.h>

#include "intake/examine/expansion.h"
#include "intake/receive/gpg.h"
#include "intake/receive/import_item.h"
#include "intake/receive/spool.h"
#include "vault/base/err.h"
#include "vault/base/io.h"

static int
source_open(struct import *m, struct source *s)
{
	int r;

	s->entry = NULL;
	s->fd = -1;
	if (s->folder >= 0) {
		s->fd = spool_open(s->folder, s->path);
		return s->fd >= 0 ? 0 : err_sys("a file of the export cannot "
		    "be opened");
	}
	if ((r = foreign_entry(&s->entry, s->number, m->index)) == 0)
		s->fd = foreign_bytes(s->entry);
	return r;
}

/* Whether all of it was read as it is. */
static int
source_close(struct source *s)
{
	struct foreign *entry = s->entry;

	s->entry = NULL;
	if (entry != NULL) {
		s->fd = -1;	/* it goes with the wall */
		return foreign_end(entry);
	}
	io_close(&s->fd);
	return 0;
}

/* These say something of the file; others of this machine. */
static bool
is_its_own(int r)
{
	return r == ERR_FAILED || r == ERR_FORMAT || r == ERR_TOO_BIG ||
	    r == ERR_WALL;
}

/* The wall wants no more of it; gpg still shows whether it was sealed so. */
static void
drain(int fd, uint64_t sealed)
{
	uint8_t part[IO_CHUNK];
	uint64_t total = 0;
	size_t got;

	while (io_read(fd, part, sizeof(part), &got) == 0 && got > 0 &&
	    !expands_too_far(sealed, total))
		total += got;
	explicit_bzero(part, sizeof(part));
}

static int
through_gpg(struct import *m, struct source *s, const struct place *at,
    bool unpack)
{
	char name[MANIFEST_NAME_MAX + 1];
	char line[ERR_LINE_MAX];
	struct gpg g;
	int r, ended;

	place_opened(at->name, name, sizeof(name));
	if ((r = source_open(m, s)) < 0)
		return r;
	if ((r = gpg_start(&g, s->fd)) < 0) {
		(void)source_close(s);
		return r;
	}
	r = unpack ? item_unpacked(m, g.out, name) :
	    item_bytes(m, g.out, name, at->message, s->size);
	if (unpack && (r == ERR_FORMAT || r == ERR_TOO_BIG))
		drain(g.out, s->size);
	(void)snprintf(line, sizeof(line), "%s", err_line());
	ended = gpg_end(&g);
	/* What gpg says of it counts before what the wall makes of a part; but
	 * when we would have no more of it, gpg fails for that. */
	if (ended < 0 && (r == 0 || (unpack && is_its_own(r))))
		r = ended;
	else if (r < 0)
		r = err_set((enum err)r, "%s", line);
	if (r < 0) {
		r = item_end(m, r);
		(void)snprintf(line, sizeof(line), "%s", err_line());
		(void)source_close(s);
		return err_set((enum err)r, "%s", line);
	}
	return item_end(m, source_close(s));
}

int
item_as_it_is(struct import *m, struct source *s, const struct place *at)
{
	int r, ended;

	if ((r = source_open(m, s)) < 0)
		return r;
	r = item_bytes(m, s->fd, at->name, false, 0);
	ended = source_close(s);
	return item_end(m, r < 0 ? r : ended);
}

int
item_sealed(struct import *m, struct source *s, const struct place *at)
{
	const char *event = NULL;
	int r = ERR_FORMAT;

	if (at->packed && (r = through_gpg(m, s, at, true)) < 0 &&
	    r != ERR_FORMAT && r != ERR_TOO_BIG && r != ERR_FAILED)
		return r;
	if (at->packed && r < 0)
		event = "not one whole gzip file: kept as it came";
	if (r == ERR_FORMAT || r == ERR_TOO_BIG)
		r = through_gpg(m, s, at, false);
	if (r < 0 && is_its_own(r)) {
		say(m->bringer.options, "%s: %s", at->name, err_line());
		m->unopened++;
		event = "sealed by OpenPGP: it could not be opened";
		r = item_as_it_is(m, s, at);
	}
	return r < 0 || event == NULL ? r : item_event(m, event);
}

int
import_entry(struct import *m, uint32_t number, uint64_t size,
    const char *name)
{
	struct source s = { .folder = -1, .number = number, .size = size };
	struct place at;

	m->kind->look(&at, name);
	return item_sealed(m, &s, &at);
}
