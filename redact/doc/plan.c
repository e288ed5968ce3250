/* plan.c -- a plan in memory; see plan.h.  Its JSON is in plan_json.c. */
#include "redact/doc/plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/examine/array.h"
#include "redact/doc/plan_json.h"
#include "redact/doc/pseudonyms.h"
#include "redact/doc/sheets.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

/* By start, then longer first, then kind: as findings are sorted. */
static int
compare(const struct planned *x, const struct planned *y)
{
	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	if (x->end != y->end)
		return x->end > y->end ? -1 : 1;
	return strcmp(x->kind, y->kind);
}

bool
plan_words_fit(const void *p, size_t len)
{
	const uint8_t *at = p;
	uint32_t cp;
	size_t n;

	for (; len > 0; at += n, len -= n)
		if ((n = utf8_next(at, len, &cp)) == 0 || cp < 0x20 ||
		    (cp >= 0x7f && cp < 0xa0) || print_is_hidden(cp))
			return false;
	return true;
}

int
plan_add(struct plan *p, const struct planned *one)
{
	size_t low = 0, high = p->n, mid;
	int r;

	if ((r = array_grow(&p->list, p->n, FIND_FINDINGS_MAX,
	    sizeof(*p->list))) < 0)
		return r;
	/* Mostly it belongs at the end. */
	if (high > 0 && compare(&p->list[high - 1], one) <= 0)
		low = high;
	while (low < high) {
		mid = low + (high - low) / 2;
		if (compare(&p->list[mid], one) <= 0)
			low = mid + 1;
		else
			high = mid;
	}
	memmove(&p->list[low + 1], &p->list[low],
	    (p->n - low) * sizeof(*p->list));
	p->list[low] = *one;
	p->n++;
	return 0;
}

int
plan_from(struct plan *p, const struct findings *f)
{
	struct planned one;
	int r;

	for (size_t i = 0; i < f->n; i++) {
		memset(&one, 0, sizeof(one));
		(void)snprintf(one.kind, sizeof(one.kind), "%s",
		    f->list[i].kind);
		(void)snprintf(one.finder, sizeof(one.finder), "%s",
		    f->list[i].finder);
		memcpy(one.why, f->list[i].why, sizeof(one.why));
		one.why[sizeof(one.why) - 1] = '\0';
		one.start = f->list[i].start;
		one.end = f->list[i].end;
		one.confidence = f->list[i].confidence;
		if ((r = plan_add(p, &one)) < 0)
			return r;
	}
	return 0;
}

int
plan_add_box(struct plan *p, const struct planned_box *box)
{
	int r;

	if ((r = array_grow(&p->boxes, p->nboxes, EDITS_MAX,
	    sizeof(*p->boxes))) < 0)
		return r;
	p->boxes[p->nboxes++] = *box;
	return 0;
}

int
plan_add_time(struct plan *p, const struct planned_time *time)
{
	int r;

	if ((r = array_grow(&p->times, p->ntimes, EDITS_MAX,
	    sizeof(*p->times))) < 0)
		return r;
	p->times[p->ntimes++] = *time;
	return 0;
}

int
plan_add_note(struct plan *p, const struct plan_note *note)
{
	int r;

	if ((r = array_grow(&p->notes, p->nnotes, PLAN_NOTES_MAX,
	    sizeof(*p->notes))) < 0)
		return r;
	p->notes[p->nnotes++] = *note;
	return 0;
}

int
plan_add_reason(struct plan *p, const struct plan_reason *reason)
{
	size_t i;
	int r;

	for (i = 0; i < p->nreasons; i++)
		if (strcmp(p->reasons[i].code, reason->code) == 0)
			break;
	if (i == p->nreasons) {
		if ((r = array_grow(&p->reasons, i, PLAN_REASONS_MAX,
		    sizeof(*p->reasons))) < 0)
			return r;
		p->nreasons++;
	}
	p->reasons[i] = *reason;
	return 0;
}

int
plan_add_pseudonym(struct plan *p, const char *name)
{
	size_t i;
	int r;

	if (!pseudonyms_fits(name))
		return err_set(ERR_FORMAT, "a name that stands for another is "
		    "plain ASCII of at most %u signs without brackets; choose "
		    "another one", LABEL_MAX);
	for (i = 0; i < p->npseudonyms; i++)
		if (strcmp(p->pseudonyms[i].name, name) == 0)
			return 0;
	if ((r = array_grow(&p->pseudonyms, i, PLAN_PSEUDONYMS_MAX,
	    sizeof(*p->pseudonyms))) < 0)
		return r;
	memcpy(p->pseudonyms[p->npseudonyms++].name, name, strlen(name) + 1);
	return 0;
}

