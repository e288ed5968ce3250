/* terminal.c -- see terminal.h. */
#include "redact/review/terminal.h"

#include <limits.h>
#include <string.h>

#include "redact/find/known/watchlist.h"
#include "redact/review/decide.h"
#include "redact/review/journal.h"
#include "redact/review/lines.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

#define SHOWN_MAX (64u << 10)	/* bytes of one finding on the screen */

struct dialogue {
	struct plan **plans;
	const struct bytes *texts;
	const struct report *reports;
	size_t n;
	const struct fpr *by;
	FILE *in, *out;
	struct journal *journal;
	size_t plan, at;	/* the finding that is shown */
	bool stop;
};

static const char keys[] =
	"  a  redact this one             k  keep this one\n"
	"  A  redact every equal value    K  keep every equal value\n"
	"  n  go to the next finding      p  go to the previous one\n"
	"  u  undo the last decision      s  save and stop\n"
	"  /words  find these words in every item and redact them\n"
	"  ?  show these keys\n"
	"Press Enter after each.\n";

static size_t
undecided(const struct dialogue *d)
{
	size_t n = 0;

	for (size_t i = 0; i < d->n; i++)
		n += plan_undecided(d->plans[i]);
	return n;
}

static struct planned *
current(const struct dialogue *d)
{
	return &d->plans[d->plan]->list[d->at];
}

/* One finding on, or back; around at the ends.  There is at least one. */
static void
move(struct dialogue *d, bool forward)
{
	if (forward && d->at + 1 < d->plans[d->plan]->n) {
		d->at++;
		return;
	}
	if (!forward && d->at > 0) {
		d->at--;
		return;
	}
	do
		d->plan = forward ? (d->plan + 1) % d->n :
		    (d->plan + d->n - 1) % d->n;
	while (d->plans[d->plan]->n == 0);
	d->at = forward ? 0 : d->plans[d->plan]->n - 1;
}

/* To the next undecided one, this one included; there is at least one. */
static void
settle_on_undecided(struct dialogue *d)
{
	while (current(d)->decision != DECISION_NONE)
		move(d, true);
}

/* To the first finding at or behind this place of a plan. */
static void
go_to(struct dialogue *d, size_t plan, const struct planned *where)
{
	const struct plan *p = d->plans[plan];

	d->plan = plan;
	for (d->at = 0; d->at < p->n; d->at++)
		if (p->list[d->at].start > where->start ||
		    (p->list[d->at].start == where->start &&
		    p->list[d->at].end <= where->end))
			return;
	d->at = p->n > 0 ? p->n - 1 : 0;
	if (p->n == 0)
		move(d, true);
}

static int
count_equal(const struct dialogue *d, size_t *count)
{
	const struct planned *f = current(d);

	return decide_equal(d->plans, d->texts, d->n,
	    d->texts[d->plan].data + f->start, (size_t)(f->end - f->start),
	    DECISION_NONE, NULL, count);
}

static int
show(const struct dialogue *d)
{
	static const char *const states[] = { "", ", to redact", ", to keep" };
	const struct planned *f = current(d);
	const struct bytes *text = &d->texts[d->plan];
	const char *name = d->reports[d->plan].name;
	struct bytes b = BYTES_INIT(SHOWN_MAX);
	size_t equal = 0;
	int r;

	(void)bytes_addf(&b, "\n%zu left. Item %zu of %zu", undecided(d),
	    d->plan + 1, d->n);
	if (name[0] != '\0') {
		(void)bytes_add_str(&b, " (");
		(void)print_escape(&b, name, strlen(name));
		(void)bytes_add_str(&b, ")");
	}
	(void)bytes_addf(&b, ", line %zu%s\n", lines_number(text, f->start),
	    states[f->decision]);
	(void)print_escape(&b, f->kind, strlen(f->kind));
	(void)bytes_addf(&b, ", %.0f%%: ", f->confidence * 100);
	(void)print_escape(&b, f->why, strlen(f->why));
	(void)bytes_add_str(&b, "\n    ");
	if ((r = lines_show(&b, text, f->start, f->end)) < 0 ||
	    (r = count_equal(d, &equal)) < 0)
		goto done;
	(void)bytes_addf(&b, "\na redact, k keep, A redact all %zu equal, "
	    "K keep all %zu, n p u s /words ? > ", equal, equal);
	if ((r = bytes_ok(&b)) == 0)
		(void)fwrite(b.data, 1, b.len, d->out);
	(void)fflush(d->out);
done:
	bytes_free(&b);
	return r;
}

static int
decide_this(struct dialogue *d, enum decision what)
{
	int r;

	journal_step(d->journal);
	if ((r = journal_add(d->journal, d->plan, current(d), false)) < 0)
		return r;
	decide_one(current(d), what, d->by);
	return 0;
}

/* Every finding is remembered whose value is equal, then all are decided. */
static int
decide_all_equal(struct dialogue *d, enum decision what)
{
	const struct planned *f = current(d);
	const void *value = d->texts[d->plan].data + f->start;
	size_t len = (size_t)(f->end - f->start), i, k, equal;
	struct plan one;
	struct plan *only = &one;
	int r;

	journal_step(d->journal);
	for (i = 0; i < d->n; i++)
		for (k = 0; k < d->plans[i]->n; k++) {
			one = (struct plan){ .list = &d->plans[i]->list[k],
			    .n = 1 };
			if ((r = decide_equal(&only, &d->texts[i], 1, value,
			    len, what, NULL, &equal)) < 0)
				return r;
			if (equal == 0)
				continue;
			if ((r = journal_add(d->journal, i,
			    &d->plans[i]->list[k], false)) < 0)
				return r;
			decide_one(&d->plans[i]->list[k], what, d->by);
		}
	return 0;
}

