/*
 * open.c -- tipline open: write what this key may read into a folder.
 *
 * Originals are for whoever was granted them and says --original; the desk and
 * reporters get the cleaned copies with their text; analysts get releases.
 * The names in the folder are ours, never those that files came under.
 * Where the policy asks for receipts, one is in the vault before the first
 * byte of plaintext is anywhere.
 */
#include "vault/cmd/cmd.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/print.h"
#include "vault/cmd/contents.h"
#include "vault/cmd/folder.h"
#include "vault/cmd/release_names.h"
#include "vault/cmd/standing.h"
#include "vault/cmd/words.h"
#include "vault/session/receipt.h"

#define HEAD_BYTES 4096			/* looked at to tell the extension */
#define LISTING_MAX (256u << 20)	/* bytes of manifest.txt, or the answer */
#define RELEASES_MAX (64u << 20)	/* bytes of a release manifest */
#define NAME_SIZE (ID_HEX_SIZE + SAFE_NAME_SIZE)

struct call {
	const char *submission, *folder, *item;
	bool original;
};

struct opening {
	struct session *s;
	struct id submission;
	struct id only;			/* --item; zero: all */
	enum tier tier;
	struct contents contents;
	struct manifest manifest;	/* no items when it may not be read */
	struct release_names names;
	struct folder *folder;
	bool has_tier_key;
	uint32_t tier_key;		/* the submission's, if we have it */
	size_t unlocked, written;
	struct bytes listing;		/* lines on the originals written */
	struct bytes answer;		/* the JSON line */
	struct json json;
};

/* --- what a file is called --- */

static const char *
extension_of(const uint8_t *p, size_t len)
{
	static const struct {
		const char *magic;
		size_t len;
		const char *ext;
	} table[] = {
		{ "%PDF-", 5, "pdf" },
		{ "\xff\xd8\xff", 3, "jpg" },
		{ "\x89PNG\r\n\x1a\n", 8, "png" },
		{ "PK\x03\x04", 4, "docx" },
	};
	size_t i;

	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (len >= table[i].len &&
		    memcmp(p, table[i].magic, table[i].len) == 0)
			return table[i].ext;
	return memchr(p, '\0', len) == NULL ? "txt" : "bin";
}

/* The name of object `kind` of the item that stands at `place` (from 1). */
static int
name_file(char name[NAME_SIZE], const struct opening *op,
    enum object_kind kind, const struct id *item, size_t place, int fd)
{
	char safe[SAFE_NAME_SIZE], hex[ID_HEX_SIZE];
	uint8_t head[HEAD_BYTES];
	const char *listed, *ext;
	ssize_t n;

	if ((n = pread(fd, head, sizeof(head), 0)) < 0)
		return err_sys("cannot read back what was written");
	ext = kind == OBJECT_ORIGINAL ? "original" :
	    kind == OBJECT_TEXT ? "text.txt" : extension_of(head, (size_t)n);
	explicit_bzero(head, sizeof(head));
	if (kind == OBJECT_RELEASE) {
		listed = release_names_find(&op->names, item);
		id_hex(hex, item);
		if (listed != NULL)
			(void)snprintf(name, NAME_SIZE, "%s", listed);
		else
			(void)snprintf(name, NAME_SIZE, "%s.%s", hex, ext);
		return 0;
	}
	manifest_safe_name(safe, place, op->manifest.nitems > 0 ?
	    op->manifest.nitems : op->contents.nitems, ext);
	(void)snprintf(name, NAME_SIZE, "%s", safe);
	return 0;
}

/* --- writing --- */

static void
list_written(struct opening *op, const struct id *item, const char *name)
{
	char hex[ID_HEX_SIZE];

	json_open(&op->json, '{');
	if (item != NULL) {
		id_hex(hex, item);
		json_kstr(&op->json, "item", hex);
	}
	json_kstr(&op->json, "file", name);
	json_close(&op->json, '}');
}

/* An original's line in manifest.txt; its hash is of what was written. */
static int
list_original(struct opening *op, const struct id *item, const char *name,
    int fd)
{
	const struct manifest_item *it = manifest_find(&op->manifest, item);
	uint8_t hash[SHA256_BYTES];
	char sha[SHA256_HEX_SIZE];
	uint64_t size;
	int r;

	if (it == NULL)
		return 0;	/* this key may not read the manifest */
	if (lseek(fd, 0, SEEK_SET) != 0)
		return err_sys("cannot read back what was written");
	if ((r = sha256_fd(hash, fd, &size)) < 0)
		return r;
	hex_of(sha, hash, SHA256_BYTES);
	(void)bytes_addf(&op->listing, "%s\t%s\t%llu\t%s\t", name,
	    it->what == ITEM_MESSAGE ? "message" : "file",
	    (unsigned long long)size, sha);
	(void)print_escape(&op->listing, it->name, strlen(it->name));
	return bytes_add_str(&op->listing, "\n");
}

static int
write_object(struct opening *op, uint32_t handle, const struct path *p,
    size_t place)
{
	struct object_ctx ctx = { .submission = p->submission, .item = p->item,
	    .kind = p->object, .version = p->version };
	char name[NAME_SIZE];
	uint64_t size;
	int in = -1, out, r;

	if ((r = store_open_object(op->s->store, p, &in, &size)) < 0 ||
	    (r = folder_file(op->folder, &out)) < 0 ||
	    (r = keeper_unseal(op->s->keeper, handle, &ctx, in, out,
	    &size)) < 0 ||
	    (r = name_file(name, op, p->object, &p->item, place, out)) < 0 ||
	    (p->object == OBJECT_ORIGINAL &&
	    (r = list_original(op, &p->item, name, out)) < 0) ||
	    (r = folder_keep(op->folder, name)) < 0)
		goto done;
	list_written(op, &p->item, name);
	op->written++;
done:
	io_close(&in);
	return r;
}

