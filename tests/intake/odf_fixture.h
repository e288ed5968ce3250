/* odf_fixture.h -- small OpenDocument packages, made in the test. */
#ifndef TESTS_INTAKE_ODF_FIXTURE_H
#define TESTS_INTAKE_ODF_FIXTURE_H

#define ODF_NS(x) "urn:oasis:names:tc:opendocument:xmlns:" x ":1.0"
#define ODF_XMLNS " xmlns:office=\"" ODF_NS("office") "\"" \
	" xmlns:text=\"" ODF_NS("text") "\" xmlns:style=\"" ODF_NS("style") \
	"\" xmlns:table=\"" ODF_NS("table") "\" xmlns:draw=\"" \
	ODF_NS("drawing") "\" xmlns:svg=\"" ODF_NS("svg-compatible") "\"" \
	" xmlns:presentation=\"" ODF_NS("presentation") "\" xmlns:meta=\"" \
	ODF_NS("meta") "\" xmlns:config=\"" ODF_NS("config") "\"" \
	" xmlns:chart=\"" ODF_NS("chart") "\" xmlns:script=\"" \
	ODF_NS("script") "\" xmlns:number=\"" ODF_NS("datastyle") "\"" \
	" xmlns:xlink=\"http://www.w3.org/1999/xlink\"" \
	" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"" \
	" xmlns:officeooo=\"http://openoffice.org/2009/office\""
#define ODF_CONTENT(styles, body) "<office:document-content" ODF_XMLNS ">" \
	"<office:automatic-styles>" styles "</office:automatic-styles>" \
	"<office:body>" body "</office:body></office:document-content>"
#define ODF_TEXT(styles, body) ODF_CONTENT(styles, "<office:text>" body \
	"</office:text>")
#define ODF_TYPE "application/vnd.oasis.opendocument."
#define ODF_HIDE(name, family) "<style:style style:name=\"" name "\" " \
	"style:family=\"" family "\"><style:text-properties " \
	"text:display=\"none\"/></style:style>"
#define TP(s) "<text:p>" s "</text:p>"

#endif
