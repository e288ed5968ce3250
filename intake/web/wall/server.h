/*
 * server.h -- what the files of this room share: the server, and one request.
 */
#ifndef INTAKE_WEB_WALL_SERVER_H
#define INTAKE_WEB_WALL_SERVER_H

#include <microhttpd.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "intake/web/wall/crowd.h"
#include "intake/web/wall/fields.h"
#include "intake/web/wall/peer.h"
#include "intake/web/slots.h"
#include "intake/web/wall/upload.h"
#include "intake/web/web.h"
#include "vault/base/bytes.h"
#include "vault/base/wire.h"

#define HELD_MAX (64u << 20)	/* bytes of small bodies that are coming, of all */

/* One request, from its first line to its answer. */
struct request {
	struct request *next;		/* in the list of all */
	struct server *server;
	struct MHD_Connection *connection;
	struct guest *guest;		/* NULL: not of strangers */
	uint32_t id;
	struct fields fields;
	struct bytes body;
	bool judged;			/* its head was looked at */
	bool waiting;			/* told, and the connection rests */
	struct upload *upload;		/* told, and neither whole nor gone */
	bool went_on;			/* its body is taken */
	bool resumed;			/* and begins now */
	bool over;			/* answered early: the rest is dropped */
	struct bytes early;		/* of that answer, what is not sent yet */
	size_t early_sent;
	struct MHD_Response *answer;	/* ready to be sent */
	unsigned status;
};

struct server {
	struct MHD_Daemon *daemon;
	int sock;			/* the clean side */
	bool strangers;
	struct web_limits limits;
	unsigned waiting_max;
	struct peer peer;
	uint16_t port;
	int listener;
	int events;			/* of the daemon */
	struct crowd crowd;
	uint8_t *memory;		/* of slots.h; NULL */
	int given_back;			/* the pipe of its numbers */
	uint8_t slots[SLOTS];		/* that may be filled */
	size_t nslots;
	struct request *all;
	unsigned waiting;
	size_t held;			/* bytes of bodies that are coming */
	uint32_t last_id;
	struct wire_frame frame;	/* from the clean side */
	int failed;			/* the clean side is gone */
};

#endif
