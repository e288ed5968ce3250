/* archive.c -- see archive.h; what all archives have in common. */
#include "intake/format/archive/archive.h"

#include <string.h>

#include "intake/format/answer.h"
#include "intake/format/archive/inside.h"
#include "intake/format/archive/known.h"
#include "intake/format/archive/names.h"
#include "intake/format/archive/reader.h"
#include "intake/format/archive/report.h"
#include "intake/format/archive/writer.h"
#include "vault/base/err.h"

/* The members of office documents say more than their files do. */
static int
no_office(const struct reader *r, struct answer *a)
{
	static const char *const own[] = { "[Content_Types].xml",
	    "META-INF/manifest.xml", "META-INF/container.xml" };
	const struct zip_dir *z = reader_zip(r);
	size_t i, k;

	for (i = 0; z != NULL && i < z->n; i++)
		for (k = 0; k < sizeof(own) / sizeof(own[0]); k++)
			if (strcmp(z->list[i].name, own[k]) == 0)
				return answer_refuse(a, REASON_UNSUPPORTED,
				    "it is an office document or a book, but "
				    "of no kind that is known");
	return 0;
}

static int
failed(struct answer *a, int code)
{
	enum exam_reason reason = code == ERR_TOO_BIG || code == ERR_NO_MEMORY ?
	    REASON_LIMIT : code == ERR_NOT_PERMITTED ? REASON_UNSUPPORTED :
	    REASON_DAMAGED;

	return answer_refuse(a, reason, "%s", err_line());
}

static int
open_archive(struct reader **r, const struct doc *d, struct answer *a)
{
	if (reader_open(r, d, known_archive(d), a) != 0)
		return -1;
	if (no_office(*r, a) == 0)
		return 0;
	reader_free(*r);
	*r = NULL;
	return -1;
}

/* One packed file has a name only by the way; it is no text of its own. */
static bool
is_alone(const struct doc *d)
{
	switch (known_archive(d)) {
	case FORMAT_GZIP:
	case FORMAT_XZ:
	case FORMAT_ZSTD:
	case FORMAT_BZIP2:
		return true;
	default:
		return false;
	}
}

static int
read_names(struct names *n, const struct doc *d, struct answer *a)
{
	struct reader *r = NULL;
	struct member m;
	int more, code;

	if (open_archive(&r, d, a) != 0)
		return -1;
	while ((more = reader_next(r, &m)) > 0)
		if ((code = names_add(n, &m)) < 0) {
			more = failed(a, code);
			break;
		}
	reader_free(r);
	return more;
}

static int
archive_text(const struct doc *d, struct answer *a, bool layout)
{
	struct names n = { 0 };
	size_t i;
	int r;

	(void)layout;	/* a list of names has no pages */
	if (is_alone(d))
		return 0;
	if ((r = read_names(&n, d, a)) == 0)
		for (i = 0; i < n.n; i++) {
			if (n.list[i].what == MEMBER_TRACE)
				continue;
			answer_text(a, n.list[i].plain,
			    strlen(n.list[i].plain));
			if (n.list[i].what == MEMBER_FOLDER)
				answer_text(a, "/", 1);
			answer_text(a, "\n", 1);
		}
	names_free(&n);
	return r;
}

static bool
is_child(const struct member *m)
{
	return m->what == MEMBER_FILE || m->what == MEMBER_REFUSED;
}

static int
give(struct reader *r, struct member *m, struct bytes *content,
    struct answer *a)
{
	bytes_reset(content);
	if (m->what == MEMBER_FILE && reader_content(r, content, m) < 0)
		return -1;
	if (m->what == MEMBER_REFUSED) {
		answer_child_refused(a, m->name, m->len, m->reason, "%s",
		    m->why);
		return 0;
	}
	answer_child(a, m->name, m->len);
	answer_child_data(a, content->data, content->len);
	return answer_refused(a) ? -1 : 0;
}

static int
archive_children(const struct doc *d, struct answer *a)
{
	struct bytes content = BYTES_INIT((size_t)DOCUMENT_MAX);
	struct reader *r = NULL;
	struct member m;
	int more;

	if (open_archive(&r, d, a) != 0)
		return -1;
	while ((more = reader_next(r, &m)) > 0)
		if (is_child(&m) && give(r, &m, &content, a) != 0) {
			more = -1;
			break;
		}
	reader_free(r);
	bytes_free(&content);
	return more;
}

/* --- writing it anew --- */

struct packing {
	struct reader *reader;
	struct writer *writer;
	const struct parts *parts;
	struct bytes content;	/* of one member */
	struct answer *a;
	size_t child;		/* number of the next */
};

