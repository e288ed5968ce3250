/* job_write.c -- the package that comes out; see job.h. */
#include <stdio.h>
#include <string.h>

#include "intake/format/office/job.h"
#include "vault/base/err.h"

#define RELATION "http://schemas.openxmlformats.org/officeDocument/2006/" \
	"relationships/"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" " \
	"standalone=\"yes\"?>\n"

/* The way from the folder of `from` to `to`; both are our own names. */
static void
way(struct bytes *b, const char *from, const char *to)
{
	size_t i, common = 0;

	for (i = 0; from[i] != '\0' && from[i] == to[i]; i++)
		if (from[i] == '/')
			common = i + 1;
	for (i = common; from[i] != '\0'; i++)
		if (from[i] == '/')
			(void)bytes_add(b, "../", 3);
	(void)bytes_add_str(b, to + common);
}

unsigned
office_out_relate(struct office_out *out, const char *type, const char *from,
    const char *to, bool external)
{
	struct bytes target = BYTES_INIT(ZIP_NAME_MAX + 256);

	out->nrels++;
	(void)bytes_addf(&out->rels, "<Relationship Id=\"rId%u\" Type=\"%s%s\"",
	    out->nrels, strstr(type, "://") == NULL ? RELATION : "", type);
	if (external) {
		xml_put_attr(&out->rels, "Target", to);
		(void)bytes_add_str(&out->rels, " TargetMode=\"External\"/>");
	} else {
		way(&target, from, to);
		xml_put_attr(&out->rels, "Target", bytes_str(&target) != NULL ?
		    bytes_str(&target) : "");
		(void)bytes_add_str(&out->rels, "/>");
	}
	bytes_free(&target);
	return out->nrels;
}

void
office_out_free(struct office_out *out)
{
	bytes_free(&out->xml);
	bytes_free(&out->rels);
}

unsigned
office_out_picture(struct office_job *job, struct office_out *out,
    const char *from, const char *source)
{
	const struct picture *p = pictures_find(&job->pictures, source);
	struct bytes raw = BYTES_INIT(ZIP_MEMBER_MAX);
	char name[64];

	if (!job->writing) {	/* the name is not used yet */
		if (map_put(&job->pictures.by_key, source) == NULL)
			job->chars.err = ERR_NO_MEMORY;
		return office_out_relate(out, "image", from, from, false);
	}
	if (p == NULL) {
		/* What is not there, or cannot be unpacked, is a grey one. */
		if (source[0] == '\0' ||
		    opc_read(job->package, source, &raw) < 0)
			bytes_reset(&raw);
		p = pictures_put(&job->pictures, source, raw.data, raw.len);
		bytes_free(&raw);
	}
	if (p == NULL) {
		job->chars.err = ERR_TOO_BIG;
		return 0;
	}
	(void)snprintf(name, sizeof name, "%smedia/%s", job->folder,
	    p->name);
	return office_out_relate(out, "image", from, name, false);
}

int
office_job_put(struct office_job *job, const char *name,
    const struct office_out *out)
{
	struct bytes rels = BYTES_INIT(XML_PART_MAX);
	const char *slash = strrchr(name, '/');
	size_t folder = slash != NULL ? (size_t)(slash + 1 - name) : 0;
	char path[96];
	int r;

	if ((r = bytes_ok(&out->xml)) < 0 || (r = bytes_ok(&out->rels)) < 0 ||
	    (r = zip_writer_add(job->zip, name, out->xml.data, out->xml.len,
	    true)) < 0 || out->nrels == 0)
		return r;
	(void)bytes_addf(&rels, XML_HEAD "<Relationships xmlns=\"" PACKAGE
	    "relationships\">");
	(void)bytes_add(&rels, out->rels.data, out->rels.len);
	(void)bytes_add_str(&rels, "</Relationships>");
	(void)snprintf(path, sizeof path, "%.*s_rels/%s.rels", (int)folder,
	    name, name + folder);
	if ((r = bytes_ok(&rels)) == 0)
		r = zip_writer_add(job->zip, path, rels.data, rels.len, true);
	bytes_free(&rels);
	return r;
}

/* The kinds of pictures by their extensions, whether there are any or not. */
static void
put_defaults(struct bytes *b)
{
	static const enum format_id pictures[] = { FORMAT_PNG, FORMAT_JPEG,
	    FORMAT_GIF, FORMAT_TIFF, FORMAT_BMP, FORMAT_WEBP, FORMAT_SVG };
	size_t i;

	(void)bytes_add_str(b, "<Default Extension=\"rels\" ContentType=\""
	    "application/vnd.openxmlformats-package.relationships+xml\"/>"
	    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>");
	for (i = 0; i < sizeof pictures / sizeof pictures[0]; i++)
		(void)bytes_addf(b, "<Default Extension=\"%s\" "
		    "ContentType=\"%s\"/>", format_ext(pictures[i]),
		    pictures_mime(pictures[i]));
}

int
office_job_begin(struct office_job *job, const char *main, const char *type,
    const char *more)
{
	struct bytes b = BYTES_INIT(XML_PART_MAX);
	size_t i;
	int r;

	(void)bytes_add_str(&b, XML_HEAD "<Types xmlns=\"" PACKAGE
	    "content-types\">");
	put_defaults(&b);
	(void)bytes_addf(&b, "<Override PartName=\"/%s\" ContentType=\"%s\"/>",
	    main, type);
	for (i = 0; i < job->nparts; i++)
		(void)bytes_addf(&b, "<Override PartName=\"/%s\" "
		    "ContentType=\"%s\"/>", job->parts[i].name,
		    job->parts[i].kind->type);
	(void)bytes_addf(&b, "%s</Types>", more != NULL ? more : "");
	if ((r = bytes_ok(&b)) < 0 ||
	    (r = zip_writer_add(job->zip, "[Content_Types].xml", b.data,
	    b.len, true)) < 0)
		goto done;
	bytes_reset(&b);
	(void)bytes_addf(&b, XML_HEAD "<Relationships xmlns=\"" PACKAGE
	    "relationships\"><Relationship Id=\"rId1\" Type=\"" RELATION
	    "officeDocument\" Target=\"%s\"/></Relationships>", main);
	if ((r = bytes_ok(&b)) == 0)
		r = zip_writer_add(job->zip, "_rels/.rels", b.data, b.len,
		    true);
done:
	bytes_free(&b);
	return r;
}

int
office_job_end(struct office_job *job)
{
	char path[64];
	size_t i;
	int r;

	for (i = 0; i < job->pictures.n; i++) {
		const struct picture *p = &job->pictures.list[i];

		(void)snprintf(path, sizeof path, "%smedia/%s", job->folder,
		    p->name);
		if ((r = zip_writer_add(job->zip, path, p->data.data,
		    p->data.len, false)) < 0)
			return r;
	}
	return zip_writer_end(job->zip);
}
