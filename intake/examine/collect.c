/* collect.c -- see collect.h. */
#include "intake/examine/collect.h"

#include <string.h>
#include <unistd.h>

#include "intake/examine/expansion.h"
#include "intake/examine/records.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/print.h"
#include "vault/base/wire.h"

#define WANT_FILE (WANT_CLEAN | WANT_APPLY | WANT_SAFE | WANT_PICTURE | \
	WANT_INSIDE | WANT_PICTURES)

static int
lie(const char *what)
{
	return err_set(ERR_FORMAT, "the parser's answer %s; treat the document "
	    "as hostile", what);
}

int
collect_begin(struct collect *c, struct exam *exam, unsigned want)
{
	*c = (struct collect){ .exam = exam, .want = want };
	return (want & WANT_FILE) != 0 ?
	    io_memfd(&exam->file, "tipline-file") : 0;
}

/* A string field, which must be UTF-8; bad is set in the reader if it is not. */
static void
get_text(struct wire_reader *rd, char *to, size_t size)
{
	wire_get_str(rd, to, size);
	if (!utf8_valid((const uint8_t *)to, strlen(to)))
		rd->bad = true;
}

static int
take_type(struct collect *c, struct wire_reader *rd)
{
	struct report *r = &c->exam->report;
	char magic[REPORT_TYPE_SIZE], structure[REPORT_TYPE_SIZE];
	uint16_t claimed_format = wire_get_u16(rd);

	get_text(rd, magic, sizeof(magic));
	get_text(rd, structure, sizeof(structure));
	if (wire_done(rd, "a type record") < 0 || c->typed ||
	    claimed_format > FORMAT_LAST)
		return lie("names no known type");
	c->typed = true;
	r->format = (enum format_id)claimed_format;
	memcpy(r->magic, magic, sizeof(magic));
	memcpy(r->structure, structure, sizeof(structure));
	return 0;
}

static int
take_meta(struct collect *c, struct wire_reader *rd)
{
	char group[META_NAME_MAX + 1], name[META_NAME_MAX + 1];
	char value[META_VALUE_MAX + 1];

	get_text(rd, group, sizeof(group));
	get_text(rd, name, sizeof(name));
	get_text(rd, value, sizeof(value));
	if (wire_done(rd, "a metadata record") < 0)
		return lie("holds a broken metadata line");
	return report_add_meta(&c->exam->report, group, name, value);
}

static int
take_mark(struct collect *c, struct wire_reader *rd)
{
	char detail[META_VALUE_MAX + 1];
	uint8_t claimed_kind = wire_get_u8(rd);
	uint64_t count = wire_get_u64(rd);

	get_text(rd, detail, sizeof(detail));
	if (wire_done(rd, "a mark record") < 0)
		return lie("holds a broken mark");
	return report_add_mark(&c->exam->report, (enum mark_kind)claimed_kind,
	    count, detail);
}

static int
take_text(struct collect *c, const void *body, size_t len)
{
	if (!utf8_valid(body, len) ||
	    (len > 0 && memchr(body, '\0', len) != NULL))
		return lie("holds text that is not UTF-8");
	return bytes_add(&c->exam->text, body, len);
}

static int
take_page(struct collect *c, struct wire_reader *rd)
{
	struct page p;

	p.width = wire_get_u32(rd);
	p.height = wire_get_u32(rd);
	p.start = wire_get_u64(rd);
	p.own = p.end = wire_get_u64(rd);
	p.flags = wire_get_u8(rd);
	if (wire_done(rd, "a page record") < 0)
		return lie("holds a broken page");
	return layout_add_page(&c->exam->layout, &p);
}

static int
take_places(struct collect *c, struct wire_reader *rd)
{
	struct place w;
	int r;

	while (rd->left > 0) {
		w.start = wire_get_u64(rd);
		w.end = wire_get_u64(rd);
		w.page = wire_get_u32(rd);
		w.x0 = (int32_t)wire_get_u32(rd);
		w.y0 = (int32_t)wire_get_u32(rd);
		w.x1 = (int32_t)wire_get_u32(rd);
		w.y1 = (int32_t)wire_get_u32(rd);
		if (rd->bad)
			return lie("holds a broken place");
		if ((r = layout_add_place(&c->exam->layout, &w)) < 0)
			return r;
	}
	return 0;
}

