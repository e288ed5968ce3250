/*
 * letterbox_kit.h -- a letterbox with its program, in a folder of its own, and
 * parts put there.
 */
#ifndef TESTS_INTAKE_LETTERBOX_KIT_H
#define TESTS_INTAKE_LETTERBOX_KIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <poll.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "intake/letterbox/parts.h"
#include "intake/letterbox/records.h"
#include "vault/base/err.h"

/* A service, and somebody who is there. */
struct kit {
	char dir[64];
	int state;
	struct letterbox *l;
	struct letterbox_answer me;
	struct parts *parts;
};

static inline void
await(struct letterbox *l, struct letterbox_answer *a)
{
	struct pollfd p = { .fd = letterbox_fd(l), .events = POLLIN };
	bool got;

	do {
		assert_int_equal(letterbox_next(l, a, &got), 0);
		if (!got)
			assert_int_equal(poll(&p, 1, 20000), 1);
	} while (!got);
}

static inline void
enter(struct letterbox *l, const char *typed, struct letterbox_answer *a)
{
	assert_int_equal(letterbox_enter(l, 7, typed, strlen(typed)), 0);
	await(l, a);
	assert_int_equal(a->token, 7);
}

static inline int
setup(void **state)
{
	struct kit *k = calloc(1, sizeof(*k));

	assert_true(sodium_init() >= 0);
	(void)strcpy(k->dir, "/tmp/tipline-letterbox.XXXXXX");
	assert_non_null(mkdtemp(k->dir));
	k->state = open(k->dir, O_RDONLY | O_DIRECTORY);
	assert_int_equal(letterbox_start(&k->l, k->state), 0);
	assert_int_equal(letterbox_new(k->l, 1), 0);
	await(k->l, &k->me);
	assert_int_equal(k->me.said, LETTERBOX_OPEN);
	assert_int_equal(parts_open(&k->parts, k->state), 0);
	*state = k;
	return 0;
}

static inline int
teardown(void **state)
{
	struct kit *k = *state;
	char cmd[128];

	parts_close(k->parts);
	letterbox_stop(k->l);
	close(k->state);
	(void)snprintf(cmd, sizeof(cmd), "rm -rf %s", k->dir);
	assert_int_equal(system(cmd), 0);
	free(k);
	return 0;
}

static inline struct id
put_part(struct kit *k, const char *name, size_t len, bool whole)
{
	struct part *p;
	struct id id;
	uint8_t *data = malloc(len + 1);
	size_t i;

	for (i = 0; i < len; i++)
		data[i] = (uint8_t)(i * 7 + (i >> 8));
	assert_int_equal(part_begin(&p, k->parts, &k->me.pub, name), 0);
	for (i = 0; i < len; i += 10000)
		assert_int_equal(part_write(p, data + i,
		    len - i < 10000 ? len - i : 10000), 0);
	id = *part_id(p);
	if (whole)
		assert_int_equal(part_end(p), 0);
	part_free(p);
	free(data);
	return id;
}

/* Reads it all; the code that ended it. */
static inline int
get_part(struct kit *k, const struct id *id, uint64_t *total)
{
	struct part_reader *r;
	const uint8_t *data;
	size_t len, i;
	int e;

	*total = 0;
	if ((e = part_reader_open(&r, k->parts, k->l, k->me.visit, &k->me.pub,
	    id)) < 0)
		return e;
	while ((e = part_reader_next(r, &data, &len)) == 0 && len > 0)
		for (i = 0; i < len; i++, ++*total)
			assert_int_equal(data[i],
			    (uint8_t)(*total * 7 + (*total >> 8)));
	part_reader_free(r);
	return e;
}

static inline struct parts_seen
list(struct kit *k)
{
	struct parts_seen seen;

	assert_int_equal(parts_list(k->parts, k->l, k->me.visit, &k->me.pub,
	    &seen), 0);
	return seen;
}

static inline void
path_of(const struct kit *k, const struct id *id, char path[256])
{
	char box[ID_HEX_SIZE], hex[ID_HEX_SIZE];

	id_hex(box, &k->me.pub.id);
	id_hex(hex, id);
	(void)snprintf(path, 256, "%s/parts/%s/%s", k->dir, box, hex);
}

static inline void
flip(const char *path, off_t at)
{
	int fd = open(path, O_RDWR);
	uint8_t b;

	assert_int_equal(pread(fd, &b, 1, at), 1);
	b ^= 4;
	assert_int_equal(pwrite(fd, &b, 1, at), 1);
	close(fd);
}

#endif
