/*
 * plan.h -- the findings of one item with the decision on each, the boxes and
 * times a person drew, and what was said about them; its JSON is both what is
 * sealed (object `plan`) and what `review --export` and `--plan` exchange
 * (docs/format.md "Plan").
 *
 * {"version":1,"submission":hex,"item":hex,"text_sha256":hex,
 *  "pages_seen":[0,1],
 *  "findings":[{"kind":"EMAIL","start":1,"end":9,"value":"...",
 *    "finder":"email","confidence":0.950,"why":"...","decision":"redact",
 *    "by":"<fpr hex>" or "","reason":"contact","show":"label",
 *    "label":"[EMAIL-1]"}],
 *  "boxes":[{"page":0,"x0":1,"y0":2,"x1":3,"y1":4,"by":"<fpr hex>",
 *    "reason":"minor"}],
 *  "times":[{"from":1500,"to":2750,"x0":0,"y0":0,"x1":0,"y1":0,
 *    "by":"<fpr hex>","reason":"bystander"}],
 *  "notes":[{"by":"<fpr hex>","returned":true,"text":"..."}],
 *  "reasons":[{"code":"b6","text":"Personal privacy"}],
 *  "pseudonyms":["Alex Moss"],"given":["[PERSON-7]","Alex Moss"],
 *  "keep":false,"whiten":false,"unredacted":"<fpr hex>" or "",
 *  "stated":"<fpr hex>" or ""}
 *
 * Reading refuses unknown and doubled keys, a text_sha256 that is not the
 * item's, ranges outside the text or off UTF-8 boundaries, values that are not
 * what stands there, the same finding twice.  A kind is A-Z, 0-9 and '_'.
 */
#ifndef REDACT_DOC_PLAN_H
#define REDACT_DOC_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "intake/examine/edits.h"
#include "redact/find/view/finder.h"
#include "vault/base/bytes.h"
#include "vault/base/id.h"
#include "vault/seal/digest.h"

#define PLAN_MAX (64u << 20)	/* bytes of its JSON */

enum decision {
	DECISION_NONE = 0,	/* "undecided" */
	DECISION_REDACT = 1,	/* "redact" */
	DECISION_KEEP = 2	/* "keep" */
};

#define PLAN_WORD_SIZE 48	/* kind, finder, reason; with NUL */
#define PLAN_KIND_MAX (LABEL_MAX - 13)	/* bytes; a label adds [], - and n */

/* What stands where a value was. */
enum show {
	SHOW_LABEL = 0,		/* "label": "[PERSON-2]" */
	SHOW_PSEUDONYM = 1,	/* "pseudonym": another name of a list */
	SHOW_GENERAL = 2	/* "general": a date's year, an amount's size */
};

#define PLAN_NOTE_SIZE 2048	/* bytes of a note, with NUL */
#define PLAN_NOTES_MAX 1000u

struct planned {
	char kind[PLAN_WORD_SIZE];
	char finder[PLAN_WORD_SIZE];	/* "person" when one added it */
	char reason[PLAN_WORD_SIZE];	/* "", or source, bystander, contact ... */
	char why[FIND_WHY_SIZE];
	char label[LABEL_MAX + 1];	/* what stands there, whatever `show` */
	uint64_t start, end;
	double confidence;
	enum decision decision;
	enum show show;
	struct fpr by;			/* zero: nobody yet */
};

struct planned_box {
	struct box box;
	struct fpr by;
	char reason[PLAN_WORD_SIZE];
};

struct planned_time {
	struct edit_time time;
	struct fpr by;
	char reason[PLAN_WORD_SIZE];
};

/* What one person says to the others about the plan, in order. */
struct plan_note {
	struct fpr by;
	bool returned;		/* they sent it back with it */
	char text[PLAN_NOTE_SIZE];
};

/* A reason of a list that the desk brought: "b6", "Personal privacy".  They
 * stand in the plan of a submission's first item, for all of it. */
#define PLAN_REASON_TEXT_SIZE 256	/* bytes, with NUL */
#define PLAN_REASONS_MAX 500u

struct plan_reason {
	char code[PLAN_WORD_SIZE];
	char text[PLAN_REASON_TEXT_SIZE];
};

/* Names that may stand for persons, in the order in which they are given; as
 * reasons do, they stand in the first item's plan. */
#define PLAN_PSEUDONYMS_MAX 2000u

struct plan_pseudonym {
	char name[LABEL_MAX + 1];
};

/* Labels that were given in the submission (given.h); the first item's, too. */
#define PLAN_GIVEN_MAX 5000u

struct plan_given {
	char label[LABEL_MAX + 1];
};

