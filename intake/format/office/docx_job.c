/* docx_job.c -- all parts of a document, to its text or to a new package. */
#include "intake/format/office/docx_job.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/format/office/docx_names.h"
#include "vault/base/err.h"

#define WORD_TYPE "application/vnd.openxmlformats-officedocument." \
	"wordprocessingml."

/* The parts a document has once, in the order they are written. */
static const struct fixed {
	enum docx_kind kind;
	const char *relation, *name, *type;
} fixed[] = {
	{ DOCX_STYLES, "styles", "styles.xml", WORD_TYPE "styles+xml" },
	{ DOCX_NUMBERING, "numbering", "numbering.xml",
	    WORD_TYPE "numbering+xml" },
	{ DOCX_SETTINGS, "settings", "settings.xml",
	    WORD_TYPE "settings+xml" },
	{ DOCX_THEME, "theme", "theme/theme1.xml",
	    "application/vnd.openxmlformats-officedocument.theme+xml" },
	{ DOCX_FOOTNOTES, "footnotes", "footnotes.xml",
	    WORD_TYPE "footnotes+xml" },
	{ DOCX_ENDNOTES, "endnotes", "endnotes.xml",
	    WORD_TYPE "endnotes+xml" }
};
#define NFIXED (sizeof fixed / sizeof fixed[0])

