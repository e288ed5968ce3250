/* answer.c -- see answer.h and format.h. */
#include "intake/format/answer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/examine/array.h"
#include "intake/examine/expansion.h"
#include "intake/examine/inside.h"
#include "intake/format/outlet.h"
#include "vault/base/err.h"
#include "vault/base/print.h"
#include "vault/base/wire.h"

#define PLACE_BYTES 36u			/* one place in RECORD_PLACES */
#define FORMATTED_MAX 8192u		/* bytes of a string made by *f calls */
#define HELD_MAX 1000000u		/* places that wait for their page */

struct size {
	uint32_t width, height;
};

struct answer {
	struct outlet out;
	unsigned want;
	struct bytes body;	/* a record in the making */
	struct bytes text, places, file, child;	/* bodies still growing */
	uint64_t text_len;
	struct size *pages;
	size_t npages;
	struct place *held;	/* their page was not told yet */
	size_t nheld;
	size_t nmetas, nmarks, nplaces;
	uint64_t packed, unpacked;	/* bytes: the document, what it holds */
	uint32_t nchildren;
	bool child_open;	/* the last one has bytes */
	bool waits;
	const struct pictured *shown;
	bool pages_said;
	uint32_t pages_claimed;
	enum exam_state state;
	enum exam_reason reason;
	char detail[DETAIL_MAX + 1];
};

static int
answer_new(struct answer **out, unsigned want)
{
	struct answer *a;

	if ((a = calloc(1, sizeof(*a))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; close other "
		    "programs and try again");
	a->want = want;
	a->state = EXAM_DONE;
	a->out = OUTLET_INIT;
	a->body = BYTES_INIT(2 * OUTLET_RECORD_BYTES);
	a->text = BYTES_INIT(OUTLET_RECORD_BYTES);
	a->places = BYTES_INIT(OUTLET_RECORD_BYTES);
	a->file = BYTES_INIT(OUTLET_RECORD_BYTES);
	a->child = BYTES_INIT(OUTLET_RECORD_BYTES);
	*out = a;
	return 0;
}

int
answer_new_pipe(struct answer **out, int fd, unsigned want)
{
	int r;

	if ((r = answer_new(out, want)) == 0)
		(*out)->out.fd = fd;
	return r;
}

int
answer_new_sink(struct answer **out, struct collect *to)
{
	int r;

	if ((r = answer_new(out, to->want)) == 0)
		(*out)->out.sink = to;
	return r;
}

int
answer_new_file(struct answer **out, struct bytes *file)
{
	int r;

	if ((r = answer_new(out, WANT_CLEAN)) == 0)
		(*out)->out.only_file = file;
	return r;
}

/* --- strings --- */

/* Valid UTF-8 without NUL, at most `max` bytes of it; how many. */
static size_t
plain(uint8_t *text, const void *value, size_t len, size_t max)
{
	static const uint8_t bad[] = { 0xef, 0xbf, 0xbd };	/* U+FFFD */
	const uint8_t *p = value, *from;
	size_t n, step, have = 0;
	uint32_t cp;

	for (; len > 0; p += step, len -= step) {
		from = p;
		if ((step = n = utf8_next(p, len, &cp)) == 0 || cp == 0) {
			from = bad;
			n = sizeof(bad);
			step = 1;
		}
		if (have + n > max)
			break;
		memcpy(text + have, from, n);
		have += n;
	}
	return have;
}

/* A bytes field of it. */
static void
put_text(struct bytes *b, const void *value, size_t len, size_t max)
{
	uint8_t text[META_VALUE_MAX];

	wire_put_bytes(b, text, plain(text, value, len, max));
}

static __attribute__((format(printf, 3, 0))) size_t
formatted(char *to, size_t size, const char *fmt, va_list ap)
{
	int n = vsnprintf(to, size, fmt, ap);

	return n < 0 ? 0 : (size_t)n < size ? (size_t)n : size - 1;
}

/* --- how it ends --- */

static __attribute__((format(printf, 4, 0))) int
end_as(struct answer *a, enum exam_state state, enum exam_reason reason,
    const char *fmt, va_list ap)
{
	if (a->state == EXAM_DONE) {
		a->state = state;
		a->reason = reason;
		(void)formatted(a->detail, sizeof(a->detail), fmt, ap);
	}
	return -1;
}

int
answer_refuse(struct answer *a, enum exam_reason reason, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)end_as(a, EXAM_REFUSED, reason, fmt, ap);
	va_end(ap);
	return -1;
}

