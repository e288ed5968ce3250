/*
 * email.c -- mail addresses: RFC 5322 dot-atoms and quoted local parts at a
 * host name (also international, RFC 6531) or an address literal; and the ways
 * people write them so that machines should not see them.
 */
#include "redact/find/view/near.h"
#include "redact/find/view/pattern.h"
#include "redact/find/contact/tld.h"

#define LABEL "[\\p{L}\\p{N}](?:[\\p{L}\\p{N}\\p{M}-]{0,62}+)"
#define ATEXT "[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~.-]"
#define DOT "(?:\\.|[ ]?[\\[({<][ ]?(?:\\.|dot|kropka|point|punkt|punto)[ ]?" \
	"[\\])}>][ ]?|[ ]{1,3}+(?:dot|kropka|point)[ ]{1,3}+)"
#define AT "(?:[ ]{0,3}+[\\[({<][ ]?" \
	"(?:at|@|a|ma\xc5\x82pa|malpa|arobase|arroba)[ ]?[\\])}>][ ]{0,3}+)"

/* 1: local part; 2: host; 3: address literal */
static struct pattern plain = PATTERN_INIT(
	"(?<!" ATEXT ")(" ATEXT "{1,128}+|(?=[\"])\"[^\"\\n@]{1,64}+\")"
	"@(?:(" LABEL "(?:\\." LABEL "){1,10}+)|"
	"\\[(?:IPv6:)?([0-9a-f.:]{3,45}+)\\])", PATTERN_UTF);

/* 1: local part; 2: a bare " at ", which needs a spoken dot; 3: host */
static struct pattern veiled = PATTERN_INIT(
	"(?<![\\p{L}\\p{N}_.+-])([\\p{L}\\p{N}_.+-]{1,64}+)"
	"(?:" AT "|([ ]{1,3}+(?:at|ma\xc5\x82pa|arobase)[ ]{1,3}+)|[ ]@[ ]|@[ ])"
	"(" LABEL "(?:" DOT LABEL "){1,6}+)", PATTERN_UTF);

static const char *const kinds[] = { "EMAIL", NULL };

/* Where the local part begins, once what only precedes it is cut off. */
static size_t
trim_local(const struct match *m)
{
	size_t start = m->start[1], end = m->end[1], i;
	bool plus = false;

	if (m->s[start] == '"')
		return start;
	for (i = start; i < end; i++) {
		if (m->s[i] == '+')
			plus = true;
		/* "to=jan@", "?cc=jan@", "a/jan@": of an address or a form. */
		if (m->s[i] == '?' || m->s[i] == '&' || m->s[i] == '/' ||
		    m->s[i] == '|' || m->s[i] == '{' || m->s[i] == '}' ||
		    (m->s[i] == '=' && !plus))
			start = i + 1;
	}
	while (start < end && !is_wordly(m->s[start]) && m->s[start] != '+')
		start++;
	return start;
}

/* The last label of [start, end), behind its last dot. */
static size_t
last_label(const struct match *m, size_t start, size_t end)
{
	while (end > start && m->s[end - 1] != '.' && m->s[end - 1] != ' ' &&
	    m->s[end - 1] != ')' && m->s[end - 1] != ']' &&
	    m->s[end - 1] != '>' && m->s[end - 1] != '}')
		end--;
	return end;
}

/* "a@b.org.Then": the next sentence is not part of the host. */
static size_t
trim_host(const struct match *m, size_t start, size_t end)
{
	size_t last, before;

	while (end > start && m->s[end - 1] == '-')
		end--;
	last = last_label(m, start, end);
	if (last <= start + 1 || m->s[last - 1] != '.' ||
	    m->s[last] < 'A' || m->s[last] > 'Z' ||
	    tld_of(m->s + last, end - last) != TLD_NONE)
		return end;
	before = last_label(m, start, last - 1);
	if (before > start && m->s[before] >= 'a' &&
	    tld_of(m->s + before, last - 1 - before) != TLD_NONE)
		return last - 1;
	return end;
}

static bool
all_digits(const struct match *m, size_t start, size_t end)
{
	while (start < end && is_digit(m->s[start]))
		start++;
	return start == end;
}

static int
hit_plain(struct match *m)
{
	size_t start = trim_local(m), end, last;
	bool known;

	if (start >= m->end[1] || m->s[m->end[1] - 1] == '.')
		return 0;
	for (size_t i = start; i + 1 < m->end[1]; i++)
		if (m->s[i] == '.' && m->s[i + 1] == '.')
			start = i + 2;	/* RFC 5322: no two dots */
	if (m->start[2] == PATTERN_NONE)
		return report(m->v, start, m->end[0], "EMAIL", "email", 0.9,
		    "address literal (RFC 5321 4.1.3)");
	end = trim_host(m, m->start[2], m->end[2]);
	last = last_label(m, m->start[2], end);
	if (last <= m->start[2] || end - last < 2 || all_digits(m, last, end))
		return 0;
	m->next = end;
	known = tld_of(m->s + last, end - last) != TLD_NONE;
	return report(m->v, start, end, "EMAIL", "email", known ? 0.98 : 0.9,
	    "local part and host (RFC 5322)%s",
	    known ? ", known top-level domain" : "");
}

static int
hit_veiled(struct match *m)
{
	size_t end = m->end[3], last = last_label(m, m->start[3], end);
	bool spoken = false, known;

	while (end > last && m->s[end - 1] == '-')
		end--;
	for (size_t i = m->start[3]; i < end; i++)
		if (m->s[i] == ' ' || m->s[i] == '[' || m->s[i] == '(' ||
		    m->s[i] == '{' || m->s[i] == '<')
			spoken = true;
	known = tld_of(m->s + last, end - last) != TLD_NONE;
	/* "meet at noon.Then" is prose: the words must be there, or the TLD. */
	if (end - last < 2 || all_digits(m, last, end) || !known ||
	    (m->start[2] != PATTERN_NONE && !spoken))
		return 0;
	m->next = end;
	return report(m->v, m->start[1], end, "EMAIL", "email",
	    spoken ? 0.85 : 0.8, "address with its @ or dots spelled out");
}

static int
run(const struct view *v)
{
	int r;

	if ((r = pattern_run(&plain, v, hit_plain)) < 0)
		return r;
	return pattern_run(&veiled, v, hit_veiled);
}

const struct finder find_email = {
	.name = "email", .kinds = kinds,
	.what = "mail addresses, also written as \"name [at] host [dot] tld\"",
	.run = run,
};
