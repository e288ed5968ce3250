/*
 * collect.h -- believe nothing: one examination's records, checked one by one
 * and put together.
 *
 * Every length, number and string of a record is a claim until it was compared
 * with limits.h, with what was asked for, and with what came before.
 */
#ifndef INTAKE_EXAMINE_COLLECT_H
#define INTAKE_EXAMINE_COLLECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "intake/examine/run.h"

struct collect {
	struct exam *exam;	/* borrowed; starts as EXAM_INIT */
	unsigned want;		/* enum exam_want */
	uint64_t packed;	/* bytes of the document; 0: not known */
	enum program program;	/* who answers */
	bool has_parts;		/* it was told what becomes of the children */
	bool typed, ended;
};

/* A file, if one is wanted, goes to a new memory file in exam->file. */
int collect_begin(struct collect *c, struct exam *exam, unsigned want);

/*
 * collect_record(c, type, body, len):
 * Take one record in.  ERR_FORMAT when it breaks the rules of records.h;
 * ERR_TOO_BIG over a limit of limits.h; else the system's own failures.
 */
int collect_record(struct collect *c, uint32_t type, const void *body,
    size_t len);

/*
 * collect_end(c):
 * After the last record: was it a whole answer to what was asked?  Only what
 * ended as EXAM_DONE keeps text, layout and file; the file is frozen here.
 */
int collect_end(struct collect *c);

/* Forget all that was collected but the type: how it ended is said instead. */
void collect_fail(struct collect *c, enum exam_reason reason,
    const char *detail);

#endif
