/*
 * zip_names.c -- the character set of a zip's names.
 *
 * Some say UTF-8 (a flag, or Info-ZIP's extra field); all others are in
 * whatever the writer's machine used.  Bytes that are valid UTF-8 are taken
 * for it.  What is left is judged by all names together: pairs of GB2312, runs
 * of Cyrillic in code page 866, else code page 437, which APPNOTE names.
 */
#include "intake/format/archive/zip_dir.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ucnv.h>

#include "intake/format/archive/member.h"
#include "intake/format/package/zip.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

#define CENTRAL_SIZE 46u
#define FLAG_UTF8 0x0800u
#define EXTRA_UNICODE_PATH 0x7075u
#define RUN_MIN 3	/* Cyrillic letters in a row that make it Russian */

/* What the bytes that are no UTF-8 look like. */
struct guess {
	bool any, not_gb2312, cyrillic_run;
};

static const uint8_t *
raw_name(const struct zip_dir *z, const struct zip_entry *e)
{
	return z->p + e->central + CENTRAL_SIZE;
}

static bool
is_cyrillic_866(uint8_t c)
{
	return (c >= 0x80 && c <= 0xaf) || (c >= 0xe0 && c <= 0xf1);
}

static void
look(struct guess *g, const uint8_t *p, size_t len)
{
	size_t i, run = 0;

	for (i = 0; i < len; i++) {
		run = is_cyrillic_866(p[i]) ? run + 1 : 0;
		if (run >= RUN_MIN)
			g->cyrillic_run = true;
	}
	for (i = 0; i < len; i++) {
		if (p[i] < 0x80)
			continue;
		g->any = true;
		if (p[i] < 0xa1 || p[i] > 0xf7 || i + 1 == len ||
		    p[i + 1] < 0xa1 || p[i + 1] > 0xfe)
			g->not_gb2312 = true;
		else
			i++;
	}
}

static int
keep(struct zip_entry *e, const void *p, size_t len, const char *charset)
{
	if ((e->name = malloc(len + 1)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	memcpy(e->name, p, len);
	e->name[len] = '\0';
	e->name_len = len;
	e->charset = charset;
	return 0;
}

/* Info-ZIP's field: version 1, the CRC of the plain name, the UTF-8 name. */
static const uint8_t *
unicode_path(const struct zip_dir *z, const struct zip_entry *e, size_t *len)
{
	const uint8_t *p = zip_dir_extra(z, e, EXTRA_UNICODE_PATH, len);

	if (p == NULL || *len < 6 || p[0] != 1 ||
	    zip_u32(p + 1) != zip_crc(raw_name(z, e), e->raw_len))
		return NULL;
	*len -= 5;
	return utf8_valid(p + 5, *len) && memchr(p + 5, '\0', *len) == NULL ?
	    p + 5 : NULL;
}

static int
decode(struct zip_entry *e, const uint8_t *p, const char *charset)
{
	char text[4 * MEMBER_NAME_MAX];
	UErrorCode err = U_ZERO_ERROR;
	int32_t n;

	n = ucnv_convert("UTF-8", charset, text, sizeof(text), (const char *)p,
	    e->raw_len, &err);
	if (U_FAILURE(err) || n < 0 || (size_t)n > sizeof(text))
		return keep(e, p, e->raw_len, NULL);	/* as it stands */
	return keep(e, text, (size_t)n, charset);
}

int
zip_names_decode(struct zip_dir *z)
{
	struct guess g = { 0 };
	const char *charset;
	size_t i, len = 0;
	int r = 0;

	for (i = 0; i < z->n; i++)
		if (!utf8_valid(raw_name(z, &z->list[i]), z->list[i].raw_len))
			look(&g, raw_name(z, &z->list[i]),
			    z->list[i].raw_len);
	charset = g.any && !g.not_gb2312 ? "gbk" :
	    g.cyrillic_run ? "ibm-866" : "ibm-437";
	for (i = 0; i < z->n && r == 0; i++) {
		struct zip_entry *e = &z->list[i];
		const uint8_t *p = raw_name(z, e), *path;

		if ((e->flags & FLAG_UTF8) == 0 &&
		    (path = unicode_path(z, e, &len)) != NULL)
			r = keep(e, path, len, NULL);
		else if ((e->flags & FLAG_UTF8) != 0 ||
		    utf8_valid(p, e->raw_len))
			r = keep(e, p, e->raw_len, NULL);
		else
			r = decode(e, p, charset);
	}
	return r;
}
