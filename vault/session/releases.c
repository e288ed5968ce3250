/* releases.c -- see releases.h. */
#include "vault/session/releases.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

#define NAMES_MAX (32u << 20)	/* bytes of names in one of these folders */

/* Each name in a folder of the submission, as the path it is. */
static int
each_below(struct session *s, const struct id *submission, const char *what,
    int (*each)(struct releases *, const struct path *), struct releases *out)
{
	struct bytes names = BYTES_INIT(NAMES_MAX);
	char folder[PATH_SIZE], name[2 * PATH_SIZE];
	const char *last;
	struct path p;
	size_t at, n;
	int r;

	path_submission(folder, submission);
	n = strlen(folder);
	(void)snprintf(folder + n, sizeof(folder) - n, "/%s", what);
	r = store_list(s->store, folder, &names);
	for (at = 0; at < names.len && r == 0; at += strlen(last) + 1) {
		last = (const char *)names.data + at;
		(void)snprintf(name, sizeof(name), "%s/%.*s", folder,
		    PATH_SIZE, last);
		p = path_parse(name);
		if (p.kind != PATH_NONE)
			r = each(out, &p);
	}
	bytes_free(&names);
	return r;
}

static int
note_release(struct releases *out, const struct path *p)
{
	if (p->version > out->newest)
		out->newest = p->version;
	return 0;
}

static int
note_recall(struct releases *out, const struct path *p)
{
	uint32_t *grown;

	if (out->nrecalled == RELEASES_RECALLED_MAX)
		return err_set(ERR_TOO_BIG, "more than %u releases were "
		    "withdrawn; run tipline audit", RELEASES_RECALLED_MAX);
	grown = realloc(out->recalled, (out->nrecalled + 1) * sizeof(*grown));
	if (grown == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	out->recalled = grown;
	out->recalled[out->nrecalled++] = p->version;
	return 0;
}

static int
note_partner(struct releases *out, const struct path *p)
{
	struct release_partner *grown;

	if (p->kind != PATH_PARTNER)
		return 0;
	grown = realloc(out->partners, (out->npartners + 1) *
	    sizeof(*grown));
	if (grown == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	out->partners = grown;
	out->partners[out->npartners++] = (struct release_partner){
	    .release = p->version, .to = p->member };
	return 0;
}

int
releases_read(struct releases *out, struct session *s,
    const struct id *submission)
{
	int r;

	*out = (struct releases){ .newest = 0 };
	if ((r = each_below(s, submission, "releases", note_release,
	    out)) < 0 ||
	    (r = each_below(s, submission, "recalls", note_recall, out)) < 0 ||
	    (r = each_below(s, submission, "partners", note_partner,
	    out)) < 0)
		releases_free(out);
	return r;
}

void
releases_free(struct releases *r)
{
	free(r->recalled);
	free(r->partners);
	*r = (struct releases){ .newest = 0 };
}

bool
releases_recalled(const struct releases *r, uint32_t number)
{
	size_t i;

	for (i = 0; i < r->nrecalled; i++)
		if (r->recalled[i] == number)
			return true;
	return false;
}

uint32_t
releases_standing(const struct releases *r)
{
	uint32_t n;

	for (n = r->newest; n > 0; n--)
		if (!releases_recalled(r, n))
			return n;
	return 0;
}

int
releases_reason(struct session *s, const struct id *submission,
    uint32_t number, uint32_t key, struct bytes *text)
{
	const struct object_ctx ctx = { .submission = *submission,
	    .kind = OBJECT_RECALL, .version = number };
	struct bytes b = BYTES_INIT(RECALL_REASON_MAX);
	int r;

	if ((r = session_read_object(s, key, &ctx, &b)) == 0)
		r = bytes_add(text, b.data, b.len);
	bytes_free(&b);
	return r;
}
