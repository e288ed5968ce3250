/* css.c -- see css.h: tokens by CSS Syntax Level 3, as far as they matter. */
#include "intake/format/markup/css.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "intake/marks/marks.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define IDENT_MAX 4096u		/* bytes of one name; longer ones are left out */

struct css {
	const uint8_t *p;
	size_t len, at;
	struct bytes *out;
	struct bytes name;	/* the last identifier, decoded */
	struct bytes string;
	bool names_font;	/* the declaration at hand does */
	struct css_seen *seen;
};

static bool
is_space(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static int
hex(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static uint8_t
peek(const struct css *c, size_t n)
{
	return n < c->len - c->at ? c->p[c->at + n] : 0;
}

static bool
is_name_byte(uint8_t c)
{
	return c >= 0x80 || c == '_' || c == '-' || (c >= '0' && c <= '9') ||
	    ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static bool
is_escape(const struct css *c)
{
	return peek(c, 0) == '\\' && c->at + 1 < c->len &&
	    peek(c, 1) != '\n' && peek(c, 1) != '\r' && peek(c, 1) != '\f';
}

/* The character behind the backslash at c->at, which it moves past. */
static uint32_t
unescape(struct css *c)
{
	uint32_t cp = 0;
	size_t n;

	c->at++;
	if (hex(peek(c, 0)) < 0) {
		n = utf8_next(c->p + c->at, c->len - c->at, &cp);
		c->at += n > 0 ? n : 1;
		return n > 0 ? cp : 0xfffd;
	}
	for (n = 0; n < 6 && c->at < c->len && hex(c->p[c->at]) >= 0; n++)
		cp = cp << 4 | (uint32_t)hex(c->p[c->at++]);
	if (c->at < c->len && is_space(c->p[c->at]))
		c->at++;
	return cp == 0 || cp > 0x10ffff || (cp >= 0xd800 && cp < 0xe000) ?
	    0xfffd : cp;
}

/* A character of a name or a string, so that it means itself. */
static void
put_char(struct bytes *b, uint32_t cp, bool in_string)
{
	bool plain = in_string ? cp >= 0x20 && cp != '"' && cp != '\'' &&
	    cp != '\\' && cp != '<' && cp != '>' && cp != 0x7f :
	    cp >= 0x80 || is_name_byte((uint8_t)cp);

	if (mark_is_invisible(cp))
		return;
	if (plain)
		(void)utf8_put(b, cp);
	else
		(void)bytes_addf(b, "\\%x ", cp);
}

/* Skip white space and comments; was there any? */
static bool
skip_space(struct css *c)
{
	const uint8_t *end;
	size_t from = c->at;

	for (;;) {
		while (c->at < c->len && is_space(c->p[c->at]))
			c->at++;
		if (peek(c, 0) != '/' || peek(c, 1) != '*')
			return c->at > from;
		if (c->seen != NULL)
			c->seen->comments++;
		end = memmem(c->p + c->at + 2, c->len - c->at - 2, "*/", 2);
		c->at = end != NULL ? (size_t)(end - c->p) + 2 : c->len;
	}
}

/* A string, its quotes included, into `to` (or nowhere). */
static void
read_string(struct css *c, struct bytes *to)
{
	uint8_t quote = c->p[c->at++];
	uint32_t cp;
	size_t n;

	(void)bytes_add(to, "\"", 1);
	while (c->at < c->len && c->p[c->at] != quote &&
	    c->p[c->at] != '\n') {
		if (is_escape(c)) {
			put_char(to, unescape(c), true);
		} else if (c->p[c->at] == '\\') {
			c->at += c->len - c->at > 1 ? 2 : 1;
		} else {
			n = utf8_next(c->p + c->at, c->len - c->at, &cp);
			put_char(to, n > 0 ? cp : 0xfffd, true);
			c->at += n > 0 ? n : 1;
		}
	}
	c->at += c->at < c->len;
	(void)bytes_add(to, "\"", 1);
}

/*
 * A string that is shown (content, quotes) or compared (selectors) may say
 * anything and is no text that could be redacted: only signs stay, and names of
 * fonts, and what is a keyword of attributes.
 */
static bool
says_something(const struct css *c, const struct bytes *s)
{
	bool plain = false, other = false;
	uint32_t cp;
	size_t at, n;

	for (at = 0; at < s->len; at += n) {
		if ((n = utf8_next(s->data + at, s->len - at, &cp)) == 0)
			return true;
		plain = plain || (cp >= '0' && cp <= '9') ||
		    ((cp | 0x20) >= 'a' && (cp | 0x20) <= 'z');
		/* Bullets, quotes, and the letters of icons are signs. */
		other = other || (cp >= 0xc0 && (cp < 0x2000 ||
		    cp >= 0x2c00) && (cp < 0x3000 || cp > 0x303f) &&
		    (cp < 0xe000 || cp > 0xf8ff));
	}
	if (!other && (!plain || c->names_font))
		return false;
	for (at = 1; at + 1 < s->len && (s->data[at] == '-' ||
	    (s->data[at] >= 'a' && s->data[at] <= 'z')); at++)
		;
	return at + 1 < s->len || c->out->len == 0 ||
	    c->out->data[c->out->len - 1] != '=';
}

static void
do_string(struct css *c)
{
	bytes_reset(&c->string);
	read_string(c, &c->string);
	if (bytes_ok(&c->string) < 0 || says_something(c, &c->string)) {
		bytes_free(&c->string);
		(void)bytes_add(c->out, "\"\"", 2);
		if (c->seen != NULL)
			c->seen->words++;
		return;
	}
	(void)bytes_add(c->out, c->string.data, c->string.len);
}

/* What goes parts what stood around it: "url", then "(", must not meet. */
static void
put_space(struct css *c)
{
	if (c->out->len > 0 && c->out->data[c->out->len - 1] != ' ')
		(void)bytes_add(c->out, " ", 1);
}

/* An identifier into c->name, decoded. */
static void
read_name(struct css *c)
{
	uint32_t cp;
	size_t n;

	bytes_reset(&c->name);
	while (c->at < c->len) {
		if (is_escape(c)) {
			cp = unescape(c);
		} else if (is_name_byte(c->p[c->at])) {
			n = utf8_next(c->p + c->at, c->len - c->at, &cp);
			c->at += n > 0 ? n : 1;
			cp = n > 0 ? cp : 0xfffd;
		} else {
			break;
		}
		/* Gone before the name is looked at, not after. */
		if (!mark_is_invisible(cp))
			(void)utf8_put(&c->name, cp);
	}
}

static void
put_name(struct css *c)
{
	size_t at, n;
	uint32_t cp;

	for (at = 0; at < c->name.len; at += n) {
		if ((n = utf8_next(c->name.data + at, c->name.len - at,
		    &cp)) == 0)
			break;
		if (at == 0 && cp >= '0' && cp <= '9')
			(void)bytes_addf(c->out, "\\%x ", cp);
		else
			put_char(c->out, cp, false);
	}
}

static bool
is_name(const struct css *c, const char *s)
{
	return c->name.len == strlen(s) &&
	    strncasecmp((const char *)c->name.data, s, c->name.len) == 0;
}

static bool
ends_name(const struct css *c, const char *s)
{
	size_t n = strlen(s);

	return c->name.len >= n && strncasecmp((const char *)c->name.data +
	    c->name.len - n, s, n) == 0;
}

/* Past what the bracket before c->at opened. */
static void
skip_block(struct css *c)
{
	struct bytes none = BYTES_INIT(0);
	size_t depth = 1;

	while (c->at < c->len && depth > 0) {
		if (skip_space(c))
			continue;
		switch (c->p[c->at]) {
		case '"':
		case '\'':
			read_string(c, &none);
			continue;
		case '(':
		case '{':
		case '[':
			depth++;
			break;
		case ')':
		case '}':
		case ']':
			depth--;
			break;
		case '\\':
			c->at += c->at + 1 < c->len;
			break;
		default:
			break;
		}
		c->at++;
	}
}

/* Past a statement: its semicolon, its block, or the end of what it is in. */
static void
skip_statement(struct css *c)
{
	struct bytes none = BYTES_INIT(0);
	uint8_t b;

	while (c->at < c->len) {
		if (skip_space(c))
			continue;
		b = c->p[c->at];
		if (b == '}')
			return;
		if (b == '"' || b == '\'') {
			read_string(c, &none);
			continue;
		}
		c->at++;
		if (b == '\\')
			c->at += c->at < c->len;
		if (b == ';')
			return;
		if (b == '(' || b == '[' || b == '{')
			skip_block(c);
		if (b == '{')
			return;
	}
}

/*
 * url( was read: *ref is its inside when that means this document.  An
 * address that is not in quotes ends at the first bracket.
 */
static bool
is_own(struct css *c, struct bytes *ref)
{
	uint8_t quote;
	size_t n;

	while (c->at < c->len && is_space(c->p[c->at]))
		c->at++;
	quote = peek(c, 0);
	if (quote != '"' && quote != '\'')
		quote = 0;
	c->at += quote != 0;
	if (peek(c, 0) != '#')
		return false;
	for (n = 1; c->at + n < c->len; n++)
		if (!is_name_byte(c->p[c->at + n]) &&
		    c->p[c->at + n] != '.' && c->p[c->at + n] != ':')
			break;
	(void)bytes_add(ref, c->p + c->at, n);
	c->at += n;
	if (quote != 0 && peek(c, 0) == quote)
		c->at++;
	while (c->at < c->len && is_space(c->p[c->at]))
		c->at++;
	return peek(c, 0) == ')';
}

static bool
loads(const struct css *c)
{
	static const char *const names[] = {
		"url", "src", "image", "image-set", "cross-fade",
		"expression", "url-prefix", "domain",
	};
	size_t i;

	for (i = 0; i < COUNT(names); i++)
		if (is_name(c, names[i]))
			return true;
	return ends_name(c, "-image-set") || ends_name(c, "-cross-fade");
}

/* A function that loads; its name and bracket are read. */
static void
do_load(struct css *c)
{
	struct bytes ref = BYTES_INIT(IDENT_MAX);
	size_t from = c->at;

	if (is_name(c, "url") && is_own(c, &ref) && bytes_ok(&ref) == 0) {
		c->at++;
		(void)bytes_addf(c->out, "url(%.*s)", (int)ref.len,
		    (const char *)ref.data);
	} else {
		c->at = from;
		/* Without quotes a url() has no brackets or strings in it. */
		while (c->at < c->len && is_space(c->p[c->at]))
			c->at++;
		if (is_name(c, "url") && peek(c, 0) != '"' &&
		    peek(c, 0) != '\'') {
			while (c->at < c->len && c->p[c->at] != ')')
				c->at += c->p[c->at] == '\\' &&
				    c->at + 1 < c->len ? 2 : 1;
			c->at += c->at < c->len;
		} else {
			skip_block(c);
		}
		(void)bytes_add_str(c->out, "none");
		if (c->seen != NULL)
			c->seen->loads++;
	}
	bytes_free(&ref);
}

static bool
is_editors(const struct css *c)
{
	static const char *const heads[] = {
		"mso-", "-aki-", "-inkscape-", "-adobe-", "tab-interval",
		"behavior", "-moz-binding",
	};
	size_t i;

	for (i = 0; i < COUNT(heads); i++)
		if (c->name.len >= strlen(heads[i]) &&
		    strncasecmp((const char *)c->name.data, heads[i],
		    strlen(heads[i])) == 0)
			return true;
	return false;
}

/* Strings in it are names of fonts, of their features, or of areas. */
static bool
has_font(const struct css *c)
{
	static const char *const heads[] = { "font", "grid" };

	for (size_t i = 0; i < COUNT(heads); i++)
		if (c->name.len >= 4 && strncasecmp((const char *)
		    c->name.data, heads[i], 4) == 0)
			return true;
	return false;
}

/* `first`: it stands where a declaration begins. */
static void
do_name(struct css *c, bool first)
{
	read_name(c);
	if (bytes_ok(&c->name) != 0) {
		bytes_free(&c->name);	/* no name is that long */
		put_space(c);
		return;
	}
	if (peek(c, 0) == '(' && loads(c)) {
		c->at++;
		do_load(c);
	} else if (first && is_editors(c)) {
		if (c->seen != NULL)
			c->seen->editor++;
		skip_statement(c);
		put_space(c);
	} else {
		if (first)
			c->names_font = has_font(c);
		put_name(c);
	}
}

static void
do_at_rule(struct css *c)
{
	c->at++;
	read_name(c);
	if (is_name(c, "import") || is_name(c, "font-face") ||
	    is_name(c, "charset") || is_name(c, "namespace") ||
	    is_name(c, "document") || ends_name(c, "-document")) {
		if (c->seen != NULL && !is_name(c, "charset") &&
		    !is_name(c, "namespace"))
			c->seen->loads++;
		skip_statement(c);
		put_space(c);
		return;
	}
	(void)bytes_add(c->out, "@", 1);
	put_name(c);
}

static bool
begins_name(const struct css *c)
{
	uint8_t b = peek(c, 0);

	return b >= 0x80 || b == '_' || b == '-' || is_escape(c) ||
	    ((b | 0x20) >= 'a' && (b | 0x20) <= 'z');
}

/* A number with its unit is copied: it is no name. */
static void
copy_number(struct css *c)
{
	size_t from = c->at;

	while (c->at < c->len && (is_name_byte(c->p[c->at]) ||
	    c->p[c->at] == '.') && c->p[c->at] < 0x80)
		c->at++;
	(void)bytes_add(c->out, c->p + from, c->at - from);
}

static bool
at_start(const struct bytes *out, size_t from)
{
	size_t i = out->len;

	while (i > from && out->data[i - 1] == ' ')
		i--;
	return i == from || out->data[i - 1] == '{' ||
	    out->data[i - 1] == ';' || out->data[i - 1] == '}';
}

static void
do_token(struct css *c, size_t from)
{
	uint8_t b = peek(c, 0);

	if (skip_space(c)) {
		if (c->at < c->len && c->out->len > from)
			put_space(c);
	} else if (c->len - c->at >= 4 &&
	    memcmp(c->p + c->at, "<!--", 4) == 0) {
		c->at += 4;
		put_space(c);
	} else if (c->len - c->at >= 3 &&
	    memcmp(c->p + c->at, "-->", 3) == 0) {
		c->at += 3;
		put_space(c);
	} else if (b == '"' || b == '\'') {
		do_string(c);
	} else if (b == '@') {
		do_at_rule(c);
	} else if (b >= '0' && b <= '9') {
		copy_number(c);
	} else if (begins_name(c)) {
		do_name(c, at_start(c->out, from));
	} else {
		c->at++;
		if (b == '<')
			(void)bytes_add_str(c->out, "< ");
		else if (b >= 0x20 && b != '\\' && b != 0x7f)
			(void)bytes_add(c->out, &b, 1);
		else
			put_space(c);
	}
}

static void
trim(struct bytes *out, size_t from)
{
	while (out->len > from && out->data[out->len - 1] == ' ')
		out->len--;
}

int
css_clean(struct bytes *out, const char *s, size_t len,
    struct css_seen *seen)
{
	struct css c = { .p = (const uint8_t *)s, .len = len, .out = out,
	    .name = BYTES_INIT(IDENT_MAX), .string = BYTES_INIT(IDENT_MAX),
	    .seen = seen };
	size_t from = out->len;

	if (len > CSS_MAX)
		return err_set(ERR_TOO_BIG, "a style sheet has more than %zu "
		    "bytes; split it", CSS_MAX);
	while (c.at < c.len && bytes_ok(out) == 0)
		do_token(&c, from);
	bytes_free(&c.name);
	bytes_free(&c.string);
	if (bytes_ok(out) < 0)
		return bytes_ok(out);
	trim(out, from);
	return 0;
}

/* --- what a style attribute does --- */

/* The value of the last declaration of `name` in it; NULL.  *n: its length. */
static const char *
value_of(const char *style, const char *name, size_t *n)
{
	const char *found = NULL, *end;

	for (; *style != '\0'; style = *end == ';' ? end + 1 : end) {
		style += strspn(style, " \t\r\n\f");
		end = style + strcspn(style, ";");
		if (strncasecmp(style, name, strlen(name)) != 0)
			continue;
		style += strlen(name);
		style += strspn(style, " \t\r\n\f");
		if (*style != ':')
			continue;
		style++;
		style += strspn(style, " \t\r\n\f");
		found = style;
		*n = style < end ? (size_t)(end - style) : 0;
	}
	return found;
}

static bool
has_value(const char *style, const char *name, const char *value)
{
	size_t n = 0;
	const char *v = value_of(style, name, &n);

	return v != NULL && n >= strlen(value) &&
	    strncasecmp(v, value, strlen(value)) == 0;
}

/* "0", "0px", "0.0" and so on, but not "0.5". */
static bool
is_zero(const char *style, const char *name)
{
	size_t n = 0, i;
	const char *v = value_of(style, name, &n);

	if (v == NULL || n == 0 || v[0] != '0')
		return false;
	for (i = 0; i < n && (v[i] == '.' || (v[i] >= '0' && v[i] <= '9'));
	    i++)
		if (v[i] >= '1' && v[i] <= '9')
			return false;
	return true;
}

bool
css_hides(const char *style)
{
	return has_value(style, "display", "none") ||
	    has_value(style, "visibility", "hidden") ||
	    has_value(style, "visibility", "collapse") ||
	    is_zero(style, "opacity") ||
	    (has_value(style, "overflow", "hidden") &&
	    (is_zero(style, "max-height") || is_zero(style, "height") ||
	    is_zero(style, "max-width") || is_zero(style, "width")));
}

int
css_letters(const char *style)
{
	size_t n = 0;
	const char *v = value_of(style, "font-size", &n);

	if (v == NULL || n == 0)
		return 0;
	if (is_zero(style, "font-size") || (v[0] == '1' && n >= 3 &&
	    (strncasecmp(v + 1, "px", 2) == 0 ||
	    strncasecmp(v + 1, "pt", 2) == 0)))
		return -1;
	/* Of a size that is relative to nothing nothing is left. */
	return memchr(v, '%', n) != NULL || memmem(v, n, "em", 2) != NULL ?
	    0 : 1;
}

bool
css_keeps_space(const char *style)
{
	return has_value(style, "white-space", "pre") ||
	    has_value(style, "white-space", "break-spaces");
}
