/* door.c -- see door.h. */
#include "redact/page/door.h"

#include <ctype.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/seal/secret.h"

#define RANDOM_BYTES 32u
#define CODE_LETTERS "23456789abcdefghjkmnpqrstuvwxyz"
#define CODE_GROUP 4u
#define FORM_MAX 256u		/* bytes of what /enter is sent */

/* What is good for one entrance. */
struct entrance {
	char token[DOOR_SECRET_HEX];
	char code[DOOR_CODE_SIZE];
};

/* What is good until the review ends. */
struct pass {
	char cookie[DOOR_SECRET_HEX];
	char form[DOOR_SECRET_HEX];
};

struct door {
	char host[DOOR_ORIGIN_SIZE], origin[DOOR_ORIGIN_SIZE];
	char name[24];		/* of the cookie: ports share a jar */
	struct secret *entrance;	/* NULL once used */
	struct secret *pass;
	unsigned wrong;
};

static void
random_hex(char out[DOOR_SECRET_HEX])
{
	uint8_t bytes[RANDOM_BYTES];

	randombytes_buf(bytes, sizeof(bytes));
	(void)sodium_bin2hex(out, DOOR_SECRET_HEX, bytes, sizeof(bytes));
	sodium_memzero(bytes, sizeof(bytes));
}

static void
random_code(char out[DOOR_CODE_SIZE])
{
	size_t i;

	for (i = 0; i + 1 < DOOR_CODE_SIZE; i++)
		out[i] = i % (CODE_GROUP + 1) == CODE_GROUP ? '-' :
		    CODE_LETTERS[randombytes_uniform(sizeof(CODE_LETTERS) - 1)];
	out[i] = '\0';
}

static const struct entrance *
entrance(const struct door *d)
{
	return d->entrance == NULL ? NULL :
	    (const struct entrance *)(const void *)secret_peek(d->entrance);
}

static const struct pass *
pass(const struct door *d)
{
	return (const struct pass *)(const void *)secret_peek(d->pass);
}