static int
take_file(struct collect *c, const void *body, size_t len)
{
	uint64_t *have = &c->exam->report.clean_len;

	if (len > CLEAN_MAX - *have)
		return err_set(ERR_TOO_BIG, "the file that came out is over the "
		    "limit of %llu bytes; split the document",
		    (unsigned long long)CLEAN_MAX);
	*have += len;
	return io_write_all(c->exam->file, body, len);
}

/* How a process may say that it ended: it cannot speak of its own death. */
static bool
may_claim(uint8_t state, uint8_t reason)
{
	switch (reason) {
	case REASON_NONE:
		return state == EXAM_DONE;
	case REASON_UNKNOWN_TYPE:
	case REASON_TYPE_DISAGREES:
	case REASON_TWO_THINGS:
	case REASON_OLD_FORMAT:
		return state == EXAM_QUARANTINED;
	case REASON_EMPTY:
	case REASON_TOO_LARGE:
	case REASON_DAMAGED:
	case REASON_ENCRYPTED:
	case REASON_LIMIT:
	case REASON_UNSUPPORTED:
	case REASON_MEMBERS:
	case REASON_WRONG_PASSWORD:
	case REASON_NOT_REDACTED:
		return state == EXAM_REFUSED;
	default:
		return false;
	}
}

static int
take_child(struct collect *c, struct wire_reader *rd)
{
	struct children *all = &c->exam->children;
	char name[META_VALUE_MAX + 1], detail[DETAIL_MAX + 1];
	uint32_t claimed_number = wire_get_u32(rd);
	uint8_t claimed_reason = wire_get_u8(rd);

	get_text(rd, name, sizeof(name));
	get_text(rd, detail, sizeof(detail));
	if (wire_done(rd, "a record of a child") < 0 ||
	    claimed_number != all->n ||
	    (claimed_reason == REASON_NONE ? detail[0] != '\0' :
	    !may_claim(EXAM_REFUSED, claimed_reason)))
		return lie("counts the documents inside in a wrong way");
	return children_add(all, name, (enum exam_reason)claimed_reason,
	    detail);
}

static int
take_child_data(struct collect *c, const void *body, size_t len)
{
	struct children *all = &c->exam->children;

	if (all->n == 0 || all->list[all->n - 1].reason != REASON_NONE)
		return lie("has bytes that belong to no document inside");
	if (c->packed > 0 && expands_too_far(c->packed, all->len + len))
		return err_set(ERR_TOO_BIG, "it unpacks to more than %u times "
		    "its size; unpack it by hand", EXPANSION_MAX);
	return children_grow(all, body, len);
}

static int
take_elsewhere(struct collect *c, struct wire_reader *rd)
{
	uint8_t claimed_program = wire_get_u8(rd);

	if (wire_done(rd, "a record of another program") < 0 ||
	    c->exam->elsewhere || claimed_program > PROGRAM_LAST ||
	    claimed_program == c->program)
		return lie("names no other program");
	c->exam->elsewhere = true;
	c->exam->program = (enum program)claimed_program;
	return 0;
}

static int
take_end(struct collect *c, struct wire_reader *rd)
{
	struct report *r = &c->exam->report;
	uint8_t claimed_state = wire_get_u8(rd);
	uint8_t claimed_reason = wire_get_u8(rd);
	char detail[DETAIL_MAX + 1];
	uint32_t claimed_pages;
	uint8_t claimed_waits;

	get_text(rd, detail, sizeof(detail));
	claimed_pages = wire_get_u32(rd);
	claimed_waits = wire_get_u8(rd);
	if (wire_done(rd, "an end record") < 0 || claimed_waits > 1 ||
	    !may_claim(claimed_state, claimed_reason) ||
	    claimed_pages > PAGES_MAX)
		return lie("ends in a way that has no name");
	c->ended = true;
	r->state = (enum exam_state)claimed_state;
	r->reason = (enum exam_reason)claimed_reason;
	r->pages = claimed_pages;
	c->exam->waits = claimed_waits == 1;
	memcpy(r->detail, detail, sizeof(detail));
	return 0;
}

