/* entry.c -- see entry.h. */
#include "vault/store/entry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/seal/sshsig.h"

#define TIME_DIGITS_MAX 12

bool
entry_subject_fits(const char *subject)
{
	size_t i;

	for (i = 0; subject[i] != '\0'; i++)
		if (subject[i] < ' ' || subject[i] > '~')
			return false;
	return i > 0 && i < ENTRY_SUBJECT_SIZE && subject[0] != ' ' &&
	    subject[i - 1] != ' ';
}

int
entry_format(struct bytes *b, const struct entry_commit *c)
{
	const struct entry *e = &c->entry;
	char oid[GIT_OID_HEXSZ + 1], fpr[FPR_HEX_SIZE], id[ID_HEX_SIZE];
	char sum[SHA256_HEX_SIZE];
	size_t i;

	fpr_hex(fpr, &e->actor);
	(void)bytes_addf(b, "tree %s\n",
	    git_oid_tostr(oid, sizeof(oid), &c->tree));
	if (c->nparents > 0)
		(void)bytes_addf(b, "parent %s\n",
		    git_oid_tostr(oid, sizeof(oid), &c->parent));
	(void)bytes_addf(b, "author %s <%s@tipline> %lld +0000\n", fpr, fpr,
	    (long long)c->time);
	(void)bytes_addf(b, "committer %s <%s@tipline> %lld +0000\n\n", fpr,
	    fpr, (long long)c->time);
	(void)bytes_addf(b, "%s: %s\n\nEvent: %s\nActor: %s\n", e->event,
	    e->subject, e->event, fpr);
	for (i = 0; i < e->nsubmissions; i++) {
		id_hex(id, &e->submissions[i]);
		(void)bytes_addf(b, "Submission: %s\n", id);
	}
	if (!id_is_zero(&e->item)) {
		id_hex(id, &e->item);
		(void)bytes_addf(b, "Item: %s\n", id);
	}
	if (c->has_previous) {
		hex_of(sum, c->previous, SHA256_BYTES);
		(void)bytes_addf(b, "Previous: %s\n", sum);
	}
	hex_of(sum, c->objects, SHA256_BYTES);
	(void)bytes_addf(b, "Objects: %s\n", sum);
	return bytes_ok(b);
}

int
entry_sign(struct bytes *b, const struct bytes *payload, const void *armored,
    size_t len)
{
	const char *text = (const char *)payload->data, *sig = armored;
	const char *blank;
	size_t n;

	if (payload->len == 0 ||
	    (blank = memmem(text, payload->len, "\n\n", 2)) == NULL ||
	    len == 0 || len > SSHSIG_ARMOR_MAX ||
	    memchr(sig, '\0', len) != NULL)
		return err_set(ERR_FORMAT, "the signature of an entry is not "
		    "one; run the command again");
	n = (size_t)(blank + 1 - text);
	(void)bytes_add(b, text, n);
	(void)bytes_add_str(b, "gpgsig");
	while (len > 0) {	/* each line is continued with a blank */
		const char *nl = memchr(sig, '\n', len);
		size_t line = nl != NULL ? (size_t)(nl - sig) : len;

		(void)bytes_add(b, " ", 1);
		(void)bytes_add(b, sig, line);
		(void)bytes_add(b, "\n", 1);
		line += nl != NULL;
		sig += line;
		len -= line;
	}
	return bytes_add(b, text + n, payload->len - n);
}

/* The next line of [*at, end): its start and length without the "\n". */
static bool
next_line(const char **at, const char *end, const char **line, size_t *len)
{
	const char *nl;

	if (*at >= end ||
	    (nl = memchr(*at, '\n', (size_t)(end - *at))) == NULL)
		return false;
	*line = *at;
	*len = (size_t)(nl - *at);
	*at = nl + 1;
	return true;
}

static bool
starts(const char *line, size_t len, const char *word)
{
	size_t n = strlen(word);

	return len >= n && memcmp(line, word, n) == 0;
}

static bool
get_oid(git_oid *id, const char *line, size_t len, const char *word)
{
	size_t n = strlen(word);

	return starts(line, len, word) &&
	    hex_parse(id->id, GIT_OID_RAWSZ, line + n, len - n);
}

/* "author NAME <MAIL> 1234567890 +0000"; 0 when it is not there. */
static int64_t
author_time(const char *line, size_t len)
{
	char digits[TIME_DIGITS_MAX + 1];
	const char *at = memrchr(line, '>', len);
	size_t n = 0, left;

	if (at == NULL || (left = len - (size_t)(at - line)) < 3)
		return 0;
	at += 2;
	left -= 2;
	while (n < left && n < TIME_DIGITS_MAX && at[n] >= '0' && at[n] <= '9')
		n++;
	memcpy(digits, at, n);
	digits[n] = '\0';
	return strtoll(digits, NULL, 10);
}

