/* making.c -- see making.h. */
#include "redact/cmd/making.h"

#include "redact/cmd/input.h"
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
making_item(const struct making *m, struct work *w, size_t i,
    const struct plan *plan, struct exam *made)
{
	struct object_ctx ctx = work_ctx(w, i,
	    inside_source(&w->manifest.items[w->number[i]]), 1);
	const struct made_of of = { plan, &w->texts[i], &w->layouts[i] };
	struct exam_request q = { .alone = true, .patient = m->patient,
	    .password = m->password };
	uint64_t len;
	int r;

	if ((r = session_object_memfd(w->session, w->original, &ctx,
	    DOCUMENT_MAX, &q.fd, &len)) < 0)
		return r;
	r = make_redacted(m->worker, &q, &of, made);
	io_close(&q.fd);
	return r;
}

void
making_free(struct making *m)
{
	worker_stop(m->worker);
	secret_free(m->password);
	*m = (struct making){ .worker = NULL };
}
