/* form.c -- see form.h. */
#include "redact/find/number/form.h"

#include <pthread.h>
#include <string.h>

#include "redact/find/number/token.h"
#include "redact/find/view/near.h"

#define CUE_CLOSE 24u		/* bytes: a word right before */
#define OTHER_DIGITS 6u		/* that many are another number */
#define CUE_BEFORE 60u
#define CUE_AFTER 24u
#define AGAINST_BEFORE 24u
#define AGAINST_AFTER 12u
#define FARTHER 0.93		/* confidence of a cue farther off */
#define JOINED 0.85		/* ... of what is joined to letters */
#define SKIP_LEAST 0.5		/* from here on nothing else begins inside */

static pthread_mutex_t building = PTHREAD_MUTEX_INITIALIZER;

/* What is no identifier, whatever its digits. */
static const char *const guards[] = {
	"rfc", "isbn", "isbn-10", "isbn-13", "issn", "doi", "arxiv", "pmid",
	"version", "ver", "wersja", "page", "pages", "strona", "str", "pp",
	"sha", "sha1", "sha256", "md5", "commit", "build", "http", "kb-",
	"timestamp", "unix", "epoch", "cve", "figure", "fig", "poz", NULL
};

static const char *const money[] = {
	"pln", "eur", "usd", "gbp", "chf", "zl", "z\xc5\x82-", "euro-",
	"dollar-", "pound-", "mln", "mld", "tys", "million-", "billion-",
	"milion-", "miliard-", "thousand", "kg", "km", "kwh", "bytes", "mb",
	"gb", "ms", NULL
};

static void
add_shape(struct form_table *t, size_t *used, const struct form *row,
    const char *form)
{
	struct form_shape *s = &t->shapes[(*used)++];
	uint64_t bit = 1;
	size_t n = 0;

	*s = (struct form_shape){ .row = row, .form = form };
	if (*form == '~')
		s->may = ~(uint64_t)0;
	for (const char *f = form; *f != '\0'; f++) {
		bit = (uint64_t)1 << n;
		if (*f == ' ')
			s->may |= bit;
		else if (*f == '-')
			s->must |= bit, s->may |= bit;
		else if (*f == '/')
			s->slash |= bit;
		if (strchr("~ -/", *f) != NULL)
			continue;
		if (*f == '9')
			s->digits |= bit;
		else if (*f != 'X')
			s->letters |= bit;
		if (*f >= 'a' && *f <= 'z')
			s->literals |= bit;
		n++;
	}
	s->next = t->by_length[n];
	t->by_length[n] = s;
	t->lengths |= (uint64_t)1 << n;
}

static void
build(struct form_table *t)
{
	size_t used = 0;

	(void)pthread_mutex_lock(&building);
	if (!atomic_load(&t->ready)) {
		for (size_t i = 0; i < t->nrows; i++)
			for (size_t j = 0; j < FORM_FORMS_MAX &&
			    t->rows[i].forms[j] != NULL &&
			    used < FORM_SHAPES_MAX; j++)
				add_shape(t, &used, &t->rows[i],
				    t->rows[i].forms[j]);
		atomic_store(&t->ready, true);
	}
	(void)pthread_mutex_unlock(&building);
}

/* The letters a form names stand at the same place in the characters. */
static bool
literals_stand(const char *form, const char *c)
{
	for (; *form != '\0'; form++) {
		if (strchr("~ -/", *form) != NULL)
			continue;
		if (*form >= 'a' && *form <= 'z' && *form - 32 != *c)
			return false;
		c++;
	}
	return true;
}

static bool
fits(const struct form_shape *s, const struct token *t, size_t from, size_t n)
{
	uint64_t all = ((uint64_t)1 << n) - 1;
	uint64_t letters = t->letters >> from & all;
	uint64_t seps = t->seps >> from & all & ~(uint64_t)1;
	uint64_t slashes = t->slashes >> from & all & ~(uint64_t)1;

	return (letters & s->digits) == 0 && (~letters & s->letters) == 0 &&
	    (seps & ~s->may) == 0 && (s->must & ~seps) == 0 &&
	    slashes == s->slash &&
	    (s->literals == 0 || literals_stand(s->form, t->c + from));
}

