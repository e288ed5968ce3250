/* remembered.c -- see remembered.h. */
#include "vault/store/remembered.h"

#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/id.h"
#include "vault/base/io.h"

/* Bytes of one alternative: a line, and a line for each peak. */
#define HEAD_MAX 256
#define ONE_MAX (HEAD_MAX + MERKLE_PEAKS_MAX * (2 * MERKLE_HASH_BYTES + 1))
#define TEXT_MAX (REMEMBERED_MAX * ONE_MAX + SHA256_HEX_SIZE)

int
remembered_add(struct remembered *m, const git_oid *commit, const void *raw,
    size_t len)
{
	struct merkle_hash leaf;
	int code;

	if (m->range.size >= MERKLE_SIZE_MAX)
		return err_set(ERR_TOO_BIG, "the vault has too many entries; "
		    "start a new one");
	if ((code = sha256(m->sha256, raw, len)) < 0)
		return code;
	if (m->range.size == 0)
		memcpy(m->log, m->sha256, sizeof(m->log));
	git_oid_cpy(&m->commit, commit);
	merkle_leaf(&leaf, raw, len);
	merkle_append(&m->range, &leaf);
	return 0;
}

static int
format(struct bytes *b, const struct remembered *m)
{
	char oid[GIT_OID_HEXSZ + 1], sum[SHA256_HEX_SIZE];
	char log[2 * REMEMBERED_LOG_BYTES + 1];
	size_t i, n = merkle_peaks(m->range.size);

	hex_of(sum, m->sha256, SHA256_BYTES);
	hex_of(log, m->log, sizeof(m->log));
	(void)bytes_addf(b, "%llu %s %s %s\n",
	    (unsigned long long)m->range.size,
	    git_oid_tostr(oid, sizeof(oid), &m->commit), sum, log);
	for (i = 0; i < n; i++) {
		hex_of(sum, m->range.peaks[i].b, MERKLE_HASH_BYTES);
		(void)bytes_addf(b, "%s\n", sum);
	}
	return bytes_ok(b);
}

/* `n` bytes from the hex digits at *at, behind which `end` must stand. */
static bool
get_hex(uint8_t *out, size_t n, const char **at, char end)
{
	const size_t len = strcspn(*at, " \n");

	if (!hex_parse(out, n, *at, len) || (*at)[len] != end)
		return false;
	*at += len + 1;
	return true;
}

static bool
parse_one(struct remembered *m, const char **at)
{
	char *end;
	size_t i;

	memset(m, 0, sizeof(*m));
	m->range.size = strtoull(*at, &end, 10);
	if (m->range.size == 0 || m->range.size > MERKLE_SIZE_MAX ||
	    *end != ' ')
		return false;
	*at = end + 1;
	if (!get_hex(m->commit.id, GIT_OID_RAWSZ, at, ' ') ||
	    !get_hex(m->sha256, SHA256_BYTES, at, ' ') ||
	    !get_hex(m->log, REMEMBERED_LOG_BYTES, at, '\n'))
		return false;
	for (i = 0; i < merkle_peaks(m->range.size); i++)
		if (!get_hex(m->range.peaks[i].b, MERKLE_HASH_BYTES, at, '\n'))
			return false;
	return true;
}

/* All of the file: the alternatives, and a line with their SHA-256. */
static int
format_all(struct bytes *b, const struct memory *m)
{
	uint8_t sum[SHA256_BYTES];
	char hex[SHA256_HEX_SIZE];
	size_t i;
	int code = 0;

	for (i = 0; i < m->n && code == 0; i++)
		code = format(b, &m->v[i]);
	if (code < 0 || (code = sha256(sum, b->data, b->len)) < 0)
		return code;
	hex_of(hex, sum, sizeof(sum));
	return bytes_addf(b, "%s\n", hex);
}

/* What was read must be written the same way again. */
static bool
parse(struct memory *m, struct bytes *text)
{
	struct bytes again = BYTES_INIT(TEXT_MAX);
	const char *at = bytes_str(text), *end;
	bool ok = at != NULL && text->len > SHA256_HEX_SIZE;

	m->n = 0;
	end = ok ? at + text->len - SHA256_HEX_SIZE : at;
	while (ok && at < end) {
		ok = m->n < REMEMBERED_MAX && parse_one(&m->v[m->n], &at);
		m->n += ok;
	}
	ok = ok && format_all(&again, m) == 0 && again.len == text->len &&
	    memcmp(again.data, text->data, text->len) == 0;
	bytes_free(&again);
	return ok;
}

int
remembered_read(const struct repo *r, const char *file, struct memory *m)
{
	struct bytes text = BYTES_INIT(TEXT_MAX);
	int code;

	m->n = 0;
	code = io_read_file(repo_dir(r), file, &text);
	if (code == ERR_TOO_BIG || (code == 0 && !parse(m, &text))) {
		m->n = 0;
		code = err_set(ERR_INTEGRITY, "the vault's file `%s` is "
		    "damaged; run `tipline audit` on a copy, then remove it",
		    file);
	}
	bytes_free(&text);
	return code;
}

static int
write_all(const struct repo *r, const char *file, const struct memory *m)
{
	struct bytes text = BYTES_INIT(TEXT_MAX);
	int code;

	if ((code = format_all(&text, m)) == 0)
		code = repo_replace(r, file, text.data, text.len);
	bytes_free(&text);
	return code;
}

int
remembered_write(const struct repo *r, const char *file,
    const struct remembered *m)
{
	const struct memory one = { .v = { *m }, .n = 1 };

	return write_all(r, file, &one);
}

int
remembered_allow(const struct repo *r, const struct remembered *m)
{
	struct memory is;
	int code = remembered_read(r, REMEMBERED_FILE, &is);

	if (code < 0 && code != ERR_NOT_FOUND)
		return code;
	if (is.n > 0)
		is.v[0] = is.v[is.n - 1];
	is.n = is.n > 0;
	is.v[is.n++] = *m;
	return write_all(r, REMEMBERED_FILE, &is);
}
