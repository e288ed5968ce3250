/* summary.c -- see summary.h. */
#include "redact/release/summary.h"

#include <string.h>

#include "vault/seal/digest.h"

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
