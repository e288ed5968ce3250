/* screen.c -- see screen.h. */
#include "redact/review/screen.h"

#include <string.h>

#include "redact/review/changes.h"
#include "redact/review/lines.h"
#include "redact/review/reasons.h"
#include "redact/review/terminal.h"
#include "vault/base/print.h"

#define SHOWN_MAX (64u << 10)	/* bytes of one finding on the screen */
#define CHUNK 4096u		/* bytes of a sheet escaped at a time */

static const char *const states[] = { "undecided", "to redact", "to keep" };

void
screen_place(FILE *out, const struct board *b, size_t item, size_t sheet)
{
	const struct board_item *it = board_item(b, item);
	char where[BOARD_SHEET_SIZE];
	size_t n, texts;
	bool drawn;

	(void)board_sheets(b, item, &n);
	drawn = board_is_picture(b, item, sheet, &texts);
	fprintf(out, "Item %zu of %zu", item + 1, board_items(b));
	if (it->number != item + 1)
		fprintf(out, " (number %zu)", it->number);
	if (it->report->name[0] != '\0') {
		fputs(" (", out);
		print_escaped(out, it->report->name);
		fputs(")", out);
	}
	board_sheet_name(where, b, item, sheet);
	if (drawn || texts > 1)
		fprintf(out, ", %s of %zu", where, drawn ? n - texts : texts);
	if (it->plan->nboxes > 0)
		fprintf(out, ", %zu boxes", it->plan->nboxes);
	if (it->plan->ntimes > 0)
		fprintf(out, ", %zu times", it->plan->ntimes);
}

/* Line by line, so that lines stay lines; each is escaped. */
static int
show_text(FILE *out, const uint8_t *p, size_t len)
{
	struct bytes b = BYTES_INIT(16 * CHUNK);
	const uint8_t *nl;
	size_t n;
	int r = 0;

	for (; r == 0 && len > 0; p += n, len -= n) {
		n = len < CHUNK ? len : CHUNK;
		if ((nl = memchr(p, '\n', n)) != NULL)
			n = (size_t)(nl - p) + 1;
		/* Never in the middle of a character. */
		while (nl == NULL && n > 1 && n < len && (p[n] & 0xc0) == 0x80)
			n--;
		bytes_reset(&b);
		(void)print_escape(&b, p, nl != NULL ? n - 1 : n);
		if (nl != NULL)
			(void)bytes_add_str(&b, "\n");
		if ((r = bytes_ok(&b)) == 0)
			(void)fwrite(b.data, 1, b.len, out);
	}
	bytes_free(&b);
	return r;
}

int
screen_sheet(FILE *out, const struct board *b, size_t item, size_t sheet)
{
	const struct board_item *it = board_item(b, item);
	const struct sheet *s;
	size_t n, len;
	int r;

	s = &board_sheets(b, item, &n)[sheet];
	len = (size_t)(s->end - s->start);
	fputs("\n--- ", out);
	screen_place(out, b, item, sheet);
	fputs(" ---\n", out);
	if (len == 0)
		fputs("(There is no text here.  Look at the file itself: open "
		    "it with `tipline open`, or review it in the browser.)\n",
		    out);
	if ((r = len == 0 ? 0 : show_text(out, it->text->data + s->start,
	    len)) < 0)
		return r;
	if (len > 0 && it->text->data[s->end - 1] != '\n')
		fputs("\n", out);
	fputs("---\n", out);
	return 0;
}

static void
show_reason(struct bytes *b, const struct board *board, const char *code)
{
	const char *text = NULL;

	if (code[0] == '\0')
		return;
	for (size_t i = 0; text == NULL && i < board_items(board); i++) {
		struct plan *p = board_item(board, i)->plan;

		text = p->nreasons > 0 ? reasons_text(&p, 1, code) : NULL;
	}
	(void)bytes_add_str(b, ", because: ");
	(void)print_escape(b, code, strlen(code));
	if (text != NULL) {
		(void)bytes_add_str(b, " (");
		(void)print_escape(b, text, strlen(text));
		(void)bytes_add_str(b, ")");
	}
}

