/*
 * Every single-bit flip of a vault's files, loose and packed, is found by the
 * check that reads all data or by the audit, or has no effect; so is every cut
 * and every continuation.  Nothing crashes, nothing hangs.
 *
 * Here a sample; TIPLINE_FLIPS=1 tries every bit, N every N-th.
 */
#include "tests/vault/kit.h"

#include <ftw.h>
#include <signal.h>
#include <sys/wait.h>

#include "vault/audit/history.h"
#include "vault/store/check.h"
#include "vault/store/fence.h"
#include "vault/store/repo.h"

#define SAMPLE 997		/* every so manieth bit, if nothing else is said */
#define BATCH 512		/* changes that one child tries */
#define CHILD_SECONDS 300	/* for them all, on a slow machine */
#define FILES 2048

enum change_kind { FLIP, CUT, GROW };

struct try {
	const char *path;	/* below the vault */
	enum change_kind kind;
	size_t at;		/* bit; bytes left; bytes more */
};

enum outcome { NOTHING = 'n', CHECKED = 'c', AUDITED = 'a', BROKEN = 'b' };

static char *files[FILES];
static size_t sizes[FILES], nfiles, root_len;

static int
note_file(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	const char *name = path + root_len + 1;

	(void)ftw;
	/* Not of the history: the writers' lock, local names. */
	if (type != FTW_F || strcmp(name, "lock") == 0 ||
	    strcmp(name, "labels") == 0)
		return 0;
	assert_true(nfiles < FILES);
	files[nfiles] = strdup(name);
	sizes[nfiles++] = (size_t)st->st_size;
	return 0;
}

static void
list_files(const char *vault)
{
	while (nfiles > 0)
		free(files[--nfiles]);
	root_len = strlen(vault);
	assert_int_equal(nftw(vault, note_file, 16, FTW_PHYS), 0);
}

static int
count_trouble(void *arg, const struct trouble *t)
{
	(void)t;
	++*(unsigned *)arg;
	return 0;
}

static int
count_finding(const struct finding_read *f, void *arg)
{
	(void)f;
	++*(unsigned *)arg;
	return 0;
}

static int
go_on(uint64_t done, uint64_t of, void *arg)
{
	(void)done;
	(void)of;
	(void)arg;
	return 0;
}

static char
look(const char *vault)
{
	const struct check_options all = { .data = true };
	unsigned n = 0;
	const struct troubles to = { .arg = &n, .say = count_trouble };
	const struct stretch stretch = { .upto = "", .each = count_finding,
	    .progress = go_on, .arg = &n };
	struct repo *r = NULL;
	struct check_result result;
	struct verdict v;
	char outcome = CHECKED;

	if (repo_open(&r, vault) < 0)
		return CHECKED;
	if (check_run(r, &all, &to, &result) == 0 && n == 0)
		outcome = history_audit(r, &stretch, &v) < 0 ||
		    n > 0 || v.findings > 0 ? AUDITED : NOTHING;
	repo_free(r);
	return outcome;
}

/* Change the file, look, and change it back. */
static char
try_one(const char *vault, int dir, const struct try *t, size_t size)
{
	uint8_t byte = 0, more[64];
	uint8_t *tail = NULL;
	int fd = openat(dir, t->path, O_RDWR | O_NOFOLLOW);
	char outcome;

	if (fd < 0)
		return BROKEN;
	memset(more, 0x5a, sizeof(more));
	if (t->kind == FLIP) {
		if (pread(fd, &byte, 1, (off_t)(t->at / 8)) != 1)
			return BROKEN;
		byte ^= (uint8_t)(1u << t->at % 8);
		if (pwrite(fd, &byte, 1, (off_t)(t->at / 8)) != 1)
			return BROKEN;
	} else if (t->kind == CUT) {
		if ((tail = malloc(size - t->at + 1)) == NULL ||
		    pread(fd, tail, size - t->at, (off_t)t->at) !=
		    (ssize_t)(size - t->at) ||
		    ftruncate(fd, (off_t)t->at) != 0)
			return BROKEN;
	} else if (pwrite(fd, more, t->at, (off_t)size) != (ssize_t)t->at) {
		return BROKEN;
	}
	outcome = look(vault);
	if (t->kind == FLIP) {
		byte ^= (uint8_t)(1u << t->at % 8);
		if (pwrite(fd, &byte, 1, (off_t)(t->at / 8)) != 1)
			outcome = BROKEN;
	} else if (t->kind == CUT) {
		if (pwrite(fd, tail, size - t->at, (off_t)t->at) !=
		    (ssize_t)(size - t->at))
			outcome = BROKEN;
		free(tail);
	} else if (ftruncate(fd, (off_t)size) != 0) {
		outcome = BROKEN;
	}
	(void)close(fd);
	return outcome;
}

