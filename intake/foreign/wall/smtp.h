/*
 * smtp.h -- what a mail program says on one connection, in LMTP (RFC 2033, the
 * commands of RFC 5321), and what it is answered.  No input or output here:
 * bytes go in, answers and mails come out.
 *
 * A mail is the bytes between DATA and the line with the dot, without the dots
 * that were stuffed; only CRLF ends a line, so nothing inside a mail can end
 * it.  Lines of a mail may have any length.
 */
#ifndef INTAKE_FOREIGN_WALL_SMTP_H
#define INTAKE_FOREIGN_WALL_SMTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "intake/foreign/lmtp_records.h"
#include "intake/foreign/wall/head.h"
#include "vault/base/bytes.h"

#define SMTP_LINE_MAX 2048u	/* bytes of a command, its line end too */
#define SMTP_RCPTS_MAX 100u	/* recipients of one mail (RFC 5321, 4.5.3.1) */
#define SMTP_ERRORS_MAX 20u	/* commands that are none, then it is over */
#define SMTP_OUT_MAX (64u << 10)	/* bytes of answers that wait */

/* What comes out; a failure ends the connection. */
struct smtp_calls {
	int (*begin)(void *arg);
	int (*data)(void *arg, const void *p, size_t len);
	head_teller *fact;
	/* All of it is there: smtp_verdict() says what became of it. */
	int (*end)(void *arg);
	/* What was begun is not to be. */
	int (*gone)(void *arg);
};

enum smtp_state {
	SMTP_COMMANDS = 1,
	SMTP_MAIL,		/* between DATA and the dot */
	SMTP_WAITS,		/* for smtp_verdict(); takes nothing */
	SMTP_OVER		/* to be closed when the answers are sent */
};

struct smtp {
	const struct smtp_calls *calls;	/* borrowed */
	void *arg;
	uint64_t limit;			/* bytes of a mail */
	enum smtp_state state;
	char line[SMTP_LINE_MAX + 1];
	size_t nline;
	bool too_long;			/* the line; its rest is dropped */
	bool greeted, mail;		/* after LHLO; after MAIL */
	char from[SMTP_LINE_MAX + 1];
	unsigned rcpts, errors;
	unsigned at;			/* where in a line of the mail */
	uint64_t size;			/* of the mail so far */
	struct head head;
	struct bytes out;		/* answers that wait */
};

/* Greets. */
void smtp_begin(struct smtp *s, const struct smtp_calls *calls, void *arg,
    uint64_t limit);

/*
 * smtp_take(s, p, len, taken):
 * Take what came; less than all when the state is SMTP_WAITS or SMTP_OVER, or
 * when the answers have no room.  What a call of calls fails with is returned.
 */
int smtp_take(struct smtp *s, const uint8_t *p, size_t len, size_t *taken);

/* What became of the mail: told to each recipient. */
void smtp_verdict(struct smtp *s, enum lmtp_verdict verdict);

/* An end that is not the client's: 421, and SMTP_OVER. */
void smtp_stop(struct smtp *s, const char *why);

/* What it has begun is given up. */
void smtp_end(struct smtp *s);

#endif
