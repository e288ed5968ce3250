/* smtp.c -- see smtp.h. */
#include "intake/foreign/wall/smtp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "vault/base/err.h"

#define ANSWERS_ROOM (SMTP_RCPTS_MAX * 80u)	/* bytes; of one mail */

/* Where in a line of a mail the next byte stands. */
enum { START, DOT, DOT_CR, TEXT, CR };

static void
say(struct smtp *s, const char *line)
{
	(void)bytes_addf(&s->out, "%s\r\n", line);
}

/* A command that is none, or not now. */
static void
refuse(struct smtp *s, const char *line)
{
	if (++s->errors < SMTP_ERRORS_MAX)
		say(s, line);
	else
		smtp_stop(s, "too many errors");
}

static void
forget(struct smtp *s)
{
	s->mail = false;
	s->rcpts = 0;
	s->size = 0;
	s->from[0] = '\0';
	head_reset(&s->head);
}

void
smtp_begin(struct smtp *s, const struct smtp_calls *calls, void *arg,
    uint64_t limit)
{
	*s = (struct smtp){ .calls = calls, .arg = arg, .limit = limit,
	    .state = SMTP_COMMANDS, .head = HEAD_INIT,
	    .out = BYTES_INIT(SMTP_OUT_MAX + ANSWERS_ROOM) };
	say(s, "220 tipline LMTP");
}

void
smtp_stop(struct smtp *s, const char *why)
{
	if (s->state != SMTP_OVER)
		(void)bytes_addf(&s->out, "421 4.3.2 %s\r\n", why);
	smtp_end(s);
	s->state = SMTP_OVER;
}

void
smtp_end(struct smtp *s)
{
	if (s->state == SMTP_MAIL)
		(void)s->calls->gone(s->arg);
	s->state = SMTP_OVER;
	head_free(&s->head);
}

/* --- commands --- */

static const char *
skip_space(const char *p)
{
	while (*p == ' ' || *p == '\t')
		p++;
	return p;
}

/* "FROM:<a@b> PARAMETERS": the address, and what is behind it; NULL. */
static const char *
read_path(const char *p, const char *word, char *out)
{
	const size_t n = strlen(word);
	bool quoted = false;
	size_t len = 0;

	if (strncasecmp(p, word, n) != 0)
		return NULL;
	p = skip_space(p + n);
	if (*p++ != '<')
		return NULL;
	for (; *p != '\0' && (quoted || *p != '>'); p++) {
		out[len++] = *p;
		if (*p == '\\' && quoted && p[1] != '\0')
			out[len++] = *++p;
		else if (*p == '"')
			quoted = !quoted;
	}
	out[len] = '\0';
	return *p == '>' && (p[1] == ' ' || p[1] == '\0') ? p + 1 : NULL;
}

/* SIZE=: RFC 1870.  All other parameters say nothing that matters here. */
static bool
too_large(const struct smtp *s, const char *p)
{
	while (*(p = skip_space(p)) != '\0') {
		if (strncasecmp(p, "SIZE=", 5) == 0 &&
		    strtoull(p + 5, NULL, 10) > s->limit)
			return true;
		p += strcspn(p, " \t");
	}
	return false;
}

static void
on_lhlo(struct smtp *s, const char *words)
{
	if (words[0] == '\0') {
		refuse(s, "501 5.5.4 who are you?");
		return;
	}
	forget(s);
	s->greeted = true;
	(void)bytes_addf(&s->out, "250-tipline\r\n250-PIPELINING\r\n"
	    "250-SIZE %llu\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n"
	    "250 ENHANCEDSTATUSCODES\r\n", (unsigned long long)s->limit);
}

static void
on_mail(struct smtp *s, const char *words)
{
	char from[SMTP_LINE_MAX + 1];
	const char *rest = read_path(words, "FROM:", from);

	if (!s->greeted || s->mail)
		refuse(s, "503 5.5.1 not now");
	else if (rest == NULL)
		refuse(s, "501 5.5.4 MAIL FROM:<address>");
	else if (too_large(s, rest))
		say(s, "552 5.3.4 it is too large");
	else {
		s->mail = true;
		memcpy(s->from, from, sizeof(from));
		say(s, "250 2.1.0 ok");
	}
}

static void
on_rcpt(struct smtp *s, const char *words)
{
	char to[SMTP_LINE_MAX + 1];

	if (!s->mail)
		refuse(s, "503 5.5.1 not now");
	else if (read_path(words, "TO:", to) == NULL)
		refuse(s, "501 5.5.4 RCPT TO:<address>");
	else if (s->rcpts == SMTP_RCPTS_MAX)
		say(s, "452 4.5.3 too many recipients");
	else {
		s->rcpts++;
		say(s, "250 2.1.5 ok");
	}
}

static int
on_data(struct smtp *s)
{
	int r;

	if (s->rcpts == 0) {
		refuse(s, "503 5.5.1 no recipients");
		return 0;
	}
	if ((r = s->calls->begin(s->arg)) < 0)
		return r;
	s->state = SMTP_MAIL;
	s->at = START;
	say(s, "354 go on, and end with a dot");
	return 0;
}

/* `words` stand behind the verb. */
static int
obey(struct smtp *s, const char *verb, size_t n, const char *words)
{
	static const char *const verbs[] = { "LHLO", "MAIL", "RCPT", "DATA",
	    "RSET", "NOOP", "QUIT", "VRFY" };
	size_t i;

	for (i = 0; i < 8; i++)
		if (n == 4 && strncasecmp(verb, verbs[i], 4) == 0)
			break;
	switch (i) {
	case 0:
		on_lhlo(s, words);
		break;
	case 1:
		on_mail(s, words);
		break;
	case 2:
		on_rcpt(s, words);
		break;
	case 3:
		return on_data(s);
	case 4:
		forget(s);
		say(s, "250 2.0.0 ok");
		break;
	case 5:
		say(s, "250 2.0.0 ok");
		break;
	case 6:
		say(s, "221 2.0.0 bye");
		s->state = SMTP_OVER;
		break;
	case 7:
		say(s, "252 2.5.1 send it");
		break;
	default:
		refuse(s, "500 5.5.1 this is LMTP");
	}
	return 0;
}

