/*
 * generate -- fill a vault with submissions, quickly, for measuring.
 *
 * usage: generate -i KEYFILE [-n SUBMISSIONS] [-b SUBMISSIONS PER ENTRY]
 *            [-d DAYS] VAULT
 *
 * VAULT was made by `tipline init` with that key (without a passphrase) and
 * holds no submission yet.  What is put into it is real: sealed, granted to
 * the key, signed, entry by entry, as if it had come in over the last DAYS
 * days; `tipline audit` finds nothing.  It goes into one git pack, and into
 * the branch when all is there.
 */
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tests/bench/packfile.h"
#include "tests/bench/shelf.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/keep/keydisk.h"
#include "vault/keep/sign.h"
#include "vault/seal/drop.h"
#include "vault/seal/grant.h"
#include "vault/seal/object.h"
#include "vault/session/manifest.h"
#include "vault/store/changes.h"
#include "vault/store/entry.h"

#define DAY 86400
#define OUTPUT_MAX (1u << 20)	/* bytes of what git answers */

struct generate {
	const char *vault;
	unsigned long submissions, batch, days;
	struct keys *keys;
	struct fpr me;
	struct secret *tier_key;	/* of all submissions: it is a bench */
	struct packfile *pack;
	struct shelf *shelf;
	int memory;			/* where objects are sealed */
	struct bytes root;		/* the root's other entries */
	size_t root_before;		/* of them stand before `submissions` */
	git_oid head;
	uint8_t head_sha256[SHA256_BYTES];
	int64_t now;
};

static int
git(const struct generate *g, struct bytes *out, const char *words)
{
	char line[8192];
	FILE *f;
	size_t n;

	(void)snprintf(line, sizeof(line), "git -C '%s' %s", g->vault, words);
	if ((f = popen(line, "r")) == NULL)
		return err_sys("cannot run git");
	while ((n = fread(line, 1, sizeof(line), f)) > 0)
		(void)bytes_add(out, line, n);
	if (pclose(f) != 0)
		return err_set(ERR_FAILED, "`git %s` failed", words);
	return bytes_ok(out);
}

/* What the root holds beside `submissions`, as it stands in a tree. */
static int
read_root(struct generate *g)
{
	struct bytes b = BYTES_INIT(OUTPUT_MAX);
	char mode[8], hex[64], name[64], *line;
	uint8_t oid[OID_BYTES];
	int r;

	if ((r = git(g, &b, "ls-tree refs/heads/main")) < 0)
		goto done;
	for (line = strtok((char *)(uintptr_t)bytes_str(&b), "\n");
	    line != NULL; line = strtok(NULL, "\n")) {
		if (sscanf(line, "%7s %*s %63s %63s", mode, hex, name) != 3 ||
		    !hex_parse(oid, OID_BYTES, hex, strlen(hex)) ||
		    strcmp(name, "submissions") == 0) {
			r = err_set(ERR_USAGE, "%s holds submissions already; "
			    "make a new one", g->vault);
			goto done;
		}
		shelf_entry(&g->root, mode[0] == '0' ? mode + 1 : mode, name,
		    oid);
		if (strcmp(name, "submissions") < 0)
			g->root_before = g->root.len;
	}
done:
	bytes_free(&b);
	return r;
}

static int
read_head(struct generate *g)
{
	struct bytes b = BYTES_INIT(OUTPUT_MAX);
	int r;

	if ((r = git(g, &b, "rev-parse refs/heads/main")) < 0)
		goto done;
	if (b.len < 40 || !hex_parse(g->head.id, OID_BYTES, (char *)b.data, 40))
		r = err_set(ERR_NO_VAULT, "%s is no vault", g->vault);
	bytes_reset(&b);
	if (r == 0 && (r = git(g, &b, "cat-file commit refs/heads/main")) == 0)
		r = sha256(g->head_sha256, b.data, b.len);
done:
	bytes_free(&b);
	return r;
}

