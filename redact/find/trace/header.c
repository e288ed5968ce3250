/*
 * header.c -- what mail programs and servers write into a message (RFC 5322,
 * 6376, 7601): the way it took, on which machine and with what it was written,
 * at what time of which zone.  The addresses in From, To and Cc are found as
 * addresses.
 */
#include "redact/find/trace/run.h"

#include <string.h>

#define NAME_MAX_BYTES 40u
#define LINES_MAX 40u		/* of one header */

static const char *const kinds[] = { "MAIL_HEADER", NULL };

enum need {
	NEED_NOTHING,
	NEED_WAY,	/* "from" or "by" */
	NEED_AT,	/* "<...@...>" */
	NEED_EQUALS,	/* "v=1; ..." */
	NEED_ZONE	/* a time with a zone */
};

struct header {
	const char *name;	/* lower case */
	enum need need;
	const char *why;
};

static const struct header headers[] = {
	{ "received", NEED_WAY, "servers and machines on the way" },
	{ "x-received", NEED_WAY, "servers and machines on the way" },
	{ "x-originating-ip", NEED_NOTHING, "the sender's network address" },
	{ "x-original-ip", NEED_NOTHING, "the sender's network address" },
	{ "x-sender-ip", NEED_NOTHING, "the sender's network address" },
	{ "x-client-ip", NEED_NOTHING, "the sender's network address" },
	{ "x-forwarded-for", NEED_NOTHING, "the sender's network address" },
	{ "x-real-ip", NEED_NOTHING, "the sender's network address" },
	{ "x-originating-email", NEED_NOTHING, "the sender's address" },
	{ "x-authenticated-user", NEED_NOTHING, "the sender's account" },
	{ "x-authenticated-sender", NEED_NOTHING, "the sender's account" },
	{ "x-auth-id", NEED_NOTHING, "the sender's account" },
	{ "x-get-message-sender-via", NEED_NOTHING, "the sender's account" },
	{ "x-php-originating-script", NEED_NOTHING, "a program on a server" },
	{ "message-id", NEED_AT, "a number and a host of the sender's" },
	{ "in-reply-to", NEED_AT, "which message it answers" },
	{ "references", NEED_AT, "which messages it belongs to" },
	{ "x-google-original-message-id", NEED_AT, "a number of the message" },
	{ "resent-message-id", NEED_AT, "a number of the message" },
	{ "x-mailer", NEED_NOTHING, "the program it was written with" },
	{ "user-agent", NEED_NOTHING, "the program it was written with" },
	{ "x-mimeole", NEED_NOTHING, "the program it was written with" },
	{ "x-ms-has-attach", NEED_NOTHING, "marks of the mail server" },
	{ "thread-index", NEED_NOTHING, "carries the time of every answer" },
	{ "dkim-signature", NEED_EQUALS, "a signature of the sender's domain" },
	{ "x-google-dkim-signature", NEED_EQUALS, "a signature of the "
	    "sender's domain" },
	{ "domainkey-signature", NEED_EQUALS, "a signature of the sender's "
	    "domain" },
	{ "arc-seal", NEED_EQUALS, "a signature of a server" },
	{ "arc-message-signature", NEED_EQUALS, "a signature of a server" },
	{ "arc-authentication-results", NEED_EQUALS, "what a server checked" },
	{ "authentication-results", NEED_EQUALS, "what a server checked" },
	{ "received-spf", NEED_NOTHING, "the sender's network address" },
	{ "x-gm-message-state", NEED_NOTHING, "marks of the mail server" },
	{ "x-google-smtp-source", NEED_NOTHING, "marks of the mail server" },
	{ "x-forefront-antispam-report", NEED_NOTHING, "the sender's network "
	    "address" },
	{ "x-ms-exchange-organization-authas", NEED_NOTHING, "marks of the "
	    "mail server" },
	{ "x-originatororg", NEED_NOTHING, "the sender's organisation" },
	{ "x-ms-exchange-crosstenant-id", NEED_NOTHING, "the sender's "
	    "organisation" },
	{ "x-ms-exchange-crosstenant-userprincipalname", NEED_NOTHING,
	    "the sender's account" },
	{ "x-mailgun-sid", NEED_NOTHING, "marks of the mail server" },
	{ "x-proton-id", NEED_NOTHING, "marks of the mail server" },
	{ "date", NEED_ZONE, "a time with its zone" },
};

