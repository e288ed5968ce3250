/* charset.c -- see charset.h. */
#include "intake/format/normal/charset.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

#include "vault/base/err.h"
#include "vault/base/print.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define LOOKED_BYTES ((size_t)64 << 10)	/* of a text that is guessed at */
#define UNITS 8192			/* UTF-16 units converted at a time */
#define CONFIDENCE_MIN 11	/* ucsdet's percent; 10 says "it could be" */
#define CONFIDENCE_LOW 30	/* below it the usual charset is preferred */
#define CONFIDENCE_NEAR 10	/* where it is that much less likely, or less */

/* Zero bytes are in no text of a one-byte charset; nor are most controls. */
static bool
has_controls(const uint8_t *p, size_t len)
{
	static const bool control[0x20] = {
		true, true, true, true, true, true, true, false,
		false, false, false, false, false, false, true, true,
		true, true, true, true, true, true, true, true,
		true, true, true, false, true, true, true, true,
	};			/* but \a \b \t \n \v \f \r and escape */
	size_t i;

	for (i = 0; i < len; i++)
		if (p[i] < 0x20 && control[p[i]])
			return true;
	return false;
}

static bool
is_utf8(const uint8_t *p, size_t len)
{
	return memchr(p, 0, len) == NULL && utf8_valid(p, len);
}

static int
found(struct charset *c, const char *name, unsigned confidence, size_t mark)
{
	(void)snprintf(c->name, sizeof(c->name), "%s", name);
	c->confidence = confidence;
	c->mark = mark;
	c->utf8 = strcmp(name, "UTF-8") == 0;
	return 0;
}

static bool
has_mark(struct charset *c, const uint8_t *p, size_t len)
{
	static const struct {
		const char *mark;
		size_t n;
		const char *name;
	} marks[] = {
		{ "\xef\xbb\xbf", 3, "UTF-8" },
		{ "\xff\xfe\0\0", 4, "UTF-32LE" },
		{ "\0\0\xfe\xff", 4, "UTF-32BE" },
		{ "\xff\xfe", 2, "UTF-16LE" },
		{ "\xfe\xff", 2, "UTF-16BE" },
		{ "\x84\x31\x95\x33", 4, "GB18030" },
	};
	size_t i;

	for (i = 0; i < COUNT(marks); i++)
		if (len >= marks[i].n &&
		    memcmp(p, marks[i].mark, marks[i].n) == 0) {
			(void)found(c, marks[i].name, CHARSET_SURE,
			    marks[i].n);
			return true;
		}
	return false;
}

/*
 * UTF-16 without a mark, in any script: spaces or line ends are a fortieth of
 * it at least, and no unit is a control or stands alone where two must.
 */
static bool
is_wide_text(const uint8_t *p, size_t len, size_t high)
{
	size_t i, spaces = 0, n = len < LOOKED_BYTES ? len : LOOKED_BYTES;
	bool lead = false;
	unsigned u;

	for (i = 0; i + 1 < n; i += 2) {
		u = (unsigned)p[i + high] << 8 | p[i + 1 - high];
		spaces += u == ' ' || u == '\n' || u == '\r' || u == 0x3000 ||
		    u == 0x3002;
		if ((u < ' ' && u != '\t' && u != '\n' && u != '\r' &&
		    u != '\f') || u >= 0xfffe ||
		    U16_IS_TRAIL(u) != lead)
			return false;
		lead = U16_IS_LEAD(u);
	}
	return spaces * 40 >= n / 2;
}

/*
 * UTF-16 without a mark: in half of the bytes of Western text the zeros stand
 * in one column only.  Anything else with zeros in it is no text.
 */
