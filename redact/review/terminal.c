/* terminal.c -- see terminal.h: the dialogue itself. */
#include "redact/review/terminal.h"

#include <stdlib.h>
#include <string.h>

#include "redact/review/reasons.h"
#include "redact/review/screen.h"
#include "vault/base/err.h"

struct dialogue {
	struct board *board;
	const struct desk *desk;
	char *note;
	FILE *in, *out;
	size_t item, at;	/* the finding that is shown, if any is */
	size_t sheet;		/* of `item`, when sheets are gone through */
	bool looking;		/* at a finding, decided or not */
	bool finding;		/* one is on the screen, not a sheet */
	bool asks;		/* nothing was left to do: signing is asked for */
	bool **shown;		/* of each item: which sheets */
	bool over;
	enum terminal_end end;
};

static const char keys[] =
	"  a  redact this one             k  keep this one\n"
	"  A  redact all that say the same, in any form\n"
	"  K  keep all that say the same\n"
	"  1-9, 0  why (r shows the reasons, r CODE takes one of a list)\n"
	"  e TEXT  the finding is this text\n"
	"  n  go to the next finding      p  go to the previous one\n"
	"  i  go to the next item with undecided findings\n"
	"  v  show the page; it is seen   u  undo the last decision\n"
	"  /words  find these words in every item and redact them\n"
	"  o keep, o whiten, o unredacted  for this item, on or off\n"
	"  m TEXT  leave a note           b TEXT  send it back with a note\n"
	"  y  sign, when all is decided and seen\n"
	"  s  save and stop               ?  show these keys\n"
	"Press Enter after each.\n";

static const struct plan *
plan(const struct dialogue *d)
{
	return board_item(d->board, d->item)->plan;
}

/* NULL: there is none in this item. */
static const struct planned *
current(const struct dialogue *d)
{
	return d->at < plan(d)->n ? &plan(d)->list[d->at] : NULL;
}

/* What an answer can be about: NULL when no finding is on the screen. */
static const struct planned *
asked(const struct dialogue *d)
{
	if (d->finding && current(d) != NULL)
		return current(d);
	fputs("No finding is shown; n goes to the next one.\n", d->out);
	return NULL;
}

static bool
any_findings(const struct dialogue *d)
{
	for (size_t i = 0; i < board_items(d->board); i++)
		if (board_item(d->board, i)->plan->n > 0)
			return true;
	return false;
}

/* One finding on, or back; around at the ends.  There is at least one. */
static void
move(struct dialogue *d, bool forward)
{
	size_t n = board_items(d->board);

	if (forward && d->at + 1 < plan(d)->n) {
		d->at++;
		return;
	}
	if (!forward && d->at > 0) {
		d->at--;
		return;
	}
	do
		d->item = forward ? (d->item + 1) % n : (d->item + n - 1) % n;
	while (plan(d)->n == 0);
	d->at = forward ? 0 : plan(d)->n - 1;
}

/* To the next undecided one, this one included; there is at least one. */
static void
settle(struct dialogue *d)
{
	size_t n = board_items(d->board), tried;

	for (tried = 0; tried <= n; tried++) {
		for (; d->at < plan(d)->n; d->at++)
			if (plan(d)->list[d->at].decision == DECISION_NONE)
				return;
		d->item = board_next_undecided(d->board, (d->item + 1) % n);
		d->at = 0;
	}
}

/* To the first finding at or behind this place of an item. */
static void
go_to(struct dialogue *d, size_t item, const struct planned *where)
{
	const struct plan *p;

	d->item = item;
	p = plan(d);
	for (d->at = 0; d->at < p->n; d->at++)
		if (p->list[d->at].start > where->start ||
		    (p->list[d->at].start == where->start &&
		    p->list[d->at].end <= where->end))
			return;
	if (p->n > 0)
		d->at = p->n - 1;
}

static size_t
sheet_of(const struct dialogue *d, const struct planned *f)
{
	const struct sheet *sheets;
	size_t n;

	sheets = board_sheets(d->board, d->item, &n);
	return sheets_at(sheets, n, f->start);
}

static int
show_once(struct dialogue *d, size_t item, size_t sheet)
{
	if (d->shown[item][sheet])
		return 0;
	d->shown[item][sheet] = true;
	return screen_sheet(d->out, d->board, item, sheet);
}

/* A sheet that was shown, with nothing left to decide on it, was seen; that
 * is part of the step that decided. */
