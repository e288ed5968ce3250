/* later.c -- see later.h. */
#include "intake/serve/later.h"

#include <limits.h>
#include <stdlib.h>

#include "vault/base/err.h"

struct later {
	struct later_page *first;	/* those that are due first first */
};

int
later_new(struct later **out)
{
	if ((*out = calloc(1, sizeof(**out))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; give the service "
		    "more and start it again");
	return 0;
}

void
later_page_free(struct later_page *page)
{
	bytes_free(&page->html);
	free(page);
}

void
later_free(struct later *l)
{
	struct later_page *page;

	if (l == NULL)
		return;
	while ((page = l->first) != NULL) {
		l->first = page->next;
		later_page_free(page);
	}
	free(l);
}

int64_t
later_due(int64_t came, int64_t now)
{
	const int64_t steps = (now - came + LATER_STEP_MSEC - 1) /
	    LATER_STEP_MSEC;

	return came + (steps > 0 ? steps : 1) * LATER_STEP_MSEC;
}

int
later_add(struct later *l, struct later_page *from)
{
	struct later_page *page, **at = &l->first;

	if ((page = malloc(sizeof(*page))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; give the service "
		    "more and start it again");
	*page = *from;
	from->html = BYTES_INIT(from->html.max);
	while (*at != NULL && (*at)->due <= page->due)
		at = &(*at)->next;
	page->next = *at;
	*at = page;
	return 0;
}

void
later_forget(struct later *l, uint32_t id)
{
	struct later_page **at = &l->first, *page;

	while ((page = *at) != NULL)
		if (page->id == id) {
			*at = page->next;
			later_page_free(page);
		} else {
			at = &page->next;
		}
}

int
later_wait(const struct later *l, int64_t now)
{
	if (l->first == NULL)
		return -1;
	if (l->first->due <= now)
		return 0;
	return l->first->due - now > INT_MAX ? INT_MAX :
	    (int)(l->first->due - now);
}

struct later_page *
later_take(struct later *l, int64_t now)
{
	struct later_page *page = l->first;

	if (page == NULL || page->due > now)
		return NULL;
	l->first = page->next;
	return page;
}
