/* rtf_walk.c -- walk the tokens and write those that may stay. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/format/rtf/rtf_job.h"
#include "vault/base/err.h"

struct rtf_group *
rtf_top(struct rtf_job *job)
{
	return &job->groups[job->depth];
}

void
rtf_put(struct rtf_job *job, const char *s)
{
	if (!rtf_top(job)->writes)
		return;
	rtf_open_groups(job);
	(void)bytes_add_str(&job->out, s);
	job->after_word = false;
}

void
rtf_put_word(struct rtf_job *job, const char *word, bool has_number,
    int32_t number)
{
	if (!rtf_top(job)->writes)
		return;
	rtf_open_groups(job);
	(void)bytes_addf(&job->out, "\\%s", word);
	if (has_number)
		(void)bytes_addf(&job->out, "%d", (int)number);
	job->after_word = true;
}

void
rtf_open_groups(struct rtf_job *job)
{
	unsigned i;

	for (i = 1; i <= job->depth; i++)
		if (job->groups[i].writes && !job->groups[i].opened) {
			(void)bytes_add(&job->out, "{", 1);
			job->groups[i].opened = true;
			job->after_word = false;
		}
}

static void
open_group(struct rtf_job *job)
{
	struct rtf_group *up = rtf_top(job), *g;

	rtf_text_flush(job);
	g = &job->groups[++job->depth];
	*g = *up;
	/* What is in a table of the head is told apart by the table. */
	if (up->sink != SINK_PLAIN)
		g->holds = HOLDS_NOTHING;
	g->word[0] = '\0';
	g->fresh = true;
	g->star = g->opened = g->field = false;
	g->said_from = job->said.len;
	job->skip = 0;
}

const char *
rtf_font_charset(const struct rtf_job *job, int32_t n)
{
	return n >= 0 && n < RTF_FONTS_MAX ? job->fonts[n] : job->ansi;
}

/* What changes how bytes are read. */
static bool
reading_word(struct rtf_job *job, const struct rtf_token *t)
{
	struct rtf_group *g = rtf_top(job);
	const char *s;

	if (strcmp(t->word, "uc") == 0) {
		g->fallback = t->number < 0 ? 0 : t->number > 16 ? 16 :
		    (unsigned)t->number;
	} else if (strcmp(t->word, "u") == 0) {
		rtf_text_unicode(job, t->number);
	} else if (strcmp(t->word, "ansicpg") == 0) {
		if ((s = rtf_codepage(t->number)) != NULL)
			job->ansi = g->charset = s;
	} else if (strcmp(t->word, "mac") == 0) {
		job->ansi = g->charset = "macintosh";
	} else if (strcmp(t->word, "pc") == 0) {
		job->ansi = g->charset = "ibm-437";
	} else if (strcmp(t->word, "pca") == 0) {
		job->ansi = g->charset = "ibm-850";
	} else if (strcmp(t->word, "v") == 0 ||
	    strcmp(t->word, "deleted") == 0 || strcmp(t->word, "mvf") == 0) {
		bool on = !t->has_number || t->number != 0;

		rtf_text_flush(job);
		if (t->word[0] == 'v')
			g->hidden = on;
		else
			g->deleted = on;
	} else {
		return false;
	}
	return true;
}

/* Words that do two things: they stay, and they mean something here. */
static void
note_word(struct rtf_job *job, const struct rtf_token *t)
{
	struct rtf_group *g = rtf_top(job);

	if (strcmp(t->word, "f") == 0) {
		if (g->holds == HOLDS_FONTS) {
			job->font = t->number;
			/* One that says no charset has the document's. */
			if (job->font >= 0 && job->font < RTF_FONTS_MAX)
				job->fonts[job->font] = job->ansi;
		} else {
			g->charset = rtf_font_charset(job, t->number);
		}
	} else if (strcmp(t->word, "fcharset") == 0 &&
	    g->holds == HOLDS_FONTS) {
		if (job->font >= 0 && job->font < RTF_FONTS_MAX)
			job->fonts[job->font] = t->number == 1 ? job->ansi :
			    rtf_charset(t->number);
		if (rtf_charset(t->number) != NULL)
			g->charset = rtf_charset(t->number);
	} else if (strcmp(t->word, "deff") == 0) {
		job->default_font = t->number;
	} else if (strcmp(t->word, "plain") == 0) {
		g->hidden = g->deleted = false;
		g->charset = rtf_font_charset(job, job->default_font);
	} else if (strcmp(t->word, "pard") == 0) {
		job->in_table = false;
	} else if (strcmp(t->word, "intbl") == 0) {
		job->in_table = true;
	}
}

