/*
 * old_doc.c -- the text of a DOC ([MS-DOC]): a table of pieces says where in
 * the stream each stretch of text lies.  Files of Word 6 and 95 have it in one.
 *
 * The text is whole: body, notes, heads and feet, annotations, boxes; and with
 * it what is hidden or marked as deleted, for that is told by formatting.
 */
#include <string.h>

#include "intake/format/old/old_text.h"
#include "vault/base/err.h"

#define FIB_SIGN 0xa5ecu
#define FIB_WORD97 0xc1u	/* version: from here on there are pieces */
#define FIB_ENCRYPTED 0x0100u
#define FIB_TABLE_1 0x0200u
#define FIB_MIN 0x20u		/* bytes that all versions have */
#define FIB_PAIRS 0x9au		/* of places and lengths, from Word 97 on */
#define PAIR_BOOKMARKS 21u
#define PAIR_ASSOCIATED 32u
#define PAIR_PIECES 33u
#define PAIR_NOTE_OWNERS 36u
#define PAIR_REVISERS 51u
#define PAIR_SAVED_BY 71u
#define COMPRESSED 0x40000000u

struct doc_file {
	struct bytes main, table;
};

/* Where a pair points to in the table; NULL when there is nothing. */
static const uint8_t *
pair(const struct doc_file *f, unsigned i, size_t *len)
{
	size_t at = FIB_PAIRS + 8 * (size_t)i, from;

	if (f->main.len < at + 8)
		return NULL;
	from = old_u32(f->main.data + at);
	*len = old_u32(f->main.data + at + 4);
	if (*len == 0 || from > f->table.len || *len > f->table.len - from)
		return NULL;
	return f->table.data + from;
}

/* Text with its marks: cells, fields, notes. */
struct marks {
	struct bytes *out;
	unsigned codes;		/* fields whose code is being read */
	unsigned fields;
	bool cell;		/* the last was the end of a cell */
	struct bytes code;
};

/* Addresses are part of what a reader sees; other codes are not. */
static void
field_code(struct marks *m, uint32_t cp)
{
	if (cp == 0x14 || cp == 0x15) {
		if (m->code.len > 11 && memmem(m->code.data, m->code.len,
		    "HYPERLINK ", 10) != NULL) {
			(void)bytes_add(m->out, "<", 1);
			(void)bytes_add(m->out, m->code.data, m->code.len);
			(void)bytes_add(m->out, "> ", 2);
		}
		bytes_free(&m->code);
	} else if (m->code.len < 4096) {
		old_put_char(&m->code, cp);
	}
}

static void
mark(struct marks *m, uint32_t cp)
{
	bool cell = cp == 0x07;

	if (cp == 0x13) {
		m->codes++;
		m->fields++;
		bytes_free(&m->code);
	} else if (m->codes > 0) {
		if (cp == 0x14 || cp == 0x15)
			m->codes--;
		field_code(m, cp);
	} else if (cell) {
		/* A row ends with a mark right behind its last cell's. */
		old_put_char(m->out, m->cell ? '\n' : '\t');
		cell = !m->cell;
	} else if (cp == 0x0d || cp == 0x0b || cp == 0x0c) {
		old_put_char(m->out, '\n');
	} else if (cp == 0x1e) {
		old_put_char(m->out, 0x2011);
	} else if (cp >= 0x20 || cp == '\t') {
		old_put_char(m->out, cp);
	}
	m->cell = cell;
}

static void
piece_8(struct marks *m, const uint8_t *p, size_t len)
{
	struct bytes one = BYTES_INIT(8);
	size_t i;

	for (i = 0; i < len; i++) {
		if (p[i] < 0x80) {
			mark(m, p[i]);
			continue;
		}
		bytes_reset(&one);
		old_put_1252(&one, p + i, 1);
		if (m->codes == 0)
			(void)bytes_add(m->out, one.data, one.len);
		m->cell = false;
	}
	bytes_free(&one);
}

static void
piece_16(struct marks *m, const uint8_t *p, size_t units)
{
	uint32_t cp, low;
	size_t i;

	for (i = 0; i < units; i++) {
		cp = old_u16(p + 2 * i);
		if (cp >= 0xd800 && cp < 0xdc00 && i + 1 < units &&
		    (low = old_u16(p + 2 * i + 2)) >= 0xdc00 && low < 0xe000) {
			cp = 0x10000 + ((cp - 0xd800) << 10) + (low - 0xdc00);
			i++;
		}
		mark(m, cp);
	}
}

/* The table of pieces, behind what only concerns their look. */
static const uint8_t *
pieces(const struct doc_file *f, size_t *len)
{
	const uint8_t *p = pair(f, PAIR_PIECES, len);
	size_t n;

	while (p != NULL && *len >= 3 && p[0] == 1) {
		n = 3 + old_u16(p + 1);
		if (n > *len)
			return NULL;
		p += n;
		*len -= n;
	}
	if (p == NULL || *len < 5 || p[0] != 2)
		return NULL;
	n = old_u32(p + 1);
	if (n > *len - 5)
		return NULL;
	*len = n;
	return p + 5;
}

