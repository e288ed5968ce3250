/*
 * ask.h -- one question to one worker program: it forks a child for it, whose
 * answer is checked record by record.  Private to this room: worker_run() asks
 * as often as an examination needs.
 */
#ifndef INTAKE_EXAMINE_ASK_H
#define INTAKE_EXAMINE_ASK_H

#include "intake/examine/run.h"

struct ask {
	int fd;			/* the document */
	unsigned want;
	int edits, parts;	/* memory files; -1 where there is none */
	unsigned cpu_seconds;
	const struct secret *password;	/* NULL: none */
	const struct bytes *pages;	/* with WANT_OCR: a bit for each page to
					 * be read; else NULL */
	uint32_t page, width;		/* with WANT_PICTURE ... */
	uint64_t start;			/* ... bytes of its own text before it */
	/* Done while the child works, with `fd`; NULL: nothing. */
	int (*meanwhile)(int fd, void *arg);
	void *meanwhile_arg;
};

/*
 * worker_ask(w, program, q, exam):
 * Start the program if it does not run (yet, or any more) and ask.  0 with what
 * came of it in *exam (EXAM_INIT): how it ended, or exam->elsewhere.  Negative
 * when nothing could be examined; the program is started anew next time.
 */
int worker_ask(struct worker *w, enum program program, const struct ask *q,
    struct exam *exam);

#endif
