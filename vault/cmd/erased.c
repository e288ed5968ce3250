/* erased.c -- see erased.h. */
#include "vault/cmd/erased.h"

#include <stdio.h>
#include <stdlib.h>

#include "vault/base/print.h"
#include "vault/cmd/holders.h"
#include "vault/cmd/words.h"
#include "vault/session/erasure.h"

#define LINE_MAX_BYTES (16u << 20)	/* of one submission as JSON */

struct told {
	struct session *s;
	struct id id;
	struct erasure e;
	uint32_t needed;		/* signatures */
	struct fpr *waiting;		/* who must rotate; only when erased */
	size_t nwaiting;
};

static const char *
state_of(const struct told *t)
{
	if (t->e.done)
		return "erased";
	return t->e.held ? "held" : t->e.n > 0 ? "signed" : "kept";
}

static void
print_members(const struct told *t)
{
	char label[LABEL_SIZE], words[FPR_WORDS_SIZE];
	unsigned roles;
	size_t i;

	for (i = 0; i < t->nwaiting; i++) {
		session_label(t->s, &t->waiting[i], label);
		fpr_words(words, &t->waiting[i]);
		(void)fputs("    ", stdout);
		print_word(label[0] != '\0' ? label : words);
		if (store_roles(t->s->store, &t->waiting[i], &roles) == 0 &&
		    roles == 0)
			(void)fputs("  (removed; still has the key it was "
			    "given)", stdout);
		(void)fputc('\n', stdout);
	}
}

static void
print_told(const struct told *t)
{
	char name[ID_NAME_SIZE];
	size_t more;

	id_name(name, &t->id);
	if (t->e.done && t->nwaiting > 0) {
		(void)printf("%s: erased; it can be read until these members "
		    "have run tipline rotate,\nand rotate --finish where that "
		    "asks for it:\n", name);
		print_members(t);
	} else if (t->e.done) {
		(void)printf("%s: erased\n", name);
	} else if (t->e.held) {
		(void)printf("%s: held\n", name);
	} else if (t->e.n > 0) {
		more = t->needed > t->e.n ? t->needed - t->e.n : 0;
		(void)printf("%s: %zu of %u signed; %zu more desk member%s "
		    "must run tipline erase %s --reason TEXT\n", name, t->e.n,
		    t->needed, more, more == 1 ? "" : "s", name);
	} else {
		(void)printf("%s: let go\n", name);
	}
}

static int
json_told(const struct told *t)
{
	struct bytes line = BYTES_INIT(LINE_MAX_BYTES);
	struct json j = json_writer(&line);
	char hex[FPR_HEX_SIZE], id[ID_HEX_SIZE], name[ID_NAME_SIZE];
	size_t i;
	int r;

	id_hex(id, &t->id);
	id_name(name, &t->id);
	json_open(&j, '{');
	json_kstr(&j, "submission", id);
	json_kstr(&j, "name", name);
	json_kstr(&j, "state", state_of(t));
	json_kuint(&j, "signed", t->e.n);
	json_kuint(&j, "needed", t->needed);
	json_key(&j, "must_rotate");
	json_open(&j, '[');
	for (i = 0; i < t->nwaiting; i++) {
		fpr_hex(hex, &t->waiting[i]);
		json_str(&j, hex);
	}
	json_close(&j, ']');
	json_close(&j, '}');
	if ((r = bytes_ok(&line)) == 0)
		r = json_line(&line);
	bytes_free(&line);
	return r;
}

int
erased_tell(struct session *s, const struct id *submission)
{
	struct told t = { .s = s, .id = *submission };
	struct holders h = { .n = 0 };
	struct policy policy;
	int r;

	if ((r = store_policy(s->store, &policy)) < 0 ||
	    (r = erasure_read(&t.e, s, submission)) < 0)
		return r;
	t.needed = policy.erasers;
	if (t.e.done && ((r = holders_read(&h, s, submission)) < 0 ||
	    (r = holders_waiting(s, &h, &t.waiting, &t.nwaiting)) < 0))
		goto done;
	if (s->options->json)
		r = json_told(&t);
	else
		print_told(&t);
done:
	holders_free(&h);
	free(t.waiting);
	erasure_free(&t.e);
	return r;
}
