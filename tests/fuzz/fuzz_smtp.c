/*
 * fuzz_smtp.c -- whatever a mail program says, in whatever pieces: answers and
 * mails are the same, and no mail is begun that is not ended or given up.  The
 * first byte says how long the pieces are.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "intake/foreign/wall/smtp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

struct seen {
	struct bytes mails, facts, answers;
	int open;
	size_t from;		/* of the mail that is open, in `mails` */
};

static int
on_begin(void *arg)
{
	struct seen *s = arg;

	if (s->open++ != 0)
		abort();
	s->from = s->mails.len;
	return 0;
}

static int
on_data(void *arg, const void *p, size_t len)
{
	struct seen *s = arg;

	if (s->open != 1)
		abort();
	return bytes_add(&s->mails, p, len);
}

static void
on_fact(void *arg, enum fact_what what, const char *value)
{
	struct seen *s = arg;

	(void)bytes_addf(&s->facts, "%d %s\n", (int)what, value);
}

static int
on_end(void *arg)
{
	struct seen *s = arg;

	if (s->open-- != 1)
		abort();
	return bytes_add_str(&s->mails, "\n--end--\n");
}

/* A mail that is too large is given up before its end, and again by it. */
static int
on_gone(void *arg)
{
	struct seen *s = arg;

	if (s->open > 0)
		s->mails.len = s->from;
	s->open = 0;
	return 0;
}

static void
talk(struct seen *seen, const uint8_t *p, size_t len, size_t piece)
{
	static const struct smtp_calls calls = { on_begin, on_data, on_fact,
	    on_end, on_gone };
	static struct smtp s;
	size_t n, taken;

	*seen = (struct seen){ .mails = BYTES_INIT(1u << 24),
	    .facts = BYTES_INIT(1u << 24), .answers = BYTES_INIT(1u << 24) };
	smtp_begin(&s, &calls, seen, 5000);
	while (len > 0 && s.state != SMTP_OVER) {
		n = piece < len ? piece : len;
		if (smtp_take(&s, p, n, &taken) < 0 || taken > n)
			abort();
		p += taken;
		len -= taken;
		if (s.state == SMTP_WAITS)
			smtp_verdict(&s, LMTP_DURABLE);
		(void)bytes_add(&seen->answers, s.out.data, s.out.len);
		bytes_reset(&s.out);
	}
	smtp_end(&s);
	if (bytes_ok(&s.out) != 0)
		abort();
	bytes_free(&s.out);
	if (seen->open != 0)
		abort();
}

static void
compare(const struct bytes *a, const struct bytes *b)
{
	if (a->len != b->len || (a->len > 0 &&
	    memcmp(a->data, b->data, a->len) != 0))
		abort();
}

static void
forget(struct seen *s)
{
	bytes_free(&s->mails);
	bytes_free(&s->facts);
	bytes_free(&s->answers);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct seen whole, parts;

	if (len < 2)
		return 0;
	talk(&whole, data + 1, len - 1, len);
	talk(&parts, data + 1, len - 1, (size_t)data[0] + 1);
	compare(&whole.mails, &parts.mails);
	compare(&whole.facts, &parts.facts);
	compare(&whole.answers, &parts.answers);
	forget(&whole);
	forget(&parts);
	return 0;
}