static int
text_97(struct marks *m, const struct doc_file *f)
{
	const uint8_t *p;
	size_t len = 0, n, i, chars, at;
	uint32_t from;
	uint64_t total = 0;

	if ((p = pieces(f, &len)) == NULL || len < 16)
		return old_damaged();
	n = (len - 4) / 12;
	if (n > OLD_PIECES_MAX)
		return err_set(ERR_TOO_BIG, "the text lies in too many pieces; "
		    "treat the file as hostile");
	for (i = 0; i < n; i++) {
		if (old_u32(p + 4 * i + 4) < old_u32(p + 4 * i))
			return old_damaged();
		chars = old_u32(p + 4 * i + 4) - old_u32(p + 4 * i);
		from = old_u32(p + 4 * (n + 1) + 8 * i + 2);
		/* Many pieces may share their bytes; not without end. */
		if ((total += chars) > 2 * (uint64_t)f->main.len)
			return old_damaged();
		at = from & COMPRESSED ? (from & ~COMPRESSED) / 2 : from;
		if (at > f->main.len || chars > (f->main.len - at) /
		    (from & COMPRESSED ? 1 : 2))
			return old_damaged();
		if (from & COMPRESSED)
			piece_8(m, f->main.data + at, chars);
		else
			piece_16(m, f->main.data + at, chars);
	}
	return bytes_ok(m->out);
}

static int
text_95(struct marks *m, const struct doc_file *f)
{
	size_t from = old_u32(f->main.data + 0x18);
	size_t to = old_u32(f->main.data + 0x1c);

	if (from > to || to > f->main.len)
		return old_damaged();
	piece_8(m, f->main.data + from, to - from);
	return bytes_ok(m->out);
}

/* A table of strings ([MS-DOC] 2.2.4): names of people and of files. */
static void
tell_strings(struct answer *a, const struct doc_file *f, unsigned which,
    const char *name)
{
	size_t len = 0, at = 6, n, i, extra;
	const uint8_t *p = pair(f, which, &len);

	if (p == NULL || len < 6 || old_u16(p) != 0xffff)
		return;
	n = old_u16(p + 2);
	extra = old_u16(p + 4);
	for (i = 0; i < n && i < OLD_NAMES_MAX && at + 2 <= len; i++) {
		size_t units = old_u16(p + at);

		at += 2;
		if (units > (len - at) / 2)
			return;
		old_tell(a, "doc", name, p + at, units);
		at += 2 * units;
		if (extra > len - at)
			return;
		at += extra;
	}
}

static void
tell_owners(struct answer *a, const struct doc_file *f)
{
	size_t len = 0, at = 0, i, units;
	const uint8_t *p = pair(f, PAIR_NOTE_OWNERS, &len);

	for (i = 0; p != NULL && i < OLD_NAMES_MAX && at + 2 <= len; i++) {
		units = old_u16(p + at);
		at += 2;
		if (units > (len - at) / 2)
			return;
		old_tell(a, "doc", "Annotation by", p + at, units);
		at += 2 * units;
	}
}

int
old_doc_text(struct bytes *out, const struct ole *o, struct answer *a)
{
	struct doc_file f = { .main = BYTES_INIT(OLE_STREAM_MAX),
	    .table = BYTES_INIT(OLE_STREAM_MAX) };
	struct marks m = { .out = out, .code = BYTES_INIT(32768) };
	const struct ole_entry *e = ole_find(o, OLE_ROOT, "WordDocument");
	uint32_t flags;
	int r;

	if (e == NULL || e->storage)
		return old_damaged();
	if ((r = ole_read(o, e, &f.main)) < 0)
		goto done;
	if (f.main.len < FIB_MIN || (old_u16(f.main.data) != FIB_SIGN &&
	    old_u16(f.main.data + 2) >= FIB_WORD97)) {
		r = old_damaged();
		goto done;
	}
	flags = old_u16(f.main.data + 10);
	if (flags & FIB_ENCRYPTED) {
		r = old_encrypted();
		goto done;
	}
	if (old_u16(f.main.data + 2) < FIB_WORD97) {
		r = text_95(&m, &f);
		goto done;
	}
	e = ole_find(o, OLE_ROOT, flags & FIB_TABLE_1 ? "1Table" : "0Table");
	if (e == NULL || e->storage)
		r = old_damaged();
	else if ((r = ole_read(o, e, &f.table)) == 0)
		r = text_97(&m, &f);
	if (r == 0 && a != NULL) {
		tell_strings(a, &f, PAIR_ASSOCIATED, "Associated");
		tell_strings(a, &f, PAIR_REVISERS, "Changed by");
		tell_strings(a, &f, PAIR_SAVED_BY, "Saved by, and where");
		tell_strings(a, &f, PAIR_BOOKMARKS, "Bookmark");
		tell_owners(a, &f);
	}
done:
	bytes_free(&m.code);
	bytes_free(&f.main);
	bytes_free(&f.table);
	return r;
}
