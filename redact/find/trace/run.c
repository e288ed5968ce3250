/* run.c -- see run.h. */
#include "redact/find/trace/run.h"

#include <string.h>

#define MIX_MAX 512u	/* bytes looked at */

unsigned
run_of(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return RUN_DIGIT;
	if (c >= 'a' && c <= 'z')
		return c <= 'f' ? RUN_AF : RUN_GZ;
	if (c >= 'A' && c <= 'Z')
		return c <= 'F' ? RUN_UPPER_AF : RUN_UPPER_GZ;
	switch (c) {
	case '_': return RUN_UNDER;
	case '-': return RUN_DASH;
	case '.': return RUN_DOT;
	case '+': case '/': return RUN_PLUS;
	case '=': return RUN_EQUALS;
	case '~': return RUN_TILDE;
	case ':': return RUN_COLON;
	default: return c >= 0x80 ? RUN_BEYOND : 0;
	}
}

bool
run_in(uint8_t c, const char *set)
{
	return c != 0 && strchr(set, c) != NULL;
}

size_t
run_end(const struct view *v, size_t at, unsigned set, size_t max)
{
	size_t end;

	if (at >= v->len)
		return at;
	end = v->len - at > max ? at + max : v->len;
	while (at < end && (run_of(v->s[at]) & set) != 0)
		at++;
	return at;
}

size_t
run_start(const struct view *v, size_t at, unsigned set, size_t max)
{
	size_t start = at > max ? at - max : 0;

	while (at > start && (run_of(v->s[at - 1]) & set) != 0)
		at--;
	return at;
}

bool
run_is(const struct view *v, size_t at, const char *s)
{
	size_t len = strlen(s);

	return at <= v->len && v->len - at >= len &&
	    memcmp(v->s + at, s, len) == 0;
}

bool
run_is_any(const struct view *v, size_t at, const char *s)
{
	uint8_t c;

	for (; *s != '\0'; s++, at++) {
		c = byte_at(v, at);
		if (c >= 'A' && c <= 'Z')
			c = (uint8_t)(c + 32);
		if (c != (uint8_t)*s)
			return false;
	}
	return true;
}

/* log2(n) in 256ths would do; this is exact for powers of two. */
static double
log2_of(size_t n)
{
	double whole = 0, x = (double)n;

	while (x >= 2) {
		x /= 2;
		whole++;
	}
	/* x in [1, 2): a quadratic that is 0 and 1 at the ends. */
	x -= 1;
	return whole + x * (1.3465 - 0.3465 * x);
}

struct mix
run_mix(const struct view *v, size_t start, size_t end)
{
	struct mix m = { 0 };
	size_t count[256] = { 0 }, n;
	unsigned set;

	if (end - start > MIX_MAX)
		end = start + MIX_MAX;
	n = end - start;
	for (; start < end; start++) {
		set = run_of(v->s[start]);
		count[v->s[start]]++;
		if ((set & RUN_DIGIT) != 0)
			m.digits++;
		else if ((set & RUN_LOWER) != 0)
			m.lower++;
		else if ((set & RUN_UPPER) != 0)
			m.upper++;
		else
			m.other++;
	}
	for (size_t i = 0; i < 256; i++)
		if (count[i] > 0) {
			m.distinct++;
			m.entropy += (double)count[i] *
			    (log2_of(n) - log2_of(count[i]));
		}
	m.entropy = n > 0 ? m.entropy / (double)n : 0;
	return m;
}

bool
run_is_placeholder(const struct view *v, size_t start, size_t end)
{
	static const char *const words[] = { "example", "changeme",
	    "change_me", "change-me", "your-", "your_", "yourpass", "xxxx",
	    "placeholder", "redacted", "insert", "dummy", "sample", "****",
	    "....", "____", "todo", "1234567890abcdef", "abcdefghij", NULL };
	struct mix m = run_mix(v, start, end);
	size_t i, at;

	if (m.distinct < 3 || v->s[start] == '<' || v->s[start] == '[' ||
	    v->s[start] == '{' || v->s[start] == '$' || v->s[start] == '%')
		return true;
	if (end - start > MIX_MAX)
		end = start + MIX_MAX;
	for (at = start; at < end; at++)
		for (i = 0; words[i] != NULL; i++)
			if ((v->s[at] | 32) == (words[i][0] | 32) &&
			    strlen(words[i]) <= end - at &&
			    run_is_any(v, at, words[i]))
				return true;
	return false;
}

size_t
run_skip_blanks(const struct view *v, size_t at, size_t max)
{
	for (; max > 0 && (byte_at(v, at) == ' ' || byte_at(v, at) == '\t');
	    max--)
		at++;
	return at;
}

size_t
run_line_start(const struct view *v, size_t at, size_t max)
{
	for (; at > 0 && max > 0 && v->s[at - 1] != '\n'; max--)
		at--;
	return at;
}

size_t
run_line_end(const struct view *v, size_t at, size_t max)
{
	for (; at < v->len && max > 0 && v->s[at] != '\n'; max--)
		at++;
	return at;
}
