/* docx_job.c -- all parts of a document, to its text or to a new package. */
#include "intake/format/office/docx_job.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/format/office/docx_names.h"
#include "vault/base/err.h"

#define RELATION "http://schemas.openxmlformats.org/officeDocument/2006/" \
	"relationships/"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define WORD_TYPE "application/vnd.openxmlformats-officedocument." \
	"wordprocessingml."
#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" " \
	"standalone=\"yes\"?>\n"

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
	job->package = p;
	job->hidden.text = job->deleted.text = BYTES_INIT(DOCX_SEEN_MAX);
	if ((r = story_new(&job->text)) < 0) {
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
	story_free(job->text);
	pictures_free(&job->pictures);
	free(job->stories);
	map_free(&job->bookmarks);
	map_free(&job->bookmark_ids);
	map_free(&job->styles);
	map_free(&job->custom);
	map_free(&job->notes);
	bytes_free(&job->hidden.text);
	bytes_free(&job->deleted.text);
	free(job);
}

unsigned
docx_part_relate(struct docx_part *part, const char *type, const char *target,
    bool external)
{
	part->nrels++;
	(void)bytes_addf(&part->rels, "<Relationship Id=\"rId%u\" "
	    "Type=\"" RELATION "%s\"", part->nrels, type);
	xml_put_attr(&part->rels, "Target", target);
	if (external)
		xml_put_attr(&part->rels, "TargetMode", "External");
	(void)bytes_add_str(&part->rels, "/>");
	return part->nrels;
}

void
docx_part_free(struct docx_part *part)
{
	bytes_free(&part->xml);
	bytes_free(&part->rels);
}

/* Put a part, with its relationships when it has some, into the package. */
static int
part_write(struct zip_writer *zip, const char *folder, const char *name,
    struct docx_part *part)
{
	struct bytes rels = BYTES_INIT(XML_PART_MAX);
	char path[96];
	int r;

	(void)snprintf(path, sizeof path, "%s%s", folder, name);
	if ((r = zip_writer_add(zip, path, part->xml.data, part->xml.len,
	    true)) < 0 || part->nrels == 0)
		goto done;
	(void)bytes_addf(&rels, XML_HEAD "<Relationships xmlns=\"" PACKAGE
	    "relationships\">");
	(void)bytes_add(&rels, part->rels.data, part->rels.len);
	(void)bytes_add_str(&rels, "</Relationships>");
	if ((r = bytes_ok(&rels)) < 0)
		goto done;
	(void)snprintf(path, sizeof path, "%s_rels/%s.rels", folder, name);
	r = zip_writer_add(zip, path, rels.data, rels.len, true);
done:
	bytes_free(&rels);
	return r;
}

/* Walk a part; write it unless `zip` is NULL (the first time round). */
static int
one_part(struct docx_job *job, enum docx_kind kind, const char *source,
    const char *name, struct zip_writer *zip, struct docx_part *part)
{
	struct opc_rels rels = OPC_RELS_INIT;
	int r;

	if ((r = opc_rels_read(job->package, source, &rels)) == 0 &&
	    (r = docx_walk(job, kind, source, &rels, part)) == 0 &&
	    zip != NULL)
		r = part_write(zip, "word/", name, part);
	opc_rels_free(&rels);
	return r;
}

static int
stories(struct docx_job *job, enum docx_kind kind, struct zip_writer *zip)
{
	char name[40];
	size_t i;
	int r = 0;

	for (i = 0; i < job->nstories && r == 0; i++) {
		struct docx_part part = DOCX_PART_INIT;

		if (job->stories[i].kind != kind)
			continue;
		(void)snprintf(name, sizeof name, "%s%u.xml",
		    kind == DOCX_HEADER ? "header" : "footer",
		    job->stories[i].number);
		r = one_part(job, kind, job->stories[i].part, name, zip,
		    &part);
		docx_part_free(&part);
	}
	return r;
}

/* The part of this kind that the document has, or NULL. */
static const char *
part_of(const struct docx_job *job, const struct opc_rels *rels,
    const struct fixed *f)
{
	const struct opc_rel *rel = opc_rels_type(rels, f->relation);

	return rel != NULL && zip_find(job->package->zip, rel->target) !=
	    NULL ? rel->target : NULL;
}

/*
 * Everything, in the order of the text: body, headers, footers, the words of
 * numbered lists, footnotes, endnotes; when writing, the parts without text
 * between.
 */
static int
all_parts(struct docx_job *job, const struct opc_rels *rels,
    struct zip_writer *zip)
{
	struct docx_part body = DOCX_PART_INIT;
	const char *part;
	size_t i;
	int r;

