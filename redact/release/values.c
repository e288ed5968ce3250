/* values.c -- see values.h.  Bytes are looked through in raw.c. */
#include "redact/release/values.h"

#include <stdlib.h>
#include <string.h>

#include "redact/find/known/known.h"
#include "redact/release/folded.h"
#include "redact/release/raw.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

#define LETTERS_LEAST 3u		/* letters and digits */
#define DIGITS_LEAST 5u			/* where there is nothing else */

struct values {
	struct known *must;	/* be gone */
	struct known *may;	/* stand as often as outside what was redacted */
	struct raw *raw;
	struct folded allowed;	/* of `may`, with how often */
	size_t n;
};

/* People share them: see values.h. */
static bool
is_shared(const char *kind)
{
	static const char *const kinds[] = { "DATE", "AMOUNT", "AGE",
	    "LOCATION", "ORG", "NATIONALITY", "PROFESSION", "MISC" };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kind, kinds[i]) == 0)
			return true;
	return false;
}

/* Where only the words count, not whose name or number they are. */
static bool
is_words(const char *kind)
{
	static const char *const kinds[] = { "PERSON", "EMAIL", "USER_NAME",
	    "SIGNAL_USERNAME", "MESSENGER_HANDLE", "HOSTNAME" };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kind, kinds[i]) == 0)
			return true;
	return is_shared(kind);
}

/* Two letters, or four digits, stand in every text. */
static bool
is_too_short(const struct planned *f, const struct folded_value *folded,
    const uint8_t *bytes)
{
	size_t digits = 0;

	if (strcmp(f->kind, "WATCHLIST") == 0)
		return false;
	for (size_t i = 0; i < folded->len; i++)
		digits += bytes[folded->at + i] >= '0' &&
		    bytes[folded->at + i] <= '9';
	return folded->len < LETTERS_LEAST ||
	    (digits == folded->len && digits < DIGITS_LEAST);
}

static bool
has_capital(const uint8_t *p, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (p[i] >= 'A' && p[i] <= 'Z')
			return true;
	return false;
}

static int
add_value(struct values *v, const struct planned *f, const uint8_t *p,
    size_t len, bool stays)
{
	/* A short word, and one without a capital, is taken as it is. */
	struct known *known = stays ? v->may : v->must;
	struct known_value value = { .kind = f->kind,
	    .as = "WATCHLIST", .value = p, .len = len,
	    .origin = len > 2 && has_capital(p, len) ? KNOWN_DECIDED :
	    KNOWN_LISTED };
	int r;

	if ((r = known_add(known, &value)) < 0)
		return r;
	value.as = f->kind;
	if (!is_words(f->kind) && (r = known_add(known, &value)) < 0)
		return r;
	return stays ? 0 : raw_add(v->raw, p, len);
}

/* Is a part of [start, end) redacted?  *at goes along, for rising starts. */
static bool
is_redacted(const struct plan *p, size_t *at, uint64_t start, uint64_t end)
{
	size_t i;

	while (*at < p->n && p->list[*at].end <= start)
		++*at;
	for (i = *at; i < p->n && p->list[i].start < end; i++)
		if (p->list[i].decision == DECISION_REDACT &&
		    p->list[i].end > start)
			return true;
	return false;
}

/* How often each of those that may stand does. */
static int
allow(struct values *v, const struct plan *plan, const struct bytes *text)
{
	struct findings found = { 0 };
	size_t at = 0, i;
	int r;

	r = known_run(v->may, text->data, text->len, &found);
	for (i = 0; r == 0 && i < found.n; i++)
		if (!is_redacted(plan, &at, found.list[i].start,
		    found.list[i].end))
			r = folded_add(&v->allowed, text->data +
			    found.list[i].start, (size_t)(found.list[i].end -
			    found.list[i].start));
	findings_free(&found);
	folded_sort(&v->allowed);
	return r;
}

/* What was decided to be kept somewhere, folded. */
static int
kept_of(struct folded *kept, const struct plan *plan, const uint8_t *text)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < plan->n; i++)
		if (plan->list[i].decision == DECISION_KEEP)
			r = folded_add(kept, text + plan->list[i].start,
			    (size_t)(plan->list[i].end - plan->list[i].start));
	folded_sort(kept);
	return r;
}

