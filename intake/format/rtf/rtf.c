/* rtf.c -- the row of Rich Text Format: one job (rtf_job.h) behind every
 * verb. */
#include "intake/format/rtf/rtf.h"

#include <string.h>

#include "intake/format/answer.h"
#include "intake/format/page/pages.h"
#include "intake/format/rtf/rtf_job.h"
#include "vault/base/err.h"

#define LINES_MAX 200u		/* told of one kind */

static bool
structure(const struct doc *d)
{
	static const char head[] = "{\\rtf";

	/* No letter behind it: \rtfx would be another word. */
	return d->len > sizeof head && memcmp(d->data, head,
	    sizeof head - 1) == 0 && (d->data[sizeof head - 1] < 'A' ||
	    d->data[sizeof head - 1] == '\\');
}

static int
refuse(struct answer *a, int code)
{
	return answer_refuse(a, code == ERR_TOO_BIG || code == ERR_NO_MEMORY ?
	    REASON_LIMIT : REASON_DAMAGED, "%s", err_line());
}

static void
list(struct answer *a, const char *group, const char *name,
    const struct map *m)
{
	size_t i;

	for (i = 0; i < m->n && i < LINES_MAX; i++)
		answer_metaf(a, group, name, "%s", m->entries[i].key);
	if (m->n > LINES_MAX)
		answer_metaf(a, group, name, "and %zu more", m->n - LINES_MAX);
}

/* Styles that a person named; ours have numbers. */
static void
styles(struct answer *a, const struct map *m)
{
	const char *s;
	size_t i, told = 0;

	for (i = 0; i < m->n && told < LINES_MAX; i++) {
		s = m->entries[i].key;
		if (s[0] == 's' && s[1 + strspn(s + 1, "0123456789")] == '\0')
			continue;
		answer_metaf(a, "names", "Style", "%s", s);
		told++;
	}
}

static void
tell(const struct rtf_job *job, struct answer *a)
{
	size_t i;

	list(a, "fields", "Field", &job->fields);
	list(a, "outside", "Link", &job->outside);
	list(a, "shapes", "Property", &job->words);
	styles(a, &job->styles);
	for (i = 0; i < job->bookmarks.n && i < LINES_MAX; i++)
		if (strncmp(job->bookmarks.entries[i].key, "id", 2) != 0)
			answer_metaf(a, "names", "Bookmark", "%s",
			    job->bookmarks.entries[i].key);
	if (job->nsessions > 0)
		answer_metaf(a, "ids", "Editing sessions (rsid)",
		    "%llu places", (unsigned long long)job->nsessions);
	if (job->nrevisions > 0)
		answer_metaf(a, "tracked", "Changes", "%llu places",
		    (unsigned long long)job->nrevisions);
	for (i = 0; i < job->outside.n && i < LINES_MAX; i++)
		answer_mark(a, MARK_EXTERNAL, 1, "%s",
		    job->outside.entries[i].key);
	chars_report(&job->chars, a, "in the text of the document");
	if (job->nhidden > 0) {
		answer_mark(a, MARK_HIDDEN_TEXT, job->nhidden,
		    "words that no page shows");
		answer_meta(a, "hidden", "Text", job->hidden.data,
		    job->hidden.len);
	}
	if (job->ndeleted > 0) {
		answer_mark(a, MARK_DELETED_TEXT, job->ndeleted,
		    "tracked deletions");
		answer_meta(a, "tracked", "Deleted", job->deleted.data,
		    job->deleted.len);
	}
	if (job->trailing > 0)
		answer_mark(a, MARK_TRAILING_DATA, job->trailing,
		    "bytes behind the end of the document");
}

static int
report(const struct doc *d, struct answer *a)
{
	struct rtf_job *job = NULL;
	const struct bytes *text;
	int r;

	if ((r = rtf_job_new(&job, d)) == 0) {
		job->report = a;
		if ((r = rtf_job_text(job, &text)) == 0)
			tell(job, a);
	}
	rtf_job_free(job);
	return r < 0 ? refuse(a, r) : 0;
}

static int
text(const struct doc *d, struct answer *a, bool layout)
{
	struct rtf_job *job = NULL;
	const struct bytes *b;
	int r;

	(void)layout;	/* its pages are made by who shows it: layout.h */
	if ((r = rtf_job_new(&job, d)) == 0 &&
	    (r = rtf_job_text(job, &b)) == 0)
		answer_text(a, b->data, b->len);
	rtf_job_free(job);
	return r < 0 ? refuse(a, r) : 0;
}

static int
children(const struct doc *d, struct answer *a)
{
	struct rtf_job *job = NULL;
	const struct bytes *b;
	int r;

	if ((r = rtf_job_new(&job, d)) == 0) {
		job->children = a;
		r = rtf_job_text(job, &b);
	}
	rtf_job_free(job);
	return r < 0 ? refuse(a, r) : 0;
}

static int
write_copy(const struct doc *d, const struct edits *e, struct answer *a)
{
	struct rtf_job *job = NULL;
	const struct bytes *b;
	int r;

	if ((r = rtf_job_new(&job, d)) == 0 &&
	    (r = rtf_job_text(job, &b)) == 0 &&
	    (r = rtf_job_write(job, e)) == 0)
		answer_file(a, job->out.data, job->out.len);
	rtf_job_free(job);
	return r < 0 ? refuse(a, r) : 0;
}

static int
clean(const struct doc *d, struct answer *a)
{
	return write_copy(d, NULL, a);
}

static int
apply(const struct doc *d, const struct edits *e, struct answer *a)
{
	return write_copy(d, e, a);
}

static int
safe(const struct doc *d, struct answer *a)
{
	struct rtf_job *job = NULL;
	struct pages *pages = NULL;
	const struct bytes *b;
	int r, drawn = 0;

	if ((r = rtf_job_new(&job, d)) == 0 &&
	    (r = rtf_job_text(job, &b)) == 0 &&
	    (drawn = pages_new(&pages, a)) == 0 &&
	    (drawn = pages_add_text(pages, b->data != NULL ?
	    (const char *)b->data : "", b->len)) == 0)
		drawn = pages_end(pages);
	pages_free(pages);
	rtf_job_free(job);
	return r < 0 ? refuse(a, r) : drawn;
}

static const char *const mimes[] = { "text/rtf", "application/rtf", NULL };

const struct format format_rtf = {
	.id = FORMAT_RTF,
	.mimes = mimes,
	.structure = structure,
	.report = report,
	.text = text,
	.children = children,
	.clean = clean,
	.apply = apply,
	.safe = safe
};
