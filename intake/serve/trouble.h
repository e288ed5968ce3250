/*
 * trouble.h -- what the operator must know: that something cannot be stored or
 * read, and why.  Told once until it went well again, and never about whom: a
 * line for each try would be a log of visits.
 */
#ifndef INTAKE_SERVE_TROUBLE_H
#define INTAKE_SERVE_TROUBLE_H

#include "intake/serve/server.h"
#include "vault/base/err.h"

/* What a thread came to. */
struct trouble {
	int code;			/* 0: it went well */
	char line[ERR_LINE_MAX];
};

/* In the thread: keep its code, and its line. */
void trouble_set(struct trouble *t, int code);

/* In the loop. */
void trouble_tell(struct server *s, const struct trouble *t);

#endif
