/*
 * pdf_report.c -- what a PDF says besides its pages: every dictionary is met
 * once (pdf_walk.h) and asked for the keys that carry words about people,
 * machines and times; then the bytes around the objects are looked at.
 */
#include "intake/format/pdf/pdf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/format/pdf/pdf_frame.h"
#include "intake/format/pdf/pdf_image.h"
#include "intake/format/pdf/pdf_make.h"
#include "intake/format/pdf/pdf_unicode.h"
#include "intake/format/pdf/pdf_walk.h"
#include "intake/format/tags/xmp.h"
#include "vault/base/print.h"

#define LINES_MAX 15000u	/* metadata lines of one document */
#define PAGES_LOOKED_AT 1000	/* for what a revision changed */
#define PAGES_TOLD 30u		/* in one line */
#define STREAM_MAX (64u << 20)	/* bytes of a decoded stream looked into */

struct report_job {
	struct answer *a;
	unsigned lines;
	uint64_t replaced;	/* texts that stand for other text */
	uint64_t scripts, external, thumbnails;
};

/* A line; false when the document has had its share. */
static bool
line(struct report_job *j, const char *group, const char *name,
    const void *value, size_t len)
{
	if (len == 0)
		return true;
	if (++j->lines > LINES_MAX)
		return false;
	if (j->lines == LINES_MAX)
		answer_metaf(j->a, "PDF", "More", "over %u lines of metadata",
		    LINES_MAX);
	else
		answer_meta(j->a, group, name, value, len);
	return true;
}

/* The value of a string, name, number or boolean, as a line. */
static void
value_line(struct report_job *j, qpdf_data q, const char *group,
    const char *name, qpdf_oh value)
{
	size_t len = 0;
	const char *s;

	switch (qpdf_oh_get_type_code(q, value)) {
	case ot_string:
		s = qpdf_oh_get_binary_utf8_value(q, value, &len);
		line(j, group, name, s, len);
		break;
	case ot_name:
		s = qpdf_oh_get_name(q, value);
		line(j, group, name, s + (*s == '/'), strlen(s + (*s == '/')));
		break;
	case ot_integer:
	case ot_real:
	case ot_boolean:
		s = qpdf_oh_unparse(q, value);
		line(j, group, name, s, strlen(s));
		break;
	default:
		break;
	}
}

static void
key_line(struct report_job *j, qpdf_data q, qpdf_oh dict, const char *group,
    const char *key)
{
	value_line(j, q, group, key + 1, qpdf_oh_get_key(q, dict, key));
}

static bool
has(qpdf_data q, qpdf_oh dict, const char *key)
{
	return qpdf_oh_has_key(q, dict, key);
}

static bool
name_is(qpdf_data q, qpdf_oh dict, const char *key, const char *name)
{
	return qpdf_oh_is_name_and_equals(q, qpdf_oh_get_key(q, dict, key),
	    name);
}

/* Every value of a dictionary, as the Info dictionary or a private one. */
static void
all_lines(struct report_job *j, qpdf_data q, qpdf_oh dict, const char *group)
{
	char *keys = pdf_keys(q, dict), *key;

	for (key = keys; key != NULL && *key != '\0'; key += strlen(key) + 1)
		key_line(j, q, dict, group, key);
	free(keys);
}

/* A stream's content, undone of its filters; NULL when too large or broken. */
static unsigned char *
content(qpdf_data q, qpdf_oh stream, size_t *len)
{
	unsigned char *data = NULL;

	if ((qpdf_oh_get_stream_data(q, stream, qpdf_dl_generalized, NULL,
	    &data, len) & QPDF_ERRORS) != 0 || *len > STREAM_MAX) {
		free(data);
		return NULL;
	}
	return data;
}