static int
add_all(struct values *v, const struct plan *plan, const uint8_t *text)
{
	struct folded kept = { .bytes = BYTES_INIT(FOLDED_MAX) };
	struct folded one = { .bytes = BYTES_INIT(FOLDED_MAX) };
	const struct planned *f;
	size_t i, len;
	bool stays;
	int r;

	r = kept_of(&kept, plan, text);
	for (i = 0; r == 0 && i < plan->n; i++) {
		f = &plan->list[i];
		if (f->decision != DECISION_REDACT)
			continue;
		len = (size_t)(f->end - f->start);
		one.n = 0;
		bytes_reset(&one.bytes);
		if ((r = folded_add(&one, text + f->start, len)) < 0)
			break;
		v->n++;
		if (is_too_short(f, &one.list[0], one.bytes.data))
			continue;
		stays = is_shared(f->kind) ||
		    folded_count(&kept, one.bytes.data, &one.list[0]) > 0;
		r = add_value(v, f, text + f->start, len, stays);
	}
	folded_free(&kept);
	folded_free(&one);
	return r;
}

int
values_of(struct values **out, const struct plan *plan,
    const struct bytes *text)
{
	struct values *v;
	int r;

	*out = NULL;
	if ((v = calloc(1, sizeof(*v))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	v->allowed.bytes = BYTES_INIT(FOLDED_MAX);
	if ((r = known_new(&v->must)) < 0 || (r = known_new(&v->may)) < 0 ||
	    (r = raw_new(&v->raw)) < 0 ||
	    (r = add_all(v, plan, text->data)) < 0 ||
	    (r = known_ready(v->must)) < 0 || (r = known_ready(v->may)) < 0 ||
	    (r = raw_ready(v->raw)) < 0 || (r = allow(v, plan, text)) < 0) {
		values_free(v);
		return r;
	}
	*out = v;
	return 0;
}

void
values_free(struct values *v)
{
	if (v == NULL)
		return;
	known_free(v->must);
	known_free(v->may);
	raw_free(v->raw);
	folded_free(&v->allowed);
	free(v);
}

bool
values_empty(const struct values *v)
{
	return v->n == 0;
}

static bool
is_label_sign(uint8_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
	    c == '-';
}

/* Does the finding lie in a label, "[PERSON-2]"? */
static bool
is_label(const uint8_t *text, size_t len, const struct finding *f)
{
	size_t from = (size_t)f->start, to = (size_t)f->end, i;

	for (; from > 0 && f->start - from < LABEL_MAX &&
	    is_label_sign(text[from - 1]); from--)
		;
	for (; to < len && to - f->end < LABEL_MAX && is_label_sign(text[to]);
	    to++)
		;
	if (from == 0 || to == len || text[from - 1] != '[' || text[to] != ']')
		return false;
	for (i = (size_t)f->start; i < f->end; i++)
		if (!is_label_sign(text[i]))
			return false;
	return true;
}

/* Places in `text` where values of the set stand, but for those in labels. */
static int
look(const struct known *k, const void *text, size_t len,
    struct findings *out)
{
	size_t n = 0;
	int r;

	if ((r = known_run(k, text, len, out)) < 0)
		return r;
	for (size_t i = 0; i < out->n; i++)
		if (!is_label(text, len, &out->list[i]))
			out->list[n++] = out->list[i];
	out->n = n;
	return 0;
}

int
values_in_text(const struct values *v, const void *text, size_t len,
    bool *found)
{
	struct folded seen = { .bytes = BYTES_INIT(FOLDED_MAX) };
	struct findings f = { 0 };
	size_t i;
	int r;

	*found = false;
	if ((r = look(v->must, text, len, &f)) < 0 || f.n > 0) {
		*found = r == 0;
		goto done;
	}
	r = look(v->may, text, len, &f);
	for (i = 0; r == 0 && i < f.n; i++)
		r = folded_add(&seen, (const uint8_t *)text + f.list[i].start,
		    (size_t)(f.list[i].end - f.list[i].start));
	folded_sort(&seen);
	for (i = 0; r == 0 && i < seen.n && !*found; i++)
		*found = seen.list[i].count > folded_count(&v->allowed,
		    seen.bytes.data, &seen.list[i]);
done:
	findings_free(&f);
	folded_free(&seen);
	return r;
}

int
values_in_bytes(const struct values *v, const uint8_t *p, size_t len,
    bool *found)
{
	return raw_run(v->raw, p, len, found);
}

int
values_elsewhere(const struct values *v, const struct plan *plan,
    const struct bytes *text, struct findings *out)
{
	struct findings all = { 0 };
	size_t at = 0, i;
	int r;

	r = known_run(v->must, text->data, text->len, &all);
	for (i = 0; r == 0 && i < all.n; i++)
		if (!is_redacted(plan, &at, all.list[i].start,
		    all.list[i].end))
			r = findings_add(out, &all.list[i]);
	findings_free(&all);
	return r;
}