int
docx_job_new(struct docx_job **out, const struct opc *p)
{
	struct docx_job *job;
	int r;

	*out = NULL;
	if ((job = calloc(1, sizeof *job)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	if ((r = office_job_init(&job->office, p, "word/")) < 0) {
		docx_job_free(job);
		return r;
	}
	*out = job;
	return 0;
}

void
docx_job_free(struct docx_job *job)
{
	if (job == NULL)
		return;
	free(job->stories);
	map_free(&job->bookmarks);
	map_free(&job->bookmark_ids);
	map_free(&job->styles);
	map_free(&job->custom);
	map_free(&job->notes);
	office_job_free(&job->office);
	free(job);
}

/* All parts but drawings and charts lie in one folder: so do targets. */
unsigned
docx_part_relate(struct office_out *part, const char *type,
    const char *target, bool external)
{
	return office_out_relate(part, type, "", target, external);
}

/* Walk a part, and write it the second time round. */
static int
one_part(struct docx_job *job, enum docx_kind kind, const char *source,
    const char *name, struct office_out *part)
{
	char path[64];
	struct opc_rels rels = OPC_RELS_INIT;
	int r;

	if ((r = opc_rels_read(job->office.package, source, &rels)) == 0 &&
	    (r = docx_walk(job, kind, source, &rels, part)) == 0 &&
	    job->office.writing) {
		(void)snprintf(path, sizeof path, "word/%s", name);
		r = office_job_put(&job->office, path, part);
	}
	opc_rels_free(&rels);
	return r;
}

static int
stories(struct docx_job *job, enum docx_kind kind)
{
	char name[40];
	size_t i;
	int r = 0;

	for (i = 0; i < job->nstories && r == 0; i++) {
		struct office_out part = OFFICE_OUT_INIT;

		if (job->stories[i].kind != kind)
			continue;
		(void)snprintf(name, sizeof name, "%s%u.xml",
		    kind == DOCX_HEADER ? "header" : "footer",
		    job->stories[i].number);
		r = one_part(job, kind, job->stories[i].part, name,
		    &part);
		office_out_free(&part);
	}
	return r;
}

/* The part of this kind that the document has, or NULL. */
static const char *
part_of(const struct docx_job *job, const struct opc_rels *rels,
    const struct fixed *f)
{
	const struct opc_rel *rel = opc_rels_type(rels, f->relation);

	return rel != NULL && zip_find(job->office.package->zip, rel->target) !=
	    NULL ? rel->target : NULL;
}

/*
 * Everything, in the order of the text: body, headers, footers, the words of
 * numbered lists, footnotes, endnotes, charts and diagrams; when writing, the
 * parts without text between.
 */
static int
all_parts(struct docx_job *job, const struct opc_rels *rels)
{
	struct office_out body = OFFICE_OUT_INIT;
	const char *part;
	size_t i;
	int r;

	for (i = 0; job->office.writing && i < NFIXED; i++)
		if (part_of(job, rels, &fixed[i]) != NULL)
			(void)docx_part_relate(&body, fixed[i].relation,
			    fixed[i].name, false);
	if ((r = one_part(job, DOCX_BODY, job->office.package->main, "document.xml",
	    &body)) < 0 ||
	    (r = stories(job, DOCX_HEADER)) < 0 ||
	    (r = stories(job, DOCX_FOOTER)) < 0)
		goto done;
	for (i = 0; i < NFIXED && r == 0; i++) {
		struct office_out p = OFFICE_OUT_INIT;
		bool has_text = fixed[i].kind == DOCX_FOOTNOTES ||
		    fixed[i].kind == DOCX_ENDNOTES ||
		    fixed[i].kind == DOCX_NUMBERING;

		part = part_of(job, rels, &fixed[i]);
		if (part != NULL && (has_text || job->office.writing))
			r = one_part(job, fixed[i].kind, part, fixed[i].name,
			    &p);
		office_out_free(&p);
	}
	if (r == 0)
		r = office_job_rest(&job->office);
done:
	office_out_free(&body);
	return r;
}

int
docx_job_text(struct docx_job *job, const struct bytes **text)
{
	struct opc_rels rels = OPC_RELS_INIT;
	const char *styles;
	int r;

	if ((r = opc_rels_read(job->office.package, job->office.package->main,
	    &rels)) < 0)
		goto done;
	styles = part_of(job, &rels, &fixed[0]);
	if (styles != NULL && (r = docx_styles_read(job, styles)) < 0)
		goto done;
	if ((r = all_parts(job, &rels)) == 0)
		r = story_settle(job->office.text, text);
done:
	opc_rels_free(&rels);
	return r;
}

/* The content types of the parts that office_job_begin() does not know. */
static int
types(struct docx_job *job, const struct opc_rels *rels, struct bytes *b)
{
	size_t i;

	for (i = 0; i < NFIXED; i++)
		if (part_of(job, rels, &fixed[i]) != NULL)
			(void)bytes_addf(b, "<Override PartName=\"/word/%s\""
			    " ContentType=\"%s\"/>", fixed[i].name,
			    fixed[i].type);
	for (i = 0; i < job->nstories; i++) {
		const char *kind = job->stories[i].kind == DOCX_HEADER ?
		    "header" : "footer";

		(void)bytes_addf(b, "<Override PartName=\"/word/%s%u.xml\""
		    " ContentType=\"" WORD_TYPE "%s+xml\"/>", kind,
		    job->stories[i].number, kind);
	}
	return bytes_str(b) != NULL ? 0 : bytes_ok(b);
}

int
docx_job_write(struct docx_job *job, const struct edits *edits,
    struct bytes *out)
{
	struct office_job *office = &job->office;
	struct opc_rels rels = OPC_RELS_INIT;
	struct bytes more = BYTES_INIT(XML_PART_MAX);
	size_t i;
	int r;

	office->writing = office->chars.quiet = true;
	office->objects = office->ids = 0;
	for (i = 0; i < office->nparts; i++)
		office->parts[i].done = false;
	if ((r = story_replay(office->text, edits)) < 0 ||
	    (r = opc_rels_read(office->package, office->package->main,
	    &rels)) < 0 ||
	    (r = zip_writer_new(&office->zip, out)) < 0 ||
	    (r = types(job, &rels, &more)) < 0 ||
	    (r = office_job_begin(office, "word/document.xml",
	    office->package->type, bytes_str(&more))) < 0 ||
	    (r = all_parts(job, &rels)) < 0 ||
	    (r = story_ok(office->text)) < 0)
		goto done;
	r = office_job_end(office);
done:
	bytes_free(&more);
	opc_rels_free(&rels);
	return r;
}
