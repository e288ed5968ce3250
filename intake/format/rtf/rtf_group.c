/* rtf_group.c -- groups that are more than text: where one begins it is
 * decided what of it stays, where it ends that is written. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "intake/format/answer.h"
#include "intake/format/rtf/rtf_job.h"
#include "intake/format/story/embedded.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

#define HEX_LINE 128u		/* digits on a line of picture data */
#define OLE_HEAD 12u		/* bytes of an OLE 1.0 object before its name */

static struct rtf_group *
above(struct rtf_job *job)
{
	return &job->groups[job->depth - 1];
}

static void
begin_collecting(struct rtf_job *job, enum rtf_sink sink)
{
	struct rtf_group *g = rtf_top(job);

	g->writes = false;
	g->sink = sink;
	g->said_from = job->said.len;
	if (sink == SINK_HEX)
		bytes_reset(&job->hex);
}

static void
begin_story(struct rtf_job *job)
{
	struct rtf_group *g = rtf_top(job);

	g->in_table = job->in_table;
	/* What hangs on a row must not come before it. */
	if (job->tabs > 0 || job->in_table)
		rtf_text_line(job);
	g->line_open = job->line_open;
	g->tabs = job->tabs;
	job->line_open = job->in_table = false;
	job->tabs = 0;
	g->sink = SINK_BODY;
	g->hidden = g->deleted = false;
}

static void
begin_value(struct rtf_job *job)
{
	struct rtf_group *g = rtf_top(job);

	if (strcmp(job->property, "pib") != 0) {
		begin_collecting(job, SINK_SAID);
		return;
	}
	above(job)->writes = g->writes = job->depth > 1 &&
	    job->groups[job->depth - 2].writes;
	g->sink = SINK_NONE;
	if (!g->writes)
		return;
	/* The property's brace and its name, which was collected. */
	job->depth--;
	rtf_put(job, "\\sp{\\sn pib}");
	job->depth++;
	rtf_put_word(job, "sv", false, 0);
}

/* In what is left out nothing is special, but each part has its line. */
static void
begin_in_dropped(struct rtf_job *job, enum rtf_holds holds)
{
	struct rtf_group *g = rtf_top(job);

	g->holds = HOLDS_NOTHING;
	if (g->sink != SINK_SAID && g->sink != SINK_HEX)
		g->sink = SINK_NONE;
	if (strcmp(g->word, "objdata") == 0 || strcmp(g->word, "pict") == 0) {
		g->holds = holds;
		begin_collecting(job, SINK_HEX);
	} else if (holds == HOLDS_DROPPED) {
		g->holds = holds;
		begin_collecting(job, SINK_SAID);
	}
}

int
rtf_group_begin(struct rtf_job *job, enum rtf_holds holds,
    const struct rtf_token *t)
{
	struct rtf_group *g = rtf_top(job);

	rtf_text_flush(job);
	memcpy(g->word, t->word, sizeof g->word);
	if (!above(job)->writes && job->depth > 1 &&
	    holds != HOLDS_PROPERTY_NAME && holds != HOLDS_PROPERTY_VALUE) {
		begin_in_dropped(job, holds);
		return 0;
	}
	g->holds = holds;
	switch (holds) {
	case HOLDS_DROPPED:
	case HOLDS_QUIET:
		begin_collecting(job, strcmp(t->word, "objdata") == 0 ?
		    SINK_HEX : SINK_SAID);
		break;
	case HOLDS_FIELD_CODE:
	case HOLDS_BOOKMARK:
	case HOLDS_PROPERTY_NAME:
	case HOLDS_LEVEL_TEXT:
	case HOLDS_LEVEL_NUMBERS:
		begin_collecting(job, SINK_SAID);
		break;
	case HOLDS_PROPERTY:
		g->writes = false;
		g->sink = SINK_NONE;
		job->property[0] = '\0';
		break;
	case HOLDS_PROPERTY_VALUE:
		begin_value(job);
		break;
	case HOLDS_FIELD:
		/* It opens when its code is known. */
		break;
	case HOLDS_INSIDE:
		if (above(job)->holds == HOLDS_FIELD && above(job)->field)
			rtf_put_word(job, "fldrslt", false, 0);
		break;
	case HOLDS_STORY:
		begin_story(job);
		rtf_put_word(job, t->word, false, 0);
		break;
	case HOLDS_PICTURE:
		g->sink = SINK_HEX;
		bytes_reset(&job->hex);
		rtf_put_word(job, "pict", false, 0);
		break;
	default:
		g->sink = holds == HOLDS_BODY ? SINK_NONE : SINK_PLAIN;
		if (g->star)
			rtf_put(job, "\\*");
		rtf_put_word(job, t->word, t->has_number, t->number);
		break;
	}
	return 0;
}