int
answer_quarantine(struct answer *a, enum exam_reason reason,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)end_as(a, EXAM_QUARANTINED, reason, fmt, ap);
	va_end(ap);
	return -1;
}

bool
answer_refused(const struct answer *a)
{
	return a->state != EXAM_DONE || a->out.failed != 0;
}

int
answer_refuse_code(struct answer *a, int code)
{
	switch (code) {
	case ERR_TOO_BIG:
	case ERR_NO_MEMORY:
		return answer_refuse(a, REASON_LIMIT, "%s", err_line());
	case ERR_NOT_PERMITTED:
		return answer_refuse(a, REASON_ENCRYPTED, "%s", err_line());
	default:
		return answer_refuse(a, REASON_DAMAGED, "%s", err_line());
	}
}

int
answer_refuse_as(struct answer *a, const struct answer *own)
{
	if (own->state == EXAM_QUARANTINED)
		return answer_quarantine(a, own->reason, "%s", own->detail);
	if (own->state == EXAM_REFUSED)
		return answer_refuse(a, own->reason, "%s", own->detail);
	return answer_refuse(a, REASON_LIMIT, "it needs too much memory");
}

void
answer_show(struct answer *a, const struct pictured *p)
{
	a->shown = p;
}

const struct pictured *
answer_shown(const struct answer *a)
{
	return a->shown;
}

/* --- what is in it --- */

void
answer_type(struct answer *a, enum format_id f, const char *magic,
    const char *structure)
{
	wire_put_u16(&a->body, (uint16_t)f);
	put_text(&a->body, magic, strlen(magic), REPORT_TYPE_SIZE - 1);
	put_text(&a->body, structure, strlen(structure), REPORT_TYPE_SIZE - 1);
	outlet_emit_bytes(&a->out, RECORD_TYPE, &a->body);
}

void
answer_meta(struct answer *a, const char *group, const char *name,
    const void *value, size_t len)
{
	if ((a->want & WANT_REPORT) == 0)
		return;
	if (a->nmetas++ >= METAS_MAX) {
		(void)answer_refuse(a, REASON_LIMIT,
		    "it has more than %u metadata values", METAS_MAX);
		return;
	}
	put_text(&a->body, group, strlen(group), META_NAME_MAX);
	put_text(&a->body, name, strlen(name), META_NAME_MAX);
	put_text(&a->body, value, len, META_VALUE_MAX);
	outlet_emit_bytes(&a->out, RECORD_META, &a->body);
}

void
answer_metaf(struct answer *a, const char *group, const char *name,
    const char *fmt, ...)
{
	char value[FORMATTED_MAX];
	va_list ap;
	size_t len;

	va_start(ap, fmt);
	len = formatted(value, sizeof(value), fmt, ap);
	va_end(ap);
	answer_meta(a, group, name, value, len);
}

void
answer_mark(struct answer *a, enum mark_kind kind, uint64_t count,
    const char *fmt, ...)
{
	char detail[FORMATTED_MAX];
	va_list ap;
	size_t len;

	if ((a->want & WANT_REPORT) == 0)
		return;
	if (a->nmarks++ >= MARKS_MAX) {
		(void)answer_refuse(a, REASON_LIMIT,
		    "it has more than %u hidden marks", MARKS_MAX);
		return;
	}
	va_start(ap, fmt);
	len = formatted(detail, sizeof(detail), fmt, ap);
	va_end(ap);
	wire_put_u8(&a->body, (uint8_t)kind);
	wire_put_u64(&a->body, count);
	put_text(&a->body, detail, len, META_VALUE_MAX);
	outlet_emit_bytes(&a->out, RECORD_MARK, &a->body);
}

void
answer_text(struct answer *a, const void *utf8, size_t len)
{
	const uint8_t *p = utf8;
	size_t n;

	if (len > TEXT_MAX - a->text_len) {
		(void)answer_refuse(a, REASON_LIMIT,
		    "its text is over %u bytes", TEXT_MAX);
		return;
	}
	if (!utf8_valid(p, len) || (len > 0 && memchr(p, '\0', len) != NULL)) {
		(void)answer_refuse(a, REASON_DAMAGED,
		    "its text cannot be written as UTF-8");
		return;
	}
	a->text_len += len;
	if ((a->want & WANT_TEXT) == 0)
		return;
	for (; len > 0; p += n, len -= n) {
		if ((n = len) > OUTLET_RECORD_BYTES)
			for (n = OUTLET_RECORD_BYTES; (p[n] & 0xc0) == 0x80; n--)
				;	/* records end between characters */
		outlet_grow(&a->out, RECORD_TEXT, &a->text, p, n);
	}
}

