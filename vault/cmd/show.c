/* show.c -- tipline show: one submission; names only with a key that may. */
#include "vault/cmd/cmd.h"

#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/print.h"
#include "vault/cmd/contents.h"
#include "vault/cmd/reply_show.h"
#include "vault/cmd/same.h"
#include "vault/cmd/standing.h"
#include "vault/cmd/words.h"
#include "vault/session/receipt.h"
#include "vault/session/releases.h"

#define ANSWER_MAX (256u << 20)	/* bytes of a submission as one line of JSON */
#define PREVIEW_BYTES 200	/* of the message */

struct view {
	struct session *s;
	struct standing standing;
	struct contents contents;
	struct manifest manifest;
	bool readable;			/* the manifest could be opened */
	struct bytes preview;		/* the message's first bytes */
	struct releases releases;
	bool outside;			/* somebody outside made the drop ... */
	struct fpr sender;		/* ... this one */
	uint32_t key;			/* of the tier release */
	bool has_key;
	struct replies_view replies;
	struct same *same;		/* NULL: this key may not know */
};

/* The order that people see: the manifest's, or else the tree's. */
static struct id
nth_item(const struct view *v, size_t i)
{
	return v->readable ? v->manifest.items[i].id : v->contents.items[i];
}

static size_t
count_items(const struct view *v)
{
	return v->readable ? v->manifest.nitems : v->contents.nitems;
}

/* "original report clean ..." of an item, each kind once, in order of kind. */
static void
objects_of(const struct view *v, const struct id *item,
    const char *names[OBJECT_LAST], size_t *n)
{
	int k;

	*n = 0;
	for (k = OBJECT_MANIFEST; k <= OBJECT_LAST; k++)
		if (contents_newest(&v->contents, item,
		    (enum object_kind)k) != NULL)
			names[(*n)++] = object_name((enum object_kind)k);
}

/* --- for people --- */

static void
print_members(const struct view *v, enum path_kind kind)
{
	char label[LABEL_SIZE], words[FPR_WORDS_SIZE], item[ID_HEX_SIZE];
	const struct path *p;
	size_t i;

	for (i = 0; i < v->contents.npaths; i++) {
		p = &v->contents.paths[i];
		if (p->kind != kind)
			continue;
		session_label(v->s, &p->member, label);
		fpr_words(words, &p->member);
		(void)printf("  %s", kind == PATH_GRANT ? "grant     " :
		    "approval  ");
		if (kind == PATH_GRANT)
			(void)printf("%-8s  ", tier_name(p->tier));
		print_word(label[0] != '\0' ? label : words);
		if (kind == PATH_GRANT && !id_is_zero(&p->item)) {
			id_hex(item, &p->item);
			(void)printf("  (item %s)", item);
		}
		(void)fputc('\n', stdout);
	}
}

static void
print_item(const struct view *v, size_t i)
{
	const struct manifest_item *it;
	const char *names[OBJECT_LAST];
	char hex[ID_HEX_SIZE];
	struct id id = nth_item(v, i);
	size_t n, k;

	id_hex(hex, &id);
	(void)printf("  item %zu  %s ", i + 1, hex);
	objects_of(v, &id, names, &n);
	for (k = 0; k < n; k++)
		(void)printf(" %s", names[k]);
	(void)fputc('\n', stdout);
	if (!v->readable)
		return;
	it = &v->manifest.items[i];
	(void)printf("      %s  %llu bytes  ",
	    it->depth > 0 ? "inside" :
	    it->what == ITEM_MESSAGE ? "message" : "file",
	    (unsigned long long)it->size);
	print_word(it->name);
	(void)fputc('\n', stdout);
}

/* Why a release was withdrawn; appends nothing to who may not read that. */
static int
read_why(const struct view *v, uint32_t number, struct bytes *why)
{
	return v->has_key ? releases_reason(v->s, &v->standing.submission,
	    number, v->key, why) : 0;
}

