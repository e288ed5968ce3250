/*
 * run.c -- tipline-source run: one message at each turn, for ever.  When a turn
 * comes is a matter of the clock alone: what is said is made ready before it,
 * and what was answered is looked at behind it; both are done, and the state
 * written, whether there was something in them or not.
 */
#include <errno.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "intake/cover/source/file.h"
#include "intake/cover/source/http.h"
#include "intake/cover/source/verbs.h"
#include "intake/cover/source/words.h"
#include "vault/base/err.h"

#define PATIENCE 5u		/* turns without an answer before it is told */

static volatile sig_atomic_t stopping;

static void
on_signal(int signal)
{
	(void)signal;
	stopping = 1;
}

struct run {
	struct file *file;
	struct talk_keys keys;
	struct line line;
	char address[STATE_ADDRESS_SIZE];
	struct cover_card card;
	struct cover_ask ask;
	uint8_t out[COVER_BYTES], in[COVER_BYTES];
	unsigned failed;		/* turns in a row */
};

/* Make the next message ready. */
static int
prepare(struct run *run)
{
	struct state *s;
	int r;

	if ((r = file_take(run->file, &s)) < 0)
		return r;
	file_leave(run->file);
	talk_next(s, &run->keys, &run->ask);
	r = cover_ask_seal(run->out, &run->ask, run->card.key);
	state_free(s);
	return r;
}

static void
wait_until(int64_t turn)
{
	struct timespec t = { .tv_sec = (time_t)(turn / 1000),
	    .tv_nsec = (long)(turn % 1000) * 1000000 };

	while (!stopping && clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t,
	    NULL) == EINTR)
		continue;
}

/* Somebody should know when nothing has come back for long. */
static void
tell_failure(struct run *run, int r)
{
	if (r == 0) {
		run->failed = 0;
		return;
	}
	if (++run->failed == PATIENCE)
		(void)fprintf(stderr, "tipline-source: %s\n", err_line());
}

/* What was answered goes into the state, which is written in any case. */
static int
take_answer(struct run *run, int exchanged)
{
	struct state *s;
	int r;

	if ((r = file_take(run->file, &s)) < 0)
		return r;
	if (exchanged == 0)
		exchanged = talk_heard(s, &run->keys, &run->ask, run->in);
	/* A full disk must not end the turns: what is not kept is asked for
	 * again. */
	if ((r = file_give(run->file, s)) < 0 && exchanged == 0)
		exchanged = r;
	tell_failure(run, exchanged);
	state_free(s);
	return 0;
}

static int
turns(struct run *run, uint32_t times)
{
	const int64_t step = (int64_t)run->card.seconds * 1000;
	int64_t turn = line_clock();
	uint32_t n;
	int r = 0;

	for (n = 0; r == 0 && (times == 0 || n < times); n++) {
		if ((r = prepare(run)) < 0)
			break;
		wait_until(turn);
		if (stopping)
			break;
		r = take_answer(run, http_exchange(&run->line,
		    turn + step * 3 / 4, run->out, run->in));
		/* The machine slept: turns that are over are left out. */
		for (turn += step; turn < line_clock(); turn += step)
			continue;
	}
	return r;
}

static int
begin(struct run *run, const struct call *c)
{
	struct code_name name = { { 0 } };
	struct state *s = NULL;
	int r;

	if ((r = words_ask(&name, c->words_fd)) < 0 ||
	    (r = file_open(&run->file, c->state, &name)) < 0 ||
	    (r = file_take(run->file, &s)) < 0)
		goto done;
	file_leave(run->file);
	memcpy(run->address, s->address, sizeof(run->address));
	run->card = s->card;
	run->line = (struct line){ .address = run->address,
	    .socks = c->socks };
	randombytes_buf(run->line.name, sizeof(run->line.name));
	r = words_keys(&run->keys, &name, &run->card);
done:
	sodium_memzero(&name, sizeof(name));
	state_free(s);
	return r;
}

int
run_main(const struct call *c)
{
	struct sigaction end = { .sa_handler = on_signal };
	struct run run = { .file = NULL };
	int r;

	(void)sigaction(SIGTERM, &end, NULL);
	(void)sigaction(SIGINT, &end, NULL);
	if ((r = begin(&run, c)) == 0)
		r = turns(&run, c->times);
	words_keys_free(&run.keys);
	file_close(run.file);
	sodium_memzero(&run, sizeof(run));
	return r;
}
