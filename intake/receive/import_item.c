/*
 * import_item.c -- single files of an export that become items (import_run.h).
 * What is sealed by OpenPGP goes from its file through the person's gpg, and
 * through the wall when it is packed, straight into the sealing: it is
 * complete only when every one of them says so, and else it never was.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "intake/examine/expansion.h"
#include "intake/receive/gpg.h"
#include "intake/receive/import_run.h"
#include "intake/receive/spool.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/print.h"

/* Where a sealed file comes from, as often as it is wanted. */
struct source {
	int folder;		/* -1: it is in the packed export */
	const char *path;
	uint32_t number;
	uint64_t size;		/* bytes */
	struct foreign *entry;
	int fd;			/* open, to be read from its start */
};

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

/* --- bytes that become an item --- */

/* A message is read whole first, to see that it is a text. */
static int
gather_text(int fd, struct bytes *text)
{
	uint8_t *p;
	size_t got;
	int r;

	do {
		if ((r = bytes_room(text, IO_CHUNK, &p)) < 0)
			return r;
		if ((r = io_read(fd, p, IO_CHUNK, &got)) < 0)
			return r;
		text->len -= IO_CHUNK - got;
	} while (got == IO_CHUNK && text->len + IO_CHUNK <= FOREIGN_TEXT_MAX);
	return 0;
}

static bool
is_text(const struct bytes *b)
{
	return b->len > 0 && b->len < FOREIGN_TEXT_MAX - IO_CHUNK &&
	    utf8_valid(b->data, b->len) && memchr(b->data, '\0', b->len) ==
	    NULL;
}

static int
copy_rest(struct import *m, int fd, uint64_t sealed)
{
	struct bringing *g = &m->now;
	uint8_t part[IO_CHUNK];
	uint64_t total = 0;
	size_t got;
	int r;

	do {
		if ((r = io_read(fd, part, sizeof(part), &got)) < 0 ||
		    (got > 0 && (r = submission_write(g->submission, g->sink,
		    part, got)) < 0))
			break;
		total += got;
		if (sealed > 0 && expands_too_far(sealed, total))
			r = err_set(ERR_TOO_BIG, "it unpacks to more than any "
			    "honest file; look at what it is");
	} while (r == 0 && got == sizeof(part));
	explicit_bzero(part, sizeof(part));
	return r;
}

/* All of `fd` is the next item, which is not ended; `sealed` is the size of
 * what it was opened from, 0 when it was not. */
static int
add_bytes(struct import *m, int fd, const char *name, bool message,
    uint64_t sealed)
{
	struct bytes text = BYTES_INIT(FOREIGN_TEXT_MAX);
	struct bringing *g = &m->now;
	int r = 0;

	if (message && (r = gather_text(fd, &text)) < 0)
		goto done;
	if ((r = submission_begin_item(g->submission, g->sink,
	    is_text(&text) ? ITEM_MESSAGE : ITEM_FILE, name)) < 0)
		goto done;
	if (text.len > 0 && (r = submission_write(g->submission, g->sink,
	    text.data, text.len)) < 0)
		goto done;
	r = copy_rest(m, fd, sealed);
done:
	if (text.data != NULL)
		explicit_bzero(text.data, text.cap);
	bytes_free(&text);
	return r;
}

/* What the wall says of one gzip file; its item is not ended. */
static int
take_single(struct import *m, struct foreign *f)
{
	struct bringing *g = &m->now;
	struct foreign_saying s;
	int r;

	do {
		if ((r = foreign_next(f, &s)) < 0)
			break;
		if (s.record == FOREIGN_ITEM)
			r = submission_begin_item(g->submission, g->sink,
			    ITEM_FILE, s.value);
		else if (s.record == FOREIGN_DATA)
			r = submission_write(g->submission, g->sink, s.data,
			    s.len);
	} while (r == 0 && s.record != FOREIGN_DONE);
	return r;
}