static void
meet_metadata(struct report_job *j, qpdf_data q, const struct pdf_met *m)
{
	unsigned char *data;
	size_t len;

	if (!m->stream || (!name_is(q, m->dict, "/Type", "/Metadata") &&
	    !name_is(q, m->dict, "/Subtype", "/XML")))
		return;
	if ((data = content(q, m->object, &len)) != NULL) {
		xmp_report(j->a, data, len);
		free(data);
	} else {
		answer_metaf(j->a, "XMP", "packet", "object %u, unreadable",
		    m->number);
	}
}

static void
meet_image(struct report_job *j, qpdf_data q, const struct pdf_met *m)
{
	enum pdf_image_kind kind;
	unsigned char *data = NULL;
	qpdf_oh filter;
	size_t len = 0;

	if (!m->stream)
		return;
	filter = qpdf_oh_get_key(q, m->dict, "/Filter");
	if (qpdf_oh_is_or_has_name(q, filter, "/DCTDecode"))
		kind = PDF_IMAGE_JPEG;
	else if (qpdf_oh_is_or_has_name(q, filter, "/JPXDecode"))
		kind = PDF_IMAGE_JP2;
	else
		return;
	/* Other filters may lie over the image's own: those are undone. */
	if ((qpdf_oh_get_stream_data(q, m->object, qpdf_dl_generalized, NULL,
	    &data, &len) & QPDF_ERRORS) == 0)
		pdf_image_report(j->a, kind, m->number, data, len);
	free(data);
}

static void
meet_file(struct report_job *j, qpdf_data q, const struct pdf_met *m)
{
	static const char *const names[] = { "/F", "/UF", "/DOS", "/Mac",
		"/Unix", "/Desc" };
	qpdf_oh file, size;
	size_t i;

	if (!has(q, m->dict, "/EF"))
		return;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		key_line(j, q, m->dict, "Attachment", names[i]);
	file = pdf_key_if_dict(q, qpdf_oh_get_key(q, m->dict, "/EF"),
	    "/F");
	if (!qpdf_oh_is_stream(q, file))
		return;
	file = qpdf_oh_get_dict(q, file);
	size = qpdf_oh_get_key(q, file, "/Params");
	if (qpdf_oh_is_dictionary(q, size)) {
		key_line(j, q, size, "Attachment", "/Size");
		key_line(j, q, size, "Attachment", "/CreationDate");
		key_line(j, q, size, "Attachment", "/ModDate");
	} else {
		key_line(j, q, file, "Attachment", "/Length");
	}
	key_line(j, q, file, "Attachment", "/Subtype");
}

static void
meet_annotation(struct report_job *j, qpdf_data q, const struct pdf_met *m)
{
	static const char *const keys[] = { "/T", "/Contents", "/RC", "/Subj",
		"/NM", "/M", "/CreationDate", "/OverlayText" };
	size_t i;

	if (!has(q, m->dict, "/Rect") || !has(q, m->dict, "/Subtype"))
		return;
	if (name_is(q, m->dict, "/Subtype", "/Redact"))
		answer_mark(j->a, MARK_COVERED_TEXT, 1, "a redaction that was "
		    "marked and never made: what is below it is there");
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		key_line(j, q, m->dict, "Annot", keys[i]);
}

static void
meet_field(struct report_job *j, qpdf_data q, const struct pdf_met *m)
{
	static const char *const keys[] = { "/T", "/TU", "/TM", "/V", "/DV" };
	qpdf_oh xfa;
	size_t i;

	xfa = qpdf_oh_get_key(q, m->dict, "/XFA");
	if (qpdf_oh_is_array(q, xfa) || qpdf_oh_is_stream(q, xfa))
		line(j, "Form", "XFA", "an XML form", 11);
	if (!has(q, m->dict, "/FT") && !(has(q, m->dict, "/T") &&
	    (has(q, m->dict, "/V") || has(q, m->dict, "/Kids"))))
		return;
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		key_line(j, q, m->dict, "Form", keys[i]);
}

