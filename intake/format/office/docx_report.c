/* docx_report.c -- the package as a whole; see docx_report.h. */
#include "intake/format/office/docx_report.h"

#include <string.h>
#include <strings.h>

#include "intake/format/package/members.h"
#include "intake/format/story/embedded.h"
#include "intake/format/story/lists.h"
#include "vault/base/err.h"

static bool
starts(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

static bool
ends(const char *s, const char *with)
{
	size_t len = strlen(s), n = strlen(with);

	return len >= n && strcasecmp(s + len - n, with) == 0;
}

/* Parts that every word processor writes, and that show the document. */
static bool
is_ordinary(const struct office_job *job, const char *name)
{
	const struct map_entry *e = map_find(&job->part_of, name);
	static const char *const parts[] = { "word/document", "word/styles",
	    "word/numbering", "word/settings", "word/webSettings",
	    "word/fontTable", "word/footnotes", "word/endnotes",
	    "word/header", "word/footer", "word/theme/", "docProps/core.xml",
	    "docProps/app.xml", "docProps/custom.xml", "word/comments",
	    "word/people", NULL };
	size_t i;

	if (e != NULL && e->value != 0)
		return true;
	if (ends(name, ".rels") || strcmp(name, "[Content_Types].xml") == 0)
		return true;
	for (i = 0; parts[i] != NULL; i++)
		if (starts(name, parts[i]) && ends(name, ".xml"))
			return true;
	return starts(name, "word/media/");
}

/* When and how the package was made. */
static void
package(const struct opc *p, const struct office_job *job, struct answer *a)
{
	const struct zip_member *m;
	size_t i;

	for (i = 0; i < zip_count(p->zip); i++) {
		m = zip_at(p->zip, i);
		if (!is_ordinary(job, m->name))
			answer_metaf(a, "package", "Part", "%s (%llu bytes)",
			    m->name, (unsigned long long)m->size);
	}
	if (p->macros)
		answer_mark(a, MARK_SCRIPT, 1, "macros (VBA)");
	members_report(p->zip, a);
}

static int
media(const struct opc *p, const struct zip_member *m,
    struct answer *a)
{
	struct bytes raw = BYTES_INIT(ZIP_MEMBER_MAX);
	struct doc d;
	int r;

	if ((r = zip_read(p->zip, m, &raw)) == 0) {
		d = (struct doc){ .data = raw.data, .len = raw.len };
		embedded_report(a, "picture", m->name, &d);
	}
	bytes_free(&raw);
	return r;
}

static void
text_marks(const struct docx_job *job, struct answer *a)
{
	chars_report(&job->office.chars, a, "in the text of the document");
	if (job->office.hidden.count > 0) {
		answer_mark(a, MARK_HIDDEN_TEXT, job->office.hidden.count, "runs, "
		    "rows or notes that no page shows");
		answer_meta(a, "hidden", "Text", job->office.hidden.text.data,
		    job->office.hidden.text.len);
	}
	if (job->office.deleted.count > 0) {
		answer_mark(a, MARK_DELETED_TEXT, job->office.deleted.count,
		    "tracked deletions");
		answer_meta(a, "tracked", "Deleted", job->office.deleted.text.data,
		    job->office.deleted.text.len);
	}
}

static int
parts(const struct opc *p, struct docx_seen_lists *seen,
    struct answer *a)
{
	const struct zip_member *m;
	size_t i;
	int r = 0;

	for (i = 0; i < zip_count(p->zip) && r == 0; i++) {
		struct bytes raw = BYTES_INIT(XML_PART_MAX);

		m = zip_at(p->zip, i);
		if (strstr(m->name, "media/") != NULL) {
			r = media(p, m, a);
		} else if ((ends(m->name, ".xml") ||
		    ends(m->name, ".rels")) && m->size > 0) {
			/* A part that is no XML is dropped; it is listed. */
			if ((r = zip_read(p->zip, m, &raw)) == 0 &&
			    docx_look(raw.data, raw.len, m->name, seen, a) < 0)
				answer_metaf(a, "package", "Part", "%s is not "
				    "well-formed", m->name);
		}
		bytes_free(&raw);
	}
	return r;
}

int
docx_report(const struct opc *p, const struct docx_job *job,
    struct answer *a)
{
	struct docx_seen_lists seen = { .metas = 0 };
	int r;

	package(p, &job->office, a);
	if ((r = parts(p, &seen, a)) == 0) {
		lists_values(a, "tracked", "Author", &seen.authors);
		lists_values(a, "tracked", "Date", &seen.dates);
		lists_values(a, "names", "Bookmark", &seen.bookmarks);
		lists_values(a, "names", "Drawing", &seen.names);
		lists_values(a, "names", "Style", &seen.styles);
		lists_values(a, "settings", "Language", &seen.languages);
		lists_ids(a, "Editing sessions (rsid)", &seen.revisions);
		lists_ids(a, "Lists (nsid, tmpl)", &seen.lists);
		lists_ids(a, "Paragraphs (paraId, textId)", &seen.paragraphs);
		text_marks(job, a);
	}
	map_free(&seen.authors);
	map_free(&seen.dates);
	map_free(&seen.revisions);
	map_free(&seen.lists);
	map_free(&seen.languages);
	map_free(&seen.paragraphs);
	map_free(&seen.bookmarks);
	map_free(&seen.names);
	map_free(&seen.styles);
	return r;
}
