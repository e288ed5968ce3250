/* gunzip.c -- see gunzip.h. */
#include "intake/foreign/wall/gunzip.h"

#include <stdlib.h>
#include <zlib.h>

#include "intake/examine/expansion.h"
#include "intake/examine/limits.h"
#include "intake/foreign/foreign.h"
#include "vault/base/err.h"

#define GZIP_ONLY (15 + 16)	/* zlib.h: this format, its largest window */
#define CHUNK 65536

struct gunzip {
	z_stream z;
	gz_header head;
	bool whole;
	uint64_t in, out;	/* bytes */
	char name[MANIFEST_NAME_MAX + 1];
	uint8_t chunk[CHUNK];
};

int
gunzip_new(struct gunzip **out)
{
	struct gunzip *g;

	*out = NULL;
	if ((g = calloc(1, sizeof(*g))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	if (inflateInit2(&g->z, GZIP_ONLY) != Z_OK) {
		free(g);
		return err_set(ERR_NO_MEMORY, "out of memory");
	}
	g->head.name = (Bytef *)g->name;
	g->head.name_max = MANIFEST_NAME_MAX;	/* the NUL stays */
	(void)inflateGetHeader(&g->z, &g->head);
	*out = g;
	return 0;
}

void
gunzip_free(struct gunzip *g)
{
	if (g == NULL)
		return;
	(void)inflateEnd(&g->z);
	free(g);
}

bool
gunzip_whole(const struct gunzip *g)
{
	return g->whole;
}

const char *
gunzip_name(const struct gunzip *g)
{
	return g->name;
}

static int
not_one(void)
{
	return err_set(ERR_FORMAT, "it is not one whole gzip file; it is kept "
	    "as it came");
}

int
gunzip_feed(struct gunzip *g, const uint8_t *p, size_t len, gunzip_take *take,
    void *arg)
{
	int z = Z_OK, r;
	size_t n;

	if (len == 0)
		return 0;
	if (g->whole)
		return not_one();
	g->in += len;
	g->z.next_in = (Bytef *)(uintptr_t)p;
	g->z.avail_in = (uInt)len;
	do {
		g->z.next_out = g->chunk;
		g->z.avail_out = CHUNK;
		z = inflate(&g->z, Z_NO_FLUSH);
		if (z != Z_OK && z != Z_STREAM_END && z != Z_BUF_ERROR)
			return not_one();
		n = CHUNK - g->z.avail_out;
		g->out += n;
		if (expands_too_far(g->in, g->out))
			return err_set(ERR_TOO_BIG, "it unpacks to more than "
			    "%u times its size; it is kept as it came",
			    EXPANSION_MAX);
		if (n > 0 && (r = take(arg, g->name, g->chunk, n)) < 0)
			return r;
	} while (z == Z_OK && (g->z.avail_in > 0 || g->z.avail_out == 0));
	g->whole = z == Z_STREAM_END;
	return g->whole && g->z.avail_in > 0 ? not_one() : 0;
}
