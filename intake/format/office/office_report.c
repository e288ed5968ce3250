/* office_report.c -- the package as a whole; see office_report.h. */
#include "intake/format/office/office_report.h"

#include <string.h>
#include <strings.h>

#include "intake/format/package/members.h"
#include "intake/format/story/embedded.h"
#include "vault/base/err.h"

static bool
ends(const char *s, const char *with)
{
	size_t len = strlen(s), n = strlen(with);

	return len >= n && strcasecmp(s + len - n, with) == 0;
}

/* Parts whose presence says more than their name. */
static void
marks_of(const struct zip_member *m, struct answer *a)
{
	static const struct {
		const char *in;
		enum mark_kind kind;
		const char *what;
	} known[] = {
		{ "/externalLinks/externalLink", MARK_EXTERNAL,
		    "another workbook, and what was last read of it" },
		{ "/connections", MARK_EXTERNAL, "data connections" },
		{ "/queryTables/", MARK_EXTERNAL, "a query" },
		{ "/webExtensions/", MARK_SCRIPT, "an add-in" },
		{ "/macrosheets/", MARK_SCRIPT, "a sheet of macros" },
		{ "/activeX/activeX", MARK_SCRIPT, "a control" },
		{ "/revisions/", MARK_REVISION, "earlier states of cells" },
		{ "docProps/thumbnail", MARK_THUMBNAIL,
		    "a picture of the first page" }
	};
	size_t i;

	if (ends(m->name, ".rels"))
		return;
	for (i = 0; i < sizeof known / sizeof known[0]; i++)
		if (strstr(m->name, known[i].in) != NULL)
			answer_mark(a, known[i].kind, 1, "%s", known[i].what);
}

static bool
is_kept(const struct office_job *job, const char *name)
{
	const struct map_entry *e = map_find(&job->part_of, name);
	bool rels = ends(name, ".rels");

	return (e != NULL && e->value != 0) || rels ||
	    strcasecmp(name, job->package->main) == 0 ||
	    strcmp(name, "[Content_Types].xml") == 0 ||
	    map_find(&job->pictures.by_key, name) != NULL ||
	    strcmp(name, "xl/sharedStrings.xml") == 0;
}

static bool
is_picture(const struct office_job *job, const char *name)
{
	return map_find(&job->pictures.by_key, name) != NULL;
}

static int
member(const struct office_job *job, const struct zip_member *m,
    unsigned *lines, struct answer *a)
{
	bool kept = is_kept(job, m->name), rels = ends(m->name, ".rels");
	struct bytes raw = BYTES_INIT(ZIP_MEMBER_MAX);
	struct doc d;
	int r = 0;

	if (!kept) {
		answer_metaf(a, "left out", "Part", "%s (%llu bytes)", m->name,
		    (unsigned long long)m->size);
		marks_of(m, a);
	} else if (!rels && !is_picture(job, m->name)) {
		return 0;
	}
	if (m->size == 0 || (r = zip_read(job->package->zip, m, &raw)) < 0)
		goto done;
	d = (struct doc){ .data = raw.data, .len = raw.len };
	if (rels)
		r = office_look_out(a, m->name, raw.data, raw.len);
	else if (is_picture(job, m->name))
		embedded_report(a, "picture", m->name, &d);
	else if (ends(m->name, ".xml") || ends(m->name, ".vml"))
		(void)office_look(a, m->name, raw.data, raw.len, lines);
	else
		embedded_report(a, "embedded", m->name, &d);
done:
	bytes_free(&raw);
	/* A list of relationships that nothing kept has may be broken. */
	return rels ? 0 : r;
}

static void
list(struct answer *a, const char *group, const char *name,
    const struct map *m)
{
	size_t i;

	for (i = 0; i < m->n && i < OFFICE_PART_LINES_MAX; i++)
		answer_metaf(a, group, name, "%s (%u)", m->entries[i].key,
		    m->entries[i].value);
	if (m->n > OFFICE_PART_LINES_MAX)
		answer_metaf(a, group, name, "and %zu more",
		    m->n - OFFICE_PART_LINES_MAX);
}

int
office_report(const struct office_job *job, struct answer *a)
{
	unsigned lines = 0;
	size_t i;
	int r = 0;

	members_report(job->package->zip, a);
	if (job->package->macros)
		answer_mark(a, MARK_SCRIPT, 1, "macros (VBA)");
	for (i = 0; i < zip_count(job->package->zip) && r == 0; i++)
		r = member(job, zip_at(job->package->zip, i), &lines, a);
	list(a, "left out", "Element", &job->dropped);
	chars_report(&job->chars, a, "in the text of the document");
	if (job->hidden.count > 0)
		answer_mark(a, MARK_HIDDEN_TEXT, job->hidden.count,
		    "sheets, rows, columns, slides or shapes that are hidden; "
		    "a cleaned copy shows them");
	return r;
}
