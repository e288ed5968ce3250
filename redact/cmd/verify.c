/*
 * verify.c -- `tipline verify ID [--release N]`: make the files of a release
 * again, from the originals and the plans it was made by, and compare their
 * hashes with what its manifest says.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "redact/cmd/cmd.h"
#include "redact/cmd/earlier.h"
#include "redact/cmd/making.h"
#include "redact/cmd/rows.h"
#include "redact/cmd/verifying.h"
#include "redact/release/summary.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

struct verify {
	const struct options *options;
	struct making making;
	uint32_t release;		/* --release; 0: the newest */
	bool across;			/* --across: what is out already */
	char tool[SUMMARY_TOOL_SIZE];	/* that made it */
	size_t differ;
};

enum outcome { SAME, DIFFERENT, NOT_MADE };

static const char *const outcomes[] = {
	[SAME] = "same", [DIFFERENT] = "different", [NOT_MADE] = "not made",
};

static int
read_rows(struct verify *v, struct work *w, struct summary_row **rows,
    size_t *n)
{
	const struct path p = { .kind = PATH_OBJECT, .submission = w->id,
	    .object = OBJECT_RELEASES, .tier = TIER_RELEASE };
	uint32_t newest;
	int r;

	if ((r = store_latest(w->session->store, &p, &newest)) < 0)
		return r;
	if (newest == 0 || v->release > newest)
		return err_set(ERR_NOT_FOUND, "%s has %u releases; see "
		    "`tipline log --submission %s`", w->name, newest, w->name);
	if (v->release == 0)
		v->release = newest;
	return rows_read(rows, n, v->tool, w, v->release);
}

/* Make the file again.  What cannot be made is an outcome, and `why` says it. */
static int
make_again(struct verify *v, struct work *w, const struct summary_row *row,
    size_t i, enum outcome *outcome, const char **why)
{
	struct exam made = EXAM_INIT;
	struct plan plan = { 0 };
	uint8_t hash[SHA256_BYTES];
	uint64_t size;
	int r;

	*outcome = NOT_MADE;
	if ((r = work_plan(w, i, row->plan, &plan)) < 0 ||
	    (r = making_item(&v->making, w, i, &plan, &made)) < 0) {
		/* Of the plan or the proof: the other files are looked at. */
		if (r == ERR_FORMAT || r == ERR_NOT_PERMITTED) {
			*why = err_line();
			r = 0;
		}
		goto done;
	}
	if (made.report.state != EXAM_DONE) {
		*why = reason_name(made.report.reason);
		goto done;
	}
	if (lseek(made.file, 0, SEEK_SET) != 0) {
		r = err_sys("cannot rewind a memory file");
		goto done;
	}
	if ((r = sha256_fd(hash, made.file, &size)) < 0)
		goto done;
	*outcome = memcmp(hash, row->sha256, sizeof(hash)) == 0 ? SAME :
	    DIFFERENT;
done:
	exam_free(&made);
	plan_free(&plan);
	return r;
}

static int
tell(const struct verify *v, const struct work *w,
    const struct summary_row *row, enum outcome outcome, const char *why)
{
	struct bytes b = BYTES_INIT(4096);
	struct json j = json_writer(&b);
	char hex[ID_HEX_SIZE];
	int r;

	if (!v->options->json) {
		if (!v->options->quiet || outcome != SAME)
			(void)printf("%s release %u, %s: %s%s%s\n", w->name,
			    v->release, row->file, outcomes[outcome],
			    why[0] != '\0' ? ": " : "", why);
		return 0;
	}
	id_hex(hex, &w->id);
	json_open(&j, '{');
	json_kstr(&j, "submission", hex);
	json_kuint(&j, "release", v->release);
	json_kstr(&j, "tool", v->tool);
	json_kstr(&j, "file", row->file);
	id_hex(hex, &row->item);
	json_kstr(&j, "item", hex);
	json_kstr(&j, "outcome", outcomes[outcome]);
	json_kstr(&j, "why", why);
	json_close(&j, '}');
	r = json_line(&b);
	bytes_free(&b);
	return r;
}

