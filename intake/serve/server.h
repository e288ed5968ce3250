/*
 * server.h -- what the files of this room share: the page while it is served.
 *
 * One thread reads what the wall of HTTP sends and gives the answers.  What
 * seals (sealing.h), waits for the disk or reads much of it (finish.h) runs in
 * others, on things that nobody else touches meanwhile.
 */
#ifndef INTAKE_SERVE_SERVER_H
#define INTAKE_SERVE_SERVER_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "intake/letterbox/parts.h"
#include "intake/letterbox/replies.h"
#include "intake/serve/advice.h"
#include "intake/serve/finish.h"
#include "intake/serve/later.h"
#include "intake/serve/sealing.h"
#include "intake/serve/settings.h"
#include "intake/serve/space.h"
#include "intake/serve/view/view.h"
#include "intake/serve/visit.h"
#include "intake/web/web.h"

#define SERVE_CHANNEL "page"
#define SERVE_FILES_MAX 200u	/* files of one sending */
#define SERVE_PARTS_MAX 50u	/* parts of one sending */
#define SERVE_TWINS_LEAST (16u << 20)	/* bytes of a sending that is kept as
					 * parts too while it comes */
#define SERVE_ASKS_MAX 1000u	/* code names that wait for the letterbox */
#define SERVE_CONNECTIONS 1100u	/* at a time */
#define SERVE_FORM_OVERHEAD (1u << 20)	/* bytes of a form beside its files */
#define SERVE_FORM_MAX (128u << 10)	/* bytes of a form without files */
#define SERVE_SMALL_MAX 256u	/* bytes of a field that is no message */

struct upload;
struct covering;
struct ask;

/* Members, as a file of cards named them. */
struct cards {
	struct card *v;		/* owned */
	size_t n;
};

struct server {
	const struct settings *set;
	struct web *web;
	struct session *session;	/* the key of the intake */
	pthread_mutex_t signing;	/* one asks the keeper at a time */
	struct letterbox *letterbox;
	struct parts *parts;
	struct replies *replies;
	struct visits *visits;
	struct later *later;
	struct finish *finish;
	struct sealing *sealing;
	struct advice advice;
	struct cards desk;
	struct covering *covering;	/* NULL: no cover mode */
	struct space space;
	int folders[2];			/* the outbox, the state */
	struct upload *uploads;		/* all that are under way */
	struct ask *asks;		/* all that wait for keys */
	size_t nasks;
	int64_t answered;		/* when the last answer was given; ms */
	int failed;			/* the wall is gone */
	bool troubled;			/* the operator knows already */
	size_t unreadable;		/* replies, that the operator knows of */
	bool ending;
};

/* Who asked, and how the answer is to be given. */
struct asker {
	uint32_t id;		/* of the request */
	const char *lang;
	int64_t came;		/* milliseconds */
	bool stepped;		/* the answer leaves at a full step */
};

#endif