int
door_new(struct door **out, uint16_t port)
{
	struct entrance *in;
	struct door *d;
	struct pass *p;
	int r;

	*out = NULL;
	if ((d = calloc(1, sizeof(*d))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; close other "
		    "programs and try again");
	(void)snprintf(d->host, sizeof(d->host), "127.0.0.1:%u", port);
	(void)snprintf(d->origin, sizeof(d->origin), "http://127.0.0.1:%u",
	    port);
	(void)snprintf(d->name, sizeof(d->name), "tipline-%u", port);
	if ((r = secret_new(&d->entrance, sizeof(*in))) < 0 ||
	    (r = secret_new(&d->pass, sizeof(*p))) < 0)
		goto done;
	in = (struct entrance *)(void *)secret_bytes(d->entrance);
	random_hex(in->token);
	random_code(in->code);
	secret_freeze(d->entrance);
	p = (struct pass *)(void *)secret_bytes(d->pass);
	random_hex(p->cookie);
	random_hex(p->form);
	secret_freeze(d->pass);
	*out = d;
	d = NULL;
done:
	door_free(d);
	return r;
}

void
door_free(struct door *d)
{
	if (d == NULL)
		return;
	secret_free(d->entrance);
	secret_free(d->pass);
	free(d);
}

/* Lengths are no secret; what stands there is. */
static bool
same(const char *a, size_t len, const char *b)
{
	return len == strlen(b) && sodium_memcmp(a, b, len) == 0;
}

/* Is the cookie among those of this host?  Others may have set some too. */
static bool
known(const struct door *d, const char *cookie)
{
	size_t name = strlen(d->name), len;
	bool found = false;

	while (*cookie != '\0') {
		cookie += strspn(cookie, " ;");
		len = strcspn(cookie, ";");
		if (len > name && strncmp(cookie, d->name, name) == 0 &&
		    cookie[name] == '=' && same(cookie + name + 1,
		    len - name - 1, pass(d)->cookie))
			found = true;
		cookie += len;
	}
	return found;
}

/* "application/json", or with parameters behind it. */
static bool
is_type(const char *type, const char *wanted)
{
	size_t len = strlen(wanted);

	return strncasecmp(type, wanted, len) == 0 &&
	    (type[len] == '\0' || type[len] == ';' || type[len] == ' ');
}

/* What the browser itself says about who asks; old ones say nothing. */
static bool
from_here(const struct web_request *q)
{
	return q->fetch_site[0] == '\0' ||
	    strcmp(q->fetch_site, "same-origin") == 0;
}

/* The letters and digits of a form's value: people type codes as they like. */
static size_t
typed(char *to, size_t size, const uint8_t *p, size_t len)
{
	size_t i, n = 0;

	for (i = 0; i < len; i++) {
		if (p[i] == '%' && i + 2 < len && p[i + 1] == '2' &&
		    (p[i + 2] == '0' || toupper(p[i + 2]) == 'D')) {
			i += 2;		/* a blank or a dash */
			continue;
		}
		if (p[i] == '-' || p[i] == '+')
			continue;
		if (!isalnum(p[i]) || n == size)
			return 0;
		to[n++] = (char)tolower(p[i]);
	}
	return n;
}

static bool
right(const struct door *d, const struct bytes *body)
{
	static const char key[] = "token=";
	char got[DOOR_SECRET_HEX - 1], code[DOOR_CODE_SIZE] = "";
	size_t n = 0, i, len = 0;
	bool good = false;

	if (body->len < sizeof(key) - 1 || body->len > FORM_MAX ||
	    memcmp(body->data, key, sizeof(key) - 1) != 0)
		return false;
	n = typed(got, sizeof(got), body->data + sizeof(key) - 1,
	    body->len - (sizeof(key) - 1));
	for (i = 0; entrance(d)->code[i] != '\0'; i++)
		if (entrance(d)->code[i] != '-')
			code[len++] = entrance(d)->code[i];
	good = same(got, n, entrance(d)->token) || same(got, n, code);
	sodium_memzero(got, sizeof(got));
	sodium_memzero(code, sizeof(code));
	return good;
}

/*
 * A form posts here from a file (its origin is "null") or from the page that
 * asks for the code, which is told to send no referrer ("null" again).  Another
 * page's try does not count, else it could end the review.
 */
static enum door_says
enter(struct door *d, const struct web_request *q)
{
	if (q->method != WEB_POST)
		return DOOR_NO_METHOD;
	if (q->origin[0] != '\0' && strcmp(q->origin, "null") != 0 &&
	    strcmp(q->origin, d->origin) != 0)
		return DOOR_NO;
	if (!is_type(q->content_type, "application/x-www-form-urlencoded"))
		return DOOR_NO_TYPE;
	if (d->entrance == NULL)
		return DOOR_WRONG;
	if (!right(d, &q->body))
		return ++d->wrong >= DOOR_TRIES ? DOOR_OVER : DOOR_WRONG;
	secret_free(d->entrance);
	d->entrance = NULL;
	return DOOR_WELCOME;
}

enum door_says
door_ask(struct door *d, const struct web_request *q)
{
	if (strcmp(q->host, d->host) != 0)
		return DOOR_NO;
	if (d->wrong >= DOOR_TRIES)
		return DOOR_OVER;
	if (strcmp(q->path, "/enter") == 0)
		return enter(d, q);
	if (q->method == WEB_GET && !from_here(q) &&
	    strcmp(q->fetch_site, "none") != 0)
		return DOOR_NO;
	if (!known(d, q->cookie))
		return q->method == WEB_GET && strcmp(q->path, "/") == 0 &&
		    d->entrance != NULL ? DOOR_FORM : DOOR_NO;
	if (q->method == WEB_GET)
		return q->origin[0] == '\0' ||
		    strcmp(q->origin, d->origin) == 0 ? DOOR_IN : DOOR_NO;
	if (q->method != WEB_POST)
		return DOOR_NO_METHOD;
	if (!from_here(q) || strcmp(q->origin, d->origin) != 0 ||
	    !same(q->token, strlen(q->token), pass(d)->form))
		return DOOR_NO;
	return is_type(q->content_type, "application/json") ? DOOR_IN :
	    DOOR_NO_TYPE;
}

void
door_cookie(const struct door *d, char out[DOOR_COOKIE_SIZE])
{
	(void)snprintf(out, DOOR_COOKIE_SIZE, "%s=%s; HttpOnly; "
	    "SameSite=Strict; Path=/", d->name, pass(d)->cookie);
}

const char *
door_form(const struct door *d)
{
	return pass(d)->form;
}

const char *
door_origin(const struct door *d)
{
	return d->origin;
}

const char *
door_token(const struct door *d)
{
	return d->entrance == NULL ? NULL : entrance(d)->token;
}

const char *
door_code(const struct door *d)
{
	return d->entrance == NULL ? NULL : entrance(d)->code;
}

bool
door_used(const struct door *d)
{
	return d->entrance == NULL;
}