static int
verify_row(struct verify *v, struct work *w, const struct summary_row *row)
{
	enum outcome outcome = NOT_MADE;
	const char *why = "";
	size_t i;
	int r;

	for (i = 0; i < w->n; i++)
		if (id_equal(&w->manifest.items[w->number[i]].id, &row->item))
			break;
	if (i == w->n)
		why = "the item is not there any more, or could not be "
		    "examined again";
	else if ((r = make_again(v, w, row, i, &outcome, &why)) < 0)
		return r;
	v->differ += outcome != SAME;
	return tell(v, w, row, outcome, why);
}

static int
verify_one(struct work *w, void *arg)
{
	struct verify *v = arg;
	struct summary_row *rows = NULL;
	size_t n = 0, i;
	int r;

	if ((r = work_load(w)) == 0)
		r = read_rows(v, w, &rows, &n);
	for (i = 0; r == 0 && i < n; i++) {
		progress(v->options, "making again", i, n);
		r = verify_row(v, w, &rows[i]);
	}
	progress_end(v->options);
	free(rows);
	if (r < 0 || v->differ == 0)
		return r;
	return err_set(ERR_INTEGRITY, "%zu of %zu files of release %u did not "
	    "come out as they were released; it was made by %s, this is "
	    "tipline " TIPLINE_VERSION ": try that version, then `tipline "
	    "audit`", v->differ, n, v->release, v->tool);
}

/* What is redacted now, and was left before. */
static int
verify_across(struct work *w, void *arg)
{
	uint64_t found = 0;
	int r;

	(void)arg;
	if ((r = work_load(w)) < 0 || (r = earlier_tell(w, &found)) < 0 ||
	    found == 0)
		return r;
	return err_set(ERR_NOT_PERMITTED, "what is redacted in %s was left in "
	    "%llu places of earlier releases; recall them, and redact it there",
	    w->name, (unsigned long long)found);
}

static int
take_release(struct verify *v, const char *value)
{
	char *end;
	unsigned long n = value != NULL ? strtoul(value, &end, 10) : 0;

	if (n == 0 || n > UINT32_MAX || *end != '\0')
		return usage("--release takes a number from 1");
	v->release = (uint32_t)n;
	return 0;
}

/* An option that makes it a call about files; 1 when argv[*i] was one. */
static int
file_option(struct verify_file *f, int argc, char **argv, int *i)
{
	if (!option_is(argc, argv, i, "--plan", &f->plan) &&
	    !option_is(argc, argv, i, "--made", &f->made) &&
	    !option_is(argc, argv, i, "--watchlist", &f->watchlist))
		return 0;
	return 1;
}

static int
parse(struct verify *v, struct verify_file *f, int argc, char **argv)
{
	const char *value = NULL;
	int i, r;

	/* The words that are no options gather at the front. */
	for (i = 1; i < argc; i++) {
		if (option_is(argc, argv, &i, "--release", &value))
			r = take_release(v, value);
		else if (option_is(argc, argv, &i, "--across", NULL))
			r = v->across = true;
		else if ((r = file_option(f, argc, argv, &i)) == 0)
			r = making_option(&v->making, argc, argv, &i);
		if (r < 0)
			return r;
		if (r > 0 || value != NULL) {
			value = NULL;
			continue;
		}
		if (argv[i][0] == '-' && argv[i][1] != '\0')
			return usage("%s is one word too many", argv[i]);
		f->files[f->nfiles++] = argv[i];
	}
	return 0;
}

int
cmd_verify(const struct options *o, int argc, char **argv)
{
	struct verify v = { .options = o };
	struct verify_file f = { .options = o, .making = &v.making,
	    .files = argv };
	int r;

	if ((r = parse(&v, &f, argc, argv)) < 0)
		goto done;
	if (f.plan == NULL && f.watchlist == NULL && (f.made != NULL ||
	    f.nfiles != 1)) {
		r = usage("name the submission whose release is verified, or "
		    "a file with --plan or --watchlist");
		goto done;
	}
	if (v.across) {
		r = work_each(o, f.files, 1, verify_across, &v);
		goto done;
	}
	if ((r = worker_start(&v.making.worker)) < 0)
		goto done;
	r = f.plan != NULL || f.watchlist != NULL ? verify_file(&f) :
	    work_each(o, f.files, 1, verify_one, &v);
done:
	making_free(&v.making);
	return r;
}
