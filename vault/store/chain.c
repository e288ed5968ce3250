/* chain.c -- see chain.h. */
#include "vault/store/chain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/id.h"
#include "vault/base/io.h"
#include "vault/store/entry.h"

#define FILE_NAME "remembered"
#define LINE_MAX 256
#define CAP_FIRST 64

/* The first parent of a commit; *more false when it has none. */
static int
parent_of(struct repo *r, const git_oid *id, git_oid *parent, bool *more)
{
	struct bytes raw = BYTES_INIT(REPO_COMMIT_MAX);
	struct entry_commit c;
	int code;

	if ((code = repo_read(r, id, GIT_OBJECT_COMMIT, &raw)) == 0) {
		/* Whether its form is right is the audit's question. */
		(void)entry_parse(&c, raw.data, raw.len);
		git_oid_cpy(parent, &c.parent);
		*more = c.nparents > 0;
		entry_free(&c);
	}
	bytes_free(&raw);
	return code;
}

int
chain_read(struct repo *r, const git_oid *head, struct chain *c)
{
	git_oid at, parent;
	size_t cap = 0;
	git_oid *v;
	bool more = true;
	int code = 0;

	*c = (struct chain){ .v = NULL };
	for (git_oid_cpy(&at, head); more; git_oid_cpy(&at, &parent)) {
		code = parent_of(r, &at, &parent, &more);
		if (code == ERR_INTEGRITY && c->n > 0) {
			c->broken = true;
			return 0;
		}
		if (code < 0)
			break;
		if (c->n == cap) {
			cap = cap != 0 ? cap * 2 : CAP_FIRST;
			if (cap > CHAIN_MAX)
				code = err_set(ERR_TOO_BIG, "the vault has "
				    "more than %u entries; start a new one",
				    CHAIN_MAX);
			else if ((v = realloc(c->v, cap * sizeof(*v))) == NULL)
				code = err_set(ERR_NO_MEMORY, "out of memory");
			else
				c->v = v;
			if (code < 0)
				break;
		}
		git_oid_cpy(&c->v[c->n++], &at);
	}
	if (code < 0)
		chain_free(c);
	return code;
}

void
chain_free(struct chain *c)
{
	free(c->v);
	*c = (struct chain){ .v = NULL };
}

static int
format(struct bytes *b, const struct remembered *m)
{
	char oid[GIT_OID_HEXSZ + 1], sum[SHA256_HEX_SIZE];

	hex_of(sum, m->sha256, SHA256_BYTES);
	return bytes_addf(b, "%llu %s %s\n", (unsigned long long)m->number,
	    git_oid_tostr(oid, sizeof(oid), &m->commit), sum);
}

int
remembered_read(const struct repo *r, struct remembered *m)
{
	struct bytes text = BYTES_INIT(LINE_MAX), again = BYTES_INIT(LINE_MAX);
	const char *s;
	char *at;
	int code;

	memset(m, 0, sizeof(*m));
	code = io_read_file(repo_dir(r), FILE_NAME, &text);
	if (code < 0 && code != ERR_TOO_BIG)
		goto done;
	code = ERR_INTEGRITY;
	if ((s = bytes_str(&text)) == NULL)
		goto done;
	m->number = strtoull(s, &at, 10);
	if (strlen(at) != 1 + GIT_OID_HEXSZ + 1 + 2 * SHA256_BYTES + 1 ||
	    !hex_parse(m->commit.id, GIT_OID_RAWSZ, at + 1, GIT_OID_HEXSZ) ||
	    !hex_parse(m->sha256, SHA256_BYTES, at + 2 + GIT_OID_HEXSZ,
	    2 * SHA256_BYTES) || m->number == 0 || format(&again, m) < 0 ||
	    again.len != text.len ||
	    memcmp(again.data, text.data, text.len) != 0)
		goto done;
	code = 0;
done:
	if (code == ERR_INTEGRITY)
		(void)err_set(ERR_INTEGRITY, "the vault's file `" FILE_NAME
		    "` is damaged; run `tipline audit` on a copy, then "
		    "remove it");
	bytes_free(&text);
	bytes_free(&again);
	return code;
}

int
remembered_write(const struct repo *r, const struct remembered *m)
{
	struct bytes text = BYTES_INIT(LINE_MAX);
	int code;

	if ((code = format(&text, m)) == 0)
		code = io_replace_file(repo_dir(r), FILE_NAME, text.data,
		    text.len, 0644);
	bytes_free(&text);
	return code;
}

static int
same_content(struct repo *r, const struct remembered *m)
{
	struct bytes raw = BYTES_INIT(REPO_COMMIT_MAX);
	uint8_t sum[SHA256_BYTES];
	int code;

	if ((code = repo_read(r, &m->commit, GIT_OBJECT_COMMIT, &raw)) == 0 &&
	    (code = sha256(sum, raw.data, raw.len)) == 0 &&
	    memcmp(sum, m->sha256, sizeof(sum)) != 0)
		code = err_set(ERR_INTEGRITY, "entry %llu is not the one this "
		    "vault remembers; compare with a copy",
		    (unsigned long long)m->number);
	bytes_free(&raw);
	return code;
}

int
chain_number(struct repo *r, const git_oid *head, uint64_t *number)
{
	struct remembered m;
	git_oid at, parent;
	uint64_t steps = 0;
	bool have, more = true;
	int code;

	code = remembered_read(r, &m);
	have = code == 0;
	if (code < 0 && code != ERR_NOT_FOUND)
		return code;
	for (git_oid_cpy(&at, head); more; git_oid_cpy(&at, &parent)) {
		if (have && git_oid_equal(&at, &m.commit)) {
			*number = m.number + steps;
			return same_content(r, &m);
		}
		if (++steps > CHAIN_MAX)
			return err_set(ERR_TOO_BIG, "the vault has more than "
			    "%u entries; start a new one", CHAIN_MAX);
		if ((code = parent_of(r, &at, &parent, &more)) < 0)
			return code;
	}
	*number = steps;
	return !have ? 0 : err_set(ERR_INTEGRITY, "the history was rolled "
	    "back: entry %llu, which this vault remembers, is gone; fetch it "
	    "from a copy, or run `tipline audit`",
	    (unsigned long long)m.number);
}