int
plan_add_page(struct plan *p, uint32_t page)
{
	size_t i;
	int r;

	for (i = p->npages_seen; i > 0 && p->pages_seen[i - 1] >= page; i--)
		if (p->pages_seen[i - 1] == page)
			return 0;
	if ((r = array_grow(&p->pages_seen, p->npages_seen, SHEETS_MAX,
	    sizeof(*p->pages_seen))) < 0)
		return r;
	memmove(&p->pages_seen[i + 1], &p->pages_seen[i],
	    (p->npages_seen - i) * sizeof(*p->pages_seen));
	p->pages_seen[i] = page;
	p->npages_seen++;
	return 0;
}

struct planned *
plan_find(const struct plan *p, const struct planned *like)
{
	size_t low = 0, high = p->n, mid;
	int c;

	while (low < high) {
		mid = low + (high - low) / 2;
		if ((c = compare(&p->list[mid], like)) == 0)
			return &p->list[mid];
		if (c < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

void
plan_remove(struct plan *p, struct planned *one)
{
	size_t at = (size_t)(one - p->list);

	memmove(one, one + 1, (p->n - at - 1) * sizeof(*one));
	p->n--;
}

void
plan_remove_box(struct plan *p, size_t at)
{
	p->nboxes--;
	memmove(&p->boxes[at], &p->boxes[at + 1],
	    (p->nboxes - at) * sizeof(*p->boxes));
}

void
plan_remove_time(struct plan *p, size_t at)
{
	p->ntimes--;
	memmove(&p->times[at], &p->times[at + 1],
	    (p->ntimes - at) * sizeof(*p->times));
}

/* Where the page is, or would be. */
static size_t
page_at(const struct plan *p, uint32_t page)
{
	size_t low = 0, high = p->npages_seen, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (p->pages_seen[mid] < page)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

bool
plan_has_page(const struct plan *p, uint32_t page)
{
	size_t at = page_at(p, page);

	return at < p->npages_seen && p->pages_seen[at] == page;
}

void
plan_remove_page(struct plan *p, uint32_t page)
{
	size_t at = page_at(p, page);

	if (!plan_has_page(p, page))
		return;
	p->npages_seen--;
	memmove(&p->pages_seen[at], &p->pages_seen[at + 1],
	    (p->npages_seen - at) * sizeof(*p->pages_seen));
}

/* A copy of a list that array_grow() may go on with. */
static int
copy_list(void *to, const void *from, size_t n, size_t size)
{
	size_t room = 1;
	void *p = NULL;

	while (room < n)
		room *= 2;
	if (n > 0) {
		if ((p = malloc(room * size)) == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory; close "
			    "other programs and try again");
		memcpy(p, from, n * size);
	}
	memcpy(to, &p, sizeof(p));
	return 0;
}

int
plan_copy(struct plan *to, const struct plan *from)
{
	int r;

	*to = *from;
	to->list = NULL;
	to->boxes = NULL;
	to->times = NULL;
	to->notes = NULL;
	to->reasons = NULL;
	to->pseudonyms = NULL;
	to->given = NULL;
	to->pages_seen = NULL;
	if ((r = copy_list(&to->list, from->list, from->n,
	    sizeof(*to->list))) < 0 ||
	    (r = copy_list(&to->boxes, from->boxes, from->nboxes,
	    sizeof(*to->boxes))) < 0 ||
	    (r = copy_list(&to->times, from->times, from->ntimes,
	    sizeof(*to->times))) < 0 ||
	    (r = copy_list(&to->notes, from->notes, from->nnotes,
	    sizeof(*to->notes))) < 0 ||
	    (r = copy_list(&to->reasons, from->reasons, from->nreasons,
	    sizeof(*to->reasons))) < 0 ||
	    (r = copy_list(&to->pseudonyms, from->pseudonyms,
	    from->npseudonyms, sizeof(*to->pseudonyms))) < 0 ||
	    (r = copy_list(&to->given, from->given, from->ngiven,
	    sizeof(*to->given))) < 0 ||
	    (r = copy_list(&to->pages_seen, from->pages_seen,
	    from->npages_seen, sizeof(*to->pages_seen))) < 0)
		plan_free(to);
	return r;
}

void
plan_free(struct plan *p)
{
	free(p->list);
	free(p->boxes);
	free(p->times);
	free(p->notes);
	free(p->reasons);
	free(p->pseudonyms);
	free(p->given);
	free(p->pages_seen);
	memset(p, 0, sizeof(*p));
}

size_t
plan_undecided(const struct plan *p)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		n += p->list[i].decision == DECISION_NONE;
	return n;
}

int
plan_read(struct plan *p, const void *json, size_t len, const void *text,
    size_t text_len)
{
	json_t *v = NULL;
	int r;

	memset(p, 0, sizeof(*p));
	if ((r = plan_json_parse(&v, json, len, PLAN_MAX, "plan")) == 0)
		r = plan_json_read(p, v, text, text_len);
	json_decref(v);
	return r;
}

int
plan_write(struct bytes *b, const struct plan *p, const void *text)
{
	struct json j = json_writer(b);

	plan_json_write(&j, p, text);
	return bytes_ok(b);
}