/* Is the label glued before `from` one of these words? */
static bool
is_label(const struct token *t, size_t from, size_t len,
    const char *const *words)
{
	size_t i, n;

	for (; words != NULL && *words != NULL; words++) {
		n = strlen(*words);
		n -= n > 0 && (*words)[n - 1] == '-';
		if (n != len)
			continue;
		for (i = 0; i < n; i++)
			if ((uint8_t)((*words)[i] & ~32) !=
			    (uint8_t)t->c[from - len + i])
				break;
		if (i == n)
			return true;
	}
	return false;
}

/* One place in the token that a form may be compared with. */
struct place {
	const struct view *v;
	const struct token *t;
	size_t from, n;		/* characters */
	size_t start, end;	/* offsets */
	size_t label;		/* letters glued before it */
	enum token_edge edge;
};

/* How far back a word may stand of which another number has no share. */
static size_t
own_reach(const struct place *p)
{
	size_t digits = 0, n = 0;

	for (; n < CUE_CLOSE && n < p->start; n++) {
		digits = is_digit(p->v->s[p->start - 1 - n]) ? digits + 1 : 0;
		if (digits == OTHER_DIGITS)
			return n + 1 - digits;
	}
	return CUE_CLOSE;
}

/* 0: no word; else what the row's confidence is multiplied with. */
static double
cue_of(const struct place *p, const struct form *row)
{
	bool close = (row->flags & FORM_CLOSE) != 0;

	if (row->cues == NULL)
		return 0;
	if (p->label > 0)
		return is_label(p->t, p->from, p->label, row->cues) ? 1 : 0;
	if (near_before(p->v, p->start, close ? own_reach(p) : CUE_CLOSE,
	    row->cues))
		return 1;
	if (close)
		return 0;
	if (near_before(p->v, p->start, CUE_BEFORE, row->cues) ||
	    near_after(p->v, p->end, CUE_AFTER, row->cues))
		return FARTHER;
	return 0;
}

static bool
is_money(const struct place *p)
{
	const struct view *v = p->v;
	size_t at = p->end + (byte_at(v, p->end) == ' ');
	uint8_t b = byte_before(v, p->start);

	if (b == ' ')
		b = byte_before(v, p->start - 1);
	if (b == '$' || byte_at(v, at) == '%' || byte_at(v, at) == '$')
		return true;
	/* The euro sign and the pound sign, before or behind. */
	if ((v->len - at >= 3 && memcmp(v->s + at, "\xe2\x82\xac", 3) == 0) ||
	    b == 0xac || b == 0xa3)
		return true;
	for (size_t i = 0; money[i] != NULL; i++)
		if (near_stands(v, at, money[i]))
			return true;
	return false;
}

static bool
spoken_against(const struct place *p, const struct form *row)
{
	if (row->against != NULL && (near_before(p->v, p->start,
	    AGAINST_BEFORE, row->against) || near_after(p->v, p->end,
	    AGAINST_AFTER, row->against)))
		return true;
	return near_before(p->v, p->start, AGAINST_AFTER, guards) ||
	    ((row->flags & FORM_MONEY) == 0 && is_money(p));
}

static double
judge(const struct place *p, const struct form *row)
{
	uint64_t mine = ((uint64_t)1 << p->n) - 1;
	bool checked = row->check != NULL, lower;
	double cue, c = row->alone;

	if (p->edge == TOKEN_LONGER && !checked)
		return 0;
	if (checked && !row->check(p->t->c + p->from, p->n))
		return 0;
	lower = (p->t->lower >> p->from & mine) != 0 &&
	    (row->flags & FORM_ANY_CASE) == 0;
	if ((cue = cue_of(p, row)) > 0)
		return c > row->cued * cue ? c : row->cued * cue;
	if (lower || p->label > 0 || p->edge == TOKEN_LONGER ||
	    (p->edge == TOKEN_JOINED && !checked) || c == 0 ||
	    (!checked && token_is_mixed(p->t, p->from, p->n)) ||
	    spoken_against(p, row))
		return 0;
	return p->edge == TOKEN_JOINED ? c * JOINED : c;
}

