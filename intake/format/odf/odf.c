/* odf.c -- the rows of OpenDocument: one job (odf_job.h) behind every verb. */
#include "intake/format/odf/odf.h"

#include <string.h>

#include "intake/format/answer.h"
#include "intake/format/odf/odf_job.h"
#include "intake/format/odf/odf_package.h"
#include "intake/format/odf/odf_report.h"
#include "intake/format/package/inside.h"
#include "intake/format/page/pages.h"
#include "vault/base/err.h"

struct open_doc {
	struct odf_package package;
	struct odf_job *job;
	const struct bytes *text;
};

static void
doc_close(struct open_doc *o)
{
	odf_job_free(o->job);
	odf_package_close(&o->package);
}

/* Open and walk once.  Close it also after a refusal. */
static int
doc_open(struct open_doc *o, const struct doc *d, struct answer *a)
{
	int r;

	memset(o, 0, sizeof *o);
	if ((r = odf_package_open(&o->package, d)) < 0 ||
	    (r = odf_job_new(&o->job, o->package.zip)) < 0 ||
	    (r = odf_job_text(o->job, &o->text)) < 0)
		return answer_refuse_code(a, r);
	return 0;
}

static int
report(const struct doc *d, struct answer *a)
{
	struct open_doc o;
	int r;

	if ((r = doc_open(&o, d, a)) == 0 &&
	    (r = odf_report(&o.package, o.job, a)) < 0)
		r = answer_refuse_code(a, r);
	doc_close(&o);
	return r;
}

static int
text(const struct doc *d, struct answer *a, bool layout)
{
	struct open_doc o;
	int r;

	(void)layout;	/* its pages are made by who shows it: layout.h */
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
		if ((r = odf_job_write(o.job, o.package.mime, e, &out)) < 0)
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

/* What cannot be cleaned in its place: objects of other programs, sound and
 * film. */
static int
children(const struct doc *d, struct answer *a)
{
	struct odf_package p;
	int r;

	if ((r = odf_package_open(&p, d)) < 0 ||
	    (r = odf_package_children(&p, a)) < 0)
		r = answer_refuse_code(a, r);
	odf_package_close(&p);
	return r;
}

#define ROW(variable, number) \
	static bool \
	is_##variable(const struct doc *d) \
	{ \
		return odf_package_kind(d) == (number); \
	} \
	static const char *const mimes_##variable[]

#define TYPE "application/vnd.oasis.opendocument."
#define ANY "application/zip", "application/octet-stream", NULL

ROW(odt, FORMAT_ODT) = { TYPE "text", TYPE "text-template",
    TYPE "text-master", TYPE "text-web", ANY };
ROW(ods, FORMAT_ODS) = { TYPE "spreadsheet", TYPE "spreadsheet-template",
    TYPE "chart", TYPE "chart-template", ANY };
ROW(odp, FORMAT_ODP) = { TYPE "presentation", TYPE "presentation-template",
    ANY };
ROW(odg, FORMAT_ODG) = { TYPE "graphics", TYPE "graphics-template",
    TYPE "image", TYPE "image-template", ANY };
ROW(odf, FORMAT_ODF) = { TYPE "formula", TYPE "formula-template", ANY };

#define FORMAT_ROW(variable, number) { \
	.id = (number), \
	.mimes = mimes_##variable, \
	.structure = is_##variable, \
	.report = report, \
	.text = text, \
	.children = children, \
	.inside = package_inside, \
	.clean = clean, \
	.apply = apply, \
	.safe = safe \
}

const struct format format_odt = FORMAT_ROW(odt, FORMAT_ODT);
const struct format format_ods = FORMAT_ROW(ods, FORMAT_ODS);
const struct format format_odp = FORMAT_ROW(odp, FORMAT_ODP);
const struct format format_odg = FORMAT_ROW(odg, FORMAT_ODG);
const struct format format_odf = FORMAT_ROW(odf, FORMAT_ODF);
