/* serve_log.c -- STORE_LOG: the history, newest first, a page at a time. */
#include <stdio.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/session/store_records.h"
#include "vault/store/entry.h"
#include "vault/store/serving.h"

struct wanted {
	uint32_t most;
	bool any_member, any_submission, by_time;
	struct fpr member;
	struct id submission;
	char events[LOG_EVENTS_SIZE];
	uint64_t since, until;
	int64_t since_time, until_time;
};

static void
get_wanted(struct wire_reader *rd, struct wanted *w)
{
	memset(w, 0, sizeof(*w));
	w->most = wire_get_u32(rd);
	w->any_member = wire_get_u8(rd) == 0;
	wire_get_raw(rd, w->member.b, FPR_BYTES);
	wire_get_raw(rd, w->submission.b, ID_BYTES);
	w->any_submission = id_is_zero(&w->submission);
	wire_get_str(rd, w->events, sizeof(w->events));
	w->since = wire_get_u64(rd);
	w->until = wire_get_u64(rd);
	w->by_time = wire_get_u8(rd) != 0;
	w->since_time = (int64_t)wire_get_u64(rd);
	w->until_time = (int64_t)wire_get_u64(rd);
	if (w->most == 0 || w->most > STORE_LOG_PAGE)
		w->most = STORE_LOG_PAGE;
}

/* One of the words between commas; no words are all of them. */
static bool
has_word(const char *words, const char *word)
{
	const size_t n = strlen(word);
	const char *at;

	for (at = words; *at != '\0'; at += strcspn(at, ","), at += *at == ',')
		if (strncmp(at, word, n) == 0 &&
		    (at[n] == ',' || at[n] == '\0'))
			return true;
	return *words == '\0';
}

static bool
touches(const struct entry *e, const struct id *submission)
{
	size_t i;

	for (i = 0; i < e->nsubmissions; i++)
		if (id_equal(&e->submissions[i], submission))
			return true;
	return false;
}

static bool
is_wanted(const struct wanted *w, const struct entry_commit *c,
    uint64_t number)
{
	return (w->until == 0 || number <= w->until) &&
	    (w->any_member || fpr_equal(&c->entry.actor, &w->member)) &&
	    (w->any_submission || touches(&c->entry, &w->submission)) &&
	    has_word(w->events, c->entry.event) && (!w->by_time ||
	    (c->time >= w->since_time && c->time <= w->until_time));
}

static void
put_entry(struct bytes *b, const git_oid *commit, uint64_t number,
    const struct entry_commit *c)
{
	char hex[GIT_OID_HEXSZ + 1];
	size_t i;

	wire_put_u64(b, number);
	wire_put_str(b, git_oid_tostr(hex, sizeof(hex), commit));
	wire_put_u64(b, (uint64_t)c->time);
	wire_put_str(b, c->entry.event);
	wire_put_str(b, c->entry.subject);
	wire_put_raw(b, c->entry.actor.b, FPR_BYTES);
	wire_put_raw(b, c->entry.item.b, ID_BYTES);
	wire_put_u32(b, (uint32_t)c->entry.nsubmissions);
	for (i = 0; i < c->entry.nsubmissions; i++)
		wire_put_raw(b, c->entry.submissions[i].b, ID_BYTES);
}

/* The newest entry and its number: as remembered, or else counted. */
static int
begin(struct serve *s)
{
	struct remembered m;
	struct chain c;
	int r = 0;

	s->log_number = 0;
	if (!s->look.born)
		return 0;
	git_oid_cpy(&s->log_next, &s->look.head);
	if (chain_state(s->repo, &s->look.head, &m) == 0) {
		s->log_number = m.range.size;
	} else if ((r = chain_read(s->repo, &s->look.head, NULL, &c)) == 0) {
		s->log_number = c.n;
		chain_free(&c);
	}
	return r;
}

/* Look at the next entry and step behind it; 1 when it was put on the page. */
static int
step(struct serve *s, const struct wanted *w, struct bytes *page)
{
	static const char unread[] = "not an entry; run `tipline audit`";
	struct bytes raw = BYTES_INIT(REPO_COMMIT_MAX);
	const uint64_t number = s->log_number;
	struct entry_commit c = ENTRY_COMMIT_INIT;
	int r;

	if ((r = repo_read(s->repo, &s->log_next, GIT_OBJECT_COMMIT,
	    &raw)) < 0) {
		s->log_number = 0;
		/* What came before a lost entry is the audit's to tell. */
		r = git_oid_equal(&s->log_next, &s->look.head) ? r : 0;
		goto done;
	}
	if (entry_parse(&c, raw.data, raw.len) < 0) {
		c.entry.nsubmissions = 0;
		(void)snprintf(c.entry.event, sizeof(c.entry.event),
		    "damaged");
		(void)snprintf(c.entry.subject, sizeof(c.entry.subject), "%s",
		    unread);
	}
	if (is_wanted(w, &c, number)) {
		put_entry(page, &s->log_next, number, &c);
		r = 1;
	}
	s->log_number = c.nparents > 0 && number > 1 && number > w->since ?
	    number - 1 : 0;
	git_oid_cpy(&s->log_next, &c.parent);
done:
	entry_free(&c);
	bytes_free(&raw);
	return r;
}

int
serve_log(struct serve *s)
{
	struct bytes page = BYTES_INIT(WIRE_BODY_MAX);
	const bool on = wire_get_u8(&s->rd) != 0;
	struct wanted w;
	uint32_t n = 0;
	int r;

	get_wanted(&s->rd, &w);
	if ((r = serving_done(s)) < 0 || (!on && (r = begin(s)) < 0))
		return r;
	while (s->log_number > 0 && s->log_number >= w.since && n < w.most &&
	    page.len < STORE_PART_MAX) {
		if ((r = step(s, &w, &page)) < 0)
			goto done;
		n += (uint32_t)r;
	}
	wire_put_u8(&s->out, s->log_number == 0 || s->log_number < w.since);
	wire_put_u32(&s->out, n);
	wire_put_raw(&s->out, page.data, page.len);
	r = serving_send(s, STORE_ENTRIES, NULL);
done:
	bytes_free(&page);
	return r;
}
