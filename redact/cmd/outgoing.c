/* outgoing.c -- see outgoing.h. */
#include "redact/cmd/outgoing.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "intake/receive/recipients.h"
#include "vault/base/err.h"
#include "vault/base/io.h"

#define CHANNEL "partner"

/* A drop says no finer than the vault itself when it was made. */
static int
round_time(struct outgoing *out, struct session *s)
{
	const uint64_t now = (uint64_t)time(NULL);
	struct policy policy;
	int r = store_policy(s->store, &policy);

	if (r == 0)
		submission_received(out->sub, now - now % policy.clock);
	return r;
}

int
outgoing_new(struct outgoing **to, struct session *s, const char *cards,
    const char *outbox, size_t files)
{
	struct outgoing *out;
	int r;

	*to = NULL;
	if ((out = calloc(1, sizeof(*out))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	out->silent.quiet = true;
	if ((r = submission_new(&out->sub, CHANNEL, files)) < 0 ||
	    (r = recipients_of_file(out->sub, cards)) < 0 ||
	    (r = round_time(out, s)) < 0 ||
	    (r = sink_drop_held(&out->sink, outbox,
	    submission_id(out->sub))) < 0)
		outgoing_free(out);
	else
		*to = out;
	return r;
}

void
outgoing_free(struct outgoing *out)
{
	if (out == NULL)
		return;
	sink_free(out->sink);
	submission_free(out->sub);
	free(out);
}

int
outgoing_file(struct outgoing *out, int fd, const char *name)
{
	if (lseek(fd, 0, SEEK_SET) != 0)
		return err_sys("cannot rewind a memory file");
	return submission_add(out->sub, out->sink, &out->silent, fd,
	    ITEM_FILE, name);
}

int
outgoing_text(struct outgoing *out, const char *name,
    const struct bytes *text)
{
	int fd, r;

	if ((r = io_memfd_from(&fd, name, text->data, text->len)) < 0)
		return r;
	r = outgoing_file(out, fd, name);
	io_close(&fd);
	return r;
}

int
outgoing_seal(struct outgoing *out, struct session *s)
{
	return submission_finish(out->sub, out->sink, s->keeper, &s->my_fpr);
}

int
outgoing_record(const struct outgoing *out, struct session *s,
    const struct id *submission, uint32_t release)
{
	char hex[SHA256_HEX_SIZE], text[SHA256_HEX_SIZE + 8];
	struct path p = { .kind = PATH_PARTNER, .submission = *submission,
	    .version = release };
	const struct fpr *to;
	size_t i;
	int n, r = 0;

	hex_of(hex, sink_held_sum(out->sink), SHA256_BYTES);
	n = snprintf(text, sizeof(text), "drop %s\n", hex);
	for (i = 0; r == 0 &&
	    (to = submission_recipient_at(out->sub, i)) != NULL; i++) {
		p.member = *to;
		r = store_add(s->store, &p, text, (size_t)n);
	}
	return r;
}

int
outgoing_appear(struct outgoing *out)
{
	return sink_held_appear(out->sink);
}

size_t
outgoing_people(const struct outgoing *out)
{
	size_t n = 0;

	while (submission_recipient_at(out->sub, n) != NULL)
		n++;
	return n;
}
