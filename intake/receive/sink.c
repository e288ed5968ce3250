/* sink.c -- see sink.h; the two kinds are rows of one table. */
#include "intake/receive/sink.h"

#include "intake/receive/sink_kind.h"

int
sink_stage(struct sink *k, int *fd)
{
	return k->kind->stage(k, fd);
}

bool
sink_hashes(const struct sink *k)
{
	return k->kind->grew != NULL;
}

int
sink_grew(struct sink *k, uint64_t size)
{
	return sink_hashes(k) ? k->kind->grew(k, size) : 0;
}

int
sink_keep(struct sink *k, struct path *path, struct sealed *done)
{
	path->large = done->size > PATH_SEALED_MAX;
	return k->kind->keep(k, path, done);
}

int
sink_small(struct sink *k, const struct path *path, const void *p, size_t len)
{
	return k->kind->small(k, path, p, len);
}

int
sink_begin(struct sink *k, struct submission *sub)
{
	return k->kind->begin(k, sub);
}

int
sink_finish(struct sink *k, const struct drop *drop, const void *text,
    size_t text_len, const void *sig, size_t sig_len)
{
	return k->kind->finish(k, drop, text, text_len, sig, sig_len);
}

void
sink_free(struct sink *k)
{
	if (k != NULL)
		k->kind->free(k);
}
