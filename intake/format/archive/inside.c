/* inside.c -- an archive's members, unpacked, for the proof. */
#include "intake/format/archive/inside.h"

#include "intake/format/archive/known.h"
#include "intake/format/archive/reader.h"

int
archive_inside(const struct doc *d, struct answer *a)
{
	struct bytes content = BYTES_INIT(UNPACKED_MAX);
	struct reader *r = NULL;
	struct member m;
	int more, code = 0;

	if (reader_open(&r, d, known_archive(d), a) != 0)
		return -1;
	while (code == 0 && (more = reader_next(r, &m)) != 0) {
		if (more < 0) {
			code = -1;
			break;
		}
		bytes_reset(&content);
		if (m.what == MEMBER_FILE || m.what == MEMBER_TRACE)
			code = reader_content(r, &content, &m);
		if (code > 0 || m.what == MEMBER_REFUSED)
			code = answer_refuse(a, m.reason, "a member of it "
			    "cannot be looked into: %s", m.why);
		else if (code == 0)
			answer_inside(a, m.name, m.len, content.data,
			    content.len);
	}
	reader_free(r);
	bytes_free(&content);
	return code;
}
