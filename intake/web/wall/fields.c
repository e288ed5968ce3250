/* fields.c -- see fields.h. */
#include "intake/web/wall/fields.h"

#include <string.h>
#include <strings.h>

#include "vault/base/wire.h"

static const char *const names[FIELDS_KEPT] = { "Host", "Origin", "Cookie",
	"Content-Type", "Sec-Fetch-Site", "X-Tipline-Token", "Accept-Language",
	"Range" };
#define COOKIE 2	/* in that row */
#define FORM "multipart/form-data"
#define OURS "tipline"	/* begins the names of our cookies */

/* Visible ASCII, and blanks where they may be. */
static bool
plain(const char *s, size_t len, bool blanks)
{
	for (size_t i = 0; i < len; i++)
		if (s[i] < (blanks ? 0x20 : 0x21) || s[i] > 0x7e)
			return false;
	return true;
}

void
fields_target(struct fields *f, const char *target)
{
	const char *mark = strchr(target, '?');
	size_t path = mark != NULL ? (size_t)(mark - target) : strlen(target);
	size_t query = mark != NULL ? strlen(mark + 1) : 0;

	if (target[0] != '/' || path > WEB_PATH_MAX || query > WEB_PATH_MAX ||
	    !plain(target, strlen(target), false)) {
		f->bad_target = true;
		return;
	}
	memcpy(f->path, target, path);
	if (mark != NULL)
		memcpy(f->query, mark + 1, query);
}

struct reading {
	struct fields *f;
	const struct fields_may *may;
	unsigned seen;		/* a bit for each name */
	unsigned lengths;	/* Content-Length fields */
	unsigned codings;	/* Transfer-Encoding fields */
	unsigned status;
};

/* Content-Length: digits alone. */
static void
read_length(struct reading *rd, const char *value, size_t len)
{
	uint64_t n = 0;

	if (len == 0 || strspn(value, "0123456789") != len ||
	    rd->lengths++ > 0) {
		rd->status = MHD_HTTP_BAD_REQUEST;
		return;
	}
	if (len > 18) {
		rd->status = MHD_HTTP_CONTENT_TOO_LARGE;
		return;
	}
	for (size_t i = 0; i < len; i++)
		n = n * 10 + (uint64_t)(value[i] - '0');
	rd->f->length = n;
}

/* A browser says how long its body is; where bodies stream in, chunks may come
 * too, from programs that do not know. */
static void
read_coding(struct reading *rd, const char *value)
{
	if (!rd->may->stream || rd->codings++ > 0 ||
	    strcasecmp(value, "chunked") != 0)
		rd->status = MHD_HTTP_BAD_REQUEST;
	rd->f->chunked = true;
}

/* Cookies are sent to every port of a host: those of other programs may be
 * many and long, and are nothing to us.  False when ours are too long. */
static bool
keep_ours(char to[WEB_FIELD_MAX + 1], const char *value)
{
	size_t n = 0, len;

	for (; *value != '\0'; value += len) {
		value += strspn(value, " ;");
		len = strcspn(value, ";");
		if (strncmp(value, OURS, sizeof(OURS) - 1) != 0)
			continue;
		if (n + len + 2 > WEB_FIELD_MAX)
			return false;
		if (n > 0)
			to[n++] = ';';
		memcpy(to + n, value, len);
		n += len;
	}
	return true;
}

static unsigned
keep(struct fields *f, unsigned i, const char *value, size_t len)
{
	if (!plain(value, len, true))
		return MHD_HTTP_BAD_REQUEST;
	if (i == COOKIE)
		return keep_ours(f->kept[i], value) ? 0 :
		    MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE;
	if (len > WEB_FIELD_MAX)
		return MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE;
	memcpy(f->kept[i], value, len);
	return 0;
}

static enum MHD_Result
read_one(void *arg, enum MHD_ValueKind kind, const char *name,
    size_t name_len, const char *value, size_t len)
{
	struct reading *rd = arg;

	(void)kind;
	if (value == NULL || strlen(name) != name_len) {
		rd->status = MHD_HTTP_BAD_REQUEST;
		return MHD_NO;
	}
	if (strcasecmp(name, "Transfer-Encoding") == 0)
		read_coding(rd, value);
	if (strcasecmp(name, "Expect") == 0)
		rd->f->expects = true;
	if (strcasecmp(name, "Content-Length") == 0)
		read_length(rd, value, len);
	for (unsigned i = 0; rd->status == 0 && i < FIELDS_KEPT; i++) {
		if (strcasecmp(name, names[i]) != 0)
			continue;
		rd->status = (rd->seen & 1u << i) != 0 ? MHD_HTTP_BAD_REQUEST :
		    keep(rd->f, i, value, len);
		rd->seen |= 1u << i;
	}
	return rd->status == 0 ? MHD_YES : MHD_NO;
}

static bool
is_form(const char *type)
{
	size_t n = sizeof(FORM) - 1;

	return strncasecmp(type, FORM, n) == 0 &&
	    strchr("; \t", type[n]) != NULL;
}

/* How the body is framed: in one way, and not too large. */
static unsigned
judge_body(struct fields *f, const char *version,
    const struct fields_may *may, unsigned lengths)
{
	if (f->method == WEB_GET && (f->length > 0 || f->chunked))
		return MHD_HTTP_BAD_REQUEST;
	if (f->chunked && (lengths > 0 ||
	    strcmp(version, MHD_HTTP_VERSION_1_1) != 0))
		return MHD_HTTP_BAD_REQUEST;
	f->form = may->stream && f->method == WEB_POST &&
	    is_form(f->kept[FIELDS_TYPE]);
	if (f->length > may->whole_max && !f->form)
		return MHD_HTTP_CONTENT_TOO_LARGE;
	return 0;
}

unsigned
fields_judge(struct fields *f, struct MHD_Connection *c, const char *method,
    const char *version, const struct fields_may *may)
{
	struct reading rd = { .f = f, .may = may };

	if (strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0)
		f->method = WEB_GET;
	else if (strcmp(method, "POST") == 0)
		f->method = WEB_POST;
	else
		return MHD_HTTP_METHOD_NOT_ALLOWED;
	if (f->bad_target)
		return MHD_HTTP_BAD_REQUEST;
	(void)MHD_get_connection_values_n(c, MHD_HEADER_KIND, read_one, &rd);
	return rd.status != 0 ? rd.status :
	    judge_body(f, version, may, rd.lengths);
}

void
fields_put(struct bytes *b, const struct fields *f)
{
	wire_put_u8(b, (uint8_t)f->method);
	wire_put_str(b, f->path);
	wire_put_str(b, f->query);
	for (size_t i = 0; i < FIELDS_KEPT; i++)
		wire_put_str(b, f->kept[i]);
}