static void
meet_signature(struct report_job *j, qpdf_data q, const struct pdf_met *m)
{
	static const char *const keys[] = { "/Name", "/M", "/Location",
		"/Reason", "/ContactInfo", "/Filter", "/SubFilter" };
	size_t i;

	if (!has(q, m->dict, "/ByteRange"))
		return;
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		key_line(j, q, m->dict, "Signature", keys[i]);
}

/* A file somewhere else: its name, or a dictionary that names it. */
static void
file_line(struct report_job *j, qpdf_data q, qpdf_oh file)
{
	if (qpdf_oh_is_dictionary(q, file)) {
		key_line(j, q, file, "Link", "/F");
		key_line(j, q, file, "Link", "/UF");
	} else {
		value_line(j, q, "Link", "F", file);
	}
}

static void
meet_action(struct report_job *j, qpdf_data q, const struct pdf_met *m)
{
	qpdf_oh script = qpdf_oh_get_key(q, m->dict, "/JS");
	unsigned char *data;
	size_t len;

	j->scripts += !qpdf_oh_is_null(q, script);
	if (qpdf_oh_is_stream(q, script)) {
		if ((data = content(q, script, &len)) != NULL)
			line(j, "JavaScript", "JS", data, len);
		free(data);
	} else {
		value_line(j, q, "JavaScript", "JS", script);
	}
	if (name_is(q, m->dict, "/S", "/URI"))
		key_line(j, q, m->dict, "Link", "/URI");
	if (name_is(q, m->dict, "/S", "/Launch") ||
	    name_is(q, m->dict, "/S", "/GoToR") ||
	    name_is(q, m->dict, "/S", "/SubmitForm") ||
	    name_is(q, m->dict, "/S", "/ImportData") ||
	    name_is(q, m->dict, "/S", "/GoToE")) {
		key_line(j, q, m->dict, "Link", "/S");
		file_line(j, q, qpdf_oh_get_key(q, m->dict, "/F"));
		j->external++;
	}
	/* A stream whose bytes are in another file. */
	if (m->stream && has(q, m->dict, "/F")) {
		file_line(j, q, qpdf_oh_get_key(q, m->dict, "/F"));
		j->external++;
	}
}

static void
meet_font(struct report_job *j, qpdf_data q, const struct pdf_met *m)
{
	unsigned lies;

	if (!has(q, m->dict, "/ToUnicode") ||
	    (lies = pdf_unicode_lies(q, m->dict)) == 0)
		return;
	answer_mark(j->a, MARK_OTHER_TEXT, lies, "letters of a font (object "
	    "%u) that are copied as others than they look", m->number);
}

static void
meet_outline(struct report_job *j, qpdf_data q, const struct pdf_met *m)
{
	if (has(q, m->dict, "/Title") && has(q, m->dict, "/Parent"))
		key_line(j, q, m->dict, "Outline", "/Title");
}

/* Name trees hold names and values in turn; page labels have a prefix. */
static void
meet_names(struct report_job *j, qpdf_data q, const struct pdf_met *m)
{
	qpdf_oh names = qpdf_oh_get_key(q, m->dict, "/Names");
	qpdf_oh prefix = qpdf_oh_get_key(q, m->dict, "/P");
	int i, n;

	if (qpdf_oh_is_array(q, names)) {
		n = qpdf_oh_get_array_n_items(q, names);
		for (i = 0; i < n && j->lines < LINES_MAX; i += 2)
			value_line(j, q, "Names", "name",
			    qpdf_oh_get_array_item(q, names, i));
	}
	if (qpdf_oh_is_string(q, prefix))
		value_line(j, q, "PageLabel", "P", prefix);
}

static void
meet_layer(struct report_job *j, qpdf_data q, const struct pdf_met *m)
{
	qpdf_oh off = qpdf_oh_get_key(q, m->dict, "/OFF");
	int n;

	if (name_is(q, m->dict, "/Type", "/OCG"))
		key_line(j, q, m->dict, "Layer", "/Name");
	if (qpdf_oh_is_array(q, off) &&
	    (n = qpdf_oh_get_array_n_items(q, off)) > 0)
		answer_mark(j->a, MARK_HIDDEN_TEXT, (uint64_t)n,
		    "layers that are switched off");
}

