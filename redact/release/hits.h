/*
 * hits.h -- where redacted values are still found: the place, what they are
 * hidden in, and which finding it is; never the value.
 */
#ifndef REDACT_RELEASE_HITS_H
#define REDACT_RELEASE_HITS_H

#include <stddef.h>
#include <stdint.h>

#include "redact/doc/plan.h"
#include "vault/base/print.h"

#define HITS_MAX 500u		/* more are counted */
#define HIT_PLACE_SIZE 256	/* with NUL */
#define HIT_HOW_SIZE 64

struct hit {
	char place[HIT_PLACE_SIZE];	/* "text", "word/styles.xml" ... */
	uint32_t page;			/* from 1; 0: not said */
	uint64_t offset;		/* in it, bytes; of the first */
	uint64_t last;			/* the same of the last */
	uint64_t count;			/* there are so many of it there */
	char how[HIT_HOW_SIZE];		/* "plain", "base64", "hex in utf-16" */
	char kind[PLAN_WORD_SIZE];	/* of the finding */
	char label[LABEL_MAX + 1];	/* what should stand there; or "" */
};

struct hits {
	struct hit *list;	/* as they were found */
	size_t n, cap;
	uint64_t more;
};

/* A hit like one that is there counts with it. */
int hits_add(struct hits *h, const struct hit *one);
/* Those of `from` behind those of `h`, as they are. */
int hits_take(struct hits *h, const struct hits *from);
void hits_free(struct hits *h);

/* One line: "word/styles.xml, byte 120: PERSON [PERSON-2], as base64". */
void hit_line(char *to, size_t size, const struct hit *one);

/* {"place":"text","page":1,"offset":120,"count":1,"as":"base64",
 *  "kind":"PERSON","label":"[PERSON-2]"} */
void hit_json(struct json *j, const struct hit *one);

#endif
