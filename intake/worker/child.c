/* child.c -- see child.h. */
#include "intake/worker/child.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "intake/format/answer.h"
#include "intake/worker/job.h"
#include "intake/worker/kind.h"
#include "intake/worker/sandbox.h"

/* A whole file, read-only and private; one of no bytes needs no mapping. */
static bool
map(struct doc *d, int fd)
{
	struct stat st;
	void *p;

	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || st.st_size < 0)
		return false;
	*d = (struct doc){ .data = (const uint8_t *)"", .len = 0 };
	if (st.st_size == 0)
		return true;
	p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (p == MAP_FAILED)
		return false;
	*d = (struct doc){ .data = p, .len = (size_t)st.st_size };
	return true;
}

/* The edits and parts that came, if they did. */
static void
read_rest(const struct task *t, struct edits *edits, struct parts *parts)
{
	struct doc packed;

	if (t->given.edits >= 0 && (!map(&packed, SANDBOX_EDITS) ||
	    edits_read(edits, packed.data, packed.len) < 0))
		_exit(CHILD_NO_PARTS);
	if (t->given.parts >= 0 && (!map(&packed, SANDBOX_PARTS) ||
	    parts_read(parts, packed.data, packed.len) < 0))
		_exit(CHILD_NO_PARTS);
}

static void
examine(struct answer *a, const struct doc *d, const struct task *t)
{
	struct edits edits = { 0 };
	struct parts parts = { 0 };
	struct job job = { .want = t->want, .page = t->page,
	    .width = t->width, .start = t->start };
	const struct format *f;

	read_rest(t, &edits, &parts);
	if (t->given.edits >= 0)
		job.edits = &edits;
	if (t->given.parts >= 0)
		job.parts = &parts;
	if ((f = kind_of(d, a)) != NULL)
		(void)job_run(f, d, &job, a);
	edits_free(&edits);
	parts_free(&parts);
}

void
child_main(const struct task *t)
{
	struct answer *a = NULL;
	struct doc d;

	if (sandbox_enter(&t->given) < 0)
		_exit(CHILD_NO_SANDBOX);
	if (answer_new_pipe(&a, SANDBOX_ANSWER, t->want) < 0)
		_exit(CHILD_NO_MEMORY);
	if (!map(&d, SANDBOX_DOCUMENT))
		_exit(CHILD_NO_DOCUMENT);
	if (t->password[0] != '\0')
		d.password = t->password;
	d.pages = t->pages;
	d.npages = t->npages;
	d.only_codes = (t->want & WANT_CODES) != 0;
	examine(a, &d, t);
	(void)answer_end(a);
	/* Past the libraries' own ends: they have nothing to say any more. */
	_exit(CHILD_DONE);
}