static bool
is_wide(struct charset *c, const uint8_t *p, size_t len)
{
	size_t zeros[4] = { 0 }, i, n = len < LOOKED_BYTES ? len : LOOKED_BYTES;

	n -= n % 4;
	for (i = 0; i < n; i++)
		zeros[i % 4] += p[i] == 0;
	if (n < 8 || len % 2 != 0)
		return false;
	n /= 4;
	if (len % 4 == 0 && zeros[1] > n / 2 && zeros[2] == n &&
	    zeros[3] == n && zeros[0] == 0)
		return found(c, "UTF-32LE", 90, 0) == 0;
	if (len % 4 == 0 && zeros[2] > n / 2 && zeros[0] == n &&
	    zeros[1] == n && zeros[3] == 0)
		return found(c, "UTF-32BE", 90, 0) == 0;
	if (zeros[0] + zeros[2] == 0 && zeros[1] + zeros[3] > n / 2)
		return found(c, "UTF-16LE", 80, 0) == 0;
	if (zeros[1] + zeros[3] == 0 && zeros[0] + zeros[2] > n / 2)
		return found(c, "UTF-16BE", 80, 0) == 0;
	if (zeros[0] + zeros[2] == 0 && zeros[1] + zeros[3] > 0 &&
	    is_wide_text(p, len, 1))
		return found(c, "UTF-16LE", 60, 0) == 0;
	if (zeros[1] + zeros[3] == 0 && zeros[0] + zeros[2] > 0 &&
	    is_wide_text(p, len, 0))
		return found(c, "UTF-16BE", 60, 0) == 0;
	return false;
}

/* The names that may be said are those the converters know and that can hold
 * what is there; UTF-16 cannot be what a declaration is written in. */
static bool
is_said(struct charset *c, const uint8_t *p, size_t len, const char *said)
{
	UErrorCode status = U_ZERO_ERROR;
	UConverter *cnv;
	const char *name;

	if (said == NULL || said[0] == '\0' ||
	    strlen(said) >= CHARSET_NAME_SIZE)
		return false;
	/* Browsers read these names as their larger Windows sisters. */
	if (strcasecmp(said, "iso-8859-1") == 0 ||
	    strcasecmp(said, "latin1") == 0 ||
	    strcasecmp(said, "us-ascii") == 0)
		said = "windows-1252";
	else if (strcasecmp(said, "gb2312") == 0 ||
	    strcasecmp(said, "gbk") == 0)
		said = "GB18030";
	cnv = ucnv_open(said, &status);
	if (U_FAILURE(status))
		return false;
	name = ucnv_getStandardName(said, "MIME", &status);
	(void)found(c, U_SUCCESS(status) && name != NULL &&
	    strlen(name) < CHARSET_NAME_SIZE ? name : said, CHARSET_SURE, 0);
	if (strcmp(said, "windows-1252") == 0)
		(void)found(c, said, CHARSET_SURE, 0);
	status = U_ZERO_ERROR;
	ucnv_close(cnv);
	if (c->utf8)
		return is_utf8(p, len);
	return strncasecmp(c->name, "UTF-", 4) != 0 && !has_controls(p, len);
}

static bool
is_usual(const char *name)
{
	return strcmp(name, "ISO-8859-1") == 0 ||
	    strcmp(name, "windows-1252") == 0;
}

/* The best match; windows-1252 where it is nearly as good as a poor one. */
static void
choose(struct charset *c, const UCharsetMatch **m, int32_t n)
{
	UErrorCode status = U_ZERO_ERROR;
	const char *name, *best = "windows-1252";
	int32_t i, sure, best_sure = 0;

	for (i = 0; i < n; i++) {
		name = ucsdet_getName(m[i], &status);
		sure = ucsdet_getConfidence(m[i], &status);
		if (U_FAILURE(status) || sure < CONFIDENCE_MIN)
			break;
		if (strncmp(name, "UTF-", 4) == 0 ||
		    strncmp(name, "IBM4", 4) == 0)
			continue;	/* asked for before; EBCDIC */
		if (best_sure == 0 || (best_sure < CONFIDENCE_LOW &&
		    is_usual(name) && sure + CONFIDENCE_NEAR >= best_sure)) {
			best = name;
			best_sure = sure;
		}
	}
	(void)found(c, is_usual(best) ? "windows-1252" : best,
	    best_sure < CHARSET_SURE ? (unsigned)best_sure : CHARSET_SURE - 1,
	    0);
}

/*
 * ICU's guess.  It looks at the first bytes that are not ASCII and what stands
 * around them: a long plain beginning would tell nothing.
 */