static void
print_releases(const struct view *v)
{
	struct bytes why = BYTES_INIT(RECALL_REASON_MAX + 1);
	char words[FPR_WORDS_SIZE];
	uint32_t n;
	size_t i;

	for (n = 1; n <= v->releases.newest; n++) {
		(void)printf("  release %u", n);
		if (releases_recalled(&v->releases, n)) {
			(void)fputs("  withdrawn", stdout);
			bytes_reset(&why);
			if (read_why(v, n, &why) == 0 && why.len > 0 &&
			    bytes_str(&why) != NULL) {
				(void)fputs(": ", stdout);
				print_word(bytes_str(&why));
			}
		}
		(void)fputc('\n', stdout);
		for (i = 0; i < v->releases.npartners; i++)
			if (v->releases.partners[i].release == n) {
				fpr_words(words, &v->releases.partners[i].to);
				(void)printf("      to the partner %s\n",
				    words);
			}
	}
	bytes_free(&why);
}

static void
print_preview(struct view *v)
{
	struct bytes shown = BYTES_INIT(16 * PREVIEW_BYTES);

	if (v->preview.len > 0 &&
	    print_escape(&shown, v->preview.data, v->preview.len) == 0) {
		(void)fputs("  message begins: ", stdout);
		(void)fwrite(shown.data, 1, shown.len, stdout);
		(void)fputc('\n', stdout);
	}
	bytes_free(&shown);
}

/* What the channel said: "sender-phone: ...", with the item's place. */
static void
print_facts(const struct manifest *m)
{
	const struct manifest_fact *f;

	for (size_t i = 0; i < m->nfacts; i++) {
		f = &m->facts[i];
		(void)printf("  %s", fact_name(f->what));
		if (f->item != MANIFEST_WHOLE)
			(void)printf(" of item %u", f->item + 1);
		(void)fputs(": ", stdout);
		print_word(f->value);
		(void)fputc('\n', stdout);
	}
}

static int
print_view(struct view *v)
{
	char hex[ID_HEX_SIZE], name[ID_NAME_SIZE], when[WHEN_SIZE];
	char words[FPR_WORDS_SIZE];
	size_t i;
	int r;

	id_hex(hex, &v->standing.submission);
	id_name(name, &v->standing.submission);
	when_format(when, v->standing.received);
	(void)printf("%s  %s  received %s  %s\n", name, hex, when,
	    v->standing.state);
	if (v->outside) {
		fpr_words(words, &v->sender);
		(void)printf("  came from outside, made by %s\n", words);
	}
	if (v->readable) {
		(void)fputs("  channel: ", stdout);
		print_word(v->manifest.channel);
		(void)fputc('\n', stdout);
		print_facts(&v->manifest);
	}
	for (i = 0; i < count_items(v); i++)
		print_item(v, i);
	if (!same_compared(v->same, &v->standing.submission))
		(void)puts("      not compared with the others yet: tipline "
		    "examine does that");
	r = same_print(v->same, &v->standing.submission);
	print_preview(v);
	print_members(v, PATH_GRANT);
	print_members(v, PATH_APPROVAL);
	print_releases(v);
	replies_view_print(&v->replies, v->s, &v->standing.submission);
	return r;
}

/* --- for programs --- */

