/* splice.c -- see splice.h. */
#include "intake/format/markup/splice.h"

#include "vault/base/err.h"

static int
does_not_fit(size_t n)
{
	return err_set(ERR_FORMAT, "redaction %zu does not fit its text; find "
	    "again what to redact", n + 1);
}

/* Is it between two characters of the piece, or outside of it? */
static bool
between(const uint8_t *p, size_t len, uint64_t at, uint64_t where)
{
	return where <= at || where >= at + len ||
	    (p[where - at] & 0xc0) != 0x80;
}

int
splice_copy(struct splice *s, struct bytes *out, const void *from,
    size_t len, uint64_t at)
{
	const uint8_t *p = from;
	const struct edit *e;
	uint64_t now = at, end = at + len;

	while (s->edits != NULL && s->next < s->edits->nranges) {
		e = &s->edits->ranges[s->next];
		if (e->end <= now) {
			s->next++;
			s->labelled = false;
			continue;
		}
		if (e->start >= end)
			break;
		if (!between(p, len, at, e->start) ||
		    !between(p, len, at, e->end))
			return does_not_fit(s->next);
		if (e->start > now) {
			(void)bytes_add(out, p + (now - at), e->start - now);
			now = e->start;
		}
		if (!s->labelled)
			(void)bytes_add_str(out, e->label);
		s->labelled = true;
		if (e->end >= end) {
			now = end;
			break;
		}
		now = e->end;
	}
	if (now < end)
		(void)bytes_add(out, p + (now - at), end - now);
	return bytes_ok(out);
}

int
splice_fits(const struct edits *e, uint64_t text_len)
{
	if (e != NULL && e->nranges > 0 &&
	    e->ranges[e->nranges - 1].end > text_len)
		return does_not_fit(e->nranges - 1);
	return 0;
}
