/*
 * import_lmtp.c -- see import_lmtp.h.  LMTP is spoken behind a wall
 * (intake/foreign/lmtp.h), which listens on the socket that is bound here;
 * several mails come in pieces at once.
 */
#include "intake/receive/import_lmtp.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "intake/foreign/lmtp.h"
#include "intake/receive/import_mail.h"
#include "vault/base/err.h"
#include "vault/base/io.h"

#define BACKLOG 64
#define SOCKET_MODE 0660	/* the folder's group may hand over mails */
#define MAIL_NAME "message.eml"

/* One that is on its way. */
struct mail {
	uint32_t id;		/* 0: the place is free */
	struct bringing now;
	bool open;		/* its content comes */
	int failed;
};

struct service {
	struct bringer *bringer;
	struct lmtp *lmtp;
	struct lmtp_saying *said;
	struct mail all[LMTP_OPEN_MAX];
	int lock, listening;
	struct sockaddr_un at;
};

static volatile sig_atomic_t stopping;

static void
on_signal(int signal)
{
	(void)signal;
	stopping = 1;
}

/* --- one mail --- */

static struct mail *
find(struct service *v, uint32_t id)
{
	size_t i;

	for (i = 0; i < LMTP_OPEN_MAX; i++)
		if (v->all[i].id == id)
			return &v->all[i];
	return NULL;
}

/* It cannot be: what comes of it is passed over, and its end says so. */
static void
give_up(struct service *v, struct mail *m, int r)
{
	char line[ERR_LINE_MAX];

	if (m->now.in)
		return;		/* it is durable, whatever could not be told */
	(void)snprintf(line, sizeof(line), "%s", err_line());
	m->failed = r;
	bringing_free(&m->now);
	say(v->bringer->options, "%s; the mail program keeps the mail", line);
}

static void
begin_mail(struct service *v, struct mail *m, uint32_t id)
{
	int r;

	*m = (struct mail){ .id = id };
	if ((r = bringing_begin(&m->now, v->bringer, MAIL_CHANNEL, 1)) == 0 &&
	    (r = submission_begin_item(m->now.submission, m->now.sink,
	    ITEM_FILE, MAIL_NAME)) == 0)
		m->open = true;
	if (r < 0)
		give_up(v, m, r);
}

static int
close_item(struct mail *m)
{
	const bool open = m->open;

	m->open = false;
	return open ? submission_end_item(m->now.submission, m->now.sink) : 0;
}

static int
end_mail(struct service *v, struct mail *m)
{
	const uint32_t id = m->id;
	enum lmtp_verdict verdict;
	int r;

	if (m->failed == 0 && ((r = close_item(m)) < 0 ||
	    (r = bringing_finish(&m->now)) < 0))
		give_up(v, m, r);
	verdict = m->failed == 0 ? LMTP_DURABLE :
	    m->failed == ERR_NO_SPACE ? LMTP_FULL : LMTP_FAILED;
	bringing_free(&m->now);
	m->id = 0;
	return lmtp_answer(v->lmtp, id, verdict);
}

static int
obey(struct service *v, const struct lmtp_saying *s)
{
	const bool begins = s->record == LMTP_BEGIN;
	struct mail *m = s->id != 0 ? find(v, begins ? 0 : s->id) : NULL;
	int r = 0;

	if (m == NULL || (begins && find(v, s->id) != NULL))
		return err_set(ERR_PROTOCOL, "tipline-import names a mail that "
		    "it did not begin; start it again, and report it to the "
		    "maintainers");
	switch (s->record) {
	case LMTP_BEGIN:
		begin_mail(v, m, s->id);
		return 0;
	case LMTP_END:
		return end_mail(v, m);
	case LMTP_GONE:
		bringing_free(&m->now);
		m->id = 0;
		return 0;
	case LMTP_FACT:
		if (m->failed == 0 && (r = close_item(m)) == 0)
			r = submission_fact(m->now.submission,
			    (enum fact_what)s->what, s->value);
		break;
	default:
		if (m->failed == 0 && m->open)
			r = submission_write(m->now.submission, m->now.sink,
			    s->data, s->len);
		break;
	}
	if (r < 0)
		give_up(v, m, r);
	return 0;
}

/* --- until it is told to stop --- */