int
screen_finding(FILE *out, struct board *b, size_t item, const struct planned *f)
{
	const struct bytes *text = board_item(b, item)->text;
	struct bytes s = BYTES_INIT(SHOWN_MAX);
	struct board_count equal;
	const struct sheet *sheets;
	size_t n;
	int r;

	sheets = board_sheets(b, item, &n);
	fprintf(out, "\n%zu left, %zu in this item. ", board_undecided(b),
	    board_undecided_in(b, item));
	screen_place(out, b, item, sheets_at(sheets, n, f->start));
	(void)bytes_addf(&s, ", line %zu", lines_number(text, f->start));
	if (f->decision != DECISION_NONE)
		(void)bytes_addf(&s, ", %s", states[f->decision]);
	show_reason(&s, b, f->reason);
	(void)bytes_add_str(&s, board_is_new(b, item, f) ?
	    " [new to you]\n" : "\n");
	(void)print_escape(&s, f->kind, strlen(f->kind));
	(void)bytes_addf(&s, ", %.0f%%: ", f->confidence * 100);
	(void)print_escape(&s, f->why, strlen(f->why));
	(void)bytes_add_str(&s, "\n    ");
	if ((r = lines_show(&s, text, f->start, f->end)) < 0 ||
	    (r = board_equal(b, item, f, NULL, &equal)) < 0)
		goto done;
	(void)bytes_addf(&s, "\na redact, k keep, A redact all %zu equal, "
	    "K keep all %zu, 1-9 why, e n p i v u s /words ? > ",
	    equal.findings, equal.findings);
	if ((r = bytes_ok(&s)) == 0)
		(void)fwrite(s.data, 1, s.len, out);
done:
	bytes_free(&s);
	return r;
}

void
screen_reasons(FILE *out, const struct board *b)
{
	const struct plan_reason *one;
	size_t i, k;

	for (i = 0; i < REASONS_KEYS; i++)
		fprintf(out, "  %zu  %s\n", i + 1, reasons_words[i]);
	fputs("  0  no reason\n", out);
	for (i = 0; i < board_items(b); i++) {
		const struct plan *p = board_item(b, i)->plan;

		for (k = 0; k < p->nreasons; k++) {
			one = &p->reasons[k];
			fputs("  r ", out);
			print_escaped(out, one->code);
			fputs("  ", out);
			print_escaped(out, one->text);
			fputs("\n", out);
		}
	}
}

static void
show_who(FILE *out, const struct desk *desk, const struct fpr *who)
{
	static const struct fpr nobody;
	char label[DESK_LABEL_SIZE];

	if (desk == NULL || fpr_equal(who, &nobody))
		return;
	desk->label(desk->arg, who, label);
	fputs(" (", out);
	print_escaped(out, label);
	fputs(")", out);
}

static int
show_value(FILE *out, const struct bytes *text, const struct planned *f)
{
	struct bytes b = BYTES_INIT(SHOWN_MAX);
	int r;

	if ((r = lines_show(&b, text, f->start, f->end)) == 0)
		(void)fwrite(b.data, 1, b.len, out);
	bytes_free(&b);
	return r;
}

