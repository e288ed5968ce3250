/* browse.c -- see browse.h. */
#include "redact/cmd/browse.h"

#include "vault/session/inside.h"

static int
original(void *arg, size_t item, int *fd)
{
	struct work *w = arg;
	struct object_ctx ctx = work_ctx(w, item,
	    inside_source(&w->manifest.items[w->number[item]]), 1);
	uint64_t len;

	return session_object_memfd(w->session, w->original, &ctx,
	    DOCUMENT_MAX, fd, &len);
}

static int
layout(void *arg, size_t item, struct layout *out)
{
	return work_layout(arg, item, out);
}

int
browse(struct work *w, struct board *board, const struct desk *desk,
    bool no_browser, enum page_end *end)
{
	const struct page_vault vault = { w, original, layout };
	const struct page_setup setup = { .board = board, .desk = desk,
	    .vault = &vault, .name = w->name, .withheld = w->withheld,
	    .no_browser = no_browser, .quiet = w->session->options->quiet };

	return page_review(&setup, end);
}
