/*
 * open.c -- tipline open: write what this key may read into a folder.
 *
 * Originals are for whoever was granted them and says --original; the desk and
 * reporters get the cleaned copies with their text; analysts get releases.
 * The names in the folder are ours, never those that files came under.
 * A release that was withdrawn is refused, with why.
 * Where the policy asks for receipts, one is in the vault before the first
 * byte of plaintext is anywhere.
 */
#include "vault/cmd/cmd.h"

#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/cmd/opening.h"
#include "vault/cmd/standing.h"
#include "vault/cmd/words.h"
#include "vault/session/receipt.h"
#include "vault/session/releases.h"

struct call {
	const char *submission, *folder, *item;
	bool original;
	uint32_t release;	/* 0: the newest */
};

/* --- what this key opens --- */

static int
nothing(const struct opening *op, bool granted)
{
	static const char *const why[] = {
		[TIER_ORIGINAL] = "holds no original here; run tipline audit",
		[TIER_WORKING] = "has no cleaned copy yet; run tipline examine, "
		    "or open with --original",
		[TIER_RELEASE] = "has no release yet; ask the desk for tipline "
		    "release",
	};
	char name[ID_NAME_SIZE];

	id_name(name, &op->submission);
	if (granted)
		return err_set(ERR_NOT_FOUND, "%s %s", name, why[op->tier]);
	return err_set(ERR_NO_GRANT, "nothing of %s is sealed to this key%s; "
	    "ask the desk for tipline assign", name,
	    op->tier == TIER_ORIGINAL ? " in the original tier" : "");
}

/* The submission's key of this tier; having none is no failure yet. */
static int
unlock_tier(struct opening *op)
{
	int r = session_unlock(op->s, &op->submission, NULL, op->tier,
	    &op->tier_key);

	op->has_tier_key = r == 0;
	return r == ERR_NO_GRANT ? 0 : r;
}

/* Does this key hold a grant of some item in the tier? */
static bool
has_item_grant(const struct opening *op, enum tier tier)
{
	const struct path *p;
	size_t i;

	for (i = 0; i < op->contents.npaths; i++) {
		p = &op->contents.paths[i];
		if (p->kind == PATH_GRANT && p->tier == tier &&
		    fpr_equal(&p->member, &op->s->my_fpr))
			return true;
	}
	return false;
}

static int
choose_tier(struct opening *op, const struct call *c)
{
	op->tier = c->original ? TIER_ORIGINAL :
	    c->release == 0 && has_item_grant(op, TIER_WORKING) ?
	    TIER_WORKING : TIER_RELEASE;
	return has_item_grant(op, op->tier) ? unlock_tier(op) :
	    nothing(op, false);
}

/* Why it was withdrawn, beside the refusal. */
static void
say_why(struct opening *op, uint32_t number)
{
	struct bytes why = BYTES_INIT(RECALL_REASON_MAX);
	struct bytes shown = BYTES_INIT(16 * RECALL_REASON_MAX);

	if (op->has_tier_key && releases_reason(op->s, &op->submission,
	    number, op->tier_key, &why) == 0 && why.len > 0 &&
	    print_escape(&shown, why.data, why.len) == 0)
		say(op->s->options, "the desk says why: %s",
		    bytes_str(&shown));
	bytes_free(&shown);
	bytes_free(&why);
}

static int
withdrawn(struct opening *op, const struct releases *r, uint32_t number)
{
	const uint32_t other = releases_standing(r);
	char name[ID_NAME_SIZE];

	id_name(name, &op->submission);
	say_why(op, number);
	if (other > 0)
		return err_set(ERR_NOT_PERMITTED, "release %u of %s was "
		    "withdrawn by the desk; remove what you wrote out of it, "
		    "and open what stands with tipline open %s --release %u",
		    number, name, name, other);
	return err_set(ERR_NOT_PERMITTED, "release %u of %s was withdrawn by "
	    "the desk; remove what you wrote out of it, and ask the desk for "
	    "another release", number, name);
}

