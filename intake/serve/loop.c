/* loop.c -- see loop.h. */
#include "intake/serve/loop.h"

#include <errno.h>
#include <poll.h>

#include "intake/serve/answer.h"
#include "intake/serve/ask.h"
#include "intake/serve/pages.h"
#include "intake/serve/tidy.h"
#include "intake/serve/upload.h"
#include "vault/base/err.h"

#define EVENTS_AT_ONCE 64	/* of the wall, before others have their turn */
#define TURN_MSEC 60000		/* at most between two looks at what is old */

/* Is there more to read now? */
static bool
ready(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	return poll(&p, 1, 0) > 0;
}

static int
one_event(struct server *s, struct web_event *e)
{
	int r;

	if ((r = web_event(s->web, e)) < 0)
		return r;
	if (e->kind == WEB_EV_REQUEST) {
		pages_answer(s, e->request);
		bytes_reset(&e->request->body);	/* it may hold a code name */
	} else {
		if (e->kind == WEB_EV_GONE) {
			ask_forget(s, e->id);
			later_forget(s->later, e->id);
		}
		upload_event(s, e);
	}
	return s->failed;
}

/* Wait for something; how long at most. */
static int
await(struct server *s, struct pollfd *fds, nfds_t n, int64_t next_tidy)
{
	const int64_t now = answer_clock();
	int msec = later_wait(s->later, now);

	if (msec < 0 || msec > TURN_MSEC)
		msec = TURN_MSEC;
	if (next_tidy - now < msec)
		msec = next_tidy > now ? (int)(next_tidy - now) : 0;
	if (poll(fds, n, msec) < 0 && errno != EINTR)
		return err_sys("cannot wait for requests; start the service "
		    "again");
	return 0;
}

static int
serve_events(struct server *s, struct web_event *e)
{
	int i, r = 0;

	for (i = 0; r == 0 && i < EVENTS_AT_ONCE &&
	    (i == 0 || ready(web_fd(s->web))); i++)
		r = one_event(s, e);
	return r;
}

/* What is whole is finished and told, what is not breaks. */
static void
end(struct server *s)
{
	struct later_page *page;

	s->ending = true;
	upload_end_all(s);
	finish_free(s->finish);
	s->finish = NULL;
	while ((page = later_take(s->later, INT64_MAX)) != NULL)
		later_page_free(page);
}

int
loop_run(struct server *s, int signals)
{
	struct web_request request = WEB_REQUEST_INIT;
	struct web_event e = { .request = &request };
	int64_t next_tidy = answer_clock();
	int r = 0;

	while (r == 0) {
		struct pollfd fds[] = {
			{ .fd = web_fd(s->web), .events = POLLIN },
			{ .fd = letterbox_fd(s->letterbox), .events = POLLIN },
			{ .fd = finish_fd(s->finish), .events = POLLIN },
			{ .fd = signals, .events = POLLIN },
		};

		if (answer_clock() >= next_tidy) {
			tidy_now(s);
			visits_sweep(s->visits, answer_clock() / 1000);
			next_tidy = answer_clock() + TIDY_SECONDS * 1000;
		}
		if ((r = await(s, fds, 4, next_tidy)) < 0 ||
		    (fds[3].revents & POLLIN) != 0)
			break;
		if ((fds[0].revents & (POLLIN | POLLHUP)) != 0)
			r = serve_events(s, &e);
		if (r == 0)
			r = ask_settle(s);
		finish_settle(s->finish);
		answer_due(s);
		if (r == 0)
			r = s->failed;
	}
	end(s);
	bytes_free(&request.body);
	return r;
}
