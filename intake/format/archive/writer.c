/* writer.c -- see writer.h. */
#include "intake/format/archive/writer.h"

#include <stdlib.h>
#include <string.h>

#include "intake/examine/limits.h"
#include "intake/format/package/zip.h"
#include "vault/base/err.h"

struct writer {
	struct answer *a;
	enum format_id format;
	struct zip_writer *zip;
	struct bytes out;	/* of the zip, until it is sent */
	struct write_7z *sevenz;
};

int
writer_new(struct writer **out, enum format_id f, struct answer *a)
{
	struct writer *w;
	int r = 0;

	*out = NULL;
	if ((w = calloc(1, sizeof(*w))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	w->a = a;
	w->format = f;
	w->out = BYTES_INIT((size_t)CLEAN_MAX);
	if (f == FORMAT_ZIP)
		r = zip_writer_new(&w->zip, &w->out);
	else if (f == FORMAT_7Z)
		r = write_7z_new(&w->sevenz);
	if (r < 0) {
		writer_free(w);
		return r;
	}
	*out = w;
	return 0;
}

static int
to_answer(void *ctx, const void *p, size_t len)
{
	answer_file(ctx, p, len);
	return 0;
}

/* What is written leaves at once: a large archive is never held whole. */
static void
send(struct writer *w)
{
	answer_file(w->a, w->out.data, w->out.len);
	zip_writer_taken(w->zip);
}

static int
add_zip(struct writer *w, const char *name, bool folder, bool stored,
    const void *data, size_t len)
{
	struct bytes slashed = BYTES_INIT(8 * MEMBER_NAME_MAX);
	int r;

	if ((r = bytes_addf(&slashed, "%s%s", name, folder ? "/" : "")) < 0)
		return r;
	if (bytes_str(&slashed) == NULL)
		r = bytes_ok(&slashed);
	else if ((r = zip_writer_add(w->zip, bytes_str(&slashed), data, len,
	    !stored && len > 0)) == 0)
		send(w);
	bytes_free(&slashed);
	return r;
}

int
writer_add(struct writer *w, const char *name, enum member_what what,
    bool stored, const void *data, size_t len)
{
	bool folder = what == MEMBER_FOLDER;

	switch (w->format) {
	case FORMAT_ZIP:
		return add_zip(w, name, folder, stored, data, len);
	case FORMAT_TAR:
		write_tar_member(w->a, name, folder, data, len);
		return 0;
	case FORMAT_7Z:
		return write_7z_add(w->sevenz, name, folder, data, len);
	default:
		return write_alone(w->format, data, len, to_answer, w->a);
	}
}

int
writer_end(struct writer *w)
{
	int r;

	if (w->format == FORMAT_ZIP) {
		if ((r = zip_writer_end(w->zip)) == 0)
			send(w);
		return r;
	}
	if (w->format == FORMAT_TAR)
		write_tar_end(w->a);
	return w->format == FORMAT_7Z ? write_7z_end(w->sevenz, w->a) : 0;
}

void
writer_free(struct writer *w)
{
	if (w == NULL)
		return;
	zip_writer_free(w->zip);
	write_7z_free(w->sevenz);
	bytes_free(&w->out);
	free(w);
}
