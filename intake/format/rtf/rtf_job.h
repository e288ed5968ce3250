/*
 * rtf_job.h -- one walk over an RTF file behind every verb: the first time
 * round it gathers the text (story.h), and tells what it meets when somebody
 * asks; the second time round it writes.
 */
#ifndef INTAKE_FORMAT_RTF_RTF_JOB_H
#define INTAKE_FORMAT_RTF_RTF_JOB_H

#include <stdbool.h>
#include <stddef.h>

#include "intake/format/format.h"
#include "intake/format/rtf/rtf_read.h"
#include "intake/format/rtf/rtf_words.h"
#include "intake/format/story/chars.h"
#include "intake/format/story/map.h"
#include "intake/format/story/pictures.h"
#include "intake/format/story/story.h"

#define RTF_SAID_MAX 4096u		/* bytes told of what is left out */
#define RTF_FONTS_MAX 32768		/* numbers of fonts */
#define RTF_CODE_MAX 8192u		/* bytes of a field's code */

/* Where characters go. */
enum rtf_sink {
	SINK_NONE,
	SINK_BODY,	/* the text */
	SINK_SAID,	/* remembered until the group ends */
	SINK_PLAIN,	/* written as they are: names of fonts, ";" */
	SINK_HEX	/* digits that are data */
};

struct rtf_group {
	enum rtf_holds holds;
	char word[RTF_WORD_MAX + 1];	/* that made it what it is */
	bool fresh, star;		/* nothing but \* was seen in it */
	bool writes, opened;		/* its brace is written */
	bool field;			/* written as a field */
	enum rtf_sink sink;
	size_t said_from;		/* of job->said */
	/* of characters */
	bool hidden, deleted;
	unsigned fallback;		/* \uc */
	const char *charset;		/* NULL: symbols */
	/* a story of its own: what was before it */
	bool line_open, in_table;
	unsigned tabs;
};

#define RTF_CELLS_MAX 256u	/* of a row; as Word has it, and more */
#define RTF_CELL_WIDTH 2000	/* twips, where widths are not kept */

struct rtf_job {
	const struct doc *doc;
	struct story *story;
	struct chars chars;
	struct pictures pictures;
	struct map styles, bookmarks, lists, fields, words, outside;
	struct bytes hidden, deleted;	/* what was left out, the first of it */
	uint64_t nhidden, ndeleted, nsessions, nrevisions;
	struct answer *report, *children;	/* NULL: nobody asks */
	bool writing;
	struct bytes out;

	struct rtf_group groups[RTF_DEPTH_MAX + 1];
	unsigned depth;
	bool after_word;		/* a letter would belong to it */
	struct bytes raw;		/* in some charset, not converted yet */
	struct bytes text;		/* the run in hand, UTF-8 */
	struct bytes a, b;
	struct bytes said, hex;
	char property[RTF_WORD_MAX + 32];
	const char **fonts;		/* charsets by number */
	const char *ansi;		/* the charset of the document */
	int32_t font;			/* whose entry is read; -1 */
	int32_t default_font;
	unsigned skip;			/* characters that stand for a \u */
	uint32_t high;			/* half of a character of \u */
	bool line_open, in_table;
	unsigned tabs;			/* cells since the last text */
	unsigned cells;			/* of the row that is defined */
	unsigned npictures;
	bool headed;			/* \rtf was there */
	size_t trailing;		/* bytes behind the end */
};

int rtf_job_new(struct rtf_job **out, const struct doc *d);
void rtf_job_free(struct rtf_job *job);		/* NULL is fine */
int rtf_job_text(struct rtf_job *job, const struct bytes **text);
/* After rtf_job_text(): the cleaned file in job->out. */
int rtf_job_write(struct rtf_job *job, const struct edits *edits);

/* rtf_text.c */
void rtf_text_bytes(struct rtf_job *job, const uint8_t *p, size_t len);
void rtf_text_char(struct rtf_job *job, uint32_t cp);
void rtf_text_unicode(struct rtf_job *job, int32_t n);
void rtf_text_flush(struct rtf_job *job);
void rtf_text_line(struct rtf_job *job);	/* one is open after this */
void rtf_text_line_end(struct rtf_job *job);
void rtf_text_stands_for(struct rtf_job *job, const char *word,
    const char *s);
void rtf_text_put(struct rtf_job *job, const char *utf8, size_t len);
/* The piece after the line, as it stays in job->b. */
bool rtf_text_aside(struct rtf_job *job, enum piece_kind kind, const char *s,
    size_t len);

/* rtf_walk.c */
struct rtf_group *rtf_top(struct rtf_job *job);
void rtf_put(struct rtf_job *job, const char *s);
void rtf_put_word(struct rtf_job *job, const char *word, bool has_number,
    int32_t number);
void rtf_open_groups(struct rtf_job *job);	/* write what braces lack */
/* NULL: its characters are symbols. */
const char *rtf_font_charset(const struct rtf_job *job, int32_t font);
int rtf_walk(struct rtf_job *job);

/* rtf_group.c */
int rtf_group_begin(struct rtf_job *job, enum rtf_holds holds,
    const struct rtf_token *t);
int rtf_group_end(struct rtf_job *job);

#endif
