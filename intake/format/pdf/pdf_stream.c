/* pdf_stream.c -- the bytes of a stream, its filters undone (7.4). */
#include "intake/format/pdf/pdf_copy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#define STEP ((size_t)64 << 10)

/* Short names stand in inline images. */
static const char *
long_name(const char *name)
{
	static const char *const names[][2] = {
		{ "/Fl", "/FlateDecode" }, { "/AHx", "/ASCIIHexDecode" },
		{ "/A85", "/ASCII85Decode" }, { "/LZW", "/LZWDecode" },
		{ "/RL", "/RunLengthDecode" }, { "/CCF", "/CCITTFaxDecode" },
		{ "/DCT", "/DCTDecode" }
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(name, names[i][0]) == 0)
			return names[i][1];
	return name;
}

static bool
add_filter(qpdf_data q, struct pdf_filter *f, qpdf_oh name, qpdf_oh parms)
{
	const char *s;

	if (!qpdf_oh_is_name(q, name))
		return false;
	s = long_name(qpdf_oh_get_name(q, name));
	if (strlen(s) >= sizeof f->name)
		return false;
	memcpy(f->name, s, strlen(s) + 1);
	f->parms = parms;
	return true;
}

static bool
list_filters(qpdf_data q, qpdf_oh stream,
    struct pdf_filter filters[PDF_FILTERS_MAX], unsigned *n)
{
	qpdf_oh dict = qpdf_oh_get_dict(q, stream);
	qpdf_oh filter = qpdf_oh_get_key(q, dict, "/Filter");
	qpdf_oh parms = qpdf_oh_get_key(q, dict, "/DecodeParms");
	int i, count;

	*n = 0;
	if (qpdf_oh_is_null(q, filter))
		return true;
	if (!qpdf_oh_is_array(q, filter)) {
		*n = 1;
		if (qpdf_oh_is_array(q, parms))
			parms = qpdf_oh_get_array_item(q, parms, 0);
		return add_filter(q, filters, filter, parms);
	}
	count = qpdf_oh_get_array_n_items(q, filter);
	if (count > PDF_FILTERS_MAX)
		return false;
	for (i = 0; i < count; i++) {
		qpdf_oh own = qpdf_oh_is_array(q, parms) ?
		    qpdf_oh_get_array_item(q, parms, i) : parms;

		if (!add_filter(q, &filters[i],
		    qpdf_oh_get_array_item(q, filter, i), own))
			return false;
	}
	*n = (unsigned)count;
	return true;
}

/* What of it can be inflated: readers show as much, too. */
static bool
inflate_all(struct bytes *out, const uint8_t *p, size_t len)
{
	z_stream z = { .next_in = (Bytef *)(uintptr_t)p };
	uint8_t *room;
	int r = Z_OK;

	if (inflateInit(&z) != Z_OK)
		return false;
	while (r == Z_OK && bytes_room(out, STEP, &room) == 0) {
		size_t left = len - (size_t)(z.next_in - p);

		z.next_out = room;
		z.avail_out = STEP;
		z.avail_in = left < UINT32_MAX ? (uInt)left : UINT32_MAX;
		r = inflate(&z, Z_NO_FLUSH);
		out->len -= z.avail_out;
		if (r == Z_BUF_ERROR || (z.avail_in == 0 && z.avail_out > 0))
			break;
	}
	(void)inflateEnd(&z);
	return bytes_ok(out) == 0;
}

/* One filter undone by qpdf, on a stream made for that. */
static bool
undo(qpdf_data q, const struct pdf_filter *f, struct bytes *data)
{
	qpdf_oh stream = qpdf_oh_new_stream(q);
	unsigned char *p = NULL;
	size_t len = 0;
	QPDF_BOOL filtered = QPDF_FALSE;
	bool done;

	qpdf_oh_replace_stream_data(q, stream, data->data, data->len,
	    qpdf_oh_new_name(q, f->name), f->parms);
	done = (qpdf_oh_get_stream_data(q, stream, qpdf_dl_specialized,
	    &filtered, &p, &len) & QPDF_ERRORS) == 0 && filtered;
	if (done) {
		bytes_reset(data);
		done = bytes_add(data, p, len) == 0;
	}
	free(p);
	return done;
}

static bool
is_picture(const char *name)
{
	return strcmp(name, "/DCTDecode") == 0 ||
	    strcmp(name, "/JPXDecode") == 0 ||
	    strcmp(name, "/CCITTFaxDecode") == 0 ||
	    strcmp(name, "/JBIG2Decode") == 0;
}

static bool
is_predicted(qpdf_data q, const struct pdf_filter *f)
{
	int predictor = 1;

	return qpdf_oh_is_dictionary(q, f->parms) &&
	    qpdf_oh_get_value_as_int(q, qpdf_oh_get_key(q, f->parms,
	    "/Predictor"), &predictor) && predictor > 1;
}

bool
pdf_stream_open(qpdf_data q, qpdf_oh stream, struct bytes *data,
    struct pdf_filter filters[PDF_FILTERS_MAX], unsigned *n)
{
	struct bytes next = BYTES_INIT(data->max);
	unsigned char *raw = NULL;
	unsigned i, count;
	bool r = false;
	size_t len = 0;

	*n = 0;
	if (!list_filters(q, stream, filters, &count) ||
	    (qpdf_oh_get_stream_data(q, stream, qpdf_dl_none, NULL, &raw,
	    &len) & QPDF_ERRORS) != 0 || bytes_add(data, raw, len) < 0)
		goto done;
	for (i = 0; i < count && !is_picture(filters[i].name); i++) {
		bool predicted = is_predicted(q, &filters[i]);

		if (strcmp(filters[i].name, "/Crypt") == 0)
			continue;
		if (strcmp(filters[i].name, "/FlateDecode") != 0 ||
		    (predicted && i + 1 < count)) {
			if (!undo(q, &filters[i], data))
				goto done;
			continue;
		}
		if (!inflate_all(&next, data->data, data->len)) {
			data->failed = next.failed;
			goto done;
		}
		bytes_reset(data);
		if (bytes_add(data, next.data, next.len) < 0)
			goto done;
		bytes_reset(&next);
		if (predicted)
			break;
	}
	/* Nothing that can be undone lies below a picture. */
	if (i + 1 < count)
		goto done;
	if (i < count) {
		filters[0] = filters[i];
		*n = 1;
	}
	r = true;
done:
	free(raw);
	bytes_free(&next);
	return r;
}

/* A predictor is undone by qpdf, which wants it deflated: so from the start. */
bool
pdf_stream_plain(qpdf_data q, qpdf_oh stream, struct bytes *data)
{
	struct pdf_filter filters[PDF_FILTERS_MAX];
	unsigned char *p = NULL;
	QPDF_BOOL filtered = QPDF_FALSE;
	size_t len = 0;
	unsigned n;
	bool r;

	if (!pdf_stream_open(q, stream, data, filters, &n))
		return false;
	if (n == 0)
		return true;
	r = (qpdf_oh_get_stream_data(q, stream, qpdf_dl_specialized, &filtered,
	    &p, &len) & QPDF_ERRORS) == 0 && filtered;
	bytes_reset(data);
	r = r && bytes_add(data, p, len) == 0;
	free(p);
	return r;
}
