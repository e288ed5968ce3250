/*
 * veiled.c -- mail addresses with their '@' and dots spelled out, in brackets
 * or as words, in three languages.  See email.h.
 */
#include <string.h>

#include "redact/find/contact/email.h"
#include "redact/find/contact/host.h"
#include "redact/find/contact/tld.h"
#include "redact/find/view/chars.h"
#include "redact/find/view/near.h"

#define LOCAL_MAX 64u	/* bytes */
#define LABELS_MAX 7u
#define SPACES_MAX 3u	/* between the words of an address */

const char *const email_veils[] = { "at", "a", "ma\xc5\x82pa", "malpa",
    "arobase", "arroba", NULL };

/* Those that need no brackets; then a dot must be spoken too. */
static const char *const spoken_veils[] = { "at", "ma\xc5\x82pa", "arobase",
    NULL };
static const char *const dots[] = { "dot", "kropka", "point", "punkt",
    "punto", ".", NULL };
static const char *const spoken_dots[] = { "dot", "kropka", "point", NULL };

static const char opening[] = "[({<", closing[] = "])}>";

static bool
is_in(const char *set, uint8_t c)
{
	return c != 0 && strchr(set, c) != NULL;
}

/* Bytes of the word of the list at `at`; 0. */
static size_t
word_at(const struct view *v, size_t at, const char *const words[])
{
	for (size_t i = 0; words[i] != NULL; i++)
		if (near_stands(v, at, words[i]))
			return strlen(words[i]);
	return 0;
}

static size_t
spaces_at(const struct view *v, size_t at)
{
	size_t n = 0;

	while (n < SPACES_MAX && byte_at(v, at + n) == ' ')
		n++;
	return n;
}

static size_t
spaces_before(const struct view *v, size_t at)
{
	size_t n = 0;

	while (n < SPACES_MAX && byte_before(v, at - n) == ' ')
		n++;
	return n;
}

/* What stands for '@': its edges with the spaces around it. */
struct veil {
	size_t start, end;
	bool bare;	/* a word like others: the dots must be spoken too */
};

/* [start, end) is '@' or a word for it: is it in brackets? */
static bool
in_brackets(const struct view *v, size_t start, size_t end, struct veil *veil)
{
	start -= byte_before(v, start) == ' ';
	end += byte_at(v, end) == ' ';
	if (!is_in(opening, byte_before(v, start)) ||
	    !is_in(closing, byte_at(v, end)))
		return false;
	veil->start = start - 1 - spaces_before(v, start - 1);
	veil->end = end + 1 + spaces_at(v, end + 1);
	veil->bare = false;
	return true;
}

static bool
find_veil(const struct view *v, size_t at, struct veil *veil)
{
	bool sign = v->s[at] == '@';
	size_t len = sign ? 1 : word_at(v, at, email_veils);

	if (in_brackets(v, at, at + len, veil))
		return true;
	if (sign) {
		/* "name @ host", "name@ host" */
		veil->start = at - (byte_before(v, at) == ' ');
		veil->end = at + 1 + (byte_at(v, at + 1) == ' ');
		veil->bare = false;
		return veil->end > at + 1;
	}
	veil->start = at - spaces_before(v, at);
	veil->end = at + len + spaces_at(v, at + len);
	veil->bare = true;
	return veil->start < at && veil->end > at + len &&
	    word_at(v, at, spoken_veils) > 0;
}

/* The end of a dot between two labels; `at` when none stands there. */
static size_t
dot_end(const struct view *v, size_t at)
{
	size_t open = at + (byte_at(v, at) == ' '), end, n;

	if (byte_at(v, at) == '.')
		return at + 1;
	if (is_in(opening, byte_at(v, open))) {
		end = open + 1 + (byte_at(v, open + 1) == ' ');
		if ((n = word_at(v, end, dots)) == 0)
			return at;
		end += n;
		end += byte_at(v, end) == ' ';
		return is_in(closing, byte_at(v, end)) ?
		    end + 1 + (byte_at(v, end + 1) == ' ') : at;
	}
	end = at + spaces_at(v, at);
	if (end == at || (n = word_at(v, end, spoken_dots)) == 0)
		return at;
	end += n;
	return spaces_at(v, end) > 0 ? end + spaces_at(v, end) : at;
}

/* A host whose dots may be spoken, in parts. */
struct host {
	size_t last, end;	/* the last label */
	bool spoken;
};

static bool
read_host(const struct view *v, size_t at, struct host *h)
{
	size_t dot, end;

	*h = (struct host){ .last = at, .end = host_label(v, at) };
	for (size_t n = 1; n < LABELS_MAX && h->end > h->last; n++) {
		dot = dot_end(v, h->end);
		if (dot == h->end || (end = host_label(v, dot)) == dot)
			break;
		h->spoken |= dot > h->end + 1;
		h->last = dot;
		h->end = end;
	}
	while (h->end > h->last && v->s[h->end - 1] == '-')
		h->end--;
	return h->last > at;
}

static size_t
local_start(const struct view *v, size_t end)
{
	size_t start = end, n;

	while (end - start < LOCAL_MAX) {
		n = is_in("_.+-", byte_before(v, start)) ? 1 :
		    char_of_word_before(v, start);
		if (n == 0)
			break;
		start -= n;
	}
	while (start < end && !is_wordly(v->s[start]) && v->s[start] != '+')
		start++;
	return start;
}

int
email_veiled(const struct view *v, size_t place, size_t *next)
{
	struct veil veil;
	struct host host;
	size_t start;

	/* "meet at noon.Then" is prose: the words must be there, or the TLD. */
	if (!find_veil(v, place, &veil) || !read_host(v, veil.end, &host) ||
	    (veil.bare && !host.spoken) ||
	    !email_is_top(v, host.last, host.end) ||
	    tld_of(v->s + host.last, host.end - host.last) == TLD_NONE ||
	    (start = local_start(v, veil.start)) == veil.start)
		return 0;
	*next = host.end;
	return report(v, start, host.end, "EMAIL", "email",
	    host.spoken ? 0.85 : 0.8,
	    "address with its @ or dots spelled out");
}
