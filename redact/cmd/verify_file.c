/*
 * verify_file.c -- `tipline verify FILE --plan PLAN [--made RESULT]`: apply a
 * plan to a file again, prove the result, and compare it with one that was
 * made; `tipline verify FILE... --watchlist LIST`: is any entry of the list
 * still in these files, in whatever encoding?
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "redact/cmd/input.h"
#include "redact/cmd/left.h"
#include "redact/cmd/verifying.h"
#include "redact/find/known/watchlist.h"
#include "redact/release/asked.h"
#include "redact/release/make.h"
#include "redact/release/prove.h"
#include "redact/review/exchange.h"
#include "redact/review/exchange_one.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/print.h"
#include "vault/seal/digest.h"

#define JSON_MAX 8192u		/* bytes of a line */
#define HEX_SIZE (2 * SHA256_BYTES + 1)

/* An outcome that is about one file. */
static int
tell(const struct options *o, const char *file, const char *outcome,
    const char *sha256)
{
	struct bytes line = BYTES_INIT(JSON_MAX);
	struct json j = json_writer(&line);
	int r = 0;

	if (o->json) {
		json_open(&j, '{');
		json_kstr(&j, "file", file);
		json_kstr(&j, "outcome", outcome);
		if (sha256 != NULL)
			json_kstr(&j, "sha256", sha256);
		json_close(&j, '}');
		r = json_line(&line);
	} else if (!o->quiet) {
		print_escaped(stdout, file);
		(void)printf(": %s%s%s\n", outcome, sha256 != NULL ?
		    ", SHA-256 " : "", sha256 != NULL ? sha256 : "");
	}
	bytes_free(&line);
	return r;
}

static int
hash_of(uint8_t hash[SHA256_BYTES], int fd)
{
	uint64_t size;

	if (lseek(fd, 0, SEEK_SET) != 0)
		return err_sys("cannot rewind a file");
	return sha256_fd(hash, fd, &size);
}

/* The document's text, as the plan was made on it. */
static int
examine(const struct verify_file *v, int fd, struct exam *seen)
{
	const struct exam_request q = { .fd = fd, .name = v->files[0],
	    .want = WANT_REPORT | WANT_TEXT | WANT_LAYOUT | WANT_OCR,
	    .password = v->making->password, .patient = v->making->patient };
	int r = worker_run(v->making->worker, &q, seen);

	if (r == 0 && seen->report.state != EXAM_DONE)
		r = err_set(ERR_FAILED, "%s cannot be examined (%s: %s)",
		    v->files[0], reason_name(seen->report.reason),
		    reason_advice(seen->report.reason));
	return r;
}

/* Make it again: a frozen memory file in made->file. */
static int
make(const struct verify_file *v, int fd, struct exam *made)
{
	struct bytes json = BYTES_INIT(EXCHANGE_MAX);
	struct exam seen = EXAM_INIT;
	struct hits hits = { .list = NULL };
	struct plan plan = { 0 };
	const struct made_of of = { &plan, &seen.text, &seen.layout };
	int r;

	if ((r = input_read(&json, v->plan)) < 0 ||
	    (r = examine(v, fd, &seen)) < 0 ||
	    (r = exchange_one(&plan, json.data, json.len, &seen.text)) < 0)
		goto done;
	r = making_from(v->making, v->making->worker, fd, &of, made, &hits);
	(void)left_tell(v->options, v->files[0], &hits);
	if (r == 0 && made->report.state != EXAM_DONE)
		r = err_set(ERR_FAILED, "%s cannot be redacted (%s: %s)",
		    v->files[0], reason_name(made->report.reason),
		    reason_advice(made->report.reason));
done:
	hits_free(&hits);
	plan_free(&plan);
	exam_free(&seen);
	bytes_free(&json);
	return r;
}

