/* fields_json.c -- JSON and what is written like it; see fields.h. */
#include <string.h>

#include "redact/find/view/fields_walk.h"
#include "redact/find/view/near.h"

static bool
is_space(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Room before a colon is small in any text that people write. */
static bool
before_colon(const struct fields *f, size_t at)
{
	for (size_t n = 0; n < 8 && at < f->len && is_space(f->text[at]); n++)
		at++;
	return at < f->len && f->text[at] == ':';
}

static bool
is_quote(uint8_t c)
{
	return c == '"' || c == '\'';
}

/* A key without quotes, as scripts and settings write it. */
static bool
bare_key(const struct fields *f, size_t at, size_t end)
{
	size_t start = at;

	while (at < end && at - start < LABEL_RAW_MAX && is_wordly(f->text[at]))
		at++;
	return at > start && !is_digit(f->text[start]) && at < end &&
	    f->text[at] == ':';
}

/* Does a value that holds others begin at `at`? */
static bool
opens(const struct fields *f, size_t at, size_t end)
{
	size_t next = at + 1;

	if (f->text[at] != '{' && f->text[at] != '[')
		return false;
	while (next < end && is_space(f->text[next]))
		next++;
	if (next == end)
		return true;
	return is_quote(f->text[next]) || (f->text[at] == '[' ?
	    f->text[next] == '{' || f->text[next] == '[' :
	    bare_key(f, next, end));
}

bool
json_begins(const struct fields *f, size_t start, size_t end, size_t *at)
{
	const uint8_t *brace = f->text + start;

	while (start < end && is_space(f->text[start]))
		start++;
	*at = start;
	if (start < end && opens(f, start, end))
		return true;
	/* Inside a line of a log. */
	while ((brace = memchr(brace, '{',
	    (size_t)(f->text + end - brace))) != NULL) {
		*at = (size_t)(brace - f->text);
		if (*at + 1 < end && is_quote(f->text[*at + 1]))
			return true;
		brace++;
	}
	return false;
}

static void
leave(struct fields *f)
{
	f->s.in = IN_TEXT;
	f->s.rest = f->at > 0 && f->text[f->at - 1] != '\n';
}

/* What a value at this place belongs to. */
static struct label
label_here(const struct state *s)
{
	if (s->key.len > 0 || s->depth > FIELD_DEPTH_MAX)
		return s->key;
	return s->array[s->depth] ? s->of[s->depth] :
	    (struct label){ .len = 0 };
}

static void
enter(struct fields *f)
{
	struct state *s = &f->s;
	struct label l = label_here(s);

	if (++s->depth <= FIELD_DEPTH_MAX) {
		s->of[s->depth] = l;
		s->array[s->depth] = f->text[f->at] == '[';
	}
	s->key.len = 0;
	f->at++;
}

static void
close_one(struct fields *f)
{
	struct state *s = &f->s;

	f->at++;
	s->key.len = 0;
	if (s->depth > 0)
		s->depth--;
	if (s->depth == 0)
		leave(f);
}

static void
take_key(struct fields *f, size_t start, size_t end)
{
	struct state *s = &f->s;
	struct label outer = { .len = 0 };

	s->key = walk_label(f, start, end - start);
	if (s->depth <= FIELD_DEPTH_MAX)
		outer = s->of[s->depth];
	if (s->key.len > 0)
		s->key = walk_join(f, outer, s->key);
}

static void
take_string(struct fields *f)
{
	size_t start = f->at + 1, end = start;
	uint8_t quote = f->text[f->at];

	while (end < f->len && f->text[end] != quote && f->text[end] != '\n')
		end += f->text[end] == '\\' && end + 1 < f->len &&
		    f->text[end + 1] != '\n' ? 2 : 1;
	if (end < f->len && f->text[end] == '\n') {
		f->at = end;	/* no string holds a line break */
		leave(f);
		return;
	}
	f->at = end < f->len ? end + 1 : f->len;
	if (before_colon(f, f->at)) {
		take_key(f, start, end);
		return;
	}
	walk_add(f, start, end, label_here(&f->s), FIELD_KEY);
}

/* A number, true, null, or a key without quotes; anything else is no JSON. */
static void
take_bare(struct fields *f)
{
	static const char *const words[] = { "true", "false", "null",
	    "undefined", "None", "True", "False", "NaN" };
	size_t start = f->at, end = start;
	bool known;

	while (end < f->len && end - start < LABEL_RAW_MAX &&
	    (is_wordly(f->text[end]) || f->text[end] == '-' ||
	    f->text[end] == '+' || f->text[end] == '.'))
		end++;
	known = is_digit(f->text[start]) || f->text[start] == '-';
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		known = known || (strlen(words[i]) == end - start &&
		    memcmp(words[i], f->text + start, end - start) == 0);
	f->at = end > start ? end : start + 1;
	if (end > start && before_colon(f, end)) {
		take_key(f, start, end);
	} else if (end > start && known) {
		if (is_digit(f->text[end - 1]))
			walk_add(f, start, end, label_here(&f->s), FIELD_KEY);
	} else {
		leave(f);
	}
}

void
json_token(struct fields *f)
{
	switch (f->text[f->at]) {
	case ' ':
	case '\t':
	case '\r':
	case '\n':
	case ':':
		f->at++;
		break;
	case ',':
		f->s.key.len = 0;
		f->at++;
		break;
	case '{':
	case '[':
		enter(f);
		break;
	case '}':
	case ']':
		close_one(f);
		break;
	case '"':
	case '\'':
		take_string(f);
		break;
	default:
		take_bare(f);
		break;
	}
}