/* Ends of lines and cells. */
static bool
line_word(struct rtf_job *job, const struct rtf_token *t)
{
	const char *w = t->word;

	if (rtf_top(job)->sink != SINK_BODY)
		return false;
	if (strcmp(w, "par") == 0) {
		if (job->in_table) {
			if (job->line_open && job->tabs == 0)
				story_fixed(job->story, " ");
		} else {
			rtf_text_line(job);
			rtf_text_line_end(job);
		}
	} else if (strcmp(w, "cell") == 0 || strcmp(w, "nestcell") == 0) {
		if (job->tabs < 256)
			job->tabs++;
	} else if (strcmp(w, "row") == 0 || strcmp(w, "sect") == 0) {
		rtf_text_line_end(job);
	} else {
		return false;
	}
	rtf_put_word(job, w, false, 0);
	return true;
}

static void
count(struct rtf_job *job, const struct rtf_token *t)
{
	if (job->writing)
		return;
	if (strstr(t->word, "rsid") != NULL && strcmp(t->word, "rsidroot") != 0)
		job->nsessions++;
	else if (strcmp(t->word, "revised") == 0 ||
	    strncmp(t->word, "revauth", 7) == 0 ||
	    strncmp(t->word, "crauth", 6) == 0)
		job->nrevisions++;
	else if (strcmp(t->word, "objlink") == 0 ||
	    strcmp(t->word, "objautlink") == 0)
		(void)map_put(&job->outside, "a linked object");
}

/* A list's number is random, and so tells where the list came from. */
static void
list_id(struct rtf_job *job, const struct rtf_token *t)
{
	struct map_entry *e;
	char key[16];

	(void)snprintf(key, sizeof key, "%d", (int)t->number);
	if ((e = map_put(&job->lists, key)) == NULL) {
		job->chars.err = ERR_NO_MEMORY;
		return;
	}
	if (e->value == 0)
		e->value = (unsigned)job->lists.n;
	rtf_put_word(job, "listid", true, (int32_t)e->value);
}

/* What a program measured of text would tell how long it was: where texts are
 * redacted cells are as wide as each other, and letters as they are. */
static bool
measured(struct rtf_job *job, const struct rtf_token *t)
{
	static const char *const words[] = { "clwWidth", "clftsWidth",
	    "trwWidth", "trftsWidth", "trautofit", "trwWidthA", "trwWidthB",
	    "trrh", "expnd", "expndtw", "charscalex", "kerning", "fittext" };

	if (!story_edited(job->story))
		return false;
	if (strcmp(t->word, "trowd") == 0)
		job->cells = 0;
	if (strcmp(t->word, "cellx") == 0) {
		job->cells += job->cells < RTF_CELLS_MAX;
		rtf_put_word(job, "cellx", true, (int32_t)job->cells *
		    RTF_CELL_WIDTH);
		return true;
	}
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strcmp(t->word, words[i]) == 0)
			return true;
	return false;
}