static int
pack_child(struct packing *p, struct member *m, const char *name)
{
	const struct part *part;
	int r;

	if (p->child >= p->parts->n)
		return answer_refuse(p->a, REASON_DAMAGED,
		    "nothing is said of member %zu", p->child + 1);
	part = &p->parts->list[p->child++];
	if (part->what == PART_OMITTED)
		return 0;
	if (part->what == PART_REPLACED)
		r = writer_add(p->writer, name, MEMBER_FILE, m->stored,
		    part->data, part->len);
	else {
		bytes_reset(&p->content);
		if (m->what == MEMBER_REFUSED || (r = reader_content(p->reader,
		    &p->content, m)) > 0)
			return answer_refuse(p->a, REASON_MEMBERS, "member "
			    "%zu cannot be kept: %s", p->child, m->why);
		if (r < 0)
			return -1;
		r = writer_add(p->writer, name, MEMBER_FILE, m->stored,
		    p->content.data, p->content.len);
	}
	return r < 0 ? failed(p->a, r) : 0;
}

static int
pack_members(struct packing *p, const struct names *names)
{
	struct member m;
	size_t i;
	int more, r;

	for (i = 0; (more = reader_next(p->reader, &m)) > 0 && i < names->n;
	    i++) {
		if (is_child(&m)) {
			if (pack_child(p, &m, names->list[i].plain) != 0)
				return -1;
		} else if (m.what != MEMBER_TRACE && (r = writer_add(p->writer, names->list[i].plain,
		    m.what, true, NULL, 0)) < 0) {
			return failed(p->a, r);
		}
	}
	if (more == 0 && (r = writer_end(p->writer)) < 0)
		return failed(p->a, r);
	return more;
}

static int
archive_pack(const struct doc *d, const struct parts *parts,
    const struct edits *e, struct answer *a)
{
	struct packing p = { .parts = parts, .a = a,
	    .content = BYTES_INIT((size_t)DOCUMENT_MAX) };
	struct names read = { 0 }, edited = { 0 };
	int r;

	if (e != NULL && e->nboxes > 0)
		return answer_refuse(a, REASON_UNSUPPORTED, "it has no pages "
		    "to draw boxes on");
	if (read_names(&read, d, a) != 0 ||
	    open_archive(&p.reader, d, a) != 0) {
		r = -1;
		goto done;
	}
	if (is_alone(d) && parts->n == 1 &&
	    parts->list[0].what == PART_OMITTED) {
		r = answer_refuse(a, REASON_MEMBERS, "without its one member "
		    "nothing is left of it");
		goto done;
	}
	if ((e != NULL && (r = names_edit(&edited, &read, e)) < 0) ||
	    (r = writer_new(&p.writer, known_archive(d), a)) < 0) {
		r = failed(a, r);
		goto done;
	}
	r = pack_members(&p, e != NULL ? &edited : &read);
done:
	writer_free(p.writer);
	reader_free(p.reader);
	bytes_free(&p.content);
	names_free(&edited);
	names_free(&read);
	return r;
}

static int
archive_report(const struct doc *d, struct answer *a)
{
	struct reader *r = NULL;
	int code;

	if (open_archive(&r, d, a) != 0)
		return -1;
	code = report_archive(r, d, known_archive(d), a);
	reader_free(r);
	return code;
}

/* --- the rows --- */

#define ROW(name, ID, GENERIC, PACK, ...)					\
static bool								\
name##_structure(const struct doc *d)					\
{									\
	return known_archive(d) == (ID);				\
}									\
static const char *const name##_mimes[] = { __VA_ARGS__, NULL };	\
const struct format format_##name = {					\
	.id = (ID),							\
	.mimes = name##_mimes,						\
	.structure = name##_structure,					\
	.generic = (GENERIC),						\
	.report = archive_report,					\
	.text = archive_text,						\
	.children = archive_children,					\
	.inside = archive_inside,					\
	.pack = (PACK),							\
}

ROW(zip, FORMAT_ZIP, true, archive_pack,
    "application/zip", "application/java-archive",
    "application/x-zip-compressed");
ROW(tar, FORMAT_TAR, false, archive_pack,
    "application/x-tar", "application/x-gtar",
    "application/x-ustar");
ROW(gzip, FORMAT_GZIP, true, archive_pack,
    "application/gzip", "application/x-gzip");
ROW(xz, FORMAT_XZ, true, archive_pack,
    "application/x-xz");
ROW(zstd, FORMAT_ZSTD, true, archive_pack,
    "application/zstd", "application/x-zstd");
ROW(bzip2, FORMAT_BZIP2, true, archive_pack,
    "application/x-bzip2");
ROW(sevenz, FORMAT_7Z, true, archive_pack,
    "application/x-7z-compressed");
/* Nothing free writes one: it is read, and has safe copies of its members. */
ROW(rar, FORMAT_RAR, true, NULL,
    "application/x-rar", "application/vnd.rar");