static int
run(struct service *v, const sigset_t *waiting)
{
	struct pollfd p = { .fd = lmtp_fd(v->lmtp), .events = POLLIN };
	int r = 0;

	/* Signals come while it waits and at no other time. */
	while (r == 0 && !stopping) {
		if (ppoll(&p, 1, NULL, waiting) < 0) {
			if (errno != EINTR)
				return err_sys("cannot await mails");
			continue;
		}
		if ((r = lmtp_next(v->lmtp, v->said)) == 0)
			r = obey(v, v->said);
	}
	return r;
}

/* --- the socket --- */

static int
hold(struct service *v, const char *path)
{
	char name[sizeof(v->at.sun_path) + 8];

	if (strlen(path) + 5 > sizeof(v->at.sun_path))
		return err_set(ERR_USAGE, "%s is too long for a socket's path; "
		    "name a shorter one", path);
	v->at.sun_family = AF_UNIX;
	(void)snprintf(name, sizeof(name), "%s.lock", path);
	v->lock = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (v->lock < 0)
		return err_sys("%s cannot be a socket's place; make its folder "
		    "first", path);
	if (flock(v->lock, LOCK_EX | LOCK_NB) != 0)
		return err_set(ERR_BUSY, "mails are awaited on %s already; "
		    "stop the other first", path);
	return 0;
}

/* Bound aside and renamed: so it is never there and deaf, and what a service
 * left that was killed is replaced. */
static int
bind_socket(struct service *v, const char *path)
{
	struct stat st;
	int r;

	if ((r = hold(v, path)) < 0)
		return r;
	if (lstat(path, &st) == 0 && !S_ISSOCK(st.st_mode))
		return err_set(ERR_EXISTS, "%s is there and is no socket; name "
		    "another path", path);
	(void)snprintf(v->at.sun_path, sizeof(v->at.sun_path), "%.*s.new",
	    (int)sizeof(v->at.sun_path) - 5, path);
	(void)unlink(v->at.sun_path);
	v->listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC |
	    SOCK_NONBLOCK, 0);
	if (v->listening < 0 || bind(v->listening,
	    (const struct sockaddr *)&v->at, sizeof(v->at)) != 0)
		return err_sys("%s cannot be a socket", path);
	if (chmod(v->at.sun_path, SOCKET_MODE) != 0 ||
	    listen(v->listening, BACKLOG) != 0 ||
	    rename(v->at.sun_path, path) != 0) {
		r = err_sys("%s cannot be a socket", path);
		(void)unlink(v->at.sun_path);
	}
	return r;
}

static int
serve(struct service *v, const char *path)
{
	struct sigaction end = { .sa_handler = on_signal };
	sigset_t ends, waiting;
	int r;

	(void)sigemptyset(&ends);
	(void)sigaddset(&ends, SIGTERM);
	(void)sigaddset(&ends, SIGINT);
	(void)sigprocmask(SIG_BLOCK, &ends, &waiting);
	(void)sigaction(SIGTERM, &end, NULL);
	(void)sigaction(SIGINT, &end, NULL);
	if ((r = bringer_open(v->bringer)) < 0 ||
	    (r = bind_socket(v, path)) < 0)
		return r;
	if ((r = lmtp_start(&v->lmtp, v->listening, LMTP_MAIL_MAX)) == 0) {
		say(v->bringer->options, "mails are awaited on %s", path);
		r = run(v, &waiting);
	}
	/* Who connects from here on finds nobody, and keeps the mail. */
	(void)unlink(path);
	return r;
}

int
import_lmtp(struct bringer *b, const char *path)
{
	struct service *v = calloc(1, sizeof(*v));
	struct lmtp_saying *said = calloc(1, sizeof(*said));
	size_t i;
	int r;

	if (v == NULL || said == NULL) {
		r = err_set(ERR_NO_MEMORY, "out of memory");
		goto done;
	}
	v->bringer = b;
	v->said = said;
	v->lock = v->listening = -1;
	r = serve(v, path);
	lmtp_stop(v->lmtp);
	for (i = 0; i < LMTP_OPEN_MAX; i++)
		bringing_free(&v->all[i].now);
	bringer_close(b);
	io_close(&v->listening);
	io_close(&v->lock);
done:
	free(said);
	free(v);
	return r;
}