uint64_t
answer_text_len(const struct answer *a)
{
	return a->text_len;
}

static int32_t
clamp(int32_t v, uint32_t max)
{
	return v < 0 ? 0 : (uint32_t)v > max ? (int32_t)max : v;
}

static void
emit_place(struct answer *a, const struct place *w)
{
	uint32_t xmax = INT32_MAX, ymax = INT32_MAX;

	if (w->page < a->npages) {
		xmax = a->pages[w->page].width;
		ymax = a->pages[w->page].height;
	}
	if (a->places.len + PLACE_BYTES > OUTLET_RECORD_BYTES)
		outlet_emit_bytes(&a->out, RECORD_PLACES, &a->places);
	wire_put_u64(&a->places, w->start);
	wire_put_u64(&a->places, w->end);
	wire_put_u32(&a->places, w->page);
	wire_put_u32(&a->places, (uint32_t)clamp(w->x0, xmax));
	wire_put_u32(&a->places, (uint32_t)clamp(w->y0, ymax));
	wire_put_u32(&a->places, (uint32_t)clamp(w->x1, xmax));
	wire_put_u32(&a->places, (uint32_t)clamp(w->y1, ymax));
}

static void
emit_held(struct answer *a)
{
	size_t i;

	for (i = 0; i < a->nheld; i++)
		emit_place(a, &a->held[i]);
	free(a->held);
	a->held = NULL;
	a->nheld = 0;
}

void
answer_page(struct answer *a, const struct page *p)
{
	struct size s = { p->width, p->height };
	int r;

	if (a->npages >= PAGES_MAX) {
		(void)answer_refuse(a, REASON_LIMIT,
		    "it has more than %u pages", PAGES_MAX);
		return;
	}
	if (s.width > INT32_MAX || s.height > INT32_MAX) {
		(void)answer_refuse(a, REASON_LIMIT, "page %zu is too large",
		    a->npages + 1);
		return;
	}
	if ((r = array_grow(&a->pages, a->npages, PAGES_MAX,
	    sizeof(*a->pages))) < 0) {
		outlet_fail(&a->out, r);
		return;
	}
	a->pages[a->npages++] = s;
	if ((a->want & WANT_TEXT) == 0)
		return;
	wire_put_u32(&a->body, p->width);
	wire_put_u32(&a->body, p->height);
	wire_put_u64(&a->body, p->start);
	wire_put_u64(&a->body, p->end);
	wire_put_u8(&a->body, p->flags);
	outlet_emit_bytes(&a->out, RECORD_PAGE, &a->body);
	emit_held(a);
}

bool
answer_page_size(const struct answer *a, uint32_t page, uint32_t *width,
    uint32_t *height)
{
	if (page >= a->npages)
		return false;
	*width = a->pages[page].width;
	*height = a->pages[page].height;
	return true;
}

void
answer_place(struct answer *a, const struct place *w)
{
	int r;

	if ((a->want & WANT_LAYOUT) == 0)
		return;
	if (a->nplaces++ >= PLACES_MAX || a->nheld >= HELD_MAX) {
		(void)answer_refuse(a, REASON_LIMIT,
		    "it has too many words with a place");
		return;
	}
	if (w->page < a->npages) {
		emit_place(a, w);
		return;
	}
	if ((r = array_grow(&a->held, a->nheld, HELD_MAX,
	    sizeof(*a->held))) < 0) {
		outlet_fail(&a->out, r);
		return;
	}
	a->held[a->nheld++] = *w;
}

void
answer_file(struct answer *a, const void *p, size_t len)
{
	const uint8_t *at = p;
	size_t n;

	for (; len > 0; at += n, len -= n) {
		n = len < OUTLET_RECORD_BYTES ? len : OUTLET_RECORD_BYTES;
		outlet_grow(&a->out, RECORD_FILE, &a->file, at, n);
	}
}

void
answer_inside(struct answer *a, const char *name, size_t name_len,
    const void *p, size_t len)
{
	uint8_t head[INSIDE_HEAD_BYTES], text[INSIDE_NAME_MAX];

	name_len = plain(text, name, name_len, sizeof(text));
	inside_head(head, name_len, len);
	answer_file(a, head, sizeof(head));
	answer_file(a, text, name_len);
	answer_file(a, p, len);
}