/* The header whose colon stands at `colon`, at the beginning of a line,
 * quoted ("> ") or not; `*start` is where its name begins. */
static const struct header *
header_at(const struct view *v, size_t colon, size_t *start)
{
	const size_t n = sizeof(headers) / sizeof(headers[0]);
	size_t name = run_start(v, colon, RUN_WORD, NAME_MAX_BYTES + 8), at;

	for (at = name; at > 0 && name - at < 8 &&
	    run_in(v->s[at - 1], "> \t"); at--)
		;
	if (at > 0 && v->s[at - 1] != '\n')
		return NULL;
	*start = name;
	for (size_t i = 0; i < n; i++)
		if (strlen(headers[i].name) == colon - name &&
		    run_is_any(v, name, headers[i].name))
			return &headers[i];
	return NULL;
}

/* The end of the value: lines that begin with white space continue it. */
static size_t
value_end(const struct view *v, size_t at)
{
	size_t end = at, most = FIND_REACH - 256;

	for (size_t i = 0; i < LINES_MAX; i++) {
		end = run_line_end(v, end, most - (end - at));
		if (end - at >= most || end + 1 >= v->len ||
		    (v->s[end + 1] != ' ' && v->s[end + 1] != '\t'))
			break;
		/* An indented line of its own is no continuation. */
		if (run_skip_blanks(v, end + 1, 40) < v->len &&
		    v->s[run_skip_blanks(v, end + 1, 40)] == '\n')
			break;
		end++;
	}
	while (end > at && (v->s[end - 1] == '\r' || v->s[end - 1] == ' ' ||
	    v->s[end - 1] == '\n'))
		end--;
	return end;
}

/* " +0100" or " GMT" behind a time. */
static bool
has_zone(const struct view *v, size_t at, size_t end)
{
	for (; at + 9 < end; at++)
		if (is_digit(v->s[at]) && v->s[at + 1] == ':' &&
		    is_digit(v->s[at + 2]))
			for (size_t i = at + 3; i + 2 < end; i++)
				if (v->s[i] == ' ' && ((run_in(v->s[i + 1],
				    "+-") && is_digit(v->s[i + 2])) ||
				    run_is(v, i + 1, "GMT") ||
				    run_is(v, i + 1, "CE") ||
				    run_is(v, i + 1, "E") ||
				    run_is(v, i + 1, "P")))
					return true;
	return false;
}

static bool
meets(const struct view *v, enum need need, size_t at, size_t end)
{
	const uint8_t *s = v->s + at;

	switch (need) {
	case NEED_NOTHING:
		return true;
	case NEED_WAY:
		return run_is_any(v, at, "from ") || run_is_any(v, at, "by ") ||
		    run_is_any(v, at, "(qmail");
	case NEED_AT:
		return s[0] == '<' && memchr(s, '@', end - at) != NULL;
	case NEED_EQUALS:
		return memchr(s, '=', end - at) != NULL &&
		    memchr(s, ';', end - at) != NULL;
	case NEED_ZONE:
		return end - at < 80 && has_zone(v, at, end);
	}
	return false;
}

static int
at(const struct view *v, size_t colon, enum trigger trigger, size_t *next)
{
	const struct header *h;
	size_t start, value, end;

	(void)trigger;
	if (colon == 0 || (run_of(v->s[colon - 1]) & RUN_ALNUM) == 0 ||
	    (h = header_at(v, colon, &start)) == NULL)
		return 0;
	value = run_skip_blanks(v, colon + 1, 8);
	if (byte_at(v, value) == '\n' && run_in(byte_at(v, value + 1), " \t"))
		value = run_skip_blanks(v, value + 1, 8);	/* folded at once */
	end = value_end(v, value);
	if (end <= value || !meets(v, h->need, value, end))
		return 0;
	*next = end;
	return report(v, value, end, "MAIL_HEADER", "header",
	    h->need == NEED_ZONE ? 0.7 : 0.9, "%s", h->why);
}

const struct finder find_header = {
	.name = "header", .kinds = kinds,
	.what = "what mail programs and servers wrote into a message",
	.triggers = TRIGGER_COLON, .at = at,
};
