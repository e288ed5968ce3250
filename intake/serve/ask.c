/* ask.c -- see ask.h. */
#include "intake/serve/ask.h"

#include <stdlib.h>
#include <string.h>

#include "intake/serve/answer.h"
#include "intake/serve/look.h"
#include "vault/base/err.h"

struct ask {
	struct asker to;
	struct ask *next;
};

static void
busy(struct server *s, const struct asker *to)
{
	answer_notice(s, to, NULL, 503, VIEW_NOTICE_BUSY);
}

/* It waits for an answer under the id of its request. */
static bool
keep(struct server *s, const struct asker *to)
{
	struct ask *a;

	if (s->nasks >= SERVE_ASKS_MAX || (a = malloc(sizeof(*a))) == NULL)
		return false;
	a->to = *to;
	a->next = s->asks;
	s->asks = a;
	s->nasks++;
	return true;
}

/* True with who asked, who then waits no longer. */
static bool
take(struct server *s, uint32_t id, struct asker *to)
{
	struct ask **at = &s->asks, *a;

	for (; (a = *at) != NULL; at = &a->next)
		if (a->to.id == id) {
			if (to != NULL)
				*to = a->to;
			*at = a->next;
			free(a);
			s->nasks--;
			return true;
		}
	return false;
}

static void
asked(struct server *s, const struct asker *to, int r)
{
	if (r == 0)
		return;
	(void)take(s, to->id, NULL);
	busy(s, to);
	if (r == ERR_WALL)
		s->failed = r;
}

void
ask_new(struct server *s, const struct asker *to)
{
	if (keep(s, to))
		asked(s, to, letterbox_new(s->letterbox, to->id));
	else
		busy(s, to);
}

void
ask_enter(struct server *s, const struct asker *to, const char *words)
{
	if (keep(s, to))
		asked(s, to, letterbox_enter(s->letterbox, to->id, words,
		    strlen(words)));
	else
		busy(s, to);
}

void
ask_forget(struct server *s, uint32_t id)
{
	(void)take(s, id, NULL);
}

/* A letterbox is open: the visit begins. */
static void
open_one(struct server *s, const struct asker *to,
    const struct letterbox_answer *a)
{
	struct view v = { .words = a->words };
	struct visit *visit = visits_begin(s->visits, to->came / 1000, a->visit,
	    &a->pub);

	if (visit == NULL) {
		(void)letterbox_leave(s->letterbox, a->visit);
		busy(s, to);
	} else if (a->words[0] != '\0') {
		answer_page(s, to, visit, 200, view_begun, &v);
	} else {
		look_box(s, to, visit, VIEW_NOTICE_NONE);
	}
}

/* What is wrong with what was typed: it alone is looked at, so the answer tells
 * nothing of what was ever used. */
static void
no_words(struct server *s, const struct asker *to,
    const struct letterbox_answer *a)
{
	struct view v = { .notice = VIEW_NOTICE_NOT_WORDS };

	if (a->said == LETTERBOX_NO_WORD)
		v.wrong_word = a->word;
	else if (a->said == LETTERBOX_NOT_SO_MANY)
		v.typed_words = a->word;
	answer_page(s, to, NULL, 200, view_home, &v);
}

static void
settle_one(struct server *s, const struct letterbox_answer *a)
{
	struct asker to;

	if (!take(s, a->token, &to)) {
		if (a->said == LETTERBOX_OPEN)
			(void)letterbox_leave(s->letterbox, a->visit);
		return;
	}
	switch (a->said) {
	case LETTERBOX_OPEN:
		open_one(s, &to, a);
		break;
	case LETTERBOX_FULL:
		busy(s, &to);
		break;
	default:
		no_words(s, &to, a);
	}
}

int
ask_settle(struct server *s)
{
	struct letterbox_answer a;
	bool got;
	int r;

	for (;;) {
		if ((r = letterbox_next(s->letterbox, &a, &got)) < 0 || !got)
			return r;
		settle_one(s, &a);
		letterbox_answer_wipe(&a);
	}
}

void
ask_free(struct server *s)
{
	while (s->asks != NULL)
		(void)take(s, s->asks->to.id, NULL);
}
