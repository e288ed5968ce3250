/*
 * plan_json.c -- plans as JSON, read strictly: every error names its place in
 * the document ("findings[3].start") and nothing that stands in it.
 */
#include "redact/doc/plan_json.h"

#include <stdio.h>
#include <string.h>

#include "redact/doc/given.h"
#include "redact/doc/pseudonyms.h"
#include "redact/doc/sheets.h"
#include "vault/base/err.h"

#define WHERE_SIZE 64

static const struct fpr nobody;

static const char *const shows[] = { "label", "pseudonym", "general" };
static const char *const decisions[] = { "undecided", "redact", "keep" };

int
plan_json_parse(json_t **out, const void *json, size_t len, size_t max,
    const char *what)
{
	json_error_t e;

	*out = NULL;
	if (len > max)
		return err_set(ERR_TOO_BIG, "a %s of %zu bytes is over the "
		    "limit of %zu; split it", what, len, max);
	*out = json_loadb(json, len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL,
	    &e);
	if (*out == NULL)
		return err_set(ERR_FORMAT, "line %d, column %d of the %s is "
		    "not JSON, or has a key twice; correct it there", e.line,
		    e.column, what);
	return 0;
}

/* "<where>: <what>; see Plan in docs/format.md" */
static int
wrong(const char *where, const char *key, const char *what)
{
	return err_set(ERR_FORMAT, "%s%s%s: %s; write it as under Plan in "
	    "docs/format.md", where, key[0] != '\0' ? "." : "", key, what);
}

int
plan_json_object(const json_t *v, const char *const keys[], const char *where)
{
	const char *key;
	json_t *value;
	size_t i;

	if (!json_is_object(v))
		return wrong(where, "", "is no object");
	json_object_foreach((json_t *)(uintptr_t)v, key, value) {
		for (i = 0; keys[i] != NULL; i++)
			if (strcmp(keys[i], key) == 0)
				break;
		if (keys[i] == NULL)
			return wrong(where, "", "has an unknown key");
	}
	return 0;
}

/* A string without NUL, control characters or anything that shows nothing. */
static int
get_str(char *to, size_t size, const json_t *v, const char *key,
    const char *where)
{
	const json_t *s = json_object_get(v, key);
	const char *p;
	size_t len;

	if (!json_is_string(s))
		return wrong(where, key, "is missing or no string");
	p = json_string_value(s);
	len = json_string_length(s);
	if (len >= size)
		return wrong(where, key, "is too long");
	if (!plan_words_fit(p, len))
		return wrong(where, key, "has control characters");
	memcpy(to, p, len);
	to[len] = '\0';
	return 0;
}

/* Like get_str(), but the key may be absent; `to` keeps what it holds. */
static int
get_opt(char *to, size_t size, const json_t *v, const char *key,
    const char *where)
{
	if (json_object_get(v, key) == NULL)
		return 0;
	return get_str(to, size, v, key, where);
}

static int
get_int(int64_t *to, int64_t least, int64_t most, const json_t *v,
    const char *key, const char *where)
{
	const json_t *i = json_object_get(v, key);

	if (!json_is_integer(i))
		return wrong(where, key, "is missing or no whole number");
	*to = json_integer_value(i);
	if (*to < least || *to > most)
		return wrong(where, key, "is out of range");
	return 0;
}

int
plan_json_id(struct id *id, const json_t *v, const char *key,
    const char *where)
{
	char hex[ID_HEX_SIZE];
	int r;

	if ((r = get_str(hex, sizeof(hex), v, key, where)) < 0)
		return r;
	if (id_parse(id, hex) < 0)
		return wrong(where, key, "is not 32 hexadecimal digits");
	return 0;
}

static int
get_fpr(struct fpr *by, const json_t *v, const char *key, const char *where)
{
	char hex[FPR_HEX_SIZE] = "";
	int r;

	if ((r = get_opt(hex, sizeof(hex), v, key, where)) < 0)
		return r;
	if (hex[0] != '\0' && fpr_parse(by, hex) < 0)
		return wrong(where, key, "is not a fingerprint");
	return 0;
}

