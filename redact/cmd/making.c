/* making.c -- see making.h. */
#include "redact/cmd/making.h"

#include "redact/cmd/input.h"
#include "redact/cmd/left.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/seal/secret.h"
#include "vault/session/inside.h"

int
making_option(struct making *m, int argc, char **argv, int *i)
{
	const char *value = NULL;
	int r;

	if (option_is(argc, argv, i, "--patient", NULL)) {
		m->patient = true;
		return 1;
	}
	if (!option_is(argc, argv, i, "--password-fd", &value))
		return 0;
	if (value == NULL || m->password != NULL)
		return usage("--password-fd takes one descriptor");
	r = input_password(&m->password, value);
	return r < 0 ? r : 1;
}

int
making_source(struct work *w, size_t i, int *fd)
{
	struct object_ctx ctx = work_ctx(w, i,
	    inside_source(&w->manifest.items[w->number[i]]), 1);
	uint64_t len;

	return session_object_memfd(w->session, w->original, &ctx,
	    DOCUMENT_MAX, fd, &len);
}

int
making_from(const struct making *m, struct worker *worker, int fd,
    const struct made_of *of, struct exam *made, struct hits *hits)
{
	const struct exam_request q = { .fd = fd, .alone = true,
	    .patient = m->patient, .password = m->password };

	return make_redacted(worker, &q, of, made, hits);
}

int
making_item(const struct making *m, struct work *w, size_t i,
    const struct plan *plan, struct exam *made)
{
	const struct made_of of = { plan, &w->texts[i], &w->layouts[i] };
	struct hits hits = { .list = NULL };
	int fd, r;

	if ((r = making_source(w, i, &fd)) < 0)
		return r;
	r = making_from(m, m->worker, fd, &of, made, &hits);
	(void)left_tell(w->session->options,
	    w->manifest.items[w->number[i]].name, &hits);
	hits_free(&hits);
	io_close(&fd);
	return r;
}

void
making_free(struct making *m)
{
	worker_stop(m->worker);
	secret_free(m->password);
	*m = (struct making){ .worker = NULL };
}