static int
see_if_done(struct dialogue *d, size_t item, size_t sheet)
{
	const struct plan *p = board_item(d->board, item)->plan;
	const struct sheet *s;
	size_t n, i;
	int r;

	s = &board_sheets(d->board, item, &n)[sheet];
	if (!d->shown[item][sheet] || board_seen_by_me(d->board, item, sheet))
		return 0;
	for (i = 0; i < p->n; i++)
		if (p->list[i].decision == DECISION_NONE &&
		    p->list[i].start >= s->start && p->list[i].start < s->end)
			return 0;
	if ((r = board_see(d->board, item, sheet, true)) == 0)
		board_one_step(d->board);
	return r;
}

/* What was shown may be decided from elsewhere, too (A, words). */
static int
see_shown(struct dialogue *d)
{
	size_t n, s;
	int r = 0;

	for (size_t i = 0; r == 0 && i < board_items(d->board); i++) {
		(void)board_sheets(d->board, i, &n);
		for (s = 0; r == 0 && s < n; s++)
			r = see_if_done(d, i, s);
	}
	return r;
}

static int
decide(struct dialogue *d, enum decision what, bool everywhere)
{
	const struct board_choice c = { .decides = true, .decision = what };
	const struct planned *f = asked(d);
	struct board_count count;
	size_t item = d->item, sheet;
	int r;

	if (f == NULL)
		return 0;
	sheet = sheet_of(d, f);
	d->looking = false;
	if (!everywhere)
		return (r = board_decide(d->board, item, f, 1, &c)) < 0 ? r :
		    see_if_done(d, item, sheet);
	if ((r = board_equal(d->board, item, f, &c, &count)) < 0)
		return r;
	fprintf(d->out, "%zu places in %zu item%s.\n", count.findings,
	    count.items, count.items == 1 ? "" : "s");
	return see_shown(d);
}

static int
find_words(struct dialogue *d, const char *words)
{
	const struct board_choice c = { .decides = true,
	    .decision = DECISION_REDACT };
	struct planned here = { .start = 0 };
	struct board_count count;
	int r;

	if (current(d) != NULL)
		here = *current(d);
	r = board_words(d->board, words, strlen(words), &c, &count);
	/* What is wrong with the words is said, and the dialogue goes on. */
	if (r == ERR_FORMAT || r == ERR_USAGE) {
		fprintf(d->out, "Nothing to look for: %s\n", err_line());
		return 0;
	}
	if (r < 0)
		return r;
	fprintf(d->out, "Found in %zu place%s, to be redacted.\n",
	    count.findings, count.findings == 1 ? "" : "s");
	go_to(d, d->item, &here);
	return 0;
}

/* What the person asked cannot be done: it is said, and nothing is lost. */
static int
told(struct dialogue *d, int r)
{
	if (r != ERR_USAGE && r != ERR_NOT_FOUND && r != ERR_EXISTS)
		return r;
	fprintf(d->out, "%s.\n", err_line());
	return 0;
}

static int
give_reason(struct dialogue *d, const char *code)
{
	const struct board_choice c = { .reason = code };
	const struct planned *f = asked(d);

	if (f == NULL)
		return 0;
	return told(d, board_decide(d->board, d->item, f, 1, &c));
}

/* The text that is typed, where it overlaps the finding. */
static int
edges(struct dialogue *d, const char *words)
{
	const struct bytes *text = board_item(d->board, d->item)->text;
	const struct planned *f = asked(d);
	size_t len = strlen(words), from, to;
	const uint8_t *at;
	struct planned moved;
	int r;

	if (f == NULL || len == 0)
		return 0;
	from = f->start + 1 > len ? (size_t)f->start + 1 - len : 0;
	to = text->len - (size_t)f->end < len - 1 ? text->len :
	    (size_t)f->end + len - 1;
	at = memmem(text->data + from, to - from, words, len);
	if (at == NULL) {
		fprintf(d->out, "That text does not stand there; type it as "
		    "it is shown.\n");
		return 0;
	}
	moved = *f;
	moved.start = (uint64_t)(at - text->data);
	moved.end = moved.start + len;
	if ((r = told(d, board_edges(d->board, d->item, f, moved.start,
	    moved.end))) == 0)
		go_to(d, d->item, &moved);
	return r;
}

static int
undo(struct dialogue *d)
{
	struct planned at;
	size_t item;
	int r;

	r = board_undo(d->board, &item, &at);
	if (r == ERR_NOT_FOUND) {
		fprintf(d->out, "There is nothing to undo.\n");
		return 0;
	}
	if (r == 0 && at.end > 0) {
		go_to(d, item, &at);
		d->looking = current(d) != NULL;
	}
	return r;
}