/* Private data of programs, page by page or for the whole document. */
static void
meet_private(struct report_job *j, qpdf_data q, const struct pdf_met *m)
{
	qpdf_oh info = qpdf_oh_get_key(q, m->dict, "/PieceInfo"), data, part;
	char *keys, *key;

	key_line(j, q, m->dict, "PDF", "/LastModified");
	if (!qpdf_oh_is_dictionary(q, info))
		return;
	keys = pdf_keys(q, info);
	for (key = keys; key != NULL && *key != '\0';
	    key += strlen(key) + 1) {
		data = qpdf_oh_get_key(q, info, key);
		line(j, "PieceInfo", "program", key + 1, strlen(key + 1));
		if (!qpdf_oh_is_dictionary(q, data))
			continue;
		all_lines(j, q, data, "PieceInfo");
		part = qpdf_oh_get_key(q, data, "/Private");
		if (qpdf_oh_is_dictionary(q, part))
			all_lines(j, q, part, "PieceInfo");
	}
	free(keys);
}

/* Text for those who do not see the page. */
static void
meet_tags(struct report_job *j, qpdf_data q, const struct pdf_met *m)
{
	if (has(q, m->dict, "/ActualText")) {
		key_line(j, q, m->dict, "Tags", "/ActualText");
		j->replaced++;
	}
	key_line(j, q, m->dict, "Tags", "/Alt");
	if (has(q, m->dict, "/Thumb") &&
	    name_is(q, m->dict, "/Type", "/Page"))
		j->thumbnails++;
}

/* Two strings that tell this file, and this copy of it, from all others. */
static void
id_line(struct report_job *j, qpdf_data q, qpdf_oh id)
{
	char text[80];
	const char *s;
	size_t len, n, k;
	int i;

	if (!qpdf_oh_is_array(q, id))
		return;
	for (i = 0; i < qpdf_oh_get_array_n_items(q, id) && i < 2; i++) {
		qpdf_oh item = qpdf_oh_get_array_item(q, id, i);

		if (!qpdf_oh_is_string(q, item))
			continue;
		s = qpdf_oh_get_binary_string_value(q, item, &len);
		for (k = n = 0; k < len && n + 3 < sizeof text; k++)
			n += (size_t)snprintf(text + n, sizeof text - n,
			    "%02x", (unsigned char)s[k]);
		line(j, "PDF", "ID", text, n);
	}
	answer_mark(j->a, MARK_TRACKING_ID, 1, "an id of the file and its "
	    "copy");
}

static void
meet(void *ctx, qpdf_data q, const struct pdf_met *m)
{
	struct report_job *j = ctx;
	qpdf_oh info;

	if (m->number == 0 && !m->orphan) {
		info = qpdf_oh_get_key(q, m->dict, "/Info");
		if (qpdf_oh_is_dictionary(q, info))
			all_lines(j, q, info, "PDF");
		id_line(j, q, qpdf_oh_get_key(q, m->dict, "/ID"));
	}
	/* An Info dictionary of an older revision. */
	if (m->orphan && (has(q, m->dict, "/Producer") ||
	    has(q, m->dict, "/Author")))
		all_lines(j, q, m->dict, "PDF orphan");
	meet_metadata(j, q, m);
	meet_image(j, q, m);
	meet_file(j, q, m);
	meet_annotation(j, q, m);
	meet_field(j, q, m);
	meet_signature(j, q, m);
	meet_action(j, q, m);
	meet_outline(j, q, m);
	meet_names(j, q, m);
	meet_layer(j, q, m);
	meet_private(j, q, m);
	meet_tags(j, q, m);
	meet_font(j, q, m);
}

