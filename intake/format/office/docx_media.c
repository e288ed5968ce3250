/* docx_media.c -- pictures inside a document. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/format/office/docx_job.h"
#include "intake/format/image/image.h"
#include "vault/base/err.h"

#define PICTURES_MAX 5000u

/*
 * One grey pixel: stands for a picture of a kind that is not cleaned (EMF,
 * GIF, SVG ...) or that could not be, so that the document still opens.
 */
static const uint8_t grey_png[] = {
	0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00,
	0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00,
	0x00, 0x01, 0x08, 0x00, 0x00, 0x00, 0x00, 0x3a, 0x7e, 0x9b, 0x55,
	0x00, 0x00, 0x00, 0x0a, 0x49, 0x44, 0x41, 0x54, 0x78, 0xda, 0x63,
	0x38, 0x00, 0x00, 0x00, 0xc2, 0x00, 0xc1, 0xff, 0xd6, 0x2d, 0xdc,
	0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60,
	0x82
};

/* Through the cleaner too: then cleaning a copy changes nothing in it. */
static int
grey(struct bytes *out)
{
	const struct doc d = { .data = grey_png, .len = sizeof grey_png };

	bytes_reset(out);
	if (format_clean_nested(&format_png, &d, out) < 0)
		return err_set(ERR_FAILED, "the picture that stands for "
		    "others cannot be made; report this");
	return 0;
}

static int
clean(struct docx_job *job, const char *part, struct docx_picture *p)
{
	static const struct {
		const struct format *format;
		const char *ext;
	} kinds[] = { { &format_png, "png" }, { &format_jpeg, "jpeg" } };
	struct bytes raw = BYTES_INIT(ZIP_MEMBER_MAX);
	unsigned number = (unsigned)job->npictures + 1;
	const char *ext = "png";
	struct doc d;
	size_t i;
	int r = 0;

	p->data = BYTES_INIT(DOCX_MEDIA_MAX - job->media);
	if (part[0] != '\0' &&
	    docx_package_read(job->package, part, &raw) == 0) {
		d = (struct doc){ .data = raw.data, .len = raw.len };
		for (i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
			bytes_reset(&p->data);
			if (kinds[i].format->structure(&d) &&
			    format_clean_nested(kinds[i].format, &d,
			    &p->data) == 0 && p->data.len > 0) {
				ext = kinds[i].ext;
				goto named;
			}
		}
	}
	r = grey(&p->data);
named:
	(void)snprintf(p->name, sizeof p->name, "media/image%u.%s", number,
	    ext);
	bytes_free(&raw);
	return r;
}

const char *
docx_job_picture(struct docx_job *job, const char *part)
{
	struct docx_map_entry *e;
	struct docx_picture *p;

	if ((e = docx_map_put(&job->picture_of, part)) == NULL)
		return NULL;
	if (!job->writing)
		return "media/image.png";	/* the name is not used yet */
	if (e->value != 0)
		return job->pictures[e->value - 1].name;
	if (job->npictures == PICTURES_MAX) {
		(void)err_set(ERR_TOO_BIG, "the document has too many "
		    "pictures; split it");
		return NULL;
	}
	if (job->pictures == NULL && (job->pictures = calloc(PICTURES_MAX,
	    sizeof *job->pictures)) == NULL) {
		(void)err_set(ERR_NO_MEMORY, "out of memory");
		return NULL;
	}
	p = &job->pictures[job->npictures];
	if (clean(job, part, p) < 0) {
		bytes_free(&p->data);
		return NULL;
	}
	job->npictures++;
	job->media += p->data.len;
	e->value = (unsigned)job->npictures;
	return p->name;
}
