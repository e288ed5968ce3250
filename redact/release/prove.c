/* prove.c -- see prove.h. */
#include "redact/release/prove.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "redact/find/known/watchlist.h"
#include "redact/find/view/fold.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/print.h"

#define VALUE_MAX (64u << 10)		/* bytes of one folded value */
#define FOLDED_LEAST 6			/* bytes: shorter ones need word edges */
#define RAW_LEAST 6			/* bytes: shorter ones occur by chance */
#define FOLDED_MAX ((size_t)1 << 30)	/* bytes of a whole folded text */

struct value {
	char *raw;		/* as it stood; NUL-terminated, no NUL inside */
	size_t len;
	char *folded;
	size_t folded_len;
};

struct values {
	struct value *list;
	size_t n;
	struct known *words;	/* the short ones, matched as words */
};

static char *
copy_of(const void *p, size_t len)
{
	char *s = malloc(len + 1);

	if (s != NULL) {
		memcpy(s, p, len);
		s[len] = '\0';
	}
	return s;
}

static int
values_add(struct values *v, const uint8_t *p, size_t len, struct bytes *folded)
{
	struct value *grown, *one;

	grown = realloc(v->list, (v->n + 1) * sizeof(*grown));
	if (grown == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	v->list = grown;
	one = &v->list[v->n];
	one->raw = copy_of(p, len);
	one->len = len;
	one->folded = copy_of(folded->data, folded->len);
	one->folded_len = folded->len;
	v->n++;
	if (one->raw == NULL || one->folded == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	return 0;
}

static bool
values_have(const struct values *v, const struct bytes *folded)
{
	size_t i;

	for (i = 0; i < v->n; i++)
		if (v->list[i].folded_len == folded->len &&
		    memcmp(v->list[i].folded, folded->data, folded->len) == 0)
			return true;
	return false;
}

/* Is an equal value kept by decision somewhere in the plan? */
static int
is_kept(bool *kept, const struct plan *p, const uint8_t *text,
    const struct bytes *folded)
{
	struct bytes other = BYTES_INIT(VALUE_MAX);
	size_t i;
	int r = 0;

	*kept = false;
	for (i = 0; r == 0 && !*kept && i < p->n; i++) {
		if (p->list[i].decision != DECISION_KEEP)
			continue;
		bytes_reset(&other);
		r = fold_value(&other, text + p->list[i].start,
		    p->list[i].end - p->list[i].start);
		*kept = r == 0 && other.len == folded->len &&
		    memcmp(other.data, folded->data, folded->len) == 0;
	}
	bytes_free(&other);
	return r;
}

/* Short values as a watchlist: one a line; its own signs are left out. */
static int
short_words(struct values *v)
{
	struct bytes list = BYTES_INIT(WATCHLIST_MAX);
	size_t i, k;
	char c;
	int r;

	for (i = 0; i < v->n; i++) {
		if (v->list[i].folded_len >= FOLDED_LEAST)
			continue;
		for (k = 0; k < v->list[i].len; k++) {
			c = v->list[i].raw[k];
			if (c == '\n' || c == '\r' || c == '|' || c == '*' ||
			    c == '#')
				c = ' ';
			(void)bytes_add(&list, &c, 1);
		}
		(void)bytes_add_str(&list, "\n");
	}
	if ((r = bytes_ok(&list)) == 0 && list.len > 0 &&
	    (r = known_new(&v->words)) == 0 &&
	    (r = watchlist_read(v->words, list.data, list.len)) == 0)
		r = known_ready(v->words);
	bytes_free(&list);
	return r;
}

int
values_of(struct values **out, const struct plan *plan, const uint8_t *text)
{
	struct bytes folded = BYTES_INIT(VALUE_MAX);
	struct values *v;
	const struct planned *one;
	bool kept;
	size_t i;
	int r = 0;

	*out = NULL;
	if ((v = calloc(1, sizeof(*v))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (i = 0; r == 0 && i < plan->n; i++) {
		one = &plan->list[i];
		if (one->decision != DECISION_REDACT)
			continue;
		bytes_reset(&folded);
		if ((r = fold_value(&folded, text + one->start,
		    one->end - one->start)) < 0)
			break;
		if (folded.len == 0 || values_have(v, &folded))
			continue;
		if ((r = is_kept(&kept, plan, text, &folded)) == 0 && !kept)
			r = values_add(v, text + one->start,
			    one->end - one->start, &folded);
	}
	if (r == 0)
		r = short_words(v);
	bytes_free(&folded);
	if (r < 0) {
		values_free(v);
		return r;
	}
	*out = v;
	return 0;
}

void
values_free(struct values *v)
{
	size_t i;

	if (v == NULL)
		return;
	for (i = 0; i < v->n; i++) {
		free(v->list[i].raw);
		free(v->list[i].folded);
	}
	known_free(v->words);
	free(v->list);
	free(v);
}

static int
still_there(const char *where)
{
	return err_set(ERR_NOT_PERMITTED, "a redacted value still stands in the "
	    "%s of the result; review it again and redact that place too",
	    where);
}

/* Look through one text of the result. */
static int
gone_from(const struct values *v, const void *text, size_t len,
    const char *where)
{
	struct bytes folded = BYTES_INIT(FOLDED_MAX);
	struct findings found = { 0 };
	const struct value *one;
	size_t i;
	int r;

	if ((r = fold_value(&folded, text, len)) < 0)
		goto done;
	for (i = 0; r == 0 && i < v->n; i++) {
		one = &v->list[i];
		if (one->folded_len >= FOLDED_LEAST && folded.len > 0 &&
		    memmem(folded.data, folded.len, one->folded,
		    one->folded_len) != NULL)
			r = still_there(where);
	}
	if (r < 0 || v->words == NULL)
		goto done;
	if ((r = known_run(v->words, text, len, &found)) == 0 &&
	    found.n > 0)
		r = still_there(where);
done:
	findings_free(&found);
	bytes_free(&folded);
	return r;
}

/* Append `value` as UTF-16 with this byte order. */
static int
utf16(struct bytes *b, const struct value *value, bool big)
{
	const uint8_t *p = (const uint8_t *)value->raw;
	size_t left = value->len, n, k;
	uint32_t cp, unit[2];
	uint8_t pair[2];

	for (; left > 0; p += n, left -= n) {
		if ((n = utf8_next(p, left, &cp)) == 0)
			return err_set(ERR_FORMAT, "a redacted value is not "
			    "UTF-8; run `tipline examine` again");
		unit[0] = cp < 0x10000 ? cp : 0xd7c0 + (cp >> 10);
		unit[1] = cp < 0x10000 ? 0 : 0xdc00 | (cp & 0x3ff);
		for (k = 0; k < (cp < 0x10000 ? 1u : 2u); k++) {
			pair[big ? 0 : 1] = (uint8_t)(unit[k] >> 8);
			pair[big ? 1 : 0] = (uint8_t)unit[k];
			(void)bytes_add(b, pair, 2);
		}
	}
	return bytes_ok(b);
}

static int
gone_from_raw(const struct values *v, const uint8_t *p, size_t len)
{
	struct bytes wide = BYTES_INIT(4 * VALUE_MAX);
	size_t i;
	int big, r = 0;

	for (i = 0; r == 0 && i < v->n; i++) {
		if (v->list[i].len < RAW_LEAST)
			continue;
		if (memmem(p, len, v->list[i].raw, v->list[i].len) != NULL)
			r = still_there("bytes");
		for (big = 0; r == 0 && big < 2; big++) {
			bytes_reset(&wide);
			if ((r = utf16(&wide, &v->list[i], big != 0)) == 0 &&
			    memmem(p, len, wide.data, wide.len) != NULL)
				r = still_there("bytes");
		}
	}
	bytes_free(&wide);
	return r;
}

int
values_gone(const struct values *v, const struct exam *result)
{
	const struct report *report = &result->report;
	uint64_t size;
	uint8_t *map;
	size_t i;
	int r;

	if (v->n == 0)
		return 0;
	r = gone_from(v, result->text.data, result->text.len, "text");
	for (i = 0; r == 0 && i < report->nmetas; i++)
		r = gone_from(v, report->metas[i].value,
		    strlen(report->metas[i].value), "metadata");
	if (r < 0 || (r = io_size(result->file, &size)) < 0 || size == 0)
		return r;
	map = mmap(NULL, size, PROT_READ, MAP_PRIVATE, result->file, 0);
	if (map == MAP_FAILED)
		return err_sys("cannot look through the result");
	r = gone_from_raw(v, map, size);
	(void)munmap(map, size);
	return r;
}