static const char *
said(struct rtf_job *job, const struct rtf_group *g, size_t *len)
{
	const char *s = bytes_str(&job->said);

	*len = s != NULL ? job->said.len - g->said_from : 0;
	return s != NULL ? s + g->said_from : "";
}

/* Words of fields, without the quotes. */
static size_t
argument(const char *code, char to[RTF_CODE_MAX])
{
	const char *s = strchr(code, '"'), *end;
	size_t len;

	if (s != NULL && (end = strchr(s + 1, '"')) != NULL) {
		s++;
	} else {
		s = code + strcspn(code, " ");
		s += strspn(s, " ");
		end = s + strcspn(s, " ");
	}
	len = (size_t)(end - s) < RTF_CODE_MAX ? (size_t)(end - s) : 0;
	memcpy(to, s, len);
	to[len] = '\0';
	return len;
}

static bool
is_link(const char *href)
{
	static const char *const ways[] = { "http://", "https://", "mailto:",
	    "ftp://", "tel:", "news:", NULL };
	size_t i;

	for (i = 0; ways[i] != NULL; i++)
		if (strncasecmp(href, ways[i], strlen(ways[i])) == 0)
			return true;
	return false;
}

static unsigned
bookmark_number(struct rtf_job *job, const char *name)
{
	struct map_entry *e = map_put(&job->bookmarks, name);

	if (e == NULL) {
		job->chars.err = ERR_NO_MEMORY;
		return 0;
	}
	if (e->value == 0)
		e->value = (unsigned)job->bookmarks.n;
	return e->value;
}

static void
put_code(struct rtf_job *job)
{
	struct rtf_group *field = above(job);

	/* Written by hand, for the code's group is not there to be written. */
	field->field = true;
	job->depth--;
	rtf_open_groups(job);
	(void)bytes_add_str(&job->out, "\\field{\\*\\fldinst{");
}

static void
end_code(struct rtf_job *job, struct rtf_group *g)
{
	char target[RTF_CODE_MAX], name[RTF_WORD_MAX] = "";
	size_t len, n;
	const char *s = said(job, g, &len), *local;

	s += strspn(s, " ");
	n = strcspn(s, " \\");
	if (n < sizeof name)
		memcpy(name, s, n);
	if (above(job)->holds != HOLDS_FIELD || len >= RTF_CODE_MAX)
		return;
	if (strcasecmp(name, "HYPERLINK") == 0) {
		if ((local = strstr(s, "\\l ")) != NULL &&
		    argument(local, target) > 0 && !is_link(s + n)) {
			unsigned k = bookmark_number(job, target);

			put_code(job);
			(void)bytes_addf(&job->out, "HYPERLINK \\\\l \"id%u\""
			    "}}", k);
			job->depth++;
		} else if (argument(s, target) > 0 && is_link(target)) {
			rtf_text_line(job);
			if (rtf_text_aside(job, PIECE_TARGET, target,
			    strlen(target)) || job->b.len == 0)
				return;
			put_code(job);
			(void)bytes_add_str(&job->out, "HYPERLINK \"");
			rtf_text_put(job, (const char *)job->b.data,
			    job->b.len);
			(void)bytes_add_str(&job->out, "\"}}");
			job->depth++;
		} else if (!job->writing) {
			(void)map_put(&job->outside, s);
		}
	} else if (strcasecmp(name, "PAGE") == 0 ||
	    strcasecmp(name, "NUMPAGES") == 0 ||
	    strcasecmp(name, "SECTIONPAGES") == 0) {
		put_code(job);
		(void)bytes_addf(&job->out, "%s}}", name);
		job->depth++;
	} else if (!job->writing && n > 0) {
		if (strncasecmp(s, "INCLUDE", 7) == 0 ||
		    strncasecmp(s, "DDE", 3) == 0 ||
		    strncasecmp(s, "LINK", 4) == 0 ||
		    strncasecmp(s, "IMPORT", 6) == 0)
			(void)map_put(&job->outside, s);
		(void)map_put(&job->fields, s);
	}
	job->after_word = false;
}

static void
end_bookmark(struct rtf_job *job, struct rtf_group *g)
{
	size_t len;
	const char *s = said(job, g, &len);
	unsigned k;

	if (len == 0 || !above(job)->writes)
		return;
	k = bookmark_number(job, s);
	rtf_open_groups(job);
	(void)bytes_addf(&job->out, "{\\*\\%s id%u}", g->word, k);
	job->after_word = false;
}