static int
read_key(struct generate *g, const char *path)
{
	struct secret *file = NULL;
	int r;

	if ((r = keydisk_read(&file, path)) == 0 &&
	    (r = keyfile_read(&g->keys, file, NULL, path)) == 0)
		r = card_fpr(&g->me, keys_card(g->keys));
	secret_free(file);
	return r;
}

static int
sign(const struct generate *g, const char *ns, const struct bytes *text,
    struct bytes *armored)
{
	uint8_t hash[SSHSIG_HASH_BYTES], sig[SIGN_BYTES];
	int r;

	(void)crypto_hash_sha512(hash, text->data, text->len);
	if ((r = sign_hash(sig, g->keys, ns, hash)) < 0)
		return r;
	return sshsig_armor(armored, ns, keys_card(g->keys)->sign_pk, sig);
}

/* A blob of the pack, told to the entry, and put into its folder. */
static int
add_file(struct generate *g, struct changes *l, const char *name,
    const void *p, size_t len, struct bytes *folder)
{
	uint8_t oid[OID_BYTES];
	struct change *c;
	int r;

	if ((r = packfile_add(g->pack, PACKED_BLOB, p, len, oid)) < 0 ||
	    (r = changes_add(l, name, CHANGE_ADDED, &c)) < 0)
		return r;
	shelf_entry(folder, "100644", strrchr(name, '/') + 1, oid);
	return sha256(c->sha256, p, len);
}

/* A folder of the pack, put into the one above. */
static int
add_folder(struct generate *g, const struct bytes *folder, const char *name,
    struct bytes *above)
{
	uint8_t oid[OID_BYTES];
	int r;

	if ((r = packfile_add(g->pack, PACKED_TREE, folder->data, folder->len,
	    oid)) == 0)
		shelf_entry(above, "40000", name, oid);
	return r;
}

static int
seal(struct generate *g, struct object_ctx *ctx, const void *p, size_t len,
    struct bytes *out, struct drop_file *f)
{
	struct secret *item_key = NULL;
	struct sealer *s = NULL;
	struct sealed done;
	int r;

	if (ftruncate(g->memory, 0) != 0 || lseek(g->memory, 0, SEEK_SET) != 0)
		return err_sys("a memory file");
	if ((r = object_item_key(&item_key, g->tier_key, &ctx->submission,
	    &ctx->item)) < 0 ||
	    (r = sealer_new(&s, item_key, ctx, g->memory)) < 0 ||
	    (r = sealer_add(s, p, len)) < 0 ||
	    (r = sealer_end(s, &done)) < 0)
		goto done;
	(void)lseek(g->memory, 0, SEEK_SET);
	r = io_read_all(g->memory, out);
	memcpy(f->sha256, done.sha256, SHA256_BYTES);
	f->size = done.size;
	f->path = (struct path){ .kind = PATH_OBJECT, .object = ctx->kind,
	    .tier = TIER_ORIGINAL, .version = 1,
	    .submission = ctx->submission, .item = ctx->item };
done:
	sealer_free(s);
	secret_free(item_key);
	return r;
}

/* What one submission is, before it is filed. */
#define MADE_FILES 5		/* manifest, original, a grant for each tier */
#define MADE_GRANTS 2		/* where those begin */

struct made {
	struct id id, item;
	struct drop_file files[MADE_FILES];
	struct bytes body[MADE_FILES];
	struct bytes drop, sig;
};

static int
make_grants(struct generate *g, struct made *m)
{
	struct grant_ctx ctx = { .submission = m->id };
	struct drop_file *f = &m->files[MADE_GRANTS];
	struct bytes *b = &m->body[MADE_GRANTS];
	int r = 0;

	for (ctx.tier = TIER_ORIGINAL; ctx.tier <= TIER_LAST && r == 0;
	    ctx.tier++, f++, b++) {
		f->path = (struct path){ .kind = PATH_GRANT, .member = g->me,
		    .tier = ctx.tier, .version = keys_card(g->keys)->epoch,
		    .submission = m->id };
		if ((r = grant_seal(b, &ctx, g->tier_key,
		    keys_card(g->keys)->box_pk)) == 0)
			r = sha256(f->sha256, b->data, b->len);
		f->size = b->len;
	}
	return r;
}

