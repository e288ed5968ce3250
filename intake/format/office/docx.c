/*
 * docx.c -- the DOCX family: one job (docx_job.h) behind every verb.
 *
 * What cannot be shown safely is left out by name, never guessed at: macros
 * are refused, encrypted files are named as such, everything else is what
 * docx_names.h lets through.
 */
#include <string.h>

#include "intake/format/answer.h"
#include "intake/format/office/docx_job.h"
#include "intake/format/office/office.h"
#include "intake/format/office/docx_report.h"
#include "intake/format/format.h"
#include "intake/format/package/inside.h"
#include "intake/format/page/pages.h"
#include "vault/base/err.h"

static bool
structure(const struct doc *d)
{
	return opc_is_encrypted(d) || opc_family_of(d) == OPC_WORD;
}

struct open_doc {
	struct opc package;
	struct docx_job *job;
	const struct bytes *text;
};

static void
doc_close(struct open_doc *o)
{
	docx_job_free(o->job);
	opc_close(&o->package);
}

/* Open and walk once.  Close it also after a refusal. */
static int
doc_open(struct open_doc *o, const struct doc *d, struct answer *a)
{
	int r;

	memset(o, 0, sizeof *o);
	if (opc_is_encrypted(d))
		return answer_refuse(a, REASON_ENCRYPTED, "Office's own "
		    "encryption, which is not opened here; ask for the file "
		    "without a password");
	if ((r = opc_open(&o->package, d)) < 0)
		return answer_refuse_code(a, r);
	if (o->package.family != OPC_WORD)
		return answer_refuse(a, REASON_DAMAGED, "the package's main "
		    "part is not what its folders say");
	if ((r = docx_job_new(&o->job, &o->package)) < 0 ||
	    (r = docx_job_text(o->job, &o->text)) < 0)
		return answer_refuse_code(a, r);
	return 0;
}

static int
report(const struct doc *d, struct answer *a)
{
	struct open_doc o;
	int r;

	if ((r = doc_open(&o, d, a)) == 0 &&
	    (r = docx_report(&o.package, o.job, a)) < 0)
		r = answer_refuse_code(a, r);
	doc_close(&o);
	return r;
}

static int
text(const struct doc *d, struct answer *a, bool layout)
{
	struct open_doc o;
	int r;

	(void)layout;	/* a DOCX has no pages of its own: layout.h */
	if ((r = doc_open(&o, d, a)) == 0)
		answer_text(a, o.text->data, o.text->len);
	doc_close(&o);
	return r;
}

static int
write_copy(const struct doc *d, const struct edits *e, struct answer *a)
{
	struct bytes out = BYTES_INIT(CLEAN_MAX);
	struct open_doc o;
	int r;

	if ((r = doc_open(&o, d, a)) == 0) {
		if ((r = docx_job_write(o.job, e, &out)) < 0)
			r = answer_refuse_code(a, r);
		else
			answer_file(a, out.data, out.len);
	}
	bytes_free(&out);
	doc_close(&o);
	return r;
}

static int
clean(const struct doc *d, struct answer *a)
{
	return write_copy(d, NULL, a);
}

static int
apply(const struct doc *d, const struct edits *e, struct answer *a)
{
	return write_copy(d, e, a);
}

static int
safe(const struct doc *d, struct answer *a)
{
	struct pages *pages = NULL;
	struct open_doc o;
	int r;

	if ((r = doc_open(&o, d, a)) == 0 &&
	    (r = pages_new(&pages, a)) == 0 &&
	    (r = pages_add_text(pages, o.text->data != NULL ?
	    (const char *)o.text->data : "", o.text->len)) == 0)
		r = pages_end(pages);
	pages_free(pages);
	doc_close(&o);
	return r;
}

/* libmagic looks at the first members only, and calls packages that begin
 * otherwise by less; the structure decides then. */
static const char *const mimes[] = {
	"application/vnd.openxmlformats-officedocument."
	    "wordprocessingml.document",
	"application/zip",
	"application/octet-stream",
	"application/encrypted",
	NULL
};

const struct format format_docx = {
	.id = FORMAT_DOCX,
	.mimes = mimes,
	.structure = structure,
	.report = report,
	.text = text,
	.children = office_children,
	.inside = package_inside,
	.clean = clean,
	.apply = apply,
	.safe = safe
};
