/* planes_av1.c -- AV1 through dav1d, in this thread; see planes.h. */
#include <errno.h>
#include <string.h>

#include <dav1d/dav1d.h>

#include "intake/examine/limits.h"
#include "intake/format/heif/planes.h"

static void
silent(void *arg, const char *format, va_list ap)
{
	(void)arg;
	(void)format;
	(void)ap;
}

static struct planes
planes_of(const Dav1dPicture *im)
{
	struct planes p = {
		.width = (uint32_t)im->p.w, .height = (uint32_t)im->p.h,
		.bits = (unsigned)im->p.bpc,
		.across = im->p.layout == DAV1D_PIXEL_LAYOUT_I420 ||
		    im->p.layout == DAV1D_PIXEL_LAYOUT_I422,
		.down = im->p.layout == DAV1D_PIXEL_LAYOUT_I420,
		.matrix = (unsigned)im->seq_hdr->mtrx,
		.full = im->seq_hdr->color_range != 0,
	};
	int i;

	for (i = 0; i < (im->p.layout == DAV1D_PIXEL_LAYOUT_I400 ? 1 : 3);
	    i++) {
		p.at[i] = im->data[i];
		p.stride[i] = im->stride[i > 0];
	}
	return p;
}

bool
planes_av1(const uint8_t *data, size_t len, planes_take take, void *arg)
{
	Dav1dSettings s;
	Dav1dContext *c = NULL;
	Dav1dData in;
	Dav1dPicture im;
	struct planes p;
	uint8_t *room;
	bool ok = false;
	int r;

	dav1d_default_settings(&s);
	s.n_threads = 1;
	s.max_frame_delay = 1;
	s.frame_size_limit = (unsigned)PIXELS_MAX;
	s.logger.callback = silent;
	memset(&im, 0, sizeof(im));
	memset(&in, 0, sizeof(in));
	if (dav1d_open(&c, &s) < 0)
		return false;
	if ((room = dav1d_data_create(&in, len)) == NULL)
		goto done;
	memcpy(room, data, len);
	do {
		r = in.sz > 0 ? dav1d_send_data(c, &in) : 0;
		if (r < 0 && r != DAV1D_ERR(EAGAIN))
			goto done;
		r = dav1d_get_picture(c, &im);
	} while (r == DAV1D_ERR(EAGAIN) && in.sz > 0);
	if (r < 0)
		goto done;
	p = planes_of(&im);
	ok = take(arg, &p);
	dav1d_picture_unref(&im);
done:
	if (in.sz > 0)
		dav1d_data_unref(&in);
	dav1d_close(&c);
	return ok;
}
