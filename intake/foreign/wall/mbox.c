/* mbox.c -- see mbox.h. */
#include "intake/foreign/wall/mbox.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"

#define WINDOW (256u << 10)	/* bytes that are looked at together */
#define AHEAD (4u << 10)	/* ... of which so many are for what follows */

struct reading {
	int fd;
	bool lengths;
	uint8_t *p;		/* the window */
	size_t at, len;		/* in it: what comes next, what there is */
	uint64_t offset;	/* of p + at in the file */
	bool last;		/* the file ends with the window */
	bool fresh;		/* a line begins here */
	bool empty;		/* the line before was empty: */
	uint64_t empty_at;	/* ... it began here */
	uint64_t until;		/* no mail ends before this */
	bool open;		/* there is a mail: */
	struct mbox_mail mail;
	struct head head;
	int (*each)(void *arg, const struct mbox_mail *mail);
	void *arg;
};

bool
mbox_begins(const void *p, size_t len)
{
	return len >= 5 && memcmp(p, "From ", 5) == 0;
}

static bool
is_digit(uint8_t c)
{
	return c >= '0' && c <= '9';
}

/* "2:34" and a year: what every first line has but those of some exports. */
static bool
has_date(const uint8_t *p, size_t len)
{
	bool clock = false, year = false;
	size_t i;

	for (i = 1; i + 1 < len; i++)
		clock = clock || (p[i] == ':' && is_digit(p[i - 1]) &&
		    is_digit(p[i + 1]));
	for (i = 0; i + 4 < len; i++)
		year = year || (p[i] == ' ' && (p[i + 1] == '1' ||
		    p[i + 1] == '2') && is_digit(p[i + 2]) &&
		    is_digit(p[i + 3]) && is_digit(p[i + 4]));
	return clock && year;
}

/* "Name:" */
static bool
is_field(const uint8_t *p, size_t len)
{
	size_t n = 0;

	while (n < len && p[n] > 0x20 && p[n] < 0x7f && p[n] != ':')
		n++;
	return n > 0 && n < len && p[n] == ':';
}

/* The length of a first line that stands here; 0: none does. */
static size_t
first_line(const uint8_t *p, size_t len, bool sure)
{
	const uint8_t *nl;
	size_t n;

	if (!mbox_begins(p, len))
		return 0;
	nl = memchr(p, '\n', len < MBOX_LINE_MAX ? len : MBOX_LINE_MAX);
	n = nl != NULL ? (size_t)(nl - p) + 1 :
	    len < MBOX_LINE_MAX ? len : 0;
	if (n == 0 && sure)
		return 5;	/* the file's first line, and endless */
	return n > 0 && (sure || has_date(p, n) ||
	    is_field(p + n, len - n)) ? n : 0;
}

/* --- the mail that is open --- */

static int
end_mail(struct reading *r, uint64_t end)
{
	int code;

	if (!r->open)
		return 0;
	r->open = false;
	r->mail.length = end > r->mail.offset ? end - r->mail.offset : 0;
	code = r->each(r->arg, &r->mail);
	head_reset(&r->head);
	return code;
}

/* Whom "From sender date" names. */
static void
read_sender(struct mbox_mail *m, const uint8_t *p, size_t len)
{
	size_t n = 0;

	for (p += 5, len -= 5; n < len && p[n] > 0x20 && p[n] < 0x7f &&
	    n + 1 < sizeof(m->from); n++)
		m->from[n] = (char)p[n];
	m->from[n] = '\0';
}

static void
begin_mail(struct reading *r, size_t line)
{
	read_sender(&r->mail, r->p + r->at, line);
	r->at += line;
	r->offset += line;
	r->mail.offset = r->offset;
	r->mail.head = &r->head;
	r->open = true;
	r->fresh = true;
	r->empty = false;
	r->until = 0;
}

/* Does a mail end at `offset` of the file?  There the file ends, or a first
 * line stands, maybe behind an empty one. */