/* The release that is meant, if it stands. */
static int
choose_release(struct opening *op, uint32_t number)
{
	struct releases rel;
	int r;

	if (op->tier != TIER_RELEASE)
		return 0;
	if ((r = releases_read(&rel, op->s, &op->submission)) < 0)
		return r;
	op->release = number > 0 ? number : rel.newest;
	if (rel.newest == 0)
		r = nothing(op, true);
	else if (op->release > rel.newest)
		r = err_set(ERR_NOT_FOUND, "there are %u releases; name one of "
		    "them with --release", rel.newest);
	else if (releases_recalled(&rel, op->release))
		r = withdrawn(op, &rel, op->release);
	releases_free(&rel);
	return r;
}

/* Whoever may read the manifest sees its order; others the tree's. */
static int
read_order(struct opening *op)
{
	int r = standing_items(op->s, &op->submission, &op->manifest);

	return r == ERR_NO_GRANT ? 0 : r;
}

/* The items of this tier that this key opens one by one. */
static int
sign_items(struct opening *op)
{
	const struct path *p;
	struct id *items;
	size_t i, n = 0;
	int r;

	items = calloc(op->contents.npaths + 1, sizeof(*items));
	if (items == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (i = 0; i < op->contents.npaths; i++) {
		p = &op->contents.paths[i];
		if (p->kind == PATH_GRANT && p->tier == op->tier &&
		    fpr_equal(&p->member, &op->s->my_fpr) &&
		    (id_is_zero(&op->only) || id_equal(&op->only, &p->item)) &&
		    (n == 0 || !id_equal(&items[n - 1], &p->item)))
			items[n++] = p->item;
	}
	r = n == 0 ? nothing(op, false) : receipt_sign(op->s, &op->submission,
	    op->tier, items, n);
	free(items);
	return r;
}

/* Is there an object that would be written?  Whoever signs opens something. */
static bool
has_objects(const struct opening *op)
{
	const struct path *p;
	size_t i;

	for (i = 0; i < op->contents.npaths; i++) {
		p = &op->contents.paths[i];
		if (p->kind == PATH_OBJECT && p->tier == op->tier &&
		    (p->object == OBJECT_ORIGINAL ||
		    p->object == OBJECT_UNPACKED || p->object == OBJECT_CLEAN ||
		    p->object == OBJECT_TEXT || (p->object == OBJECT_RELEASE &&
		    p->version == op->release)) &&
		    (id_is_zero(&op->only) || id_equal(&op->only, &p->item)))
			return true;
	}
	return false;
}

/* Where the policy asks for it: durable before a byte is written. */
static int
sign_receipt(struct opening *op)
{
	if (!has_objects(op))
		return nothing(op, true);
	if (!op->has_tier_key)
		return sign_items(op);
	return id_is_zero(&op->only) ?
	    receipt_sign(op->s, &op->submission, op->tier, NULL, 0) :
	    receipt_sign(op->s, &op->submission, op->tier, &op->only, 1);
}

static int
write_all(struct opening *op, const char *path)
{
	bool listing = op->tier == TIER_ORIGINAL && op->manifest.nitems > 0;
	int r;

	if ((r = folder_begin(&op->folder, path)) < 0 ||
	    (r = sign_receipt(op)) < 0)
		return r;
	if (op->tier == TIER_RELEASE && (r = opening_release_manifest(op)) < 0)
		return r;
	if ((r = opening_items(op)) < 0)
		return r;
	if (op->written == 0)
		return nothing(op, op->unlocked > 0 || op->has_tier_key);
	if (listing && (r = opening_listing(op)) < 0)
		return r;
	if (op->tier == TIER_WORKING && (r = opening_replies(op)) < 0)
		return r;
	return folder_finish(op->folder);
}

static int
tell(struct opening *op, const char *path)
{
	progress_end(op->s->options);
	if (op->s->options->json) {
		json_close(&op->json, ']');
		json_close(&op->json, '}');
		return bytes_ok(&op->answer) < 0 ? ERR_TOO_BIG :
		    json_line(&op->answer);
	}
	(void)printf("wrote %zu file%s to ", op->written,
	    op->written == 1 ? "" : "s");
	print_word(path);
	(void)printf(" (%s tier)\n", tier_name(op->tier));
	return 0;
}

static int
open_submission(struct opening *op, const struct call *c)
{
	char name[ID_NAME_SIZE];
	const char *path = c->folder;
	int r;

	if ((r = session_find(op->s, c->submission, &op->submission)) < 0 ||
	    (r = contents_read(&op->contents, op->s, &op->submission)) < 0)
		return r;
	if (c->item != NULL && (r = word_item(op->s, &op->submission, c->item,
	    &op->only)) < 0)
		return r;
	if ((r = choose_tier(op, c)) < 0 ||
	    (r = choose_release(op, c->release)) < 0 ||
	    (r = read_order(op)) < 0)
		return r;
	id_name(name, &op->submission);
	if (path == NULL)
		path = name;
	json_open(&op->json, '{');
	json_kstr(&op->json, "folder", path);
	json_kstr(&op->json, "tier", tier_name(op->tier));
	json_key(&op->json, "files");
	json_open(&op->json, '[');
	if ((r = write_all(op, path)) < 0)
		return r;
	return tell(op, path);
}

static int
parse(struct call *c, int argc, char **argv)
{
	const char *value = NULL;
	unsigned long n;
	char *end;
	int i;

	for (i = 1; i < argc; i++) {
		if (option_is(argc, argv, &i, "--release", &value)) {
			n = value != NULL ? strtoul(value, &end, 10) : 0;
			if (n == 0 || n > UINT32_MAX || *end != '\0')
				return usage("--release takes a number from 1");
			c->release = (uint32_t)n;
		} else if (option_is(argc, argv, &i, "-o", &c->folder)) {
			if (c->folder == NULL)
				return usage("-o needs a folder");
		} else if (option_is(argc, argv, &i, "--item", &c->item)) {
			if (c->item == NULL)
				return usage("--item needs an item");
		} else if (option_is(argc, argv, &i, "--original", NULL)) {
			c->original = true;
		} else if (option_is(argc, argv, &i, "--", NULL)) {
			continue;
		} else if (!operand(argc, argv, i)) {
			return usage("unknown option %s", argv[i]);
		} else if (c->submission != NULL) {
			return usage("one submission at a time");
		} else {
			c->submission = argv[i];
		}
	}
	if (c->original && c->release > 0)
		return usage("--original and --release go apart");
	return c->submission == NULL ? usage("name a submission") : 0;
}

int
cmd_open(const struct options *o, int argc, char **argv)
{
	struct opening op = { .answer = BYTES_INIT(OPENING_LISTING_MAX),
	    .listing = BYTES_INIT(OPENING_LISTING_MAX) };
	struct call c = { .submission = NULL };
	int r;

	if ((r = parse(&c, argc, argv)) < 0 ||
	    (r = session_open(&op.s, o,
	    NEED_STORE | NEED_KEY | NEED_MEMBER)) < 0)
		return r;
	op.json = json_writer(&op.answer);
	r = open_submission(&op, &c);
	if (r == ERR_NO_SPACE)
		r = err_set(ERR_NO_SPACE, "the disk is full; nothing was "
		    "opened; free some space or name another folder with -o");
	progress_end(o);
	folder_free(op.folder);
	release_names_free(&op.names);
	manifest_free(&op.manifest);
	contents_free(&op.contents);
	bytes_free(&op.answer);
	bytes_free(&op.listing);
	session_close(op.s);
	return r;
}
