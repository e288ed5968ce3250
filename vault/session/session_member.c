/* session_member.c -- the members of a vault, by what people call them. */
#include "vault/session/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

#define VAULT_MEMBERS_MAX 100000
#define NAMES_MAX (VAULT_MEMBERS_MAX * (FPR_HEX_SIZE + 1))
#define PREFIX_LEAST 6		/* digits of a shortened fingerprint */

int
session_members(struct session *s, struct fpr **fprs, size_t *n)
{
	struct bytes names = BYTES_INIT(NAMES_MAX);
	struct fpr *all = NULL;
	const char *at, *end;
	size_t found = 0;
	int r;

	*fprs = NULL;
	*n = 0;
	if ((r = store_list(s->store, "members", &names)) < 0)
		goto done;
	all = calloc(names.len / FPR_HEX_SIZE + 1, sizeof(*all));
	if (all == NULL) {
		r = err_set(ERR_NO_MEMORY, "out of memory");
		goto done;
	}
	at = (const char *)names.data;
	end = at + names.len;
	for (; at < end; at += strnlen(at, (size_t)(end - at)) + 1)
		if ((size_t)(end - at) > FPR_HEX_SIZE - 1 &&
		    at[FPR_HEX_SIZE - 1] == '/' &&
		    hex_parse(all[found].b, FPR_BYTES, at, FPR_HEX_SIZE - 1))
			found++;
	*fprs = all;
	*n = found;
	all = NULL;
done:
	free(all);
	bytes_free(&names);
	return r;
}

static bool
fits(const struct fpr *fpr, const char *word)
{
	char hex[FPR_HEX_SIZE], ssh[FPR_SSH_SIZE], words[FPR_WORDS_SIZE];
	size_t n = strlen(word);

	fpr_hex(hex, fpr);
	fpr_ssh(ssh, fpr);
	fpr_words(words, fpr);
	return strcmp(ssh, word) == 0 || strcmp(words, word) == 0 ||
	    (n >= PREFIX_LEAST && strncmp(hex, word, n) == 0);
}

int
session_member(struct session *s, const char *word, struct fpr *member)
{
	struct bytes labels = BYTES_INIT(LABELS_FILE_MAX);
	struct fpr *all = NULL;
	char label[LABEL_SIZE];
	size_t i, n, found = 0;
	bool by_label = false;
	int r;

	if ((r = session_members(s, &all, &n)) < 0 ||
	    (r = labels_read(&labels, s->options->vault)) < 0)
		goto done;
	/* A label wins over a fingerprint that happens to begin like it. */
	for (i = 0; i < n; i++) {
		labels_find(&labels, &all[i], label);
		if (*word != '\0' && strcmp(label, word) == 0) {
			found = by_label ? found + 1 : 1;
			by_label = true;
			*member = all[i];
		} else if (!by_label && fits(&all[i], word)) {
			found++;
			*member = all[i];
		}
	}
	if (found == 0)
		r = err_set(ERR_NOT_FOUND, "no member is called %s; tipline "
		    "member list shows them", word);
	else if (found > 1)
		r = err_set(ERR_USAGE, "%zu members fit %s; give the whole "
		    "fingerprint", found, word);
done:
	free(all);
	bytes_free(&labels);
	return r;
}

int
session_epoch(struct session *s, const struct fpr *member,
    struct epoch *epoch)
{
	struct path p = { .kind = PATH_EPOCH, .member = *member };
	struct bytes text = BYTES_INIT(EPOCH_TEXT_MAX);
	char name[PATH_SIZE];
	struct fpr holds;
	int r;

	if ((r = store_latest(s->store, &p, &p.version)) < 0)
		goto done;
	if (p.version == 0) {
		r = err_set(ERR_NOT_FOUND, "that is no member of this vault; "
		    "tipline member list shows them");
		goto done;
	}
	path_format(name, &p);
	if ((r = store_read(s->store, name, &text)) < 0 ||
	    (r = epoch_parse(epoch, text.data, text.len)) < 0 ||
	    (r = card_fpr(&holds, &epoch->card)) < 0)
		goto done;
	if (!fpr_equal(&holds, member) || epoch->card.epoch != p.version)
		r = err_set(ERR_INTEGRITY, "a member's card in the vault is "
		    "another's; run tipline audit");
done:
	bytes_free(&text);
	return r;
}

int
session_card(struct session *s, const struct fpr *member, struct card *card)
{
	struct epoch epoch;
	int r = session_epoch(s, member, &epoch);

	if (r == 0)
		*card = epoch.card;
	return r;
}

int
session_add_epoch(struct session *s, const struct card *card)
{
	const struct epoch epoch = { .card = *card,
	    .since = store_time(s->store) };
	struct path p = { .kind = PATH_EPOCH, .version = card->epoch };
	struct bytes text = BYTES_INIT(EPOCH_TEXT_MAX);
	int r;

	if ((r = card_fpr(&p.member, card)) == 0 &&
	    (r = epoch_format(&text, &epoch)) == 0)
		r = store_add(s->store, &p, text.data, text.len);
	bytes_free(&text);
	return r;
}

void
session_label(struct session *s, const struct fpr *member,
    char label[LABEL_SIZE])
{
	struct bytes file = BYTES_INIT(LABELS_FILE_MAX);

	label[0] = '\0';
	if (labels_read(&file, s->options->vault) == 0)
		labels_find(&file, member, label);
	bytes_free(&file);
}
