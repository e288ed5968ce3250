/* report.c -- see report.h. */
#include "intake/examine/report.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/examine/array.h"
#include "vault/base/err.h"
#include "vault/base/print.h"
#include "vault/base/wire.h"

#define REPORT_VERSION 1

/* A copy, cut at a character's edge so that it has at most `max` bytes. */
static char *
copy_cut(const char *s, size_t max)
{
	size_t len = strlen(s);

	if (len > max)
		for (len = max; len > 0 && (s[len] & 0xc0) == 0x80; len--)
			;
	return strndup(s, len);
}

static bool
is_text(const char *s)
{
	return utf8_valid((const uint8_t *)s, strlen(s));
}

static int
not_text(void)
{
	return err_set(ERR_FORMAT, "a string of a report is not UTF-8; examine "
	    "the document again");
}

static void
free_meta(struct meta *m)
{
	free(m->group);
	free(m->name);
	free(m->value);
}

int
report_add_meta(struct report *r, const char *group, const char *name,
    const char *value)
{
	struct meta m = { 0 };
	int code;

	if (!is_text(group) || !is_text(name) || !is_text(value))
		return not_text();
	if ((code = array_grow(&r->metas, r->nmetas, METAS_MAX,
	    sizeof(*r->metas))) < 0)
		return code;
	m.group = copy_cut(group, META_NAME_MAX);
	m.name = copy_cut(name, META_NAME_MAX);
	m.value = copy_cut(value, META_VALUE_MAX);
	if (m.group == NULL || m.name == NULL || m.value == NULL) {
		free_meta(&m);
		return err_set(ERR_NO_MEMORY, "out of memory; close other "
		    "programs and try again");
	}
	r->metas[r->nmetas++] = m;
	return 0;
}

