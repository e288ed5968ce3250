/* pages_out.c -- see pages_out.h. */
#include "intake/format/page/pages_out.h"

#include <stdio.h>
#include <stdlib.h>

#include <zlib.h>

#include "intake/format/answer.h"

#define TOGETHER 100u		/* objects of one object stream */
#define DEFLATE_LEVEL 9
#define DICT_MAX 600u		/* bytes of a stream's dictionary */
#define ENTRY 8u		/* bytes of a cross-reference: 1, 5 and 2 */

enum { ENTRY_FREE = 0, ENTRY_AT = 1, ENTRY_IN = 2 };

struct entry {
	uint8_t kind;
	uint64_t at;		/* offset; or the object stream's number */
	uint16_t index;		/* in that */
};

struct pages_out {
	struct answer *a;
	struct entry *entry;
	uint32_t n, room;
	uint64_t written;	/* bytes of the file so far */
	struct bytes body;	/* the objects being collected */
	uint32_t held[TOGETHER];	/* their numbers, */
	size_t start[TOGETHER];	/* and where each begins */
	unsigned nheld;
	size_t from;		/* where the one that is written begins */
};

static int
refuse_memory(struct pages_out *o)
{
	return answer_refuse(o->a, REASON_LIMIT,
	    "the pages do not fit the memory of an examination");
}

int
pages_out_new(struct pages_out **out, uint32_t objects, struct answer *a)
{
	struct pages_out *o = calloc(1, sizeof *o);

	*out = NULL;
	/* Number 0 is none; object streams and the last one take some. */
	if (o != NULL) {
		o->a = a;
		o->n = 1;
		o->room = objects + objects / TOGETHER + 4;
		o->body = BYTES_INIT(CLEAN_MAX);
		o->entry = calloc(o->room, sizeof *o->entry);
	}
	if (o == NULL || o->entry == NULL) {
		pages_out_free(o);
		return answer_refuse(a, REASON_LIMIT,
		    "no memory to write pages");
	}
	*out = o;
	return 0;
}

uint32_t
pages_out_number(struct pages_out *o)
{
	return o->n < o->room ? o->n++ : 0;
}

struct bytes *
pages_out_body(struct pages_out *o)
{
	return &o->body;
}

static int
put(struct pages_out *o, const void *p, size_t len)
{
	o->written += len;
	if (o->written > CLEAN_MAX)
		return answer_refuse(o->a, REASON_LIMIT,
		    "the pages are over %llu bytes",
		    (unsigned long long)CLEAN_MAX);
	answer_file(o->a, p, len);
	return 0;
}

static int
deflate_all(struct bytes *out, const struct bytes *data)
{
	uLongf room = compressBound(data->len);
	uint8_t *p;

	if (bytes_room(out, room, &p) < 0)
		return -1;
	out->len -= room;
	if (compress2(p, &room, data->data, data->len, DEFLATE_LEVEL) != Z_OK)
		return -1;
	out->len += room;
	return 0;
}

int
pages_out_stream(struct pages_out *o, uint32_t number, const char *dict,
    const struct bytes *data, bool deflate)
{
	static const char head[] = "%PDF-1.5\n%\xe2\xe3\xcf\xd3\n";
	static const char end[] = "\nendstream\nendobj\n";
	struct bytes packed = BYTES_INIT(CLEAN_MAX);
	char open[DICT_MAX];
	int r = -1, n;

	if (number == 0 || bytes_ok(data) < 0 ||
	    (deflate && deflate_all(&packed, data) < 0)) {
		r = refuse_memory(o);
		goto done;
	}
	if (deflate)
		data = &packed;
	if (o->written == 0 && put(o, head, sizeof(head) - 1) < 0)
		goto done;
	o->entry[number] = (struct entry){ ENTRY_AT, o->written, 0 };
	n = snprintf(open, sizeof(open), "%u 0 obj\n<<%s%s/Length %zu>>\n"
	    "stream\n", number, dict, deflate ? "/Filter/FlateDecode" : "",
	    data->len);
	if (put(o, open, (size_t)n) < 0 || put(o, data->data, data->len) < 0)
		goto done;
	r = put(o, end, sizeof(end) - 1);
done:
	bytes_free(&packed);
	return r;
}

/* The objects that were collected, as one. */
static int
flush(struct pages_out *o)
{
	struct bytes all = BYTES_INIT(CLEAN_MAX);
	uint32_t number = pages_out_number(o);
	char dict[64];
	size_t first;
	unsigned i;
	int r;

	for (i = 0; i < o->nheld; i++) {
		bytes_addf(&all, "%u %zu ", o->held[i], o->start[i]);
		o->entry[o->held[i]] = (struct entry){ ENTRY_IN, number,
		    (uint16_t)i };
	}
	first = all.len;
	bytes_add(&all, o->body.data, o->body.len);
	if (bytes_ok(&o->body) < 0 || bytes_ok(&all) < 0) {
		r = refuse_memory(o);
		goto done;
	}
	(void)snprintf(dict, sizeof(dict), "/Type/ObjStm/N %u/First %zu",
	    o->nheld, first);
	r = pages_out_stream(o, number, dict, &all, true);
done:
	bytes_free(&all);
	bytes_reset(&o->body);
	o->nheld = 0;
	o->from = 0;
	return r;
}

int
pages_out_object(struct pages_out *o, uint32_t number)
{
	if (number == 0)
		return refuse_memory(o);
	bytes_add_str(&o->body, "\n");
	o->held[o->nheld] = number;
	o->start[o->nheld++] = o->from;
	o->from = o->body.len;
	return o->nheld == TOGETHER ? flush(o) : 0;
}

static void
put_entry(struct bytes *b, const struct entry *e)
{
	uint8_t p[ENTRY] = { e->kind, (uint8_t)(e->at >> 32),
		(uint8_t)(e->at >> 24), (uint8_t)(e->at >> 16),
		(uint8_t)(e->at >> 8), (uint8_t)e->at,
		(uint8_t)(e->index >> 8), (uint8_t)e->index };

	bytes_add(b, p, sizeof(p));
}

int
pages_out_end(struct pages_out *o, uint32_t root)
{
	struct bytes all = BYTES_INIT(CLEAN_MAX);
	uint32_t number, i;
	uint64_t at;
	char text[128];
	int r = -1, n;

	if (o->nheld > 0 && flush(o) < 0)
		return -1;
	number = pages_out_number(o);
	at = o->written;
	o->entry[number] = (struct entry){ ENTRY_AT, at, 0 };
	for (i = 0; i < o->n; i++)
		put_entry(&all, &o->entry[i]);
	(void)snprintf(text, sizeof(text), "/Type/XRef/Size %u/W[1 5 2]"
	    "/Root %u 0 R", o->n, root);
	if (pages_out_stream(o, number, text, &all, true) == 0) {
		n = snprintf(text, sizeof(text), "startxref\n%llu\n%%%%EOF\n",
		    (unsigned long long)at);
		r = put(o, text, (size_t)n);
	}
	bytes_free(&all);
	return r;
}

void
pages_out_free(struct pages_out *o)
{
	if (o == NULL)
		return;
	bytes_free(&o->body);
	free(o->entry);
	free(o);
}
