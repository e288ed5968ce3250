/*
 * old_ppt.c -- the text of a PPT ([MS-PPT]): records inside records, of which
 * some are text.  Slides and notes have it in the order of the stream; earlier
 * states that a fast save left behind are there too, and are told.
 */
#include <string.h>

#include "intake/format/old/old_text.h"
#include "vault/base/err.h"

#define HEAD 8u			/* bytes of a record's header */
#define CONTAINER 0x0fu
#define SLIDE 1006u
#define NOTES 1008u
#define MASTER 1016u
#define TEXT_UTF16 4000u
#define TEXT_BYTES 4008u
#define CSTRING 4026u
#define USER_EDIT 4085u
#define COMMENT 12000u
#define ENCRYPTED 12052u

struct ppt {
	struct bytes *out;
	struct answer *a;
	uint64_t edits;
	unsigned slides;
	bool encrypted;
};

static void
text(struct ppt *p, const uint8_t *data, size_t len, bool wide)
{
	size_t before = p->out->len;

	/* It stands for a date or a number that is put in when shown. */
	if (len == (wide ? 2 : 1) && data[0] == '*')
		return;
	if (wide)
		old_put_utf16(p->out, data, len / 2);
	else
		old_put_1252(p->out, data, len);
	if (p->out->len > before)
		old_put_char(p->out, '\n');
}

static int
records(struct ppt *p, const uint8_t *data, size_t len, unsigned inside,
    unsigned depth)
{
	size_t at = 0, n;
	unsigned type;
	int r = 0;

	if (depth > OLD_RECORD_DEPTH_MAX)
		return err_set(ERR_TOO_BIG, "records are nested too deep; "
		    "treat the file as hostile");
	while (r == 0 && len - at >= HEAD) {
		type = old_u16(data + at + 2);
		n = old_u32(data + at + 4);
		if (n > len - at - HEAD)
			return depth == 0 ? 0 : old_damaged();
		if (type == USER_EDIT)
			p->edits++;
		p->encrypted |= type == ENCRYPTED;
		if (type == SLIDE && p->slides++ > 0)
			old_put_char(p->out, '\n');
		if ((data[at] & 15) == CONTAINER) {
			if (type != MASTER)
				r = records(p, data + at + HEAD, n, type,
				    depth + 1);
		} else if (type == TEXT_UTF16 || type == TEXT_BYTES) {
			text(p, data + at + HEAD, n, type == TEXT_UTF16);
		} else if (type == CSTRING && inside == COMMENT) {
			if (old_u16(data + at) >> 4 == 1)
				text(p, data + at + HEAD, n, true);
			else
				old_tell(p->a, "ppt", "Comment by",
				    data + at + HEAD, n / 2);
		}
		at += HEAD + n;
	}
	return r < 0 ? r : bytes_ok(p->out);
}

int
old_ppt_text(struct bytes *out, const struct ole *o, struct answer *a)
{
	const struct ole_entry *e = ole_find(o, OLE_ROOT,
	    "PowerPoint Document");
	struct bytes b = BYTES_INIT(OLE_STREAM_MAX);
	struct ppt p = { .out = out, .a = a };
	int r;

	if (e == NULL || e->storage)
		return old_damaged();
	if ((r = ole_read(o, e, &b)) == 0)
		r = records(&p, b.data, b.len, 0, 0);
	if (r == 0 && p.encrypted)
		r = old_encrypted();
	if (r == 0 && a != NULL && p.edits > 1)
		answer_mark(a, MARK_REVISION, p.edits - 1, "earlier states "
		    "that fast saves left behind");
	bytes_free(&b);
	return r;
}