/* A level's text: its length, and characters that stand for numbers. */
static void
end_level(struct rtf_job *job, struct rtf_group *g)
{
	size_t len, i, letters = 0, n;
	const char *s = said(job, g, &len);
	uint32_t cp;

	for (i = 0; i < len; i++)
		letters += (s[i] >= 'a' && s[i] <= 'z') || (s[i] >= 'A' &&
		    s[i] <= 'Z') || (unsigned char)s[i] >= 0xc3;
	if (letters > 3 && g->holds == HOLDS_LEVEL_TEXT) {
		bytes_reset(&job->hex);
		for (i = 0; i < len; i++)
			if ((unsigned char)s[i] >= 0x20)
				(void)bytes_add(&job->hex, s + i, 1);
		/* Such words go when anything of them has to. */
		if (rtf_text_aside(job, PIECE_TARGET,
		    (const char *)job->hex.data, job->hex.len)) {
			s = "\0;";
			len = 2;
		}
	}
	if (!above(job)->writes)
		return;
	rtf_open_groups(job);
	(void)bytes_addf(&job->out, "{\\%s", g->word);
	job->after_word = true;
	for (i = 0; i < len; i += n) {
		if ((n = utf8_next((const uint8_t *)s + i, len - i, &cp)) == 0)
			break;
		if (cp < 0x20) {
			(void)bytes_addf(&job->out, "\\'%02x", (unsigned)cp);
			job->after_word = false;
		} else {
			rtf_text_put(job, s + i, n);
		}
	}
	(void)bytes_add_str(&job->out, "}");
	job->after_word = false;
}

static bool
is_number_or_path(const char *s)
{
	return strspn(s, "0123456789-+.,;() ") == strlen(s);
}

/* A property of a shape: numbers stay, so do words that are shown. */
static void
end_value(struct rtf_job *job, struct rtf_group *g)
{
	bool shown = strcmp(job->property, "wzDescription") == 0 ||
	    strcmp(job->property, "gtextUNICODE") == 0;
	size_t len;
	const char *s = said(job, g, &len);

	if (job->depth < 2 || len == 0)
		return;
	shown &= job->groups[job->depth - 2].writes;
	if (shown) {
		rtf_text_line(job);
		(void)rtf_text_aside(job, PIECE_ASIDE, s, len);
	} else if (!job->writing && !rtf_property_stays(job->property) &&
	    !is_number_or_path(s)) {
		(void)map_put(&job->words, s);
	}
	if (!job->groups[job->depth - 2].writes || (shown ? job->b.len == 0 :
	    !rtf_property_stays(job->property) || !is_number_or_path(s)))
		return;
	job->depth -= 2;
	rtf_open_groups(job);
	(void)bytes_addf(&job->out, "{\\sp{\\sn %s}{\\sv ", job->property);
	job->after_word = false;
	if (shown)
		rtf_text_put(job, (const char *)job->b.data, job->b.len);
	else
		(void)bytes_add(&job->out, s, len);
	(void)bytes_add_str(&job->out, "}}");
	job->after_word = false;
	job->depth += 2;
}

static int
hex_bytes(struct rtf_job *job, struct bytes *to)
{
	static const char digits[] = "0123456789abcdef";
	size_t i;
	const char *d;
	int half = -1;
	uint8_t byte;

	for (i = 0; i < job->hex.len; i++) {
		uint8_t c = job->hex.data[i];

		c = c >= 'A' && c <= 'F' ? (uint8_t)(c + 32) : c;
		if (c == 0 || (d = strchr(digits, c)) == NULL)
			continue;
		if (half < 0) {
			half = (int)(d - digits);
			continue;
		}
		byte = (uint8_t)(half << 4 | (int)(d - digits));
		half = -1;
		if (bytes_add(to, &byte, 1) < 0)
			return bytes_ok(to);
	}
	return 0;
}

static int
end_picture(struct rtf_job *job)
{
	static const char digits[] = "0123456789abcdef";
	struct bytes raw = BYTES_INIT(job->doc->len);
	const struct picture *p;
	char key[24];
	size_t i;
	int r;

	if ((r = hex_bytes(job, &raw)) < 0)
		goto done;
	(void)snprintf(key, sizeof key, "%u", ++job->npictures);
	if (job->report != NULL && raw.len > 0) {
		const struct doc d = { .data = raw.data, .len = raw.len };

		embedded_report(job->report, "picture", key, &d);
	}
	if (!job->writing)
		goto done;
	if ((p = pictures_put(&job->pictures, key, raw.data, raw.len)) ==
	    NULL || (p->format != FORMAT_PNG && p->format != FORMAT_JPEG))
		p = pictures_put(&job->pictures, "?", NULL, 0);
	if (p == NULL) {
		r = ERR_TOO_BIG;
		goto done;
	}
	rtf_put(job, p->format == FORMAT_JPEG ? "\\jpegblip" : "\\pngblip");
	for (i = 0; i < p->data.len; i++) {
		char two[2] = { digits[p->data.data[i] >> 4],
		    digits[p->data.data[i] & 15] };

		if (i % (HEX_LINE / 2) == 0)
			(void)bytes_add(&job->out, "\n", 1);
		(void)bytes_add(&job->out, two, 2);
	}
done:
	bytes_free(&raw);
	return r;
}

