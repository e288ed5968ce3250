/*
 * report.h -- what an examination found, on the clean side of the wall, and
 * its bytes as they are sealed (docs/format.md "Report").
 *
 * Bytes: version u8 = 1 | format u16 | state u8 | reason u8 | detail |
 * magic | structure | name | pages u32 | text_len u64 | clean_len u64 |
 * metas u32 { group | name | value } | marks u32 { kind u8 | count u64 |
 * detail }.  Strings are UTF-8 with a u32 length.
 * report_read() accepts exactly what report_write() writes.
 */
#ifndef INTAKE_EXAMINE_REPORT_H
#define INTAKE_EXAMINE_REPORT_H

#include <stddef.h>
#include <stdint.h>

#include "intake/examine/kinds.h"
#include "intake/examine/limits.h"
#include "vault/base/bytes.h"

#define REPORT_MAX (256u << 20)		/* bytes */
#define REPORT_TYPE_SIZE 128		/* of `magic` and `structure`, with NUL */
#define REPORT_NAME_SIZE 4097		/* of the file's name, with NUL */

struct meta {
	char *group;	/* "PDF", "XMP", "EXIF", "core.xml" ...; owned, UTF-8 */
	char *name;	/* "Author" */
	char *value;
};

struct mark {
	enum mark_kind kind;
	uint64_t count;
	char *detail;	/* owned, UTF-8 */
};

struct report {
	enum format_id format;
	enum exam_state state;
	enum exam_reason reason;
	char detail[DETAIL_MAX + 1];
	char magic[REPORT_TYPE_SIZE];		/* libmagic's opinion */
	char structure[REPORT_TYPE_SIZE];	/* the structure's opinion */
	char name[REPORT_NAME_SIZE];	/* as submitted, escaped to UTF-8; "" in standalone use */
	uint32_t pages;
	uint64_t text_len, clean_len;		/* bytes */
	struct meta *metas;
	size_t nmetas;
	struct mark *marks;
	size_t nmarks;
};

#define REPORT_INIT ((struct report){ .format = FORMAT_UNKNOWN })

/* Strings are copied and cut at their limits; they must be valid UTF-8. */
int report_add_meta(struct report *r, const char *group, const char *name,
    const char *value);
int report_add_mark(struct report *r, enum mark_kind kind, uint64_t count,
    const char *detail);
/* Take out all marks of a kind. */
void report_forget_marks(struct report *r, enum mark_kind kind);
/* How many lines tell of what somebody hid or left behind, not of what the
 * document says or is (META_GROUP_...). */
size_t report_metas_left(const struct report *r);
/* Of sound and film, in milliseconds; 0 when it is not known. */
uint64_t report_duration(const struct report *r);
int report_write(struct bytes *b, const struct report *r);
int report_read(struct report *r, const void *p, size_t len);
void report_free(struct report *r);

#endif
