/* find.c -- the finders in a row; see find.h. */
#include "redact/find/engine/find.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "redact/find/engine/choice.h"
#include "redact/find/engine/finders.h"
#include "redact/find/engine/pass.h"
#include "redact/find/engine/settle.h"
#include "redact/find/engine/window.h"
#include "redact/find/known/known.h"
#include "redact/find/trace/path.h"
#include "redact/find/view/fields.h"
#include "redact/find/view/fold.h"
#include "redact/find/view/view.h"
#include "vault/base/err.h"

const struct finder *const finders[] = {
	&find_email, &find_phone, &find_onion, &find_url, &find_messenger,
	&find_ip, &find_mac, &find_iban, &find_card, &find_gps,
	&find_token, &find_path, &find_host, &find_ident,
	&find_secret, &find_keyblock, &find_key, &find_header, &find_device,
	&find_meta,
	&find_coin, &find_bic, &find_mrz, &find_birth, &find_world,
	&find_us, &find_uk, &find_poland, &find_france,
	&find_address,
	&find_field,
	&find_names,
	NULL
};

#define FINDERS (sizeof(finders) / sizeof(finders[0]) - 1)
_Static_assert(FINDERS <= PASS_FINDERS_MAX, "the pass takes all finders");

/* The first pass is the same for all texts: made once. */
static struct pass *first_pass;
static pthread_once_t first_pass_made = PTHREAD_ONCE_INIT;

static void
make_first_pass(void)
{
	(void)pass_new(&first_pass, finders);
}

/* All that a search goes through the windows with. */
struct search {
	const uint8_t *text;
	size_t len;
	const struct find_options *options;
	bool wanted[FINDERS];
	struct fields *fields;
	size_t size;		/* of a window */
	struct findings *out;
};

static int
run_finders(const struct search *s, const struct view *v)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < FINDERS; i++)
		if (finders[i]->run != NULL && s->wanted[i])
			r = finders[i]->run(v);
	return r < 0 ? r : pass_run(first_pass, s->wanted, v);
}

/* What was asked for, and is sure enough. */
static bool
is_kept(const struct finding *f, const struct find_options *o)
{
	double least = o->mode == FIND_PRECISE ? FIND_LEAST_PRECISE :
	    FIND_LEAST_SAFE;

	return strcmp(f->kind, "WATCHLIST") == 0 ||
	    (f->confidence >= least && choice_has(o->choice, f->kind));
}

/* Findings from the n-th on are of this window, places counted from w->from:
 * those stay that begin in it and are to be kept. */
static void
take(const struct search *s, const struct window *w, size_t n)
{
	struct findings *out = s->out;
	struct finding *f;

	for (size_t i = n; i < out->n; i++) {
		f = &out->list[i];
		f->start += w->from;
		f->end += w->from;
		if (f->start >= w->start && f->start < w->end &&
		    is_kept(f, s->options))
			out->list[n++] = *f;
	}
	out->n = n;
}

