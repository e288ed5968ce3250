/* odf_package.c -- see odf_package.h. */
#include "intake/format/odf/odf_package.h"

#include <string.h>

#include "intake/format/package/xml.h"
#include "vault/base/err.h"

#define TYPE "application/vnd.oasis.opendocument."

static const struct {
	const char *name;
	enum format_id format;
} kinds[] = {
	{ "text", FORMAT_ODT },
	{ "text-template", FORMAT_ODT },
	{ "text-master", FORMAT_ODT },
	{ "text-web", FORMAT_ODT },
	{ "spreadsheet", FORMAT_ODS },
	{ "spreadsheet-template", FORMAT_ODS },
	{ "chart", FORMAT_ODS },
	{ "chart-template", FORMAT_ODS },
	{ "presentation", FORMAT_ODP },
	{ "presentation-template", FORMAT_ODP },
	{ "graphics", FORMAT_ODG },
	{ "graphics-template", FORMAT_ODG },
	{ "image", FORMAT_ODG },
	{ "image-template", FORMAT_ODG },
	{ "formula", FORMAT_ODF },
	{ "formula-template", FORMAT_ODF }
};

static enum format_id
kind_of(const char *mime)
{
	size_t i, n = strlen(TYPE);

	for (i = 0; strncmp(mime, TYPE, n) == 0 &&
	    i < sizeof kinds / sizeof kinds[0]; i++)
		if (strcmp(kinds[i].name, mime + n) == 0)
			return kinds[i].format;
	return FORMAT_UNKNOWN;
}

enum format_id
odf_package_kind(const struct doc *d)
{
	char mime[MIMETYPE_SIZE];

	mimetype_read(mime, d->data, d->len);
	return kind_of(mime);
}

static int
check_encrypted(const struct odf_package *p)
{
	const struct zip_member *m = zip_find(p->zip, "META-INF/manifest.xml");
	struct bytes b = BYTES_INIT(XML_PART_MAX);
	int r = 0;

	if (m == NULL || (r = zip_read(p->zip, m, &b)) < 0)
		goto done;
	if (b.len > 0 && memmem(b.data, b.len, "encryption-data", 15) != NULL)
		r = err_set(ERR_NOT_PERMITTED, "the document needs a "
		    "password; ask for it without one");
done:
	bytes_free(&b);
	return r;
}

int
odf_package_open(struct odf_package *p, const struct doc *d)
{
	int r;

	memset(p, 0, sizeof *p);
	if ((r = zip_open(&p->zip, d->data, d->len)) < 0)
		return r;
	mimetype_read(p->mime, d->data, d->len);
	if (kind_of(p->mime) == FORMAT_UNKNOWN)
		return err_set(ERR_FORMAT, "the package is of a kind that is "
		    "not known; ask for the file again");
	return check_encrypted(p);
}

void
odf_package_close(struct odf_package *p)
{
	zip_free(p->zip);
	p->zip = NULL;
}

/* What no document of these says of itself in XML: another program's file. */
bool
odf_package_is_child(const struct odf_package *p, const struct zip_member *m)
{
	const char *base = strrchr(m->name, '/');

	(void)p;
	base = base != NULL ? base + 1 : m->name;
	if (m->size == 0 || strstr(m->name, "ObjectReplacements/") != NULL)
		return false;
	if (strstr(m->name, "Media/") != NULL)
		return true;
	return strncmp(base, "Object ", 7) == 0 ||
	    strncmp(base, "oleObject", 9) == 0;
}

int
odf_package_children(const struct odf_package *p, struct answer *a)
{
	struct bytes b = BYTES_INIT(ZIP_MEMBER_MAX);
	const struct zip_member *m;
	size_t i;

	for (i = 0; i < zip_count(p->zip); i++) {
		m = zip_at(p->zip, i);
		if (!odf_package_is_child(p, m))
			continue;
		bytes_free(&b);
		if (zip_read(p->zip, m, &b) < 0) {
			answer_child_refused(a, m->name, strlen(m->name),
			    REASON_DAMAGED, "%s", err_line());
			continue;
		}
		answer_child(a, m->name, strlen(m->name));
		answer_child_data(a, b.data, b.len);
	}
	bytes_free(&b);
	return 0;
}