/* Which record answers which wish; the others always may come. */
static bool
wanted(const struct collect *c, uint32_t type)
{
	switch (type) {
	case RECORD_META:
	case RECORD_MARK:
		return (c->want & WANT_REPORT) != 0;
	case RECORD_TEXT:
	case RECORD_PAGE:
		return (c->want & WANT_TEXT) != 0;
	case RECORD_PLACES:
		return (c->want & WANT_LAYOUT) != 0;
	case RECORD_FILE:
		return (c->want & WANT_FILE) != 0;
	case RECORD_CHILD:
	case RECORD_CHILD_DATA:
		return (c->want & WANT_CHILDREN) != 0;
	default:
		return true;
	}
}

int
collect_record(struct collect *c, uint32_t type, const void *body, size_t len)
{
	struct wire_reader rd = wire_reader(body, len);

	if (c->ended)
		return lie("goes on after its end");
	if (!wanted(c, type))
		return lie("brings what nobody asked for");
	switch (type) {
	case RECORD_TYPE:
		return take_type(c, &rd);
	case RECORD_META:
		return take_meta(c, &rd);
	case RECORD_MARK:
		return take_mark(c, &rd);
	case RECORD_TEXT:
		return take_text(c, body, len);
	case RECORD_PAGE:
		return take_page(c, &rd);
	case RECORD_PLACES:
		return take_places(c, &rd);
	case RECORD_FILE:
		return take_file(c, body, len);
	case RECORD_CHILD:
		return take_child(c, &rd);
	case RECORD_CHILD_DATA:
		return take_child_data(c, body, len);
	case RECORD_ELSEWHERE:
		return take_elsewhere(c, &rd);
	case RECORD_END:
		return take_end(c, &rd);
	default:
		return lie("holds a record that has no name");
	}
}

static void
forget_content(struct exam *e)
{
	bytes_free(&e->text);
	layout_free(&e->layout);
	io_close(&e->file);
	children_free(&e->children);
	e->waits = false;
	e->elsewhere = false;
	e->report.text_len = 0;
	e->report.clean_len = 0;
}

/* Nothing but the type and where to ask: all else comes from there. */
static int
end_elsewhere(struct collect *c)
{
	struct exam *e = c->exam;

	if (e->report.nmetas > 0 || e->report.nmarks > 0 || e->text.len > 0 ||
	    e->layout.npages > 0 || e->layout.nplaces > 0 ||
	    e->children.n > 0 || e->report.clean_len > 0 || e->waits)
		return lie("comes from two programs");
	io_close(&e->file);
	return 0;
}

int
collect_end(struct collect *c)
{
	struct exam *e = c->exam;
	int r;

	if (!c->ended)
		return lie("has no end");
	if (e->report.state != EXAM_DONE) {
		forget_content(e);
		return 0;
	}
	if (!c->typed || e->report.format == FORMAT_UNKNOWN)
		return lie("has no type");
	if (e->elsewhere)
		return end_elsewhere(c);
	if (e->waits && c->has_parts)
		return lie("waits for what it has");
	/* Nothing is packed in many, so they have nothing inside. */
	if ((c->want & WANT_FILE) != 0 && (c->want & (WANT_INSIDE |
	    WANT_PICTURES)) == 0 &&
	    (e->report.clean_len == 0) != e->waits)
		return lie(e->waits ? "has a file that is said to wait" :
		    "has no file");
	if ((c->want & WANT_LAYOUT) != 0 && e->layout.npages !=
	    e->report.pages && !format_has_pictures(e->report.format))
		return lie("counts its pages in two ways");
	if ((r = layout_check(&e->layout, e->text.len)) < 0)
		return r;
	e->report.text_len = e->text.len;
	if (e->waits)
		io_close(&e->file);
	if (e->file >= 0 && lseek(e->file, 0, SEEK_SET) != 0)
		return err_sys("cannot rewind a memory file");
	return e->file >= 0 ? io_memfd_freeze(e->file) : 0;
}

void
collect_fail(struct collect *c, enum exam_reason reason, const char *detail)
{
	struct report *r = &c->exam->report;
	struct report kept = REPORT_INIT;
	size_t len = strnlen(detail, DETAIL_MAX);

	forget_content(c->exam);
	kept.format = r->format;
	memcpy(kept.magic, r->magic, sizeof(kept.magic));
	memcpy(kept.structure, r->structure, sizeof(kept.structure));
	memcpy(kept.name, r->name, sizeof(kept.name));
	kept.state = EXAM_REFUSED;
	kept.reason = reason;
	memcpy(kept.detail, detail, len);
	report_free(r);
	*r = kept;
}
