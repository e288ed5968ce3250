/*
 * sync_known.c -- see sync.h: what each remote had when this copy last met it
 * (VAULT/remotes, a line "<remote> <number> <commit>" each), and how much of
 * the history is fixed because some remote has it (VAULT/synced).
 */
#include "vault/store/sync.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/id.h"
#include "vault/base/io.h"
#include "vault/store/chain.h"

#define FILE_NAME "remotes"
#define ASIDE SYNC_FOLDER "/remotes.new"
#define REMOTES_MAX 1000
#define LINE_SIZE (SHA256_HEX_SIZE + 24 + GIT_OID_HEXSZ + 1)

/* One line of the file; false when it is not of its form. */
static bool
parse(const char *line, size_t n, char remote[SHA256_HEX_SIZE],
    struct sync_known *k)
{
	char copy[LINE_SIZE + 1], *end;
	uint8_t sum[SHA256_BYTES];

	if (n > LINE_SIZE || n < 2 * SHA256_BYTES + 2)
		return false;
	memcpy(copy, line, n);
	copy[n] = '\0';
	k->there = true;
	k->number = strtoull(copy + 2 * SHA256_BYTES + 1, &end, 10);
	copy[2 * SHA256_BYTES] = '\0';
	memcpy(remote, copy, SHA256_HEX_SIZE);
	return hex_parse(sum, sizeof(sum), copy, 2 * SHA256_BYTES) &&
	    k->number > 0 && *end == ' ' &&
	    strlen(end + 1) == GIT_OID_HEXSZ &&
	    hex_parse(k->commit.id, GIT_OID_RAWSZ, end + 1, GIT_OID_HEXSZ);
}

/* The whole file; each line but that of `remote` is shown to `out`. */
static int
read_all(const struct repo *r, const char *remote, struct sync_known *k,
    struct bytes *out)
{
	struct bytes text = BYTES_INIT(REMOTES_MAX * (LINE_SIZE + 1));
	char id[SHA256_HEX_SIZE];
	struct sync_known one;
	const char *at;
	size_t n;
	int code;

	memset(k, 0, sizeof(*k));
	code = io_read_file(repo_dir(r), FILE_NAME, &text);
	if (code == ERR_NOT_FOUND)
		code = 0;
	at = code == 0 ? bytes_str(&text) : NULL;
	for (; at != NULL && *at != '\0'; at += n + (at[n] == '\n')) {
		n = strcspn(at, "\n");
		if (!parse(at, n, id, &one)) {
			code = err_set(ERR_INTEGRITY, "the vault's file `"
			    FILE_NAME "` is damaged; run `tipline audit`, "
			    "then remove it");
			break;
		}
		if (strcmp(id, remote) == 0)
			*k = one;
		else if (out != NULL)
			(void)bytes_addf(out, "%.*s\n", (int)n, at);
	}
	bytes_free(&text);
	return code;
}

int
sync_known_read(const struct repo *r, const char *remote,
    struct sync_known *k)
{
	return read_all(r, remote, k, NULL);
}

int
sync_known_write(const struct repo *r, const char *remote,
    const struct sync_known *k)
{
	struct bytes text = BYTES_INIT(REMOTES_MAX * (LINE_SIZE + 1));
	char oid[GIT_OID_HEXSZ + 1];
	struct sync_known old;
	int fd = -1, code;

	if ((code = read_all(r, remote, &old, &text)) < 0 ||
	    (code = bytes_addf(&text, "%s %llu %s\n", remote,
	    (unsigned long long)k->number,
	    git_oid_tostr(oid, sizeof(oid), &k->commit))) < 0)
		goto done;
	/* Half a file lies in the transport, which is swept. */
	fd = openat(repo_dir(r), ASIDE, O_WRONLY | O_CREAT | O_TRUNC |
	    O_CLOEXEC | O_NOFOLLOW, 0644);
	if (fd < 0) {
		code = err_sys("cannot write the vault's file " FILE_NAME);
		goto done;
	}
	if ((code = io_write_all(fd, text.data, text.len)) < 0 ||
	    (code = io_sync(fd)) < 0)
		goto done;
	if (renameat(repo_dir(r), ASIDE, repo_dir(r), FILE_NAME) != 0)
		code = err_sys("cannot replace the vault's file " FILE_NAME);
	else
		code = io_sync_dir(repo_dir(r), ".");
done:
	io_close(&fd);
	bytes_free(&text);
	return code;
}

int
sync_fixed(const struct repo *r, uint64_t *number)
{
	struct memory m;
	int code = remembered_read(r, REMEMBERED_SYNCED, &m);

	*number = code == 0 ? m.v[m.n - 1].range.size : 0;
	return code == ERR_NOT_FOUND ? 0 : code;
}

int
sync_note(struct sync *s)
{
	struct sync_known k = { .there = true };
	struct remembered m;
	git_oid head;
	uint64_t fixed;
	bool born;
	int code;

	if (s->remote[0] == '\0')
		return 0;
	if ((code = repo_head(s->ours, &head, &born)) < 0 ||
	    (code = chain_state(s->ours, &head, &m)) < 0 ||
	    (code = sync_fixed(s->ours, &fixed)) < 0)
		return code;
	/* The remote may have less than another one has. */
	if (fixed < m.range.size && (code = remembered_write(s->ours,
	    REMEMBERED_SYNCED, &m)) < 0)
		return code;
	k.number = m.range.size;
	git_oid_cpy(&k.commit, &head);
	return sync_known_write(s->ours, s->remote, &k);
}
