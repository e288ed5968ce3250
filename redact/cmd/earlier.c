/* earlier.c -- see earlier.h. */
#include "redact/cmd/earlier.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "redact/cmd/rows.h"
#include "redact/release/hits.h"
#include "redact/release/values.h"
#include "vault/base/err.h"
#include "vault/session/releases.h"

#define LINE_SIZE 1024
#define JSON_MAX 8192u		/* bytes of a line */

struct earlier {
	const struct work *now;
	struct values *values;
	uint64_t found;
	size_t unread;
};

static int
tell_json(const struct work *w, uint32_t release, const struct hit *hit)
{
	struct bytes line = BYTES_INIT(JSON_MAX);
	struct json j = json_writer(&line);
	char hex[ID_HEX_SIZE];
	int r;

	id_hex(hex, &w->id);
	json_open(&j, '{');
	json_kstr(&j, "submission", hex);
	json_kuint(&j, "release", release);
	json_key(&j, "left");
	hit_json(&j, hit);
	json_close(&j, '}');
	r = json_line(&line);
	bytes_free(&line);
	return r;
}

static int
tell(struct earlier *e, const struct work *w, uint32_t release,
    const struct hits *hits)
{
	char line[LINE_SIZE];
	size_t i;
	int r = 0;

	for (i = 0; r == 0 && i < hits->n; i++) {
		e->found += hits->list[i].count;
		if (e->now->session->options->json) {
			r = tell_json(w, release, &hits->list[i]);
			continue;
		}
		hit_line(line, sizeof(line), &hits->list[i]);
		(void)printf("left in %s release %u, %s\n", w->name, release,
		    line);
	}
	e->found += hits->more;
	return r;
}

/* What the plan of that release left of the text. */
static int
look_at(struct earlier *e, const struct work *w, size_t i,
    const struct summary_row *row, const struct plan *plan,
    struct hits *hits)
{
	struct findings f = { 0 };
	const struct value *v;
	struct hit hit = { .page = 0 };
	size_t k;
	int r;

	(void)snprintf(hit.place, sizeof(hit.place), "%s", row->file);
	(void)snprintf(hit.how, sizeof(hit.how), "it stood in the original");
	r = values_elsewhere(e->values, plan, &w->texts[i], &f);
	for (k = 0; r == 0 && k < f.n; k++) {
		if ((v = values_of_finding(e->values, &f.list[k])) == NULL)
			continue;
		memcpy(hit.kind, v->kind, sizeof(hit.kind));
		memcpy(hit.label, v->label, sizeof(hit.label));
		hit.offset = f.list[k].start;
		r = hits_add(hits, &hit);
	}
	findings_free(&f);
	return r;
}

static int
look_at_row(struct earlier *e, struct work *w, uint32_t release,
    const struct summary_row *row)
{
	struct hits hits = { .list = NULL };
	struct plan plan = { 0 };
	size_t i;
	int r;

	for (i = 0; i < w->n; i++)
		if (id_equal(&w->manifest.items[w->number[i]].id, &row->item))
			break;
	if (i == w->n)
		return 0;
	if ((r = work_plan(w, i, row->plan, &plan)) == 0 &&
	    (r = look_at(e, w, i, row, &plan, &hits)) == 0)
		r = tell(e, w, release, &hits);
	hits_free(&hits);
	plan_free(&plan);
	return r;
}

static int
look_at_releases(struct earlier *e, struct work *w,
    const struct releases *releases)
{
	char tool[SUMMARY_TOOL_SIZE];
	struct summary_row *rows;
	uint32_t n;
	size_t nrows, i;
	int r = 0;

	for (n = 1; r == 0 && n <= releases->newest; n++) {
		if (releases_recalled(releases, n))
			continue;
		rows = NULL;
		nrows = 0;
		r = rows_read(&rows, &nrows, tool, w, n);
		for (i = 0; r == 0 && i < nrows; i++)
			r = look_at_row(e, w, n, &rows[i]);
		free(rows);
	}
	return r;
}

static int
look_at_submission(struct earlier *e, const struct id *id)
{
	struct session *s = e->now->session;
	struct releases releases = { .newest = 0 };
	struct work *w = NULL;
	int r;

	if ((r = releases_read(&releases, s, id)) < 0 ||
	    releases_standing(&releases) == 0)
		goto done;
	if ((r = work_open(&w, s, id)) == ERR_NO_GRANT ||
	    r == ERR_NOT_PERMITTED) {
		e->unread++;
		r = 0;
		goto done;
	}
	if (r == 0 && (r = work_load(w)) == 0)
		r = look_at_releases(e, w, &releases);
done:
	work_free(w);
	releases_free(&releases);
	return r;
}

int
earlier_tell(struct work *w, uint64_t *found)
{
	struct earlier e = { .now = w };
	struct id *ids = NULL;
	size_t n = 0, i;
	int r;

	*found = 0;
	if ((r = values_of_all(&e.values, w->plans, w->texts, w->n)) < 0 ||
	    values_empty(e.values) ||
	    (r = session_alive(w->session, &ids, &n)) < 0)
		goto done;
	for (i = 0; r == 0 && i < n; i++) {
		progress(w->session->options, "looking at earlier releases",
		    i, n);
		r = look_at_submission(&e, &ids[i]);
	}
	progress_end(w->session->options);
	*found = e.found;
	if (r == 0 && e.unread > 0)
		(void)fprintf(stderr, "tipline: the releases of %zu submissions "
		    "could not be looked at: you have no key for them\n",
		    e.unread);
done:
	free(ids);
	values_free(e.values);
	return r;
}
