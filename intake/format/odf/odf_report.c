/* odf_report.c -- the package as a whole; see odf_report.h. */
#include "intake/format/odf/odf_report.h"

#include <string.h>
#include <strings.h>

#include "intake/format/answer.h"
#include "intake/format/story/embedded.h"
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
	size_t i, dated = 0, extra = 0, last = 0;
	const struct zip_member *m;

	for (i = 0; i < zip_count(p->zip); i++) {
		m = zip_at(p->zip, i);
		extra += m->extra;
		if (m->dated) {
			dated++;
			last = i;
		}
		if (!is_ordinary(m->name))
			answer_metaf(a, "package", "Part", "%s (%llu bytes)",
			    m->name, (unsigned long long)m->size);
		mark_part(m, a);
	}
	if (dated > 0) {
		m = zip_at(p->zip, last);
		answer_metaf(a, "package", "Times", "%zu members, the last "
		    "of %04u-%02u-%02u %02u:%02u", dated,
		    1980u + (m->date >> 9), (unsigned)(m->date >> 5 & 15),
		    (unsigned)(m->date & 31), (unsigned)(m->time >> 11),
		    (unsigned)(m->time >> 5 & 63));
	}
	if (extra > 0)
		answer_metaf(a, "package", "Extra fields",
		    "%zu members have some", extra);
	if (zip_comment(p->zip) > 0)
		answer_metaf(a, "package", "Comment", "%zu bytes",
		    zip_comment(p->zip));
	if (zip_unclaimed(p->zip) > 0)
		answer_mark(a, MARK_TRAILING_DATA, zip_unclaimed(p->zip),
		    "bytes that belong to no member of the package");
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
list(struct answer *a, const char *group, const char *name,
    const struct map *m)
{
	size_t i;

	for (i = 0; i < m->n && i < ODF_LIST_MAX; i++)
		answer_metaf(a, group, name, "%s (%u)", m->entries[i].key,
		    m->entries[i].value);
	if (m->n > ODF_LIST_MAX)
		answer_metaf(a, group, name, "and %zu more",
		    m->n - ODF_LIST_MAX);
}

/* Ids that mean nothing but which machine and when: how many, and a few. */
static void
ids(struct answer *a, const char *name, const struct map *m)
{
	struct bytes some = BYTES_INIT(1024);
	size_t i;

	for (i = 0; i < m->n && i < 8; i++)
		(void)bytes_addf(&some, " %.32s", m->entries[i].key);
	if (m->n > 0 && bytes_ok(&some) == 0)
		answer_metaf(a, "ids", name, "%zu different:%s%s", m->n,
		    bytes_str(&some), m->n > 8 ? " ..." : "");
	bytes_free(&some);
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
	list(a, "changes", "Author", &l.authors);
	list(a, "changes", "Date", &l.dates);
	list(a, "changes", "Initials", &l.initials);
	list(a, "fields", "Field", &l.fields);
	list(a, "names", "Style", &l.styles);
	list(a, "names", "Name", &l.names);
	list(a, "outside", "Link", &l.outside);
	ids(a, "Editing sessions (rsid)", &l.sessions);
	ids(a, "Ids of elements", &l.ids);
	for (i = 0; i < l.outside.n && i < ODF_LIST_MAX; i++)
		answer_mark(a, MARK_EXTERNAL, l.outside.entries[i].value,
		    "%s", l.outside.entries[i].key);
	for (i = 0; i < l.scripts.n && i < ODF_LIST_MAX; i++)
		answer_mark(a, MARK_SCRIPT, l.scripts.entries[i].value,
		    "%s", l.scripts.entries[i].key);
	left_out(job, a);
done:
	lists_free(&l);
	return r;
}
