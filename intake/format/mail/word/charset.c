/* charset.c -- see charset.h. */
#include "intake/format/mail/word/charset.h"

#include <string.h>
#include <strings.h>
#include <unicode/ucnv.h>

#include "vault/base/err.h"
#include "vault/base/print.h"

#define CHUNK 4096		/* bytes of UTF-8 converted at a time */

/* Names that say "ASCII" are used for anything. */
static bool
says_nothing(const char *name)
{
	return name[0] == '\0' || strcasecmp(name, "us-ascii") == 0 ||
	    strcasecmp(name, "ascii") == 0 ||
	    strcasecmp(name, "unknown-8bit") == 0 ||
	    strcasecmp(name, "x-unknown") == 0 ||
	    strcasecmp(name, "utf-8") == 0 || strcasecmp(name, "utf8") == 0;
}

/* Without what no text may hold; bytes that are no character are told. */
static int
keep(struct bytes *out, const uint8_t *p, size_t len)
{
	uint32_t cp;
	size_t n;

	for (; len > 0; p += n, len -= n) {
		if ((n = utf8_next(p, len, &cp)) == 0) {
			n = 1;
			cp = 0xfffd;
		}
		if ((cp < 0x20 && cp != '\t' && cp != '\n' && cp != '\r') ||
		    (cp >= 0x7f && cp < 0xa0 && cp != 0x85))
			continue;
		(void)utf8_put(out, cp);
	}
	return bytes_ok(out);
}

static int
convert(struct bytes *out, UConverter *from, const char *p, size_t len)
{
	struct bytes all = BYTES_INIT(out->max);
	UErrorCode err = U_ZERO_ERROR;
	UConverter *to = ucnv_open("UTF-8", &err);
	UChar pivot[CHUNK], *source = pivot, *target = pivot;
	const char *end = p + len;
	UBool first = true;
	int r = 0;

	if (U_FAILURE(err)) {
		r = err_set(ERR_NO_MEMORY, "out of memory");
		goto done;
	}
	do {
		char text[CHUNK], *at = text;

		err = U_ZERO_ERROR;
		ucnv_convertEx(to, from, &at, text + CHUNK, &p, end, pivot,
		    &source, &target, pivot + CHUNK, first, true, &err);
		first = false;
		if ((r = bytes_add(&all, text, (size_t)(at - text))) < 0)
			goto done;
	} while (err == U_BUFFER_OVERFLOW_ERROR);
	r = keep(out, all.data, all.len);
done:
	ucnv_close(to);
	bytes_free(&all);
	return r;
}

int
charset_to_utf8(struct bytes *out, const void *p, size_t len,
    const char *name)
{
	UErrorCode err = U_ZERO_ERROR;
	UConverter *c = NULL;
	int r;

	if (len == 0)
		return 0;
	if (says_nothing(name)) {
		if (utf8_valid(p, len))
			return keep(out, p, len);
		name = "windows-1252";
	}
	c = ucnv_open(strcasecmp(name, "iso-8859-1") == 0 ? "windows-1252" :
	    name, &err);
	if (U_FAILURE(err)) {
		if (utf8_valid(p, len))
			return keep(out, p, len);
		err = U_ZERO_ERROR;
		c = ucnv_open("windows-1252", &err);
	}
	if (U_FAILURE(err))
		return err_set(ERR_NO_MEMORY, "out of memory");
	r = convert(out, c, p, len);
	ucnv_close(c);
	return r;
}