static bool
is_among(const struct bytes *numbers, int id)
{
	const uint32_t *n = (const uint32_t *)(const void *)numbers->data;
	size_t i;

	for (i = 0; id > 0 && i < numbers->len / sizeof *n; i++)
		if (n[i] == (uint32_t)id)
			return true;
	return false;
}

/* The page itself, its content, its remarks, or its resources. */
static bool
page_is_among(qpdf_data q, qpdf_oh page, const struct bytes *numbers)
{
	static const char *const keys[] = { "/Contents", "/Annots",
		"/Resources" };
	size_t k;
	int i;

	if (is_among(numbers, qpdf_oh_get_object_id(q, page)))
		return true;
	for (k = 0; k < sizeof(keys) / sizeof(keys[0]); k++) {
		qpdf_oh v = qpdf_oh_get_key(q, page, keys[k]);

		if (is_among(numbers, qpdf_oh_get_object_id(q, v)))
			return true;
		if (!qpdf_oh_is_array(q, v))
			continue;
		for (i = 0; i < qpdf_oh_get_array_n_items(q, v); i++)
			if (is_among(numbers, qpdf_oh_get_object_id(q,
			    qpdf_oh_get_array_item(q, v, i))))
				return true;
	}
	return false;
}

static void
list_pages(struct bytes *list, qpdf_data q, const struct bytes *numbers)
{
	int i, n = qpdf_get_num_pages(q);
	unsigned told = 0;

	for (i = 0; i < n && i < PAGES_LOOKED_AT && told < PAGES_TOLD; i++) {
		if (page_is_among(q, qpdf_get_page_n(q, (size_t)i), numbers))
			bytes_addf(list, "%s%d", told++ == 0 ? ", pages " :
			    " ", i + 1);
		qpdf_oh_release_all(q);
	}
}

/* For each earlier revision: where it ends, and what was written after it. */
static void
report_revisions(struct report_job *j, qpdf_data q, const struct doc *d,
    const struct pdf_frame *f)
{
	uint64_t i;

	for (i = 0; i < f->revisions && i < REVISIONS_MAX; i++) {
		struct bytes numbers = BYTES_INIT(REVISION_OBJECTS_MAX *
		    sizeof(uint32_t));
		struct bytes list = BYTES_INIT(DETAIL_MAX);
		size_t to = i + 1 < REVISIONS_MAX ? f->ends[i + 1] : d->len;

		pdf_frame_objects(d->data, f->ends[i], to, &numbers);
		list_pages(&list, q, &numbers);
		answer_mark(j->a, MARK_REVISION, 1, "revision %llu of %llu, "
		    "%zu bytes; after it %zu objects were written%s",
		    (unsigned long long)i + 1,
		    (unsigned long long)f->revisions + 1, f->ends[i],
		    numbers.len / sizeof(uint32_t),
		    bytes_str(&list) != NULL ? bytes_str(&list) : "");
		bytes_free(&numbers);
		bytes_free(&list);
	}
	if (f->revisions > REVISIONS_MAX)
		answer_mark(j->a, MARK_REVISION, f->revisions - REVISIONS_MAX,
		    "more revisions");
}

static void
report_frame(struct report_job *j, qpdf_data q, const struct doc *d)
{
	struct pdf_frame f = pdf_frame(d, qpdf_is_linearized(q));

	if (f.before > 0)
		answer_metaf(j->a, "PDF", "Before the head", "%zu bytes",
		    f.before);
	report_revisions(j, q, d, &f);
	if (f.after > 0)
		answer_mark(j->a, MARK_TRAILING_DATA, f.after,
		    "bytes after the end");
	if (j->scripts > 0)
		answer_mark(j->a, MARK_SCRIPT, j->scripts, "JavaScript");
	if (j->external > 0)
		answer_mark(j->a, MARK_EXTERNAL, j->external,
		    "actions that reach out of the document");
	if (j->thumbnails > 0)
		answer_mark(j->a, MARK_THUMBNAIL, j->thumbnails,
		    "small pictures of pages");
}