static int
take_line(struct smtp *s)
{
	size_t n = s->nline, i;
	const bool too_long = s->too_long;

	s->nline = 0;
	s->too_long = false;
	if (too_long) {
		refuse(s, "500 5.5.2 the line is too long");
		return 0;
	}
	while (n > 0 && (s->line[n - 1] == '\r' || s->line[n - 1] == '\n' ||
	    s->line[n - 1] == ' '))
		n--;
	s->line[n] = '\0';
	for (i = 0; i < n; i++)
		if ((uint8_t)s->line[i] < 0x20 || s->line[i] == 0x7f) {
			refuse(s, "501 5.5.2 that is no line");
			return 0;
		}
	n = strcspn(s->line, " ");
	return obey(s, s->line, n, skip_space(s->line + n));
}

/* Of one command; how much of it was taken. */
static int
take_command(struct smtp *s, const uint8_t *p, size_t len, size_t *taken)
{
	const uint8_t *nl = memchr(p, '\n', len);
	size_t n = nl != NULL ? (size_t)(nl - p) + 1 : len;
	size_t room = SMTP_LINE_MAX - s->nline;

	*taken = n;
	if (n > room)
		s->too_long = true;
	memcpy(s->line + s->nline, p, n < room ? n : room);
	s->nline += n < room ? n : room;
	return nl != NULL ? take_line(s) : 0;
}

/* --- a mail --- */

static int
give(struct smtp *s, const void *p, size_t len)
{
	const bool was = s->size > s->limit;

	s->size += len;
	if (len == 0 || was)
		return 0;
	/* What is too large is not kept; the answer comes at its end. */
	if (s->size > s->limit)
		return s->calls->gone(s->arg);
	head_add(&s->head, p, len);
	return s->calls->data(s->arg, p, len);
}

static void
answer_all(struct smtp *s, const char *line)
{
	unsigned n = s->rcpts;

	for (; n > 0; n--)
		say(s, line);
	forget(s);
	s->state = SMTP_COMMANDS;
}

static int
end_mail(struct smtp *s)
{
	if (s->size > s->limit) {
		answer_all(s, "552 5.3.4 it is too large");
		return 0;
	}
	if (strchr(s->from, '@') != NULL)
		s->calls->fact(s->arg, FACT_SENDER_EMAIL, s->from);
	head_tell(&s->head, s->calls->fact, s->arg);
	s->state = SMTP_WAITS;
	return s->calls->end(s->arg);
}

/*
 * The next byte of a mail; *stays: it belongs to it.  What was held back is
 * given first.
 */
static int
step(struct smtp *s, uint8_t c, bool *stays)
{
	int r = 0;

	*stays = true;
	switch (s->at) {
	case START:
		*stays = c != '.';
		s->at = c == '.' ? DOT : c == '\r' ? CR : TEXT;
		return 0;
	case DOT:
		*stays = c != '\r';
		s->at = c == '\r' ? DOT_CR : TEXT;
		return 0;
	case DOT_CR:
		if (c == '\n') {
			*stays = false;
			return end_mail(s);
		}
		r = give(s, "\r", 1);
		s->at = c == '\r' ? CR : TEXT;
		return r;
	case CR:
		s->at = c == '\n' ? START : c == '\r' ? CR : TEXT;
		return 0;
	default:
		s->at = c == '\r' ? CR : TEXT;
		return 0;
	}
}

/* Up to its end, or the end of what there is; in runs as long as can be. */
static int
take_mail(struct smtp *s, const uint8_t *p, size_t len, size_t *taken)
{
	size_t from = 0, i = 0;
	const uint8_t *cr;
	bool stays;
	int r = 0;

	while (r == 0 && i < len && s->state == SMTP_MAIL) {
		if (s->at == TEXT) {
			cr = memchr(p + i, '\r', len - i);
			i = cr != NULL ? (size_t)(cr - p) : len;
			if (i == len)
				break;
		}
		/* What stands before a byte that may not stay. */
		if (s->at == DOT || s->at == DOT_CR ||
		    (s->at == START && p[i] == '.')) {
			r = give(s, p + from, i - from);
			from = i;
		}
		if (r == 0)
			r = step(s, p[i], &stays);
		i++;
		if (!stays)
			from = i;
	}
	if (r == 0 && s->state == SMTP_MAIL)
		r = give(s, p + from, i - from);
	*taken = i;
	return r;
}

int
smtp_take(struct smtp *s, const uint8_t *p, size_t len, size_t *taken)
{
	size_t n;
	int r = 0;

	*taken = 0;
	while (r == 0 && *taken < len && s->out.len < SMTP_OUT_MAX / 2) {
		if (s->state == SMTP_COMMANDS)
			r = take_command(s, p + *taken, len - *taken, &n);
		else if (s->state == SMTP_MAIL)
			r = take_mail(s, p + *taken, len - *taken, &n);
		else
			break;
		*taken += n;
	}
	return r;
}

void
smtp_verdict(struct smtp *s, enum lmtp_verdict verdict)
{
	if (s->state != SMTP_WAITS)
		return;
	answer_all(s, verdict == LMTP_DURABLE ? "250 2.0.0 it is stored" :
	    verdict == LMTP_FULL ? "452 4.3.1 no room; try again later" :
	    "451 4.3.0 it could not be stored; try again later");
}
