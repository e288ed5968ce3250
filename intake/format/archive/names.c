/* names.c -- see names.h. */
#include "intake/format/archive/names.h"

#include <stdlib.h>
#include <string.h>

#include "intake/examine/array.h"
#include "intake/examine/limits.h"
#include "vault/base/err.h"

#define SEEN_SLOTS 32768u	/* a power of two, over twice MEMBERS_MAX */
#define SUFFIX_MAX 32u		/* bytes of "~10000" */

static size_t
slot_of(const char *s)
{
	uint32_t h = 2166136261u;	/* FNV-1a */

	for (; *s != '\0'; s++)
		h = (h ^ (uint8_t)*s) * 16777619u;
	return h & (SEEN_SLOTS - 1);
}

/* Where it is, or where it would be. */
static char **
seen_at(struct names *n, const char *s)
{
	size_t i = slot_of(s);

	while (n->seen[i] != NULL && strcmp(n->seen[i], s) != 0)
		i = (i + 1) & (SEEN_SLOTS - 1);
	return &n->seen[i];
}

/* A name that is taken gets "~2" before its extension, or the next number. */
static int
make_unique(struct names *n, struct bytes *b)
{
	struct bytes again = BYTES_INIT(b->max + SUFFIX_MAX);
	const char *s = bytes_str(b), *slash, *dot;
	size_t stem, number;
	int r = 0;

	if (s == NULL)
		return bytes_ok(b);
	if (*seen_at(n, s) == NULL)
		return 0;
	n->doubles++;
	slash = strrchr(s, '/');
	dot = strrchr(s, '.');
	stem = dot != NULL && dot > s && (slash == NULL || dot > slash + 1) ?
	    (size_t)(dot - s) : b->len;
	/* Past the first try it goes on where the last one ended. */
	for (number = 2;; number = number == 2 && n->doubles > 2 ?
	    n->doubles + 1 : number + 1) {
		bytes_reset(&again);
		(void)bytes_add(&again, s, stem);
		(void)bytes_addf(&again, "~%zu", number);
		(void)bytes_add(&again, s + stem, b->len - stem);
		if (bytes_str(&again) == NULL) {
			r = bytes_ok(&again);
			goto done;
		}
		if (*seen_at(n, bytes_str(&again)) == NULL)
			break;
	}
	bytes_reset(b);
	r = bytes_add(b, again.data, again.len);
done:
	bytes_free(&again);
	return r;
}

static bool
is_written(enum member_what what)
{
	return what != MEMBER_FOLDER && what != MEMBER_TRACE;
}

static int
add(struct names *n, struct bytes *plain, enum member_what what)
{
	struct name *to;
	int r;

	if (n->n >= MEMBERS_MAX)
		return err_set(ERR_TOO_BIG, "it has more than %u members; "
		    "unpack it by hand", MEMBERS_MAX);
	if (n->seen == NULL && (n->seen = calloc(SEEN_SLOTS,
	    sizeof(*n->seen))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	/* Folders are only there so that empty ones are; twice is no harm. */
	if ((is_written(what) && (r = make_unique(n, plain)) < 0) ||
	    (r = array_grow(&n->list, n->n, MEMBERS_MAX, sizeof(*n->list))) < 0)
		return r;
	to = &n->list[n->n];
	*to = (struct name){ .what = what, .start = n->len };
	if (bytes_str(plain) == NULL ||
	    (to->plain = strdup(bytes_str(plain))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	if (is_written(what))
		*seen_at(n, to->plain) = to->plain;
	to->end = to->start + strlen(to->plain);
	/* A folder's name is shown with a slash; then the line ends. */
	if (what == MEMBER_TRACE)
		to->end = to->start;
	else
		n->len = to->end + (what == MEMBER_FOLDER) + 1;
	n->n++;
	return 0;
}

int
names_add(struct names *n, const struct member *m)
{
	struct bytes plain = BYTES_INIT(8 * MEMBER_NAME_MAX);
	int r;

	if ((r = member_plain(&plain, m->name, m->len, n->n + 1)) == 0)
		r = add(n, &plain, m->what);
	bytes_free(&plain);
	return r;
}

/* The bytes of one name that no edit covers, and the labels between them. */
static int
cut(struct bytes *out, const struct name *from, const struct edits *e,
    size_t *next)
{
	uint64_t at = from->start;
	size_t i;

	while (*next < e->nranges && e->ranges[*next].end <= from->start)
		++*next;
	for (i = *next; i < e->nranges && e->ranges[i].start < from->end; i++) {
		const struct edit *edit = &e->ranges[i];

		if (edit->start > at)
			(void)bytes_add(out, from->plain + (at - from->start),
			    (size_t)(edit->start - at));
		(void)bytes_add_str(out, edit->label);
		at = edit->end < from->end ? edit->end : from->end;
	}
	return bytes_add(out, from->plain + (at - from->start),
	    (size_t)(from->end - at));
}

int
names_edit(struct names *out, const struct names *from, const struct edits *e)
{
	struct bytes raw = BYTES_INIT((size_t)1 << 20);
	size_t i, next = 0;
	int r = 0;

	for (i = 0; i < from->n && r == 0; i++) {
		struct member m = { .what = from->list[i].what };

		bytes_reset(&raw);
		if ((r = cut(&raw, &from->list[i], e, &next)) < 0)
			break;
		m.name = (const char *)raw.data;
		m.len = raw.len;
		r = names_add(out, &m);
	}
	bytes_free(&raw);
	return r;
}

void
names_free(struct names *n)
{
	size_t i;

	for (i = 0; i < n->n; i++)
		free(n->list[i].plain);
	free(n->list);
	free(n->seen);
	*n = (struct names){ 0 };
}
