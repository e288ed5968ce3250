/*
 * office_children.c -- the documents inside a document: embedded files, what
 * OLE objects hold, alternative chunks, sound and film.  A cleaned copy keeps
 * none of them (the picture that was drawn of an object stays), so each is
 * handed out to be examined on its own.
 */
#include <string.h>
#include <strings.h>

#include "intake/format/answer.h"
#include "intake/format/office/office.h"
#include "intake/format/office/opc.h"
#include "intake/format/package/ole.h"
#include "vault/base/err.h"

static bool
ends(const char *s, const char *with)
{
	size_t len = strlen(s), n = strlen(with);

	return len >= n && strcasecmp(s + len - n, with) == 0;
}

static bool
is_child(const char *name)
{
	static const char *const media[] = { ".mp3", ".m4a", ".wav", ".wma",
	    ".aif", ".aiff", ".au", ".mid", ".mp4", ".m4v", ".mov", ".wmv",
	    ".avi", ".mpg", ".mpeg", ".mkv", ".webm", ".ogg", ".flac",
	    ".asf" };
	size_t i;

	if (strstr(name, "/_rels/") != NULL)
		return false;
	if (strstr(name, "/embeddings/") != NULL ||
	    strcasestr(name, "afchunk") != NULL)
		return true;
	for (i = 0; i < sizeof media / sizeof media[0]; i++)
		if (ends(name, media[i]) && strstr(name, "/media/") != NULL)
			return true;
	return false;
}

static uint32_t
u32(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	    (uint32_t)p[3] << 24;
}

/* The bytes after the next NUL; 0 when there is none. */
static size_t
after_string(const struct bytes *b, size_t at)
{
	const uint8_t *end = at < b->len ?
	    memchr(b->data + at, '\0', b->len - at) : NULL;

	return end != NULL ? (size_t)(end - b->data) + 1 : 0;
}

/*
 * A packaged file ([MS-OLEDS] 2.3.6): size u32 | 2 u16 | label | path | 8
 * bytes | path length u32 | path | length u32 | the file.
 */
static bool
packaged(const struct bytes *b, size_t *start, size_t *len, size_t *label)
{
	size_t at = 6;

	*label = at;
	if ((at = after_string(b, at)) == 0 ||
	    (at = after_string(b, at)) == 0 || b->len - at < 12)
		return false;
	at += 4;	/* two numbers, and no path longer than the stream */
	if (u32(b->data + at) > b->len - at - 4)
		return false;
	at += 4 + u32(b->data + at);
	if (b->len - at < 4 || u32(b->data + at) > b->len - at - 4)
		return false;
	*start = at + 4;
	*len = u32(b->data + at);
	return true;
}

/* What an OLE object holds, when it is a file; else the object as it is. */
static int
object(struct answer *a, const char *name, const struct bytes *raw)
{
	static const char *const streams[] = { "\1Ole10Native", "Package",
	    "CONTENTS" };
	struct bytes inner = BYTES_INIT(ZIP_MEMBER_MAX);
	struct bytes path = BYTES_INIT(2 * ZIP_NAME_MAX);
	const struct ole_entry *e = NULL;
	size_t i, start = 0, len, label = 0;
	struct ole *o = NULL;

	if (ole_open(&o, raw->data, raw->len) < 0)
		goto whole;
	for (i = 0; i < 3 && e == NULL; i++)
		e = ole_find(o, OLE_ROOT, streams[i]);
	if (e == NULL || e->storage || ole_read(o, e, &inner) < 0)
		goto whole;
	len = inner.len;
	if (i == 1 && !packaged(&inner, &start, &len, &label))
		goto whole;
	(void)bytes_addf(&path, "%s/%.200s", name, i == 1 ?
	    (const char *)inner.data + label : streams[i - 1]);
	answer_child(a, path.data, path.len);
	answer_child_data(a, inner.data + start, len);
	goto done;
whole:
	answer_child(a, name, strlen(name));
	answer_child_data(a, raw->data, raw->len);
done:
	ole_free(o);
	bytes_free(&inner);
	bytes_free(&path);
	return 0;
}

static void
member(const struct zip *z, const struct zip_member *m, struct answer *a)
{
	struct bytes raw = BYTES_INIT(ZIP_MEMBER_MAX);
	int r = zip_read(z, m, &raw);

	if (r < 0) {
		answer_child_refused(a, m->name, strlen(m->name),
		    r == ERR_NOT_PERMITTED ? REASON_ENCRYPTED :
		    r == ERR_TOO_BIG ? REASON_LIMIT : REASON_DAMAGED,
		    "it cannot be unpacked");
	} else if (ole_is(raw.data, raw.len)) {
		(void)object(a, m->name, &raw);
	} else {
		answer_child(a, m->name, strlen(m->name));
		answer_child_data(a, raw.data, raw.len);
	}
	bytes_free(&raw);
}

int
office_children(const struct doc *d, struct answer *a)
{
	struct opc package;
	size_t i;
	int r;

	if (opc_is_encrypted(d))
		return answer_refuse(a, REASON_ENCRYPTED, "Office's own "
		    "encryption, which is not opened here; ask for the file "
		    "without a password");
	if ((r = opc_open(&package, d)) < 0)
		r = answer_refuse_code(a, r);
	for (i = 0; r == 0 && i < zip_count(package.zip); i++)
		if (is_child(zip_at(package.zip, i)->name))
			member(package.zip, zip_at(package.zip, i), a);
	opc_close(&package);
	return r;
}
