/*
 * crowd.h -- who is connected, how long they take, and who has to go.  Nobody
 * is known by an address: strangers come through tor and all look alike.
 */
#ifndef INTAKE_WEB_WALL_CROWD_H
#define INTAKE_WEB_WALL_CROWD_H

#include <stdbool.h>
#include <stdint.h>

/* What a connection is at. */
enum guest_at {
	GUEST_HEAD,		/* a request's head is awaited, or coming */
	GUEST_BODY,		/* a small body is */
	GUEST_UPLOAD,
	GUEST_RESTING,		/* the clean side has it */
	GUEST_ANSWER,		/* it fetches its answer */
	GUEST_LINGER,		/* it may read what ended its upload */
	GUEST_ENDED
};

struct guest {
	struct guest *prev, *next;
	int fd;
	enum guest_at at;
	uint64_t since;		/* milliseconds of a clock that only grows */
	uint64_t bytes;		/* of the upload, since then */
	uint64_t seen;		/* of them, when the last window began */
	uint64_t window;
	bool left;		/* no more comes, as of ... */
	uint64_t left_at;	/* ... so many bytes */
};

struct crowd {
	struct guest *all;
	unsigned count, most;
	unsigned idle;		/* seconds; web.h, web_limits */
	uint64_t swept;
};

uint64_t crowd_now(void);

/* One more with this socket; NULL without memory. */
struct guest *crowd_add(struct crowd *c, int fd);
void crowd_remove(struct crowd *c, struct guest *g);

/* From now on it is at something else.  NULL is fine. */
void crowd_move(struct guest *g, enum guest_at at);

/*
 * End the connections whose time is over, or which left before their request
 * was whole, once a second at most; when there is no room for another, also
 * those who take it and give least.  A connection is
 * ended by shutting its socket down: whoever waits for it wakes.  False when it
 * is too early to look.
 */
bool crowd_sweep(struct crowd *c);

#endif
