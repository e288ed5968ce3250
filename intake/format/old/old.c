/* old.c -- the rows of DOC, XLS and PPT; see old.h. */
#include "intake/format/old/old.h"

#include <stdio.h>
#include <string.h>

#include "intake/format/answer.h"
#include "intake/format/old/old_props.h"
#include "intake/format/old/old_text.h"
#include "intake/format/package/zip.h"
#include "intake/format/page/pages.h"
#include "vault/base/err.h"

#define PPT_HEAD 8u		/* bytes of a record's header */
#define PPT_OBJECT 0x1011u	/* an embedded object */
#define ZLIB_HEAD 2u
#define ZLIB_TAIL 4u

static enum format_id
kind(const struct ole *o)
{
	const struct ole_entry *e;

	if (((e = ole_find(o, OLE_ROOT, "WordDocument")) != NULL) &&
	    !e->storage)
		return FORMAT_DOC;
	if (((e = ole_find(o, OLE_ROOT, "PowerPoint Document")) != NULL) &&
	    !e->storage)
		return FORMAT_PPT;
	if ((((e = ole_find(o, OLE_ROOT, "Workbook")) != NULL) ||
	    ((e = ole_find(o, OLE_ROOT, "Book")) != NULL)) && !e->storage)
		return FORMAT_XLS;
	return FORMAT_UNKNOWN;
}

static enum format_id
kind_of(const struct doc *d)
{
	enum format_id f;
	struct ole *o;

	if (!ole_is(d->data, d->len) || ole_open(&o, d->data, d->len) < 0)
		return FORMAT_UNKNOWN;
	f = kind(o);
	ole_free(o);
	return f;
}

/* Its text; what the streams say of people goes to `tell`. */
static int
read_text(struct bytes *out, const struct ole *o, struct answer *tell)
{
	switch (kind(o)) {
	case FORMAT_DOC:
		return old_doc_text(out, o, tell);
	case FORMAT_XLS:
		return old_xls_text(out, o, tell);
	default:
		return old_ppt_text(out, o, tell);
	}
}

static void
report_stream(const struct ole *o, const struct ole_entry *e,
    struct answer *a)
{
	struct bytes b = BYTES_INIT(OLE_STREAM_MAX);
	bool summary = strcmp(e->name, "\5SummaryInformation") == 0;

	if (!summary && strcmp(e->name, "\5DocumentSummaryInformation") != 0)
		answer_metaf(a, "streams", "Stream", "%s (%llu bytes)",
		    e->name[0] < ' ' ? e->name + 1 : e->name,
		    (unsigned long long)e->size);
	else if (e->parent == OLE_ROOT && ole_read(o, e, &b) == 0)
		old_props_report(a, b.data, b.len, summary);
	bytes_free(&b);
}

static void
report_storage(const struct ole_entry *e, struct answer *a)
{
	static const char *const code[] = { "Macros", "VBA",
	    "_VBA_PROJECT_CUR", NULL };
	size_t i;

	for (i = 0; code[i] != NULL; i++)
		if (strcmp(e->name, code[i]) == 0)
			answer_mark(a, MARK_SCRIPT, 1, "%s", e->name);
	if (e->depth > 0)
		answer_metaf(a, "streams", "Folder", "%s", e->name);
}

static int
report(const struct doc *d, struct answer *a)
{
	struct bytes text = BYTES_INIT(TEXT_MAX);
	struct ole *o = NULL;
	size_t i;
	int r;

	if ((r = ole_open(&o, d->data, d->len)) < 0)
		return answer_refuse_code(a, r);
	for (i = 0; i < ole_count(o); i++)
		if (ole_at(o, i)->storage)
			report_storage(ole_at(o, i), a);
		else
			report_stream(o, ole_at(o, i), a);
	r = read_text(&text, o, a);
	bytes_free(&text);
	ole_free(o);
	return r < 0 ? answer_refuse_code(a, r) : 0;
}