/* In a child behind the fence; what it found, one letter for each try. */
static void
try_batch(const char *vault, const struct try *v, const size_t *size,
    size_t n, char *out)
{
	int p[2], status, dir;
	size_t i;
	ssize_t got;
	pid_t child;
	char c;

	assert_int_equal(pipe(p), 0);
	assert_true((child = fork()) >= 0);
	if (child == 0) {
		(void)alarm(CHILD_SECONDS);
		dir = open(vault, O_RDONLY | O_DIRECTORY);
		if (dir < 0 || repo_global() < 0 || fence_enter(dir) < 0)
			_exit(99);
		for (i = 0; i < n; i++) {
			c = try_one(vault, dir, &v[i], size[i]);
			if (write(p[1], &c, 1) != 1)
				_exit(98);
		}
		_exit(0);
	}
	(void)close(p[1]);
	for (i = 0; i < n; i++) {
		got = read(p[0], &out[i], 1);
		if (got != 1)
			break;
	}
	(void)close(p[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || i < n)
		fail_msg("%s of %s at %zu: the child ended with status %d",
		    v[i].kind == FLIP ? "a flip" : v[i].kind == CUT ? "a cut" :
		    "a continuation", v[i].path, v[i].at, status);
}

/*
 * What may change without being found, and why it has no effect:
 *   objects/info/packs, info/refs
 *                       git's lists for its oldest transport; nothing here
 *                       reads them, git makes them anew
 *   config              letters of a key may be large or small, blanks are as
 *                       good as tabulators, and of a config that is cut the
 *                       settings that are left are all a vault needs: git
 *                       itself says that they are the same, or fewer
 */
static bool
means_the_same(const char *vault, const struct try *t)
{
	char path[256];

	if (strcmp(t->path, "objects/info/packs") == 0 ||
	    strcmp(t->path, "info/refs") == 0)
		return true;
	if (strcmp(t->path, "config") != 0 || t->kind == GROW)
		return false;
	(void)snprintf(path, sizeof(path), "%s/config", vault);
	if (t->kind == CUT)
		return kit_run("cd %s && head -c %zu config > config.cut && "
		    "test -z \"$(git config -f config.cut -l | grep -v -x -F "
		    "\"$(git config -f config -l)\")\"; e=$?; rm config.cut; "
		    "exit $e", vault, t->at) == 0;
	return kit_run("cp %s %s.flip && python3 -c 'import sys; "
	    "f=open(sys.argv[1],\"r+b\"); b=bytearray(f.read()); "
	    "b[int(sys.argv[2])//8]^=1<<int(sys.argv[2])%%8; f.seek(0); "
	    "f.write(b)' %s.flip %zu && test \"$(git config -f %s -l)\" = "
	    "\"$(git config -f %s.flip -l)\"; e=$?; rm -f %s.flip; exit $e",
	    path, path, path, t->at, path, path, path) == 0;
}

struct tally {
	size_t tried, checked, audited, same;
};

static void
run(const char *vault, const struct try *v, const size_t *size, size_t n,
    struct tally *sum)
{
	char out[BATCH];
	size_t i;

	try_batch(vault, v, size, n, out);
	for (i = 0; i < n; i++) {
		sum->tried++;
		sum->checked += out[i] == CHECKED;
		sum->audited += out[i] == AUDITED;
		if (out[i] == BROKEN)
			fail_msg("%s cannot be changed", v[i].path);
		if (out[i] != NOTHING)
			continue;
		if (!means_the_same(vault, &v[i]))
			fail_msg("%s: %s at %zu is not found", v[i].path,
			    v[i].kind == FLIP ? "a flip" : v[i].kind == CUT ?
			    "a cut" : "a continuation", v[i].at);
		print_message("  no effect: %s of %s at %zu\n",
		    v[i].kind == FLIP ? "bit" : "cut", v[i].path, v[i].at);
		sum->same++;
	}
}

struct batch {
	const char *vault;
	struct try v[BATCH];
	size_t size[BATCH], n;
	struct tally sum;
};

static void
flush_batch(struct batch *b)
{
	if (b->n > 0)
		run(b->vault, b->v, b->size, b->n, &b->sum);
	b->n = 0;
}

static void
add_try(struct batch *b, size_t file, enum change_kind kind, size_t at)
{
	if (b->n == BATCH)
		flush_batch(b);
	b->v[b->n].path = files[file];
	b->v[b->n].kind = kind;
	b->v[b->n].at = at;
	b->size[b->n++] = sizes[file];
}

static void
try_all(const char *what, const char *vault)
{
	const char *said = getenv("TIPLINE_FLIPS");
	size_t step = said != NULL ? strtoul(said, NULL, 10) : SAMPLE;
	struct batch *b = calloc(1, sizeof(*b));
	size_t i, at = 0;

	assert_non_null(b);
	assert_true(step > 0);
	b->vault = vault;
	list_files(vault);
	assert_int_equal(look(vault), NOTHING);
	for (i = 0; i < nfiles; i++) {
		for (; at < sizes[i] * 8; at += step)
			add_try(b, i, FLIP, at);
		at -= sizes[i] * 8;
		add_try(b, i, GROW, 1);
		if (step == 1)
			add_try(b, i, GROW, 64);
	}
	for (i = 0, at = 0; i < nfiles; i++) {
		for (; at < sizes[i]; at += step)
			add_try(b, i, CUT, at);
		at -= sizes[i];
	}
	flush_batch(b);
	print_message("%s: %zu files, %zu changes: %zu found by the check, "
	    "%zu by the audit, %zu without effect\n", what, nfiles,
	    b->sum.tried, b->sum.checked, b->sum.audited, b->sum.same);
	assert_int_equal(b->sum.tried,
	    b->sum.checked + b->sum.audited + b->sum.same);
	free(b);
}

static void
test_damage__of_any_bit_is_found_in_a_vault_as_it_is_written(void **state)
{
	struct kit *k = *state;

	try_all("as written", k->vault);
}

static void
test_damage__of_any_bit_is_found_in_loose_objects(void **state)
{
	struct kit *k = *state;

	assert_int_equal(kit_run("cd %s && mkdir ../p && "
	    "{ mv objects/pack/pack-* ../p/ 2>/dev/null; for p in "
	    "../p/*.pack; do test ! -e $p || git unpack-objects -q < $p || "
	    "exit 1; done; } && chmod -R u+w objects && rm -rf ../p",
	    k->vault), 0);
	try_all("loose", k->vault);
}

static void
test_damage__of_any_bit_is_found_after_git_gc(void **state)
{
	struct kit *k = *state;

	assert_int_equal(kit_run("cd %s && git gc -q --aggressive "
	    "--prune=now && chmod -R u+w objects", k->vault), 0);
	try_all("after git gc", k->vault);
}

static int
open_vault(void **state)
{
	struct kit *k = malloc(sizeof(*k));
	struct sub b;

	assert_non_null(k);
	kit_open(k);
	kit_submit(k, &b, 70000);	/* a large object */
	kit_submit(k, &b, 500);
	store_stop(k->store);
	k->store = NULL;
	assert_int_equal(kit_run("chmod -R u+w %s", k->vault), 0);
	/* So that there is something that is remembered. */
	assert_ok(repo_global());
	assert_int_equal(look(k->vault), NOTHING);
	*state = k;
	return 0;
}

static int
close_vault(void **state)
{
	kit_close(*state);
	free(*state);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_damage__of_any_bit_is_found_in_a_vault_as_it_is_written,
		    open_vault, close_vault),
		cmocka_unit_test_setup_teardown(
		    test_damage__of_any_bit_is_found_in_loose_objects,
		    open_vault, close_vault),
		cmocka_unit_test_setup_teardown(
		    test_damage__of_any_bit_is_found_after_git_gc,
		    open_vault, close_vault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
