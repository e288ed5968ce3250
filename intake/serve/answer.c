/* answer.c -- see answer.h. */
#include "intake/serve/answer.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "intake/serve/form.h"
#include "vault/base/err.h"

#define TYPE_PAGE "text/html; charset=utf-8"
/* As long as a cookie's own field, and no browser keeps what it says. */
#define NO_COOKIE VISIT_COOKIE "=0000000000000000000000000000000000000000000" \
	"000000000000000000000; HttpOnly; SameSite=Strict; Path=/; Max-Age=0"
#define SAME_TOKEN "00000000000000000000000000000000000000000000000000000000" \
	"00000000"		/* as long as a visit's */
#define COOKIE_FILL "; Filler=00"	/* as long as "; Max-Age=0" */
#define FILL_BEGIN "\n<!--"
#define FILL_END "-->\n"

int64_t
answer_clock(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

struct asker
answer_asker(const struct web_request *q)
{
	struct asker to = { .id = q->id, .came = answer_clock() };
	char asked[VIEW_LANGUAGE_SIZE];

	if (!form_get(q->query, strlen(q->query), "l", asked, sizeof(asked)))
		(void)form_get(q->body.data, q->body.len, "l", asked,
		    sizeof(asked));
	to.lang = view_language(asked, q->language);
	return to;
}

int
answer_fill(struct bytes *html, size_t least)
{
	const size_t around = strlen(FILL_BEGIN) + strlen(FILL_END);
	size_t n = html->len > least ? html->len : least;
	uint8_t *p;
	int r;

	n = (n + around + ANSWER_UNIT - 1) / ANSWER_UNIT * ANSWER_UNIT -
	    html->len - around;
	(void)bytes_add_str(html, FILL_BEGIN);
	if ((r = bytes_room(html, n, &p)) < 0)
		return r;
	memset(p, ' ', n);
	return bytes_add_str(html, FILL_END);
}

void
answer_raw(struct server *s, uint32_t id, const struct web_answer *answer)
{
	int r = web_answer(s->web, id, answer);

	s->answered = answer_clock();
	if (r < 0 && s->failed == 0)
		s->failed = r;
}

static void
send(struct server *s, const struct later_page *page)
{
	const struct web_answer answer = { .status = page->status,
	    .type = page->type != NULL ? page->type : TYPE_PAGE,
	    .fd = -1, .data = page->html.data,
	    .len = page->html.len,
	    .cookie = page->cookie[0] != '\0' ? page->cookie : NULL };

	answer_raw(s, page->id, &answer);
}

static void
sorry(struct server *s, uint32_t id)
{
	static const char line[] = "Something went wrong here. Try again.\n";
	const struct web_answer answer = { .status = 500, .fd = -1,
	    .type = "text/plain; charset=utf-8", .data = line,
	    .len = sizeof(line) - 1 };

	answer_raw(s, id, &answer);
}

/* Where time is equal, the cookie's field is there and of equal length too. */
static void
set_cookie(struct later_page *page, const struct asker *to,
    const struct visit *visit)
{
	char cookie[VISIT_COOKIE_SIZE];

	if (!to->stepped)
		return;
	if (visit == NULL) {
		(void)snprintf(page->cookie, sizeof(page->cookie), NO_COOKIE);
		return;
	}
	visit_cookie(visit, cookie);
	(void)snprintf(page->cookie, sizeof(page->cookie), "%s%s", cookie,
	    COOKIE_FILL);
}

/* However long the newsroom's advice is: what else could have been said at this
 * place is no larger. */
static size_t
as_large_as(const struct view *like, const struct visit *visit)
{
	struct bytes html = BYTES_WIPED(VIEW_PAGE_MAX);
	struct view v = *like;
	size_t home, box;

	v.replies_n = v.parts_n = 0;
	v.token = NULL;
	v.notice = VIEW_NOTICE_NOT_WORDS;
	home = view_home(&html, &v) == 0 ? html.len : 0;
	bytes_reset(&html);
	v.token = visit != NULL ? visit->token : SAME_TOKEN;
	v.notice = VIEW_NOTICE_NONE;
	box = view_box(&html, &v) == 0 ? html.len : 0;
	bytes_free(&html);
	return home > box ? home : box;
}

void
answer_page(struct server *s, const struct asker *to, const struct visit *visit,
    unsigned status, int (*draw)(struct bytes *html, const struct view *v),
    struct view *v)
{
	struct later_page page = { .id = to->id, .status = status,
	    .html = BYTES_WIPED(VIEW_PAGE_MAX + ANSWER_UNIT) };
	size_t least;

	v->lang = to->lang;
	v->newsroom = s->set->name;
	v->advice = advice_in(&s->advice, to->lang);
	v->limit = s->set->limit;
	v->idle_minutes = VISIT_IDLE_SECONDS / 60;
	v->part_days = s->set->days;
	v->refresh_seconds = s->set->cover ? s->set->interval : 0;
	v->token = visit != NULL ? visit->token : NULL;
	set_cookie(&page, to, visit);
	least = to->stepped ? as_large_as(v, visit) : 0;
	if (draw(&page.html, v) < 0 || answer_fill(&page.html, least) < 0) {
		sorry(s, to->id);
	} else if (!to->stepped) {
		send(s, &page);
	} else {
		page.due = later_due(to->came, answer_clock());
		if (later_add(s->later, &page) < 0)
			sorry(s, to->id);
	}
	bytes_free(&page.html);
}

void
answer_home(struct server *s, const struct asker *to, enum view_notice notice)
{
	struct view v = { .notice = notice };

	answer_page(s, to, NULL, 200, view_home, &v);
}

void
answer_notice(struct server *s, const struct asker *to,
    const struct visit *visit, unsigned status, enum view_notice notice)
{
	struct view v = { .notice = notice };

	answer_page(s, to, visit, status, view_refusal, &v);
}

void
answer_due(struct server *s)
{
	struct later_page *page;

	while ((page = later_take(s->later, answer_clock())) != NULL) {
		send(s, page);
		later_page_free(page);
	}
}
