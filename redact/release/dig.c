/* dig.c -- see dig.h. */
#include "redact/release/dig.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "intake/examine/inside.h"
#include "redact/release/attack.h"
#include "vault/base/err.h"
#include "vault/base/io.h"

/* Formats that pack what they hold; the bytes of others are all there is. */
static bool
is_packed(enum format_id f)
{
	switch (f) {
	case FORMAT_PDF:
	case FORMAT_DOCX:
	case FORMAT_XLSX:
	case FORMAT_PPTX:
	case FORMAT_ODT:
	case FORMAT_ODS:
	case FORMAT_ODP:
	case FORMAT_ODG:
	case FORMAT_ODF:
	case FORMAT_EPUB:
	case FORMAT_EML:
	case FORMAT_PNG:
		return true;
	default:
		return format_is_container(f);
	}
}

/* What a piece begins with, where it is a document of its own. */
enum content { CONTENT_BYTES, CONTENT_PACKED, CONTENT_PICTURE };

static enum content
content_of(const uint8_t *p, size_t len)
{
	static const struct {
		const char *magic;
		size_t len;
		enum content is;
	} known[] = {
		{ "PK\x03\x04", 4, CONTENT_PACKED },
		{ "%PDF-", 5, CONTENT_PACKED },
		{ "\x1f\x8b", 2, CONTENT_PACKED },
		{ "\xfd" "7zXZ", 5, CONTENT_PACKED },
		{ "BZh", 3, CONTENT_PACKED },
		{ "\x28\xb5\x2f\xfd", 4, CONTENT_PACKED },
		{ "7z\xbc\xaf", 4, CONTENT_PACKED },
		{ "\x89PNG", 4, CONTENT_PICTURE },
		{ "\xff\xd8\xff", 3, CONTENT_PICTURE },
		{ "GIF8", 4, CONTENT_PICTURE },
		{ "II*\0", 4, CONTENT_PICTURE },
		{ "MM\0*", 4, CONTENT_PICTURE },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (len > known[i].len &&
		    memcmp(p, known[i].magic, known[i].len) == 0)
			return known[i].is;
	return CONTENT_BYTES;
}

static int dig(struct dig *d, int fd, const char *above, unsigned depth);

/* The words in a picture. */
static int
read_picture(struct dig *d, int fd, const char *place)
{
	struct exam_request q = { .fd = fd, .patient = d->patient,
	    .want = WANT_TEXT | WANT_LAYOUT | WANT_OCR };
	struct exam seen = EXAM_INIT;
	int r;

	if (d->pictures++ >= DIG_PICTURES_MAX)
		return err_set(ERR_NOT_PERMITTED, "the result has more than %u "
		    "pictures, too many to be read again; split the document",
		    DIG_PICTURES_MAX);
	if ((r = worker_run(d->worker, &q, &seen)) == 0 &&
	    seen.report.state == EXAM_DONE)
		r = attack_words(d->values, place, 0, seen.text.data,
		    seen.text.len, d->hits);
	exam_free(&seen);
	return r;
}

static int
meet(struct dig *d, const struct inside *one, const char *above,
    unsigned depth)
{
	enum content is = content_of(one->data, one->len);
	char place[HIT_PLACE_SIZE];
	int fd = -1, r;

	(void)snprintf(place, sizeof(place), "%s%s%.*s", above,
	    above[0] != '\0' ? ": " : "", (int)one->name_len, one->name);
	if ((r = attack_bytes(d->values, place, one->name, one->name_len,
	    d->hits)) < 0 || (r = attack_bytes(d->values, place, one->data,
	    one->len, d->hits)) < 0 || is == CONTENT_BYTES)
		return r;
	if ((r = io_memfd_from(&fd, "tipline-piece", one->data,
	    one->len)) == 0 && is == CONTENT_PICTURE)
		r = read_picture(d, fd, place);
	if (r == 0 && depth < NESTING_MAX)
		r = dig(d, fd, place, depth + 1);
	io_close(&fd);
	return r;
}

static int
meet_all(struct dig *d, int fd, const char *above, unsigned depth)
{
	struct inside one;
	uint64_t size;
	size_t at = 0;
	uint8_t *map;
	int r;

	if ((r = io_size(fd, &size)) < 0 || size == 0)
		return r;
	map = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (map == MAP_FAILED)
		return err_sys("cannot look through the result");
	while ((r = inside_next(&one, map, size, &at)) > 0)
		if ((r = meet(d, &one, above, depth)) < 0)
			break;
	(void)munmap(map, size);
	return r;
}

static int
dig(struct dig *d, int fd, const char *above, unsigned depth)
{
	struct exam_request q = { .fd = fd, .patient = d->patient,
	    .want = WANT_INSIDE };
	struct exam inside = EXAM_INIT;
	int r;

	if ((r = worker_run(d->worker, &q, &inside)) < 0)
		goto done;
	if (inside.report.state == EXAM_DONE)
		r = meet_all(d, inside.file, above, depth);
	else if (depth == 0)	/* what lies deeper may be of any kind */
		r = err_set(ERR_NOT_PERMITTED, "the result could not be taken "
		    "apart (%s: %s), so it is not proven; run it with "
		    "--patient", reason_name(inside.report.reason),
		    inside.report.detail);
done:
	exam_free(&inside);
	return r;
}

int
dig_into(struct dig *d, int fd, enum format_id format)
{
	return is_packed(format) ? dig(d, fd, "", 0) : 0;
}