/* The folded byte that byte `at` of the text became, or the first behind it. */
static size_t
folded_place(const struct view *v, size_t at)
{
	size_t low = 0, high = v->len, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (fold_start(v->fold, mid) < at)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* The fields of this window, up to where the next begins in it. */
static int
read_fields(const struct search *s, const struct window *w, struct view *v)
{
	struct window after = *w;
	size_t next = v->len;

	if (window_next(&after, s->text, s->len, s->size))
		next = after.from <= w->from ? 0 :
		    folded_place(v, after.from - w->from);
	v->fields = s->fields;
	return fields_read(s->fields, v->s, v->len, next);
}

static uint64_t
view_number(void)
{
	static atomic_uint_fast64_t views;

	return atomic_fetch_add(&views, 1) + 1;
}

static int
look_at_window(const struct search *s, const struct window *w)
{
	struct view v = { .number = view_number(), .where = s->options->where,
	    .mode = s->options->mode, .out = s->out };
	const uint8_t *text = s->text + w->from;
	struct fold *fold = NULL;
	size_t len = w->to - w->from, n = s->out->n;
	int r;

	if ((r = fold_new(&fold, text, len, FOLD_READ)) < 0)
		return r;
	v.fold = fold;
	v.s = fold_bytes(fold, &v.len);
	if ((r = read_fields(s, w, &v)) == 0)
		r = run_finders(s, &v);
	fold_free(fold);
	if (r == 0 && s->out->n > n)
		take(s, w, n);
	return r;
}

static int
look_at_all(const struct search *s)
{
	struct window w = { 0 };
	int r = 0;

	while (r == 0 && window_next(&w, s->text, s->len, s->size))
		r = look_at_window(s, &w);
	return r;
}

/* Of the first n findings, which are settled, the one at this very place. */
static struct finding *
same_place(const struct findings *found, size_t n, const struct finding *f)
{
	size_t low = 0, high = n, mid;
	struct finding *at;

	while (low < high) {
		mid = low + (high - low) / 2;
		at = &found->list[mid];
		if (at->start < f->start || (at->start == f->start &&
		    at->end > f->end))
			low = mid + 1;
		else
			high = mid;
	}
	at = &found->list[low];
	return low < n && at->start == f->start && at->end == f->end &&
	    strcmp(at->kind, f->kind) == 0 ? at : NULL;
}

/* What is kept of the findings from the n-th on.  One where the same kind was
 * found already only makes it surer, if it was doubtful: what was not may be
 * where the value comes from.  Who found it first says why. */
static void
keep_known(struct findings *out, size_t n, const struct find_options *options)
{
	const size_t settled = n;
	struct finding *f, *same;

	for (size_t i = settled; i < out->n; i++) {
		f = &out->list[i];
		if (!is_kept(f, options))
			continue;
		if ((same = same_place(out, settled, f)) == NULL)
			out->list[n++] = *f;
		else if (same->confidence >= FIND_LEAST_PRECISE)
			continue;
		else if (strcmp(same->finder, "tagger") == 0)
			*same = *f;	/* that was but a guess */
		else if (same->confidence < f->confidence)
			same->confidence = f->confidence;
	}
	out->n = n;
}

int
find_known(const void *text, size_t len, const struct find_options *options,
    const struct known *known, struct findings *out)
{
	size_t n = out->n;
	int r;

	if (known_empty(known))
		return 0;
	if ((r = known_run(known, text, len, out)) == 0) {
		keep_known(out, n, options);
		if ((r = settle(out, len)) == 0)
			settle_edges(out, text);
	}
	if (r < 0)
		findings_free(out);
	return r;
}

/* Of a path that names a user, the user's name is looked for. */
static int
add_users(struct known *known, const struct search *s)
{
	struct known_value v = { .kind = "USER_NAME", .origin = KNOWN_FOUND };
	const struct finding *f;
	struct path_names n;
	int r = 0;

	for (size_t i = 0; r == 0 && i < s->out->n; i++) {
		f = &s->out->list[i];
		if (strcmp(f->kind, "USER_PATH") != 0)
			continue;
		n = path_names(s->text + f->start, f->end - f->start);
		v.value = s->text + f->start + n.user;
		if ((v.len = n.user_end - n.user) > 0)
			r = known_add(known, &v);
	}
	return r;
}

/* What was found in a text stands elsewhere in it, too. */
static int
look_again(const struct search *s)
{
	struct known *own = NULL;
	int r;

	if (s->out->n == 0)
		return 0;
	if ((r = known_new(&own)) < 0 ||
	    (r = known_add_found(own, s->out, s->text)) < 0 ||
	    (r = add_users(own, s)) < 0 || (r = known_ready(own)) < 0)
		goto done;
	r = find_known(s->text, s->len, s->options, own, s->out);
done:
	known_free(own);
	return r;
}

int
find_in(const void *text, size_t len, const struct find_options *options,
    struct findings *out)
{
	struct search s = { .text = text, .len = len, .options = options,
	    .out = out };
	size_t size = options->window;
	int r;

	*out = (struct findings){ .list = NULL, .n = 0 };
	if (len > FOLD_TEXT_MAX)
		return err_set(ERR_TOO_BIG, "a text of %zu bytes is over the "
		    "limit of %u: split the document and submit its parts",
		    len, FOLD_TEXT_MAX);
	(void)pthread_once(&first_pass_made, make_first_pass);
	if (first_pass == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (size_t i = 0; i < FINDERS; i++)
		s.wanted[i] = choice_has_finder(options->choice, i);
	s.size = size == 0 || size > WINDOW_MAX ? WINDOW_MAX :
	    size < WINDOW_MIN ? WINDOW_MIN : size;
	if ((r = fields_new(&s.fields)) < 0 || (r = look_at_all(&s)) < 0 ||
	    (r = settle(out, len)) < 0 || (r = look_again(&s)) < 0 ||
	    (r = find_known(text, len, options, options->known, out)) < 0)
		findings_free(out);
	else
		settle_edges(out, text);
	fields_free(s.fields);
	return r;
}
