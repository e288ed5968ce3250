/* serve.c -- see serve.h: what the service needs, opened in its order; then it
 * is locked in (shut.h) and works (loop.h). */
#include "intake/serve/serve.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "intake/receive/recipients.h"
#include "intake/serve/answer.h"
#include "intake/serve/covering.h"
#include "intake/serve/listen.h"
#include "intake/serve/loop.h"
#include "intake/serve/server.h"
#include "intake/serve/shut.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/print.h"
#include "vault/session/wall.h"

#define LAST_MSEC 400		/* for answers on their way at the end */
#define READY_MAX 8192		/* bytes of the line that says it is ready */

struct serving {
	struct settings set;
	struct server server;
	int signals, listening;
};

static int
catch_signals(struct serving *v)
{
	sigset_t set;

	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGINT);
	(void)sigaddset(&set, SIGTERM);
	(void)sigaddset(&set, SIGHUP);
	if (sigprocmask(SIG_BLOCK, &set, NULL) != 0 || (v->signals =
	    signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK)) < 0)
		return err_sys("cannot wait for signals; start the service "
		    "again");
	return 0;
}

/* Each upload has a few files open. */
static void
allow_files(void)
{
	struct rlimit l;

	if (getrlimit(RLIMIT_NOFILE, &l) == 0) {
		l.rlim_cur = l.rlim_max;
		(void)setrlimit(RLIMIT_NOFILE, &l);
	}
}

static int
open_folder(int *fd, const char *name, const char *what)
{
	*fd = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return *fd < 0 ? err_sys("%s cannot be the %s; name a folder that is "
	    "there", name, what) : 0;
}

static int
open_folders(struct server *s)
{
	const struct settings *set = s->set;
	struct stat st;
	int r;

	if ((r = open_folder(&s->folders[0], set->outbox, "outbox")) < 0 ||
	    (r = open_folder(&s->folders[1], set->state,
	    "folder of the state")) < 0)
		return r;
	if (fstat(s->folders[1], &st) != 0 || st.st_uid != geteuid() ||
	    (st.st_mode & 077) != 0)
		return err_set(ERR_NOT_PERMITTED, "%s must be its owner's "
		    "alone; make it so with chmod 700", set->state);
	if (flock(s->folders[1], LOCK_EX | LOCK_NB) != 0)
		return err_set(ERR_BUSY, "%s is in use by another service; "
		    "stop it first, or give this one a folder of its own",
		    set->state);
	s->space = (struct space){ .quota = set->quota, .floor = set->floor,
	    .folders = s->folders, .nfolders = 2 };
	return sink_outbox_sweep(set->outbox);
}

static int
trust(void *replies, const struct card *card)
{
	return replies_trust(replies, card);
}

/* Of the desk: what comes is sealed to it, its replies are shown. */
static int
add_desk(void *arg, const struct card *card)
{
	struct server *s = arg;
	struct card *v;

	if (s->desk.n >= RECIPIENTS_MAX)
		return err_set(ERR_TOO_BIG, "more than %d cards; seal to fewer",
		    RECIPIENTS_MAX);
	v = realloc(s->desk.v, (s->desk.n + 1) * sizeof(*v));
	if (v == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; give the service "
		    "more and start it again");
	s->desk.v = v;
	v[s->desk.n++] = *card;
	return replies_trust(s->replies, card);
}

static void
leave(void *arg, uint32_t handle)
{
	struct server *s = arg;

	(void)letterbox_leave(s->letterbox, handle);
}

/* The pages and their words. */
static int
open_page(struct server *s)
{
	char folder[PATH_MAX];
	int r;

	if ((r = advice_read(&s->advice, s->set->advice)) < 0 ||
	    (r = libexec_path(folder, sizeof(folder),
	    "../../share/locale")) < 0)
		return r;
	return view_start(folder);
}