static uint32_t
u32(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	    (uint32_t)p[3] << 24;
}

/* The data behind the header of an OLE 1.0 object ([MS-OLEDS] 2.2.5). */
static void
tell_object(struct rtf_job *job)
{
	struct bytes raw = BYTES_INIT(job->doc->len);
	size_t at = 8, i, len;

	if (hex_bytes(job, &raw) < 0 || raw.len == 0)
		goto done;
	/* The names of class, topic and item. */
	for (i = 0; i < 3 && at + 4 <= raw.len; i++) {
		len = u32(raw.data + at);
		at += 4;
		if (len > raw.len - at)
			break;
		at += len;
	}
	if (i == 3 && raw.len >= OLE_HEAD && at + 4 <= raw.len &&
	    u32(raw.data + at) <= raw.len - at - 4) {
		len = u32(raw.data + at);
		at += 4;
	} else {
		at = 0;
		len = raw.len;
	}
	answer_child(job->children, "object", 6);
	answer_child_data(job->children, raw.data + at, len);
done:
	bytes_free(&raw);
}

/* What is left out is told, under its own word. */
static void
end_dropped(struct rtf_job *job, struct rtf_group *g)
{
	size_t len;
	const char *s;

	if (strcmp(g->word, "objdata") == 0) {
		if (job->children != NULL)
			tell_object(job);
		if (job->report != NULL)
			answer_metaf(job->report, "object", "Data", "%zu bytes",
			    job->hex.len / 2);
		return;
	}
	s = said(job, g, &len);
	while (len > 0 && (*s == ' ' || *s == ';')) {
		s++;
		len--;
	}
	if (job->report == NULL || g->holds != HOLDS_DROPPED ||
	    (len == 0 && strcmp(g->word, "rsidtbl") != 0))
		return;
	answer_meta(job->report, "rtf", g->word[0] != '\0' ? g->word :
	    "unknown", s, len < RTF_SAID_MAX ? len : RTF_SAID_MAX);
	if (strcmp(g->word, "template") == 0)
		answer_mark(job->report, MARK_EXTERNAL, 1, "a template");
}

int
rtf_group_end(struct rtf_job *job)
{
	struct rtf_group *g = rtf_top(job);
	int r = 0;

	rtf_text_flush(job);
	switch (g->holds) {
	case HOLDS_FIELD_CODE:
		if (g->word[0] != '\0')
			end_code(job, g);
		break;
	case HOLDS_BOOKMARK:
		end_bookmark(job, g);
		break;
	case HOLDS_LEVEL_TEXT:
	case HOLDS_LEVEL_NUMBERS:
		end_level(job, g);
		break;
	case HOLDS_PROPERTY_NAME: {
		size_t len;
		const char *s = said(job, g, &len);

		(void)snprintf(job->property, sizeof job->property, "%s", s);
		break;
	}
	case HOLDS_PROPERTY_VALUE:
		if (g->sink == SINK_SAID)
			end_value(job, g);
		break;
	case HOLDS_PICTURE:
		if (g->writes)
			r = end_picture(job);
		break;
	case HOLDS_STORY:
		rtf_text_line_end(job);
		break;
	case HOLDS_FONTS:
		job->groups[1].charset = rtf_font_charset(job,
		    job->default_font);
		break;
	case HOLDS_DROPPED:
		end_dropped(job, g);
		break;
	default:
		break;
	}
	if (job->depth == 1)
		rtf_text_line_end(job);
	if (g->holds == HOLDS_STORY) {
		job->line_open = g->line_open;
		job->in_table = g->in_table;
		job->tabs = g->tabs;
	}
	if (g->writes && g->opened) {
		(void)bytes_add(&job->out, "}", 1);
		job->after_word = false;
	}
	/* Text that a group collected is for itself, but a field's code may
	 * be spread over groups. */
	if (g->word[0] != '\0' && job->said.len > g->said_from)
		job->said.len = g->said_from;
	job->skip = 0;
	job->depth--;
	return r;
}
