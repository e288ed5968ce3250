/* serve_ended.c -- questions about what writers left that were ended. */
#include <string.h>

#include "vault/base/io.h"
#include "vault/session/store_records.h"
#include "vault/store/serving.h"
#include "vault/store/tree.h"
#include "vault/store/untold.h"

int
serve_tidy(struct serve *s)
{
	int r;

	if ((r = serving_done(s)) < 0)
		return r;
	writer_tidy(s->writer);
	return serving_send(s, STORE_OK, NULL);
}

static int
is_there(struct serve *s, const struct id *id, bool *yes)
{
	struct path p = { .kind = PATH_DROP, .submission = *id };
	char name[PATH_SIZE];
	git_oid blob;
	int r;

	path_format(name, &p);
	r = tree_find(s->repo, &s->look.tree, name, &blob);
	*yes = r == 0;
	return r == ERR_NOT_FOUND ? 0 : r;
}

int
serve_promise(struct serve *s)
{
	struct id id;
	int r;

	wire_get_raw(&s->rd, id.b, ID_BYTES);
	if ((r = serving_done(s)) < 0)
		return r;
	if (s->promise >= 0)
		return err_set(ERR_USAGE, "one submission is promised "
		    "already; tell of it first");
	if ((r = untold_add(repo_dir(s->repo), &id, &s->promise)) < 0)
		return r;
	s->promised = id;
	return serving_send(s, STORE_OK, NULL);
}

int
serve_told(struct serve *s)
{
	struct id id;
	int r;

	wire_get_raw(&s->rd, id.b, ID_BYTES);
	if ((r = serving_done(s)) < 0)
		return r;
	untold_drop(repo_dir(s->repo), &id);
	io_close(&s->promise);
	return serving_send(s, STORE_OK, NULL);
}

int
serve_untold(struct serve *s)
{
	struct bytes ids = BYTES_INIT(UNTOLD_MAX * ID_BYTES);
	struct id id;
	size_t at;
	bool there;
	int r;

	if ((r = serving_done(s)) < 0 ||
	    (r = untold_list(repo_dir(s->repo), &ids)) < 0)
		goto done;
	for (at = 0; at < ids.len; at += ID_BYTES) {
		memcpy(id.b, ids.data + at, ID_BYTES);
		if ((r = is_there(s, &id, &there)) < 0)
			goto done;
		if (there)
			wire_put_raw(&s->out, id.b, ID_BYTES);
		else		/* it never came in */
			untold_drop(repo_dir(s->repo), &id);
	}
	r = serving_send(s, STORE_IDS, NULL);
done:
	bytes_free(&ids);
	return r;
}

/* Nobody was told: the file stays if the submission came in. */
void
serve_end_promise(struct serve *s)
{
	bool there = true;

	if (s->promise < 0)
		return;
	if (look_refresh(s->repo, &s->look) == 0 &&
	    is_there(s, &s->promised, &there) == 0 && !there)
		untold_drop(repo_dir(s->repo), &s->promised);
	io_close(&s->promise);
}
