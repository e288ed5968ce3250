/* packfile.c -- see packfile.h; git's Documentation/gitformat-pack.txt. */
#include "tests/bench/packfile.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/id.h"
#include "vault/base/io.h"
#include "vault/base/wire.h"
#include "vault/store/inflate.h"

#define FLUSH_AT (4u << 20)		/* bytes gathered before a write */
#define OBJECT_MAX (80u << 20)
#define LARGE_OFFSET 0x80000000u	/* from here on 8 bytes, set apart */

struct indexed {
	uint8_t oid[OID_BYTES];
	uint32_t crc;
	uint64_t at;
};

struct packfile {
	char folder[4096];
	char aside[4200];
	int fd;
	struct bytes out;		/* not yet written */
	uint64_t at;			/* where `out` begins in the file */
	struct indexed *v;
	size_t n, cap;
	uint32_t crc_table[256];
};

static void
crc_init(struct packfile *p)
{
	uint32_t i, k, c;

	for (i = 0; i < 256; i++) {
		for (c = i, k = 0; k < 8; k++)
			c = (c & 1) != 0 ? 0xedb88320u ^ (c >> 1) : c >> 1;
		p->crc_table[i] = c;
	}
}

static uint32_t
crc(const struct packfile *p, const uint8_t *b, size_t len)
{
	uint32_t c = 0xffffffffu;

	while (len-- > 0)
		c = p->crc_table[(c ^ *b++) & 0xff] ^ (c >> 8);
	return c ^ 0xffffffffu;
}