struct plan {
	struct id submission, item;
	uint8_t text_sha256[SHA256_BYTES];
	struct planned *list;		/* by start, longer first, kind */
	size_t n;
	struct planned_box *boxes;
	size_t nboxes;
	struct planned_time *times;
	size_t ntimes;
	struct plan_note *notes;
	size_t nnotes;
	struct plan_reason *reasons;	/* of a list that was imported */
	size_t nreasons;
	struct plan_pseudonym *pseudonyms;
	size_t npseudonyms;
	struct plan_given *given;
	size_t ngiven;
	uint32_t *pages_seen;		/* rising; of doc/sheets.h */
	size_t npages_seen;
	bool keep;		/* a PDF stays what it is made of, no pictures */
	bool whiten;		/* a scan's paper becomes white */
	bool unredacted;	/* sound or film is released as it is, said ... */
	struct fpr unredacted_by;	/* ... by this member */
	struct fpr stated_by;	/* who said that the pages were looked at
				 * elsewhere; zero: nobody */
};

/* Words that a plan may hold: UTF-8, and every character can be seen. */
bool plan_words_fit(const void *p, size_t len);

/* Add proposals: every finding undecided; labels are given by plan_label(). */
int plan_from(struct plan *p, const struct findings *f);
int plan_add(struct plan *p, const struct planned *one);	/* keeps order */
int plan_add_box(struct plan *p, const struct planned_box *box);
int plan_add_time(struct plan *p, const struct planned_time *time);
int plan_add_note(struct plan *p, const struct plan_note *note);
/* A code that is there gets the new text. */
int plan_add_reason(struct plan *p, const struct plan_reason *reason);
/* ERR_FORMAT for what cannot stand for a name (pseudonyms.h); a name that is
 * there stays where it is. */
int plan_add_pseudonym(struct plan *p, const char *name);
int plan_add_page(struct plan *p, uint32_t page);	/* once, in order */
/* The finding with the start, end and kind of `like`; NULL when there is none. */
struct planned *plan_find(const struct plan *p, const struct planned *like);
/* Take out a finding that plan_find() gave; what stands at `at`; a page. */
void plan_remove(struct plan *p, struct planned *one);
void plan_remove_box(struct plan *p, size_t at);
void plan_remove_time(struct plan *p, size_t at);
void plan_remove_page(struct plan *p, uint32_t page);
/* Is this sheet among the pages seen? */
bool plan_has_page(const struct plan *p, uint32_t page);

/* Make `to`, whatever is in its memory, a plan of its own like `from`. */
int plan_copy(struct plan *to, const struct plan *from);

/*
 * plan_read(p, json, len, text, text_len):
 * Fill `p`, whatever it held; after an error it is empty.  Optional keys:
 * all but version, submission, item, text_sha256 and findings; of a finding
 * finder ("person"), confidence (1), why, by, reason, label (""), show; of
 * boxes and times by and reason.  ERR_FORMAT with a line that names the place.
 *
 * plan_write(b, p, text): append; ERR_TOO_BIG over b's maximum (PLAN_MAX).
 */
int plan_read(struct plan *p, const void *json, size_t len, const void *text,
    size_t text_len);
int plan_write(struct bytes *b, const struct plan *p, const void *text);
void plan_free(struct plan *p);

/* How many are undecided. */
size_t plan_undecided(const struct plan *p);

/*
 * Labels over a whole submission.  Equal values (fold_value) of a kind get the
 * same "[KIND-n]", numbered in order of first appearance; forms of one person's
 * name (persons.h) are equal.  With SHOW_PSEUDONYM a person gets a name of the
 * list, always the same and nobody else's; with SHOW_GENERAL what general.h
 * says.  Where there is none, the "[KIND-n]" stands.
 *
 * A label that was given stays: plans are first asked for those they have, and
 * only a finding without one that its `show` can have gets a new one.  What was
 * once given is never given to something else (given.h), also when the finding
 * is gone; what comes back may have another number.
 */
struct labels;
int labels_new(struct labels **out);
/* Names to give, after those it has; copied.  Of one no word of which may stand
 * in `texts`, which are borrowed while plans are labelled. */
int labels_pseudonyms(struct labels *l, const struct plan *from);
int labels_for(struct labels *l, const char *kind, const void *value,
    size_t len, char label[LABEL_MAX + 1]);
void labels_free(struct labels *l);
int plan_label(struct plan *p, const void *text, size_t len,
    struct labels *l);
/*
 * plans_label(plans, stored, texts, n):
 * Label the plans of a whole submission; texts[i] belongs to plans[i], and so
 * does stored[i], the plan as others know it: where both gave the same label,
 * theirs stays.  `stored` may be NULL.
 */
int plans_label(struct plan *const plans[], struct plan *const stored[],
    const struct bytes texts[], size_t n);

#endif
