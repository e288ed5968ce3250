/*
 * kit.h -- members with keys, and a vault in a temporary folder, for the tests
 * of the store and the audit.  Only tests hold secret keys like this.
 */
#ifndef TESTS_VAULT_KIT_H
#define TESTS_VAULT_KIT_H

#include <fcntl.h>
#include <limits.h>
#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/seal/card.h"
#include "vault/seal/drop.h"
#include "vault/seal/epoch.h"
#include "vault/seal/grant.h"
#include "vault/seal/sshsig.h"
#include "vault/session/store.h"

struct member {
	uint8_t sk[crypto_sign_SECRETKEYBYTES];
	struct card card;
	struct fpr fpr;
};

/* Print what went wrong, not just that. */
#define assert_ok(call) do { \
	int ok_ = (call); \
	if (ok_ != 0) \
		fail_msg("%s: %d, %s", #call, ok_, err_line()); \
} while (0)

static inline void
kit_sign(const struct member *m, const char *ns, const void *msg, size_t len,
    struct bytes *armored)
{
	struct bytes payload = BYTES_INIT(1u << 20);
	uint8_t sig[SIGN_BYTES];

	assert_ok(sshsig_payload(&payload, ns, msg, len));
	assert_int_equal(crypto_sign_detached(sig, NULL, payload.data,
	    payload.len, m->sk), 0);
	assert_ok(sshsig_armor(armored, ns, m->card.sign_pk, sig));
	bytes_free(&payload);
}

static inline void
kit_member(struct member *m)
{
	struct bytes body = BYTES_INIT(256), payload = BYTES_INIT(1024);
	uint8_t box_sk[crypto_box_SECRETKEYBYTES];

	memset(m, 0, sizeof(*m));
	assert_true(sodium_init() >= 0);
	assert_int_equal(crypto_sign_keypair(m->card.sign_pk, m->sk), 0);
	assert_int_equal(crypto_box_keypair(m->card.box_pk, box_sk), 0);
	m->card.epoch = 1;
	assert_ok(card_body(&body, &m->card));
	assert_ok(sshsig_payload(&payload, CARD_NS, body.data, body.len));
	assert_int_equal(crypto_sign_detached(m->card.signature, NULL,
	    payload.data, payload.len, m->sk), 0);
	assert_ok(card_fpr(&m->fpr, &m->card));
	bytes_free(&body);
	bytes_free(&payload);
}

/* Run a command; its exit code.  %s are paths without blanks. */
__attribute__((format(printf, 1, 2)))
static inline int
kit_run(const char *fmt, ...)
{
	char line[2048];
	va_list ap;
	int r;

	va_start(ap, fmt);
	(void)vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	r = system(line);
	return r == -1 ? -1 : WEXITSTATUS(r);
}

struct kit {
	char dir[64];			/* holds the vault and scratch files */
	char vault[80];
	struct store *store;
	struct member admin;		/* admin, desk */
	struct member desk;		/* desk */
	struct member intake;		/* intake */
	struct member reporter;		/* reporter */
	struct member analyst;		/* analyst */
	struct member stranger;		/* no member */
};

/* Another byte at `at` of a file, whatever it was, also of one that cannot be
 * written to. */
static inline void
kit_damage(const char *path, off_t at)
{
	uint8_t byte;
	int fd;

	assert_int_equal(chmod(path, 0600), 0);
	fd = open(path, O_RDWR | O_CLOEXEC);
	assert_true(fd >= 0);
	assert_int_equal(pread(fd, &byte, 1, at), 1);
	byte ^= 0x24;
	assert_int_equal(pwrite(fd, &byte, 1, at), 1);
	close(fd);
}

/* Every object as a loose one, as it stands, for tests that change some. */
static inline void
kit_unpack(const struct kit *k)
{
	assert_int_equal(kit_run("cd %s && mkdir -p ../packs && "
	    "{ mv objects/pack/* ../packs 2>/dev/null; for p in "
	    "../packs/*.pack; do git -c core.looseCompression=0 "
	    "unpack-objects -q < $p || exit 1; done; rm -rf ../packs; }",
	    k->vault), 0);
}

static inline int
kit_add(struct store *s, const struct path *p, const char *text)
{
	return store_add(s, p, text, strlen(text));
}

static inline int
kit_finish(struct store *s, const char *event, const struct member *actor,
    const struct member *signer, const struct id *submissions, size_t n)
{
	struct bytes text = BYTES_INIT(1u << 20);
	struct bytes sig = BYTES_INIT(SSHSIG_ARMOR_MAX);
	struct id own[16];
	struct entry e;
	char commit[41];
	int r;

	memset(&e, 0, sizeof(e));
	(void)snprintf(e.event, sizeof(e.event), "%s", event);
	(void)snprintf(e.subject, sizeof(e.subject), "a test");
	e.actor = actor->fpr;
	assert_true(n <= 16);
	if (n > 0)
		memcpy(own, submissions, n * sizeof(*own));
	e.submissions = own;
	e.nsubmissions = n;
	if ((r = store_prepare(s, &e, &text)) == 0) {
		kit_sign(signer, SSHSIG_NS_GIT, text.data, text.len, &sig);
		r = store_commit(s, sig.data, sig.len, commit);
	}
	bytes_free(&text);
	bytes_free(&sig);
	return r;
}

