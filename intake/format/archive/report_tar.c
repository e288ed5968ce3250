/*
 * report_tar.c -- what the headers of a tar say beside names and contents.
 * libarchive reads the members; it does not tell all that stands around them.
 */
#include "intake/format/archive/report.h"

#include <stdio.h>
#include <string.h>

#include "intake/examine/limits.h"
#include "intake/format/archive/known.h"

#define BLOCK 512u
#define MODE_FILE 0644u
#define MODE_FOLDER 0755u

struct walk {
	const struct doc *d;
	struct answer *a;
	struct bytes line;
	size_t at, members;
	uint64_t slack;		/* bytes that are not zero behind contents */
	bool gnu;
};

static bool
is_zero(const uint8_t *p, size_t len)
{
	for (; len > 0; p++, len--)
		if (*p != 0)
			return false;
	return true;
}

/* Octal digits; or, after a first byte of 0x80, base 256. */
static uint64_t
number(const uint8_t *p, size_t len)
{
	uint64_t v = 0;
	size_t i;

	if ((p[0] & 0x80) != 0) {
		for (i = 1; i < len; i++)
			v = v << 8 | p[i];
		return v;
	}
	for (i = 0; i < len && (p[i] == ' ' || p[i] == 0); i++)
		;
	for (; i < len && p[i] >= '0' && p[i] <= '7'; i++)
		v = v << 3 | (unsigned)(p[i] - '0');
	return v;
}

/* "LEN key=value\n", again and again. */
static void
pax_records(struct walk *w, const char *p, size_t len)
{
	static const char *const own[] = { "path=", "linkpath=", "size=" };
	size_t n, digits, i;
	const char *equal;

	while (len > 0) {
		for (n = 0, digits = 0; digits < len && digits < 9 &&
		    p[digits] >= '0' && p[digits] <= '9'; digits++)
			n = n * 10 + (size_t)(p[digits] - '0');
		if (n <= digits + 1 || n > len || p[digits] != ' ' ||
		    (equal = memchr(p + digits + 1, '=', n - digits - 1)) ==
		    NULL) {
			report_add(&w->line, "pax", "%zu bytes of no known "
			    "shape", len);
			return;
		}
		for (i = 0; i < sizeof(own) / sizeof(own[0]); i++)
			if (strncmp(p + digits + 1, own[i],
			    strlen(own[i])) == 0)
				break;
		if (i == sizeof(own) / sizeof(own[0]) &&
		    w->line.len < REPORT_LINE_MAX)
			report_add(&w->line, "pax", "%.*s",
			    (int)(n - digits - 2), p + digits + 1);
		p += n;
		len -= n;
	}
}

static void
add_field(struct bytes *line, const char *what, const uint8_t *p, size_t max)
{
	size_t n = strnlen((const char *)p, max);

	if (n > 0)
		report_add(line, what, "%.*s", (int)n, (const char *)p);
}

static void
header_line(struct walk *w, const uint8_t *p)
{
	uint64_t uid = number(p + 108, 8), gid = number(p + 116, 8);
	unsigned mode = (unsigned)number(p + 100, 8) & 07777;

	if (uid != 0 || gid != 0)
		report_add(&w->line, "ids", "%llu:%llu",
		    (unsigned long long)uid, (unsigned long long)gid);
	add_field(&w->line, "user", p + 265, 32);
	add_field(&w->line, "group", p + 297, 32);
	if (number(p + 136, 12) != 0)
		report_add(&w->line, "modified", "%llu",
		    (unsigned long long)number(p + 136, 12));
	if (mode != (p[156] == '5' ? MODE_FOLDER : MODE_FILE))
		report_add(&w->line, "mode", "%o", mode);
	if (memcmp(p + 257, "ustar  ", 8) == 0)
		w->gnu = true;
	else if (memcmp(p + 257, "ustar", 6) != 0)
		report_add(&w->line, "header", "of an old kind");
	else if (!is_zero(p + 500, 12))
		report_add(&w->line, "header", "with bytes behind it");
}

/* One header and what it describes. */
static void
step(struct walk *w)
{
	const uint8_t *p = w->d->data + w->at;
	uint64_t size = number(p + 124, 12), left;
	bool sparse = p[156] == 'S' && p[482] != 0;

	w->at += BLOCK;
	for (; sparse && w->d->len - w->at >= BLOCK; w->at += BLOCK)
		if (w->d->data[w->at + 504] == 0) {
			w->at += BLOCK;
			break;
		}
	left = w->d->len - w->at;
	if (strchr("123456", p[156]) != NULL && p[156] != 0 && p[156] != '5')
		size = p[156] == '1' && size <= left ? size : 0;
	if (size > left)
		size = left;
	if (p[156] == 'x' || p[156] == 'g' || p[156] == 'X') {
		pax_records(w, (const char *)w->d->data + w->at, (size_t)size);
	} else if (p[156] != 'L' && p[156] != 'K') {
		header_line(w, p);
		if (p[156] == 'V' || p[156] == 'M' || p[156] == 'N')
			add_field(&w->line, "label", p, 100);
		report_line(w->a, "tar", ++w->members, &w->line);
	}
	w->at += (size_t)size;
	left = (BLOCK - size % BLOCK) % BLOCK;
	if (left > w->d->len - w->at)
		left = w->d->len - w->at;
	if (!is_zero(w->d->data + w->at, (size_t)left))
		w->slack += left;
	w->at += (size_t)left;
}

int
report_tar(const struct doc *d, struct answer *a)
{
	struct walk w = { .d = d, .a = a,
	    .line = BYTES_INIT(8 * REPORT_LINE_MAX) };

	while (d->len - w.at >= BLOCK && w.members <= MEMBERS_MAX &&
	    !is_zero(d->data + w.at, BLOCK) && known_tar_header(d->data + w.at))
		step(&w);
	if (w.gnu)
		answer_metaf(a, "tar", "written by", "GNU tar or the like");
	if (w.slack > 0)
		answer_mark(a, MARK_TRAILING_DATA, w.slack,
		    "bytes behind the contents of members");
	while (w.at < d->len && d->data[w.at] == 0)
		w.at++;
	if (w.at < d->len)
		answer_mark(a, MARK_TRAILING_DATA, d->len - w.at,
		    "bytes after the end of the archive");
	bytes_free(&w.line);
	return 0;
}
