/*
 * jpeg_session.h -- libjpeg opened on a document; private to jpeg_*.c.
 *
 * libjpeg ends a failed call with longjmp(); so each function that uses a
 * session sets one jump, everything it allocates hangs on the session, and
 * after the jump nothing is read but that:
 *
 *	if ((s = jpeg_session_new(a)) == NULL)
 *		return -1;
 *	if (setjmp(s->jump) != 0)
 *		return jpeg_session_end(s, -1);
 */
#ifndef INTAKE_FORMAT_IMAGE_JPEG_SESSION_H
#define INTAKE_FORMAT_IMAGE_JPEG_SESSION_H

#include <setjmp.h>
#include <stdio.h>

#include <jpeglib.h>

#include "intake/format/format.h"
#include "intake/format/page/dots.h"
#include "intake/format/page/picture.h"
#include "intake/format/page/whiten.h"

#define JPEG_OUT_BYTES 65536

struct jpeg_session {
	struct jpeg_error_mgr err;	/* first: libjpeg knows only this */
	jmp_buf jump;
	struct answer *a;
	struct jpeg_decompress_struct in;
	struct jpeg_compress_struct out;
	struct jpeg_progress_mgr progress;
	struct jpeg_destination_mgr dest;
	JOCTET buffer[JPEG_OUT_BYTES];
	JSAMPLE *row;
	JSAMPLE *rgb;
	struct picture_safe *safe;
	struct dots *dots;	/* while they are looked for */
	struct whiten *white;	/* the same, for paper */
	bool ended_early;	/* the data ended before EOI */
	enum exam_reason reason;
	char line[JMSG_LENGTH_MAX];
};

/* NULL after a refusal. */
struct jpeg_session *jpeg_session_new(struct answer *a);

/* The end of every session; `r` as it is, or the refusal that led here. */
int jpeg_session_end(struct jpeg_session *s, int r);

/* Jump. */
void jpeg_session_fail(struct jpeg_session *s, enum exam_reason reason,
    const char *line) __attribute__((noreturn));

/* Read the header.  `size`, when given, is what rows and boxes were counted
 * by: it must hold. */
void jpeg_session_in(struct jpeg_session *s, const struct doc *d,
    const struct picture_size *size);

/* A new JPEG goes to answer_file(). */
void jpeg_session_out(struct jpeg_session *s);

/* Finish with these coefficients as the new picture's; in jpeg_code.c. */
void jpeg_write_copy(struct jpeg_session *s, jvirt_barray_ptr *blocks,
    unsigned orientation);

#endif