static int
make(struct generate *g, struct made *m, int64_t when)
{
	char text[200];
	struct manifest man = { .received = (uint64_t)when };
	struct bytes b = BYTES_INIT(4096);
	struct object_ctx ctx = { .version = 1, .kind = OBJECT_ORIGINAL };
	struct drop d = { .files = m->files, .nfiles = MADE_FILES,
	    .intake = g->me };
	int r, n;

	randombytes_buf(&m->id, sizeof(m->id));
	randombytes_buf(&m->item, sizeof(m->item));
	ctx.submission = d.submission = m->id;
	ctx.item = m->item;
	n = snprintf(text, sizeof(text), "what was seen, number %u\n",
	    randombytes_random());
	(void)strcpy(man.channel, "bench");
	if ((r = seal(g, &ctx, text, (size_t)n, &m->body[1],
	    &m->files[1])) < 0 ||
	    (r = manifest_add(&man, &m->item, ITEM_FILE, "seen.txt")) < 0)
		goto done;
	man.items[0].size = (uint64_t)n;
	ctx.item = (struct id){ .b = { 0 } };
	ctx.kind = OBJECT_MANIFEST;
	if ((r = manifest_write(&b, &man)) < 0 ||
	    (r = seal(g, &ctx, b.data, b.len, &m->body[0],
	    &m->files[0])) < 0 || (r = make_grants(g, m)) < 0)
		goto done;
	if ((r = drop_format(&m->drop, &d)) == 0)
		r = sign(g, SSHSIG_NS_DROP, &m->drop, &m->sig);
done:
	manifest_free(&man);
	bytes_free(&b);
	return r;
}

/* grants/<tier>/<fpr>.<epoch>, the tiers in the order of their names. */
static int
file_grants(struct generate *g, struct made *m, struct changes *l,
    struct bytes *top)
{
	struct bytes tier = BYTES_INIT(4096), all = BYTES_INIT(4096);
	char name[PATH_SIZE];
	const enum tier order[] = { TIER_ORIGINAL, TIER_RELEASE,
	    TIER_WORKING };
	size_t i;
	int r = 0;

	for (i = 0; i < sizeof(order) / sizeof(order[0]) && r == 0; i++) {
		const struct path p = { .kind = PATH_GRANT, .member = g->me,
		    .tier = order[i], .version = keys_card(g->keys)->epoch,
		    .submission = m->id };
		const struct bytes *body = &m->body[MADE_GRANTS + order[i] -
		    TIER_ORIGINAL];

		path_format(name, &p);
		bytes_reset(&tier);
		if ((r = add_file(g, l, name, body->data, body->len,
		    &tier)) == 0)
			r = add_folder(g, &tier, tier_name(order[i]), &all);
	}
	if (r == 0)
		r = add_folder(g, &all, "grants", top);
	bytes_free(&tier);
	bytes_free(&all);
	return r;
}