static int
word(struct rtf_job *job, const struct rtf_token *t)
{
	struct rtf_group *g = rtf_top(job);
	enum rtf_holds holds = HOLDS_NOTHING;
	uint32_t cp;

	if (job->skip > 0) {	/* it stands for a \u */
		job->skip--;
		return 0;
	}
	if (g->fresh) {
		g->fresh = false;
		holds = rtf_holds(t->word);
		/* In the table of styles \* means that it may be skipped. */
		if (holds == HOLDS_NOTHING && g->star &&
		    g->holds != HOLDS_STYLES)
			holds = HOLDS_DROPPED;
		if (holds != HOLDS_NOTHING)
			return rtf_group_begin(job, holds, t);
		if (g->star)
			rtf_put(job, "\\*");
	}
	if (job->depth == 1 && strcmp(t->word, "rtf") == 0) {
		rtf_put(job, "\\rtf1\\ansi\\ansicpg1252\\uc1");
		job->after_word = true;
		job->headed = true;
		return 0;
	}
	count(job, t);
	if ((cp = rtf_word_char(t->word)) != 0) {
		rtf_text_char(job, cp);
		return 0;
	}
	if (reading_word(job, t))
		return 0;
	if (strcmp(t->word, "tab") == 0 || strcmp(t->word, "line") == 0) {
		rtf_text_stands_for(job, t->word, t->word[0] == 't' ? "\t" :
		    job->in_table ? " " : "\n");
		return 0;
	}
	rtf_text_flush(job);
	if (line_word(job, t))
		return 0;
	note_word(job, t);
	if (g->sink == SINK_SAID && job->said.len - g->said_from <
	    RTF_SAID_MAX && g->holds == HOLDS_DROPPED)
		(void)bytes_addf(&job->said, "%s%s%.0d ", t->word,
		    t->has_number && t->number == 0 ? "0" : "",
		    (int)t->number);
	if (strcmp(t->word, "listid") == 0)
		list_id(job, t);
	else if (rtf_word_stays(t->word) && !measured(job, t))
		rtf_put_word(job, t->word, t->has_number, t->number);
	return 0;
}

static int
symbol(struct rtf_job *job, const struct rtf_token *t)
{
	struct rtf_token par = { .kind = RTF_WORD, .word = "par" };

	switch (t->byte) {
	case '*':
		if (rtf_top(job)->fresh)
			rtf_top(job)->star = true;
		return 0;
	case '\r':
	case '\n':
		return word(job, &par);
	case '~':
		rtf_text_char(job, 0xa0);
		break;
	case '_':
		rtf_text_char(job, 0x2011);
		break;
	case '-':
		rtf_text_char(job, 0xad);
		break;
	case '{':
	case '}':
	case '\\':
		rtf_text_bytes(job, &t->byte, 1);
		break;
	case '\t':
		rtf_text_stands_for(job, "tab", "\t");
		break;
	default:
		return 0;	/* index and revision marks */
	}
	rtf_top(job)->fresh = false;
	return 0;
}

static int
token(struct rtf_job *job, const struct rtf_token *t)
{
	switch (t->kind) {
	case RTF_OPEN:
		open_group(job);
		return 0;
	case RTF_CLOSE:
		return rtf_group_end(job);
	case RTF_WORD:
		return word(job, t);
	case RTF_SYMBOL:
		return symbol(job, t);
	case RTF_HEX:
		rtf_top(job)->fresh = false;
		rtf_text_bytes(job, &t->byte, 1);
		return 0;
	case RTF_TEXT:
		rtf_top(job)->fresh = false;
		rtf_text_bytes(job, t->data, t->len);
		return 0;
	case RTF_BINARY:
		rtf_text_flush(job);
		if (rtf_top(job)->sink == SINK_HEX)
			for (size_t i = 0; i < t->len; i++)
				(void)bytes_addf(&job->hex, "%02x",
				    t->data[i]);
		return bytes_ok(&job->hex);
	default:
		return 0;
	}
}

int
rtf_walk(struct rtf_job *job)
{
	struct rtf_reader reader = { .p = job->doc->data,
	    .len = job->doc->len };
	struct rtf_token t;
	size_t at;
	int r;

	job->depth = 0;
	job->ansi = "windows-1252";
	job->font = -1;
	job->headed = false;
	job->groups[0] = (struct rtf_group){ .writes = true, .opened = true,
	    .sink = SINK_BODY, .fallback = 1, .charset = job->ansi };
	bytes_reset(&job->out);
	for (at = 0; at < RTF_FONTS_MAX; at++)
		job->fonts[at] = job->ansi;
	do {
		if ((r = rtf_next(&reader, &t)) < 0 ||
		    (r = token(job, &t)) < 0 ||
		    (r = job->chars.err) < 0 ||
		    (r = bytes_ok(&job->out)) < 0)
			return r;
	} while (t.kind != RTF_END);
	if (!job->headed)
		return err_set(ERR_FORMAT, "it does not say that it is RTF; "
		    "ask for the file again");
	/* A NUL or a line end behind the last brace is common. */
	job->trailing = 0;
	for (at = reader.at; at < reader.len; at++)
		job->trailing += reader.p[at] > ' ';
	return story_ok(job->story);
}