/* row->check() wants a NUL behind the characters. */
static double
judge_cut(const struct place *p, struct token *t, const struct form *row)
{
	char kept = t->c[p->from + p->n];
	double c;

	t->c[p->from + p->n] = '\0';
	c = judge(p, row);
	t->c[p->from + p->n] = kept;
	return c;
}

static int
try_place(const struct form_table *ft, struct place *p, struct token *t,
    size_t *next)
{
	bool edges = false;
	double c;
	int r;

	for (const struct form_shape *s = ft->by_length[p->n]; s != NULL;
	    s = s->next) {
		if (!fits(s, t, p->from, p->n))
			continue;
		if (!edges) {
			p->edge = token_edge(p->v, t, p->from, p->n);
			edges = true;
		}
		if ((c = judge_cut(p, t, s->row)) < FIND_LEAST_SAFE)
			continue;
		if (c >= SKIP_LEAST && p->end > *next)
			*next = p->end;
		if ((r = report(p->v, p->start, p->end, s->row->kind,
		    ft->finder, c, "%s%s", s->row->why, c > s->row->alone ?
		    ", beside a word that names it" : "")) < 0)
			return r;
	}
	return 0;
}

/* Everything that begins with character `from` and ends with a group. */
static int
try_from(const struct form_table *ft, const struct view *v, struct token *t,
    size_t from, size_t label, size_t *next)
{
	struct place p = { .v = v, .t = t, .from = from, .label = label };
	/* Bit n: a group ends with the n-th, and some form is so long. */
	uint64_t lengths = t->ends >> from << 1 & ft->lengths;
	size_t n;
	int r = 0;

	for (; r == 0 && lengths != 0; lengths &= lengths - 1) {
		n = (size_t)__builtin_ctzll(lengths);
		p.n = n;
		p.start = t->at[from];
		p.end = t->at[from + n - 1] + 1;
		r = try_place(ft, &p, t, next);
	}
	return r;
}

int
form_at(struct form_table *ft, const struct view *v, size_t at, size_t *next)
{
	struct token *t;
	int r;

	if (!atomic_load_explicit(&ft->ready, memory_order_acquire))
		build(ft);
	if ((t = token_read(v, at)) == NULL)
		return 0;
	if (t->run > 0 && (r = try_from(ft, v, t, 0, 0, next)) < 0)
		return r;
	if ((r = try_from(ft, v, t, t->run, 0, next)) < 0)
		return r;
	if (t->digit - t->run >= TOKEN_LABEL_LEAST)
		return try_from(ft, v, t, t->digit, t->digit - t->run, next);
	return 0;
}

unsigned
form_sum(const char *c, const uint8_t *weights, size_t n)
{
	unsigned sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += weights[i] * (unsigned)(c[i] <= '9' ? c[i] - '0' :
		    c[i] - 'A' + 10);
	return sum;
}

bool
form_luhn(const char *c, size_t n)
{
	unsigned sum = 0, d;

	for (size_t i = 0; i < n; i++) {
		d = (unsigned)(c[n - 1 - i] - '0') * (i % 2 == 0 ? 1 : 2);
		sum += d > 9 ? d - 9 : d;
	}
	return sum % 10 == 0;
}

uint64_t
form_value(const char *c, size_t n)
{
	uint64_t v = 0;

	for (size_t i = 0; i < n; i++)
		v = v * 10 + (uint64_t)(c[i] - '0');
	return v;
}

bool
form_is_date(unsigned year, unsigned month, unsigned day)
{
	static const uint8_t days[] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
	};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return year >= 1800 && year < 2200 && month >= 1 && month <= 12 &&
	    day >= 1 && day <= days[month - 1] + (month == 2 && leap ? 1u : 0);
}

bool
form_is_filler(const char *c, size_t n)
{
	size_t same = 1, up = 1;

	while (same < n && c[same] == c[0])
		same++;
	while (up < n && (c[up] == c[up - 1] + 1 ||
	    (c[up] == '0' && c[up - 1] == '9')))
		up++;
	return same == n || up == n;
}

bool
form_in_list(const char *list, const char *c, size_t n)
{
	size_t len = strlen(list);

	for (size_t i = 0; i + n <= len; i += n + 1)
		if (memcmp(list + i, c, n) == 0)
			return true;
	return false;
}
