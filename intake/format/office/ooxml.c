/*
 * ooxml.c -- spreadsheets and presentations behind every verb.
 *
 * What cannot be shown safely is left out by name, never guessed at: what
 * words.h lets through is kept, macros and what is fetched from elsewhere are
 * left out and reported, encrypted files are named as such.
 */
#include <string.h>

#include "intake/format/answer.h"
#include "intake/format/office/office.h"
#include "intake/format/office/office_report.h"
#include "intake/format/office/pptx.h"
#include "intake/format/office/xlsx.h"
#include "intake/format/package/inside.h"
#include "intake/format/page/pages.h"
#include "vault/base/err.h"

struct open_doc {
	struct opc package;
	struct opc_rels rels;
	enum opc_family family;
	union {
		struct office_job job;
		struct xlsx x;
		struct pptx p;
	} u;
	const struct bytes *text;
};

static void
doc_close(struct open_doc *o)
{
	if (o->family == OPC_SHEET)
		xlsx_free(&o->u.x);
	else
		pptx_free(&o->u.p);
	opc_rels_free(&o->rels);
	opc_close(&o->package);
}

/* All parts in the order of the text. */
static int
walk(struct open_doc *o)
{
	size_t i;
	int r = 0;

	if (o->family == OPC_SLIDES)
		r = pptx_walk_slides(&o->u.p);
	for (i = 0; o->family == OPC_SHEET && i < o->u.x.nsheets && r == 0;
	    i++) {
		const struct office_part *part = office_job_part(&o->u.job,
		    o->u.x.sheets[i].kind, o->u.x.sheets[i].source);

		if (part != NULL)
			r = office_job_walk(&o->u.job, part);
	}
	if (r == 0)
		r = o->family == OPC_SHEET ?
		    xlsx_walk_book(&o->u.x, &o->rels) :
		    pptx_walk_main(&o->u.p, &o->rels);
	return r < 0 ? r : office_job_rest(&o->u.job);
}

/* Open and walk once.  Close it also after a refusal. */
static int
doc_open(struct open_doc *o, const struct doc *d, enum opc_family family,
    struct answer *a)
{
	int r;

	memset(o, 0, sizeof *o);
	o->family = family;
	if ((r = opc_open(&o->package, d)) < 0)
		return answer_refuse_code(a, r);
	if (o->package.binary)
		return answer_refuse(a, REASON_UNSUPPORTED, "a binary "
		    "workbook (XLSB); save it as XLSX in a safe place first");
	if (o->package.family != family)
		return answer_refuse(a, REASON_DAMAGED, "the package's main "
		    "part is not what its folders say");
	if ((r = office_job_init(&o->u.job, &o->package,
	    family == OPC_SHEET ? "xl/" : "ppt/")) < 0 ||
	    (r = opc_rels_read(&o->package, o->package.main,
	    &o->rels)) < 0)
		return answer_refuse_code(a, r);
	if (family == OPC_SHEET) {
		o->u.job.formula = xlsx_reference;
		r = xlsx_read(&o->u.x, &o->rels);
	} else {
		r = pptx_read(&o->u.p, &o->rels);
	}
	if (r < 0 || (r = walk(o)) < 0 ||
	    (r = story_settle(o->u.job.text, &o->text)) < 0)
		return answer_refuse_code(a, r);
	return 0;
}

static int
report(const struct doc *d, enum opc_family family, struct answer *a)
{
	struct open_doc o;
	int r;

	if ((r = doc_open(&o, d, family, a)) == 0) {
		if (family == OPC_SHEET)
			xlsx_report(&o.u.x, a);
		if ((r = office_report(&o.u.job, a)) < 0)
			r = answer_refuse_code(a, r);
	}
	doc_close(&o);
	return r;
}

static int
text(const struct doc *d, enum opc_family family, struct answer *a)
{
	struct open_doc o;
	int r;

	if ((r = doc_open(&o, d, family, a)) == 0)
		answer_text(a, o.text->data, o.text->len);
	doc_close(&o);
	return r;
}

