/* ask.c -- see ask.h. */
#include "intake/web/wall/ask.h"

#include <stdlib.h>

#include "intake/web/wall/answer.h"
#include "intake/web/wall/server.h"
#include "intake/web/wall/tell.h"
#include "vault/base/err.h"

static struct guest *
guest_of(struct MHD_Connection *c)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(c,
	    MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info != NULL ? info->socket_context : NULL;
}

/* The first thing of a request that is known: its target as it came. */
void *
ask_target(void *arg, const char *target, struct MHD_Connection *c)
{
	struct server *s = arg;
	struct guest *guest = guest_of(c);
	struct request *q;

	if ((s->strangers && guest == NULL) ||
	    (q = calloc(1, sizeof(*q))) == NULL)
		return NULL;
	q->server = s;
	q->connection = c;
	q->guest = guest;
	q->id = ++s->last_id;
	q->body = BYTES_WIPED(s->limits.form_max);
	fields_target(&q->fields, target);
	q->next = s->all;
	s->all = q;
	return q;
}

/* The connection rests, until somebody wakes it (answer.c). */
static enum MHD_Result
rest(struct request *q, enum guest_at at)
{
	q->server->waiting++;
	q->waiting = true;
	crowd_move(q->guest, at);
	MHD_suspend_connection(q->connection);
	return MHD_YES;
}

static bool
too_many(const struct server *s)
{
	return s->waiting >= s->waiting_max;
}

static enum MHD_Result
refuse_many(struct request *q)
{
	return answer_refuse(q, MHD_HTTP_SERVICE_UNAVAILABLE,
	    "Too many requests at once; try again.\n");
}

/* Does what it returned keep the connection?  A failure of the clean side ends
 * everything. */
static enum MHD_Result
told(struct request *q, int r)
{
	if (r < 0)
		q->server->failed = r;
	return r < 0 ? MHD_NO : MHD_YES;
}

static enum MHD_Result
begin_upload(struct request *q)
{
	unsigned status;

	if (too_many(q->server))
		return refuse_many(q);
	q->upload = upload_new(q->fields.kept[FIELDS_TYPE], &status);
	if (q->upload == NULL)
		return answer_refuse(q, status,
		    "That is no form of a browser.\n");
	if (told(q, tell_upload(q)) != MHD_YES)
		return MHD_NO;
	return rest(q, GUEST_RESTING);
}

static enum MHD_Result
judge(struct request *q, const char *method, const char *version)
{
	const struct fields_may may = { .stream = q->server->strangers,
	    .whole_max = q->server->limits.form_max };
	unsigned status = fields_judge(&q->fields, q->connection, method,
	    version, &may);

	q->judged = true;
	switch (status) {
	case 0:
		if (q->fields.form)
			return begin_upload(q);
		crowd_move(q->guest, GUEST_BODY);
		return MHD_YES;
	case MHD_HTTP_METHOD_NOT_ALLOWED:
		return answer_refuse(q, status,
		    "Only GET, HEAD and POST are known here.\n");
	case MHD_HTTP_CONTENT_TOO_LARGE:
		return answer_refuse(q, status, "That is too large.\n");
	default:
		return answer_refuse(q, status,
		    "That is no request of a browser.\n");
	}
}

/* --- a body that is held until it is whole --- */

static enum MHD_Result
hold(struct request *q, const char *data, size_t len)
{
	struct server *s = q->server;

	/* A few bytes are taken, however much others hold. */
	if (q->body.len + len > s->limits.form_max ||
	    (q->body.len + len > WEB_INLINE_MAX && s->held + len > HELD_MAX) ||
	    bytes_add(&q->body, data, len) < 0)
		return MHD_NO;
	s->held += len;
	return MHD_YES;
}

static enum MHD_Result
hand_over(struct request *q)
{
	if (too_many(q->server))
		return refuse_many(q);
	if (told(q, tell_request(q)) != MHD_YES)
		return MHD_NO;
	return rest(q, GUEST_RESTING);
}

/* --- one that streams in --- */

static void
refuse_upload(struct request *q)
{
	if (q->upload->gone == WEB_TOO_MUCH)
		answer_early_refuse(q, MHD_HTTP_CONTENT_TOO_LARGE,
		    "That is too large.\n");
	else
		answer_early_refuse(q, MHD_HTTP_BAD_REQUEST,
		    "That is no form of a browser.\n");
}

/* Answered early: what comes is dropped, and behind it the connection ends,
 * when all of the answer is sent. */
static enum MHD_Result
drop(struct request *q, size_t len)
{
	if (len == 0)
		return q->early.len > 0 ? rest(q, GUEST_LINGER) : MHD_NO;
	answer_early_more(q);
	return MHD_YES;
}

/* The end of it is told with no bytes.  Meanwhile it may be answered. */
static enum MHD_Result
stream(struct request *q, const char *data, size_t len)
{
	int r = len > 0 ? upload_feed(q, data, len) : upload_end(q);

	q->guest->bytes += len;
	if (r == MULTIPART_BAD)
		refuse_upload(q);
	else if (r < 0)
		return told(q, r);
	if (q->over)
		return drop(q, len);
	return len > 0 ? MHD_YES : rest(q, GUEST_RESTING);
}

/* --- */

enum MHD_Result
ask_request(void *arg, struct MHD_Connection *c, const char *url,
    const char *method, const char *version, const char *data, size_t *len,
    void **state)
{
	struct request *q = *state;
	enum MHD_Result r;
	size_t n = *len;

	(void)arg;
	(void)url;
	if (q == NULL)
		return MHD_NO;
	if (q->answer != NULL) {
		r = MHD_queue_response(c, q->status, q->answer);
		MHD_destroy_response(q->answer);
		q->answer = NULL;
		crowd_move(q->guest, GUEST_ANSWER);
		return r;
	}
	if (!q->judged)
		return judge(q, method, version);
	/* It may go on, or is answered: libmicrohttpd asks once more before
	 * the body. */
	if (q->upload != NULL && !q->resumed) {
		q->resumed = true;
		return MHD_YES;
	}
	*len = 0;
	if (q->over)
		return drop(q, n);
	if (q->upload != NULL)
		return stream(q, data, n);
	return n > 0 ? hold(q, data, n) : hand_over(q);
}

/* Answered, or the browser went away. */
void
ask_end(void *arg, struct MHD_Connection *c, void **state,
    enum MHD_RequestTerminationCode why)
{
	struct server *s = arg;
	struct request *q = *state, **at;

	(void)c;
	(void)why;
	if (q == NULL)
		return;
	for (at = &s->all; *at != NULL; at = &(*at)->next)
		if (*at == q) {
			*at = q->next;
			break;
		}
	if (q->waiting)
		s->waiting--;
	if (q->upload != NULL && s->failed == 0)
		(void)told(q, upload_gone(q));
	upload_free(q->upload);
	if (q->answer != NULL)
		MHD_destroy_response(q->answer);
	s->held -= q->body.len;
	bytes_free(&q->body);
	bytes_free(&q->early);
	crowd_move(q->guest, GUEST_HEAD);
	free(q);
	*state = NULL;
}
