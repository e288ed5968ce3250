/* report.c -- see report.h. */
#include "intake/format/archive/report.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "intake/format/archive/names.h"
#include "intake/format/normal/normalise.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

void
report_add(struct bytes *line, const char *name, const char *fmt, ...)
{
	char value[REPORT_LINE_MAX];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(value, sizeof(value), fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	(void)bytes_addf(line, "%s%s ", line->len > 0 ? "; " : "", name);
	(void)print_escape(line, value, strlen(value));
}

void
report_line(struct answer *a, const char *group, size_t number,
    struct bytes *line)
{
	char name[32];

	(void)snprintf(name, sizeof(name), "member %zu", number);
	if (line->len > 0)
		answer_meta(a, group, name, line->data, line->len);
	bytes_reset(line);
}

/* What libarchive knows of a member of a 7z or rar archive. */
static void
entry_line(struct bytes *line, struct archive_entry *e)
{
	const char *s;

	if (archive_entry_mtime_is_set(e))
		report_add(line, "modified", "%lld",
		    (long long)archive_entry_mtime(e));
	if (archive_entry_atime_is_set(e))
		report_add(line, "read", "%lld",
		    (long long)archive_entry_atime(e));
	if (archive_entry_ctime_is_set(e))
		report_add(line, "changed", "%lld",
		    (long long)archive_entry_ctime(e));
	if (archive_entry_birthtime_is_set(e))
		report_add(line, "made", "%lld",
		    (long long)archive_entry_birthtime(e));
	if ((s = archive_entry_uname(e)) != NULL && s[0] != '\0')
		report_add(line, "user", "%s", s);
	if ((s = archive_entry_gname(e)) != NULL && s[0] != '\0')
		report_add(line, "group", "%s", s);
	if (archive_entry_uid(e) != 0 || archive_entry_gid(e) != 0)
		report_add(line, "ids", "%lld:%lld",
		    (long long)archive_entry_uid(e),
		    (long long)archive_entry_gid(e));
}

static void
name_marks(struct answer *a, const struct marks_seen *seen)
{
	unsigned kind;

	for (kind = 1; kind <= MARK_LAST; kind++)
		if (seen->count[kind] > 0)
			answer_mark(a, (enum mark_kind)kind, seen->count[kind],
			    "in the names of members");
}

/* The names themselves: hidden characters, ways out, doubles. */
static int
look_at(const struct member *m, size_t number, struct names *names,
    struct marks_seen *seen, struct answer *a)
{
	const char *why = member_unsafe(m->name, m->len);
	int r;

	if (m->what == MEMBER_TRACE)
		answer_meta(a, "archive", "left out", m->name, m->len);
	else if (why != NULL)
		answer_metaf(a, "names", "unsafe", "member %zu: %s", number,
		    why);
	if (m->what != MEMBER_TRACE &&
	    utf8_valid((const uint8_t *)m->name, m->len) && (r = normalise_look(
	    seen, m->name, m->len, NORMALISE_NODE | NORMALISE_KEEP_QUOTES)) < 0)
		return r;
	return names_add(names, m);
}

int
report_archive(struct reader *r, const struct doc *d, enum format_id f,
    struct answer *a)
{
	struct bytes line = BYTES_INIT(2 * REPORT_LINE_MAX);
	struct marks_seen seen = { 0 };
	struct names names = { 0 };
	struct member m;
	size_t number = 0;
	bool alone = f == FORMAT_GZIP || f == FORMAT_XZ || f == FORMAT_ZSTD ||
	    f == FORMAT_BZIP2;
	int more, code;

	while (!alone && (more = reader_next(r, &m)) > 0) {
		if ((code = look_at(&m, ++number, &names, &seen, a)) < 0) {
			more = answer_refuse(a, REASON_LIMIT, "%s",
			    err_line());
			goto done;
		}
		if (f == FORMAT_7Z || f == FORMAT_RAR) {
			entry_line(&line, reader_entry(r));
			report_line(a, format_name(f), number, &line);
		}
	}
	if (!alone && more < 0)
		goto done;
	more = 0;
	if (names.doubles > 0)
		answer_mark(a, MARK_REVISION, names.doubles, "members that "
		    "have the name of an earlier one");
	name_marks(a, &seen);
	if (f == FORMAT_ZIP)
		report_zip(reader_zip(r), a);
	else if (f == FORMAT_TAR)
		more = report_tar(d, a);
	else
		more = report_packed(d, f, a);
done:
	names_free(&names);
	bytes_free(&line);
	return more;
}