void
answer_pages(struct answer *a, uint32_t pages)
{
	a->pages_said = true;
	a->pages_claimed = pages;
}

/* --- the documents inside --- */

void
answer_document(struct answer *a, uint64_t packed)
{
	a->packed = packed;
}

/* The head of the next one; false when there are too many. */
static bool
begin_child(struct answer *a, const void *name, size_t len, uint8_t reason,
    const char *detail)
{
	if (a->nchildren >= MEMBERS_MAX) {
		(void)answer_refuse(a, REASON_LIMIT,
		    "it holds more than %u documents", MEMBERS_MAX);
		return false;
	}
	a->child_open = reason == REASON_NONE;
	if ((a->want & WANT_CHILDREN) != 0) {
		outlet_emit_bytes(&a->out, RECORD_CHILD_DATA, &a->child);
		wire_put_u32(&a->body, a->nchildren);
		wire_put_u8(&a->body, reason);
		put_text(&a->body, name, len, META_VALUE_MAX);
		put_text(&a->body, detail, strlen(detail), DETAIL_MAX);
		outlet_emit_bytes(&a->out, RECORD_CHILD, &a->body);
	}
	a->nchildren++;
	return true;
}

void
answer_child(struct answer *a, const void *name, size_t len)
{
	(void)begin_child(a, name, len, REASON_NONE, "");
}

void
answer_child_data(struct answer *a, const void *p, size_t len)
{
	const uint8_t *at = p;
	size_t n;

	if (answer_refused(a) || !a->child_open)
		return;
	if (len > UNPACKED_MAX - a->unpacked || (a->packed > 0 &&
	    expands_too_far(a->packed, a->unpacked + len))) {
		(void)answer_refuse(a, REASON_LIMIT, "what it holds is over "
		    "%llu bytes, or %u times its size",
		    (unsigned long long)UNPACKED_MAX, EXPANSION_MAX);
		return;
	}
	a->unpacked += len;
	if ((a->want & WANT_CHILDREN) == 0)
		return;
	for (; len > 0; at += n, len -= n) {
		n = len < OUTLET_RECORD_BYTES ? len : OUTLET_RECORD_BYTES;
		outlet_grow(&a->out, RECORD_CHILD_DATA, &a->child, at, n);
	}
}

void
answer_child_refused(struct answer *a, const void *name, size_t len,
    enum exam_reason reason, const char *fmt, ...)
{
	char detail[DETAIL_MAX + 1];
	va_list ap;

	va_start(ap, fmt);
	(void)formatted(detail, sizeof(detail), fmt, ap);
	va_end(ap);
	(void)begin_child(a, name, len, (uint8_t)reason, detail);
}

uint32_t
answer_children(const struct answer *a)
{
	return a->nchildren;
}

void
answer_waits(struct answer *a)
{
	a->waits = true;
}

void
answer_elsewhere(struct answer *a, enum program program)
{
	wire_put_u8(&a->body, (uint8_t)program);
	outlet_emit_bytes(&a->out, RECORD_ELSEWHERE, &a->body);
}

int
answer_end(struct answer *a)
{
	uint32_t pages = a->pages_said ? a->pages_claimed :
	    (uint32_t)a->npages;

	emit_held(a);
	outlet_emit_bytes(&a->out, RECORD_TEXT, &a->text);
	outlet_emit_bytes(&a->out, RECORD_PLACES, &a->places);
	outlet_emit_bytes(&a->out, RECORD_FILE, &a->file);
	outlet_emit_bytes(&a->out, RECORD_CHILD_DATA, &a->child);
	wire_put_u8(&a->body, (uint8_t)a->state);
	wire_put_u8(&a->body, (uint8_t)a->reason);
	put_text(&a->body, a->detail, strlen(a->detail), DETAIL_MAX);
	wire_put_u32(&a->body, pages < PAGES_MAX ? pages : PAGES_MAX);
	wire_put_u8(&a->body, a->waits && a->state == EXAM_DONE);
	outlet_emit_bytes(&a->out, RECORD_END, &a->body);
	outlet_flush(&a->out);
	return a->out.failed;
}

void
answer_free(struct answer *a)
{
	if (a == NULL)
		return;
	outlet_free(&a->out);
	bytes_free(&a->body);
	bytes_free(&a->text);
	bytes_free(&a->places);
	bytes_free(&a->file);
	bytes_free(&a->child);
	free(a->pages);
	free(a->held);
	free(a);
}
