/* reply_show.c -- see reply_show.h. */
#include "vault/cmd/reply_show.h"

#include <stdio.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/print.h"
#include "vault/cmd/words.h"

#define ESCAPED_MAX (16u * REPLY_TEXT_MAX)

int
replies_view_read(struct replies_view *v, struct session *s,
    const struct id *submission)
{
	struct reply_to to;
	uint32_t handle;
	int r;

	memset(v, 0, sizeof(*v));
	r = session_unlock(s, submission, NULL, TIER_WORKING, &handle);
	if (r == ERR_NO_GRANT)
		return 0;
	if (r < 0 || (r = given_to(s, handle, submission, &to, &v->can)) < 0)
		return r;
	v->known = true;
	return given_read(s, handle, submission, &v->given);
}

void
replies_view_free(struct replies_view *v)
{
	given_free(&v->given);
}

/* What this desk calls the member, or the words of the fingerprint. */
static void
who(char out[LABEL_SIZE], struct session *s, const struct fpr *member)
{
	char words[FPR_WORDS_SIZE];

	session_label(s, member, out);
	if (out[0] == '\0') {
		fpr_words(words, member);
		(void)snprintf(out, LABEL_SIZE, "%s", words);
	}
}

void
replies_view_print(const struct replies_view *v, struct session *s,
    const struct id *submission)
{
	char name[ID_NAME_SIZE], label[LABEL_SIZE], when[WHEN_SIZE];
	struct bytes text = BYTES_INIT(ESCAPED_MAX);
	const struct given *g;

	for (size_t i = 0; i < v->given.n; i++) {
		g = &v->given.v[i];
		when_format(when, (int64_t)g->sent);
		who(label, s, &g->member);
		(void)printf("  reply %u  %s  ", g->number, when);
		print_word(label);
		bytes_reset(&text);
		if (print_escape(&text, g->text, g->len) == 0)
			(void)printf("\n      %.*s", (int)text.len,
			    (const char *)text.data);
		(void)fputc('\n', stdout);
	}
	bytes_free(&text);
	id_name(name, submission);
	if (v->can)
		(void)printf("  can be answered: tipline reply %s\n", name);
}

void
replies_view_json(const struct replies_view *v, struct json *j)
{
	const struct given *g;
	char hex[FPR_HEX_SIZE], when[WHEN_SIZE];

	if (!v->known)
		return;
	json_key(j, "can_be_answered");
	json_bool(j, v->can);
	json_key(j, "replies");
	json_open(j, '[');
	for (size_t i = 0; i < v->given.n; i++) {
		g = &v->given.v[i];
		when_format(when, (int64_t)g->sent);
		fpr_hex(hex, &g->member);
		json_open(j, '{');
		json_kuint(j, "reply", g->number);
		json_kstr(j, "sent", when);
		json_kstr(j, "member", hex);
		json_key(j, "text");
		json_bytes(j, g->text, g->len);
		json_close(j, '}');
	}
	json_close(j, ']');
}

int
replies_view_text(const struct replies_view *v, struct session *s,
    struct bytes *b)
{
	char label[LABEL_SIZE], when[WHEN_SIZE];
	const struct given *g;

	for (size_t i = 0; i < v->given.n; i++) {
		g = &v->given.v[i];
		when_format(when, (int64_t)g->sent);
		who(label, s, &g->member);
		(void)bytes_addf(b, "reply %u, %s, ", g->number, when);
		(void)print_escape(b, label, strlen(label));
		(void)bytes_add_str(b, "\n\n");
		(void)bytes_add(b, g->text, g->len);
		(void)bytes_add_str(b, "\n\n");
	}
	return bytes_ok(b);
}
