/* ask.c -- see ask.h. */
#include "intake/examine/ask.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "intake/examine/collect.h"
#include "intake/examine/records.h"
#include "intake/examine/stream.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/wire.h"
#include "vault/seal/secret.h"
#include "vault/session/wall.h"

/* Exit codes of intake/format/answer.h that are not about the document. */
#define EXIT_NO_SANDBOX 2
#define EXIT_NO_DOCUMENT 3
#define EXIT_NO_MEMORY 4
#define EXIT_NO_PARTS 5

/* A worker program. */
struct runner {
	struct wall wall;
	char libraries[WORKER_LIBRARIES_SIZE];	/* what it says it works with */
};

struct worker {
	struct runner runners[PROGRAM_LAST + 1];
};

/* --- the programs --- */

/* End it without a word. */
static void
abandon(struct runner *p)
{
	io_close(&p->wall.sock);
	if (p->wall.pid > 0) {
		(void)kill(p->wall.pid, SIGKILL);
		while (waitpid(p->wall.pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	p->wall.pid = -1;
	wire_frame_free(&p->wall.frame);
}

/* Names and numbers: letters, digits, blanks, dots, hyphens, commas. */
static int
note_libraries(struct runner *p)
{
	const struct bytes *b = &p->wall.frame.body;
	size_t i;

	for (i = 0; i < b->len; i++)
		if (strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		    "0123456789 .,-+~", b->data[i]) == NULL ||
		    b->data[i] == '\0')
			break;
	if (i < b->len || b->len >= sizeof(p->libraries))
		return err_set(ERR_PROTOCOL, "the worker's libraries have "
		    "names that cannot be; install tipline again");
	if (b->len > 0)
		memcpy(p->libraries, b->data, b->len);
	p->libraries[b->len] = '\0';
	return 0;
}

static int
run_program(struct runner *p, enum program program)
{
	static char *const names[] = {
		[PROGRAM_DOCUMENTS] = "tipline-worker",
		[PROGRAM_MEDIA] = "tipline-worker-media",
		[PROGRAM_OCR] = "tipline-worker-ocr",
	};
	char *const argv[] = { names[program], NULL };
	int r;

	if ((r = wall_start(&p->wall, argv, -1)) == 0 &&
	    (r = wire_ask(p->wall.sock, RECORD_HELLO, NULL, NULL, 0,
	    RECORD_READY, &p->wall.frame)) == 0)
		r = note_libraries(p);
	if (r < 0)
		abandon(p);
	return r;
}

int
worker_start(struct worker **out)
{
	struct worker *w;
	size_t i;
	int r;

	*out = NULL;
	if ((w = malloc(sizeof(*w))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; close other "
		    "programs and try again");
	for (i = 0; i <= PROGRAM_LAST; i++)
		w->runners[i] = (struct runner){ .wall = WALL_INIT };
	if ((r = run_program(&w->runners[PROGRAM_DOCUMENTS],
	    PROGRAM_DOCUMENTS)) < 0)
		free(w);
	else
		*out = w;
	return r;
}

void
worker_stop(struct worker *w)
{
	size_t i;

	if (w == NULL)
		return;
	for (i = 0; i <= PROGRAM_LAST; i++)
		(void)wall_stop(&w->runners[i].wall);
	free(w);
}

const char *
worker_libraries(const struct worker *w, enum program program)
{
	return w->runners[program].wall.pid > 0 ? w->runners[program].libraries :
	    "";
}

/* --- one child --- */

/* Take in records until the stream ends or one is not believed. */
static int
read_answer(struct collect *c, int fd)
{
	struct stream s = STREAM_INIT(fd);
	int r;

	while ((r = stream_next(&s)) > 0)
		if ((r = collect_record(c, s.type, s.body.data,
		    s.body.len)) < 0)
			break;
	stream_free(&s);
	return r;
}

static int
read_status(struct runner *p, int *status)
{
	struct wire_frame f = WIRE_FRAME_INIT;
	struct wire_reader rd;
	int r;

	if ((r = wire_recv(p->wall.sock, &f)) < 0)
		goto done;
	rd = wire_reader(f.body.data, f.body.len);
	*status = (int)wire_get_u32(&rd);
	if (f.type != RECORD_EXIT || wire_done(&rd, "an exit record") < 0)
		r = err_set(ERR_PROTOCOL, "the parser's process lost count of "
		    "its children; run the command again");
done:
	wire_frame_free(&f);
	return r;
}

/* Died by a signal: which one tells what it died of. */
static int
died(struct collect *c, int sig, unsigned cpu_seconds)
{
	char detail[64];

	if (sig == SIGXCPU) {
		(void)snprintf(detail, sizeof(detail), "it needs more than %u "
		    "seconds of computing", cpu_seconds);
		collect_fail(c, REASON_CPU, detail);
	} else {
		(void)snprintf(detail, sizeof(detail), sig == SIGSYS ?
		    "the parser tried a forbidden system call" :
		    "the parser died of signal %d", sig);
		collect_fail(c, REASON_CRASHED, detail);
	}
	return 0;
}

/*
 * How it ended: from the child's wait status and from `r`, what came of
 * reading its answer.  SIGPIPE is our own doing, when reading stopped early.
 */
static int
judge(struct collect *c, int status, int r, unsigned cpu_seconds)
{
	int code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;

	if (WIFSIGNALED(status) && WTERMSIG(status) != SIGPIPE)
		return died(c, WTERMSIG(status), cpu_seconds);
	if (r == 0 && WIFEXITED(status) && code == 0)
		r = collect_end(c);
	else if (r == 0 && code == EXIT_NO_SANDBOX)
		return err_set(ERR_WALL, "cannot sandbox the parser, so nothing "
		    "is examined; a kernel with Landlock and seccomp is needed");
	else if (r == 0 && code == EXIT_NO_DOCUMENT)
		return err_set(ERR_IO, "cannot map the document; give a regular "
		    "file");
	else if (r == 0 && code == EXIT_NO_PARTS)
		return err_set(ERR_PROTOCOL, "the parser could not read what it "
		    "was to change; report this");
	else if (r == 0 && code == EXIT_NO_MEMORY)
		collect_fail(c, REASON_LIMIT, "it needs too much memory");
	else if (r == 0)
		collect_fail(c, REASON_CRASHED, "the parser gave up");
	if (r == ERR_FORMAT)
		collect_fail(c, REASON_LIED, err_line());
	else if (r == ERR_TOO_BIG)
		collect_fail(c, REASON_LIMIT, err_line());
	else
		return r;
	return 0;
}

static int
send_job(struct runner *p, const struct ask *q, int answer)
{
	struct wire_frame forked = WIRE_FRAME_INIT;
	struct bytes body = BYTES_INIT(64 + PASSWORD_MAX + OCR_PAGES_BYTES);
	int r, fds[WIRE_FDS_MAX];
	size_t n = 0;

	fds[n++] = q->fd;
	fds[n++] = answer;
	if (q->edits >= 0)
		fds[n++] = q->edits;
	if (q->parts >= 0)
		fds[n++] = q->parts;
	wire_put_u32(&body, q->want);
	wire_put_u32(&body, q->cpu_seconds);
	if (q->password != NULL)
		wire_put_bytes(&body, secret_peek(q->password),
		    secret_len(q->password));
	else
		wire_put_str(&body, "");
	if (q->pages != NULL)
		wire_put_bytes(&body, q->pages->data, q->pages->len);
	else
		wire_put_str(&body, "");
	wire_put_u32(&body, q->page);
	wire_put_u32(&body, q->width);
	wire_put_u64(&body, q->start);
	wire_put_u8(&body, q->edits >= 0);
	wire_put_u8(&body, q->parts >= 0);
	r = wire_ask(p->wall.sock, RECORD_JOB, &body, fds, n, RECORD_FORKED,
	    &forked);
	if (body.len > 0)
		explicit_bzero(body.data, body.len);
	bytes_free(&body);
	wire_frame_free(&forked);
	return r;
}

/* *lost: the program lost count, so that it cannot be asked any more. */
static int
ask_child(struct runner *p, const struct ask *q, struct collect *c, bool *lost)
{
	int r, told, status, did = 0, ends[2] = { -1, -1 };

	if (pipe2(ends, O_CLOEXEC) < 0)
		return err_sys("cannot make a pipe");
	(void)fcntl(ends[0], F_SETPIPE_SZ, 1 << 20);	/* fewer switches */
	if ((r = send_job(p, q, ends[1])) < 0) {
		*lost = true;
		goto done;
	}
	io_close(&ends[1]);	/* so that the child's end is the stream's */
	if (q->meanwhile != NULL)
		did = q->meanwhile(q->fd, q->meanwhile_arg);
	r = read_answer(c, ends[0]);
	io_close(&ends[0]);
	if ((told = read_status(p, &status)) < 0) {
		*lost = true;
		r = told;
		goto done;
	}
	r = judge(c, status, r, q->cpu_seconds);
	if (r == 0)
		r = did;
done:
	io_close(&ends[0]);
	io_close(&ends[1]);
	return r;
}

int
worker_ask(struct worker *w, enum program program, const struct ask *q,
    struct exam *exam)
{
	struct runner *p = &w->runners[program];
	struct collect c;
	uint64_t packed;
	bool lost = false;
	int r;

	if ((r = io_size(q->fd, &packed)) < 0 ||
	    (p->wall.pid < 0 && (r = run_program(p, program)) < 0) ||
	    (r = collect_begin(&c, exam, q->want)) < 0)
		return r;
	c.packed = packed;
	c.program = program;
	c.has_parts = q->parts >= 0;
	r = ask_child(p, q, &c, &lost);
	if (lost)
		abandon(p);
	return r;
}
