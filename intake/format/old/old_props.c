/* old_props.c -- see old_props.h. */
#include "intake/format/old/old_props.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unicode/ucnv.h>

#include "intake/format/old/old_text.h"

#define SET_HEAD 48u		/* bytes up to where the first set is told */
#define VALUE_MAX 4096u
#define PIDSI_THUMBNAIL 17u
#define FILETIME_1970 116444736000000000ull	/* 100 ns since 1601 */
#define FILETIME_3000 441486720000000000ull

enum {
	VT_I2 = 2, VT_I4 = 3, VT_BOOL = 11, VT_LPSTR = 30, VT_LPWSTR = 31,
	VT_FILETIME = 64, VT_BLOB = 65, VT_CF = 71, VT_VECTOR = 0x1000
};

struct set {
	struct answer *a;
	const char *group;
	const uint8_t *p;	/* of the set */
	size_t len;
	const char *const *names;
	size_t nnames;
	uint32_t codepage;
	const uint8_t *words;	/* the dictionary; NULL */
};

static const char *const summary_names[] = { NULL, NULL, "Title", "Subject",
	"Author", "Keywords", "Comments", "Template", "Last saved by",
	"Revision", "Editing time", "Printed", "Created", "Saved", "Pages",
	"Words", "Characters", "Thumbnail", "Application", "Security" };
static const char *const document_names[] = { NULL, NULL, "Category",
	"Shown on", "Bytes", "Lines", "Paragraphs", "Slides", "Notes",
	"Hidden slides", "Clips", "Scale", "Headings", "Titles of parts",
	"Manager", "Company", "Links changed", "Characters with blanks", NULL,
	"Shared", NULL, NULL, "Links changed elsewhere", "Version",
	"Signature", NULL, "Content type", "Content status", "Language",
	"Document version" };

/* Bytes in the set's own charset, to UTF-8. */
static void
put_bytes(struct bytes *out, const struct set *s, const uint8_t *p,
    size_t len)
{
	char name[32], utf8[VALUE_MAX];
	UErrorCode e = U_ZERO_ERROR;
	int32_t n;

	while (len > 0 && p[len - 1] == '\0')
		len--;
	if (s->codepage == 1200) {
		old_put_utf16(out, p, len / 2);
		return;
	}
	if (len > VALUE_MAX / 4)
		len = VALUE_MAX / 4;
	(void)snprintf(name, sizeof name, s->codepage == 65001 ? "UTF-8" :
	    s->codepage == 10000 ? "macintosh" : "windows-%u", s->codepage);
	n = ucnv_convert("UTF-8", name, utf8, (int32_t)sizeof utf8,
	    (const char *)p, (int32_t)len, &e);
	if (U_SUCCESS(e) && n >= 0 && (size_t)n <= sizeof utf8)
		(void)bytes_add(out, utf8, (size_t)n);
	else
		old_put_1252(out, p, len);
}

/* The name that a person gave to a property. */
static void
put_name(struct bytes *out, const struct set *s, uint32_t id)
{
	size_t n, i, at, len;

	if (s->words == NULL)
		return;
	at = (size_t)(s->words - s->p) + 4;
	n = old_u32(s->words);
	for (i = 0; i < n && i < OLD_PROPS_MAX && s->len - at >= 8; i++) {
		len = old_u32(s->p + at + 4);
		if (s->codepage == 1200)
			len = len > s->len ? s->len : 2 * len;
		if (len > s->len - at - 8)
			return;
		if (old_u32(s->p + at) == id) {
			put_bytes(out, s, s->p + at + 8, len);
			return;
		}
		at += 8 + len;
		if (s->codepage == 1200)
			at = (at + 3) & ~(size_t)3;
		if (at > s->len)
			return;
	}
}

static void
put_time(struct bytes *out, uint64_t t, bool span)
{
	struct tm tm;
	time_t s;

	if (span || t < FILETIME_1970 || t > FILETIME_3000) {
		(void)bytes_addf(out, "%llu seconds",
		    (unsigned long long)(t / 10000000));
		return;
	}
	s = (time_t)((t - FILETIME_1970) / 10000000);
	if (gmtime_r(&s, &tm) != NULL)
		(void)bytes_addf(out, "%04d-%02d-%02d %02d:%02d:%02d",
		    tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour,
		    tm.tm_min, tm.tm_sec);
}