static int
add_packed(struct import *m, int fd, const char *name)
{
	char plain[MANIFEST_NAME_MAX + 1];
	size_t len = strnlen(name, MANIFEST_NAME_MAX);
	struct foreign *f;
	int r;

	if (len > 3 && strcmp(name + len - 3, ".gz") == 0)
		len -= 3;
	(void)snprintf(plain, sizeof(plain), "%.*s", (int)len, name);
	if ((r = foreign_start_with(&f, "gzip", plain, fd)) < 0)
		return r;
	r = take_single(m, f);
	foreign_stop(f);
	return r;
}

/* The item is whole, or there is none of it. */
static int
end_item(struct import *m, int r)
{
	char line[ERR_LINE_MAX];

	if (r == 0 && (r = submission_end_item(m->now.submission,
	    m->now.sink)) == 0) {
		m->items++;
		return 0;
	}
	(void)snprintf(line, sizeof(line), "%s", err_line());
	submission_cancel_item(m->now.submission);
	return err_set((enum err)r, "%s", line);
}

int
import_gunzip(struct import *m, int fd, const char *name)
{
	return end_item(m, add_packed(m, fd, name));
}

/* --- by gpg --- */

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
	r = unpack ? add_packed(m, g.out, name) :
	    add_bytes(m, g.out, name, at->message, s->size);
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
		r = end_item(m, r);
		(void)snprintf(line, sizeof(line), "%s", err_line());
		(void)source_close(s);
		return err_set((enum err)r, "%s", line);
	}
	return end_item(m, source_close(s));
}

/* An item as it came, sealed. */
static int
keep_sealed(struct import *m, struct source *s, const struct place *at)
{
	int r, ended;

	if ((r = source_open(m, s)) < 0)
		return r;
	r = add_bytes(m, s->fd, at->name, false, 0);
	ended = source_close(s);
	return end_item(m, r < 0 ? r : ended);
}

static int
add_fact(struct import *m, const char *event)
{
	return submission_fact(m->now.submission, FACT_EVENT, event);
}

static int
open_sealed(struct import *m, struct source *s, const struct place *at)
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
		r = keep_sealed(m, s, at);
	}
	return r < 0 || event == NULL ? r : add_fact(m, event);
}

int
import_entry(struct import *m, uint32_t number, uint64_t size,
    const char *name)
{
	struct source s = { .folder = -1, .number = number, .size = size };
	struct place at;

	m->kind->look(&at, name);
	return open_sealed(m, &s, &at);
}

/* --- a file of a folder --- */

static int
add_plain(struct import *m, int fd, const struct place *at)
{
	int r;

	if (at->packed) {
		r = import_gunzip(m, fd, at->name);
		if (r != ERR_FORMAT && r != ERR_TOO_BIG)
			return r;
		if (lseek(fd, 0, SEEK_SET) != 0)
			return err_sys("a file of the export cannot be read "
			    "again");
		r = end_item(m, add_bytes(m, fd, at->name, false, 0));
		return r < 0 ? r : add_fact(m, "not one whole gzip file: kept "
		    "as it came");
	}
	return end_item(m, add_bytes(m, fd, at->name, at->message, 0));
}

int
import_file(struct import *m, int folder, const char *path,
    const struct place *at)
{
	struct source s = { .folder = folder, .path = path };
	struct stat st;
	int fd, r;

	if (at->own)
		return import_left(m, FOREIGN_OWN, path);
	if ((fd = spool_open(folder, path)) < 0 || fstat(fd, &st) != 0 ||
	    !S_ISREG(st.st_mode)) {
		io_close(&fd);
		return import_missing(m, path);
	}
	s.size = (uint64_t)st.st_size;
	if (!at->sealed) {
		r = add_plain(m, fd, at);
	} else if (m->gpg) {
		r = open_sealed(m, &s, at);
	} else {
		m->sealed++;
		if ((r = keep_sealed(m, &s, at)) == 0)
			r = add_fact(m, "sealed by OpenPGP: kept as it came");
	}
	io_close(&fd);
	return r < 0 ? r : import_facts(m, at);
}
