/* docx_media.c -- pictures inside a document. */
#include <stdio.h>

#include "intake/format/office/docx_job.h"
#include "vault/base/err.h"

int
docx_job_picture(struct docx_job *job, const char *part, char target[48])
{
	const struct picture *p = pictures_find(&job->pictures, part);
	struct bytes raw = BYTES_INIT(ZIP_MEMBER_MAX);

	target[0] = '\0';
	if (!job->writing)
		return 0;	/* the name is not used yet */
	if (p == NULL) {
		/* What is not there, or cannot be unpacked, is a grey one. */
		if (part[0] == '\0' ||
		    opc_read(job->package, part, &raw) < 0)
			bytes_reset(&raw);
		p = pictures_put(&job->pictures, part, raw.data, raw.len);
		bytes_free(&raw);
	}
	if (p == NULL)
		return ERR_TOO_BIG;
	(void)snprintf(target, 48, "media/%s", p->name);
	return 0;
}