static int
write_parts(struct open_doc *o, const struct edits *e, struct bytes *out)
{
	struct office_job *job = &o->u.job;
	bool sheets = o->family == OPC_SHEET;
	size_t i;
	int r;

	job->writing = job->chars.quiet = true;
	job->objects = job->ids = 0;
	for (i = 0; i < job->nparts; i++)
		job->parts[i].done = false;
	if ((r = story_replay(job->text, e)) < 0 ||
	    (sheets && (r = xlsx_rename(&o->u.x)) < 0) ||
	    (r = zip_writer_new(&job->zip, out)) < 0 ||
	    (r = office_job_begin(job, sheets ? "xl/workbook.xml" :
	    "ppt/presentation.xml", o->package.type, !sheets ? NULL :
	    "<Override PartName=\"/xl/sharedStrings.xml\" ContentType=\""
	    "application/vnd.openxmlformats-officedocument.spreadsheetml."
	    "sharedStrings+xml\"/>")) < 0 ||
	    (r = walk(o)) < 0 || (r = story_ok(job->text)) < 0 ||
	    (r = job->chars.err) < 0 ||
	    (sheets && (r = xlsx_strings_write(&o->u.x)) < 0))
		return r;
	return office_job_end(job);
}

static int
write_copy(const struct doc *d, enum opc_family family, const struct edits *e,
    struct answer *a)
{
	struct bytes out = BYTES_INIT(CLEAN_MAX);
	struct open_doc o;
	int r;

	if ((r = doc_open(&o, d, family, a)) == 0) {
		if ((r = write_parts(&o, e, &out)) < 0)
			r = answer_refuse_code(a, r);
		else
			answer_file(a, out.data, out.len);
	}
	bytes_free(&out);
	doc_close(&o);
	return r;
}

static int
apply(const struct doc *d, enum opc_family family, const struct edits *e,
    struct answer *a)
{
	return write_copy(d, family, e, a);
}

static int
safe(const struct doc *d, enum opc_family family, struct answer *a)
{
	struct pages *pages = NULL;
	struct open_doc o;
	int r;

	if ((r = doc_open(&o, d, family, a)) == 0 &&
	    (r = pages_new(&pages, a)) == 0 &&
	    (r = pages_add_text(pages, o.text->data != NULL ?
	    (const char *)o.text->data : "", o.text->len)) == 0)
		r = pages_end(pages);
	pages_free(pages);
	doc_close(&o);
	return r;
}

/* --- the two rows */

#define ROW(name, family_) \
	static bool \
	name##_structure(const struct doc *d) \
	{ \
		return opc_family_of(d) == (family_); \
	} \
	static int \
	name##_report_all(const struct doc *d, struct answer *a) \
	{ \
		return report(d, family_, a); \
	} \
	static int \
	name##_text(const struct doc *d, struct answer *a, bool layout) \
	{ \
		(void)layout;	/* no pages of its own: layout.h */ \
		return text(d, family_, a); \
	} \
	static int \
	name##_clean(const struct doc *d, struct answer *a) \
	{ \
		return write_copy(d, family_, NULL, a); \
	} \
	static int \
	name##_apply(const struct doc *d, const struct edits *e, \
	    struct answer *a) \
	{ \
		return apply(d, family_, e, a); \
	} \
	static int \
	name##_safe(const struct doc *d, struct answer *a) \
	{ \
		return safe(d, family_, a); \
	}

ROW(xlsx, OPC_SHEET)
ROW(pptx, OPC_SLIDES)

/* libmagic looks at the first members only, and calls packages that begin
 * otherwise by less; the structure decides then. */
static const char *const xlsx_mimes[] = {
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	"application/zip",
	"application/octet-stream",
	NULL
};

static const char *const pptx_mimes[] = {
	"application/vnd.openxmlformats-officedocument.presentationml."
	    "presentation",
	"application/zip",
	"application/octet-stream",
	NULL
};

const struct format format_xlsx = {
	.id = FORMAT_XLSX,
	.mimes = xlsx_mimes,
	.structure = xlsx_structure,
	.report = xlsx_report_all,
	.text = xlsx_text,
	.children = office_children,
	.inside = package_inside,
	.clean = xlsx_clean,
	.apply = xlsx_apply,
	.safe = xlsx_safe
};

const struct format format_pptx = {
	.id = FORMAT_PPTX,
	.mimes = pptx_mimes,
	.structure = pptx_structure,
	.report = pptx_report_all,
	.text = pptx_text,
	.children = office_children,
	.inside = package_inside,
	.clean = pptx_clean,
	.apply = pptx_apply,
	.safe = pptx_safe
};
