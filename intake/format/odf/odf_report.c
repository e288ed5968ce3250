/* odf_report.c -- the package as a whole; see odf_report.h. */
#include "intake/format/odf/odf_report.h"

#include <string.h>
#include <strings.h>

#include "intake/format/answer.h"
#include "intake/format/package/members.h"
#include "intake/format/story/embedded.h"
#include "intake/format/story/lists.h"
#include "vault/base/err.h"

static bool
ends(const char *s, const char *with)
{
	size_t len = strlen(s), n = strlen(with);

	return len >= n && strcasecmp(s + len - n, with) == 0;
}

static bool
begins(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

/* Parts that every office program writes, and that show the document. */
static bool
is_ordinary(const char *name)
{
	return strcmp(name, "mimetype") == 0 || ends(name, "content.xml") ||
	    ends(name, "styles.xml") || strcmp(name, "meta.xml") == 0 ||
	    strcmp(name, "settings.xml") == 0 ||
	    strcmp(name, "META-INF/manifest.xml") == 0 ||
	    strstr(name, "Pictures/") != NULL;
}

/* Parts whose presence alone says something. */
static void
mark_part(const struct zip_member *m, struct answer *a)
{
	if (begins(m->name, "Basic/") || begins(m->name, "Scripts/") ||
	    begins(m->name, "Dialogs/"))
		answer_mark(a, MARK_SCRIPT, 1, "%s", m->name);
	else if (begins(m->name, "Thumbnails/"))
		answer_mark(a, MARK_THUMBNAIL, 1, "%s", m->name);
	else if (begins(m->name, "Versions/"))
		answer_mark(a, MARK_REVISION, 1, "%s", m->name);
}

static void
package(const struct odf_package *p, struct answer *a)
{
	size_t i;
	const struct zip_member *m;

	for (i = 0; i < zip_count(p->zip); i++) {
		m = zip_at(p->zip, i);
		if (!is_ordinary(m->name))
			answer_metaf(a, "package", "Part", "%s (%llu bytes)",
			    m->name, (unsigned long long)m->size);
		mark_part(m, a);
	}
	members_report(p->zip, a);
}

static int
part(const struct odf_package *p, const struct zip_member *m,
    struct odf_lists *lists, struct answer *a)
{
	struct bytes raw = BYTES_INIT(ZIP_MEMBER_MAX);
	struct doc d;
	int r = 0;

	if (m->size == 0)
		return 0;
	if (strstr(m->name, "Pictures/") != NULL ||
	    (begins(m->name, "Thumbnails/"))) {
		if ((r = zip_read(p->zip, m, &raw)) == 0) {
			d = (struct doc){ .data = raw.data, .len = raw.len };
			embedded_report(a, "picture", m->name, &d);
		}
	} else if (ends(m->name, "content.xml") || ends(m->name, "styles.xml") ||
	    ends(m->name, "meta.xml") || ends(m->name, "settings.xml")) {
		const char *base = strrchr(m->name, '/');

		if ((r = zip_read(p->zip, m, &raw)) == 0 && odf_look(raw.data,
		    raw.len, base != NULL ? base + 1 : m->name, lists, a) < 0)
			answer_metaf(a, "package", "Part", "%s is not "
			    "well-formed", m->name);
	}
	bytes_free(&raw);
	return r;
}

static void
left_out(const struct odf_job *job, struct answer *a)
{
	chars_report(&job->chars, a, "in the text of the document");
	if (job->hidden.count > 0) {
		answer_mark(a, MARK_HIDDEN_TEXT, job->hidden.count,
		    "paragraphs, words or sections that no page shows");
		answer_meta(a, "hidden", "Text", job->hidden.text.data,
		    job->hidden.text.len);
	}
	if (job->shown > 0)
		answer_mark(a, MARK_HIDDEN_TEXT, job->shown, "hidden sheets, "
		    "rows, columns, slides or layers; the copy shows them");
	if (job->deleted.count > 0 || job->deleted.text.len > 0) {
		answer_mark(a, MARK_DELETED_TEXT, job->deleted.count > 0 ?
		    job->deleted.count : 1, "tracked deletions");
		answer_meta(a, "tracked", "Deleted", job->deleted.text.data,
		    job->deleted.text.len);
	}
}

static void
lists_free(struct odf_lists *l)
{
	map_free(&l->authors);
	map_free(&l->dates);
	map_free(&l->initials);
	map_free(&l->ids);
	map_free(&l->sessions);
	map_free(&l->styles);
	map_free(&l->fields);
	map_free(&l->outside);
	map_free(&l->scripts);
	map_free(&l->names);
}

int
odf_report(const struct odf_package *p, const struct odf_job *job,
    struct answer *a)
{
	struct odf_lists l = { .notes = 0 };
	size_t i;
	int r = 0;

	package(p, a);
	for (i = 0; i < zip_count(p->zip) && r == 0; i++)
		r = part(p, zip_at(p->zip, i), &l, a);
	if (r < 0)
		goto done;
	lists_values(a, "changes", "Author", &l.authors);
	lists_values(a, "changes", "Date", &l.dates);
	lists_values(a, "changes", "Initials", &l.initials);
	lists_values(a, "fields", "Field", &l.fields);
	lists_values(a, "names", "Style", &l.styles);
	lists_values(a, "names", "Name", &l.names);
	lists_values(a, "outside", "Link", &l.outside);
	lists_ids(a, "Editing sessions (rsid)", &l.sessions);
	lists_ids(a, "Ids of elements", &l.ids);
	for (i = 0; i < l.outside.n && i < LISTS_MAX; i++)
		answer_mark(a, MARK_EXTERNAL, l.outside.entries[i].value,
		    "%s", l.outside.entries[i].key);
	for (i = 0; i < l.scripts.n && i < LISTS_MAX; i++)
		answer_mark(a, MARK_SCRIPT, l.scripts.entries[i].value,
		    "%s", l.scripts.entries[i].key);
	left_out(job, a);
done:
	lists_free(&l);
	return r;
}
