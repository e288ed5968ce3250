/*
 * office_fixture.h -- small spreadsheets and presentations, made in the test.
 *
 * A fixture is a list of parts; content types and the root relationship are
 * added unless the list has its own.  X(...) wraps a sheet's rows, S(...) the
 * shapes of a slide.
 */
#ifndef TESTS_INTAKE_OFFICE_FIXTURE_H
#define TESTS_INTAKE_OFFICE_FIXTURE_H

#include "tests/intake/docx_fixture.h"

#define ECMA "http://schemas.openxmlformats.org/"
#define NS_A " xmlns:a=\"" ECMA "drawingml/2006/main\" xmlns:r=\"" ECMA \
	"officeDocument/2006/relationships\""
#define NS_X " xmlns=\"" ECMA "spreadsheetml/2006/main\" xmlns:r=\"" ECMA \
	"officeDocument/2006/relationships\""
#define NS_P NS_A " xmlns:p=\"" ECMA "presentationml/2006/main\"" \
	" xmlns:mc=\"" ECMA "markup-compatibility/2006\""
#define NS_C NS_A " xmlns:c=\"" ECMA "drawingml/2006/chart\""

#define TYPES_OF(part, type) "<Types xmlns=\"" ECMA "package/2006/" \
	"content-types\"><Default Extension=\"xml\" ContentType=\"" \
	"application/xml\"/><Override PartName=\"" part "\" ContentType=\"" \
	type "\"/></Types>"
#define OOXML "application/vnd.openxmlformats-officedocument."

#define BOOK(sheets) { "xl/workbook.xml", "<workbook" NS_X "><sheets>" sheets \
	"</sheets></workbook>" }
#define SHEET(name, number, more) "<sheet name=\"" name "\" sheetId=\"" \
	number "\" r:id=\"s" number "\"" more "/>"
#define X(rows) "<worksheet" NS_X "><sheetData>" rows \
	"</sheetData></worksheet>"

#define SHOW { "ppt/presentation.xml", "<p:presentation" NS_P "><p:sldIdLst>" \
	"<p:sldId id=\"256\" r:id=\"s1\"/></p:sldIdLst><p:sldSz cx=\"9144000\"" \
	" cy=\"6858000\"/><p:notesSz cx=\"1\" cy=\"1\"/></p:presentation>" }, \
	{ "ppt/_rels/presentation.xml.rels", RELS(REL("s1", "slide", \
	"slides/slide1.xml")) }
#define S(shapes) "<p:sld" NS_P "><p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr " \
	"id=\"1\" name=\"\"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>" \
	shapes "</p:spTree></p:cSld></p:sld>"
#define AP(runs) "<a:p>" runs "</a:p>"
#define AR(s) "<a:r><a:t>" s "</a:t></a:r>"
#define SHAPE(id, more, text) "<p:sp><p:nvSpPr><p:cNvPr id=\"" id "\" " more \
	"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/>" text \
	"</p:txBody></p:sp>"

static inline int
make_office(struct bytes *b, const struct zip_part *parts, size_t n)
{
	bool sheets = has_part(parts, n, "xl/workbook.xml");
	const struct zip_part own[] = { { "[Content_Types].xml", sheets ?
	    TYPES_OF("/xl/workbook.xml", OOXML "spreadsheetml.sheet.main+xml")
	    : TYPES_OF("/ppt/presentation.xml", OOXML
	    "presentationml.presentation.main+xml") },
	    { "_rels/.rels", sheets ? RELS(REL("a", "officeDocument",
	    "xl/workbook.xml")) : RELS(REL("a", "officeDocument",
	    "ppt/presentation.xml")) } };
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
		r = zip_writer_add(w, parts[i].name, parts[i].content,
		    strlen(parts[i].content), true);
	if (r == 0)
		r = zip_writer_end(w);
	zip_writer_free(w);
	return r;
}

#endif
