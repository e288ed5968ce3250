/* multipart.c -- see multipart.h. */
#include "intake/web/wall/multipart.h"

#include <string.h>
#include <strings.h>

#include "intake/web/web.h"

#define KIND "multipart/form-data"
#define PARAMETER "boundary="

/* RFC 2046 section 5.1.1: the characters of a boundary. */
static const char boundary_chars[] = "abcdefghijklmnopqrstuvwxyz"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'()+_,-./:=? ";

static int
keep_mark(struct multipart *m, const char *from, size_t len)
{
	if (len == 0 || len > MULTIPART_BOUNDARY_MAX ||
	    from[len - 1] == ' ' || strspn(from, boundary_chars) < len)
		return MULTIPART_BAD;
	memcpy(m->mark, "\r\n--", 4);
	memcpy(m->mark + 4, from, len);
	m->mark_len = 4 + len;
	m->held = 2;	/* as if a line had ended before the first one */
	return 0;
}

int
multipart_start(struct multipart *m, const char *type)
{
	const char *at = type + sizeof(KIND) - 1;
	size_t len;

	memset(m, 0, sizeof(*m));
	if (strncasecmp(type, KIND, sizeof(KIND) - 1) != 0)
		return MULTIPART_BAD;
	for (;;) {
		at += strspn(at, " \t");
		if (*at++ != ';')
			return MULTIPART_BAD;
		at += strspn(at, " \t");
		if (strncasecmp(at, PARAMETER, sizeof(PARAMETER) - 1) == 0)
			break;
		at += strcspn(at, ";");
	}
	at += sizeof(PARAMETER) - 1;
	if (*at == '"') {
		len = strcspn(++at, "\"");
		if (at[len] != '"' || at[len + 1 + strspn(at + len + 1, " \t")]
		    != '\0')
			return MULTIPART_BAD;
	} else {
		len = strcspn(at, " \t;");
		if (at[len + strspn(at + len, " \t")] != '\0')
			return MULTIPART_BAD;
	}
	return keep_mark(m, at, len);
}

/* A boundary: the part before it is whole. */
static int
at_mark(struct multipart *m, const struct multipart_sink *sink)
{
	bool first = m->where == MULTIPART_START;

	m->held = 0;
	m->where = MULTIPART_BEHIND;
	m->pair_len = 0;
	return first ? 0 : sink->end(sink->arg);
}

/*
 * Content, up to a boundary or the end of what is there; *used says how far.
 * A carriage return stands in a boundary's mark at its beginning alone, so what
 * was held and turns out not to be one holds no other.
 */
static int
read_body(struct multipart *m, const char *p, size_t len, size_t *used,
    const struct multipart_sink *sink)
{
	const char *at = p, *end = p + len;
	size_t n;
	int r;

	if (m->held > 0) {
		n = m->mark_len - m->held < len ? m->mark_len - m->held : len;
		if (memcmp(m->mark + m->held, p, n) == 0) {
			m->held += n;
			*used = n;
			return m->held == m->mark_len ? at_mark(m, sink) : 0;
		}
		if (m->where == MULTIPART_START)
			return MULTIPART_BAD;
		n = m->held;
		m->held = 0;
		if ((r = sink->data(sink->arg, (const uint8_t *)m->mark, n)) < 0)
			return r;
	}
	for (; (at = memchr(at, '\r', (size_t)(end - at))) != NULL; at++) {
		n = (size_t)(end - at) < m->mark_len ? (size_t)(end - at) :
		    m->mark_len;
		/* Most end here: there are millions of them in a large file. */
		if (n > 1 && at[1] != '\n')
			continue;
		if (memcmp(at, m->mark, n) == 0)
			break;
	}
	if (at == NULL)
		at = end;
	else
		m->held = n;
	*used = (size_t)(at - p) + m->held;
	if (at > p && (r = sink->data(sink->arg, (const uint8_t *)p,
	    (size_t)(at - p))) < 0)
		return r;
	return m->held == m->mark_len ? at_mark(m, sink) : 0;
}

/* Behind a boundary: the end of its line, or two dashes. */
static int
read_pair(struct multipart *m, char c)
{
	m->pair[m->pair_len++] = c;
	if (m->pair_len < 2)
		return c == '\r' || c == '-' ? 0 : MULTIPART_BAD;
	m->pair_len = 0;
	if (memcmp(m->pair, "\r\n", 2) == 0) {
		m->where = MULTIPART_HEAD;
		m->head_len = 0;
		return m->parts++ < WEB_PARTS_MAX ? 0 : MULTIPART_BAD;
	}
	if (memcmp(m->pair, "--", 2) != 0)
		return MULTIPART_BAD;
	m->where = MULTIPART_CLOSED;
	return 0;
}

/* The head of a part, to the empty line that ends it. */
static int
read_head(struct multipart *m, const char *p, size_t len, size_t *used,
    const struct multipart_sink *sink)
{
	struct part part;
	size_t i;

	for (i = 0; i < len; i++) {
		if (m->head_len == sizeof(m->head))
			return MULTIPART_BAD;
		m->head[m->head_len++] = p[i];
		if (p[i] != '\n' || m->head_len < 4 ||
		    memcmp(m->head + m->head_len - 4, "\r\n\r\n", 4) != 0)
			continue;
		*used = i + 1;
		if (part_read(&part, m->head, m->head_len - 2) < 0)
			return MULTIPART_BAD;
		m->where = MULTIPART_BODY;
		/* A part may be empty, its boundary at once. */
		m->held = 0;
		return sink->part(sink->arg, &part);
	}
	*used = len;
	return 0;
}

/* Behind all: one end of a line, if anything. */
static int
read_closed(struct multipart *m, char c)
{
	if (m->pair_len >= 2 || c != "\r\n"[m->pair_len])
		return MULTIPART_BAD;
	m->pair_len++;
	return 0;
}

int
multipart_feed(struct multipart *m, const void *data, size_t len,
    const struct multipart_sink *sink)
{
	const char *p = data;
	size_t used;
	int r = 0;

	for (; r == 0 && len > 0; p += used, len -= used) {
		used = 1;
		switch (m->where) {
		case MULTIPART_START:
		case MULTIPART_BODY:
			r = read_body(m, p, len, &used, sink);
			break;
		case MULTIPART_BEHIND:
			r = read_pair(m, *p);
			break;
		case MULTIPART_HEAD:
			r = read_head(m, p, len, &used, sink);
			break;
		case MULTIPART_CLOSED:
			r = read_closed(m, *p);
			break;
		}
	}
	return r;
}

int
multipart_end(const struct multipart *m)
{
	return m->where == MULTIPART_CLOSED && m->pair_len != 1 ? 0 :
	    MULTIPART_BAD;
}
