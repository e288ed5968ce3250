/*
 * docx_fixture.h -- small DOCX packages, made in the test.
 *
 * A fixture is a list of parts; make_docx() adds the content types and the
 * root relationship unless the list has its own.  W(...) wraps a body.
 */
#ifndef TESTS_INTAKE_DOCX_FIXTURE_H
#define TESTS_INTAKE_DOCX_FIXTURE_H

#include <stdbool.h>
#include <string.h>

#include "intake/format/package/zip.h"
#include "vault/base/bytes.h"

struct zip_part {
	const char *name, *content;
};

#define NS " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/" \
	"2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/" \
	"officeDocument/2006/relationships\" xmlns:w14=\"http://schemas." \
	"microsoft.com/office/word/2010/wordml\" xmlns:mc=\"http://schemas." \
	"openxmlformats.org/markup-compatibility/2006\" xmlns:shp=\"http://" \
	"schemas.microsoft.com/office/word/2010/wordprocessingShape\"" \
	" xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:wp=\"http://" \
	"schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\"" \
	" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\""
#define W(body) "<w:document" NS "><w:body>" body "</w:body></w:document>"
#define P(runs) "<w:p>" runs "</w:p>"
#define R(s) "<w:r><w:t xml:space=\"preserve\">" s "</w:t></w:r>"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/" \
	"relationships/"
#define RELS(list) "<Relationships xmlns=\"http://schemas.openxmlformats." \
	"org/package/2006/relationships\">" list "</Relationships>"
#define REL(id, type, target) "<Relationship Id=\"" id "\" Type=\"" OFFICE \
	type "\" Target=\"" target "\"/>"
#define REL_OUT(id, type, target) "<Relationship Id=\"" id "\" Type=\"" \
	OFFICE type "\" Target=\"" target "\" TargetMode=\"External\"/>"
#define TYPES "<Types xmlns=\"http://schemas.openxmlformats.org/package/" \
	"2006/content-types\"><Default Extension=\"xml\" ContentType=\"" \
	"application/xml\"/><Override PartName=\"/word/document.xml\" " \
	"ContentType=\"application/vnd.openxmlformats-officedocument." \
	"wordprocessingml.document.main+xml\"/></Types>"

static inline bool
has_part(const struct zip_part *parts, size_t n, const char *name)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(parts[i].name, name) == 0)
			return true;
	return false;
}

static inline int
make_docx(struct bytes *b, const struct zip_part *parts, size_t n)
{
	static const struct zip_part own[] = { { "[Content_Types].xml", TYPES },
	    { "_rels/.rels", RELS(REL("a", "officeDocument",
	    "word/document.xml")) } };
	struct zip_writer *w;
	size_t i;
	int r;

	if ((r = zip_writer_new(&w, b)) < 0)
		return r;
	for (i = 0; i < 2 && r == 0; i++)
		if (!has_part(parts, n, own[i].name))
			r = zip_writer_add(w, own[i].name, own[i].content,
			    strlen(own[i].content), true);
	for (i = 0; i < n && r == 0; i++)
		if (parts[i].content[0] != '\0')
			r = zip_writer_add(w, parts[i].name, parts[i].content,
			    strlen(parts[i].content), true);
	if (r == 0)
		r = zip_writer_end(w);
	zip_writer_free(w);
	return r;
}

/* Is the string in any member of the package, unpacked, or in its raw bytes? */
static inline bool
docx_holds(const struct bytes *b, const char *s)
{
	struct bytes m = BYTES_INIT((size_t)256 << 20);
	struct zip *z = NULL;
	bool found = memmem(b->data, b->len, s, strlen(s)) != NULL;
	size_t i;

	if (zip_open(&z, b->data, b->len) < 0)
		return true;	/* nobody may pass on a broken package */
	for (i = 0; i < zip_count(z) && !found; i++) {
		bytes_reset(&m);
		found = zip_read(z, zip_at(z, i), &m) < 0 || (m.len > 0 &&
		    memmem(m.data, m.len, s, strlen(s)) != NULL);
	}
	zip_free(z);
	bytes_free(&m);
	return found;
}

#endif