/* One value; how many bytes it takes, 0 when it cannot be told. */
static size_t
value(struct bytes *out, const struct set *s, const uint8_t *p, size_t len,
    unsigned type, bool span)
{
	size_t n;

	if (len < 4)
		return 0;
	switch (type) {
	case VT_I2:
		(void)bytes_addf(out, "%d", (int16_t)old_u16(p));
		return 4;
	case VT_I4:
		(void)bytes_addf(out, "%d", (int32_t)old_u32(p));
		return 4;
	case VT_BOOL:
		(void)bytes_add_str(out, old_u16(p) ? "yes" : "no");
		return 4;
	case VT_LPSTR:
	case VT_LPWSTR:
		n = old_u32(p);
		if (n > (len - 4) / (type == VT_LPSTR ? 1 : 2))
			return 0;
		if (type == VT_LPSTR)
			put_bytes(out, s, p + 4, n);
		else
			old_put_utf16(out, p + 4, n > 0 ? n - 1 : 0);
		if (type == VT_LPWSTR)
			n *= 2;
		return 4 + ((n + 3) & ~(size_t)3);
	case VT_FILETIME:
		if (len < 8)
			return 0;
		put_time(out, old_u32(p) | (uint64_t)old_u32(p + 4) << 32,
		    span);
		return 8;
	default:
		(void)bytes_addf(out, "%u bytes", old_u32(p));
		return 0;
	}
}

static void
property(const struct set *s, uint32_t id, const uint8_t *p, size_t len)
{
	struct bytes name = BYTES_INIT(VALUE_MAX), out = BYTES_INIT(65536);
	unsigned type = old_u16(p), i, n;
	size_t used;

	p += 4;
	len -= 4;
	put_name(&name, s, id);
	if (name.len == 0 && id < s->nnames && s->names[id] != NULL)
		(void)bytes_add_str(&name, s->names[id]);
	if (name.len == 0)
		(void)bytes_addf(&name, "Property %u", id);
	if ((type & VT_VECTOR) != 0 && len >= 4) {
		n = old_u32(p);
		for (i = 0, used = 4; i < n && i < 100 && used < len &&
		    out.len < VALUE_MAX; i++) {
			size_t step = value(&out, s, p + used, len - used,
			    type & 0xfff, false);

			if (step == 0)
				break;
			used += step;
			(void)bytes_add_str(&out, i + 1 < n ? ", " : "");
		}
	} else {
		(void)value(&out, s, p, len, type, id == 10 &&
		    s->names == summary_names);
	}
	if (out.len > 0 && bytes_str(&name) != NULL)
		answer_meta(s->a, s->group, bytes_str(&name), out.data,
		    out.len);
	if (id == PIDSI_THUMBNAIL && s->names == summary_names)
		answer_mark(s->a, MARK_THUMBNAIL, 1, "of the document's first "
		    "page, as it was once");
	bytes_free(&name);
	bytes_free(&out);
}

static void
set(struct set *s)
{
	size_t n, i, at;
	unsigned pass;

	if (s->len < 8)
		return;
	n = old_u32(s->p + 4);
	if (n > OLD_PROPS_MAX || n > (s->len - 8) / 8)
		return;
	/* What tells how to read the others comes first. */
	for (pass = 0; pass < 2; pass++)
		for (i = 0; i < n; i++) {
			uint32_t id = old_u32(s->p + 8 + 8 * i);

			at = old_u32(s->p + 12 + 8 * i);
			if (at > s->len || s->len - at < 8)
				continue;
			if (pass == 0 && id == 1)
				s->codepage = old_u16(s->p + at + 4);
			else if (pass == 0 && id == 0)
				s->words = s->p + at;
			else if (pass == 1 && id > 1)
				property(s, id, s->p + at, s->len - at);
		}
}

void
old_props_report(struct answer *a, const uint8_t *p, size_t len, bool summary)
{
	size_t n, i, at;

	if (len < SET_HEAD || old_u16(p) != 0xfffe)
		return;
	n = old_u32(p + 24);
	for (i = 0; i < n && i < 2 && len >= 48 + 20 * i; i++) {
		struct set s = { .a = a, .codepage = 1252 };

		at = old_u32(p + 44 + 20 * i);
		if (at > len)
			return;
		s.p = p + at;
		s.len = len - at;
		s.group = i > 0 ? "user-defined" : summary ? "summary" :
		    "document summary";
		if (i == 0) {
			s.names = summary ? summary_names : document_names;
			s.nnames = summary ? sizeof summary_names /
			    sizeof summary_names[0] : sizeof document_names /
			    sizeof document_names[0];
		}
		set(&s);
	}
}
