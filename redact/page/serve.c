/* serve.c -- the life of a page: its wall, its browser, its requests. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "redact/page/browser.h"
#include "redact/page/parts.h"
#include "vault/base/err.h"
#include "vault/base/io.h"

#define LOOK_MSEC 500		/* after the browser that was started */
#define LAST_MSEC 400		/* for answers on their way at the end */

struct serving {
	const struct page_setup *setup;
	struct web *web;
	struct review_page *page;
	struct browser *browser;
	struct web_request request;
	int signals;
	sigset_t before;
	bool blocked, told;
	int failed;		/* what sending an answer came to */
};

/* For a person without a browser here, or with another one. */
static void
tell_code(struct serving *s)
{
	if (s->told || door_code(s->page->door) == NULL)
		return;
	s->told = true;
	(void)printf("Open %s/ in a browser on this computer and type the "
	    "code %s there.\n", door_origin(s->page->door),
	    door_code(s->page->door));
	(void)fflush(stdout);
}

/* Signals become something to be polled: what is under way is ended well. */
static int
catch_signals(struct serving *s)
{
	sigset_t set;

	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGINT);
	(void)sigaddset(&set, SIGTERM);
	(void)sigaddset(&set, SIGHUP);
	if (sigprocmask(SIG_BLOCK, &set, &s->before) != 0)
		return err_sys("cannot wait for signals");
	s->blocked = true;
	if ((s->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK)) < 0)
		return err_sys("cannot wait for signals");
	return 0;
}

static int
begin(struct serving *s)
{
	uint16_t port;
	int r;

	if ((r = catch_signals(s)) < 0 ||
	    (r = web_start(&s->web, &port)) < 0 ||
	    (r = page_new(&s->page, s->setup, port)) < 0)
		return r;
	if (s->setup->no_browser || browser_open(&s->browser,
	    door_origin(s->page->door), door_token(s->page->door)) < 0)
		tell_code(s);
	else if (!s->setup->quiet)
		(void)fprintf(stderr, "tipline: the review is open in your "
		    "browser; end it there, or with Ctrl-C here\n");
	return 0;
}

static void
send(void *arg, uint32_t id, const struct reply *reply)
{
	struct serving *s = arg;
	const struct web_answer answer = reply_answer(reply);
	const struct web_answer none = { .status = 500, .fd = -1 };
	int r;

	r = web_answer(s->web, id, &answer);
	if (r == ERR_TOO_BIG || r == ERR_NO_MEMORY)
		r = web_answer(s->web, id, &none);
	if (r < 0)
		s->failed = r;
}

static int
answer_one(struct serving *s)
{
	struct reply reply = REPLY_INIT;
	int r;

	if ((r = web_next(s->web, &s->request)) < 0)
		return r;
	page_answer(s->page, &s->request, &reply);
	if (!reply.later)
		send(s, s->request.id, &reply);
	reply_free(&reply);
	return s->failed;
}

static void
look_after_browser(struct serving *s)
{
	if (s->browser == NULL)
		return;
	if (door_used(s->page->door))
		browser_done(s->browser);
	else if (browser_failed(s->browser))
		tell_code(s);
}

static int64_t
now_msec(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Wait for something and deal with it; 1 when the person ends it here. */
static int
turn(struct serving *s, int msec)
{
	struct pollfd fds[] = {
		{ .fd = web_fd(s->web), .events = POLLIN },
		{ .fd = page_fd(s->page), .events = POLLIN },
		{ .fd = s->signals, .events = POLLIN },
	};
	int r;

	if (poll(fds, 3, msec) < 0)
		return errno == EINTR ? 0 : err_sys("cannot wait");
	if (fds[2].revents != 0)
		return 1;
	if (fds[1].revents != 0)
		page_settle(s->page, send, s);
	if (s->failed == 0 && fds[0].revents != 0 &&
	    (r = answer_one(s)) < 0)
		return r;
	look_after_browser(s);
	return s->failed;
}

static int
serve(struct serving *s, enum page_end *end)
{
	int64_t until;
	int failure, r = 0;

	while (r == 0 && !page_ended(s->page, end, &failure))
		r = turn(s, s->browser != NULL ? LOOK_MSEC : -1);
	if (r == 1) {
		if (*end == PAGE_CLOSED || board_changed(s->setup->board))
			*end = PAGE_LEFT;
		return 0;
	}
	if (r < 0)
		return r;
	/* The last answer reaches the browser before the wall goes. */
	for (until = now_msec() + LAST_MSEC; r == 0 && now_msec() < until;)
		r = turn(s, LAST_MSEC / 4);
	return failure;
}

int
page_review(const struct page_setup *setup, enum page_end *end)
{
	struct serving s = { .setup = setup, .signals = -1,
	    .request = WEB_REQUEST_INIT };
	char line[ERR_LINE_MAX];
	int r;

	if ((r = begin(&s)) == 0)
		r = serve(&s, end);
	(void)snprintf(line, sizeof(line), "%s", err_line());
	browser_free(s.browser);
	web_stop(s.web);
	page_free(s.page);
	bytes_free(&s.request.body);
	io_close(&s.signals);
	if (s.blocked)
		(void)sigprocmask(SIG_SETMASK, &s.before, NULL);
	return r < 0 ? err_set((enum err)r, "%s", line) : 0;
}
