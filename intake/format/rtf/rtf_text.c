/* rtf_text.c -- the characters of an RTF file: from many charsets to UTF-8,
 * and back as \u, which all readers know. */
#include <stdio.h>
#include <string.h>
#include <unicode/ucnv.h>

#include "intake/format/rtf/rtf_job.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

#define SYMBOLS 0xf000u		/* where symbol fonts have their characters */

static void
fail(struct rtf_job *job, int err)
{
	if (job->chars.err == 0)
		job->chars.err = err;
}

/* Append UTF-8 of `len` bytes in a charset; what is none becomes U+FFFD. */
static void
convert(struct rtf_job *job, const char *charset, const char *p, size_t len)
{
	UErrorCode e = U_ZERO_ERROR;
	struct bytes b = BYTES_INIT(TEXT_MAX);
	int32_t n;

	/* Three bytes are the most that one becomes. */
	if (len > TEXT_MAX / 4) {
		fail(job, err_set(ERR_TOO_BIG, "the text is over the limit; "
		    "split the document"));
		return;
	}
	if (bytes_room(&b, len * 4 + 16, &(uint8_t *){ NULL }) < 0) {
		fail(job, ERR_NO_MEMORY);
		return;
	}
	n = ucnv_convert("UTF-8", charset, (char *)b.data, (int32_t)b.len, p,
	    (int32_t)len, &e);
	if (U_FAILURE(e))
		fail(job, err_set(ERR_FORMAT, "text of a charset that cannot "
		    "be read; ask for the file as UTF-8"));
	else
		(void)bytes_add(&job->text, b.data, (size_t)n);
	bytes_free(&b);
}

static void
convert_raw(struct rtf_job *job)
{
	const struct rtf_group *g = rtf_top(job);
	size_t i;

	if (job->raw.len == 0)
		return;
	for (i = 0; i < job->raw.len && job->raw.data[i] < 0x80; i++)
		;
	if (g->charset == NULL && g->sink == SINK_BODY && i < job->raw.len) {
		for (i = 0; i < job->raw.len; i++)
			(void)utf8_put(&job->text, job->raw.data[i] < 0x20 ?
			    job->raw.data[i] : SYMBOLS + job->raw.data[i]);
	} else if (i == job->raw.len) {
		(void)bytes_add(&job->text, job->raw.data, job->raw.len);
	} else {
		convert(job, g->charset != NULL ? g->charset : job->ansi,
		    (const char *)job->raw.data, job->raw.len);
	}
	bytes_reset(&job->raw);
}

void
rtf_text_bytes(struct rtf_job *job, const uint8_t *p, size_t len)
{
	size_t n;

	if ((n = job->skip < len ? job->skip : len) > 0) {
		job->skip -= (unsigned)n;
		p += n;
		len -= n;
	}
	(void)bytes_add(&job->raw, p, len);
}

void
rtf_text_char(struct rtf_job *job, uint32_t cp)
{
	if (job->skip > 0) {
		job->skip--;
		return;
	}
	convert_raw(job);
	(void)utf8_put(&job->text, cp);
}

void
rtf_text_unicode(struct rtf_job *job, int32_t n)
{
	uint32_t u = (uint32_t)(n < 0 ? n + 65536 : n) & 0xffff;

	convert_raw(job);
	if (u >= 0xdc00 && u < 0xe000 && job->high != 0)
		(void)utf8_put(&job->text, 0x10000 + ((job->high - 0xd800) <<
		    10) + (u - 0xdc00));
	else if (u != 0 && (u < 0xd800 || u >= 0xe000))
		(void)utf8_put(&job->text, u);
	job->high = u >= 0xd800 && u < 0xdc00 ? u : 0;
	job->skip = rtf_top(job)->fallback;
}

/* A row's line begins with its first text; empty cells before it are tabs. */
void
rtf_text_line(struct rtf_job *job)
{
	if (!job->line_open)
		story_paragraph(job->story);
	job->line_open = true;
	for (; job->tabs > 0; job->tabs--)
		story_fixed(job->story, "\t");
}

void
rtf_text_line_end(struct rtf_job *job)
{
	if (job->line_open)
		story_paragraph_end(job->story);
	job->line_open = false;
	job->tabs = 0;
}

void
rtf_text_put(struct rtf_job *job, const char *utf8, size_t len)
{
	const uint8_t *p = (const uint8_t *)utf8;
	uint32_t cp;
	size_t n;

	if (len == 0)
		return;
	rtf_open_groups(job);
	for (; len > 0 && (n = utf8_next(p, len, &cp)) > 0; p += n, len -= n) {
		if (cp >= 0x10000) {
			cp -= 0x10000;
			(void)bytes_addf(&job->out, "\\u%d?\\u%d?",
			    (int)(0xd800 + (cp >> 10)) - 65536,
			    (int)(0xdc00 + (cp & 0x3ff)) - 65536);
		} else if (cp >= 0x80) {
			(void)bytes_addf(&job->out, "\\u%d?", cp > 32767 ?
			    (int)cp - 65536 : (int)cp);
		} else if (cp == '\\' || cp == '{' || cp == '}') {
			(void)bytes_addf(&job->out, "\\%c", (int)cp);
		} else if (cp >= 0x20) {
			if (job->after_word && (cp == ' ' || cp == '-' ||
			    (cp >= '0' && cp <= '9') || (cp >= 'a' &&
			    cp <= 'z') || (cp >= 'A' && cp <= 'Z')))
				(void)bytes_add(&job->out, " ", 1);
			(void)bytes_add(&job->out, p, 1);
		}
		job->after_word = false;
	}
}

