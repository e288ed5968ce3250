/* meet.c -- see meet.h. */
#include "vault/sync/meet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "vault/base/err.h"
#include "vault/session/store_sync.h"
#include "vault/sync/bundle.h"
#include "vault/sync/large.h"

#define TRIES_MAX 50		/* times that somebody may be faster */
#define REFUSED_MAX 3		/* ... and that a push fails for nobody's */
#define PAUSE_FIRST_MS 50u
#define PAUSE_MAX_MS 3000u

/* A random while, longer each time: so that desks do not stay in step. */
static void
pause_for(unsigned attempt)
{
	unsigned ms = PAUSE_FIRST_MS << (attempt < 6 ? attempt : 6);
	struct timespec t;
	uint32_t random = 0;

	if (ms > PAUSE_MAX_MS)
		ms = PAUSE_MAX_MS;
	if (getrandom(&random, sizeof(random), 0) == sizeof(random))
		ms = ms / 2 + random % ms;
	t.tv_sec = ms / 1000;
	t.tv_nsec = (long)(ms % 1000) * 1000000;
	(void)nanosleep(&t, NULL);
}

int
meet_send_large(struct session *s, struct transport *t, const char *from)
{
	struct bytes list = BYTES_INIT(LARGE_LIST_MAX);
	int r;

	if ((r = store_sync_outgoing(s->store, from, &list)) == 0)
		r = transport_push_large(t, &list);
	bytes_free(&list);
	return r;
}

/* The remote stands on one of our entries: give it the rest. */
static int
send_ours(struct session *s, struct transport *t, const char *theirs,
    const struct sync_state *state, bool *raced)
{
	int r;

	*raced = false;
	progress(s->options, "sending", 0, 0);
	if ((r = meet_send_large(s, t, theirs)) == 0)
		r = transport_push(t, state->head, raced);
	progress_end(s->options);
	return r;
}

/* Judge and take what was fetched, own entries on top of it. */
static int
take_theirs(struct session *s, struct transport *t,
    const struct signers *keys, const struct sync_state *state,
    struct met *met)
{
	struct bytes wanted = BYTES_INIT(LARGE_LIST_MAX);
	struct replayed own = { .again = 0 };
	char head[41];
	int r;

	progress(s->options, "checking what was fetched", 0, 0);
	if ((r = store_sync_judge(s->store, &wanted)) < 0 ||
	    (r = transport_fetch_large(t, &wanted)) < 0)
		goto done;
	if ((r = store_sync_take(s->store)) < 0)
		goto done;
	if ((state->stand == STAND_DIVERGED && (r = replay(s, keys,
	    state->mine, &own)) < 0) ||
	    (r = store_sync_finish(s->store, head)) < 0) {
		r = session_abort(s, r);
		goto done;
	}
	met->fetched += state->theirs;
	replayed_add(&met->own, &own);
done:
	progress_end(s->options);
	bytes_free(&wanted);
	return r;
}

static int
look(struct session *s, struct transport *t, const char *theirs,
    struct sync_state *state)
{
	int r;

	if ((r = store_sync_look(s->store, t->remote.id, theirs, false,
	    state)) < 0 || state->stand != STAND_UNKNOWN)
		return r;
	progress(s->options, "fetching", 0, 0);
	if ((r = transport_fetch(t, state->head)) == 0)
		r = store_sync_look(s->store, t->remote.id, theirs, true,
		    state);
	progress_end(s->options);
	return r;
}

/*
 * The remote has entries that were made before ours were known there, and ours
 * are fixed.  Whoever made them makes them again once they have ours: a bundle
 * brings them that.
 */
static int
hand_over(struct session *s, struct transport *t,
    const struct sync_state *state, struct met *met)
{
	bool raced;
	int r;

	if (!t->remote.bundle)
		return err_set(ERR_FAILED, "%s has %llu entries that were made "
		    "on top of entry %llu, while another remote has more of "
		    "our history; whoever made them must sync with that one "
		    "first", t->remote.shown,
		    (unsigned long long)state->theirs,
		    (unsigned long long)state->base);
	if ((r = meet_send_large(s, t, "")) < 0 ||
	    (r = bundle_set_aside(t)) < 0 ||
	    (r = transport_push(t, state->head, &raced)) < 0)
		return r;
	met->handed = state->theirs;
	met->sent = state->number - state->base;
	return 0;
}

/* One round: 1 when there is more to do, 0 when both have the same. */
static int
round_once(struct session *s, struct transport *t, const struct signers *keys,
    const char *theirs, struct met *met, bool *raced)
{
	struct sync_state state;
	int r;

	*raced = false;
	if ((r = look(s, t, theirs, &state)) < 0)
		return r;
	if (state.head[0] == '\0' && *theirs == '\0')
		return err_set(ERR_NO_VAULT, "%s is empty; make a vault with "
		    "tipline init, and sync it with that", t->remote.shown);
	met->number = state.number;
	switch (state.stand) {
	case STAND_EQUAL:
		return store_sync_note(s->store);
	case STAND_AHEAD:
		if ((r = send_ours(s, t, theirs, &state, raced)) < 0)
			return r;
		met->sent = state.number - state.base;
		return store_sync_note(s->store);
	case STAND_SPLIT:
		return hand_over(s, t, &state, met);
	default:
		r = take_theirs(s, t, keys, &state, met);
		return r < 0 ? r : 1;
	}
}

int
meet(struct session *s, struct transport *t, const struct signers *keys,
    struct met *met)
{
	char theirs[COMMIT_HEX_SIZE], last[COMMIT_HEX_SIZE] = "none";
	unsigned tries, refused = 0;
	bool raced = false;
	int r = 1;

	memset(met, 0, sizeof(*met));
	/* A write that is begun clears away what a killed one left. */
	if (store_begin_within(s->store, 0) == 0)
		(void)store_abort(s->store);
	for (tries = 0; r != 0 && tries < TRIES_MAX; tries++) {
		if ((r = transport_head(t, theirs)) < 0)
			return r;
		r = round_once(s, t, keys, theirs, met, &raced);
		if (r < 0 && !raced && r != ERR_BUSY)
			return r;
		if (r >= 0)
			continue;
		/* Refused: was somebody faster, or is it the remote? */
		refused = strcmp(theirs, last) == 0 ? refused + 1 : 0;
		if (refused >= REFUSED_MAX)
			return r;
		memcpy(last, theirs, sizeof(last));
		pause_for(tries);
	}
	return r <= 0 ? r : err_set(ERR_BUSY, "others were faster %d times in "
	    "a row; run it again", TRIES_MAX);
}
