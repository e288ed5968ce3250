/*
 * old_xls.c -- the text of an XLS ([MS-XLS], BIFF8 and BIFF5): cells of
 * sheets, with the strings that they share, notes, boxes, heads and feet.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "intake/format/old/old_text.h"
#include "vault/base/err.h"

#define HEAD 4u			/* bytes of a record's header */
#define BIFF8 0x0600u

enum {
	R_FORMULA = 0x06, R_EOF = 0x0a, R_HEADER = 0x14, R_FOOTER = 0x15,
	R_NOTE = 0x1c, R_FILEPASS = 0x2f, R_CONTINUE = 0x3c,
	R_WRITEACCESS = 0x5c, R_BOUNDSHEET = 0x85, R_MULRK = 0xbd,
	R_RSTRING = 0xd6, R_SST = 0xfc, R_LABELSST = 0xfd, R_TXO = 0x1b6,
	R_HLINK = 0x1b8, R_NUMBER = 0x203, R_LABEL = 0x204, R_BOOLERR = 0x205,
	R_STRING = 0x207, R_RK = 0x27e, R_BOF = 0x809
};

struct shared {
	size_t at, len;		/* of xls.pool */
};

struct sheet {
	uint32_t at;		/* of its first record */
	size_t name, len;	/* of xls.pool */
	bool hidden;
};

struct xls {
	struct bytes *out;
	struct answer *a;
	struct bytes pool;	/* UTF-8 */
	struct shared *strings;
	size_t nstrings;
	struct sheet *sheets;
	size_t nsheets;
	bool wide;		/* BIFF8 */
	unsigned depth;		/* streams inside streams */
	int64_t row;		/* that is being written; -1 */
	uint32_t column;
};

/* Strings that run over several records: each goes on with its own flag. */
struct chars {
	const uint8_t *p;	/* the stream */
	size_t len;
	size_t at, end;		/* of the record in hand */
	size_t next;		/* the record behind it */
};

static bool
goes_on(struct chars *c)
{
	size_t n;

	if (c->len - c->next < HEAD ||
	    old_u16(c->p + c->next) != R_CONTINUE)
		return false;
	n = old_u16(c->p + c->next + 2);
	if (n > c->len - c->next - HEAD)
		return false;
	c->at = c->next + HEAD;
	c->end = c->at + n;
	c->next = c->end;
	return true;
}

static bool
skip(struct chars *c, size_t n)
{
	while (n > c->end - c->at) {
		n -= c->end - c->at;
		if (!goes_on(c))
			return false;
	}
	c->at += n;
	return true;
}

/* `units` characters from here, appended to `out`. */
static bool
run(struct chars *c, size_t units, bool wide, struct bytes *out)
{
	size_t n;

	while (units > 0) {
		if (c->at == c->end) {
			if (!goes_on(c) || c->at == c->end)
				return false;
			wide = (c->p[c->at++] & 1) != 0;
			continue;
		}
		n = (c->end - c->at) / (wide ? 2 : 1);
		if (n == 0)
			return false;
		if (n > units)
			n = units;
		if (wide)
			old_put_utf16(out, c->p + c->at, n);
		else
			old_put_1252(out, c->p + c->at, n);
		c->at += n * (wide ? 2 : 1);
		units -= n;
	}
	return true;
}

/* A string with its length before it, and what hangs on it behind. */
static bool
string(struct chars *c, size_t units, struct bytes *out)
{
	size_t runs = 0, more = 0;
	unsigned flags;

	if (c->end - c->at < 1)
		return units == 0;
	flags = c->p[c->at++];
	if (flags & 8) {
		if (c->end - c->at < 2)
			return false;
		runs = old_u16(c->p + c->at);
		c->at += 2;
	}
	if (flags & 4) {
		if (c->end - c->at < 4)
			return false;
		more = old_u32(c->p + c->at);
		c->at += 4;
	}
	if (!run(c, units, (flags & 1) != 0, out))
		return false;
	return skip(c, runs * 4 + more);
}

