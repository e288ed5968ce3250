/* summary_read.c -- see summary.h: a stored manifest, to the last key. */
#include "redact/release/summary.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "redact/doc/plan_json.h"
#include "vault/base/err.h"

#define WHERE "a release manifest"
#define EXT_MAX 8		/* letters of a name's ending */

static int
wrong(void)
{
	return err_set(ERR_FORMAT, WHERE " is not as it is written; run "
	    "`tipline audit`");
}

static bool
is_count(const json_t *v, const char *key, json_int_t least)
{
	const json_t *n = json_object_get(v, key);

	return json_is_integer(n) && json_integer_value(n) >= least &&
	    json_integer_value(n) <= UINT32_MAX;
}

static bool
is_size(const json_t *v, const char *key)
{
	const json_t *n = json_object_get(v, key);

	return json_is_integer(n) && json_integer_value(n) >= 0;
}

static bool
is_one_of(const json_t *v, const char *key, const char *const words[])
{
	const char *s = json_string_value(json_object_get(v, key));
	size_t i;

	for (i = 0; s != NULL && words[i] != NULL; i++)
		if (strcmp(s, words[i]) == 0)
			return true;
	return false;
}

static bool
get_sum(uint8_t sum[SHA256_BYTES], const json_t *v, const char *key)
{
	const char *hex = json_string_value(json_object_get(v, key));

	return hex != NULL && strlen(hex) == 2 * SHA256_BYTES &&
	    hex_parse(sum, SHA256_BYTES, hex, 2 * SHA256_BYTES);
}

/* Words with how often each was met. */
static bool
is_tally(const json_t *v, const char *key)
{
	json_t *of = json_object_get(v, key), *n;
	const char *word;

	if (!json_is_object(of))
		return false;
	json_object_foreach(of, word, n)
		if (strlen(word) == 0 || strlen(word) >= PLAN_WORD_SIZE ||
		    !json_is_integer(n) || json_integer_value(n) < 1)
			return false;
	return true;
}

static bool
is_our_name(const char *name)
{
	size_t digits, ext;

	if (name == NULL || strlen(name) >= SAFE_NAME_SIZE)
		return false;
	digits = strspn(name, "0123456789");
	if (digits == 0 || name[digits] != '.')
		return false;
	ext = strspn(name + digits + 1,
	    "abcdefghijklmnopqrstuvwxyz0123456789");
	return ext > 0 && ext <= EXT_MAX && name[digits + 1 + ext] == '\0';
}

static int
read_row(struct summary_row *row, const json_t *v)
{
	static const char *const keys[] = { "item", "file", "format", "pages",
	    "size", "sha256", "plan", "made", "whitened", "times", "looked_at",
	    "redacted", "reasons", "boxes", "metadata_removed", NULL };
	static const char *const made[] = { "pictures", "kept", "painted",
	    "in-form", "cut", "unredacted", NULL };
	static const char *const looked[] = { "seen", "stated", "no", NULL };
	const char *name = json_string_value(json_object_get(v, "file"));
	int r;

	if ((r = plan_json_object(v, keys, WHERE)) < 0)
		return r;
	if (!is_our_name(name) || !get_sum(row->sha256, v, "sha256") ||
	    !json_is_string(json_object_get(v, "format")) ||
	    !is_count(v, "pages", 0) || !is_size(v, "size") ||
	    !is_count(v, "plan", 1) || !is_one_of(v, "made", made) ||
	    !json_is_boolean(json_object_get(v, "whitened")) ||
	    !is_count(v, "times", 0) || !is_one_of(v, "looked_at", looked) ||
	    !is_tally(v, "redacted") || !is_tally(v, "reasons") ||
	    !is_count(v, "boxes", 0) || !is_count(v, "metadata_removed", 0))
		return wrong();
	(void)snprintf(row->file, sizeof(row->file), "%s", name);
	row->plan = (uint32_t)json_integer_value(json_object_get(v, "plan"));
	return plan_json_id(&row->item, v, "item", WHERE);
}

static int
read_head(const json_t *v, char tool[SUMMARY_TOOL_SIZE])
{
	static const char *const keys[] = { "version", "tool", "submission",
	    "withheld", "approvals", "files", "libraries", NULL };
	static const char *const approvals[] = { "people", "needed", "plans",
	    NULL };
	const json_t *a = json_object_get(v, "approvals");
	const json_t *libraries = json_object_get(v, "libraries");
	const char *by = json_string_value(json_object_get(v, "tool"));
	uint8_t sum[SHA256_BYTES];
	struct id id;
	size_t i;
	int r;

	if ((r = plan_json_object(v, keys, WHERE)) < 0 ||
	    (r = plan_json_object(a, approvals, WHERE)) < 0 ||
	    (r = plan_json_id(&id, v, "submission", WHERE)) < 0)
		return r;
	if (json_integer_value(json_object_get(v, "version")) != 2 ||
	    by == NULL || strlen(by) >= SUMMARY_TOOL_SIZE ||
	    !is_count(v, "withheld", 0) ||
	    !is_count(a, "people", 1) || !is_count(a, "needed", 1) ||
	    !get_sum(sum, a, "plans") || !json_is_array(libraries) ||
	    !json_is_array(json_object_get(v, "files")))
		return wrong();
	for (i = 0; i < json_array_size(libraries); i++)
		if (!json_is_string(json_array_get(libraries, i)))
			return wrong();
	(void)snprintf(tool, SUMMARY_TOOL_SIZE, "%s", by);
	return 0;
}

static int
by_item(const void *a, const void *b)
{
	return memcmp(((const struct summary_row *)a)->item.b,
	    ((const struct summary_row *)b)->item.b, ID_BYTES);
}

/* An item is released once; so is a name. */
static int
check_twice(const struct summary_row *rows, size_t n)
{
	struct summary_row *sorted;
	size_t i;
	int r = 0;

	if ((sorted = calloc(n + 1, sizeof(*sorted))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	if (n > 0)
		memcpy(sorted, rows, n * sizeof(*rows));
	qsort(sorted, n, sizeof(*sorted), by_item);
	for (i = 1; i < n && r == 0; i++)
		if (by_item(&sorted[i - 1], &sorted[i]) == 0 ||
		    strcmp(rows[i - 1].file, rows[i].file) >= 0)
			r = wrong();
	free(sorted);
	return r;
}

int
summary_read(struct summary_row **rows, size_t *n,
    char tool[SUMMARY_TOOL_SIZE], const void *json, size_t len)
{
	const json_t *files;
	json_t *v = NULL;
	size_t i, count = 0;
	int r;

	*rows = NULL;
	*n = 0;
	if ((r = plan_json_parse(&v, json, len, SUMMARY_MAX,
	    "release manifest")) < 0 || (r = read_head(v, tool)) < 0)
		goto done;
	files = json_object_get(v, "files");
	count = json_array_size(files);
	if ((*rows = calloc(count + 1, sizeof(**rows))) == NULL)
		r = err_set(ERR_NO_MEMORY, "out of memory");
	for (i = 0; r == 0 && i < count; i++)
		r = read_row(&(*rows)[i], json_array_get(files, i));
	if (r == 0)
		r = check_twice(*rows, count);
	if (r == 0) {
		*n = count;
	} else {
		free(*rows);
		*rows = NULL;
	}
done:
	json_decref(v);
	return r;
}