static void
count_mark(struct answer *a, enum mark_kind kind, struct made_count *n,
    const char *what)
{
	if (n->letters > 0)
		answer_mark(a, kind, n->letters, "%s, pages %s", what,
		    bytes_str(&n->pages) != NULL ? bytes_str(&n->pages) : "");
}

/* They are seen and stay; that they are there must be known. */
static void
report_watermarks(struct report_job *j, const struct pdf_made *m)
{
	const struct pdf_repeat *r =
	    (const struct pdf_repeat *)(const void *)m->watermarks.data;
	size_t i;

	for (i = 0; i < m->watermarks.len / sizeof *r && i < PAGES_TOLD; i++)
		answer_mark(j->a, MARK_WATERMARK, r[i].pages, "%s%s",
		    r[i].text[0] != '\0' ? "text on each page: " :
		    "a picture on each page", r[i].text);
}

/* What cannot be seen, and what the cleaning makes of it. */
static int
report_text(struct report_job *j, const struct doc *d)
{
	static const char *const unseen[UNSEEN_LAST + 1] = {
		[UNSEEN_LAYER] = "letters and pictures on layers that are off",
		[UNSEEN_MODE] = "letters drawn as nothing",
		[UNSEEN_OUTSIDE] = "letters outside of what is shown",
		[UNSEEN_TINY] = "letters smaller than a point",
		[UNSEEN_COVERED] = "letters covered, clear, or as their ground",
		[UNSEEN_LABEL] = "letters of a redaction's label that is not seen"
	};
	struct pdf_made m;
	size_t i;
	int r;

	if ((r = pdf_make(&m, d, false, j->a)) == 0) {
		for (i = 0; i <= UNSEEN_LAST; i++)
			count_mark(j->a, i == UNSEEN_LABEL ? MARK_OTHER_TEXT :
			    MARK_HIDDEN_TEXT, &m.taken[i], unseen[i]);
		count_mark(j->a, MARK_COVERED_PICTURE, &m.pictures, "parts of "
		    "pictures below something, or outside of what is shown");
		count_mark(j->a, MARK_COVERED_TEXT, &m.kept, "words that show "
		    "nothing but cannot be taken out unseen");
		count_mark(j->a, MARK_COVERED_TEXT, &m.specks, "letters smaller "
		    "than a point, of which specks show");
		count_mark(j->a, MARK_OTHER_TEXT, &m.layer, "letters of a text "
		    "layer over pictures, which may say something else");
		report_watermarks(j, &m);
		j->replaced += m.replaced;
	}
	if (j->replaced > 0)
		answer_mark(j->a, MARK_OTHER_TEXT, j->replaced,
		    "texts that stand for what is drawn (ActualText)");
	pdf_made_free(&m);
	return r;
}

static int
report_structure(struct report_job *j, const struct doc *d)
{
	uint32_t orphans = 0;
	qpdf_data q;
	int r = 0;

	if (pdf_structure(&q, d, j->a) < 0)
		return -1;
	if (pdf_walk(q, meet, j, &orphans) < 0)
		r = answer_refuse(j->a, REASON_LIMIT,
		    "it has more objects than can be looked at");
	if (orphans > 0)
		answer_metaf(j->a, "PDF", "Orphans",
		    "%u objects nothing leads to", orphans);
	if (qpdf_is_encrypted(q))
		answer_metaf(j->a, "PDF", "Encryption",
		    "yes; the cleaned copy has none");
	if (qpdf_more_warnings(q))
		answer_metaf(j->a, "PDF", "Damage",
		    "its structure had to be mended");
	report_frame(j, q, d);
	pdf_structure_close(&q);
	return r;
}

int
pdf_report(const struct doc *d, struct answer *a)
{
	struct report_job j = { .a = a };
	int r;

	if ((r = report_structure(&j, d)) == 0)
		r = report_text(&j, d);
	return r;
}
