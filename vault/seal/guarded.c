/* guarded.c -- see guarded.h. */
#include "vault/seal/guarded.h"

#include <pthread.h>
#include <sodium.h>

/* What is kept of one size.  The sizes that come first have the places: a program
 * has few, and wants the same again. */
struct shelf {
	size_t len;		/* 0: of none yet */
	size_t n;
	void *kept[GUARDED_KEPT];
};

static struct shelf shelves[GUARDED_SIZES];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* NULL: nothing of this size is kept. */
static struct shelf *
shelf_of(size_t len)
{
	size_t i;

	if (len == 0)
		return NULL;
	for (i = 0; i < GUARDED_SIZES; i++) {
		if (shelves[i].len == 0)
			shelves[i].len = len;
		if (shelves[i].len == len)
			return &shelves[i];
	}
	return NULL;
}

void *
guarded_new(size_t len)
{
	struct shelf *s;
	void *p = NULL;

	(void)pthread_mutex_lock(&lock);
	if ((s = shelf_of(len)) != NULL && s->n > 0)
		p = s->kept[--s->n];
	(void)pthread_mutex_unlock(&lock);
	return p != NULL ? p : sodium_malloc(len);
}

void
guarded_free(void *p, size_t len)
{
	struct shelf *s;

	if (p == NULL)
		return;
	sodium_memzero(p, len);
	(void)pthread_mutex_lock(&lock);
	if ((s = shelf_of(len)) != NULL && s->n < GUARDED_KEPT &&
	    (s->n + 1) * len <= GUARDED_KEPT_BYTES) {
		s->kept[s->n++] = p;
		p = NULL;
	}
	(void)pthread_mutex_unlock(&lock);
	sodium_free(p);
}