static int
shared_strings(struct xls *x, struct chars *c)
{
	size_t n, i;

	if (x->strings != NULL || c->end - c->at < 8)
		return 0;
	n = old_u32(c->p + c->at + 4);
	/* Each takes three bytes at least. */
	if (n > OLD_STRINGS_MAX || n > c->len / 3 + 1)
		return old_damaged();
	if ((x->strings = calloc(n + 1, sizeof *x->strings)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	c->at += 8;
	for (i = 0; i < n; i++) {
		size_t units, before = x->pool.len;

		if (c->at == c->end && !goes_on(c))
			break;
		if (c->end - c->at < 3)
			break;
		units = old_u16(c->p + c->at);
		c->at += 2;
		if (!string(c, units, &x->pool))
			break;
		x->strings[i] = (struct shared){ .at = before,
		    .len = x->pool.len - before };
		x->nstrings = i + 1;
	}
	return bytes_ok(&x->pool);
}

static int
bound_sheet(struct xls *x, const uint8_t *p, size_t len)
{
	struct sheet *s;
	size_t units;

	if (len < 8 || x->nsheets == OLD_SHEETS_MAX)
		return 0;
	if (x->sheets == NULL && (x->sheets = calloc(OLD_SHEETS_MAX,
	    sizeof *x->sheets)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	s = &x->sheets[x->nsheets++];
	s->at = old_u32(p);
	s->hidden = (p[4] & 3) != 0;
	s->name = x->pool.len;
	units = p[6];
	if (!x->wide && units <= len - 7)
		old_put_1252(&x->pool, p + 7, units);
	else if (x->wide && (p[7] & 1) != 0 && 2 * units <= len - 8)
		old_put_utf16(&x->pool, p + 8, units);
	else if (x->wide && units <= len - 8)
		old_put_1252(&x->pool, p + 8, units);
	s->len = x->pool.len - s->name;
	return bytes_ok(&x->pool);
}

/* The line and the column of a cell. */
static void
cell(struct xls *x, uint32_t row, uint32_t column)
{
	uint32_t tabs;

	if (x->row != (int64_t)row) {
		if (x->row >= 0)
			old_put_char(x->out, '\n');
		x->row = row;
		x->column = 0;
	}
	tabs = column > x->column ? column - x->column : 0;
	if (tabs > OLD_COLUMNS_MAX)
		tabs = OLD_COLUMNS_MAX;
	while (tabs-- > 0)
		old_put_char(x->out, '\t');
	x->column = column;
}

static void
line_end(struct xls *x)
{
	if (x->row >= 0)
		old_put_char(x->out, '\n');
	x->row = -1;
}

static void
put_number(struct xls *x, double v)
{
	if (isfinite(v))
		(void)bytes_addf(x->out, "%.15g", v);
}

static double
real(const uint8_t *p)
{
	uint64_t bits = old_u32(p) | (uint64_t)old_u32(p + 4) << 32;
	double v;

	memcpy(&v, &bits, sizeof v);
	return v;
}

/* A number in four bytes ([MS-XLS] 2.5.217). */
static double
rk(const uint8_t *p)
{
	uint32_t n = old_u32(p);
	uint64_t bits = (uint64_t)(n & ~3u) << 32;
	double v;

	if (n & 2)
		v = (double)((int32_t)n >> 2);
	else
		memcpy(&v, &bits, sizeof v);
	return n & 1 ? v / 100 : v;
}

/* A string of BIFF8, or of BIFF5, behind its length of two bytes. */
static void
put_string(struct xls *x, struct chars *c)
{
	size_t units;

	if (c->end - c->at < 2)
		return;
	units = old_u16(c->p + c->at);
	c->at += 2;
	if (x->wide)
		(void)string(c, units, x->out);
	else if (units <= c->end - c->at)
		old_put_1252(x->out, c->p + c->at, units);
}

static void
numbers(struct xls *x, const uint8_t *p, size_t len)
{
	uint32_t column = old_u16(p + 2);
	size_t i;

	for (i = 4; len >= 6 && i + 6 <= len - 2; i += 6) {
		cell(x, old_u16(p), column++);
		put_number(x, rk(p + i + 2));
	}
}

static void
formula(struct xls *x, const uint8_t *p, size_t len)
{
	if (len < 14)
		return;
	cell(x, old_u16(p), old_u16(p + 2));
	/* Words follow in a record of their own. */
	if (old_u16(p + 12) != 0xffff)
		put_number(x, real(p + 6));
	else if (p[6] == 1)
		(void)bytes_add_str(x->out, p[8] ? "TRUE" : "FALSE");
}

static void
link_target(struct xls *x, const uint8_t *p, size_t len)
{
	struct bytes b = BYTES_INIT(65536);
	static const char *const ways[] = { "h\0t\0t\0p", "m\0a\0i\0l",
	    "f\0t\0p\0:" };
	const uint8_t *s;
	size_t i, n;

	for (i = 0; i < 3; i++) {
		if ((s = memmem(p, len, ways[i], 7)) == NULL)
			continue;
		for (n = 0; (size_t)(p + len - s) >= 2 * n + 2 &&
		    old_u16(s + 2 * n) >= 0x20; n++)
			;
		old_put_utf16(&b, s, n);
		line_end(x);
		(void)bytes_add(x->out, b.data, b.len);
		old_put_char(x->out, '\n');
		break;
	}
	bytes_free(&b);
}

/* A box's text is in the record behind it. */
static void
box(struct xls *x, struct chars *c)
{
	size_t units;

	if (c->end - c->at < 18)
		return;
	units = old_u16(c->p + c->at + 10);
	if (units == 0 || !goes_on(c) || c->at == c->end)
		return;
	line_end(x);
	c->at++;
	(void)run(c, units, (c->p[c->at - 1] & 1) != 0, x->out);
	old_put_char(x->out, '\n');
}

static void
new_stream(struct xls *x, size_t at, const uint8_t *p, size_t len)
{
	size_t i;

	line_end(x);
	if (x->depth++ == 0 && len >= 2 && at == 0)
		x->wide = old_u16(p) >= BIFF8;
	for (i = 0; i < x->nsheets; i++)
		if (x->sheets[i].at == at) {
			(void)bytes_add(x->out, x->pool.data +
			    x->sheets[i].name, x->sheets[i].len);
			old_put_char(x->out, '\n');
			if (x->a != NULL && x->sheets[i].hidden)
				answer_mark(x->a, MARK_HIDDEN_TEXT, 1,
				    "a hidden sheet");
		}
}

/* Who wrote it, padded with blanks. */
static void
writer(const struct xls *x, struct chars *c)
{
	struct bytes b = BYTES_INIT(4096);

	if (x->a == NULL)
		return;
	if (x->wide && c->end - c->at >= 3) {
		size_t units = old_u16(c->p + c->at);

		c->at += 2;
		(void)string(c, units, &b);
	} else if (!x->wide && c->end - c->at >= 1 &&
	    c->p[c->at] < c->end - c->at) {
		old_put_1252(&b, c->p + c->at + 1, c->p[c->at]);
	}
	while (b.len > 0 && b.data[b.len - 1] == ' ')
		b.len--;
	if (b.len > 0)
		answer_meta(x->a, "xls", "Last saved by", b.data, b.len);
	bytes_free(&b);
}

static void
note(const struct xls *x, struct chars *c)
{
	struct bytes b = BYTES_INIT(4096);

	if (x->a == NULL || !x->wide || c->end - c->at < 11)
		return;
	c->at += 10;
	(void)string(c, old_u16(c->p + c->at - 2), &b);
	if (b.len > 0)
		answer_meta(x->a, "xls", "Note by", b.data, b.len);
	bytes_free(&b);
}

static int
record(struct xls *x, unsigned type, size_t at, struct chars *c)
{
	const uint8_t *p = c->p + c->at;
	size_t len = c->end - c->at, i;

	switch (type) {
	case R_BOF:
		new_stream(x, at, p, len);
		return bytes_ok(x->out);
	case R_EOF:
		line_end(x);
		x->depth -= x->depth > 0;
		return 0;
	case R_FILEPASS:
		return old_encrypted();
	case R_BOUNDSHEET:
		return bound_sheet(x, p, len);
	case R_SST:
		return shared_strings(x, c);
	case R_WRITEACCESS:
		writer(x, c);
		return 0;
	case R_NOTE:
		note(x, c);
		return 0;
	case R_TXO:
		box(x, c);
		return bytes_ok(x->out);
	case R_HLINK:
		link_target(x, p, len);
		return 0;
	case R_HEADER:
	case R_FOOTER:
		if (len > 3 && x->wide) {
			line_end(x);
			put_string(x, c);
			old_put_char(x->out, '\n');
		}
		return 0;
	case R_STRING:
		put_string(x, c);
		return bytes_ok(x->out);
	default:
		break;
	}
	if (len < 6)
		return 0;
	if (type == R_FORMULA) {
		formula(x, p, len);
	} else if (type == R_MULRK) {
		numbers(x, p, len);
	} else if (type == R_LABELSST && len >= 10) {
		cell(x, old_u16(p), old_u16(p + 2));
		if ((i = old_u32(p + 6)) < x->nstrings)
			(void)bytes_add(x->out, x->pool.data +
			    x->strings[i].at, x->strings[i].len);
	} else if (type == R_LABEL || type == R_RSTRING) {
		cell(x, old_u16(p), old_u16(p + 2));
		c->at += 6;
		put_string(x, c);
	} else if (type == R_NUMBER && len >= 14) {
		cell(x, old_u16(p), old_u16(p + 2));
		put_number(x, real(p + 6));
	} else if (type == R_RK && len >= 10) {
		cell(x, old_u16(p), old_u16(p + 2));
		put_number(x, rk(p + 6));
	} else if (type == R_BOOLERR && len >= 8 && p[7] == 0) {
		cell(x, old_u16(p), old_u16(p + 2));
		(void)bytes_add_str(x->out, p[6] ? "TRUE" : "FALSE");
	}
	return bytes_ok(x->out);
}

static int
records(struct xls *x, const struct bytes *b)
{
	size_t at = 0, n;
	int r = 0;

	while (r == 0 && b->len - at >= HEAD) {
		struct chars c = { .p = b->data, .len = b->len };

		n = old_u16(b->data + at + 2);
		if (n > b->len - at - HEAD)
			break;	/* zeros behind the last record are common */
		c.at = at + HEAD;
		c.end = c.next = c.at + n;
		r = record(x, old_u16(b->data + at), at, &c);
		at += HEAD + n;
	}
	line_end(x);
	return r < 0 ? r : bytes_ok(x->out);
}

int
old_xls_text(struct bytes *out, const struct ole *o, struct answer *a)
{
	const struct ole_entry *e = ole_find(o, OLE_ROOT, "Workbook");
	struct bytes b = BYTES_INIT(OLE_STREAM_MAX);
	struct xls x = { .out = out, .a = a, .pool = BYTES_INIT(TEXT_MAX),
	    .row = -1 };
	int r;

	if (e == NULL)
		e = ole_find(o, OLE_ROOT, "Book");
	if (e == NULL || e->storage)
		return old_damaged();
	if ((r = ole_read(o, e, &b)) == 0)
		r = records(&x, &b);
	free(x.strings);
	free(x.sheets);
	bytes_free(&x.pool);
	bytes_free(&b);
	return r;
}
