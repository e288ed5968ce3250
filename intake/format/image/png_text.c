/*
 * png_text.c -- see png_text.h.
 *
 * Nothing is inflated here: the chunk goes to libpng inside a PNG of one
 * pixel made around it, with libpng's own bounds on what it may become.
 */
#include "intake/format/image/png_text.h"

#include <png.h>
#include <setjmp.h>
#include <string.h>

struct session {
	jmp_buf jump;
	png_structp png;
	png_infop info;
	struct bytes file;
	size_t at;
};

static void __attribute__((noreturn))
on_error(png_structp png, png_const_charp message)
{
	struct session *s = png_get_error_ptr(png);

	(void)message;
	longjmp(s->jump, 1);
}

static void
on_warning(png_structp png, png_const_charp message)
{
	(void)png;
	(void)message;
}

static void
on_read(png_structp png, png_bytep to, size_t n)
{
	struct session *s = png_get_io_ptr(png);

	if (n > s->file.len - s->at)
		png_error(png, "cut");
	memcpy(to, s->file.data + s->at, n);
	s->at += n;
}

/* Checksums are left 0: the reader is told not to look. */
static int
wrap(struct bytes *file, const struct png_chunk *c)
{
	static const uint8_t head[] = {
		0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n',
		0, 0, 0, 13, 'I', 'H', 'D', 'R',
		0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0, 0, 0, 0, 0
	};
	static const uint8_t tail[] = {
		0, 0, 0, 0,
		0, 0, 0, 0, 'I', 'D', 'A', 'T', 0, 0, 0, 0
	};
	uint8_t length[4] = {
		(uint8_t)(c->len >> 24), (uint8_t)(c->len >> 16),
		(uint8_t)(c->len >> 8), (uint8_t)c->len
	};

	(void)bytes_add(file, head, sizeof(head));
	(void)bytes_add(file, length, sizeof(length));
	(void)bytes_add(file, c->type, 4);
	(void)bytes_add(file, c->data, c->len);
	return bytes_add(file, tail, sizeof(tail));
}

static bool
take(struct session *s, struct png_words *w)
{
	png_textp texts = NULL;
	png_charp name = NULL;
	png_bytep profile = NULL;
	png_uint_32 len = 0;
	int n = 0, method = 0;

	if (png_get_text(s->png, s->info, &texts, &n) > 0) {
		w->utf8 = texts[0].compression >= PNG_ITXT_COMPRESSION_NONE;
		return bytes_add(&w->text, texts[0].text, w->utf8 ?
		    texts[0].itxt_length : texts[0].text_length) == 0;
	}
	if (png_get_iCCP(s->png, s->info, &name, &method, &profile,
	    &len) == PNG_INFO_iCCP)
		return bytes_add(&w->text, profile, len) == 0;
	return false;
}

static bool
unpack(struct session *s, struct png_words *w, const struct png_chunk *c)
{
	if (wrap(&s->file, c) < 0)
		return false;
	if (setjmp(s->jump) != 0)
		return false;
	s->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, s, on_error,
	    on_warning);
	if (s->png == NULL || (s->info = png_create_info_struct(s->png)) ==
	    NULL)
		return false;
	png_set_read_fn(s->png, s, on_read);
	png_set_crc_action(s->png, PNG_CRC_QUIET_USE, PNG_CRC_QUIET_USE);
	png_set_chunk_malloc_max(s->png, PNG_UNPACKED_MAX);
	png_read_info(s->png, s->info);
	return take(s, w);
}

bool
png_words_read(struct png_words *w, const struct png_chunk *c)
{
	struct session s = { .file = BYTES_INIT(c->len + 128) };
	size_t n;

	for (n = 0; n < c->len && n < sizeof(w->key) - 1 &&
	    c->data[n] != '\0'; n++)
		w->key[n] = (char)c->data[n];
	w->key[n] = '\0';
	w->whole = unpack(&s, w, c);
	png_destroy_read_struct(&s.png, &s.info, NULL);
	bytes_free(&s.file);
	return w->whole;
}

void
png_words_free(struct png_words *w)
{
	bytes_free(&w->text);
}
