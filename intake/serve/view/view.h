/*
 * view.h -- what the source's page looks like and says: whole HTML documents
 * from what the caller knows.  It decides nothing and reads nothing but its
 * catalogs, once.
 *
 * No script, no inline style, nothing from elsewhere: the pages live under
 * `default-src 'none'; style-src 'self'; form-action 'self'`.  Every string that
 * is not our own is escaped here.  Each page has one h1, works at 320 pixels
 * and with letters twice as large, in the dark and with colours of the reader's.
 *
 * The language goes along in a query or field `l`, so that no cookie is needed
 * before there is a code name.  The forms, and their fields in this order:
 *
 *   POST /begin   urlencoded   l
 *   POST /enter   urlencoded   l words
 *   POST /send    multipart    token l message files...
 *   POST /part    multipart    token l parts...
 *   POST /join    urlencoded   token l part... how (one|each) name
 *   POST /drop    urlencoded   token l part...       the same form as /join
 *   POST /delete  urlencoded   token l reply
 *   POST /leave   urlencoded   token l
 *   GET  /  /box  /wait  /help/parts  ?l=
 *   GET  /style.css
 *
 * An empty file field comes as one file without a name and of no bytes.
 */
#ifndef INTAKE_SERVE_VIEW_VIEW_H
#define INTAKE_SERVE_VIEW_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vault/base/bytes.h"

#define VIEW_PAGE_MAX (8u << 20)	/* bytes of a page */
#define VIEW_LANGUAGES_MAX 32u
#define VIEW_LANGUAGE_SIZE 16u		/* bytes of a language's tag, with NUL */
#define VIEW_WORDS_MAX 512u		/* bytes of a code name */

/* What is to be told above the page; what it is about stands in the comment. */
enum view_notice {
	VIEW_NOTICE_NONE = 0,
	/* refusals */
	VIEW_NOTICE_ENDED,	/* home: the visit ended, or there was none */
	VIEW_NOTICE_NOT_WORDS,	/* home: no code name; said at the field */
	VIEW_NOTICE_SHOWN_ONCE,	/* box: /begin again while a visit lasts */
	VIEW_NOTICE_FOREIGN,	/* home, box: the form was not of this visit */
	VIEW_NOTICE_NOTHING,	/* box: sent with no message and no file */
	VIEW_NOTICE_TOO_BIG,	/* box: over the limit; nothing was kept */
	VIEW_NOTICE_TOO_MANY,	/* box: more files or parts than go at a time */
	VIEW_NOTICE_BROKEN,	/* box: the upload broke; what arrived is among
				 * the parts.  view_box() says so by itself
				 * where there is nothing else to be told */
	VIEW_NOTICE_FAILED,	/* box: it could not be stored */
	VIEW_NOTICE_NO_PART,	/* box: no part was chosen */
	VIEW_NOTICE_CUT_PART,	/* box: a chosen part cannot be read */
	VIEW_NOTICE_FULL,	/* any: no room; nothing was kept */
	VIEW_NOTICE_BUSY,	/* any: too many visits */
	VIEW_NOTICE_NO_PAGE,	/* view_refusal(): there is no such page */
	VIEW_NOTICE_MISUSE,	/* view_refusal(): the request makes no sense */
	/* done */
	VIEW_NOTICE_PART_KEPT,	/* box: parts came in */
	VIEW_NOTICE_DROPPED,	/* box: parts were destroyed */
	VIEW_NOTICE_DELETED,	/* box: a reply was */
	VIEW_NOTICE_LEFT,	/* home */
	VIEW_NOTICE_LAST = VIEW_NOTICE_LEFT
};

struct view_reply {
	const char *id;		/* for /delete */
	const char *text;	/* UTF-8; lines and empty lines are kept */
	size_t len;
	int64_t sent;		/* seconds; shown as a day; 0: unknown */
};

struct view_part {
	const char *id;		/* for /join and /drop */
	const char *name;	/* as the source named it; any bytes */
	uint64_t bytes;		/* that arrived and can be read */
	bool whole;		/* false: the upload broke behind them, or,
				 * with 0 bytes, it cannot be read at all */
};

struct view {
	const char *lang;	/* what view_language() said */
	const char *newsroom;	/* NULL or "": none was named */
	const char *advice;	/* UTF-8 of the newsroom, in `lang`; empty lines
				 * between paragraphs, "- " before points of a
				 * list; NULL: none */
	const char *token;	/* of the visit; NULL while there is none */
	enum view_notice notice;
	uint64_t limit;		/* bytes that one sending may have, all its
				 * files together */
	unsigned idle_minutes;	/* after which a visit ends; 0: untold */
	unsigned part_days;	/* after which parts are destroyed; 0: untold */
	unsigned wrong_word;	/* VIEW_NOTICE_NOT_WORDS: the one, from 1, that
				 * no code name has; 0: untold */
	unsigned typed_words;	/* ... or how many there were instead of eight;
				 * 0: untold */
	unsigned refresh_seconds;	/* view_wait(): until it is loaded again;
					 * 0: there is no such page */
	const char *words;	/* view_begun(): the code name, blanks between */
	const struct view_reply *replies;	/* newest first */
	size_t replies_n;
	const struct view_part *parts;	/* in the order they are joined in */
	size_t parts_n;
	bool sent_message;	/* view_sent() */
	uint64_t sent_files;
};

/*
 * view_start(folder):
 * Read the catalogs FOLDER/C/LC_MESSAGES/tipline-LANG.mo; English needs none.
 * Once, before threads: it takes LANGUAGE out of the environment and sets the
 * locale of messages.  libexec_path(.., "../../share/locale") is the folder.
 * A folder that is not there is no error: the pages are in English then.
 */
int view_start(const char *folder);

/*
 * view_language(asked, accepted):
 * The tag of the language to answer in: `asked` (of the field l) if there is
 * such a catalog, else what Accept-Language (RFC 9110, with weights) likes
 * best, else "en".  Either may be NULL or anything at all.  Never NULL; lasts.
 */
const char *view_language(const char *asked, const char *accepted);

/*
 * A whole page, appended to `html`.  0; ERR_TOO_BIG; ERR_NO_MEMORY.
 * The visit's own pages (begun, box, sent) need v->token.
 */
int view_home(struct bytes *html, const struct view *v);
int view_begun(struct bytes *html, const struct view *v);
int view_box(struct bytes *html, const struct view *v);
int view_sent(struct bytes *html, const struct view *v);
/* How many replies there are, and nothing else: a page without a form that loads
 * itself again, for whoever leaves it open. */
int view_wait(struct bytes *html, const struct view *v);
int view_help_parts(struct bytes *html, const struct view *v);
/* A page of the notice alone, with the way back; for errors of any kind. */
int view_refusal(struct bytes *html, const struct view *v);

/* The style sheet, text/css; lasts. */
const uint8_t *view_style(size_t *len);

#endif
