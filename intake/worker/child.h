/*
 * child.h -- the life of the process that reads one document.
 */
#ifndef INTAKE_WORKER_CHILD_H
#define INTAKE_WORKER_CHILD_H

/*
 * child_main(document, answer, edits, want):
 * Enter the sandbox, examine, answer, end.  `edits` is -1 without WANT_APPLY.
 * The exit code is one of answer.h.
 */
_Noreturn void child_main(int document, int answer, int edits, unsigned want);

#endif
