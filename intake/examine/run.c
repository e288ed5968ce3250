/* run.c -- see run.h. */
#include "intake/examine/run.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "intake/examine/again.h"
#include "intake/examine/collect.h"
#include "intake/examine/records.h"
#include "intake/examine/stream.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/wire.h"
#include "vault/session/options.h"

#define WANT_FILE (WANT_CLEAN | WANT_APPLY | WANT_SAFE)
#define WANT_ALL (WANT_REPORT | WANT_TEXT | WANT_LAYOUT | WANT_FILE)
/* Exit codes of intake/worker/answer.h that are not about the document. */
#define EXIT_NO_SANDBOX 2
#define EXIT_NO_DOCUMENT 3
#define EXIT_NO_MEMORY 4
#define EDITS_BYTES_MAX ((size_t)128 << 20)	/* encoded */

struct worker {
	int sock, pid;
};

/* End it without a word. */
static void
abandon(struct worker *w)
{
	io_close(&w->sock);
	if (w->pid > 0) {
		(void)kill(w->pid, SIGKILL);
		while (waitpid(w->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	free(w);
}

int
worker_start(struct worker **out)
{
	static char name[] = "tipline-worker";
	static char *const argv[] = { name, NULL };
	struct wire_frame ready = WIRE_FRAME_INIT;
	struct worker *w = NULL;
	char path[PATH_MAX];
	int r;

	*out = NULL;
	if ((r = libexec_path(path, sizeof(path), name)) < 0)
		return r;
	if ((w = malloc(sizeof(*w))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; close other "
		    "programs and try again");
	*w = (struct worker){ .sock = -1, .pid = -1 };
	if ((r = wall_spawn(path, argv, -1, &w->sock, &w->pid)) < 0)
		goto done;
	if ((r = wire_ask(w->sock, RECORD_HELLO, NULL, NULL, 0, RECORD_READY,
	    &ready)) < 0)
		goto done;
	*out = w;
	w = NULL;	/* handed over */
done:
	wire_frame_free(&ready);
	if (w != NULL)		/* not worker_stop(): its line would hide ours */
		abandon(w);
	return r;
}

void
worker_stop(struct worker *w)
{
	if (w == NULL)
		return;
	(void)wall_end(&w->sock, &w->pid);
	free(w);
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
read_status(struct worker *w, int *status)
{
	struct wire_frame f = WIRE_FRAME_INIT;
	struct wire_reader rd;
	int r;

	if ((r = wire_recv(w->sock, &f)) < 0)
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
died(struct collect *c, int sig)
{
	char detail[64];

	if (sig == SIGXCPU) {
		(void)snprintf(detail, sizeof(detail), "it needs more than %u "
		    "seconds of computing", CHILD_CPU_SECONDS);
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
judge(struct collect *c, int status, int r)
{
	int code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;

	if (WIFSIGNALED(status) && WTERMSIG(status) != SIGPIPE)
		return died(c, WTERMSIG(status));
	if (r == 0 && WIFEXITED(status) && code == 0)
		r = collect_end(c);
	else if (r == 0 && code == EXIT_NO_SANDBOX)
		return err_set(ERR_WALL, "cannot sandbox the parser, so nothing "
		    "is examined; a kernel with Landlock and seccomp is needed");
	else if (r == 0 && code == EXIT_NO_DOCUMENT)
		return err_set(ERR_IO, "cannot map the document; give a regular "
		    "file");
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
ask_child(struct worker *w, int fd, int answer, unsigned want, int edits)
{
	struct wire_frame forked = WIRE_FRAME_INIT;
	struct bytes body = BYTES_INIT(16);
	int r, fds[] = { fd, answer, edits };

	wire_put_u32(&body, want);
	r = wire_ask(w->sock, RECORD_JOB, &body, fds, edits >= 0 ? 3 : 2,
	    RECORD_FORKED, &forked);
	bytes_free(&body);
	wire_frame_free(&forked);
	return r;
}

static int
run_child(struct worker *w, int fd, unsigned want, int edits,
    struct exam *exam)
{
	int ends[2] = { -1, -1 };
	struct collect c;
	int r, told, status;

	if ((r = collect_begin(&c, exam, want)) < 0)
		return r;
	if (pipe2(ends, O_CLOEXEC) < 0) {
		r = err_sys("cannot make a pipe");
		goto done;
	}
	(void)fcntl(ends[0], F_SETPIPE_SZ, 1 << 20);	/* fewer switches */
	if ((r = ask_child(w, fd, ends[1], want, edits)) < 0)
		goto done;
	io_close(&ends[1]);	/* so that the child's end is the stream's */
	r = read_answer(&c, ends[0]);
	io_close(&ends[0]);
	if ((told = read_status(w, &status)) < 0) {
		r = told;
		goto done;
	}
	r = judge(&c, status, r);
done:
	io_close(&ends[0]);
	io_close(&ends[1]);
	return r;
}

/* --- an examination --- */

static int
check_request(const struct exam_request *q, uint64_t *size)
{
	unsigned file = q->want & WANT_FILE;
	struct stat st;

	if ((q->want & ~(unsigned)WANT_ALL) != 0 || (file & (file - 1)) != 0 ||
	    (file == WANT_APPLY && q->edits == NULL) ||
	    ((q->want & WANT_LAYOUT) != 0 && (q->want & WANT_TEXT) == 0))
		return err_set(ERR_USAGE, "an examination was asked for what "
		    "does not go together; report this");
	if (fstat(q->fd, &st) < 0)
		return err_sys("cannot look at the document");
	if (!S_ISREG(st.st_mode))
		return err_set(ERR_IO, "only a regular file can be examined; "
		    "copy it to one first");
	*size = (uint64_t)st.st_size;
	return 0;
}

static void
refuse(struct exam *exam, enum exam_reason reason, const char *detail)
{
	struct collect c = { .exam = exam };

	collect_fail(&c, reason, detail);
}

static int
pack_edits(int *fd, const struct edits *e)
{
	struct bytes b = BYTES_INIT(EDITS_BYTES_MAX);
	int r;

	if ((r = edits_write(&b, e)) == 0 &&
	    (r = io_memfd_from(fd, "tipline-edits", b.data, b.len)) == 0)
		r = io_memfd_freeze(*fd);
	bytes_free(&b);
	return r;
}

/* The file that came out, looked at by a child that knows nothing of it. */
static int
examine_again(struct worker *w, unsigned want, struct exam *exam)
{
	struct exam second = EXAM_INIT;
	char detail[DETAIL_MAX + 1];
	enum exam_reason reason;
	int r;

	if ((r = run_child(w, exam->file, WANT_REPORT, -1, &second)) < 0)
		goto done;
	reason = again_judge(&exam->report, &second.report, want, detail);
	if (reason != REASON_NONE)
		refuse(exam, reason, detail);
done:
	exam_free(&second);
	return r;
}

int
worker_run(struct worker *w, const struct exam_request *q, struct exam *exam)
{
	unsigned want = q->want;
	uint64_t size = 0;
	int r, edits = -1;

	if ((r = check_request(q, &size)) < 0)
		return r;
	if (size == 0) {
		refuse(exam, REASON_EMPTY, "it has no bytes");
		return 0;
	}
	if (size > DOCUMENT_MAX) {
		refuse(exam, REASON_TOO_LARGE, "it is over the limit of 1 GiB");
		return 0;
	}
	if ((want & WANT_APPLY) != 0 && (r = pack_edits(&edits, q->edits)) < 0)
		goto done;
	if ((want & WANT_FILE) != 0)
		want |= WANT_REPORT;	/* its pages are compared */
	if ((r = run_child(w, q->fd, want, edits, exam)) < 0)
		goto done;
	if ((want & WANT_FILE) != 0 && exam->report.state == EXAM_DONE)
		r = examine_again(w, want, exam);
done:
	io_close(&edits);
	if (r < 0)
		exam_free(exam);
	return r;
}