static int
show_change(FILE *out, const struct board *b, size_t item,
    const struct change *c, const struct desk *desk)
{
	const struct bytes *text = board_item(b, item)->text;
	const struct planned *f = c->is ? &c->after : &c->before;
	int r = 0;

	fprintf(out, "  item %zu: ", board_item(b, item)->number);
	switch (c->what) {
	case CHANGE_FINDING:
		if (c->was && c->is)
			fprintf(out, "%s instead of %s%s", states[
			    c->after.decision], states[c->before.decision],
			    c->after.decision == c->before.decision ?
			    ", with another reason" : "");
		else
			fprintf(out, c->is ? "added, %s" : "taken away",
			    states[f->decision]);
		show_who(out, desk, &f->by);
		fputs(": ", out);
		print_escaped(out, f->kind);
		fputs("  ", out);
		r = show_value(out, text, f);
		break;
	case CHANGE_BOX:
		fprintf(out, "a box on %s %u%s", format_has_pictures(
		    board_item(b, item)->report->format) ? "picture" : "page",
		    c->box.box.page + 1, c->is ? "" : " was taken away");
		show_who(out, desk, &c->box.by);
		break;
	case CHANGE_TIME:
		fputs(c->is ? "a stretch of time" :
		    "a stretch of time was taken away", out);
		show_who(out, desk, &c->time.by);
		break;
	case CHANGE_KEEP:
		fputs(c->is ? "keeps its form" : "is made of pictures", out);
		break;
	case CHANGE_WHITEN:
		fputs(c->is ? "is whitened" : "is not whitened", out);
		break;
	case CHANGE_UNREDACTED:
		fputs(c->is ? "goes as it is" : "is redacted", out);
		show_who(out, desk, c->is ? &c->to : &c->from);
		break;
	case CHANGE_STATED:
		fputs(c->is ? "its pages were looked at elsewhere" :
		    "its pages have to be looked at", out);
		show_who(out, desk, c->is ? &c->to : &c->from);
		break;
	default:
		fputs("a note or a reason", out);
	}
	fputs("\n", out);
	return r;
}

static void
show_notes(FILE *out, const struct board *b, const struct desk *desk)
{
	for (size_t i = 0; i < board_items(b); i++) {
		const struct plan *p = board_item(b, i)->plan;

		for (size_t k = 0; k < p->nnotes; k++) {
			fputs(p->notes[k].returned ? "Sent back" : "Note", out);
			show_who(out, desk, &p->notes[k].by);
			fputs(": ", out);
			print_escaped(out, p->notes[k].text);
			fputs("\n", out);
		}
	}
}

/* Of one item; *left is how many may still be shown one by one. */
static int
show_item_news(FILE *out, const struct board *b, size_t item,
    const struct desk *desk, size_t *left, size_t *more)
{
	const struct board_item *it = board_item(b, item);
	struct changes c = { 0 };
	int r = 0;

	if (it->then == NULL)
		return 0;
	if ((r = changes_between(&c, it->then, it->plan)) < 0)
		goto done;
	for (size_t i = 0; r == 0 && i < c.n; i++) {
		if (c.list[i].what == CHANGE_PAGE)
			continue;
		if (*left == 0) {
			++*more;
			continue;
		}
		--*left;
		r = show_change(out, b, item, &c.list[i], desk);
	}
done:
	changes_free(&c);
	return r;
}

int
screen_news(FILE *out, const struct board *b, const struct desk *desk)
{
	size_t left = TERMINAL_NEWS_MAX, more = 0, looked = 0, i, n;
	int r = 0;

	show_notes(out, b, desk);
	for (i = 0; r == 0 && i < board_items(b); i++) {
		if ((r = board_news(b, i, &n)) < 0)
			break;
		if (n > 0 && left == TERMINAL_NEWS_MAX)
			fputs("Since you last looked:\n", out);
		looked += board_item(b, i)->then != NULL;
		r = show_item_news(out, b, i, desk, &left, &more);
	}
	if (more > 0)
		fprintf(out, "  and %zu more\n", more);
	else if (looked > 0 && left == TERMINAL_NEWS_MAX)
		fputs("Nothing changed since you last looked.\n", out);
	return r;
}

void
screen_sum(FILE *out, const struct board *b)
{
	size_t count[3] = { 0, 0, 0 }, boxes = 0, times = 0, i, k;

	for (i = 0; i < board_items(b); i++) {
		const struct plan *p = board_item(b, i)->plan;

		boxes += p->nboxes;
		times += p->ntimes;
		for (k = 0; k < p->n; k++)
			count[p->list[k].decision]++;
	}
	fprintf(out, "\n%zu to redact, %zu to keep, %zu undecided",
	    count[DECISION_REDACT], count[DECISION_KEEP],
	    count[DECISION_NONE]);
	if (boxes > 0)
		fprintf(out, ", %zu boxes", boxes);
	if (times > 0)
		fprintf(out, ", %zu times", times);
	fputs(".\n", out);
}
