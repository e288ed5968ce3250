/* run.c -- see run.h. */
#include "intake/examine/run.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "intake/examine/again.h"
#include "intake/examine/ask.h"
#include "intake/examine/collect.h"
#include "intake/examine/extension.h"
#include "intake/examine/ocr.h"
#include "vault/base/err.h"
#include "vault/base/io.h"

#define WANT_FILE (WANT_CLEAN | WANT_APPLY | WANT_SAFE)
#define WANT_ALL (WANT_REPORT | WANT_TEXT | WANT_LAYOUT | WANT_FILE | \
	WANT_CHILDREN | WANT_OCR)
#define EDITS_BYTES_MAX ((size_t)128 << 20)	/* encoded */

static int
check_request(const struct exam_request *q, uint64_t *size)
{
	unsigned file = q->want & WANT_FILE;
	struct stat st;

	if ((q->want & ~(unsigned)WANT_ALL) != 0 || (file & (file - 1)) != 0 ||
	    (file == WANT_APPLY && q->edits == NULL) ||
	    ((q->want & (WANT_LAYOUT | WANT_OCR)) != 0 &&
	    (q->want & WANT_TEXT) == 0))
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

/*
 * Ask the program that has the format: the first one asked knows which.  There
 * it is found out anew what the document is.
 */
static int
ask(struct worker *w, const struct ask *q, struct exam *exam)
{
	enum program program;
	int r;

	if ((r = worker_ask(w, PROGRAM_DOCUMENTS, q, exam)) < 0 ||
	    !exam->elsewhere)
		return r;
	program = exam->program;
	exam_free(exam);
	*exam = EXAM_INIT;
	if ((r = worker_ask(w, program, q, exam)) == 0 && exam->elsewhere)
		refuse(exam, REASON_LIED, "no program has its format");
	return r;
}

/* What a name promises, and two opinions on the content deny. */
static void
judge_name(const char *name, struct exam *exam)
{
	const struct report *r = &exam->report;
	char detail[DETAIL_MAX + 1];
	const char *ending;

	if (name == NULL || r->state != EXAM_DONE ||
	    (ending = extension_denies(name, r->format)) == NULL)
		return;
	(void)snprintf(detail, sizeof(detail), "its name ends in .%s, libmagic "
	    "says %s, the structure is %s", ending, r->magic,
	    format_name(r->format));
	refuse(exam, REASON_TYPE_DISAGREES, detail);
	exam->report.state = EXAM_QUARANTINED;
}

/* The file that came out, looked at by a child that knows nothing of it. */
static int
examine_again(struct worker *w, const struct exam_request *q,
    struct ask *second_ask, struct exam *exam)
{
	struct exam second = EXAM_INIT;
	char detail[DETAIL_MAX + 1];
	enum exam_reason reason;
	int r;

	second_ask->fd = exam->file;
	second_ask->want = WANT_REPORT;
	second_ask->edits = second_ask->parts = -1;
	if (q->parts != NULL)
		second_ask->want |= WANT_CHILDREN;
	if ((r = ask(w, second_ask, &second)) < 0)
		goto done;
	reason = again_judge(&exam->report, &second.report, q->want, detail);
	if (reason == REASON_NONE && q->parts != NULL)
		reason = again_judge_parts(q->parts, &second.children, detail);
	if (reason != REASON_NONE)
		refuse(exam, reason, detail);
done:
	exam_free(&second);
	return r;
}

/*
 * What is seen and not said.  The first answer stands without it: whatever
 * goes wrong here, the pages stay unread, and that is told.
 */
static int
read_pages(struct worker *w, const struct exam_request *q, struct exam *exam)
{
	struct bytes pages = BYTES_INIT(OCR_PAGES_BYTES);
	struct exam seen = EXAM_INIT;
	struct ask a = { .fd = q->fd, .edits = -1, .parts = -1,
	    .want = WANT_OCR | WANT_TEXT | WANT_LAYOUT |
	    (q->want & WANT_REPORT), .password = q->password,
	    .pages = &pages };
	uint32_t n;
	int r;

	if ((r = ocr_pages(&pages, exam, &n)) < 0 || n == 0)
		goto done;
	a.cpu_seconds = ocr_cpu_seconds(n) * (q->patient ? PATIENT_FACTOR : 1);
	if (worker_ask(w, PROGRAM_OCR, &a, &seen) == 0 &&
	    seen.report.state == EXAM_DONE && !seen.elsewhere)
		(void)ocr_merge(exam, &seen, &pages);
done:
	exam_free(&seen);
	bytes_free(&pages);
	return r;
}

int
worker_run(struct worker *w, const struct exam_request *q, struct exam *exam)
{
	struct ask a = { .fd = q->fd, .want = q->want, .edits = -1,
	    .parts = q->parts != NULL ? q->parts->fd : -1,
	    .cpu_seconds = CHILD_CPU_SECONDS * (q->patient ? PATIENT_FACTOR : 1),
	    .password = q->password };
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
	if ((q->want & WANT_APPLY) != 0 && (r = pack_edits(&edits, q->edits)) < 0)
		goto done;
	a.edits = edits;
	a.want &= ~(unsigned)WANT_OCR;	/* a job of its own */
	if ((q->want & WANT_FILE) != 0)
		a.want |= WANT_REPORT;	/* its pages are compared */
	if ((r = ask(w, &a, exam)) < 0)
		goto done;
	judge_name(q->name, exam);
	if ((q->want & WANT_OCR) != 0 && exam->report.state == EXAM_DONE &&
	    (r = read_pages(w, q, exam)) < 0)
		goto done;
	if (exam->file >= 0)
		r = examine_again(w, q, &a, exam);
done:
	io_close(&edits);
	if (r < 0)
		exam_free(exam);
	return r;
}