static int
file(struct generate *g, struct made *m, struct changes *l)
{
	struct bytes top = BYTES_INIT(4096), a = BYTES_INIT(4096);
	struct bytes b = BYTES_INIT(4096), c = BYTES_INIT(4096);
	char at[PATH_SIZE], name[PATH_SIZE + 16], item[ID_HEX_SIZE], aa[3];
	uint8_t oid[OID_BYTES];
	int r;

	id_hex(item, &m->item);
	(void)snprintf(aa, sizeof(aa), "%.2s", item);
	path_submission(at, &m->id);
	(void)snprintf(name, sizeof(name), "%s/drop", at);
	if ((r = add_file(g, l, name, m->drop.data, m->drop.len, &top)) < 0)
		goto done;
	(void)strcat(name, ".sig");
	if ((r = add_file(g, l, name, m->sig.data, m->sig.len, &top)) < 0)
		goto done;
	if ((r = file_grants(g, m, l, &top)) < 0)
		goto done;
	bytes_reset(&a);
	bytes_reset(&b);
	(void)snprintf(name, sizeof(name), "%.200s/items/%s/%s/original.sealed",
	    at, aa, item);
	if ((r = add_file(g, l, name, m->body[1].data, m->body[1].len,
	    &a)) < 0 || (r = add_folder(g, &a, item, &b)) < 0 ||
	    (r = add_folder(g, &b, aa, &c)) < 0 ||
	    (r = add_folder(g, &c, "items", &top)) < 0)
		goto done;
	(void)snprintf(name, sizeof(name), "%.200s/manifest.sealed", at);
	if ((r = add_file(g, l, name, m->body[0].data, m->body[0].len,
	    &top)) == 0 && (r = packfile_add(g->pack, PACKED_TREE, top.data,
	    top.len, oid)) == 0)
		r = shelf_put(g->shelf, &m->id, oid);
done:
	bytes_free(&top);
	bytes_free(&a);
	bytes_free(&b);
	bytes_free(&c);
	return r;
}

static int
add_submission(struct generate *g, struct changes *l, struct id *id,
    int64_t when)
{
	struct made m = { .drop = BYTES_INIT(4096), .sig = BYTES_INIT(4096) };
	size_t i;
	int r;

	for (i = 0; i < MADE_FILES; i++)
		m.body[i] = BYTES_INIT(8192);
	if ((r = make(g, &m, when)) == 0)
		r = file(g, &m, l);
	*id = m.id;
	for (i = 0; i < MADE_FILES; i++)
		bytes_free(&m.body[i]);
	bytes_free(&m.drop);
	bytes_free(&m.sig);
	return r;
}

static int
write_root(struct generate *g, git_oid *out)
{
	struct bytes b = BYTES_INIT(OUTPUT_MAX);
	uint8_t oid[OID_BYTES];
	int r;

	if ((r = shelf_write(g->shelf, g->pack, oid)) < 0)
		return r;
	(void)bytes_add(&b, g->root.data, g->root_before);
	shelf_entry(&b, "40000", "submissions", oid);
	(void)bytes_add(&b, g->root.data + g->root_before,
	    g->root.len - g->root_before);
	if ((r = bytes_ok(&b)) == 0)
		r = packfile_add(g->pack, PACKED_TREE, b.data, b.len, out->id);
	bytes_free(&b);
	return r;
}

static int
by_id(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct id));
}

/* Sign what was added, and stand on it. */
static int
end_entry(struct generate *g, struct entry_commit *c, struct changes *l)
{
	struct bytes sig = BYTES_INIT(SSHSIG_ARMOR_MAX);
	struct bytes raw = BYTES_INIT(OUTPUT_MAX);
	int r;

	changes_sort(l);
	qsort(c->entry.submissions, c->entry.nsubmissions, sizeof(struct id),
	    by_id);
	(void)snprintf(c->entry.event, sizeof(c->entry.event), "submit");
	(void)snprintf(c->entry.subject, sizeof(c->entry.subject), "%zu came",
	    c->entry.nsubmissions);
	c->entry.actor = g->me;
	c->nparents = 1;
	c->has_previous = true;
	git_oid_cpy(&c->parent, &g->head);
	memcpy(c->previous, g->head_sha256, SHA256_BYTES);
	if ((r = changes_digest(c->objects, l)) < 0 ||
	    (r = write_root(g, &c->tree)) < 0 ||
	    (r = entry_format(&c->payload, c)) < 0 ||
	    (r = sign(g, SSHSIG_NS_GIT, &c->payload, &sig)) < 0 ||
	    (r = entry_sign(&raw, &c->payload, sig.data, sig.len)) < 0 ||
	    (r = packfile_add(g->pack, PACKED_COMMIT, raw.data, raw.len,
	    g->head.id)) < 0)
		goto done;
	r = sha256(g->head_sha256, raw.data, raw.len);
done:
	bytes_free(&sig);
	bytes_free(&raw);
	return r;
}

