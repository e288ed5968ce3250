/*
 * seal_kit.h -- what the tests of sealing and of the keeper share: content in
 * and out of memory files, a folder to work in, programs to compare with.
 */
#ifndef TESTS_VAULT_SEAL_KIT_H
#define TESTS_VAULT_SEAL_KIT_H

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/keep/unseal.h"
#include "vault/seal/object.h"

/* Fails with the line the code under test left. */
#define assert_ok(call) do { \
	int ok_ = (call); \
	if (ok_ != 0) \
		fail_msg("%s: %d, %s", #call, ok_, err_line()); \
} while (0)

/* Bytes that look like nothing, the same on every run. */
static inline void
fill(uint8_t *p, size_t len)
{
	static const uint8_t seed[randombytes_SEEDBYTES] = { 7 };

	randombytes_buf_deterministic(p, len, seed);
}

static inline struct object_ctx
ctx_of(uint8_t submission, uint8_t item, enum object_kind kind,
    uint32_t version)
{
	struct object_ctx ctx = { .kind = kind, .version = version };

	memset(ctx.submission.b, submission, ID_BYTES);
	memset(ctx.item.b, item, ID_BYTES);
	return ctx;
}

/* Seal `len` bytes; the ciphertext is appended to `out`. */
static inline struct sealed
seal_bytes(struct bytes *out, const struct secret *key,
    const struct object_ctx *ctx, const void *p, size_t len)
{
	struct sealed done;
	int in, fd;

	assert_ok(io_memfd_from(&in, "in", p, len));
	assert_ok(io_memfd(&fd, "out"));
	assert_ok(object_seal(key, ctx, in, fd, &done));
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	assert_ok(io_read_all(fd, out));
	io_close(&in);
	io_close(&fd);
	return done;
}

/* Open ciphertext; what came out is appended to `out`, also after a failure. */
static inline int
open_bytes(struct bytes *out, const struct secret *key,
    const struct object_ctx *ctx, const void *p, size_t len, uint64_t max)
{
	uint64_t content = 0;
	int in, fd, r;

	assert_ok(io_memfd_from(&in, "in", p, len));
	assert_ok(io_memfd(&fd, "out"));
	r = unseal_object(key, ctx, in, fd, max, &content);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	assert_ok(io_read_all(fd, out));
	if (r == 0)
		assert_int_equal(content, out->len);
	io_close(&in);
	io_close(&fd);
	return r;
}

/* A folder of its own for a test, below $TMPDIR. */
static inline void
work_folder(char path[256])
{
	const char *tmp = getenv("TMPDIR");

	(void)snprintf(path, 256, "%s/tipline-test-XXXXXX",
	    tmp != NULL ? tmp : "/tmp");
	assert_non_null(mkdtemp(path));
}

static inline void
remove_folder(const char *path)
{
	char cmd[512];

	(void)snprintf(cmd, sizeof(cmd), "rm -rf '%s'", path);
	assert_int_equal(system(cmd), 0);
}

static inline int
have_program(const char *name)
{
	char cmd[256];

	(void)snprintf(cmd, sizeof(cmd), "command -v %s >/dev/null 2>&1", name);
	return system(cmd) == 0;
}

/* Run a shell command; its exit code, its output appended to `out`. */
__attribute__((format(printf, 2, 3)))
static inline int
run(struct bytes *out, const char *fmt, ...)
{
	char cmd[4096], chunk[4096];
	va_list ap;
	FILE *f;
	size_t n;
	int status;

	va_start(ap, fmt);
	(void)vsnprintf(cmd, sizeof(cmd), fmt, ap);
	va_end(ap);
	assert_non_null(f = popen(cmd, "r"));
	while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0)
		assert_ok(bytes_add(out, chunk, n));
	status = pclose(f);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static inline void
put_file(const char *path, const void *p, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	assert_ok(io_write_all(fd, p, len));
	io_close(&fd);
}

#endif