/* Commit what was added since store_begin, or abort and pass the code on. */
static inline int
kit_commit(struct store *s, const char *event, const struct member *actor,
    const struct id *submission)
{
	int r = kit_finish(s, event, actor, actor, submission,
	    submission != NULL);

	if (r < 0) {
		char line[ERR_LINE_MAX];

		(void)snprintf(line, sizeof(line), "%s", err_line());
		(void)store_abort(s);
		(void)err_set((enum err)r, "%s", line);
	}
	return r;
}

static inline void
kit_add_member(struct store *s, const struct member *m, const char *roles)
{
	struct path p = { .kind = PATH_CARD, .member = m->fpr };
	const struct epoch epoch = { .card = m->card,
	    .since = store_time(s) };
	struct bytes text = BYTES_INIT(EPOCH_TEXT_MAX);
	char line[CARD_LINE_SIZE + 1], words[80];

	card_format(line, &m->card);
	(void)strcat(line, "\n");
	(void)snprintf(words, sizeof(words), "%s\n", roles);
	assert_ok(kit_add(s, &p, line));
	p.kind = PATH_ROLES;
	p.version = 1;
	assert_ok(kit_add(s, &p, words));
	p.kind = PATH_EPOCH;
	assert_ok(epoch_format(&text, &epoch));
	assert_ok(store_add(s, &p, text.data, text.len));
	bytes_free(&text);
}

static inline void
kit_join(struct kit *k, const struct member *m, const char *roles)
{
	assert_ok(store_begin(k->store));
	kit_add_member(k->store, m, roles);
	assert_ok(kit_commit(k->store, "member-add", &k->admin, NULL));
}

/* Stage `len` bytes that start with `seed` as object `p`. */
static inline void
kit_object(struct store *s, struct path *p, uint8_t seed, size_t len,
    uint8_t sum[SHA256_BYTES])
{
	uint8_t *body = malloc(len + 1);
	uint64_t size;
	uint32_t stage;
	int fd;

	assert_non_null(body);
	memset(body, seed, len);
	assert_ok(store_stage(s, &fd, &stage));
	assert_ok(io_write_all(fd, body, len));
	assert_ok(store_add_stage(s, p, stage, NULL, sum, &size));
	assert_int_equal(size, len);
	io_close(&fd);
	free(body);
}

struct sub {
	struct id id, item;
	size_t original;	/* bytes of the original */
};

static inline struct path
kit_path(const struct sub *b, enum object_kind kind, uint32_t version)
{
	struct path p = { .kind = PATH_OBJECT, .object = kind,
	    .tier = object_tier(kind), .version = version,
	    .submission = b->id };

	if (kind != OBJECT_MANIFEST && kind != OBJECT_RELEASES &&
	    kind != OBJECT_ENTITIES && kind != OBJECT_RECALL &&
	    kind != OBJECT_REPLY)
		p.item = b->item;
	return p;
}

static inline struct path
kit_grant_path(const struct sub *b, const struct member *m, enum tier tier)
{
	return (struct path){ .kind = PATH_GRANT, .member = m->fpr,
	    .tier = tier, .version = 1, .submission = b->id };
}

static inline void
kit_grant(struct store *s, const struct sub *b, const struct member *m,
    enum tier tier)
{
	const struct path p = kit_grant_path(b, m, tier);
	uint8_t box[GRANT_BYTES];

	randombytes_buf(box, sizeof(box));
	assert_ok(store_add(s, &p, box, sizeof(box)));
}

/* The files of a submission made here; -1 below: none is left out. */
enum kit_file { KIT_NONE = -1, KIT_MANIFEST, KIT_ORIGINAL, KIT_GRANT };

/*
 * Add all files of a new submission but `missing`, signed by `signer`, without
 * committing.  The signed list names the missing one too.
 */
static inline void
kit_drop_without(struct store *s, struct sub *b, const struct member *signer,
    const struct member *to, size_t original, enum kit_file missing)
{
	struct bytes text = BYTES_INIT(1u << 16);
	struct bytes sig = BYTES_INIT(SSHSIG_ARMOR_MAX);
	struct drop_file files[3] = { { .size = 0 } };
	struct drop d = { .files = files, .nfiles = 3 };
	struct path p;
	uint8_t box[GRANT_BYTES];

	b->original = original;
	assert_ok(id_new(&b->id));
	assert_ok(id_new(&b->item));
	d.submission = b->id;
	d.intake = signer->fpr;
	files[0].path = kit_path(b, OBJECT_MANIFEST, 1);
	files[0].size = 300;
	if (missing != KIT_MANIFEST)
		kit_object(s, &files[0].path, 'm', 300, files[0].sha256);
	files[1].path = kit_path(b, OBJECT_ORIGINAL, 1);
	files[1].size = original;
	if (missing != KIT_ORIGINAL)
		kit_object(s, &files[1].path, 'o', original, files[1].sha256);
	files[2].path = kit_grant_path(b, to, TIER_ORIGINAL);
	files[2].size = sizeof(box);
	randombytes_buf(box, sizeof(box));
	assert_ok(sha256(files[2].sha256, box, sizeof(box)));
	if (missing != KIT_GRANT)
		assert_ok(store_add(s, &files[2].path, box, sizeof(box)));
	assert_ok(drop_format(&text, &d));
	kit_sign(signer, SSHSIG_NS_DROP, text.data, text.len, &sig);
	p = (struct path){ .kind = PATH_DROP, .submission = b->id };
	assert_ok(store_add(s, &p, text.data, text.len));
	p.kind = PATH_DROP_SIG;
	assert_ok(store_add(s, &p, sig.data, sig.len));
	bytes_free(&text);
	bytes_free(&sig);
}