static int
ends_at(struct reading *r, uint64_t offset, bool *ends)
{
	uint8_t p[MBOX_LINE_MAX + 2];
	uint64_t size;
	size_t len, skip;
	off_t was;
	int code;

	*ends = false;
	if ((code = io_size(r->fd, &size)) < 0 || offset > size)
		return code;
	if ((was = lseek(r->fd, 0, SEEK_CUR)) < 0 ||
	    lseek(r->fd, (off_t)offset, SEEK_SET) < 0)
		return err_sys("the mbox cannot be read; import it from a "
		    "disk");
	code = io_read(r->fd, p, sizeof(p), &len);
	skip = len > 0 && p[0] == '\n' ? 1 :
	    len > 1 && p[0] == '\r' && p[1] == '\n' ? 2 : 0;
	*ends = len == skip || first_line(p + skip, len - skip, false) > 0;
	if (lseek(r->fd, was, SEEK_SET) < 0)
		return err_sys("the mbox cannot be read; import it from a "
		    "disk");
	return code;
}

/* The header is whole, and the empty line behind it was passed. */
static int
believe(struct reading *r)
{
	uint64_t length;
	bool ends;
	int code;

	if (!r->lengths || !head_length(&r->head, &length))
		return 0;
	if ((code = ends_at(r, r->offset + length, &ends)) == 0 && ends)
		r->until = r->offset + length;
	return code;
}

/* --- line by line --- */

static int
pass(struct reading *r, size_t n)
{
	const uint8_t *p = r->p + r->at;
	const bool was = r->head.whole, line = r->fresh;
	const bool ended = p[n - 1] == '\n';

	if (r->open)
		head_add(&r->head, p, n);
	r->empty = line && ended && (n == 1 || (n == 2 && p[0] == '\r'));
	if (r->empty)
		r->empty_at = r->offset;
	r->fresh = ended;
	r->at += n;
	r->offset += n;
	return r->open && !was && r->head.whole && r->empty ? believe(r) : 0;
}

/* A line, or the part of it that the window has. */
static int
take(struct reading *r)
{
	const uint8_t *p = r->p + r->at, *nl;
	size_t left = r->len - r->at, n = 0;
	const bool first = r->offset == 0;
	int code;

	if (r->fresh && (first || r->empty || r->until == r->offset) &&
	    r->offset >= r->until)
		n = first_line(p, left, first);
	if (n > 0) {
		code = end_mail(r, r->empty && r->until != r->offset ?
		    r->empty_at : r->offset);
		begin_mail(r, n);
		return code;
	}
	nl = memchr(p, '\n', left);
	return pass(r, nl != NULL ? (size_t)(nl - p) + 1 : left);
}

static int
fill(struct reading *r)
{
	size_t got;
	int code;

	memmove(r->p, r->p + r->at, r->len - r->at);
	r->len -= r->at;
	r->at = 0;
	if ((code = io_read(r->fd, r->p + r->len, WINDOW - r->len, &got)) < 0)
		return code;
	r->last = got < WINDOW - r->len;
	r->len += got;
	return 0;
}

int
mbox_read(int fd, bool lengths,
    int (*each)(void *arg, const struct mbox_mail *mail), void *arg)
{
	struct reading r = { .fd = fd, .lengths = lengths, .fresh = true,
	    .head = HEAD_INIT, .each = each, .arg = arg };
	int code = 0;

	if ((r.p = malloc(WINDOW)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	while (code == 0 && !(r.last && r.at == r.len)) {
		if (!r.last && r.len - r.at < AHEAD)
			code = fill(&r);
		while (code == 0 && r.at < r.len &&
		    (r.last || r.len - r.at >= AHEAD))
			code = take(&r);
	}
	if (code == 0)
		code = end_mail(&r, r.empty ? r.empty_at : r.offset);
	head_free(&r.head);
	free(r.p);
	return code;
}