/* May be absent: then it is false. */
static int
get_bool(bool *to, const json_t *v, const char *key, const char *where)
{
	const json_t *b = json_object_get(v, key);

	if (b != NULL && !json_is_boolean(b))
		return wrong(where, key, "is not true or false");
	*to = json_is_true(b);
	return 0;
}

static bool
boundary(const uint8_t *text, size_t len, uint64_t at)
{
	return at == len || (text[at] & 0xc0) != 0x80;
}

/* start, end and value, against the text. */
static int
get_place(struct planned *f, const json_t *v, const uint8_t *text, size_t len,
    const char *where)
{
	const json_t *value = json_object_get(v, "value");
	int64_t start, end;
	int r;

	if ((r = get_int(&start, 0, (int64_t)len, v, "start", where)) < 0 ||
	    (r = get_int(&end, start + 1, (int64_t)len, v, "end", where)) < 0)
		return r;
	f->start = (uint64_t)start;
	f->end = (uint64_t)end;
	if (!boundary(text, len, f->start) || !boundary(text, len, f->end))
		return wrong(where, "start", "splits a character");
	if (!json_is_string(value))
		return wrong(where, "value", "is missing or no string");
	if (json_string_length(value) != f->end - f->start ||
	    memcmp(json_string_value(value), text + f->start,
	    (size_t)(f->end - f->start)) != 0)
		return wrong(where, "value",
		    "is not what stands there in the text");
	return 0;
}

static int
get_confidence(struct planned *f, const json_t *v, const char *where)
{
	const json_t *c = json_object_get(v, "confidence");

	f->confidence = 1;
	if (c == NULL)
		return 0;
	if (!json_is_number(c))
		return wrong(where, "confidence", "is no number");
	f->confidence = json_number_value(c);
	if (!(f->confidence >= 0 && f->confidence <= 1))
		return wrong(where, "confidence", "is not from 0 to 1");
	return 0;
}

static int
get_decision(struct planned *f, const json_t *v, const char *where)
{
	char word[16];
	int r;

	if ((r = get_str(word, sizeof(word), v, "decision", where)) < 0)
		return r;
	for (unsigned i = 0; i < 3; i++)
		if (strcmp(word, decisions[i]) == 0) {
			f->decision = (enum decision)i;
			return 0;
		}
	return wrong(where, "decision", "is not undecided, redact or keep");
}

static int
get_show(struct planned *f, const json_t *v, const char *where)
{
	char word[16] = "label";
	int r;

	if ((r = get_opt(word, sizeof(word), v, "show", where)) < 0)
		return r;
	for (unsigned i = 0; i < 3; i++)
		if (strcmp(word, shows[i]) == 0) {
			f->show = (enum show)i;
			return 0;
		}
	return wrong(where, "show", "is not label, pseudonym or general");
}