static void
json_facts(struct json *j, const struct manifest *m)
{
	const struct manifest_fact *f;

	json_key(j, "facts");
	json_open(j, '[');
	for (size_t i = 0; i < m->nfacts; i++) {
		f = &m->facts[i];
		json_open(j, '{');
		json_kstr(j, "what", fact_name(f->what));
		if (f->item != MANIFEST_WHOLE)
			json_kuint(j, "item", f->item);
		json_kstr(j, "value", f->value);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void
json_item(struct json *j, const struct view *v, size_t i)
{
	const struct manifest_item *it;
	const char *names[OBJECT_LAST];
	char hex[ID_HEX_SIZE];
	struct id id = nth_item(v, i);
	size_t n, k;

	id_hex(hex, &id);
	objects_of(v, &id, names, &n);
	json_open(j, '{');
	json_kstr(j, "item", hex);
	json_key(j, "objects");
	json_open(j, '[');
	for (k = 0; k < n; k++)
		json_str(j, names[k]);
	json_close(j, ']');
	if (v->readable) {
		it = &v->manifest.items[i];
		json_kstr(j, "what", it->depth > 0 ? "inside" :
		    it->what == ITEM_MESSAGE ? "message" : "file");
		if (it->depth > 0) {
			id_hex(hex, &it->parent);
			json_kstr(j, "parent", hex);
			json_kuint(j, "depth", it->depth);
		}
		json_kstr(j, "name", it->name);
		json_kuint(j, "size", it->size);
	}
	json_close(j, '}');
}

static void
json_members(struct json *j, const struct view *v, enum path_kind kind)
{
	char hex[FPR_HEX_SIZE], item[ID_HEX_SIZE];
	const struct path *p;
	size_t i;

	json_open(j, '[');
	for (i = 0; i < v->contents.npaths; i++) {
		p = &v->contents.paths[i];
		if (p->kind != kind)
			continue;
		fpr_hex(hex, &p->member);
		json_open(j, '{');
		json_kstr(j, "member", hex);
		if (kind == PATH_GRANT) {
			json_kstr(j, "tier", tier_name(p->tier));
			json_kuint(j, "epoch", p->version);
		} else {
			json_kuint(j, "plan", p->version);
		}
		if (!id_is_zero(&p->item)) {
			id_hex(item, &p->item);
			json_kstr(j, "item", item);
		}
		json_close(j, '}');
	}
	json_close(j, ']');
}

static int
json_releases(struct json *j, const struct view *v)
{
	struct bytes why = BYTES_INIT(RECALL_REASON_MAX + 1);
	char hex[FPR_HEX_SIZE];
	uint32_t n;
	size_t i;
	int r = 0;

	json_open(j, '[');
	for (n = 1; n <= v->releases.newest && r == 0; n++) {
		json_open(j, '{');
		json_kuint(j, "release", n);
		json_key(j, "recalled");
		json_bool(j, releases_recalled(&v->releases, n));
		bytes_reset(&why);
		if (releases_recalled(&v->releases, n) &&
		    (r = read_why(v, n, &why)) == 0 && bytes_str(&why) != NULL)
			json_kstr(j, "why", bytes_str(&why));
		json_key(j, "partners");
		json_open(j, '[');
		for (i = 0; i < v->releases.npartners; i++)
			if (v->releases.partners[i].release == n) {
				fpr_hex(hex, &v->releases.partners[i].to);
				json_str(j, hex);
			}
		json_close(j, ']');
		json_close(j, '}');
	}
	json_close(j, ']');
	bytes_free(&why);
	return r;
}

static int
json_view(struct view *v)
{
	struct bytes line = BYTES_INIT(ANSWER_MAX);
	struct json j = json_writer(&line);
	char hex[ID_HEX_SIZE], name[ID_NAME_SIZE], when[WHEN_SIZE];
	char fpr[FPR_HEX_SIZE];
	size_t i;
	int r;

	id_hex(hex, &v->standing.submission);
	id_name(name, &v->standing.submission);
	when_format(when, v->standing.received);
	json_open(&j, '{');
	json_kstr(&j, "submission", hex);
	json_kstr(&j, "name", name);
	json_kstr(&j, "received", when);
	json_kstr(&j, "state", v->standing.state);
	if (v->outside) {
		fpr_hex(fpr, &v->sender);
		json_kstr(&j, "from", fpr);
	}
	if (v->readable) {
		json_kstr(&j, "channel", v->manifest.channel);
		json_facts(&j, &v->manifest);
	}
	json_key(&j, "items");
	json_open(&j, '[');
	for (i = 0; i < count_items(v); i++)
		json_item(&j, v, i);
	json_close(&j, ']');
	r = same_json(v->same, &j, &v->standing.submission);
	json_key(&j, "grants");
	json_members(&j, v, PATH_GRANT);
	json_key(&j, "approvals");
	json_members(&j, v, PATH_APPROVAL);
	json_key(&j, "releases");
	if (r == 0)
		r = json_releases(&j, v);
	replies_view_json(&v->replies, &j);
	json_close(&j, '}');
	if (r == 0 && (r = bytes_ok(&line)) == 0)
		r = json_line(&line);
	bytes_free(&line);
	return r;
}

/* --- gathering --- */

/* As many bytes of the beginning as fit without cutting a character. */
static size_t
whole_chars(const struct bytes *b)
{
	size_t n = 0, step;
	uint32_t cp;

	while (n < b->len) {
		if ((step = utf8_next(b->data + n, b->len - n, &cp)) == 0)
			step = 1;
		if (n + step > PREVIEW_BYTES)
			break;
		n += step;
	}
	return n;
}

/* The beginning of the message, if there is one. */
static int
read_preview(struct view *v)
{
	bool needed;
	struct object_ctx ctx = { .submission = v->standing.submission,
	    .kind = OBJECT_ORIGINAL, .version = 1 };
	struct bytes all = BYTES_INIT(MANIFEST_MAX);
	uint32_t handle;
	size_t i;
	int r;

	for (i = 0; i < v->manifest.nitems; i++)
		if (v->manifest.items[i].what == ITEM_MESSAGE)
			break;
	if (i == v->manifest.nitems)
		return 0;
	/* What a message says is for those who open it, and sign for that. */
	if ((r = receipt_needed(v->s, &needed)) < 0 || needed)
		return r;
	ctx.item = v->manifest.items[i].id;
	if ((r = session_unlock(v->s, &ctx.submission, NULL, TIER_ORIGINAL,
	    &handle)) == 0 &&
	    (r = session_read_object(v->s, handle, &ctx, &all)) == 0)
		r = bytes_add(&v->preview, all.data, whole_chars(&all));
	bytes_free(&all);
	return r;
}

/* Who signed a drop that the desk took from outside, if it did. */
static int
read_sender(struct view *v, const struct id *id)
{
	const struct path p = { .kind = PATH_SENDER, .submission = *id };
	struct bytes line = BYTES_INIT(CARD_LINE_SIZE + 1);
	char name[PATH_SIZE];
	struct card card;
	int r;

	path_format(name, &p);
	if ((r = store_read(v->s->store, name, &line)) == ERR_NOT_FOUND)
		r = 0;
	else if (r == 0 && bytes_str(&line) != NULL &&
	    (r = card_parse(&card, bytes_str(&line))) == 0 &&
	    (r = card_fpr(&v->sender, &card)) == 0)
		v->outside = true;
	bytes_free(&line);
	return r;
}

static int
gather(struct view *v, const char *word)
{
	struct id id;
	int r;

	if ((r = session_find(v->s, word, &id)) < 0 ||
	    (r = standing_one(v->s, &id, &v->standing)) < 0 ||
	    (r = contents_read(&v->contents, v->s, &id)) < 0 ||
	    (r = releases_read(&v->releases, v->s, &id)) < 0 ||
	    (r = read_sender(v, &id)) < 0)
		return r;
	if (v->s->keeper == NULL || v->s->my_roles == 0)
		return 0;
	r = session_unlock(v->s, &id, NULL, TIER_RELEASE, &v->key);
	v->has_key = r == 0;
	if (r < 0 && r != ERR_NO_GRANT)
		return r;
	if ((r = replies_view_read(&v->replies, v->s, &id)) < 0)
		return r;
	r = standing_items(v->s, &id, &v->manifest);
	if (r == ERR_NO_GRANT)
		return 0;
	if (r < 0)
		return r;
	v->readable = true;
	if ((r = same_open(&v->same, v->s)) < 0)
		return r;
	return read_preview(v);
}

int
cmd_show(const struct options *o, int argc, char **argv)
{
	struct view v = { .preview = BYTES_INIT(PREVIEW_BYTES) };
	int r;

	if (argc != 2 || !operand(argc, argv, 1))
		return usage("name one submission");
	if ((r = session_open(&v.s, o, NEED_STORE | WANT_KEY)) < 0)
		return r;
	if ((r = gather(&v, argv[1])) == 0) {
		if (o->json)
			r = json_view(&v);
		else
			r = print_view(&v);
	}
	contents_free(&v.contents);
	releases_free(&v.releases);
	replies_view_free(&v.replies);
	manifest_free(&v.manifest);
	bytes_free(&v.preview);
	same_free(v.same);
	session_close(v.s);
	return r;
}
