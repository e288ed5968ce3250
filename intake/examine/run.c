/* run.c -- see run.h. */
#include "intake/examine/run.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "intake/examine/again.h"
#include "intake/examine/ask.h"
#include "intake/examine/collect.h"
#include "intake/examine/extension.h"
#include "intake/examine/ocr.h"
#include "intake/examine/ocr_inner.h"
#include "vault/base/err.h"
#include "vault/base/io.h"

#define WANT_COPY (WANT_CLEAN | WANT_APPLY | WANT_SAFE)
#define WANT_FILE (WANT_COPY | WANT_PICTURE | WANT_INSIDE | WANT_PICTURES)
#define WANT_ALL (WANT_REPORT | WANT_TEXT | WANT_LAYOUT | WANT_FILE | \
	WANT_CHILDREN | WANT_OCR | WANT_CODES)
#define EDITS_BYTES_MAX ((size_t)128 << 20)	/* encoded */

static int
check_request(const struct exam_request *q, uint64_t *size)
{
	unsigned file = q->want & WANT_FILE;
	struct stat st;

	if ((q->want & ~(unsigned)WANT_ALL) != 0 || (file & (file - 1)) != 0 ||
	    (file == WANT_APPLY && q->edits == NULL) ||
	    (file == WANT_PICTURE && (q->want != WANT_PICTURE ||
	    q->width == 0 || q->width > PICTURE_WIDTH_MAX)) ||
	    ((q->want & (WANT_LAYOUT | WANT_OCR | WANT_CODES)) != 0 &&
	    (q->want & WANT_TEXT) == 0) ||
	    (q->again != NULL && (q->want & WANT_APPLY) == 0))
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
 * Where a page's own text begins: what was read from pictures is in the whole
 * text, and not in that of the format.
 */
static uint64_t
own_start(const struct layout *l, uint32_t page)
{
	uint64_t start = 0;
	uint32_t i;

	if (l == NULL || page >= l->npages)
		return 0;
	start = l->pages[page].start;
	for (i = 0; i < page; i++)
		start -= l->pages[i].end - l->pages[i].own;
	return start;
}

/*
 * Ask the program that has the format: the first one asked knows which.  There
 * it is found out anew what the document is.
 */
static int
ask(struct worker *w, const struct ask *q, struct exam *exam)
{
	struct ask other = *q;
	enum program program;
	int r;

	if ((r = worker_ask(w, PROGRAM_DOCUMENTS, q, exam)) < 0 ||
	    !exam->elsewhere)
		return r;
	other.meanwhile = NULL;
	program = exam->program;
	exam_free(exam);
	*exam = EXAM_INIT;
	if ((r = worker_ask(w, program, &other, exam)) == 0 && exam->elsewhere)
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

	if ((q->want & WANT_OCR) == 0)
		a.want = WANT_OCR | WANT_CODES | WANT_TEXT | WANT_REPORT;
	if ((r = ocr_pages(&pages, exam, q->read_before, &n)) < 0 || n == 0)
		goto done;
	a.cpu_seconds = ocr_cpu_seconds(n) * (q->patient ? PATIENT_FACTOR : 1);
	if ((format_has_pictures(exam->report.format) ?
	    ocr_inner(w, &a, exam, &seen) :
	    worker_ask(w, PROGRAM_OCR, &a, &seen)) == 0 &&
	    seen.report.state == EXAM_DONE && !seen.elsewhere)
		(void)((q->want & WANT_OCR) != 0 ?
		    ocr_merge(exam, &seen, &pages) :
		    ocr_merge_report(exam, &seen));
done:
	exam_free(&seen);
	bytes_free(&pages);
	return r;
}

/* The result's pages that were read before it was made. */
static int
read_again(struct worker *w, const struct exam_request *q, int fd,
    struct exam *second)
{
	const struct exam_request of = { .fd = fd, .patient = q->patient,
	    .want = q->want_again | WANT_REPORT,
	    .read_before = q->read_before };

	return read_pages(w, &of, second);
}

/*
 * The file that came out, looked at by a child that knows nothing of it.  In a
 * redacted one there must be no document but those that were given: nobody
 * would have redacted it.
 */
static int
examine_again(struct worker *w, const struct exam_request *q,
    const struct parts_file *parts, const struct ask *first, struct exam *exam)
{
	const struct parts_file none = PARTS_FILE_INIT;
	struct ask a = *first;
	struct exam own = EXAM_INIT;
	struct exam *second = q->again != NULL ? q->again : &own;
	char detail[DETAIL_MAX + 1];
	enum exam_reason reason;
	int r;

	if (parts == NULL && (q->want & WANT_APPLY) != 0)
		parts = &none;
	a.fd = exam->file;
	a.want = WANT_REPORT | (parts != NULL ? WANT_CHILDREN : 0) |
	    (q->want_again & (WANT_TEXT | WANT_LAYOUT));
	a.edits = a.parts = -1;
	a.meanwhile = q->meanwhile;
	a.meanwhile_arg = q->meanwhile_arg;
	if ((r = ask(w, &a, second)) < 0)
		goto done;
	reason = again_judge(&exam->report, &second->report, q->want, detail);
	if (reason == REASON_NONE && parts == &none && second->children.n > 0) {
		reason = REASON_UNSUPPORTED;
		(void)snprintf(detail, sizeof(detail), "the %zu documents in it "
		    "cannot be redacted", second->children.n);
	} else if (reason == REASON_NONE && parts != NULL) {
		reason = again_judge_parts(parts, &second->children, detail);
	}
	children_free(&second->children);
	if (reason != REASON_NONE)
		refuse(exam, reason, detail);
	else if ((q->want_again & WANT_OCR) != 0)
		r = read_again(w, q, exam->file, second);
done:
	exam_free(&own);
	return r;
}

/* The file of a container without what is in it. */
static int
ask_alone(struct worker *w, const struct ask *first, struct parts_file *parts,
    struct exam *exam)
{
	struct ask again = *first;
	struct exam made = EXAM_INIT;
	size_t i, n = exam->children.n;
	int r;

	again.want &= ~(unsigned)(WANT_TEXT | WANT_LAYOUT | WANT_CHILDREN);
	if ((r = parts_file_begin(parts, n)) < 0)
		return r;
	for (i = 0; r == 0 && i < n; i++)
		r = parts_file_add(parts, PART_OMITTED, -1);
	if (r < 0 || (r = parts_file_end(parts)) < 0)
		return r;
	again.parts = parts->fd;
	if ((r = ask(w, &again, &made)) < 0)
		goto done;
	if (made.report.state != EXAM_DONE) {
		refuse(exam, made.report.reason, made.report.detail);
		exam->report.state = made.report.state;
	} else {
		exam->file = made.file;
		made.file = -1;
		exam->report.clean_len = made.report.clean_len;
		exam->waits = false;
	}
done:
	exam_free(&made);
	return r;
}

/* Has it something of its own that a file could be made of? */
static bool
has_own(const struct exam_request *q, const struct exam *exam)
{
	return (q->want & WANT_COPY) != 0 && exam->waits &&
	    !format_is_container(exam->report.format);
}

/* A browser shall get a picture, or nothing. */
static int
check_picture(struct exam *exam)
{
	static const uint8_t png[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a,
		'\n' };
	static const uint8_t jpeg[] = { 0xff, 0xd8, 0xff };
	uint8_t head[sizeof(png)] = { 0 };

	if (pread(exam->file, head, sizeof(head), 0) < 0)
		return err_sys("cannot read a memory file");
	if (exam->report.clean_len > PICTURE_BYTES_MAX)
		refuse(exam, REASON_LIMIT, "the picture of the page is over the "
		    "limit");
	else if (memcmp(head, png, sizeof(png)) != 0 &&
	    memcmp(head, jpeg, sizeof(jpeg)) != 0)
		refuse(exam, REASON_LIED, "the picture of the page is none");
	return 0;
}

static int
run(struct worker *w, const struct exam_request *q, struct ask *a,
    struct exam *exam)
{
	struct parts_file omitted = PARTS_FILE_INIT;
	const struct parts_file *parts = q->parts;
	int r;

	a->want &= ~(unsigned)(WANT_OCR | WANT_CODES);	/* a job of its own */
	if ((q->want & WANT_COPY) != 0)
		a->want |= WANT_REPORT;	/* its pages are compared */
	if (q->alone)
		a->want |= WANT_CHILDREN;	/* to know how many */
	if ((r = ask(w, a, exam)) < 0)
		return r;
	judge_name(q->name, exam);
	if ((q->want & (WANT_OCR | WANT_CODES)) != 0 &&
	    exam->report.state == EXAM_DONE && (r = read_pages(w, q, exam)) < 0)
		goto done;
	if (q->alone && has_own(q, exam)) {
		if ((r = ask_alone(w, a, &omitted, exam)) < 0)
			goto done;
		parts = &omitted;
	}
	if (exam->file >= 0 && q->want == WANT_PICTURE)
		r = check_picture(exam);
	else if (exam->file >= 0 && (q->want & WANT_COPY) != 0)
		r = examine_again(w, q, parts, a, exam);
done:
	parts_file_free(&omitted);
	return r;
}

int
worker_run(struct worker *w, const struct exam_request *q, struct exam *exam)
{
	struct ask a = { .fd = q->fd, .want = q->want, .edits = -1,
	    .parts = q->parts != NULL ? q->parts->fd : -1,
	    .cpu_seconds = CHILD_CPU_SECONDS * (q->patient ? PATIENT_FACTOR : 1),
	    .password = q->password, .page = q->page, .width = q->width,
	    .start = own_start(q->layout, q->page) };
	uint64_t size = 0;
	int r;

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
	if ((q->want & (WANT_APPLY | WANT_PICTURE)) == 0 || q->edits == NULL ||
	    (r = pack_edits(&a.edits, q->edits)) == 0)
		r = run(w, q, &a, exam);
	io_close(&a.edits);
	if (r < 0)
		exam_free(exam);
	if (r < 0 && q->again != NULL)
		exam_free(q->again);
	return r;
}
