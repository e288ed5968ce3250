/* summary.c -- see summary.h: writing; reading is summary_read.c. */
#include "redact/release/summary.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "redact/release/tally.h"
#include "vault/base/err.h"

void
summary_begin(struct summary *s, struct bytes *out,
    const struct summary_head *head)
{
	char hex[SHA256_HEX_SIZE];
	struct json *j = &s->json;

	*j = json_writer(out);
	id_hex(hex, head->submission);
	json_open(j, '{');
	json_kuint(j, "version", 2);
	json_kstr(j, "tool", "tipline " TIPLINE_VERSION);
	json_kstr(j, "submission", hex);
	json_kuint(j, "withheld", head->withheld);
	json_key(j, "approvals");
	json_open(j, '{');
	json_kuint(j, "people", head->people);
	json_kuint(j, "needed", head->needed);
	hex_of(hex, head->plans, SHA256_BYTES);
	json_kstr(j, "plans", hex);
	json_close(j, '}');
	json_key(j, "files");
	json_open(j, '[');
}

/* How the file came to be what it is. */
static const char *
how_made(const struct summary_file *f)
{
	const enum format_id format = f->original->format;

	if (format >= FORMAT_MP3 && format <= FORMAT_ASF)
		return f->plan->ntimes > 0 ? "cut" : "unredacted";
	if (format == FORMAT_PDF)
		return f->plan->keep ? "kept" : "pictures";
	return format_is_picture(format) ? "painted" : "in-form";
}

static void
put_tally(struct json *j, const char *key, const struct tally *t)
{
	size_t i;

	json_key(j, key);
	json_open(j, '{');
	for (i = 0; i < t->n; i++)
		json_kuint(j, t->v[i].word, t->v[i].count);
	json_close(j, '}');
}

/* What the plan takes out: each kind, and each reason that was given. */
static int
put_counts(struct json *j, const struct plan *p)
{
	struct tally kinds = TALLY_INIT, reasons = TALLY_INIT;
	size_t i;
	int r = 0;

	for (i = 0; i < p->n && r == 0; i++)
		if (p->list[i].decision == DECISION_REDACT &&
		    (r = tally_add(&kinds, p->list[i].kind)) == 0)
			r = tally_add(&reasons, p->list[i].reason);
	for (i = 0; i < p->nboxes && r == 0; i++)
		r = tally_add(&reasons, p->boxes[i].reason);
	for (i = 0; i < p->ntimes && r == 0; i++)
		r = tally_add(&reasons, p->times[i].reason);
	if (r == 0) {
		put_tally(j, "redacted", &kinds);
		put_tally(j, "reasons", &reasons);
	}
	tally_free(&kinds);
	tally_free(&reasons);
	return r;
}

int
summary_file(struct summary *s, const struct summary_file *f)
{
	static const char *const looked[] = { [LOOKED_SEEN] = "seen",
	    [LOOKED_STATED] = "stated", [LOOKED_NOT] = "no" };
	struct json *j = &s->json;
	char hex[SHA256_HEX_SIZE];
	int r;

	json_open(j, '{');
	id_hex(hex, f->item);
	json_kstr(j, "item", hex);
	json_kstr(j, "file", f->name);
	json_kstr(j, "format", format_name(f->original->format));
	json_kuint(j, "pages", f->pages);
	json_kuint(j, "size", f->size);
	hex_of(hex, f->sha256, SHA256_BYTES);
	json_kstr(j, "sha256", hex);
	json_kuint(j, "plan", f->plan_version);
	json_kstr(j, "made", how_made(f));
	json_key(j, "whitened");
	json_bool(j, f->plan->whiten);
	json_kuint(j, "times", f->plan->ntimes);
	json_kstr(j, "looked_at", looked[f->looked]);
	if ((r = put_counts(j, f->plan)) < 0)
		return r;
	json_kuint(j, "boxes", f->plan->nboxes);
	json_kuint(j, "metadata_removed",
	    report_metas_left(f->original) + f->original->nmarks);
	json_close(j, '}');
	return 0;
}

/* "a 1, b 2" as an array of its parts. */
static void
put_libraries(struct json *j, const char *list)
{
	size_t n;

	json_key(j, "libraries");
	json_open(j, '[');
	for (; *list != '\0'; list += n + strspn(list + n, ", ")) {
		n = strcspn(list, ",");
		json_bytes(j, list, n);
	}
	json_close(j, ']');
}

int
summary_end(struct summary *s, const char *libraries)
{
	json_close(&s->json, ']');
	put_libraries(&s->json, libraries);
	json_close(&s->json, '}');
	return bytes_ok(s->json.out);
}