static int
check_words(const struct planned *f, const char *where)
{
	size_t n = strspn(f->kind, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
	const char *c;

	if (n == 0 || f->kind[n] != '\0' || n > PLAN_KIND_MAX)
		return wrong(where, "kind", "is not a word of A-Z, 0-9 and _");
	for (c = f->label; *c != '\0'; c++)
		if (*c < ' ' || *c > '~')
			return wrong(where, "label", "is not plain ASCII");
	return 0;
}

static int
read_finding(struct plan *p, const json_t *v, const uint8_t *text, size_t len,
    const char *where)
{
	static const char *const keys[] = { "kind", "start", "end", "value",
	    "finder", "confidence", "why", "decision", "by", "reason", "show",
	    "label", NULL };
	struct planned f = { .finder = "person" };
	int r;

	if ((r = plan_json_object(v, keys, where)) < 0 ||
	    (r = get_str(f.kind, sizeof(f.kind), v, "kind", where)) < 0 ||
	    (r = get_place(&f, v, text, len, where)) < 0 ||
	    (r = get_opt(f.finder, sizeof(f.finder), v, "finder", where)) < 0 ||
	    (r = get_confidence(&f, v, where)) < 0 ||
	    (r = get_opt(f.why, sizeof(f.why), v, "why", where)) < 0 ||
	    (r = get_decision(&f, v, where)) < 0 ||
	    (r = get_fpr(&f.by, v, "by", where)) < 0 ||
	    (r = get_opt(f.reason, sizeof(f.reason), v, "reason", where)) < 0 ||
	    (r = get_show(&f, v, where)) < 0 ||
	    (r = get_opt(f.label, sizeof(f.label), v, "label", where)) < 0 ||
	    (r = check_words(&f, where)) < 0)
		return r;
	if (plan_find(p, &f) != NULL)
		return wrong(where, "", "stands there twice");
	return plan_add(p, &f);
}

static int
read_box(struct plan *p, const json_t *v, const char *where)
{
	static const char *const keys[] = { "page", "x0", "y0", "x1", "y1",
	    "by", "reason", NULL };
	struct planned_box box = { .by = { { 0 } } };
	int64_t at[5];
	int r;

	if ((r = plan_json_object(v, keys, where)) < 0 ||
	    (r = get_int(&at[0], 0, PAGES_MAX - 1, v, "page", where)) < 0)
		return r;
	for (size_t i = 1; i < 5; i++)
		if ((r = get_int(&at[i], INT32_MIN, INT32_MAX, v, keys[i],
		    where)) < 0)
			return r;
	if (at[1] >= at[3] || at[2] >= at[4])
		return wrong(where, "", "is empty: x0 < x1 and y0 < y1");
	if ((r = get_fpr(&box.by, v, "by", where)) < 0 ||
	    (r = get_opt(box.reason, sizeof(box.reason), v, "reason",
	    where)) < 0)
		return r;
	box.box = (struct box){ .page = (uint32_t)at[0], .x0 = (int32_t)at[1],
	    .y0 = (int32_t)at[2], .x1 = (int32_t)at[3], .y1 = (int32_t)at[4] };
	return plan_add_box(p, &box);
}

static int
read_time(struct plan *p, const json_t *v, const char *where)
{
	static const char *const keys[] = { "from", "to", "x0", "y0", "x1",
	    "y1", "by", "reason", NULL };
	struct planned_time t = { .by = { { 0 } } };
	int64_t at[6];
	int r;

	if ((r = plan_json_object(v, keys, where)) < 0)
		return r;
	for (size_t i = 0; i < 6; i++)
		if ((r = get_int(&at[i], 0, i < 2 ? (int64_t)TIME_MAX :
		    INT32_MAX, v, keys[i], where)) < 0)
			return r;
	if (at[0] >= at[1])
		return wrong(where, "", "is empty: from < to");
	if ((at[2] != 0 || at[3] != 0 || at[4] != 0 || at[5] != 0) &&
	    (at[2] >= at[4] || at[3] >= at[5]))
		return wrong(where, "", "is empty: x0 < x1 and y0 < y1");
	if ((r = get_fpr(&t.by, v, "by", where)) < 0 ||
	    (r = get_opt(t.reason, sizeof(t.reason), v, "reason", where)) < 0)
		return r;
	t.time = (struct edit_time){ (uint64_t)at[0], (uint64_t)at[1],
	    (int32_t)at[2], (int32_t)at[3], (int32_t)at[4], (int32_t)at[5] };
	return plan_add_time(p, &t);
}

static int
read_note(struct plan *p, const json_t *v, const char *where)
{
	static const char *const keys[] = { "by", "returned", "text", NULL };
	struct plan_note note = { .returned = false };
	int r;

	if ((r = plan_json_object(v, keys, where)) < 0 ||
	    (r = get_fpr(&note.by, v, "by", where)) < 0 ||
	    (r = get_bool(&note.returned, v, "returned", where)) < 0 ||
	    (r = get_str(note.text, sizeof(note.text), v, "text", where)) < 0)
		return r;
	return plan_add_note(p, &note);
}

static int
read_reason(struct plan *p, const json_t *v, const char *where)
{
	static const char *const keys[] = { "code", "text", NULL };
	struct plan_reason reason;
	int r;

	if ((r = plan_json_object(v, keys, where)) < 0 ||
	    (r = get_str(reason.code, sizeof(reason.code), v, "code",
	    where)) < 0 ||
	    (r = get_str(reason.text, sizeof(reason.text), v, "text",
	    where)) < 0)
		return r;
	if (reason.code[0] == '\0')
		return wrong(where, "code", "is empty");
	for (size_t i = 0; i < p->nreasons; i++)
		if (strcmp(p->reasons[i].code, reason.code) == 0)
			return wrong(where, "code", "stands there twice");
	return plan_add_reason(p, &reason);
}

static int
read_pseudonym(struct plan *p, const json_t *v, const char *where)
{
	const char *s = json_string_value(v);
	size_t n = p->npseudonyms;
	int r;

	if (s == NULL || strlen(s) != json_string_length(v) ||
	    !pseudonyms_fits(s))
		return wrong(where, "", "is no name that may stand for one");
	if ((r = plan_add_pseudonym(p, s)) < 0)
		return r;
	return p->npseudonyms > n ? 0 : wrong(where, "", "stands there twice");
}

static int
read_given(struct plan *p, const json_t *v, const char *where)
{
	const char *s = json_string_value(v);
	size_t n = p->ngiven;
	int r;

	if (s == NULL || strlen(s) != json_string_length(v))
		return wrong(where, "", "is no label");
	if ((r = given_add(p, s)) == ERR_FORMAT)
		return wrong(where, "", "is no label");
	if (r < 0)
		return r;
	return p->ngiven > n ? 0 : wrong(where, "", "stands there twice");
}

static int
read_page(struct plan *p, const json_t *v, const char *where)
{
	if (!json_is_integer(v) || json_integer_value(v) < 0 ||
	    json_integer_value(v) >= (json_int_t)SHEETS_MAX)
		return wrong(where, "", "is no page number");
	if (p->npages_seen > 0 && json_integer_value(v) <=
	    (json_int_t)p->pages_seen[p->npages_seen - 1])
		return wrong(where, "", "is not behind the page before it");
	return plan_add_page(p, (uint32_t)json_integer_value(v));
}

static int
read_lists(struct plan *p, const json_t *v, const uint8_t *text, size_t len)
{
	const json_t *pages = json_object_get(v, "pages_seen");
	const json_t *findings = json_object_get(v, "findings");
	char where[WHERE_SIZE];
	size_t i;
	int r;

	if (!json_is_array(findings))
		return wrong("findings", "", "is missing or no list");
	if (pages != NULL && !json_is_array(pages))
		return wrong("pages_seen", "", "is no list");
	for (i = 0; i < json_array_size(pages); i++) {
		(void)snprintf(where, sizeof(where), "pages_seen[%zu]", i);
		if ((r = read_page(p, json_array_get(pages, i), where)) < 0)
			return r;
	}
	for (i = 0; i < json_array_size(findings); i++) {
		(void)snprintf(where, sizeof(where), "findings[%zu]", i);
		if ((r = read_finding(p, json_array_get(findings, i), text,
		    len, where)) < 0)
			return r;
	}
	return 0;
}

/* A list of objects that may be absent. */
static int
read_rows(struct plan *p, const json_t *v, const char *key,
    int (*row)(struct plan *p, const json_t *v, const char *where))
{
	const json_t *list = json_object_get(v, key);
	char where[WHERE_SIZE];
	int r = 0;

	if (list != NULL && !json_is_array(list))
		return wrong(key, "", "is no list");
	for (size_t i = 0; r == 0 && i < json_array_size(list); i++) {
		(void)snprintf(where, sizeof(where), "%s[%zu]", key, i);
		r = row(p, json_array_get(list, i), where);
	}
	return r;
}

/* What is said of the item as a whole. */
static int
read_whole(struct plan *p, const json_t *v)
{
	int r;

	if ((r = get_bool(&p->keep, v, "keep", "plan")) < 0 ||
	    (r = get_bool(&p->whiten, v, "whiten", "plan")) < 0 ||
	    (r = get_fpr(&p->unredacted_by, v, "unredacted", "plan")) < 0 ||
	    (r = get_fpr(&p->stated_by, v, "stated", "plan")) < 0)
		return r;
	p->unredacted = !fpr_equal(&p->unredacted_by, &nobody);
	return 0;
}

static int
read_head(struct plan *p, const json_t *v, const void *text, size_t len)
{
	uint8_t now[SHA256_BYTES];
	char hex[SHA256_HEX_SIZE];
	int64_t version;
	int r;

	if ((r = get_int(&version, 1, 1, v, "version", "plan")) < 0 ||
	    (r = plan_json_id(&p->submission, v, "submission", "plan")) < 0 ||
	    (r = plan_json_id(&p->item, v, "item", "plan")) < 0 ||
	    (r = get_str(hex, sizeof(hex), v, "text_sha256", "plan")) < 0)
		return r;
	if (!hex_parse(p->text_sha256, SHA256_BYTES, hex, strlen(hex)))
		return wrong("plan", "text_sha256",
		    "is not 64 hexadecimal digits");
	if ((r = sha256(now, text, len)) < 0)
		return r;
	if (memcmp(now, p->text_sha256, sizeof(now)) != 0)
		return err_set(ERR_FORMAT, "the plan was made from another "
		    "text (text_sha256); export it anew and decide again");
	return 0;
}

int
plan_json_read(struct plan *p, const json_t *v, const void *text,
    size_t text_len)
{
	static const char *const keys[] = { "version", "submission", "item",
	    "text_sha256", "pages_seen", "findings", "boxes", "times", "notes",
	    "reasons", "pseudonyms", "given", "keep", "whiten", "unredacted",
	    "stated", NULL };
	int r;

	if ((r = plan_json_object(v, keys, "plan")) < 0 ||
	    (r = read_head(p, v, text, text_len)) < 0 ||
	    (r = read_lists(p, v, text, text_len)) < 0 ||
	    (r = read_rows(p, v, "boxes", read_box)) < 0 ||
	    (r = read_rows(p, v, "times", read_time)) < 0 ||
	    (r = read_rows(p, v, "notes", read_note)) < 0 ||
	    (r = read_rows(p, v, "reasons", read_reason)) < 0 ||
	    (r = read_rows(p, v, "pseudonyms", read_pseudonym)) < 0 ||
	    (r = read_rows(p, v, "given", read_given)) < 0 ||
	    (r = read_whole(p, v)) < 0)
		plan_free(p);
	return r;
}

static void
write_fpr(struct json *j, const char *key, const struct fpr *by)
{
	char hex[FPR_HEX_SIZE] = "";

	if (!fpr_equal(by, &nobody))
		fpr_hex(hex, by);
	json_kstr(j, key, hex);
}

static void
write_finding(struct json *j, const struct planned *f, const uint8_t *text)
{
	json_open(j, '{');
	json_kstr(j, "kind", f->kind);
	json_kuint(j, "start", f->start);
	json_kuint(j, "end", f->end);
	json_key(j, "value");
	json_bytes(j, text + f->start, (size_t)(f->end - f->start));
	json_kstr(j, "finder", f->finder);
	json_key(j, "confidence");
	json_real(j, f->confidence);
	json_kstr(j, "why", f->why);
	json_kstr(j, "decision", decisions[f->decision]);
	write_fpr(j, "by", &f->by);
	json_kstr(j, "reason", f->reason);
	json_kstr(j, "show", shows[f->show]);
	json_kstr(j, "label", f->label);
	json_close(j, '}');
}

static void
write_box(struct json *j, const struct planned_box *box)
{
	static const char *const keys[] = { "x0", "y0", "x1", "y1" };
	const int32_t at[] = { box->box.x0, box->box.y0, box->box.x1,
	    box->box.y1 };

	json_open(j, '{');
	json_kuint(j, "page", box->box.page);
	for (size_t i = 0; i < 4; i++) {
		json_key(j, keys[i]);
		json_int(j, at[i]);
	}
	write_fpr(j, "by", &box->by);
	json_kstr(j, "reason", box->reason);
	json_close(j, '}');
}

static void
write_time(struct json *j, const struct planned_time *t)
{
	json_open(j, '{');
	json_kuint(j, "from", t->time.from);
	json_kuint(j, "to", t->time.to);
	json_kuint(j, "x0", (uint64_t)t->time.x0);
	json_kuint(j, "y0", (uint64_t)t->time.y0);
	json_kuint(j, "x1", (uint64_t)t->time.x1);
	json_kuint(j, "y1", (uint64_t)t->time.y1);
	write_fpr(j, "by", &t->by);
	json_kstr(j, "reason", t->reason);
	json_close(j, '}');
}

static void
write_note(struct json *j, const struct plan_note *note)
{
	json_open(j, '{');
	write_fpr(j, "by", &note->by);
	json_key(j, "returned");
	json_bool(j, note->returned);
	json_kstr(j, "text", note->text);
	json_close(j, '}');
}

void
plan_json_write(struct json *j, const struct plan *p, const void *text)
{
	char hex[SHA256_HEX_SIZE];
	size_t i;

	json_open(j, '{');
	json_kuint(j, "version", 1);
	id_hex(hex, &p->submission);
	json_kstr(j, "submission", hex);
	id_hex(hex, &p->item);
	json_kstr(j, "item", hex);
	hex_of(hex, p->text_sha256, SHA256_BYTES);
	json_kstr(j, "text_sha256", hex);
	json_key(j, "pages_seen");
	json_open(j, '[');
	for (i = 0; i < p->npages_seen; i++)
		json_uint(j, p->pages_seen[i]);
	json_close(j, ']');
	json_key(j, "findings");
	json_open(j, '[');
	for (i = 0; i < p->n; i++)
		write_finding(j, &p->list[i], text);
	json_close(j, ']');
	json_key(j, "boxes");
	json_open(j, '[');
	for (i = 0; i < p->nboxes; i++)
		write_box(j, &p->boxes[i]);
	json_close(j, ']');
	json_key(j, "times");
	json_open(j, '[');
	for (i = 0; i < p->ntimes; i++)
		write_time(j, &p->times[i]);
	json_close(j, ']');
	json_key(j, "notes");
	json_open(j, '[');
	for (i = 0; i < p->nnotes; i++)
		write_note(j, &p->notes[i]);
	json_close(j, ']');
	json_key(j, "reasons");
	json_open(j, '[');
	for (i = 0; i < p->nreasons; i++) {
		json_open(j, '{');
		json_kstr(j, "code", p->reasons[i].code);
		json_kstr(j, "text", p->reasons[i].text);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_key(j, "pseudonyms");
	json_open(j, '[');
	for (i = 0; i < p->npseudonyms; i++)
		json_str(j, p->pseudonyms[i].name);
	json_close(j, ']');
	json_key(j, "given");
	json_open(j, '[');
	for (i = 0; i < p->ngiven; i++)
		json_str(j, p->given[i].label);
	json_close(j, ']');
	json_key(j, "keep");
	json_bool(j, p->keep);
	json_key(j, "whiten");
	json_bool(j, p->whiten);
	write_fpr(j, "unredacted", p->unredacted ? &p->unredacted_by : &nobody);
	write_fpr(j, "stated", &p->stated_by);
	json_close(j, '}');
}
