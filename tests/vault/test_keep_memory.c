/*
 * test_keep_memory.c -- what a keeper's memory holds, byte by byte: its keys
 * while it serves, and none of them once it has closed them.
 *
 * The keeper is serve() itself, in a child that was forked before any secret of
 * this test existed, so that all that is found in it came through its doors.
 * When serve() has returned the child waits, and is looked through once more.
 */
#include "tests/vault/seal_kit.h"

#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "vault/base/wire.h"
#include "vault/keep/key.h"
#include "vault/keep/keydisk.h"
#include "vault/keep/payload.h"
#include "vault/keep/serve.h"
#include "vault/seal/sshsig.h"
#include "vault/session/keeper_records.h"

#define PART 16			/* bytes of a secret that count as found */
#define CHUNK (1u << 20)

static char dir[256], path[300];
static pid_t keeper;
static int sock, done_pipe[2];	/* the keeper's socket; ends its waiting */

/* Everything that must not be found. */
static struct canary {
	const char *what;
	uint8_t bytes[64];
	size_t len;
} canaries[8];
static size_t ncanaries;

static const uint8_t *
canary(const char *what, const void *p, size_t len)
{
	struct canary *c = &canaries[ncanaries++];

	assert_true(ncanaries <= 8 && len >= PART && len <= sizeof(c->bytes));
	c->what = what;
	c->len = len;
	memcpy(c->bytes, p, len);
	return c->bytes;
}

/* In the child, before there is a secret: wait for the start, serve, wait. */
static _Noreturn void
be_keeper(int mine, int passphrase_fd, int start_fd, int end_fd)
{
	char byte;

	if (read(start_fd, &byte, 1) != 1)
		_exit(1);
	if (serve(mine, path, passphrase_fd, true) != 0)
		_exit(2);
	(void)close(mine);
	_exit(read(end_fd, &byte, 1) == 0 ? 0 : 3);
}

/* Is any run of PART bytes of a canary in this piece of memory? */
static const char *
look_in(const uint8_t *p, size_t len)
{
	size_t i, at;

	for (i = 0; i < ncanaries; i++)
		for (at = 0; at + PART <= canaries[i].len; at += PART)
			if (memmem(p, len, canaries[i].bytes + at, PART) !=
			    NULL)
				return canaries[i].what;
	return NULL;
}

/* The first canary in the keeper's memory, or NULL; *where says in which map. */
static const char *
look_through(char where[256])
{
	static uint8_t chunk[CHUNK + PART];
	char name[64], line[512];
	const char *found = NULL;
	unsigned long long from, to, at;
	ssize_t n;
	FILE *maps;
	int mem;

	(void)snprintf(name, sizeof(name), "/proc/%d/maps", (int)keeper);
	assert_non_null(maps = fopen(name, "r"));
	(void)snprintf(name, sizeof(name), "/proc/%d/mem", (int)keeper);
	assert_true((mem = open(name, O_RDONLY | O_CLOEXEC)) >= 0);
	while (found == NULL && fgets(line, sizeof(line), maps) != NULL) {
		if (sscanf(line, "%llx-%llx", &from, &to) != 2)
			continue;
		for (at = from; at < to && found == NULL; at += CHUNK) {
			n = pread(mem, chunk, to - at < sizeof(chunk) ?
			    to - at : sizeof(chunk), (off_t)at);
			if (n > 0)
				found = look_in(chunk, (size_t)n);
		}
		if (found != NULL)
			(void)snprintf(where, 256, "%.200s", line);
	}
	(void)fclose(maps);
	(void)close(mem);
	return found;
}

static void
ask(uint32_t type, const struct bytes *body, const int *fds, size_t nfds,
    uint32_t want, struct wire_frame *f)
{
	assert_ok(wire_send(sock, type, body->data, body->len, fds, nfds));
	assert_ok(wire_recv(sock, f));
	if (f->type != want)
		fail_msg("question %u: answer %u, expected %u", type, f->type,
		    want);
}

/* The payload's secrets, as the file holds them now. */
static void
know_file(const char *passphrase, const char *what)
{
	struct secret *file, *pass;
	struct keys *keys;
	const struct secret *payload;

	assert_ok(secret_new(&pass, strlen(passphrase)));
	memcpy(secret_bytes(pass), passphrase, strlen(passphrase));
	assert_ok(keydisk_read(&file, path));
	assert_ok(keyfile_read(&keys, file, pass, path));
	payload = keys_payload(keys);
	if (ncanaries == 1)
		(void)canary("the seed", secret_peek(payload) + 1, SEED_BYTES);
	(void)canary(what, secret_peek(payload) + secret_len(payload) -
	    BOX_SK_BYTES, BOX_SK_BYTES);
	secret_free(file);
	secret_free(pass);
	keys_free(keys);
}

static void
put_grant_ctx(struct bytes *b, const struct grant_ctx *ctx)
{
	wire_put_u8(b, (uint8_t)ctx->tier);
	wire_put_raw(b, ctx->submission.b, ID_BYTES);
	wire_put_raw(b, ctx->item.b, ID_BYTES);
}

