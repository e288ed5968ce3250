/* session.c -- see session.h: opening, committing, finding submissions. */
#include "vault/session/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/seal/sshsig.h"
#include "vault/session/erasure.h"

#define NAMES_MAX (64u << 20)		/* bytes of one folder's names */
#define PREFIX_LEAST 4			/* digits of a shortened id */
#define TO_SIGN_MAX (1u << 20)		/* bytes of an entry */
#define SUBMISSIONS "submissions"

static int
need_member(struct session *s, unsigned need)
{
	int r;

	if (s->keeper == NULL)
		return 0;
	if ((r = keeper_card(s->keeper, &s->me)) < 0 ||
	    (r = card_fpr(&s->my_fpr, &s->me)) < 0)
		return r;
	if (s->store == NULL)
		return 0;
	r = store_roles(s->store, &s->my_fpr, &s->my_roles);
	if (r < 0 && r != ERR_NOT_FOUND)
		return r;
	if (r < 0)
		s->my_roles = 0;
	if (s->my_roles == 0 && (need & NEED_MEMBER) != 0)
		return err_set(ERR_NOT_PERMITTED, "this key is no member of the "
		    "vault; ask an admin for tipline member add");
	return 0;
}

int
session_open(struct session **out, const struct options *o, unsigned need)
{
	struct keeper_options k = { .key_file = o->key,
	    .passphrase_fd = o->passphrase_fd,
	    .renew = (need & NEED_RENEW) != 0 };
	struct session *s;
	int r = 0;

	*out = NULL;
	if ((need & NEED_STORE) != 0 && o->vault == NULL)
		return err_set(ERR_NO_VAULT, "no vault is named; say -C VAULT "
		    "or set TIPLINE_VAULT");
	if ((need & NEED_KEY) != 0 && o->key == NULL)
		return err_set(ERR_USAGE, "this needs a key; say -i KEYFILE or "
		    "set TIPLINE_KEY");
	if ((s = calloc(1, sizeof(*s))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	s->options = o;
	/* The vault first: nobody types a passphrase for a wrong path. */
	if ((need & NEED_STORE) != 0)
		r = (need & TAKE_DAMAGED) != 0 ?
		    store_start_damaged(&s->store, o->vault) :
		    store_start(&s->store, o->vault);
	if (r == 0 && o->key != NULL && (need & (NEED_KEY | WANT_KEY)) != 0)
		r = keeper_start(&s->keeper, &k);
	if (r == 0)
		r = need_member(s, need);
	/* Its failure is none of this command's. */
	if (r == 0 && (need & NEED_MEMBER) != 0)
		(void)store_tidy(s->store);
	if (r < 0)
		session_close(s);
	else
		*out = s;
	return r;
}

void
session_close(struct session *s)
{
	if (s == NULL)
		return;
	keeper_stop(s->keeper);
	store_stop(s->store);
	free(s);
}

int
session_need_role(const struct session *s, unsigned roles, const char *for_what)
{
	char words[ROLES_SIZE];

	if ((s->my_roles & roles) != 0)
		return 0;
	roles_format(words, roles);
	return err_set(ERR_NOT_PERMITTED, "%s takes the role %s, which this key "
	    "does not have; ask an admin of the vault", for_what, words);
}

/* What the person reads is why it was given up, not how giving up went. */
int
session_abort(struct session *s, int why)
{
	char line[ERR_LINE_MAX];

	(void)snprintf(line, sizeof(line), "%s", err_line());
	(void)store_abort(s->store);
	return err_set((enum err)why, "%s", line);
}

int
session_begin(struct session *s)
{
	int r;

	s->alive = (struct id){ 0 };
	if ((r = store_begin(s->store)) < 0)
		return r;
	return (r = store_refresh(s->store)) < 0 ? session_abort(s, r) : 0;
}

int
session_commit(struct session *s, struct entry *e, char commit[41])
{
	struct bytes to_sign = BYTES_INIT(TO_SIGN_MAX);
	struct bytes armored = BYTES_INIT(SSHSIG_ARMOR_MAX);
	int r;

	e->actor = s->my_fpr;
	if ((r = store_prepare(s->store, e, &to_sign)) < 0 ||
	    (r = keeper_sign(s->keeper, SSHSIG_NS_GIT, to_sign.data,
	    to_sign.len, &armored)) < 0 ||
	    (r = store_commit(s->store, armored.data, armored.len, commit)) < 0)
		r = session_abort(s, r);
	bytes_free(&to_sign);
	bytes_free(&armored);
	return r;
}

/* --- the submissions that are there --- */

struct ids {
	struct id *all;
	size_t n, cap;
};

static int
ids_add(struct ids *l, const struct id *id)
{
	struct id *all;
	size_t cap;

	if (l->n == l->cap) {
		cap = l->cap > 0 ? l->cap * 2 : 64;
		if ((all = realloc(l->all, cap * sizeof(*all))) == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		l->all = all;
		l->cap = cap;
	}
	l->all[l->n++] = *id;
	return 0;
}

/* Step through what store_list() gives: a name, its length without a '/'. */
static bool
next_name(const struct bytes *names, size_t *at, const char **name, size_t *len)
{
	const char *end;

	if (*at >= names->len)
		return false;
	*name = (const char *)names->data + *at;
	end = memchr(*name, '\0', names->len - *at);
	*len = end != NULL ? (size_t)(end - *name) : names->len - *at;
	*at += *len + 1;
	if (*len > 0 && (*name)[*len - 1] == '/')
		--*len;
	return true;
}

/*
 * Collect the ids below `folder`: `depth` levels of two-digit folders, then
 * folders named by ids.  Names that are none of these the audit speaks about.
 */
static int
collect(struct session *s, struct ids *l, const char *folder, int depth)
{
	struct bytes names = BYTES_INIT(NAMES_MAX);
	char below[PATH_SIZE];
	const char *name;
	struct id id;
	size_t at = 0, len;
	int r;

	if ((r = store_list(s->store, folder, &names)) < 0)
		goto done;
	while (r == 0 && next_name(&names, &at, &name, &len)) {
		if (depth == 0) {
			if (hex_parse(id.b, ID_BYTES, name, len))
				r = ids_add(l, &id);
		} else if (len == 2) {
			(void)snprintf(below, sizeof(below), "%.400s/%.2s",
			    folder, name);
			r = collect(s, l, below, depth - 1);
		}
	}
done:
	bytes_free(&names);
	return r;
}

int
session_submissions(struct session *s, struct id **ids, size_t *n)
{
	struct ids l = { .n = 0 };
	int r;

	*ids = NULL;
	*n = 0;
	if ((r = collect(s, &l, SUBMISSIONS, 2)) < 0) {
		free(l.all);
		return r;
	}
	*ids = l.all;
	*n = l.n;
	return 0;
}

int
session_alive(struct session *s, struct id **ids, size_t *n)
{
	size_t i, kept = 0;
	bool done = false;
	int r;

	if ((r = session_submissions(s, ids, n)) < 0)
		return r;
	for (i = 0; i < *n && r == 0; i++)
		if (!id_equal(&(*ids)[i], &path_shelf) &&
		    (r = erasure_done(s, &(*ids)[i], &done)) == 0 && !done)
			(*ids)[kept++] = (*ids)[i];
	*n = kept;
	if (r < 0) {
		free(*ids);
		*ids = NULL;
	}
	return r;
}

int
session_items(struct session *s, const struct id *submission, struct id **ids,
    size_t *n)
{
	struct ids l = { .n = 0 };
	char folder[PATH_SIZE], items[PATH_SIZE];
	int r;

	*ids = NULL;
	*n = 0;
	path_submission(folder, submission);
	(void)snprintf(items, sizeof(items), "%.400s/items", folder);
	if ((r = collect(s, &l, items, 1)) < 0) {
		free(l.all);
		return r;
	}
	*ids = l.all;
	*n = l.n;
	return 0;
}

/* What a person typed, as the digits an id begins with; false if it is none. */
static bool
as_prefix(char prefix[ID_HEX_SIZE], const char *word)
{
	uint8_t first[4];
	size_t n = strlen(word);

	if (id_name_parse(first, word)) {
		hex_of(prefix, first, sizeof(first));
		return true;
	}
	if (n < PREFIX_LEAST || n >= ID_HEX_SIZE ||
	    strspn(word, "0123456789abcdef") != n)
		return false;
	memcpy(prefix, word, n + 1);
	return true;
}

int
session_find_any(struct session *s, const char *word, struct id *id)
{
	struct ids l = { .n = 0 };
	char prefix[ID_HEX_SIZE], hex[ID_HEX_SIZE], folder[PATH_SIZE];
	size_t i, fits = 0;
	int r;

	if (!as_prefix(prefix, word))
		return err_set(ERR_USAGE, "%s names no submission; give its id, "
		    "at least %d digits of it, or its two-word name", word,
		    PREFIX_LEAST);
	(void)snprintf(folder, sizeof(folder), SUBMISSIONS "/%.2s/%.2s", prefix,
	    prefix + 2);
	if ((r = collect(s, &l, folder, 0)) < 0)
		goto done;
	for (i = 0; i < l.n; i++) {
		id_hex(hex, &l.all[i]);
		if (strncmp(hex, prefix, strlen(prefix)) == 0 &&
		    !id_equal(&l.all[i], &path_shelf)) {
			*id = l.all[i];
			fits++;
		}
	}
	if (fits == 0)
		r = err_set(ERR_NOT_FOUND, "no submission is called %s; "
		    "tipline list shows what is there", word);
	else if (fits > 1)
		r = err_set(ERR_USAGE, "%zu submissions fit %s; give more "
		    "digits of the id", fits, word);
done:
	free(l.all);
	return r;
}

int
session_find(struct session *s, const char *word, struct id *id)
{
	int r = session_find_any(s, word, id);

	return r < 0 ? r : erasure_refuse(s, id);
}
