/* worker.c -- see worker.h. */
#include "intake/worker/worker.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "intake/examine/limits.h"
#include "intake/examine/records.h"
#include "intake/examine/run.h"
#include "intake/worker/child.h"
#include "intake/worker/kind.h"
#include "intake/worker/sandbox.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/wire.h"

#define SOCK 3
/* A child that neither computes nor ends, in times of its CPU seconds: it is
 * CPU time that is limited. */
#define STUCK_FACTOR 20

static void
on_alarm(int sig)
{
	(void)sig;	/* it only interrupts wait_for() */
}

/* The wait status of `child`. */
static int
wait_for(pid_t child, unsigned cpu_seconds, int *status)
{
	(void)alarm(STUCK_FACTOR * cpu_seconds);
	while (wait4(child, status, 0, NULL) < 0) {
		if (errno != EINTR)
			return err_sys("cannot wait for a child");
		(void)kill(child, SIGKILL);
	}
	(void)alarm(0);
	return 0;
}

static int
no_sandbox(void)
{
	return err_set(ERR_WALL, "cannot sandbox the parser, so nothing is "
	    "examined; a kernel with Landlock and seccomp is needed");
}

static int
prepare(void)
{
	struct sigaction alarmed = { .sa_handler = on_alarm };
	int r;

	if (sigaction(SIGALRM, &alarmed, NULL) < 0)
		return err_sys("cannot set a signal handler");
	if ((r = kind_load()) < 0)
		return r;
	return sandbox_worker() < 0 ? no_sandbox() : 0;
}

/* Load what the job needs (fonts); the first that needs it does it. */
static void
prepare_for(unsigned want)
{
	static bool done;
	const struct format *const *f;
	bool any = false;

	for (f = formats_used(); !done && *f != NULL; f++)
		if ((*f)->prepare != NULL && (want & (*f)->prepare_for) != 0) {
			(*f)->prepare();
			any = true;
		}
	done |= any;
}

static int
send_exit(int status)
{
	struct bytes body = BYTES_INIT(16);
	int r;

	wire_put_u32(&body, (uint32_t)status);
	if ((r = bytes_ok(&body)) == 0)
		r = wire_send(SOCK, RECORD_EXIT, body.data, body.len, NULL, 0);
	bytes_free(&body);
	return r;
}

/* A job record; the password is wiped from it, so that no later child has it. */
static int
read_task(struct task *t, struct wire_frame *job)
{
	struct wire_reader rd = wire_reader(job->body.data, job->body.len);
	const uint8_t *pages;
	bool edits, parts;
	size_t n = 2;
	int r;

	t->want = wire_get_u32(&rd);
	t->given.cpu_seconds = wire_get_u32(&rd);
	wire_get_str(&rd, t->password, sizeof(t->password));
	pages = wire_get_bytes(&rd, sizeof(t->pages), &t->npages);
	t->page = wire_get_u32(&rd);
	t->width = wire_get_u32(&rd);
	t->start = wire_get_u64(&rd);
	edits = wire_get_u8(&rd) == 1;
	parts = wire_get_u8(&rd) == 1;
	if ((r = wire_done(&rd, "a job")) == 0 && t->npages > 0)
		memcpy(t->pages, pages, t->npages);
	if (job->body.len > 0)
		explicit_bzero(job->body.data, job->body.len);
	n += (size_t)edits + (size_t)parts;
	if (r < 0 || job->type != RECORD_JOB || job->nfds != n ||
	    ((t->want & WANT_APPLY) != 0 && !edits) ||
	    ((t->want & WANT_PICTURE) != 0 && (t->width == 0 ||
	    t->width > PICTURE_WIDTH_MAX)) || t->given.cpu_seconds == 0 ||
	    t->given.cpu_seconds > OCR_CPU_MAX * PATIENT_FACTOR)
		return err_set(ERR_PROTOCOL, "a job is not what it must be; "
		    "install tipline again");
	t->given.document = wire_take_fd(job, 0);
	t->given.answer = wire_take_fd(job, 1);
	t->given.edits = edits ? wire_take_fd(job, 2) : -1;
	t->given.parts = parts ? wire_take_fd(job, n - 1) : -1;
	t->given.beside = (t->want & (WANT_APPLY | WANT_SAFE |
	    WANT_REPORT)) != 0;
	return 0;
}

static int
run_task(struct task *t)
{
	int status, r;
	pid_t child;

	prepare_for(t->want);
	if ((child = fork()) < 0)
		return err_sys("cannot start a process; end some and try "
		    "again");
	if (child == 0)
		child_main(t);
	io_close(&t->given.document);
	io_close(&t->given.answer);
	if ((r = wire_send(SOCK, RECORD_FORKED, NULL, 0, NULL, 0)) < 0 ||
	    (r = wait_for(child, t->given.cpu_seconds, &status)) < 0)
		return r;
	return send_exit(status);
}

static int
run_job(struct wire_frame *job)
{
	struct task t = { .given = { -1, -1, -1, -1, 0, false } };
	int r;

	if ((r = read_task(&t, job)) == 0)
		r = run_task(&t);
	io_close(&t.given.document);
	io_close(&t.given.answer);
	io_close(&t.given.edits);
	io_close(&t.given.parts);
	explicit_bzero(t.password, sizeof(t.password));
	return r;
}

/* The first record; what went wrong before it came is told now. */
static int
answer_hello(int prepared, const char *libraries)
{
	struct wire_frame hello = WIRE_FRAME_INIT;
	int r;

	if ((r = wire_recv(SOCK, &hello)) == 0 && hello.type != RECORD_HELLO)
		r = ERR_PROTOCOL;
	wire_frame_free(&hello);
	if (r == 0)
		r = prepared < 0 ? wire_send_error(SOCK, prepared) :
		    wire_send(SOCK, RECORD_READY, libraries, strlen(libraries),
		    NULL, 0);
	return r;
}

int
worker_main(const struct format *const *formats, const char *libraries)
{
	struct wire_frame job = WIRE_FRAME_INIT;
	int r, prepared;

	formats_use(formats);
	prepared = prepare();
	if ((r = answer_hello(prepared, libraries)) < 0 || prepared < 0)
		return r < 0;
	/* The end of the stream before a record is how the work ends. */
	while ((r = wire_recv(SOCK, &job)) == 0)
		if ((r = run_job(&job)) < 0 && wire_send_error(SOCK, r) < 0)
			break;
	wire_frame_free(&job);
	return r == ERR_WALL ? 0 : 1;
}
