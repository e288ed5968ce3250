/* uploads.c -- see uploads.h. */
#include "intake/web/uploads.h"

#include <stdlib.h>

#define ROOM_FIRST 16u

enum at { HEAD, BETWEEN, IN_PART };

struct uploads_one {
	uint32_t id;
	enum at at;
	bool answered;
};

void
uploads_free(struct uploads *u)
{
	free(u->all);
	*u = (struct uploads){ .all = NULL };
}

static struct uploads_one *
find(const struct uploads *u, uint32_t id)
{
	for (size_t i = 0; i < u->count; i++)
		if (u->all[i].id == id)
			return &u->all[i];
	return NULL;
}

int
uploads_add(struct uploads *u, uint32_t id)
{
	size_t room = u->room == 0 ? ROOM_FIRST : 2 * u->room;
	struct uploads_one *all;

	if (find(u, id) != NULL || u->count == WEB_SERVED_MAX)
		return -1;
	if (u->count == u->room) {
		if ((all = realloc(u->all, room * sizeof(*all))) == NULL)
			return -1;
		u->all = all;
		u->room = room;
	}
	u->all[u->count++] = (struct uploads_one){ .id = id, .at = HEAD };
	return 0;
}

static bool
may_come(enum at at, enum web_event_kind kind)
{
	switch (kind) {
	case WEB_EV_PART:
	case WEB_EV_WHOLE:
		return at == BETWEEN;
	case WEB_EV_DATA:
	case WEB_EV_PART_END:
		return at == IN_PART;
	case WEB_EV_GONE:
		return true;
	default:
		return false;
	}
}

int
uploads_step(struct uploads *u, uint32_t id, enum web_event_kind kind,
    bool *told)
{
	struct uploads_one *one = find(u, id);

	if (one == NULL || !may_come(one->at, kind))
		return -1;
	*told = !one->answered;
	if (kind == WEB_EV_PART)
		one->at = IN_PART;
	else if (kind == WEB_EV_PART_END)
		one->at = BETWEEN;
	else if (kind == WEB_EV_WHOLE || kind == WEB_EV_GONE)
		*one = u->all[--u->count];
	return 0;
}

bool
uploads_go_on(struct uploads *u, uint32_t id)
{
	struct uploads_one *one = find(u, id);

	if (one == NULL || one->at != HEAD || one->answered)
		return false;
	one->at = BETWEEN;
	return true;
}

void
uploads_answer(struct uploads *u, uint32_t id)
{
	struct uploads_one *one = find(u, id);

	if (one != NULL)
		one->answered = true;
}
