/* odf_package.c -- see odf_package.h. */
#include "intake/format/odf/odf_package.h"

#include <string.h>

#include "intake/format/package/xml.h"
#include "vault/base/err.h"

#define LOCAL_SIZE 30u	/* bytes of a zip member's header, before its name */
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

/* What the content of the member says; white space at its end is common. */
static enum format_id
kind_of(const char *p, size_t len)
{
	size_t i, n = strlen(TYPE);

	while (len > 0 && (p[len - 1] == '\n' || p[len - 1] == '\r' ||
	    p[len - 1] == ' '))
		len--;
	if (len <= n || memcmp(p, TYPE, n) != 0)
		return FORMAT_UNKNOWN;
	for (i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (strlen(kinds[i].name) == len - n &&
		    memcmp(kinds[i].name, p + n, len - n) == 0)
			return kinds[i].format;
	return FORMAT_UNKNOWN;
}

enum format_id
odf_package_kind(const struct doc *d)
{
	static const char name[] = "mimetype";
	size_t n = sizeof name - 1, size, extra;
	struct odf_package p = { .zip = NULL };
	enum format_id f = FORMAT_UNKNOWN;

	if (d->len < LOCAL_SIZE + n || memcmp(d->data, "PK\3\4", 4) != 0)
		return FORMAT_UNKNOWN;
	if (d->data[26] == n && d->data[27] == 0 &&
	    memcmp(d->data + LOCAL_SIZE, name, n) == 0 && d->data[8] == 0) {
		size = (size_t)(d->data[18] | d->data[19] << 8);
		extra = (size_t)(d->data[28] | d->data[29] << 8);
		if (size > 0 && size < ODF_MIME_SIZE &&
		    d->len >= LOCAL_SIZE + n + extra + size)
			return kind_of((const char *)d->data + LOCAL_SIZE + n +
			    extra, size);
	}
	if (memmem(d->data, d->len, TYPE, strlen(TYPE)) == NULL &&
	    memmem(d->data, d->len, name, n) == NULL)
		return FORMAT_UNKNOWN;
	if (odf_package_open(&p, d) == 0)
		f = kind_of(p.mime, strlen(p.mime));
	odf_package_close(&p);
	return f;
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
	const struct zip_member *m;
	struct bytes b = BYTES_INIT(ODF_MIME_SIZE - 1);
	int r;

	memset(p, 0, sizeof *p);
	if ((r = zip_open(&p->zip, d->data, d->len)) < 0)
		return r;
	if ((m = zip_find(p->zip, "mimetype")) == NULL)
		return err_set(ERR_FORMAT, "the package does not say what it "
		    "is; ask for the file again");
	if ((r = zip_read(p->zip, m, &b)) < 0)
		goto done;
	while (b.len > 0 && memchr("\r\n ", b.data[b.len - 1], 3) != NULL)
		b.len--;
	if (b.len == 0 || kind_of((const char *)b.data, b.len) ==
	    FORMAT_UNKNOWN) {
		r = err_set(ERR_FORMAT, "the package is of a kind that is not "
		    "known; ask for the file in another format");
		goto done;
	}
	memcpy(p->mime, b.data, b.len);
	r = check_encrypted(p);
done:
	bytes_free(&b);
	return r;
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