/* Take the heads apart; payload and signature go their ways. */
static bool
parse_heads(struct entry_commit *c, const char **at, const char *end)
{
	const char *line;
	size_t len;
	bool in_sig = false, have_tree = false;
	git_oid id;

	while (next_line(at, end, &line, &len)) {
		if (starts(line, len, "gpgsig ") ||
		    (in_sig && starts(line, len, " "))) {
			size_t skip = in_sig ? 1 : 7;

			if (!in_sig && c->signature.len > 0)
				return false;
			in_sig = true;
			(void)bytes_add(&c->signature, line + skip, len - skip);
			(void)bytes_add(&c->signature, "\n", 1);
			continue;
		}
		in_sig = false;
		(void)bytes_add(&c->payload, line, len + 1);
		if (len == 0)
			return have_tree;
		if (!have_tree && get_oid(&id, line, len, "tree ")) {
			git_oid_cpy(&c->tree, &id);
			have_tree = true;
		} else if (get_oid(&id, line, len, "parent ")) {
			if (c->nparents++ == 0)
				git_oid_cpy(&c->parent, &id);
		} else if (starts(line, len, "author ")) {
			c->time = author_time(line, len);
		}
	}
	return false;
}

static bool
copy_word(char *to, size_t size, const char *p, size_t len)
{
	if (len == 0 || len >= size || memchr(p, '\0', len) != NULL)
		return false;
	memcpy(to, p, len);
	to[len] = '\0';
	return true;
}

static bool
add_submission(struct entry *e, const char *hex, size_t len)
{
	struct id *v;

	if (e->nsubmissions >= ENTRY_SUBMISSIONS_MAX)
		return false;
	if ((e->nsubmissions & (e->nsubmissions - 1)) == 0) {
		v = realloc(e->submissions, (e->nsubmissions * 2 + 1) *
		    sizeof(*v));
		if (v == NULL)
			return false;
		e->submissions = v;
	}
	if (!hex_parse(e->submissions[e->nsubmissions].b, ID_BYTES, hex, len))
		return false;
	e->nsubmissions++;
	return true;
}

static bool
parse_trailer(struct entry_commit *c, const char *line, size_t len)
{
	struct entry *e = &c->entry;

	if (starts(line, len, "Event: "))
		return true;	/* compared when it is written again */
	if (starts(line, len, "Actor: "))
		return hex_parse(e->actor.b, FPR_BYTES, line + 7, len - 7);
	if (starts(line, len, "Submission: "))
		return add_submission(e, line + 12, len - 12);
	if (starts(line, len, "Item: "))
		return hex_parse(e->item.b, ID_BYTES, line + 6, len - 6);
	if (starts(line, len, "Objects: "))
		return hex_parse(c->objects, SHA256_BYTES, line + 9, len - 9);
	if (!starts(line, len, "Previous: "))
		return false;
	c->has_previous = true;
	return hex_parse(c->previous, SHA256_BYTES, line + 10, len - 10);
}

static bool
parse_message(struct entry_commit *c, const char *at, const char *end)
{
	const char *line, *colon;
	size_t len, n;

	if (!next_line(&at, end, &line, &len) ||
	    (colon = memmem(line, len, ": ", 2)) == NULL)
		return false;
	n = (size_t)(colon - line);
	if (!copy_word(c->entry.event, ENTRY_EVENT_SIZE, line, n) ||
	    !copy_word(c->entry.subject, ENTRY_SUBJECT_SIZE, colon + 2,
	    len - n - 2) || !entry_subject_fits(c->entry.subject) ||
	    !next_line(&at, end, &line, &len) || len != 0)
		return false;
	while (at < end)
		if (!next_line(&at, end, &line, &len) ||
		    !parse_trailer(c, line, len))
			return false;
	return true;
}

static bool
bytes_same(const struct bytes *b, const void *p, size_t len)
{
	return b->len == len && (len == 0 || memcmp(b->data, p, len) == 0);
}

int
entry_parse(struct entry_commit *c, const void *raw, size_t len)
{
	struct bytes again = BYTES_INIT(1u << 20);
	const char *at = raw, *end = at + len;
	int r = ERR_FORMAT;

	*c = ENTRY_COMMIT_INIT;
	if (!parse_heads(c, &at, end))
		goto done;
	(void)bytes_add(&c->payload, at, (size_t)(end - at));
	if (bytes_ok(&c->payload) < 0 || bytes_ok(&c->signature) < 0 ||
	    !parse_message(c, at, end) || entry_format(&again, c) < 0 ||
	    !bytes_same(&again, c->payload.data, c->payload.len))
		goto done;
	bytes_reset(&again);
	if (c->signature.len > 0 && (entry_sign(&again, &c->payload,
	    c->signature.data, c->signature.len) < 0 ||
	    !bytes_same(&again, raw, len)))
		goto done;
	r = 0;
done:
	bytes_free(&again);
	return r == 0 ? 0 : err_set(ERR_FORMAT, "the entry's text is not of "
	    "the form that a vault's entries have");
}

void
entry_free(struct entry_commit *c)
{
	free(c->entry.submissions);
	c->entry.submissions = NULL;
	c->entry.nsubmissions = 0;
	bytes_free(&c->payload);
	bytes_free(&c->signature);
}