static inline void
kit_drop(struct store *s, struct sub *b, const struct member *signer,
    const struct member *to, size_t original)
{
	kit_drop_without(s, b, signer, to, original, KIT_NONE);
}

static inline void
kit_submit(struct kit *k, struct sub *b, size_t original)
{
	assert_ok(store_begin(k->store));
	kit_drop(k->store, b, &k->intake, &k->desk, original);
	assert_ok(kit_commit(k->store, "submit", &k->desk, &b->id));
}

/* An approval of one plan. */
static inline int
kit_add_approval(struct store *s, const struct sub *b,
    const struct member *by, uint32_t number, uint32_t plan,
    const uint8_t sum[SHA256_BYTES])
{
	const struct path to = { .kind = PATH_APPROVAL, .member = by->fpr,
	    .version = number, .submission = b->id };
	struct path p = kit_path(b, OBJECT_PLAN, plan);
	char line[PATH_SIZE + 80], name[PATH_SIZE], hex[SHA256_HEX_SIZE];

	path_format(name, &p);
	hex_of(hex, sum, SHA256_BYTES);
	(void)snprintf(line, sizeof(line), "%s %s\n", hex, name);
	return kit_add(s, &to, line);
}

/* find, then decide by `by`: plan.<from> and plan.<from + 1>. */
static inline void
kit_decide(struct kit *k, const struct sub *b, const struct member *by,
    uint8_t sum[SHA256_BYTES])
{
	struct path p = kit_path(b, OBJECT_PLAN, 1);

	assert_ok(store_begin(k->store));
	kit_object(k->store, &p, 'f', 400, sum);
	assert_ok(kit_commit(k->store, "find", by, &b->id));
	p = kit_path(b, OBJECT_PLAN, 2);
	assert_ok(store_begin(k->store));
	kit_object(k->store, &p, 'd', 400, sum);
	assert_ok(kit_add_approval(k->store, b, by, 1, 2, sum));
	assert_ok(kit_commit(k->store, "decide", by, &b->id));
}

static inline int
kit_release(struct kit *k, const struct sub *b, const struct member *by)
{
	struct path p = kit_path(b, OBJECT_RELEASE, 1);
	uint8_t sum[SHA256_BYTES];

	assert_ok(store_begin(k->store));
	kit_object(k->store, &p, 'r', 500, sum);
	p = kit_path(b, OBJECT_RELEASES, 1);
	kit_object(k->store, &p, 'R', 500, sum);
	p = kit_path(b, OBJECT_ENTITIES, 1);
	kit_object(k->store, &p, 'E', 500, sum);
	kit_grant(k->store, b, &k->analyst, TIER_RELEASE);
	return kit_commit(k->store, "release", by, &b->id);
}

/* A vault with its members in a new temporary folder. */
static inline void
kit_open(struct kit *k)
{
	const struct policy policy = policy_default;

	memset(k, 0, sizeof(*k));
	(void)strcpy(k->dir, "/tmp/tipline-test-XXXXXX");
	assert_non_null(mkdtemp(k->dir));
	(void)snprintf(k->vault, sizeof(k->vault), "%s/vault", k->dir);
	kit_member(&k->admin);
	kit_member(&k->desk);
	kit_member(&k->intake);
	kit_member(&k->reporter);
	kit_member(&k->analyst);
	kit_member(&k->stranger);
	assert_ok(store_init(&k->store, k->vault, &policy));
	assert_ok(store_begin(k->store));
	kit_add_member(k->store, &k->admin, "admin,desk");
	assert_ok(kit_commit(k->store, "init", &k->admin, NULL));
	kit_join(k, &k->desk, "desk");
	kit_join(k, &k->intake, "intake");
	kit_join(k, &k->reporter, "reporter");
	kit_join(k, &k->analyst, "analyst");
}

static inline void
kit_close(struct kit *k)
{
	store_stop(k->store);
	k->store = NULL;
	(void)kit_run("chmod -R u+w %s; rm -rf %s", k->dir, k->dir);
}

/* The same around each test, with the kit as its state. */
static inline int
kit_setup(void **state)
{
	struct kit *k = malloc(sizeof(*k));

	assert_non_null(k);
	kit_open(k);
	*state = k;
	return 0;
}

static inline int
kit_teardown(void **state)
{
	kit_close(*state);
	free(*state);
	return 0;
}

#endif