static int
see(struct dialogue *d)
{
	const struct planned *f = d->finding ? current(d) : NULL;
	size_t sheet = f != NULL ? sheet_of(d, f) : d->sheet;
	int r;

	/* The one that is on the screen need not be shown again. */
	if (f != NULL &&
	    (r = screen_sheet(d->out, d->board, d->item, sheet)) < 0)
		return r;
	d->shown[d->item][sheet] = true;
	return board_see(d->board, d->item, sheet, true);
}

static int
option(struct dialogue *d, const char *word)
{
	const struct plan *p = plan(d);
	struct board_options o = { p->keep, p->whiten, p->unredacted };
	int r;

	if (strcmp(word, "keep") == 0)
		o.keep = !o.keep;
	else if (strcmp(word, "whiten") == 0)
		o.whiten = !o.whiten;
	else if (strcmp(word, "unredacted") == 0)
		o.unredacted = !o.unredacted;
	r = told(d, board_options(d->board, d->item, &o));
	fprintf(d->out, "This item: %s, %s, %s.\n", p->keep ?
	    "keeps its form" : "form not kept", p->whiten ? "whitened" :
	    "not whitened", p->unredacted ? "goes as it is" : "redacted");
	return r;
}

static void
next_item(struct dialogue *d)
{
	size_t n = board_items(d->board);
	size_t next = board_next_undecided(d->board, (d->item + 1) % n);

	if (next == n) {
		fprintf(d->out, "No item has undecided findings.\n");
		return;
	}
	d->item = next;
	d->at = 0;
	d->looking = false;
	settle(d);
}

static void
finish(struct dialogue *d, enum terminal_end end)
{
	d->over = true;
	d->end = end;
}

static int
sign(struct dialogue *d)
{
	if (board_ready(d->board, false) < 0)
		fprintf(d->out, "%s.\n", err_line());
	else
		finish(d, TERMINAL_SIGN);
	return 0;
}

static int
send_back(struct dialogue *d, const char *text)
{
	if (text[0] == '\0' || strlen(text) >= PLAN_NOTE_SIZE) {
		fprintf(d->out, "Say why, in up to %d bytes: b TEXT.\n",
		    PLAN_NOTE_SIZE - 1);
		return 0;
	}
	memcpy(d->note, text, strlen(text) + 1);
	finish(d, TERMINAL_BACK);
	return 0;
}

/* A letter and words behind it. */
static int
obey_words(struct dialogue *d, char letter, const char *words)
{
	switch (letter) {
	case '/':
		return find_words(d, words);
	case 'e':
		return edges(d, words);
	case 'r':
		return give_reason(d, words);
	case 'o':
		return option(d, words);
	case 'm':
		return told(d, board_note(d->board, false, words));
	case 'b':
		return send_back(d, words);
	default:
		fprintf(d->out, "One letter, please:\n%s", keys);
		return 0;
	}
}

static int
obey_letter(struct dialogue *d, char letter)
{
	switch (letter) {
	case 'a':
		return decide(d, DECISION_REDACT, false);
	case 'k':
		return decide(d, DECISION_KEEP, false);
	case 'A':
		return decide(d, DECISION_REDACT, true);
	case 'K':
		return decide(d, DECISION_KEEP, true);
	case 'u':
		return undo(d);
	case 'v':
		return see(d);
	case 'y':
		return sign(d);
	case 'n':
	case 'p':
		if (!any_findings(d))
			return 0;
		move(d, letter == 'n');
		d->looking = true;
		return 0;
	case 'i':
		next_item(d);
		return 0;
	case 'r':
		screen_reasons(d->out, d->board);
		return 0;
	case 's':
		finish(d, TERMINAL_STOP);
		return 0;
	default:
		fputs(keys, d->out);
		return 0;
	}
}

static int
obey(struct dialogue *d, const char *answer)
{
	static const char none[] = "";

	if (answer[0] == '/')
		return obey_words(d, '/', answer + 1);
	if (answer[0] >= '0' && answer[0] <= '9' && answer[1] == '\0')
		return give_reason(d, answer[0] == '0' ? none :
		    reasons_words[answer[0] - '1']);
	if (answer[0] != '\0' && answer[1] == ' ')
		return obey_words(d, answer[0], answer + 2);
	if (answer[0] != '\0' && answer[1] != '\0')
		return obey_words(d, '\0', answer);
	return obey_letter(d, answer[0]);
}

