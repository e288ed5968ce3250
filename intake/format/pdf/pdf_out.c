/* pdf_out.c -- see pdf_out.h. */
#include "intake/format/pdf/pdf_out.h"

#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#include "intake/examine/limits.h"
#include "vault/base/err.h"

#define BUCKETS 4096u
#define DEFLATE_LEVEL 6		/* written down: the bytes depend on it */
#define NONE_YET OUT_FIRST_FREE

struct memo {
	uint64_t key;
	uint32_t number;
	uint32_t next;		/* 1 + the memo before it in its bucket */
};

static uint32_t
bucket_of(uint64_t key)
{
	return (uint32_t)(key * 0x9e3779b97f4a7c15u >> 52);
}

int
pdf_out_begin(struct pdf_out *o)
{
	static const uint64_t none[NONE_YET] = { 0 };

	*o = (struct pdf_out){ .dry = o->dry, .file = BYTES_INIT(CLEAN_MAX),
	    .offsets = BYTES_INIT(OUT_OBJECTS_MAX * sizeof(uint64_t)),
	    .pages = BYTES_INIT(PAGES_MAX * sizeof(uint32_t)),
	    .memory = BYTES_INIT(OUT_OBJECTS_MAX * sizeof(struct memo)) };
	o->buckets = calloc(BUCKETS, sizeof *o->buckets);
	if (o->buckets == NULL)
		return err_set(ERR_NO_MEMORY, "no memory to write a document; "
		    "close other programs and try again");
	bytes_add(&o->offsets, none, sizeof none);
	bytes_add_str(&o->file, "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n");
	return bytes_ok(&o->file);
}

void
pdf_out_free(struct pdf_out *o)
{
	bytes_free(&o->file);
	bytes_free(&o->offsets);
	bytes_free(&o->pages);
	bytes_free(&o->memory);
	free(o->buckets);
	o->buckets = NULL;
}

static uint32_t
begin(struct pdf_out *o)
{
	uint64_t at = o->file.len;
	size_t number = o->offsets.len / sizeof at;

	if (bytes_add(&o->offsets, &at, sizeof at) < 0)
		return 0;
	if (!o->dry)
		bytes_addf(&o->file, "%zu 0 obj\n", number);
	return (uint32_t)number;
}

uint32_t
pdf_out_object(struct pdf_out *o, const struct bytes *body)
{
	uint32_t number = begin(o);

	if (o->dry)
		return number;
	bytes_add(&o->file, body->data, body->len);
	bytes_add_str(&o->file, "\nendobj\n");
	return bytes_ok(&o->file) == 0 ? number : 0;
}

static int
pack(struct bytes *out, const void *data, size_t len)
{
	uLongf room = compressBound(len);
	uint8_t *p;

	if (bytes_room(out, room, &p) < 0)
		return -1;
	out->len -= room;
	if (compress2(p, &room, data, len, DEFLATE_LEVEL) != Z_OK)
		return -1;
	out->len += room;
	return 0;
}

uint32_t
pdf_out_stream(struct pdf_out *o, const struct bytes *dict, const void *data,
    size_t len, bool deflate)
{
	struct bytes packed = BYTES_INIT(CLEAN_MAX);
	uint32_t number = 0;

	if (o->dry)
		return begin(o);
	if (deflate) {
		if (pack(&packed, data, len) < 0)
			goto done;
		data = packed.data;
		len = packed.len;
	}
	number = begin(o);
	bytes_add_str(&o->file, "<<");
	bytes_add(&o->file, dict->data, dict->len);
	if (deflate)
		bytes_add_str(&o->file, "/Filter/FlateDecode");
	bytes_addf(&o->file, "/Length %zu>>\nstream\n", len);
	bytes_add(&o->file, data, len);
	bytes_add_str(&o->file, "\nendstream\nendobj\n");
	if (bytes_ok(&o->file) < 0)
		number = 0;
done:
	bytes_free(&packed);
	return number;
}

void
pdf_out_page(struct pdf_out *o, uint32_t number)
{
	bytes_add(&o->pages, &number, sizeof number);
}

static struct memo *
memo_at(const struct pdf_out *o, uint32_t i)
{
	return (struct memo *)(void *)o->memory.data + i;
}

void
pdf_out_learn(struct pdf_out *o, uint64_t key, uint32_t number)
{
	uint32_t *bucket = &o->buckets[bucket_of(key)];
	struct memo m = { key, number, *bucket };

	if (bytes_add(&o->memory, &m, sizeof m) == 0)
		*bucket = (uint32_t)(o->memory.len / sizeof m);
}

bool
pdf_out_known(const struct pdf_out *o, uint64_t key, uint32_t *number)
{
	uint32_t i = o->buckets[bucket_of(key)];

	for (; i > 0; i = memo_at(o, i - 1)->next)
		if (memo_at(o, i - 1)->key == key) {
			*number = memo_at(o, i - 1)->number;
			return true;
		}
	return false;
}

struct pdf_mark
pdf_out_mark(const struct pdf_out *o)
{
	return (struct pdf_mark){ o->file.len, o->offsets.len, o->pages.len,
	    o->memory.len };
}

void
pdf_out_back(struct pdf_out *o, const struct pdf_mark *mark)
{
	while (o->memory.len > mark->memory) {
		struct memo *m = memo_at(o, (uint32_t)(o->memory.len /
		    sizeof *m) - 1);

		o->buckets[bucket_of(m->key)] = m->next;
		o->memory.len -= sizeof *m;
	}
	o->file.len = mark->file;
	o->offsets.len = mark->offsets;
	o->pages.len = mark->pages;
}

static void
put_at(struct pdf_out *o, uint32_t number)
{
	uint64_t at = o->file.len;

	memcpy(o->offsets.data + number * sizeof at, &at, sizeof at);
	bytes_addf(&o->file, "%u 0 obj\n", number);
}

int
pdf_out_end(struct pdf_out *o)
{
	size_t pages = o->pages.len / sizeof(uint32_t);
	size_t objects = o->offsets.len / sizeof(uint64_t), i, xref;
	uint32_t number;
	uint64_t at;

	if (bytes_ok(&o->offsets) < 0)
		return bytes_ok(&o->offsets);
	put_at(o, OUT_CATALOG);
	bytes_addf(&o->file, "<</Type/Catalog/Pages %d 0 R>>\nendobj\n",
	    OUT_PAGES);
	put_at(o, OUT_PAGES);
	bytes_addf(&o->file, "<</Type/Pages/Count %zu/Kids[", pages);
	for (i = 0; i < pages; i++) {
		memcpy(&number, o->pages.data + i * sizeof number,
		    sizeof number);
		bytes_addf(&o->file, "%u 0 R\n", number);
	}
	bytes_add_str(&o->file, "]>>\nendobj\n");
	xref = o->file.len;
	bytes_addf(&o->file, "xref\n0 %zu\n0000000000 65535 f \n", objects);
	for (i = 1; i < objects; i++) {
		memcpy(&at, o->offsets.data + i * sizeof at, sizeof at);
		bytes_addf(&o->file, "%010llu 00000 n \n",
		    (unsigned long long)at);
	}
	bytes_addf(&o->file, "trailer\n<</Size %zu/Root %d 0 R>>\nstartxref\n"
	    "%zu\n%%%%EOF\n", objects, OUT_CATALOG, xref);
	return bytes_ok(&o->file);
}