static int
write_bytes(struct opening *op, const char *name, const struct bytes *b)
{
	int fd, r;

	if ((r = folder_file(op->folder, &fd)) < 0 ||
	    (r = io_write_all(fd, b->data, b->len)) < 0 ||
	    (r = folder_keep(op->folder, name)) < 0)
		return r;
	list_written(op, NULL, name);
	return 0;
}

/* What there is of one item in this tier. */
static int
write_item(struct opening *op, const struct id *item, size_t place)
{
	static const enum object_kind kinds[][2] = {
		[TIER_ORIGINAL] = { OBJECT_ORIGINAL, OBJECT_ORIGINAL },
		[TIER_WORKING] = { OBJECT_CLEAN, OBJECT_TEXT },
		[TIER_RELEASE] = { OBJECT_RELEASE, OBJECT_RELEASE },
	};
	const enum object_kind *k = kinds[op->tier];
	const struct path *first = contents_newest(&op->contents, item, k[0]);
	const struct path *second = k[1] == k[0] ? NULL :
	    contents_newest(&op->contents, item, k[1]);
	uint32_t handle = op->tier_key;
	int r;

	if (!op->has_tier_key) {
		r = session_unlock(op->s, &op->submission, item, op->tier,
		    &handle);
		if (r == ERR_NO_GRANT)
			return 0;
		if (r < 0)
			return r;
	}
	op->unlocked++;
	progress(op->s->options, "opening", place, op->contents.nitems);
	if (first != NULL && (r = write_object(op, handle, first, place)) < 0)
		return r;
	return second != NULL ? write_object(op, handle, second, place) : 0;
}

static int
write_items(struct opening *op)
{
	size_t i, n;
	struct id item;
	int r = 0;

	n = op->manifest.nitems > 0 ? op->manifest.nitems :
	    op->contents.nitems;
	for (i = 0; i < n && r == 0; i++) {
		item = op->manifest.nitems > 0 ? op->manifest.items[i].id :
		    op->contents.items[i];
		if (id_is_zero(&op->only) || id_equal(&op->only, &item))
			r = write_item(op, &item, i + 1);
	}
	return r;
}

/* --- what goes beside the files --- */

/* manifest.txt beside originals: what each of them was called. */
static int
write_listing(struct opening *op)
{
	struct bytes b = BYTES_INIT(LISTING_MAX);
	int r;

	(void)bytes_add_str(&b, "channel: ");
	(void)print_escape(&b, op->manifest.channel,
	    strlen(op->manifest.channel));
	(void)bytes_add_str(&b, "\n\nfile, what, bytes, SHA-256, name it came "
	    "under (escaped)\n");
	(void)bytes_add(&b, op->listing.data, op->listing.len);
	if ((r = bytes_ok(&b)) == 0)
		r = write_bytes(op, "manifest.txt", &b);
	bytes_free(&b);
	return r;
}

/* manifest.json beside releases; it also says how the files are called. */
static int
write_release_manifest(struct opening *op)
{
	static const struct id none;
	struct bytes b = BYTES_INIT(RELEASES_MAX);
	struct object_ctx ctx = { .submission = op->submission,
	    .kind = OBJECT_RELEASES };
	const struct path *p = contents_newest(&op->contents, &none,
	    OBJECT_RELEASES);
	int r;

	if (p == NULL || !op->has_tier_key)
		return 0;
	ctx.version = p->version;
	if ((r = session_read_object(op->s, op->tier_key, &ctx, &b)) == 0 &&
	    (r = release_names_read(&op->names, b.data, b.len)) == 0)
		r = write_bytes(op, "manifest.json", &b);
	bytes_free(&b);
	return r;
}

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
choose_tier(struct opening *op, bool original)
{
	op->tier = original ? TIER_ORIGINAL :
	    has_item_grant(op, TIER_WORKING) ? TIER_WORKING : TIER_RELEASE;
	return has_item_grant(op, op->tier) ? unlock_tier(op) :
	    nothing(op, false);
}

/* Whoever may read the manifest sees its order; others the tree's. */
static int
read_order(struct opening *op)
{
	int r = standing_manifest(op->s, &op->submission, &op->manifest);

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
		    (p->object == OBJECT_ORIGINAL || p->object == OBJECT_CLEAN ||
		    p->object == OBJECT_TEXT || p->object == OBJECT_RELEASE) &&
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
	if (op->tier == TIER_RELEASE && (r = write_release_manifest(op)) < 0)
		return r;
	if ((r = write_items(op)) < 0)
		return r;
	if (op->written == 0)
		return nothing(op, op->unlocked > 0 || op->has_tier_key);
	if (listing && (r = write_listing(op)) < 0)
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
	if ((r = choose_tier(op, c->original)) < 0 ||
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
	int i;

	for (i = 1; i < argc; i++) {
		if (option_is(argc, argv, &i, "-o", &c->folder)) {
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
	return c->submission == NULL ? usage("name a submission") : 0;
}

int
cmd_open(const struct options *o, int argc, char **argv)
{
	struct opening op = { .answer = BYTES_INIT(LISTING_MAX),
	    .listing = BYTES_INIT(LISTING_MAX) };
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
