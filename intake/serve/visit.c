/* visit.c -- see visit.h. */
#include "intake/serve/visit.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/serve/form.h"
#include "vault/base/err.h"

#define RANDOM_BYTES 32u

struct visits {
	struct visit *all[VISITS_MAX];	/* NULL: free */
	size_t n;
	void (*leave)(void *arg, uint32_t handle);
	void *arg;
};

static void
random_hex(char out[VISIT_HEX])
{
	uint8_t bytes[RANDOM_BYTES];

	randombytes_buf(bytes, sizeof(bytes));
	(void)sodium_bin2hex(out, VISIT_HEX, bytes, sizeof(bytes));
	sodium_memzero(bytes, sizeof(bytes));
}

int
visits_new(struct visits **out, void (*leave)(void *arg, uint32_t handle),
    void *arg)
{
	struct visits *v;

	*out = NULL;
	if ((v = calloc(1, sizeof(*v))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; give the service "
		    "more and start it again");
	v->leave = leave;
	v->arg = arg;
	*out = v;
	return 0;
}

static void
forget(struct visits *v, struct visit **at)
{
	v->leave(v->arg, (*at)->handle);
	sodium_memzero(*at, sizeof(**at));
	free(*at);
	*at = NULL;
	v->n--;
}

void
visits_free(struct visits *v)
{
	size_t i;

	if (v == NULL)
		return;
	for (i = 0; i < VISITS_MAX; i++)
		if (v->all[i] != NULL)
			forget(v, &v->all[i]);
	free(v);
}

/* Where there is room for one, if need be in place of another. */
static struct visit **
place(struct visits *v)
{
	struct visit **old = NULL, **at;

	for (at = v->all; at < v->all + VISITS_MAX; at++) {
		if (*at == NULL)
			return at;
		if ((*at)->busy > 0)
			continue;
		if (old == NULL || (*at)->did < (*old)->did ||
		    ((*at)->did == (*old)->did && (*at)->used < (*old)->used))
			old = at;
	}
	if (old != NULL)
		forget(v, old);
	return old;
}

struct visit *
visits_begin(struct visits *v, int64_t now, uint32_t handle,
    const struct letterbox_public *pub)
{
	struct visit **at, *new;

	visits_sweep(v, now);
	if ((new = calloc(1, sizeof(*new))) == NULL ||
	    (at = place(v)) == NULL) {
		free(new);
		return NULL;
	}
	random_hex(new->cookie);
	random_hex(new->token);
	new->handle = handle;
	new->pub = *pub;
	new->used = now;
	*at = new;
	v->n++;
	return new;
}

/* All are compared: how long it takes tells nothing of what fits. */
struct visit *
visits_find(struct visits *v, int64_t now, const char *cookies)
{
	char cookie[VISIT_HEX];
	struct visit *found = NULL;
	size_t i;

	visits_sweep(v, now);
	if (!form_cookie(cookies, VISIT_COOKIE, cookie, sizeof(cookie)) ||
	    strlen(cookie) != VISIT_HEX - 1)
		return NULL;
	for (i = 0; i < VISITS_MAX; i++)
		if (v->all[i] != NULL && !v->all[i]->ended &&
		    sodium_memcmp(v->all[i]->cookie, cookie, VISIT_HEX) == 0)
			found = v->all[i];
	if (found != NULL)
		found->used = now;
	return found;
}

bool
visit_token(const struct visit *visit, const char *token)
{
	return strlen(token) == VISIT_HEX - 1 &&
	    sodium_memcmp(visit->token, token, VISIT_HEX) == 0;
}

void
visit_cookie(const struct visit *visit, char out[VISIT_COOKIE_SIZE])
{
	(void)snprintf(out, VISIT_COOKIE_SIZE, VISIT_COOKIE "=%s; HttpOnly; "
	    "SameSite=Strict; Path=/%s", visit != NULL ? visit->cookie : "",
	    visit != NULL ? "" : "; Max-Age=0");
}

void
visits_end(struct visits *v, struct visit *visit)
{
	size_t i;

	visit->ended = true;
	if (visit->busy > 0)
		return;
	for (i = 0; i < VISITS_MAX; i++)
		if (v->all[i] == visit) {
			forget(v, &v->all[i]);
			return;
		}
}

void
visits_busy(struct visit *visit)
{
	visit->busy++;
}

void
visits_idle(struct visits *v, struct visit *visit, int64_t now)
{
	visit->busy--;
	visit->used = now;
	if (visit->ended)
		visits_end(v, visit);
}

void
visits_sweep(struct visits *v, int64_t now)
{
	struct visit **at;

	for (at = v->all; at < v->all + VISITS_MAX; at++)
		if (*at != NULL && (*at)->busy == 0 &&
		    now - (*at)->used > VISIT_IDLE_SECONDS)
			forget(v, at);
}

size_t
visits_count(const struct visits *v)
{
	return v->n;
}
