/* entrytext.c -- see entrytext.h. */
#include "vault/cmd/entrytext.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/seal/sshsig.h"

#define ENTRY_MAX (1u << 20)	/* bytes */
#define OID_HEX 40
#define TIME_DIGITS 12

/* What is left to read. */
struct rest {
	const char *p;
	size_t len;
};

static bool
take(struct rest *r, const char *word)
{
	const size_t n = strlen(word);

	if (r->len < n || memcmp(r->p, word, n) != 0)
		return false;
	r->p += n;
	r->len -= n;
	return true;
}

/* All up to `end`, which is taken too, as a string; not empty. */
static bool
take_word(struct rest *r, char end, char *to, size_t size)
{
	const char *at = r->len > 0 ? memchr(r->p, end, r->len) : NULL;
	const size_t n = at != NULL ? (size_t)(at - r->p) : 0;
	size_t i;

	if (n == 0 || n >= size)
		return false;
	for (i = 0; i < n; i++)
		if (r->p[i] < ' ' || r->p[i] > '~')
			return false;
	memcpy(to, r->p, n);
	to[n] = '\0';
	r->p += n + 1;
	r->len -= n + 1;
	return true;
}

static bool
take_hex(struct rest *r, uint8_t *to, size_t n)
{
	if (r->len < 2 * n || !hex_parse(to, n, r->p, 2 * n))
		return false;
	r->p += 2 * n;
	r->len -= 2 * n;
	return true;
}

/* A head that is there for git: hex digits that say nothing here. */
static bool
pass_oid(struct rest *r, const char *word)
{
	uint8_t oid[OID_HEX / 2];

	return take(r, word) && take_hex(r, oid, sizeof(oid)) &&
	    take(r, "\n");
}

/* "<fpr> <<fpr>@tipline> <seconds> +0000\n" */
static bool
take_person(struct rest *r, struct fpr *who, int64_t *when)
{
	char digits[TIME_DIGITS + 1];
	struct fpr again;
	size_t i;

	if (!take_hex(r, who->b, FPR_BYTES) || !take(r, " <") ||
	    !take_hex(r, again.b, FPR_BYTES) || !fpr_equal(who, &again) ||
	    !take(r, "@tipline> ") ||
	    !take_word(r, ' ', digits, sizeof(digits)) || !take(r, "+0000\n"))
		return false;
	for (i = 0; digits[i] != '\0'; i++)
		if (digits[i] < '0' || digits[i] > '9')
			return false;
	*when = strtoll(digits, NULL, 10);
	return true;
}

/* "gpgsig " and the lines that go on with a blank. */
static bool
take_signature(struct rest *r, struct bytes *armored)
{
	const char *nl;
	size_t n;

	if (!take(r, "gpgsig "))
		return false;
	do {
		if ((nl = memchr(r->p, '\n', r->len)) == NULL)
			return false;
		n = (size_t)(nl + 1 - r->p);
		if (bytes_add(armored, r->p, n) < 0)
			return false;
		r->p += n;
		r->len -= n;
	} while (take(r, " "));
	return true;
}

static bool
take_submissions(struct rest *r, struct entry *e)
{
	static const char word[] = "Submission: ";
	struct id *v;

	while (take(r, word)) {
		v = realloc(e->submissions, (e->nsubmissions + 1) *
		    sizeof(*v));
		if (v == NULL)
			return false;
		e->submissions = v;
		if (!take_hex(r, v[e->nsubmissions++].b, ID_BYTES) ||
		    !take(r, "\n"))
			return false;
	}
	return true;
}

static bool
take_message(struct rest *r, struct entry *e)
{
	char event[ENTRY_EVENT_SIZE];
	uint8_t sum[SHA256_BYTES];

	return take_word(r, ':', e->event, sizeof(e->event)) && take(r, " ") &&
	    take_word(r, '\n', e->subject, sizeof(e->subject)) &&
	    take(r, "\nEvent: ") && take_word(r, '\n', event, sizeof(event)) &&
	    strcmp(event, e->event) == 0 && take(r, "Actor: ") &&
	    take_hex(r, e->actor.b, FPR_BYTES) && take(r, "\n") &&
	    take_submissions(r, e) && (!take(r, "Item: ") ||
	    (take_hex(r, e->item.b, ID_BYTES) && take(r, "\n"))) &&
	    (!take(r, "Previous: ") || (take_hex(r, sum, sizeof(sum)) &&
	    take(r, "\n"))) && take(r, "Objects: ") &&
	    take_hex(r, sum, sizeof(sum)) && take(r, "\n") && r->len == 0;
}

/* All of it; what was signed is the text without its signature. */
static bool
read_all(struct entrytext *t, const char *p, size_t len,
    struct bytes *payload, struct bytes *armored)
{
	struct rest r = { p, len };
	struct fpr author, committer;
	int64_t again;
	size_t heads;

	if (!pass_oid(&r, "tree ") ||
	    (r.len >= 7 && memcmp(r.p, "parent ", 7) == 0 &&
	    !pass_oid(&r, "parent ")) ||
	    !take(&r, "author ") || !take_person(&r, &author, &t->time) ||
	    !take(&r, "committer ") || !take_person(&r, &committer, &again) ||
	    again != t->time || !fpr_equal(&author, &committer))
		return false;
	heads = (size_t)(r.p - p);
	if (!take_signature(&r, armored) ||
	    bytes_add(payload, p, heads) < 0 ||
	    bytes_add(payload, r.p, r.len) < 0)
		return false;
	return take(&r, "\n") && take_message(&r, &t->entry) &&
	    fpr_equal(&author, &t->entry.actor);
}

int
entrytext_read(struct entrytext *t, const void *p, size_t len)
{
	struct bytes payload = BYTES_INIT(ENTRY_MAX);
	struct bytes armored = BYTES_INIT(SSHSIG_ARMOR_MAX);
	uint8_t pk[SIGN_PK_BYTES];
	struct fpr signer;
	int r;

	memset(t, 0, sizeof(*t));
	if (len > ENTRY_MAX || !read_all(t, p, len, &payload, &armored)) {
		r = err_set(ERR_FORMAT, "what is proven is not the entry of a "
		    "vault; ask whoever made the proof");
		goto done;
	}
	if ((r = sshsig_verify(pk, armored.data, armored.len, SSHSIG_NS_GIT,
	    payload.data, payload.len)) < 0 ||
	    (r = fpr_of_key(&signer, pk)) < 0)
		goto done;
	if (!fpr_equal(&signer, &t->entry.actor))
		r = err_set(ERR_INTEGRITY, "the entry is not signed by the "
		    "member that it names; do not rely on it");
done:
	bytes_free(&payload);
	bytes_free(&armored);
	if (r < 0)
		entrytext_free(t);
	return r;
}

void
entrytext_free(struct entrytext *t)
{
	free(t->entry.submissions);
	t->entry.submissions = NULL;
	t->entry.nsubmissions = 0;
}
