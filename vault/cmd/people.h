/* people.h -- every member of a vault, looked up once. */
#ifndef VAULT_CMD_PEOPLE_H
#define VAULT_CMD_PEOPLE_H

#include "vault/cmd/touches.h"

struct person {
	struct fpr fpr;
	char label[LABEL_SIZE];		/* "" without one here */
	char words[FPR_WORDS_SIZE];
	unsigned roles;			/* 0: removed */
	uint32_t epoch;			/* the newest */
	uint64_t removed_in;		/* the entry that did it; 0: none */
};

struct people {
	struct person *v;		/* owned; by fingerprint */
	size_t n;
};

int people_read(struct people *p, struct session *s);
void people_free(struct people *p);

/* NULL when it is no member. */
const struct person *people_find(const struct people *p,
    const struct fpr *member);

/* Find out in which entry each was removed; `head` is looked at after. */
int people_removed(struct people *p, struct session *s,
    const struct touches *t, const char *head);

#endif