static int
add_entry(struct generate *g, unsigned long from, unsigned long n)
{
	struct entry_commit c = ENTRY_COMMIT_INIT;
	struct changes l = { .v = NULL };
	unsigned long i;
	int r = 0;

	c.time = g->now - (int64_t)(g->days * (g->submissions - from) /
	    g->submissions) * DAY;
	c.time -= c.time % DAY;
	c.entry.submissions = calloc(n, sizeof(struct id));
	if (c.entry.submissions == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (i = 0; i < n && r == 0; i++)
		r = add_submission(g, &l, &c.entry.submissions[i], c.time);
	c.entry.nsubmissions = n;
	if (r == 0)
		r = end_entry(g, &c, &l);
	entry_free(&c);
	changes_free(&l);
	return r;
}

static int
fill(struct generate *g)
{
	struct bytes none = BYTES_INIT(OUTPUT_MAX);
	char hex[GIT_OID_HEXSZ + 1], words[128];
	unsigned long at, n;
	int r = 0;

	for (at = 0; at < g->submissions && r == 0; at += n) {
		n = g->submissions - at < g->batch ? g->submissions - at :
		    g->batch;
		r = add_entry(g, at, n);
	}
	if (r < 0 || (r = packfile_end(g->pack)) < 0)
		return r;
	hex_of(hex, g->head.id, OID_BYTES);
	(void)snprintf(words, sizeof(words), "update-ref refs/heads/main %s",
	    hex);
	r = git(g, &none, words);
	bytes_free(&none);
	return r;
}

static int
open_all(struct generate *g, const char *key)
{
	int r;

	if ((r = process_hide()) < 0 || (r = read_key(g, key)) < 0 ||
	    (r = read_root(g)) < 0 || (r = read_head(g)) < 0 ||
	    (r = secret_random(&g->tier_key)) < 0 ||
	    (r = io_memfd(&g->memory, "bench")) < 0 ||
	    (r = packfile_new(&g->pack, g->vault)) < 0)
		return r;
	return shelf_new(&g->shelf);
}

static unsigned long
number(const char *word, unsigned long least, unsigned long most)
{
	char *end;
	unsigned long v = strtoul(word, &end, 10);

	if (*word == '\0' || *end != '\0' || v < least || v > most) {
		(void)fprintf(stderr, "generate: %s is not from %lu to %lu\n",
		    word, least, most);
		exit(2);
	}
	return v;
}

int
main(int argc, char **argv)
{
	struct generate g = { .submissions = 1000, .batch = 1, .memory = -1,
	    .root = BYTES_INIT(OUTPUT_MAX), .now = (int64_t)time(NULL) };
	const char *key = NULL;
	int c, r;

	while ((c = getopt(argc, argv, "i:n:b:d:")) != -1)
		switch (c) {
		case 'i':
			key = optarg;
			break;
		case 'n':
			g.submissions = number(optarg, 1, 10000000);
			break;
		case 'b':
			g.batch = number(optarg, 1, ENTRY_SUBMISSIONS_MAX);
			break;
		case 'd':
			g.days = number(optarg, 0, 36500);
			break;
		default:
			return 2;
		}
	if (key == NULL || optind + 1 != argc) {
		(void)fprintf(stderr, "usage: generate -i KEYFILE [-n N] "
		    "[-b N] [-d DAYS] VAULT\n");
		return 2;
	}
	g.vault = argv[optind];
	if ((r = open_all(&g, key)) == 0)
		r = fill(&g);
	if (r < 0)
		(void)fprintf(stderr, "generate: %s\n", err_line());
	packfile_free(g.pack);
	shelf_free(g.shelf);
	secret_free(g.tier_key);
	keys_free(g.keys);
	bytes_free(&g.root);
	io_close(&g.memory);
	return r < 0;
}