/* A line without its end; false at the end of the input. */
static bool
read_answer(struct dialogue *d, char line[TERMINAL_LINE_MAX])
{
	size_t len;
	int c;

	(void)fflush(d->out);
	while (fgets(line, TERMINAL_LINE_MAX, d->in) != NULL) {
		len = strlen(line);
		if (len + 1 < TERMINAL_LINE_MAX || line[len - 1] == '\n') {
			while (len > 0 && (line[len - 1] == '\n' ||
			    line[len - 1] == '\r' || line[len - 1] == ' '))
				line[--len] = '\0';
			return true;
		}
		while ((c = getc(d->in)) != EOF && c != '\n')
			;
		fprintf(d->out, "That is over %d bytes; shorten it: ",
		    TERMINAL_LINE_MAX);
		(void)fflush(d->out);
	}
	return false;
}

/* The next sheet that nobody saw, from this one on, around the end. */
static void
settle_on_sheet(struct dialogue *d)
{
	size_t items = board_items(d->board), i, item, n, s;

	for (i = 0; i <= items; i++) {
		item = (d->item + i) % items;
		(void)board_sheets(d->board, item, &n);
		for (s = i == 0 ? d->sheet : 0; s < n; s++)
			if (!board_seen(d->board, item, s)) {
				d->item = item;
				d->sheet = s;
				return;
			}
		d->sheet = 0;
	}
}

/* Show what is to be decided on next; false: there is nothing, and signing
 * need not be asked for. */
static int
prompt(struct dialogue *d, bool *more)
{
	const struct board *b = d->board;
	const struct planned *f;
	int r;

	*more = true;
	d->finding = false;
	if (board_undecided(b) > 0 && !d->looking)
		settle(d);
	f = current(d);
	if (f != NULL && (d->looking || board_undecided(b) > 0)) {
		d->finding = true;
		if ((r = show_once(d, d->item, sheet_of(d, f))) < 0)
			return r;
		return screen_finding(d->out, d->board, d->item, f);
	}
	if (board_unseen(b) > 0) {
		settle_on_sheet(d);
		d->shown[d->item][d->sheet] = true;
		if ((r = screen_sheet(d->out, b, d->item, d->sheet)) < 0)
			return r;
		fprintf(d->out, "%zu pages were not seen. v this one is seen, "
		    "/words n p s ? > ", board_unseen(b));
		return 0;
	}
	*more = d->asks;
	if (d->asks) {
		screen_sum(d->out, b);
		fputs("All is decided and seen. y sign, b TEXT send back, "
		    "n p look at findings, s ? > ", d->out);
	}
	return 0;
}

static int
talk(struct dialogue *d)
{
	char line[TERMINAL_LINE_MAX];
	bool more;
	int r;

	d->asks = board_undecided(d->board) == 0 &&
	    board_unseen(d->board) == 0;
	if ((r = screen_news(d->out, d->board, d->desk)) < 0)
		return r;
	while (!d->over) {
		if ((r = prompt(d, &more)) < 0)
			return r;
		if (!more) {
			finish(d, TERMINAL_SIGN);
			break;
		}
		if (!read_answer(d, line))
			break;
		if ((r = obey(d, line)) < 0)
			return r;
	}
	return 0;
}

static int
make_shown(struct dialogue *d)
{
	size_t items = board_items(d->board), i, n;

	if ((d->shown = calloc(items + 1, sizeof(bool *))) == NULL)
		goto full;
	for (i = 0; i < items; i++) {
		(void)board_sheets(d->board, i, &n);
		if ((d->shown[i] = calloc(n, sizeof(bool))) == NULL)
			goto full;
	}
	return 0;
full:
	return err_set(ERR_NO_MEMORY, "out of memory; close other programs "
	    "and try again");
}

int
review_terminal(struct board *b, const struct desk *desk,
    char note[PLAN_NOTE_SIZE], FILE *in, FILE *out)
{
	struct dialogue d = { .board = b, .desk = desk, .note = note,
	    .in = in, .out = out, .end = TERMINAL_STOP };
	size_t i;
	int r;

	if (board_items(b) == 0)
		return TERMINAL_STOP;
	if ((r = make_shown(&d)) < 0 || (r = talk(&d)) < 0)
		goto done;
	screen_sum(out, b);
	r = (int)d.end;
	if (fflush(out) != 0 || ferror(out))
		r = err_sys("cannot write to the terminal");
done:
	for (i = 0; d.shown != NULL && i < board_items(b); i++)
		free(d.shown[i]);
	free(d.shown);
	return r;
}
