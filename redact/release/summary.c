/* summary.c -- see summary.h. */
#include "redact/release/summary.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "redact/doc/plan_json.h"
#include "vault/base/err.h"

void
summary_begin(struct summary *s, struct bytes *out,
    const struct id *submission, size_t withheld)
{
	char hex[ID_HEX_SIZE];

	s->json = json_writer(out);
	id_hex(hex, submission);
	json_open(&s->json, '{');
	json_kuint(&s->json, "version", 1);
	json_kstr(&s->json, "tool", "tipline " TIPLINE_VERSION);
	json_kstr(&s->json, "submission", hex);
	json_kuint(&s->json, "withheld", withheld);
	json_key(&s->json, "files");
	json_open(&s->json, '[');
}

/* The kinds a plan redacts, each once, with its count. */
static void
put_kinds(struct json *j, const struct plan *p)
{
	size_t i, k, count;

	json_key(j, "redacted");
	json_open(j, '{');
	for (i = 0; i < p->n; i++) {
		if (p->list[i].decision != DECISION_REDACT)
			continue;
		for (k = 0; k < i; k++)
			if (p->list[k].decision == DECISION_REDACT &&
			    strcmp(p->list[k].kind, p->list[i].kind) == 0)
				break;
		if (k < i)
			continue;	/* told already */
		for (count = 0, k = i; k < p->n; k++)
			count += p->list[k].decision == DECISION_REDACT &&
			    strcmp(p->list[k].kind, p->list[i].kind) == 0;
		json_kuint(j, p->list[i].kind, count);
	}
	json_close(j, '}');
}

void
summary_file(struct summary *s, const struct summary_file *f)
{
	struct json *j = &s->json;
	char hex[SHA256_HEX_SIZE];

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
	put_kinds(j, f->plan);
	json_kuint(j, "boxes", f->plan->nboxes);
	json_kuint(j, "metadata_removed", f->original->nmetas +
	    f->original->nmarks);
	json_close(j, '}');
}

int
summary_end(struct summary *s)
{
	json_close(&s->json, ']');
	json_close(&s->json, '}');
	return bytes_ok(s->json.out);
}

static int
read_row(struct summary_row *row, const json_t *v)
{
	const char *file = json_string_value(json_object_get(v, "file"));
	const char *hash = json_string_value(json_object_get(v, "sha256"));
	json_int_t plan = json_integer_value(json_object_get(v, "plan"));

	if (file == NULL || strlen(file) >= sizeof(row->file) ||
	    hash == NULL || strlen(hash) != 2 * SHA256_BYTES ||
	    !hex_parse(row->sha256, SHA256_BYTES, hash, strlen(hash)) || plan < 1 ||
	    plan > UINT32_MAX)
		return err_set(ERR_FORMAT, "a release manifest is not as it is "
		    "written; run `tipline audit`");
	(void)snprintf(row->file, sizeof(row->file), "%s", file);
	row->plan = (uint32_t)plan;
	return plan_json_id(&row->item, v, "item", "a release manifest");
}

int
summary_read(struct summary_row **rows, size_t *n,
    char tool[SUMMARY_TOOL_SIZE], const void *json, size_t len)
{
	const json_t *files;
	const char *made_by;
	json_t *v = NULL;
	size_t i, count;
	int r;

	*rows = NULL;
	*n = 0;
	if ((r = plan_json_parse(&v, json, len, SUMMARY_MAX,
	    "release manifest")) < 0)
		return r;
	files = json_object_get(v, "files");
	made_by = json_string_value(json_object_get(v, "tool"));
	(void)snprintf(tool, SUMMARY_TOOL_SIZE, "%s", made_by != NULL ?
	    made_by : "?");
	count = json_array_size(files);
	if ((*rows = calloc(count + 1, sizeof(**rows))) == NULL)
		r = err_set(ERR_NO_MEMORY, "out of memory");
	for (i = 0; r == 0 && i < count; i++)
		r = read_row(&(*rows)[i], json_array_get(files, i));
	if (r == 0) {
		*n = count;
	} else {
		free(*rows);
		*rows = NULL;
	}
	json_decref(v);
	return r;
}