int
report_add_mark(struct report *r, enum mark_kind kind, uint64_t count,
    const char *detail)
{
	struct mark m = { .kind = kind, .count = count };
	int code;

	if (kind < 1 || kind > MARK_LAST)
		return err_set(ERR_FORMAT, "a mark of kind %u has no name; "
		    "update tipline", (unsigned)kind);
	if (!is_text(detail))
		return not_text();
	if ((code = array_grow(&r->marks, r->nmarks, MARKS_MAX,
	    sizeof(*r->marks))) < 0)
		return code;
	if ((m.detail = copy_cut(detail, META_VALUE_MAX)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; close other "
		    "programs and try again");
	r->marks[r->nmarks++] = m;
	return 0;
}

/* What must hold of a report, written or read, beside its strings. */
static int
check(const struct report *r)
{
	if ((unsigned)r->format > FORMAT_LAST || r->state < 1 ||
	    r->state > EXAM_STATE_LAST || (unsigned)r->reason > REASON_LAST ||
	    (r->state == EXAM_DONE) != (r->reason == REASON_NONE) ||
	    r->pages > PAGES_MAX)
		return err_set(ERR_FORMAT, "a report holds a number that has no "
		    "meaning; examine the document again");
	if (!is_text(r->detail) || !is_text(r->magic) ||
	    !is_text(r->structure) || !is_text(r->name))
		return not_text();
	return 0;
}

void
report_forget_marks(struct report *r, enum mark_kind kind)
{
	size_t i, kept = 0;

	for (i = 0; i < r->nmarks; i++)
		if (r->marks[i].kind == kind)
			free(r->marks[i].detail);
		else
			r->marks[kept++] = r->marks[i];
	r->nmarks = kept;
}

size_t
report_metas_left(const struct report *r)
{
	static const char *const said[] = { META_GROUP_CHAT, META_GROUP_LINKS,
	    META_GROUP_PLAY };
	size_t i, k, n = r->nmetas;

	for (i = 0; i < r->nmetas; i++)
		for (k = 0; k < sizeof(said) / sizeof(said[0]); k++)
			if (strcmp(r->metas[i].group, said[k]) == 0) {
				n--;
				break;
			}
	return n;
}

uint64_t
report_duration(const struct report *r)
{
	unsigned long long s;
	unsigned ms;
	size_t i;

	for (i = 0; i < r->nmetas; i++)
		if (strcmp(r->metas[i].group, META_GROUP_PLAY) == 0 &&
		    strcmp(r->metas[i].name, META_DURATION) == 0 &&
		    sscanf(r->metas[i].value, "%14llu.%3u s", &s, &ms) == 2)
			return (uint64_t)s * 1000 + ms;
	return 0;
}

int
report_write(struct bytes *b, const struct report *r)
{
	size_t i;
	int code;

	if ((code = check(r)) < 0)
		return code;
	wire_put_u8(b, REPORT_VERSION);
	wire_put_u16(b, (uint16_t)r->format);
	wire_put_u8(b, (uint8_t)r->state);
	wire_put_u8(b, (uint8_t)r->reason);
	wire_put_str(b, r->detail);
	wire_put_str(b, r->magic);
	wire_put_str(b, r->structure);
	wire_put_str(b, r->name);
	wire_put_u32(b, r->pages);
	wire_put_u64(b, r->text_len);
	wire_put_u64(b, r->clean_len);
	wire_put_u32(b, (uint32_t)r->nmetas);
	for (i = 0; i < r->nmetas; i++) {
		wire_put_str(b, r->metas[i].group);
		wire_put_str(b, r->metas[i].name);
		wire_put_str(b, r->metas[i].value);
	}
	wire_put_u32(b, (uint32_t)r->nmarks);
	for (i = 0; i < r->nmarks; i++) {
		wire_put_u8(b, (uint8_t)r->marks[i].kind);
		wire_put_u64(b, r->marks[i].count);
		wire_put_str(b, r->marks[i].detail);
	}
	return bytes_ok(b);
}

static int
read_metas(struct report *r, struct wire_reader *rd)
{
	char group[META_NAME_MAX + 1], name[META_NAME_MAX + 1];
	char value[META_VALUE_MAX + 1];
	uint32_t n = wire_get_u32(rd);
	int code;

	for (; n > 0 && !rd->bad; n--) {
		wire_get_str(rd, group, sizeof(group));
		wire_get_str(rd, name, sizeof(name));
		wire_get_str(rd, value, sizeof(value));
		if (!rd->bad &&
		    (code = report_add_meta(r, group, name, value)) < 0)
			return code;
	}
	return 0;
}

static int
read_marks(struct report *r, struct wire_reader *rd)
{
	char detail[META_VALUE_MAX + 1];
	uint32_t n = wire_get_u32(rd);
	enum mark_kind kind;
	uint64_t count;
	int code;

	for (; n > 0 && !rd->bad; n--) {
		kind = (enum mark_kind)wire_get_u8(rd);
		count = wire_get_u64(rd);
		wire_get_str(rd, detail, sizeof(detail));
		if (!rd->bad &&
		    (code = report_add_mark(r, kind, count, detail)) < 0)
			return code;
	}
	return 0;
}

int
report_read(struct report *out, const void *p, size_t len)
{
	struct wire_reader rd = wire_reader(p, len);
	struct report r = REPORT_INIT;
	int code;

	if (wire_get_u8(&rd) != REPORT_VERSION)
		rd.bad = true;
	r.format = (enum format_id)wire_get_u16(&rd);
	r.state = (enum exam_state)wire_get_u8(&rd);
	r.reason = (enum exam_reason)wire_get_u8(&rd);
	wire_get_str(&rd, r.detail, sizeof(r.detail));
	wire_get_str(&rd, r.magic, sizeof(r.magic));
	wire_get_str(&rd, r.structure, sizeof(r.structure));
	wire_get_str(&rd, r.name, sizeof(r.name));
	r.pages = wire_get_u32(&rd);
	r.text_len = wire_get_u64(&rd);
	r.clean_len = wire_get_u64(&rd);
	if ((code = read_metas(&r, &rd)) < 0 ||
	    (code = read_marks(&r, &rd)) < 0 ||
	    (code = wire_done(&rd, "a report")) < 0 || (code = check(&r)) < 0)
		goto done;
	*out = r;
	r = REPORT_INIT;	/* handed over */
done:
	report_free(&r);
	return code;
}

void
report_free(struct report *r)
{
	size_t i;

	for (i = 0; i < r->nmetas; i++)
		free_meta(&r->metas[i]);
	for (i = 0; i < r->nmarks; i++)
		free(r->marks[i].detail);
	free(r->metas);
	free(r->marks);
	*r = REPORT_INIT;
}