/* A grant is opened, an object read and one sealed, an epoch made and ended. */
static void
work(const struct card *card, const char *passphrase)
{
	const struct object_ctx ctx = ctx_of(0x11, 0x22, OBJECT_ORIGINAL, 1);
	const struct grant_ctx tier = { .tier = TIER_ORIGINAL,
	    .submission = ctx.submission };
	struct wire_frame f = WIRE_FRAME_INIT;
	struct bytes body = BYTES_INIT(512), box = BYTES_INIT(65536);
	struct secret *tier_key, *item_key;
	uint8_t text[64];
	struct wire_reader rd;
	uint32_t handle;
	int fds[2];

	assert_ok(secret_random(&tier_key));
	(void)canary("a tier key", secret_peek(tier_key), KEY_BYTES);
	randombytes_buf(text, sizeof(text));
	(void)canary("what an object holds", text, sizeof(text));
	assert_ok(object_item_key(&item_key, tier_key, &ctx.submission,
	    &ctx.item));
	(void)canary("an item key", secret_peek(item_key), KEY_BYTES);
	wire_put_u32(&body, 1);
	put_grant_ctx(&body, &tier);
	assert_ok(grant_seal(&body, &tier, tier_key, card->box_pk));
	ask(KEEPER_OPEN_GRANT, &body, NULL, 0, KEEPER_HANDLE, &f);
	rd = wire_reader(f.body.data, f.body.len);
	handle = wire_get_u32(&rd);

	(void)seal_bytes(&box, item_key, &ctx, text, sizeof(text));
	assert_ok(io_memfd_from(&fds[0], "in", box.data, box.len));
	assert_ok(io_memfd(&fds[1], "out"));
	bytes_reset(&body);
	wire_put_u32(&body, handle);
	wire_put_u8(&body, (uint8_t)ctx.kind);
	wire_put_u32(&body, ctx.version);
	wire_put_raw(&body, ctx.submission.b, ID_BYTES);
	wire_put_raw(&body, ctx.item.b, ID_BYTES);
	ask(KEEPER_UNSEAL, &body, fds, 2, KEEPER_UNSEALED, &f);
	assert_int_equal(lseek(fds[1], 0, SEEK_SET), 0);
	assert_int_equal(ftruncate(fds[0], 0), 0);
	ask(KEEPER_SEAL, &body, (int[]){ fds[1], fds[0] }, 2, KEEPER_SEALED,
	    &f);
	bytes_reset(&body);
	ask(KEEPER_NEXT, &body, NULL, 0, KEEPER_CARD, &f);
	know_file(passphrase, "the new epoch's secret");
	wire_put_u32(&body, 2);
	ask(KEEPER_FORGET, &body, NULL, 0, KEEPER_FORGOTTEN, &f);
	bytes_reset(&body);
	wire_put_str(&body, SSHSIG_NS_GIT);
	wire_put_raw(&body, box.data, SSHSIG_HASH_BYTES);
	ask(KEEPER_SIGN, &body, NULL, 0, KEEPER_SIGNED, &f);
	io_close(&fds[0]);
	io_close(&fds[1]);
	secret_free(tier_key);
	secret_free(item_key);
	bytes_free(&body);
	bytes_free(&box);
	wire_frame_free(&f);
}

static void
test_keeper__holds_no_secret_after_it_has_closed(void **state)
{
	struct wire_frame f = WIRE_FRAME_INIT;
	int pair[2], start[2], words[2], status, i;
	char passphrase[40], where[256] = "";
	const char *found;
	uint8_t random[16];
	struct card card;

	(void)state;
	work_folder(dir);
	(void)snprintf(path, sizeof(path), "%s/me.key", dir);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	assert_int_equal(pipe(start), 0);
	assert_int_equal(pipe(words), 0);
	assert_int_equal(pipe(done_pipe), 0);
	assert_true((keeper = fork()) >= 0);
	if (keeper == 0) {
		(void)close(pair[0]);
		(void)close(done_pipe[1]);
		be_keeper(pair[1], words[0], start[0], done_pipe[0]);
	}
	(void)close(pair[1]);
	sock = pair[0];

	randombytes_buf(random, sizeof(random));
	hex_of(passphrase, random, sizeof(random));
	(void)canary("the passphrase", passphrase, 32);
	(void)strcat(passphrase, "\n");
	for (i = 0; i < 2; i++)		/* for the key file, for the keeper */
		assert_ok(io_write_all(words[1], passphrase,
		    strlen(passphrase)));
	passphrase[32] = '\0';
	assert_ok(key_new(&card, path, false, words[0]));
	know_file(passphrase, "the first epoch's secret");
	assert_ok(io_write_all(start[1], "", 1));
	assert_ok(wire_recv(sock, &f));
	assert_int_equal(f.type, KEEPER_HELLO);

	/* It is no blind look: a keeper that serves holds its seed ... */
	assert_non_null(look_through(where));
	/* ... but not what unlocked it. */
	i = (int)ncanaries;
	ncanaries = 1;
	assert_null(look_through(where));
	ncanaries = (size_t)i;
	work(&card, passphrase);
	(void)close(sock);
	/* serve() returns; then the child sits in read() on the last pipe. */
	for (i = 0; i < 500 && (found = look_through(where)) != NULL; i++)
		(void)usleep(10000);
	if (found != NULL)
		fail_msg("%s is in the memory of a keeper that closed: %s",
		    found, where);
	(void)close(done_pipe[1]);
	assert_int_equal(waitpid(keeper, &status, 0), keeper);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	wire_frame_free(&f);
	remove_folder(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_keeper__holds_no_secret_after_it_has_closed),
	};

#if TIPLINE_SANITIZED
	return 77;	/* it keeps what was freed, for its reports */
#endif
	/* Not process_hide(): this memory is to be looked at. */
	if (sodium_init() < 0)
		return 1;
	(void)signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