/* One match of the words: a stored one is decided, a new one added. */
static int
take_match(struct dialogue *d, size_t plan, const struct finding *match,
    size_t *taken)
{
	struct planned fresh = { .kind = "WATCHLIST", .finder = "person",
	    .why = "words looked for in the review", .start = match->start,
	    .end = match->end, .confidence = 1, .decision = DECISION_REDACT,
	    .by = *d->by };
	struct planned *stored = plan_find(d->plans[plan], &fresh);
	int r;

	++*taken;
	if (stored != NULL) {
		if ((r = journal_add(d->journal, plan, stored, false)) < 0)
			return r;
		decide_one(stored, DECISION_REDACT, d->by);
		return 0;
	}
	if ((r = plan_add(d->plans[plan], &fresh)) < 0)
		return r;
	return journal_add(d->journal, plan, &fresh, true);
}

static int
find_words(struct dialogue *d, const char *words)
{
	struct findings found = { .list = NULL, .n = 0 };
	struct planned here = *current(d);
	struct known *known = NULL;
	size_t plan = d->plan, taken = 0;
	int r;

	/* What is wrong with the words is said, and the dialogue goes on. */
	if ((r = known_new(&known)) < 0)
		return r;
	if (watchlist_read(known, words, strlen(words)) < 0) {
		known_free(known);
		fprintf(d->out, "Nothing to look for: %s\n", err_line());
		return 0;
	}
	if ((r = known_ready(known)) < 0)
		goto done;
	journal_step(d->journal);
	for (size_t i = 0; i < d->n; i++) {
		findings_free(&found);
		if ((r = known_run(known, d->texts[i].data, d->texts[i].len,
		    &found)) < 0)
			goto done;
		for (size_t k = 0; k < found.n; k++)
			if ((r = take_match(d, i, &found.list[k], &taken)) < 0)
				goto done;
	}
	fprintf(d->out, "Found in %zu place%s, to be redacted.\n", taken,
	    taken == 1 ? "" : "s");
	go_to(d, plan, &here);
	r = 0;
done:
	findings_free(&found);
	known_free(known);
	return r;
}

static void
undo(struct dialogue *d)
{
	struct planned where;
	size_t plan;

	if (journal_undo(d->journal, d->plans, &plan, &where))
		go_to(d, plan, &where);
	else
		fprintf(d->out, "There is nothing to undo.\n");
}

static int
obey(struct dialogue *d, const char *answer)
{
	bool decided = true;
	int r = 0;

	if (answer[0] == '/')
		return find_words(d, answer + 1);
	if (answer[0] != '\0' && answer[1] != '\0') {
		fprintf(d->out, "One letter, please:\n%s", keys);
		return 0;
	}
	switch (answer[0]) {
	case 'a':
		r = decide_this(d, DECISION_REDACT);
		break;
	case 'k':
		r = decide_this(d, DECISION_KEEP);
		break;
	case 'A':
		r = decide_all_equal(d, DECISION_REDACT);
		break;
	case 'K':
		r = decide_all_equal(d, DECISION_KEEP);
		break;
	default:
		decided = false;
		if (answer[0] == 'n' || answer[0] == 'p')
			move(d, answer[0] == 'n');
		else if (answer[0] == 'u')
			undo(d);
		else if (answer[0] == 's')
			d->stop = true;
		else
			fputs(keys, d->out);
	}
	if (r == 0 && decided && undecided(d) > 0)
		settle_on_undecided(d);
	return r;
}

/* A line without its end; false at the end of the input. */
static bool
read_answer(struct dialogue *d, char line[TERMINAL_LINE_MAX])
{
	size_t len;
	int c;

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

static int
talk(struct dialogue *d)
{
	char line[TERMINAL_LINE_MAX];
	int r;

	if (undecided(d) == 0)
		return 0;
	while (d->plans[d->plan]->n == 0)
		d->plan++;
	settle_on_undecided(d);
	while (!d->stop && undecided(d) > 0) {
		if ((r = show(d)) < 0)
			return r;
		if (!read_answer(d, line))
			return 0;
		if ((r = obey(d, line)) < 0)
			return r;
	}
	return 0;
}

static void
summary(const struct dialogue *d)
{
	size_t count[3] = { 0, 0, 0 };

	for (size_t i = 0; i < d->n; i++)
		for (size_t k = 0; k < d->plans[i]->n; k++)
			count[d->plans[i]->list[k].decision]++;
	fprintf(d->out, "\n%zu to redact, %zu to keep, %zu undecided.\n",
	    count[DECISION_REDACT], count[DECISION_KEEP],
	    count[DECISION_NONE]);
}

int
review_terminal(struct plan *plans[], const struct bytes texts[],
    const struct report reports[], size_t n, const struct fpr *by,
    FILE *in, FILE *out)
{
	struct dialogue d = { .plans = plans, .texts = texts,
	    .reports = reports, .n = n, .by = by, .in = in, .out = out };
	size_t left;
	int r;

	if ((r = journal_new(&d.journal, TERMINAL_UNDO_MAX)) < 0 ||
	    (r = talk(&d)) < 0 || (r = plans_label(plans, texts, n)) < 0)
		goto done;
	summary(&d);
	if (fflush(out) != 0 || ferror(out)) {
		r = err_sys("cannot write to the terminal");
		goto done;
	}
	left = undecided(&d);
	r = left > INT_MAX ? INT_MAX : (int)left;
done:
	journal_free(d.journal);
	return r;
}
