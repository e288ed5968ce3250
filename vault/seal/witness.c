/* witness.c -- see witness.h. */
#include "vault/seal/witness.h"

#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

#define FIRST_LINE "tipline-witness 1\n"
#define KEY_HEX (2 * SIGN_PK_BYTES)

int
witness_find(struct witness *w, const char *origin, struct witness_log **log)
{
	struct witness_log *v;
	size_t i;

	for (i = 0; i < w->n; i++)
		if (strcmp(w->logs[i].origin, origin) == 0) {
			*log = &w->logs[i];
			return 0;
		}
	if (w->n >= WITNESS_LOGS_MAX)
		return err_set(ERR_TOO_BIG, "the witness knows %u histories "
		    "already; begin another state file", WITNESS_LOGS_MAX);
	if ((v = realloc(w->logs, (w->n + 1) * sizeof(*v))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	w->logs = v;
	*log = &v[w->n++];
	memset(*log, 0, sizeof(**log));
	memcpy((*log)->origin, origin, sizeof((*log)->origin));
	return 0;
}

int
witness_trust(struct witness_log *log, const uint8_t pk[SIGN_PK_BYTES])
{
	size_t i;

	for (i = 0; i < log->keys.n; i++)
		if (memcmp(log->keys.v[i].pk, pk, SIGN_PK_BYTES) == 0)
			return 0;
	if (log->keys.n >= WITNESS_KEYS_MAX)
		return err_set(ERR_TOO_BIG, "the witness accepts %u keys for "
		    "this history already; begin another state file",
		    WITNESS_KEYS_MAX);
	return signers_add(&log->keys, pk);
}

int
witness_format(struct bytes *b, const struct witness *w)
{
	const struct witness_log *l;
	uint8_t sum[SHA256_BYTES];
	char hex[KEY_HEX + 1];
	size_t i, k;
	int r;

	(void)bytes_add_str(b, FIRST_LINE);
	for (i = 0; i < w->n; i++) {
		l = &w->logs[i];
		hex_of(hex, l->root.b, MERKLE_HASH_BYTES);
		(void)bytes_addf(b, "log %s %llu %s\n", l->origin,
		    (unsigned long long)l->size, hex);
		for (k = 0; k < l->keys.n; k++) {
			hex_of(hex, l->keys.v[k].pk, SIGN_PK_BYTES);
			(void)bytes_addf(b, "key %s\n", hex);
		}
	}
	if ((r = bytes_ok(b)) < 0 || (r = sha256(sum, b->data, b->len)) < 0)
		return r;
	hex_of(hex, sum, sizeof(sum));
	return bytes_addf(b, "sum %s\n", hex);
}

/* "log ...": a new history; its form shows when it is written again. */
static bool
parse_log(struct witness *w, const char *line, struct witness_log **log)
{
	char origin[CHECKPOINT_ORIGIN_SIZE];
	const char *blank = strchr(line, ' ');
	const size_t known = w->n;
	char *end;

	if (blank == NULL || blank - line != CHECKPOINT_ORIGIN_SIZE - 1)
		return false;
	memcpy(origin, line, sizeof(origin) - 1);
	origin[sizeof(origin) - 1] = '\0';
	if (!checkpoint_is_origin(origin) ||
	    witness_find(w, origin, log) < 0 || w->n == known)
		return false;
	(*log)->size = strtoull(blank + 1, &end, 10);
	return (*log)->size > 0 && (*log)->size <= MERKLE_SIZE_MAX &&
	    *end == ' ' && hex_parse((*log)->root.b, MERKLE_HASH_BYTES,
	    end + 1, strlen(end + 1));
}

static bool
parse_lines(struct witness *w, char *at)
{
	struct witness_log *log = NULL;
	uint8_t pk[SIGN_PK_BYTES];
	char *nl;

	for (; *at != '\0'; at = nl + 1) {
		if ((nl = strchr(at, '\n')) == NULL)
			return false;
		*nl = '\0';
		if (strncmp(at, "sum ", 4) == 0)
			return nl[1] == '\0';	/* it is made anew */
		if (strncmp(at, "log ", 4) == 0) {
			if (!parse_log(w, at + 4, &log))
				return false;
		} else if (log == NULL || strncmp(at, "key ", 4) != 0 ||
		    !hex_parse(pk, sizeof(pk), at + 4, strlen(at + 4)) ||
		    witness_trust(log, pk) < 0) {
			return false;
		}
	}
	return false;
}

int
witness_parse(struct witness *w, const void *text, size_t len)
{
	struct bytes again = BYTES_INIT(WITNESS_FILE_MAX);
	const size_t first = sizeof(FIRST_LINE) - 1;
	char *copy = strndup(len > 0 ? text : "", len);
	bool ok;

	*w = WITNESS_INIT;
	if (copy == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	ok = strlen(copy) == len && strncmp(copy, FIRST_LINE, first) == 0 &&
	    parse_lines(w, copy + first) && witness_format(&again, w) == 0 &&
	    again.len == len && memcmp(again.data, text, len) == 0;
	free(copy);
	bytes_free(&again);
	if (ok)
		return 0;
	witness_free(w);
	return err_set(ERR_INTEGRITY, "the witness's state is damaged; put the "
	    "file back from a copy, or remember what it last cosigned and "
	    "begin a new one");
}

void
witness_free(struct witness *w)
{
	size_t i;

	for (i = 0; i < w->n; i++)
		signers_free(&w->logs[i].keys);
	free(w->logs);
	*w = WITNESS_INIT;
}

static int
fork_found(const struct witness_log *log)
{
	return err_set(ERR_INTEGRITY, "FORK: the head does not extend entry "
	    "%llu, which this witness has cosigned; keep both files, and "
	    "compare the copies with `tipline audit --compare`",
	    (unsigned long long)log->size);
}

int
witness_see(struct witness_log *log, const struct checkpoint *c,
    uint64_t since, const struct merkle_proof *path)
{
	if (c->size < log->size)
		return err_set(ERR_INTEGRITY, "the head has %llu entries, and "
		    "this witness has seen %llu: the history was rolled back, "
		    "or this is an old file; ask for the newest",
		    (unsigned long long)c->size,
		    (unsigned long long)log->size);
	if (c->size == log->size)
		return merkle_equal(&c->root, &log->root) ? 0 :
		    fork_found(log);
	if (log->size > 0 && (path == NULL || since != log->size))
		return err_set(ERR_USAGE, "this witness has seen %llu entries; "
		    "ask for a proof from there, made with `tipline "
		    "checkpoint --since %llu`", (unsigned long long)log->size,
		    (unsigned long long)log->size);
	if (log->size > 0 && merkle_check_consistency(path, log->size,
	    &log->root, c->size, &c->root) < 0)
		return fork_found(log);
	log->size = c->size;
	log->root = c->root;
	return 0;
}