static int
text(const struct doc *d, struct answer *a, bool layout)
{
	struct bytes b = BYTES_INIT(TEXT_MAX);
	struct ole *o = NULL;
	int r;

	(void)layout;	/* its pages are made by who shows it: layout.h */
	if ((r = ole_open(&o, d->data, d->len)) == 0 &&
	    (r = read_text(&b, o, NULL)) == 0)
		answer_text(a, b.data, b.len);
	bytes_free(&b);
	ole_free(o);
	return r < 0 ? answer_refuse_code(a, r) : 0;
}

static int
safe(const struct doc *d, struct answer *a)
{
	struct bytes b = BYTES_INIT(TEXT_MAX);
	struct pages *pages = NULL;
	struct ole *o = NULL;
	int r, drawn = 0;

	if ((r = ole_open(&o, d->data, d->len)) == 0 &&
	    (r = read_text(&b, o, NULL)) == 0 &&
	    (drawn = pages_new(&pages, a)) == 0 &&
	    (drawn = pages_add_text(pages, b.data != NULL ?
	    (const char *)b.data : "", b.len)) == 0)
		drawn = pages_end(pages);
	pages_free(pages);
	bytes_free(&b);
	ole_free(o);
	return r < 0 ? answer_refuse_code(a, r) : drawn;
}

static int
clean(const struct doc *d, struct answer *a)
{
	(void)d;
	return answer_quarantine(a, REASON_OLD_FORMAT, "files of Office 97 to "
	    "2003 are read but not written; `safe` makes a copy of its text, "
	    "or have it saved in a newer format by who sent it");
}

static int
apply(const struct doc *d, const struct edits *e, struct answer *a)
{
	(void)e;
	return clean(d, a);
}

/* Where it lies: the names of its folders and its own. */
static void
put_path(struct bytes *b, const struct ole *o, const struct ole_entry *e)
{
	if (e->parent != OLE_ROOT && e->depth > 1)
		put_path(b, o, ole_at(o, e->parent));
	if (b->len > 0)
		(void)bytes_add(b, "/", 1);
	(void)bytes_add_str(b, e->name[0] < ' ' ? e->name + 1 : e->name);
}

/* The file inside an OLE package ([MS-OLEDS] 2.3.6): behind its names. */
static bool
native(const struct bytes *b, size_t *from, size_t *len)
{
	size_t at = 6, i, n;
	const uint8_t *end;

	for (i = 0; i < 2; i++) {
		if (at >= b->len || (end = memchr(b->data + at, 0,
		    b->len - at)) == NULL)
			return false;
		at = (size_t)(end - b->data) + 1;
	}
	if (b->len < at || b->len - at < 8)
		return false;
	n = old_u32(b->data + at + 4);
	at += 8;
	if (n > b->len - at || b->len - at - n < 4)
		return false;
	at += n;
	*len = old_u32(b->data + at);
	*from = at + 4;
	return *len > 0 && *len <= b->len - *from;
}

static void
child(const struct ole *o, const struct ole_entry *e, struct answer *a)
{
	struct bytes b = BYTES_INIT(OLE_STREAM_MAX), path = BYTES_INIT(8192);
	size_t from = 0, len;

	put_path(&path, o, e);
	if (ole_read(o, e, &b) < 0) {
		answer_child_refused(a, path.data, path.len, REASON_DAMAGED,
		    "%s", err_line());
	} else {
		if (strcmp(e->name, "\1Ole10Native") != 0 ||
		    !native(&b, &from, &len)) {
			from = 0;
			len = b.len;
		}
		answer_child(a, path.data, path.len);
		answer_child_data(a, b.data + from, len);
	}
	bytes_free(&b);
	bytes_free(&path);
}