static int
verify_plan(const struct verify_file *v)
{
	uint8_t hash[SHA256_BYTES], other[SHA256_BYTES];
	struct exam made = EXAM_INIT;
	char hex[HEX_SIZE];
	int fd = -1, with = -1, r;
	bool same = true;

	if ((r = input_open(&fd, v->files[0])) < 0 ||
	    (v->made != NULL && (r = input_open(&with, v->made)) < 0) ||
	    (r = make(v, fd, &made)) < 0 ||
	    (r = hash_of(hash, made.file)) < 0 ||
	    (with >= 0 && (r = hash_of(other, with)) < 0))
		goto done;
	if (with >= 0)
		same = memcmp(hash, other, sizeof(hash)) == 0;
	hex_of(hex, hash, sizeof(hash));
	r = tell(v->options, v->files[0], with < 0 ? "proven" : same ?
	    "proven, and the same" : "proven, but another", hex);
	if (r == 0 && !same)
		r = err_set(ERR_INTEGRITY, "%s is not what this plan makes of "
		    "%s with tipline " TIPLINE_VERSION "; look for the plan "
		    "and the version that made it", v->made, v->files[0]);
done:
	exam_free(&made);
	io_close(&with);
	io_close(&fd);
	return r;
}

static int
search(const struct verify_file *v, const struct values *values,
    const char *file, struct hits *hits)
{
	const struct proof proof = { .values = values,
	    .worker = v->making->worker, .patient = v->making->patient };
	struct exam_request q = { .fd = -1, .name = file,
	    .want = WANT_REPORT | WANT_TEXT | WANT_LAYOUT | WANT_OCR,
	    .password = v->making->password, .patient = v->making->patient };
	struct exam seen = EXAM_INIT;
	int r;

	if ((r = input_open(&q.fd, file)) < 0 ||
	    (r = worker_run(v->making->worker, &q, &seen)) < 0)
		goto done;
	if (seen.report.state != EXAM_DONE) {
		r = err_set(ERR_FAILED, "%s cannot be looked through (%s: %s)",
		    file, reason_name(seen.report.reason),
		    reason_advice(seen.report.reason));
		goto done;
	}
	io_close(&seen.file);
	seen.file = q.fd;	/* to be looked through, and closed */
	q.fd = -1;
	r = prove_gone(&proof, &seen, hits);
done:
	io_close(&q.fd);
	exam_free(&seen);
	return r;
}

static int
verify_list(const struct verify_file *v)
{
	struct bytes list = BYTES_INIT(WATCHLIST_MAX);
	struct values *values = NULL;
	struct hits hits;
	int i, r, found = 0, result = 0;

	if ((r = input_read(&list, v->watchlist)) < 0 ||
	    (r = asked_values(&values, list.data, list.len)) < 0)
		goto done;
	for (i = 0; i < v->nfiles; i++) {
		hits = (struct hits){ .list = NULL };
		r = search(v, values, v->files[i], &hits);
		if (r == ERR_NOT_PERMITTED && hits.n > 0) {
			found++;
			r = tell(v->options, v->files[i], "found", NULL);
			(void)left_tell(v->options, v->files[i], &hits);
		} else if (r == 0) {
			r = tell(v->options, v->files[i], "nothing found",
			    NULL);
		} else {
			show_failure(v->options, v->files[i]);
			result = r;
			r = 0;
		}
		hits_free(&hits);
		if (r < 0)
			goto done;
	}
	if (found > 0)
		r = err_set(ERR_NOT_PERMITTED, "entries of the list are in %d "
		    "of %d files; redact them there", found, v->nfiles);
	else if (result < 0)
		r = err_set(result, "not every file could be looked through; "
		    "each is named above with the reason");
done:
	values_free(values);
	bytes_free(&list);
	return r;
}

int
verify_file(const struct verify_file *v)
{
	if (v->nfiles == 0 || (v->plan != NULL && (v->nfiles != 1 ||
	    v->watchlist != NULL)) || (v->made != NULL && v->plan == NULL))
		return usage("verify takes a file and --plan, or files and "
		    "--watchlist");
	return v->plan != NULL ? verify_plan(v) : verify_list(v);
}
