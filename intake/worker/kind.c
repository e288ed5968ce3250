/* kind.c -- see kind.h. */
#include "intake/worker/kind.h"

#include <magic.h>
#include <stdbool.h>
#include <string.h>

#include "intake/worker/second.h"
#include "vault/base/err.h"

#define NO_FORMAT "none"

static magic_t magic;	/* loaded once, inherited by every child */

int
kind_load(void)
{
	/* It must never unpack, and never start a program to do so. */
	const int flags = MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS |
	    MAGIC_NO_CHECK_ELF;

	if ((magic = magic_open(flags)) == NULL ||
	    magic_load(magic, NULL) != 0)
		return err_set(ERR_FAILED, "cannot load libmagic's database; "
		    "install the package libmagic-mgc");
	return 0;
}

static const char *
ask_magic(const struct doc *d)
{
	const char *mime;
	size_t len = d->len < KIND_MAGIC_BYTES ? d->len : KIND_MAGIC_BYTES;

	mime = magic_buffer(magic, d->data, len);
	return mime != NULL ? mime : "application/octet-stream";
}

static bool
says(const struct format *f, const char *mime)
{
	size_t i;

	for (i = 0; f->mimes[i] != NULL; i++)
		if (strcmp(f->mimes[i], mime) == 0)
			return true;
	return false;
}

/* The format that libmagic means, text apart: that is many types. */
static const struct format *
meant_by(const char *mime)
{
	const struct format *const *f;

	for (f = formats_used(); *f != NULL; f++)
		if ((*f)->id != FORMAT_TEXT && says(*f, mime))
			return *f;
	return NULL;
}

static const struct format *
no_structure(const char *mime, struct answer *a)
{
	const struct format *meant = meant_by(mime);

	/* Many formats are zips, and many begin like nothing or like text. */
	if (strcmp(mime, "application/zip") == 0)
		(void)answer_refuse(a, REASON_DAMAGED, "it begins like zip but "
		    "is broken after that");
	else if (meant != NULL && strcmp(mime, "text/plain") != 0 &&
	    strcmp(mime, "application/octet-stream") != 0)
		(void)answer_refuse(a, REASON_DAMAGED, "it begins like %s but "
		    "is broken after that", format_name(meant->id));
	else if (strncmp(mime, "text/", 5) == 0)
		(void)answer_quarantine(a, REASON_UNKNOWN_TYPE, "text with "
		    "control characters in it, in no charset that is known, or "
		    "of a kind that is not handled (%s)", mime);
	else
		(void)answer_quarantine(a, REASON_UNKNOWN_TYPE, "its type is "
		    "%s, which is not handled", mime);
	return NULL;
}

static const struct format *
disagree(const struct format *f, const char *mime, struct answer *a)
{
	if (f->id == FORMAT_TEXT && meant_by(mime) == NULL)
		(void)answer_quarantine(a, REASON_UNKNOWN_TYPE, "text of the "
		    "type %s, which can hold metadata of its own", mime);
	else
		(void)answer_quarantine(a, REASON_TYPE_DISAGREES, "libmagic "
		    "says %s, the structure is %s", mime, format_name(f->id));
	return NULL;
}

/* Mails are text in which a mail's own words come first: libmagic may take
 * them for whatever those words are about. */
static bool
fits(const struct format *f, const char *mime)
{
	bool mail = f->id == FORMAT_EML || f->id == FORMAT_MBOX ||
	    f->id == FORMAT_EMLX;

	if (f->id == FORMAT_TEXT)
		return second_is_plain(mime);
	return says(f, mime) || (mail && (second_is_plain(mime) ||
	    strncmp(mime, "text/", 5) == 0));
}

const struct format *
kind_of(const struct doc *d, struct answer *a)
{
	const struct format *f;
	const char *mime, *second;
	unsigned n;

	if (d->len == 0 || d->len > DOCUMENT_MAX) {
		answer_type(a, FORMAT_UNKNOWN, "", "");
		if (d->len == 0)
			(void)answer_refuse(a, REASON_EMPTY, "it has no bytes");
		else
			(void)answer_refuse(a, REASON_TOO_LARGE,
			    "it is over %llu bytes",
			    (unsigned long long)DOCUMENT_MAX);
		return NULL;
	}
	mime = ask_magic(d);
	n = formats_holding(d, &f);
	second = f != NULL ? second_thing(d, f->id) : NULL;
	answer_type(a, f != NULL ? f->id : FORMAT_UNKNOWN, mime,
	    f != NULL ? format_name(f->id) : NO_FORMAT);
	if (f == NULL)
		return no_structure(mime, a);
	if (n > 1 || second != NULL) {
		(void)answer_quarantine(a, REASON_TWO_THINGS, "it is %s and "
		    "also %s", format_name(f->id),
		    second != NULL ? second : "another format");
		return NULL;
	}
	if (!fits(f, mime))
		return disagree(f, mime, a);
	return f;
}