static int
open_server(struct server *s)
{
	const struct settings *set = s->set;
	int r;

	if ((r = open_folders(s)) < 0 ||
	    (r = session_open(&s->session, set->options, NEED_KEY)) < 0 ||
	    (r = open_page(s)) < 0 ||
	    (r = letterbox_start(&s->letterbox, s->folders[1])) < 0 ||
	    (set->cover && (r = covering_open(s)) < 0) ||
	    (r = parts_open(&s->parts, s->folders[1])) < 0 ||
	    (r = replies_open(&s->replies, set->replies,
	    s->folders[1])) < 0 ||
	    (r = cards_of_file(set->to, add_desk, s)) < 0 ||
	    (set->from != NULL &&
	    (r = cards_of_file(set->from, trust, s->replies)) < 0) ||
	    (r = visits_new(&s->visits, leave, s)) < 0)
		return r;
	return later_new(&s->later);
}

static int
open_door(struct serving *v)
{
	struct settings *set = &v->set;
	const struct web_limits limits = { .connections = SERVE_CONNECTIONS,
	    .idle_seconds = set->idle,
	    .body_max = set->limit + SERVE_FORM_OVERHEAD,
	    .form_max = SERVE_FORM_MAX };
	int r;

	if (set->socket != NULL)
		r = listen_unix(&v->listening, set->socket);
	else if (set->by_port)
		r = listen_port(&v->listening, &set->port);
	else
		r = listen_handed(&v->listening);
	if (r == 0)
		r = web_serve(&v->server.web, &limits, v->listening);
	io_close(&v->listening);
	return r;
}

/* It is ready: one line, and whoever started it hears of it. */
static int
tell_ready(const struct settings *set)
{
	struct bytes line = BYTES_INIT(READY_MAX);
	struct json j = json_writer(&line);
	int r = 0;

	listen_tell("READY=1");
	if (set->options->json) {
		json_open(&j, '{');
		json_key(&j, "ready");
		json_bool(&j, true);
		if (set->socket != NULL)
			json_kstr(&j, "socket", set->socket);
		if (set->by_port)
			json_kuint(&j, "port", set->port);
		json_close(&j, '}');
		if ((r = bytes_ok(&line)) == 0)
			r = json_line(&line);
	} else if (set->socket != NULL) {
		(void)printf("ready at %s\n", set->socket);
	} else if (set->by_port) {
		(void)printf("ready at http://127.0.0.1:%u/\n", set->port);
	} else {
		(void)printf("ready\n");
	}
	bytes_free(&line);
	return r == 0 && fflush(stdout) != 0 ? err_sys("cannot say that it is "
	    "ready; give it a place to write to") : r;
}

/* What was answered last is on its way through the wall. */
static void
wait_for_answers(const struct server *s)
{
	const int64_t left = s->answered + LAST_MSEC - answer_clock();
	const struct timespec last = { .tv_nsec = left * 1000000 };

	if (left > 0)
		(void)nanosleep(&last, NULL);
}

static void
close_all(struct serving *v)
{
	struct server *s = &v->server;

	if (s->web != NULL && s->failed == 0)
		wait_for_answers(s);
	web_stop(s->web);
	if (v->set.socket != NULL && s->web != NULL)
		listen_unlink(v->set.socket);
	finish_free(s->finish);
	sealing_free(s->sealing);
	covering_close(s);
	later_free(s->later);
	visits_free(s->visits);
	replies_close(s->replies);
	parts_close(s->parts);
	letterbox_stop(s->letterbox);
	session_close(s->session);
	free(s->desk.v);
	advice_free(&s->advice);
	(void)pthread_mutex_destroy(&s->signing);
	io_close(&v->listening);
	io_close(&s->folders[0]);
	io_close(&s->folders[1]);
	io_close(&v->signals);
}

int
serve_main(const struct options *o, int argc, char **argv)
{
	struct serving v = { .signals = -1, .listening = -1,
	    .server.folders = { -1, -1 } };
	struct server *s = &v.server;
	int r;

	if ((r = settings_read(&v.set, o, argc, argv)) < 0)
		return r;
	s->set = &v.set;
	(void)pthread_mutex_init(&s->signing, NULL);
	allow_files();
	if ((r = catch_signals(&v)) == 0 && (r = open_server(s)) == 0 &&
	    (r = open_door(&v)) == 0 && (r = shut(s)) == 0 &&
	    (r = finish_new(&s->finish)) == 0 &&
	    (r = sealing_new(&s->sealing)) == 0 &&
	    (r = tell_ready(&v.set)) == 0)
		r = loop_run(s, v.signals);
	close_all(&v);
	return r;
}