/* Objects of presentations are packed records of the one stream. */
static void
ppt_objects(const uint8_t *p, size_t len, unsigned depth, struct answer *a)
{
	struct bytes out = BYTES_INIT(OLE_STREAM_MAX);
	size_t at, n, size;

	for (at = 0; depth < OLD_RECORD_DEPTH_MAX && len - at >= PPT_HEAD;
	    at += PPT_HEAD + n) {
		const uint8_t *in = p + at + PPT_HEAD;

		n = old_u32(p + at + 4);
		if (n > len - at - PPT_HEAD)
			break;
		if ((p[at] & 15) == 15) {
			ppt_objects(in, n, depth + 1, a);
			continue;
		}
		if (old_u16(p + at + 2) != PPT_OBJECT)
			continue;
		bytes_reset(&out);
		if ((old_u16(p + at) >> 4) == 0) {
			answer_child(a, "object", 6);
			answer_child_data(a, in, n);
		} else if (n > 4 + ZLIB_HEAD + ZLIB_TAIL &&
		    (size = old_u32(in)) <= OLE_STREAM_MAX &&
		    zip_inflate(&out, in + 4 + ZLIB_HEAD, n - 4 - ZLIB_HEAD -
		    ZLIB_TAIL, size) == 0) {
			answer_child(a, "object", 6);
			answer_child_data(a, out.data, out.len);
		} else {
			answer_child_refused(a, "object", 6, REASON_DAMAGED,
			    "it cannot be unpacked");
		}
	}
	bytes_free(&out);
}

static int
children(const struct doc *d, struct answer *a)
{
	static const char *const whole[] = { "Package", "CONTENTS",
	    "\1Ole10Native", NULL };
	static const char *const other[] = { "WordDocument", "Workbook",
	    "Book", "PowerPoint Document", NULL };
	struct bytes b = BYTES_INIT(OLE_STREAM_MAX);
	struct ole *o = NULL;
	size_t i, k;
	int r;

	if ((r = ole_open(&o, d->data, d->len)) < 0)
		return answer_refuse_code(a, r);
	for (i = 0; i < ole_count(o); i++) {
		const struct ole_entry *e = ole_at(o, i);

		if (e->storage)
			continue;
		if (e->depth == 1) {
			if (strcmp(e->name, "PowerPoint Document") == 0 &&
			    ole_read(o, e, &b) == 0)
				ppt_objects(b.data, b.len, 0, a);
			continue;
		}
		for (k = 0; whole[k] != NULL; k++)
			if (strcmp(e->name, whole[k]) == 0)
				child(o, e, a);
		for (k = 0; other[k] != NULL; k++)
			if (strcmp(e->name, other[k]) == 0) {
				struct bytes path = BYTES_INIT(8192);

				put_path(&path, o, ole_at(o, e->parent));
				answer_child_refused(a, path.data, path.len,
				    REASON_OLD_FORMAT, "a document that is "
				    "part of this one's file");
				bytes_free(&path);
			}
	}
	bytes_free(&b);
	ole_free(o);
	return 0;
}

#define OLE_TYPES "application/x-ole-storage", "application/CDFV2", \
	"application/vnd.ms-office", "application/octet-stream", NULL

static bool
is_doc(const struct doc *d)
{
	return kind_of(d) == FORMAT_DOC;
}

static bool
is_xls(const struct doc *d)
{
	return kind_of(d) == FORMAT_XLS;
}

static bool
is_ppt(const struct doc *d)
{
	return kind_of(d) == FORMAT_PPT;
}

static const char *const mimes_doc[] = { "application/msword", OLE_TYPES };
static const char *const mimes_xls[] = { "application/vnd.ms-excel",
	"application/msword", OLE_TYPES };
static const char *const mimes_ppt[] = { "application/vnd.ms-powerpoint",
	"application/msword", OLE_TYPES };

#define ROW(variable, number) { \
	.id = (number), \
	.mimes = mimes_##variable, \
	.structure = is_##variable, \
	.report = report, \
	.text = text, \
	.children = children, \
	.clean = clean, \
	.apply = apply, \
	.safe = safe \
}

const struct format format_doc = ROW(doc, FORMAT_DOC);
const struct format format_xls = ROW(xls, FORMAT_XLS);
const struct format format_ppt = ROW(ppt, FORMAT_PPT);
