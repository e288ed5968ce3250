/* odf_job.c -- see odf_job.h. */
#include "intake/format/odf/odf_job.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define MANIFEST "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"

int
odf_job_new(struct odf_job **out, const struct zip *zip)
{
	struct odf_job *job;
	int r;

	*out = NULL;
	if ((job = calloc(1, sizeof *job)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	job->zip = zip;
	job->hidden.text = job->deleted.text = BYTES_INIT(ODF_SEEN_MAX);
	if ((r = story_new(&job->story)) < 0) {
		odf_job_free(job);
		return r;
	}
	*out = job;
	return 0;
}

void
odf_job_free(struct odf_job *job)
{
	size_t i;

	if (job == NULL)
		return;
	for (i = 0; i < job->nobjects; i++) {
		bytes_free(&job->objects[i].content);
		bytes_free(&job->objects[i].styles);
	}
	free(job->objects);
	story_free(job->story);
	pictures_free(&job->pictures);
	map_free(&job->styles);
	map_free(&job->ids);
	map_free(&job->literals);
	map_free(&job->object_of);
	bytes_free(&job->hidden.text);
	bytes_free(&job->deleted.text);
	free(job);
}

static void
release_parts(struct odf_parts *parts)
{
	bytes_free(&parts->content);
	bytes_free(&parts->styles);
}

#define PARTS_INIT ((struct odf_parts){ \
	.content = BYTES_INIT(XML_PART_MAX), \
	.styles = BYTES_INIT(XML_PART_MAX) })

int
odf_job_text(struct odf_job *job, const struct bytes **text)
{
	struct odf_parts parts = PARTS_INIT;
	int r;

	if ((r = odf_parts_walk(job, "", 0, &parts)) == 0)
		r = story_settle(job->story, text);
	release_parts(&parts);
	return r;
}

static void
entry(struct bytes *manifest, const char *folder, const char *name,
    const char *type)
{
	(void)bytes_addf(manifest, "<manifest:file-entry manifest:full-path=\""
	    "%s%s\" manifest:media-type=\"%s\"/>\n", folder, name, type);
}

/* The XML parts of one document, and their lines in the manifest. */
static int
put_parts(struct zip_writer *zip, struct bytes *manifest, const char *folder,
    const char *mime, const struct bytes *content, const struct bytes *styles)
{
	char path[ODF_OBJECT_SIZE + 32];
	int r;

	if (folder[0] != '\0')
		entry(manifest, folder, "", mime);
	(void)snprintf(path, sizeof path, "%scontent.xml", folder);
	entry(manifest, folder, "content.xml", "text/xml");
	if ((r = zip_writer_add(zip, path, content->data, content->len,
	    true)) < 0 || styles->len == 0)
		return r;
	(void)snprintf(path, sizeof path, "%sstyles.xml", folder);
	entry(manifest, folder, "styles.xml", "text/xml");
	return zip_writer_add(zip, path, styles->data, styles->len, true);
}

static int
put_pictures(const struct odf_job *job, struct zip_writer *zip,
    struct bytes *manifest, unsigned object, const char *folder)
{
	char path[ODF_OBJECT_SIZE + 64];
	const struct picture *p;
	size_t i;
	int r = 0;

	for (i = 0; i < job->pictures.n && r == 0; i++) {
		if (job->picture_in[i] != object)
			continue;
		p = &job->pictures.list[i];
		(void)snprintf(path, sizeof path, "%sPictures/%s", folder,
		    p->name);
		entry(manifest, "", path, pictures_mime(p->format));
		r = zip_writer_add(zip, path, p->data.data, p->data.len,
		    p->format == FORMAT_SVG);
	}
	return r;
}

static int
put_objects(const struct odf_job *job, struct zip_writer *zip,
    struct bytes *manifest)
{
	char folder[ODF_OBJECT_SIZE + 2];
	size_t i;
	int r = 0;

	for (i = 0; i < job->nobjects && r == 0; i++) {
		const struct odf_object *o = &job->objects[i];

		(void)snprintf(folder, sizeof folder, "%s/", o->name);
		if ((r = put_parts(zip, manifest, folder, o->mime,
		    &o->content, &o->styles)) == 0)
			r = put_pictures(job, zip, manifest,
			    (unsigned)i + 1, folder);
	}
	return r;
}

static int
put_package(const struct odf_job *job, const char *mime,
    const struct odf_parts *parts, struct bytes *out)
{
	struct bytes manifest = BYTES_INIT(XML_PART_MAX);
	struct zip_writer *zip = NULL;
	int r;

	(void)bytes_addf(&manifest, XML_HEAD "<manifest:manifest "
	    "xmlns:manifest=\"" MANIFEST "\" manifest:version=\"1.3\">\n"
	    "<manifest:file-entry manifest:full-path=\"/\" "
	    "manifest:version=\"1.3\" manifest:media-type=\"%s\"/>\n", mime);
	/* First and as it is, so that the file can be known by it. */
	if ((r = zip_writer_new(&zip, out)) < 0 ||
	    (r = zip_writer_add(zip, "mimetype", mime, strlen(mime),
	    false)) < 0 ||
	    (r = put_parts(zip, &manifest, "", mime, &parts->content,
	    &parts->styles)) < 0 ||
	    (r = put_pictures(job, zip, &manifest, 0, "")) < 0 ||
	    (r = put_objects(job, zip, &manifest)) < 0)
		goto done;
	(void)bytes_add_str(&manifest, "</manifest:manifest>\n");
	if ((r = bytes_ok(&manifest)) == 0 &&
	    (r = zip_writer_add(zip, "META-INF/manifest.xml", manifest.data,
	    manifest.len, true)) == 0)
		r = zip_writer_end(zip);
done:
	zip_writer_free(zip);
	bytes_free(&manifest);
	return r;
}

int
odf_job_write(struct odf_job *job, const char *mime,
    const struct edits *edits, struct bytes *out)
{
	struct odf_parts parts = PARTS_INIT;
	int r;

	job->writing = true;
	job->chars.quiet = true;
	job->redacting = edits != NULL && edits->nranges > 0;
	if ((r = story_replay(job->story, edits)) == 0 &&
	    (r = odf_parts_walk(job, "", 0, &parts)) == 0)
		r = put_package(job, mime, &parts, out);
	release_parts(&parts);
	return r;
}