int
packfile_new(struct packfile **out, const char *vault)
{
	struct packfile *p = calloc(1, sizeof(*p));

	*out = NULL;
	if (p == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	p->out = BYTES_INIT(FLUSH_AT + OBJECT_MAX);
	crc_init(p);
	(void)snprintf(p->folder, sizeof(p->folder), "%s/objects/pack", vault);
	(void)snprintf(p->aside, sizeof(p->aside), "%s/tmp_pack_bench",
	    p->folder);
	(void)mkdir(p->folder, 0777);
	p->fd = open(p->aside, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0444);
	if (p->fd < 0) {
		packfile_free(p);
		return err_sys("cannot write a pack");
	}
	(void)bytes_add(&p->out, "PACK\0\0\0\2\0\0\0\0", 12);
	*out = p;
	return 0;
}

void
packfile_free(struct packfile *p)
{
	if (p == NULL)
		return;
	if (p->aside[0] != '\0')
		(void)unlink(p->aside);
	io_close(&p->fd);
	bytes_free(&p->out);
	free(p->v);
	free(p);
}

static int
flush(struct packfile *p)
{
	int r = io_write_all(p->fd, p->out.data, p->out.len);

	p->at += p->out.len;
	bytes_reset(&p->out);
	return r;
}

static int
sha1_object(uint8_t oid[OID_BYTES], enum packed type, const void *body,
    size_t len)
{
	static const char *const names[] = { "", "commit", "tree", "blob" };
	static EVP_MD_CTX *ctx;
	char head[32];
	int n = snprintf(head, sizeof(head), "%s %zu", names[type], len) + 1;

	if (ctx == NULL && (ctx = EVP_MD_CTX_new()) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	if (EVP_DigestInit_ex(ctx, EVP_sha1(), NULL) != 1 ||
	    EVP_DigestUpdate(ctx, head, (size_t)n) != 1 ||
	    EVP_DigestUpdate(ctx, body, len) != 1 ||
	    EVP_DigestFinal_ex(ctx, oid, NULL) != 1)
		return err_set(ERR_FAILED, "libcrypto computes no SHA-1");
	return 0;
}

static int
note(struct packfile *p, const uint8_t oid[OID_BYTES], size_t from)
{
	const size_t cap = p->cap > 0 ? p->cap * 2 : 1024;
	struct indexed *v;

	if (p->n == p->cap) {
		if ((v = realloc(p->v, cap * sizeof(*v))) == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		p->v = v;
		p->cap = cap;
	}
	v = &p->v[p->n++];
	memcpy(v->oid, oid, OID_BYTES);
	v->at = p->at + from;
	v->crc = crc(p, p->out.data + from, p->out.len - from);
	return 0;
}

int
packfile_add(struct packfile *p, enum packed type, const void *body,
    size_t len, uint8_t oid[OID_BYTES])
{
	const size_t from = p->out.len;
	size_t left = len >> 4;
	uint8_t c = (uint8_t)((unsigned)type << 4 | (len & 15));
	int r;

	if ((r = sha1_object(oid, type, body, len)) < 0)
		return r;
	for (; left > 0; left >>= 7) {
		wire_put_u8(&p->out, c | 0x80);
		c = left & 0x7f;
	}
	wire_put_u8(&p->out, c);
	if ((r = inflate_store(&p->out, "", 0, body, len)) < 0 ||
	    (r = note(p, oid, from)) < 0)
		return r;
	return p->out.len < FLUSH_AT ? 0 : flush(p);
}

static int
by_oid(const void *a, const void *b)
{
	return memcmp(a, b, OID_BYTES);
}

/* The index but for its own digest. */
static int
index_text(const struct packfile *p, const uint8_t sum[OID_BYTES],
    struct bytes *b)
{
	size_t i, at = 0;
	uint32_t large = 0;
	unsigned first;

	(void)bytes_add(b, "\377tOc\0\0\0\2", 8);
	for (first = 0; first < 256; first++) {
		while (at < p->n && p->v[at].oid[0] == first)
			at++;
		wire_put_u32(b, (uint32_t)at);
	}
	for (i = 0; i < p->n; i++)
		wire_put_raw(b, p->v[i].oid, OID_BYTES);
	for (i = 0; i < p->n; i++)
		wire_put_u32(b, p->v[i].crc);
	for (i = 0; i < p->n; i++)
		wire_put_u32(b, p->v[i].at < LARGE_OFFSET ?
		    (uint32_t)p->v[i].at : LARGE_OFFSET | large++);
	for (i = 0; i < p->n; i++)
		if (p->v[i].at >= LARGE_OFFSET)
			wire_put_u64(b, p->v[i].at);
	wire_put_raw(b, sum, OID_BYTES);
	return bytes_ok(b);
}

/* Put the count in, and the digest of all there is behind it. */
static int
close_pack(struct packfile *p, uint8_t sum[OID_BYTES])
{
	struct bytes head = BYTES_INIT(64);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	static uint8_t chunk[1u << 20];
	size_t got;
	int r;

	(void)bytes_add(&head, "PACK\0\0\0\2", 8);
	wire_put_u32(&head, (uint32_t)p->n);
	if (pwrite(p->fd, head.data, 12, 0) != 12 ||
	    lseek(p->fd, 0, SEEK_SET) != 0) {
		r = err_sys("cannot write a pack");
		goto done;
	}
	r = EVP_DigestInit_ex(ctx, EVP_sha1(), NULL) == 1 ? 0 : ERR_FAILED;
	do {
		if (r < 0 || (r = io_read(p->fd, chunk, sizeof(chunk),
		    &got)) < 0)
			goto done;
		(void)EVP_DigestUpdate(ctx, chunk, got);
	} while (got == sizeof(chunk));
	(void)EVP_DigestFinal_ex(ctx, sum, NULL);
	r = io_write_all(p->fd, sum, OID_BYTES);
done:
	EVP_MD_CTX_free(ctx);
	bytes_free(&head);
	return r;
}

int
packfile_end(struct packfile *p)
{
	struct bytes idx = BYTES_INIT(((size_t)p->n + 64) * 64);
	uint8_t sum[OID_BYTES], own[OID_BYTES];
	char hex[2 * OID_BYTES + 1], name[4300];
	int fd = -1, r;

	if ((r = flush(p)) < 0 || (r = close_pack(p, sum)) < 0)
		goto done;
	qsort(p->v, p->n, sizeof(*p->v), by_oid);
	if ((r = index_text(p, sum, &idx)) < 0)
		goto done;
	(void)EVP_Digest(idx.data, idx.len, own, NULL, EVP_sha1(), NULL);
	wire_put_raw(&idx, own, OID_BYTES);
	hex_of(hex, sum, OID_BYTES);
	(void)snprintf(name, sizeof(name), "%s/pack-%s.pack", p->folder, hex);
	if (rename(p->aside, name) != 0) {
		r = err_sys("cannot write %s", name);
		goto done;
	}
	p->aside[0] = '\0';
	(void)snprintf(name, sizeof(name), "%s/pack-%s.idx", p->folder, hex);
	fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0444);
	r = fd >= 0 ? io_write_all(fd, idx.data, idx.len) :
	    err_sys("cannot write %s", name);
done:
	io_close(&fd);
	bytes_free(&idx);
	return r;
}