static int
guess(struct charset *c, const uint8_t *p, size_t len)
{
	UErrorCode status = U_ZERO_ERROR;
	UCharsetDetector *d = ucsdet_open(&status);
	const UCharsetMatch **m;
	int32_t n = 0;
	size_t at = 0;

	while (at < len && p[at] < 0x80)
		at++;
	at = at == len ? 0 : at > 512 ? at - 512 : 0;
	len = len - at < LOOKED_BYTES ? len - at : LOOKED_BYTES;
	ucsdet_setText(d, (const char *)p + at, (int32_t)len, &status);
	m = ucsdet_detectAll(d, &n, &status);
	choose(c, m, U_SUCCESS(status) && m != NULL ? n : 0);
	if (d != NULL)
		ucsdet_close(d);
	return 0;
}

/*
 * Japanese, Korean or Chinese in seven bits (ISO 2022), which looks like ASCII
 * with escapes in it.
 */
static bool
is_shifted(struct charset *c, const uint8_t *p, size_t len)
{
	if (memmem(p, len, "\x1b$", 2) == NULL)
		return false;
	(void)guess(c, p, len);
	if (strncmp(c->name, "ISO-2022", 8) == 0)
		return true;
	*c = (struct charset){ .name = "" };
	return false;
}

bool
charset_may_be(const void *bytes, size_t len)
{
	const uint8_t *p = bytes;
	struct charset c;

	if (has_mark(&c, p, len))
		return !c.utf8 || is_utf8(p + c.mark, len - c.mark);
	return is_utf8(p, len) || is_wide(&c, p, len) ||
	    !has_controls(p, len);
}

int
charset_of(struct charset *c, const void *bytes, size_t len, const char *said)
{
	const uint8_t *p = bytes;

	*c = (struct charset){ .name = "" };
	if (has_mark(c, p, len)) {
		if (!c->utf8 || is_utf8(p + c->mark, len - c->mark))
			return 0;
		return err_set(ERR_FORMAT, "it says that it is UTF-8 and is "
		    "not; save it again as UTF-8");
	}
	if (is_said(c, p, len, said))
		return 0;
	if (is_utf8(p, len) && !is_shifted(c, p, len))
		return found(c, "UTF-8", CHARSET_SURE, 0);
	if (c->name[0] != '\0')
		return 0;
	if (is_wide(c, p, len))
		return 0;
	if (has_controls(p, len))
		return err_set(ERR_FORMAT, "it holds bytes that no text has; "
		    "it is some other kind of file");
	return guess(c, p, len);
}

static int
put_units(struct bytes *out, const UChar *u, size_t n, UChar *lead)
{
	size_t i;
	uint32_t cp;

	for (i = 0; i < n; i++) {
		cp = u[i];
		if (U16_IS_LEAD(cp)) {
			*lead = u[i];
			continue;
		}
		if (U16_IS_TRAIL(cp))
			cp = *lead != 0 ? (uint32_t)U16_GET_SUPPLEMENTARY(
			    *lead, u[i]) : 0xfffd;
		*lead = 0;
		(void)utf8_put(out, cp == 0 ? 0xfffd : cp);
	}
	return bytes_ok(out);
}

int
charset_convert(struct bytes *out, const struct charset *c, const void *bytes,
    size_t len)
{
	const char *from = (const char *)bytes + c->mark;
	const char *end = (const char *)bytes + len;
	UErrorCode status = U_ZERO_ERROR;
	UChar units[UNITS], *to, lead = 0;
	UConverter *cnv;
	int r;

	if (c->utf8)
		return bytes_add(out, from, (size_t)(end - from));
	cnv = ucnv_open(c->name, &status);
	if (U_FAILURE(status))
		return err_set(ERR_FORMAT, "the charset %s is not known here; "
		    "save the text as UTF-8", c->name);
	do {
		to = units;
		status = U_ZERO_ERROR;
		ucnv_toUnicode(cnv, &to, units + UNITS, &from, end, NULL,
		    true, &status);
		r = put_units(out, units, (size_t)(to - units), &lead);
	} while (r == 0 && status == U_BUFFER_OVERFLOW_ERROR);
	if (r == 0 && U_FAILURE(status))
		r = err_set(ERR_FORMAT, "it cannot be read as %s; save the "
		    "text as UTF-8", c->name);
	ucnv_close(cnv);
	return r;
}
