/* carry.c -- see carry.h. */
#include "redact/cmd/carry.h"

#include <stdlib.h>
#include <string.h>

#include "redact/cmd/traces.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

#define CARRY_SURE 0.6		/* confidence of what is carried */
#define CARRY_KINDS_MAX 256u

struct carry {
	struct known *known;
	struct known *kept;	/* decided to be kept, and nowhere redacted */
	const struct find_options *sought;
	char kinds[CARRY_KINDS_MAX][PLAN_WORD_SIZE];
	size_t nkinds;
};

/* Plans move in memory; kinds of findings must not. */
static const char *
kind_of(struct carry *c, const char *kind)
{
	size_t i;

	for (i = 0; i < c->nkinds; i++)
		if (strcmp(c->kinds[i], kind) == 0)
			return c->kinds[i];
	if (c->nkinds == CARRY_KINDS_MAX)
		return NULL;
	memcpy(c->kinds[c->nkinds], kind, strlen(kind) + 1);
	return c->kinds[c->nkinds++];
}

/* Is all of this value one that was kept? */
static int
is_kept(const struct carry *c, const char *kind, const void *value,
    size_t len, bool *kept)
{
	struct findings f = { .list = NULL };
	int r;

	*kept = false;
	if ((r = known_run(c->kept, value, len, &f)) == 0)
		for (size_t i = 0; i < f.n; i++)
			*kept = *kept || (f.list[i].start == 0 &&
			    f.list[i].end == len &&
			    strcmp(f.list[i].kind, kind) == 0);
	findings_free(&f);
	return r;
}

static int
add_value(struct carry *c, const char *kind, const void *value, size_t len,
    enum known_origin origin)
{
	struct known_value v = { .value = value, .len = len,
	    .origin = origin };
	bool kept;
	int r;

	if ((v.kind = kind_of(c, kind)) == NULL)
		return 0;
	if (origin != KNOWN_DECIDED &&
	    ((r = is_kept(c, kind, value, len, &kept)) < 0 || kept))
		return r;
	return known_add(c->known, &v);
}

static int
add_findings(struct carry *c, const struct findings *f, const uint8_t *text,
    enum known_origin origin)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < f->n; i++)
		if (f->list[i].confidence >= CARRY_SURE &&
		    strcmp(f->list[i].kind, "WATCHLIST") != 0)
			r = add_value(c, f->list[i].kind,
			    text + f->list[i].start,
			    f->list[i].end - f->list[i].start, origin);
	return r;
}

/* What metadata and names say. */
static int
add_traces(struct carry *c, const struct report *report, const char *name,
    enum known_origin origin)
{
	const struct trace *t;
	struct traces found;
	int r;

	r = traces_of(&found, report, name, c->sought);
	for (size_t i = 0; r == 0 && i < found.n; i++) {
		t = &found.list[i];
		if (t->finding.confidence >= CARRY_SURE &&
		    strcmp(t->finding.kind, "WATCHLIST") != 0)
			r = add_value(c, t->finding.kind,
			    t->of + t->finding.start,
			    t->finding.end - t->finding.start, origin);
	}
	traces_free(&found);
	return r;
}

/* What was kept is known first: it is not to come back. */
static int
add_kept(struct carry *c, const struct plan *p, const uint8_t *text)
{
	struct known_value v = { .origin = KNOWN_DECIDED };
	int r = 0;

	for (size_t i = 0; r == 0 && i < p->n; i++) {
		if (p->list[i].decision != DECISION_KEEP)
			continue;
		v.value = text + p->list[i].start;
		v.len = p->list[i].end - p->list[i].start;
		if ((v.kind = kind_of(c, p->list[i].kind)) != NULL)
			r = known_add(c->kept, &v);
	}
	return r;
}

static int
add_plan(struct carry *c, const struct plan *p, const uint8_t *text)
{
	const struct planned *one;
	int r = 0;

	for (size_t i = 0; r == 0 && i < p->n; i++) {
		one = &p->list[i];
		if (one->decision == DECISION_REDACT ||
		    (one->decision == DECISION_NONE &&
		    one->confidence >= CARRY_SURE &&
		    strcmp(one->kind, "WATCHLIST") != 0))
			r = add_value(c, one->kind, text + one->start,
			    one->end - one->start,
			    one->decision == DECISION_REDACT ? KNOWN_DECIDED :
			    KNOWN_FOUND);
	}
	return r;
}

/* What the channel said of the sender: looked for as what it is. */
static int
add_senders(struct carry *c, const struct manifest *m)
{
	static const char *const kinds[] = {
		[FACT_SENDER_NAME] = "PERSON", [FACT_SENDER_PHONE] = "PHONE",
		[FACT_SENDER_EMAIL] = "EMAIL",
		[FACT_SENDER_USER] = "USER_NAME",
		[FACT_SENDER_ID] = "USER_NAME",
	};
	const char *value;
	int r = 0;

	for (size_t i = 0; r == 0 && i < m->nfacts; i++) {
		value = m->facts[i].value;
		if (fact_is_sender(m->facts[i].what) &&
		    utf8_valid((const uint8_t *)value, strlen(value)))
			r = add_value(c, kinds[m->facts[i].what], value,
			    strlen(value), KNOWN_SENDER);
	}
	return r;
}

static int
add_around(struct carry *c, const struct work *w)
{
	size_t i;
	int r;

	if ((r = add_senders(c, &w->manifest)) == 0)
		r = add_traces(c, NULL, w->manifest.channel, KNOWN_SENDER);
	for (i = 0; r == 0 && i < w->manifest.nitems; i++)
		r = add_traces(c, NULL, w->manifest.items[i].name, KNOWN_FILE);
	for (i = 0; r == 0 && i < w->n; i++)
		r = add_traces(c, &w->reports[i], NULL, KNOWN_META);
	return r;
}

int
carry_new(struct carry **out, const struct work *w,
    const struct find_options *sought)
{
	struct carry *c;
	size_t i;
	int r;

	*out = NULL;
	if ((c = calloc(1, sizeof(*c))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	c->sought = sought;
	if ((r = known_new(&c->known)) < 0 || (r = known_new(&c->kept)) < 0)
		goto done;
	for (i = 0; r == 0 && i < w->n; i++)
		r = add_kept(c, &w->plans[i], w->texts[i].data);
	if (r == 0)
		r = known_ready(c->kept);
	for (i = 0; r == 0 && i < w->n; i++)
		r = add_plan(c, &w->plans[i], w->texts[i].data);
	if (r < 0 || (r = add_around(c, w)) < 0)
		goto done;
	*out = c;
	c = NULL;
done:
	carry_free(c);
	return r;
}

int
carry_found(struct carry *c, const struct work *w, size_t i,
    const struct findings *f)
{
	return add_findings(c, f, w->texts[i].data, KNOWN_FOUND);
}

int
carry_ready(struct carry *c, const struct known **known)
{
	int r;

	if ((r = known_ready(c->known)) == 0)
		*known = c->known;
	return r;
}

void
carry_free(struct carry *c)
{
	if (c == NULL)
		return;
	known_free(c->known);
	known_free(c->kept);
	free(c);
}
