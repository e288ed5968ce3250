/*
 * finish.h -- what waits for the disk, in threads: that a file is durable takes
 * as long as the disk likes, and nobody else waits for it.
 */
#ifndef INTAKE_SERVE_FINISH_H
#define INTAKE_SERVE_FINISH_H

#include <stdbool.h>
#include <stddef.h>

#define FINISH_THREADS 16u	/* they wait for the disk, not for us */

struct finish;

/* First member of whatever is to be done; owned by whoever adds it. */
struct finish_job {
	void (*run)(struct finish_job *job);	/* in a thread */
	void (*done)(struct finish_job *job);	/* in finish_settle() */
	struct finish_job *next;
};

int finish_new(struct finish **out);

/* All that was added is run to its end first, and done; one thread adds, settles
 * and frees.  NULL is fine. */
void finish_free(struct finish *f);

void finish_add(struct finish *f, struct finish_job *job);

/* Readable when finish_settle() has something to do. */
int finish_fd(const struct finish *f);
void finish_settle(struct finish *f);

#endif
