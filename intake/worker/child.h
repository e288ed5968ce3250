/*
 * child.h -- the life of the process that reads one document.
 */
#ifndef INTAKE_WORKER_CHILD_H
#define INTAKE_WORKER_CHILD_H

#include <stddef.h>
#include <stdint.h>

#include "intake/examine/limits.h"
#include "intake/worker/sandbox.h"

struct task {
	unsigned want;
	struct sandbox given;
	char password[PASSWORD_MAX + 1];	/* "" when there is none */
	uint8_t pages[OCR_PAGES_BYTES];		/* a bit for each to be read */
	size_t npages;				/* bytes of them */
	uint32_t page, width;			/* with WANT_PICTURE */
	uint64_t start;				/* of the page's own text */
};

/*
 * child_main(task):
 * Enter the sandbox, examine, answer, end.  The exit code is one of answer.h.
 */
_Noreturn void child_main(const struct task *t);

#endif