bool
rtf_text_aside(struct rtf_job *job, enum piece_kind kind, const char *s,
    size_t len)
{
	bytes_reset(&job->a);
	chars_put(&job->chars, s, len, false, &job->a);
	return story_piece(job->story, kind, (const char *)job->a.data,
	    job->a.len, &job->b);
}

/* As much of it as there is room for. */
static void
remember(struct bytes *b, const struct bytes *from)
{
	size_t room = b->max - 1 - b->len;

	(void)bytes_add(b, from->data, from->len < room ? from->len : room);
}

static void
body_text(struct rtf_job *job)
{
	struct rtf_group *g = rtf_top(job);

	if (g->hidden || g->deleted) {
		if (!job->writing) {
			remember(g->deleted ? &job->deleted : &job->hidden,
			    &job->text);
			job->ndeleted += g->deleted;
			job->nhidden += !g->deleted;
		}
		return;
	}
	bytes_reset(&job->a);
	chars_put(&job->chars, (const char *)job->text.data, job->text.len,
	    true, &job->a);
	if (job->a.len == 0)
		return;
	rtf_text_line(job);
	(void)story_piece(job->story, PIECE_RUN, (const char *)job->a.data,
	    job->a.len, &job->b);
	rtf_text_put(job, (const char *)job->b.data, job->b.len);
}

/* The name of a style; those that a person made are numbered. */
static void
style_name(struct rtf_job *job)
{
	const char *s = bytes_str(&job->text);
	struct map_entry *e;
	size_t len = s != NULL ? strcspn(s, ";") : 0;

	if (len == 0 || len >= RTF_CODE_MAX) {
		if (s != NULL && s[0] == ';')
			rtf_put(job, ";");
		return;
	}
	job->text.data[len] = '\0';
	if (rtf_style_is_common(s)) {
		rtf_text_put(job, s, len);
	} else if ((e = map_put(&job->styles, s)) == NULL) {
		fail(job, ERR_NO_MEMORY);
	} else {
		char name[24];

		if (e->value == 0)
			e->value = (unsigned)job->styles.n;
		(void)snprintf(name, sizeof name, "s%u", e->value);
		rtf_text_put(job, name, strlen(name));
	}
	rtf_put(job, ";");
}

static void
plain_text(struct rtf_job *job)
{
	const struct rtf_group *g = rtf_top(job);
	size_t i;

	if (g->holds == HOLDS_STYLES) {
		style_name(job);
		return;
	}
	if (g->holds == HOLDS_FONTS && job->text.len <= 128) {
		bytes_reset(&job->a);
		chars_put(&job->chars, (const char *)job->text.data,
		    job->text.len, true, &job->a);
		rtf_text_put(job, (const char *)job->a.data, job->a.len);
		return;
	}
	for (i = 0; i < job->text.len; i++)
		if (job->text.data[i] == ';')
			rtf_put(job, ";");
}

void
rtf_text_flush(struct rtf_job *job)
{
	const struct rtf_group *g = rtf_top(job);
	size_t i;

	convert_raw(job);
	job->high = 0;
	if (job->text.len == 0)
		return;
	switch (g->sink) {
	case SINK_BODY:
		body_text(job);
		break;
	case SINK_SAID:
		(void)bytes_add(&job->said, job->text.data, job->text.len);
		break;
	case SINK_PLAIN:
		plain_text(job);
		break;
	case SINK_HEX:
		for (i = 0; i < job->text.len; i++)
			if (job->text.data[i] > ' ')
				(void)bytes_add(&job->hex, &job->text.data[i],
				    1);
		break;
	default:
		break;
	}
	if (bytes_ok(&job->said) < 0 || bytes_ok(&job->hex) < 0)
		fail(job, ERR_TOO_BIG);
	bytes_reset(&job->text);
}

void
rtf_text_stands_for(struct rtf_job *job, const char *word, const char *s)
{
	const struct rtf_group *g = rtf_top(job);

	rtf_text_flush(job);
	if (g->sink != SINK_BODY) {
		if (g->sink == SINK_SAID)
			(void)bytes_add_str(&job->said, s);
		return;
	}
	if (g->hidden || g->deleted)
		return;
	rtf_text_line(job);
	if (story_piece(job->story, PIECE_RUN, s, strlen(s), &job->b))
		rtf_text_put(job, (const char *)job->b.data, job->b.len);
	else
		rtf_put_word(job, word, false, 0);
}