	for (i = 0; zip != NULL && i < NFIXED; i++)
		if (part_of(job, rels, &fixed[i]) != NULL)
			(void)docx_part_relate(&body, fixed[i].relation,
			    fixed[i].name, false);
	if ((r = one_part(job, DOCX_BODY, job->package->main, "document.xml",
	    zip, &body)) < 0 ||
	    (r = stories(job, DOCX_HEADER, zip)) < 0 ||
	    (r = stories(job, DOCX_FOOTER, zip)) < 0)
		goto done;
	for (i = 0; i < NFIXED && r == 0; i++) {
		struct docx_part p = DOCX_PART_INIT;
		bool has_text = fixed[i].kind == DOCX_FOOTNOTES ||
		    fixed[i].kind == DOCX_ENDNOTES ||
		    fixed[i].kind == DOCX_NUMBERING;

		part = part_of(job, rels, &fixed[i]);
		if (part != NULL && (has_text || zip != NULL))
			r = one_part(job, fixed[i].kind, part, fixed[i].name,
			    zip, &p);
		docx_part_free(&p);
	}
done:
	docx_part_free(&body);
	return r;
}

int
docx_job_text(struct docx_job *job, const struct bytes **text)
{
	struct opc_rels rels = OPC_RELS_INIT;
	const char *styles;
	int r;

	if ((r = opc_rels_read(job->package, job->package->main,
	    &rels)) < 0)
		goto done;
	styles = part_of(job, &rels, &fixed[0]);
	if (styles != NULL && (r = docx_styles_read(job, styles)) < 0)
		goto done;
	if ((r = all_parts(job, &rels, NULL)) == 0)
		r = story_settle(job->text, text);
done:
	opc_rels_free(&rels);
	return r;
}

static int
types_write(struct docx_job *job, const struct opc_rels *rels,
    struct zip_writer *zip)
{
	struct bytes b = BYTES_INIT(XML_PART_MAX);
	size_t i;
	int r;

	(void)bytes_add_str(&b, XML_HEAD "<Types xmlns=\"" PACKAGE
	    "content-types\"><Default Extension=\"rels\" ContentType=\""
	    "application/vnd.openxmlformats-package.relationships+xml\"/>"
	    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
	    "<Default Extension=\"png\" ContentType=\"image/png\"/>"
	    "<Default Extension=\"jpg\" ContentType=\"image/jpeg\"/>"
	    "<Override PartName=\"/word/document.xml\" ContentType=\"");
	(void)bytes_addf(&b, "%s\"/>", job->package->type);
	for (i = 0; i < NFIXED; i++)
		if (part_of(job, rels, &fixed[i]) != NULL)
			(void)bytes_addf(&b, "<Override PartName=\"/word/%s\""
			    " ContentType=\"%s\"/>", fixed[i].name,
			    fixed[i].type);
	for (i = 0; i < job->nstories; i++) {
		const char *kind = job->stories[i].kind == DOCX_HEADER ?
		    "header" : "footer";

		(void)bytes_addf(&b, "<Override PartName=\"/word/%s%u.xml\""
		    " ContentType=\"" WORD_TYPE "%s+xml\"/>", kind,
		    job->stories[i].number, kind);
	}
	(void)bytes_add_str(&b, "</Types>");
	if ((r = bytes_ok(&b)) == 0)
		r = zip_writer_add(zip, "[Content_Types].xml", b.data, b.len,
		    true);
	bytes_free(&b);
	return r;
}

static int
root_write(struct zip_writer *zip)
{
	static const char root[] = XML_HEAD "<Relationships xmlns=\"" PACKAGE
	    "relationships\"><Relationship Id=\"rId1\" Type=\"" RELATION
	    "officeDocument\" Target=\"word/document.xml\"/>"
	    "</Relationships>";

	return zip_writer_add(zip, "_rels/.rels", root, sizeof root - 1,
	    true);
}

static int
pictures_write(struct docx_job *job, struct zip_writer *zip)
{
	char path[64];
	size_t i;
	int r = 0;

	for (i = 0; i < job->pictures.n && r == 0; i++) {
		const struct picture *p = &job->pictures.list[i];

		(void)snprintf(path, sizeof path, "word/media/%s", p->name);
		r = zip_writer_add(zip, path, p->data.data, p->data.len,
		    false);
	}
	return r;
}

int
docx_job_write(struct docx_job *job, const struct edits *edits,
    struct bytes *out)
{
	struct opc_rels rels = OPC_RELS_INIT;
	struct zip_writer *zip = NULL;
	int r;

	job->writing = job->chars.quiet = true;
	job->objects = 0;
	if ((r = story_replay(job->text, edits)) < 0 ||
	    (r = opc_rels_read(job->package, job->package->main,
	    &rels)) < 0 ||
	    (r = zip_writer_new(&zip, out)) < 0 ||
	    (r = types_write(job, &rels, zip)) < 0 ||
	    (r = root_write(zip)) < 0 ||
	    (r = all_parts(job, &rels, zip)) < 0 ||
	    (r = story_ok(job->text)) < 0 ||
	    (r = pictures_write(job, zip)) < 0)
		goto done;
	r = zip_writer_end(zip);
done:
	zip_writer_free(zip);
	opc_rels_free(&rels);
	return r;
}
