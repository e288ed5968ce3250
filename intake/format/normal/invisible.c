/*
 * invisible.c -- characters that show nothing (line.h).  They stay where they
 * change what is seen: joiners in scripts that need them, selectors of emoji,
 * the tags that make three flags out of a black one.
 */
#include "intake/marks/marks.h"
#include "intake/format/normal/line.h"

#define BLACK_FLAG 0x1f3f4
#define TAG(c) (0xe0000u + (uint32_t)(c))
#define TAG_END 0xe007f
#define FLAG_TAGS 6u

/* Nothing makes it belong, whatever it stands between; bidi.c has its own. */
static bool
never_belongs(uint32_t cp)
{
	return cp == 0xad || cp == 0x34f || cp == 0x200b || cp == 0xfeff ||
	    (cp >= 0x2060 && cp <= 0x2065) || (cp >= 0x206a && cp <= 0x206f) ||
	    (cp >= 0xfff0 && cp <= 0xfffb) || (cp >= 0x202a && cp <= 0x202e) ||
	    (cp >= 0x2066 && cp <= 0x2069);
}

static enum mark_kind
kind_of(uint32_t cp)
{
	return mark_is_bidi(cp) ? MARK_BIDI :
	    mark_is_variation(cp) ? MARK_VARIATION : MARK_INVISIBLE;
}

/* The six tags behind the flag at item i; all other flags have none. */
static bool
is_tagged_flag(const struct line *l, size_t i)
{
	static const char *const regions[] = { "gbeng", "gbsct", "gbwls" };
	size_t k, r;

	if (l->v[i].cp != BLACK_FLAG || l->n - i <= FLAG_TAGS ||
	    l->v[i + FLAG_TAGS].cp != TAG_END)
		return false;
	for (r = 0; r < sizeof(regions) / sizeof(regions[0]); r++) {
		for (k = 0; k < FLAG_TAGS - 1 && l->v[i + 1 + k].cp ==
		    TAG(regions[r][k]); k++)
			;
		if (k == FLAG_TAGS - 1)
			return true;
	}
	return false;
}

void
line_drop_useless(struct line *l)
{
	size_t i, to;

	for (i = to = 0; i < l->n; i++) {
		if (never_belongs(l->v[i].cp))
			line_saw(l, kind_of(l->v[i].cp), i);
		else
			l->v[to++] = l->v[i];
	}
	l->n = to;
}

void
line_drop_invisible(struct line *l)
{
	uint32_t cp, before = 0;
	size_t i, to, tags = 0;

	for (i = to = 0; i < l->n; i++) {
		cp = l->v[i].cp;
		if (is_tagged_flag(l, i))
			tags = FLAG_TAGS + 1;
		/* Marks of direction that are left belong. */
		if (tags > 0 || !mark_is_invisible(cp) || mark_is_bidi(cp) ||
		    mark_belongs(cp, before,
		    i + 1 < l->n ? l->v[i + 1].cp : 0)) {
			before = cp;
			l->v[to++] = l->v[i];
		} else {
			line_saw(l, kind_of(cp), i);
		}
		tags -= tags > 0;
	}
	l->n = to;
}
