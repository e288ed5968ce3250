/* import_item.c -- bytes and single files of an export that become items
 * (import_run.h, import_item.h). */
#include "intake/receive/import_item.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "intake/examine/expansion.h"
#include "intake/receive/spool.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/print.h"

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

int
item_bytes(struct import *m, int fd, const char *name, bool message,
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

/* What the wall says of one gzip file: one item, which is not ended. */
static int
take_single(struct import *m, struct foreign *f)
{
	struct bringing *g = &m->now;
	struct foreign_saying s;
	unsigned items = 0;
	int r;

	do {
		if ((r = foreign_next(f, &s)) < 0)
			break;
		if ((s.record == FOREIGN_ITEM && items++ > 0) ||
		    (s.record == FOREIGN_DONE && items == 0))
			return foreign_broken();
		if (s.record == FOREIGN_ITEM)
			r = submission_begin_item(g->submission, g->sink,
			    ITEM_FILE, s.value);
		else if (s.record == FOREIGN_DATA)
			r = submission_write(g->submission, g->sink, s.data,
			    s.len);
	} while (r == 0 && s.record != FOREIGN_DONE);
	return r;
}

int
item_unpacked(struct import *m, int fd, const char *name)
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

int
item_end(struct import *m, int r)
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
item_event(struct import *m, const char *event)
{
	return submission_fact(m->now.submission, FACT_EVENT, event);
}

/* --- a file of a folder --- */

static int
add_plain(struct import *m, int fd, const struct place *at)
{
	int r;

	if (at->packed) {
		r = item_end(m, item_unpacked(m, fd, at->name));
		if (r != ERR_FORMAT && r != ERR_TOO_BIG)
			return r;
		if (lseek(fd, 0, SEEK_SET) != 0)
			return err_sys("a file of the export cannot be read "
			    "again");
		r = item_end(m, item_bytes(m, fd, at->name, false, 0));
		return r < 0 ? r : item_event(m, "not one whole gzip file: kept "
		    "as it came");
	}
	return item_end(m, item_bytes(m, fd, at->name, at->message, 0));
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
		r = item_sealed(m, &s, at);
	} else {
		m->sealed++;
		if ((r = item_as_it_is(m, &s, at)) == 0)
			r = item_event(m, "sealed by OpenPGP: kept as it came");
	}
	io_close(&fd);
	return r < 0 ? r : import_facts(m, at);
}
