/*
 * test_letterbox_replies.c -- replies to a code name: whose are shown, and that
 * a deleted one stays away.
 */
#include "tests/intake/letterbox_kit.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "intake/letterbox/replies.h"
#include "vault/base/io.h"
#include "vault/seal/sshsig.h"

struct writer {
	struct card card;
	uint8_t sk[crypto_sign_SECRETKEYBYTES];
};

static void
new_writer(struct writer *w)
{
	memset(w, 0, sizeof(*w));
	crypto_sign_keypair(w->card.sign_pk, w->sk);
}

/* A reply in the folder, by the name it must have. */
static struct id
put_reply(const struct kit *k, const struct writer *w, const char *folder,
    const char *text, uint64_t sent)
{
	struct reply_to to = { .letterbox = k->me.pub.id };
	struct bytes b = BYTES_INIT(REPLY_FILE_BYTES);
	struct bytes payload = BYTES_INIT(SSHSIG_PAYLOAD_MAX);
	uint8_t sig[SIGN_BYTES];
	char name[REPLY_NAME_SIZE];
	struct id id;
	int fd;

	memcpy(to.box_pk, k->me.pub.box_pk, BOX_PK_BYTES);
	assert_int_equal(reply_seal(&b, &to, sent, text, strlen(text)), 0);
	assert_int_equal(b.len, REPLY_SIGNED_BYTES);
	reply_id(&id, b.data);
	assert_int_equal(sshsig_payload(&payload, SSHSIG_NS_REPLY, b.data,
	    b.len), 0);
	crypto_sign_detached(sig, NULL, payload.data, payload.len, w->sk);
	assert_int_equal(sshsig_armor(&b, SSHSIG_NS_REPLY, w->card.sign_pk,
	    sig), 0);
	assert_int_equal(b.len, REPLY_FILE_BYTES);
	reply_name(name, &k->me.pub.id, &id);
	fd = open(folder, O_RDONLY | O_DIRECTORY);
	assert_int_equal(io_write_file(fd, name, b.data, b.len, 0600), 0);
	close(fd);
	bytes_free(&b);
	bytes_free(&payload);
	return id;
}

static struct replies_seen
read_replies(struct kit *k, struct replies *r)
{
	struct replies_seen seen;

	assert_int_equal(replies_list(r, k->l, k->me.visit, &k->me.pub, &seen),
	    0);
	return seen;
}

static void
test_replies__those_of_named_members_are_shown_oldest_first(void **state)
{
	struct kit *k = *state;
	struct writer desk, stranger;
	struct replies_seen seen;
	struct replies *r;
	char dir[128];

	new_writer(&desk);
	new_writer(&stranger);
	(void)snprintf(dir, sizeof(dir), "%s/replies", k->dir);
	assert_int_equal(mkdir(dir, 0700), 0);
	assert_int_equal(replies_open(&r, dir, k->state), 0);
	assert_int_equal(replies_trust(r, &desk.card), 0);
	(void)put_reply(k, &desk, dir, "the second", 86400 * 3);
	(void)put_reply(k, &desk, dir, "the first \xc5\x82", 86400 * 2);
	(void)put_reply(k, &stranger, dir, "trust me", 86400);
	seen = read_replies(k, r);
	assert_int_equal(seen.n, 2);
	assert_memory_equal(seen.v[0].text, "the first \xc5\x82", 12);
	assert_int_equal(seen.v[0].sent, 86400 * 2);
	assert_memory_equal(seen.v[1].text, "the second", 10);
	assert_false(seen.more);
	replies_seen_free(&seen);
	assert_int_equal(replies_trust(r, &stranger.card), 0);
	seen = read_replies(k, r);
	assert_int_equal(seen.n, 3);
	replies_seen_free(&seen);
	replies_close(r);
}

static void
test_replies__a_deleted_one_does_not_come_back(void **state)
{
	struct kit *k = *state;
	struct writer desk;
	struct replies_seen seen;
	struct replies *r;
	char dir[128], copy[128], cmd[512], name[REPLY_NAME_SIZE], path[256];
	uint8_t b[64];
	struct id id, other = { { 1 } };
	int fd;

	new_writer(&desk);
	(void)snprintf(dir, sizeof(dir), "%s/replies", k->dir);
	(void)snprintf(copy, sizeof(copy), "%s/copy", k->dir);
	assert_int_equal(mkdir(dir, 0700), 0);
	assert_int_equal(replies_open(&r, dir, k->state), 0);
	assert_int_equal(replies_trust(r, &desk.card), 0);
	id = put_reply(k, &desk, dir, "read and forget", 86400);
	(void)snprintf(cmd, sizeof(cmd), "cp -r %s %s", dir, copy);
	assert_int_equal(system(cmd), 0);
	reply_name(name, &k->me.pub.id, &id);
	(void)snprintf(path, sizeof(path), "%s/%s", dir, name);
	fd = open(path, O_RDONLY);
	assert_int_equal(replies_delete(r, &k->me.pub.id, &id), 0);
	assert_int_equal(pread(fd, b, sizeof(b), 0), sizeof(b));
	assert_true(sodium_is_zero(b, sizeof(b)));
	close(fd);
	assert_int_equal(access(path, F_OK), -1);
	assert_int_equal(replies_delete(r, &k->me.pub.id, &id), 0);
	/* What never was there is not remembered: it would fill the disk. */
	assert_int_equal(replies_delete(r, &k->me.pub.id, &other), 0);
	(void)snprintf(cmd, sizeof(cmd), "test $(ls %s/deleted | wc -l) = 1 && "
	    "test $(($(stat -c %%Y %s/deleted/*) %% 86400)) = 0", k->dir,
	    k->dir);
	assert_int_equal(system(cmd), 0);
	(void)snprintf(cmd, sizeof(cmd), "cp %s/* %s", copy, dir);
	assert_int_equal(system(cmd), 0);
	seen = read_replies(k, r);
	assert_int_equal(seen.n, 0);
	assert_int_equal(access(path, F_OK), -1);
	replies_seen_free(&seen);
	replies_close(r);
}

/* Killed at any moment: whatever was said to be deleted stays away. */
static void
test_replies__a_kill_brings_nothing_back(void **state)
{
	struct kit *k = *state;
	struct writer desk;
	struct replies_seen seen;
	struct replies *r;
	char dir[128], copy[128], cmd[512], c;
	struct id ids[24];
	unsigned round, said, i, all = 0;
	size_t j;
	int fds[2], status;
	pid_t pid;

	new_writer(&desk);
	(void)snprintf(dir, sizeof(dir), "%s/replies", k->dir);
	(void)snprintf(copy, sizeof(copy), "%s/copy", k->dir);
	assert_int_equal(mkdir(dir, 0700), 0);
	assert_int_equal(replies_open(&r, dir, k->state), 0);
	assert_int_equal(replies_trust(r, &desk.card), 0);
	for (round = 0; round < 6; round++) {
		for (i = 0; i < 24; i++)
			ids[i] = put_reply(k, &desk, dir, "go", 86400 + i);
		(void)snprintf(cmd, sizeof(cmd), "rm -rf %s && cp -r %s %s",
		    copy, dir, copy);
		assert_int_equal(system(cmd), 0);
		assert_int_equal(pipe(fds), 0);
		if ((pid = fork()) == 0) {
			for (i = 0; i < 24; i++)
				if (replies_delete(r, &k->me.pub.id,
				    &ids[i]) != 0 || write(fds[1], "x", 1) != 1)
					_exit(1);
			_exit(0);
		}
		close(fds[1]);
		usleep(10000 + round * 20000);
		(void)kill(pid, SIGKILL);
		(void)waitpid(pid, &status, 0);
		for (said = 0; read(fds[0], &c, 1) == 1;)
			said++;
		close(fds[0]);
		all += said;
		(void)snprintf(cmd, sizeof(cmd), "cp %s/* %s", copy, dir);
		assert_int_equal(system(cmd), 0);
		seen = read_replies(k, r);
		for (i = 0; i < said; i++)
			for (j = 0; j < seen.n; j++)
				assert_false(id_equal(&seen.v[j].id, &ids[i]));
		assert_in_range(seen.n + said, 23, 24);
		for (j = 0; j < seen.n; j++)
			assert_int_equal(replies_delete(r, &k->me.pub.id,
			    &seen.v[j].id), 0);
		replies_seen_free(&seen);
	}
	print_message("%u deleted before a kill\n", all);
	replies_close(r);
}

static void
test_replies__any_flipped_byte_hides_it_and_any_cut(void **state)
{
	struct kit *k = *state;
	struct writer desk;
	struct replies_seen seen;
	struct replies *r;
	char dir[128], name[REPLY_NAME_SIZE], path[256];
	struct id id;
	off_t at;

	new_writer(&desk);
	(void)snprintf(dir, sizeof(dir), "%s/replies", k->dir);
	assert_int_equal(mkdir(dir, 0700), 0);
	assert_int_equal(replies_open(&r, dir, k->state), 0);
	assert_int_equal(replies_trust(r, &desk.card), 0);
	id = put_reply(k, &desk, dir, "hello", 86400);
	reply_name(name, &k->me.pub.id, &id);
	(void)snprintf(path, sizeof(path), "%s/%s", dir, name);
	for (at = 0; at < REPLY_FILE_BYTES; at += at < 60 ||
	    at > REPLY_SIGNED_BYTES ? 7 : 501) {
		flip(path, at);
		seen = read_replies(k, r);
		if (seen.n != 0)
			fail_msg("a flip at %ld was not seen", (long)at);
		replies_seen_free(&seen);
		flip(path, at);
	}
	seen = read_replies(k, r);
	assert_int_equal(seen.n, 1);
	replies_seen_free(&seen);
	assert_int_equal(truncate(path, REPLY_FILE_BYTES - 1), 0);
	seen = read_replies(k, r);
	assert_int_equal(seen.n, 0);
	replies_seen_free(&seen);
	replies_close(r);
}

static void
test_replies__of_very_many_some_are_shown(void **state)
{
	struct kit *k = *state;
	struct writer desk;
	struct replies_seen seen;
	struct replies *r;
	char dir[128];
	unsigned i;

	new_writer(&desk);
	(void)snprintf(dir, sizeof(dir), "%s/replies", k->dir);
	assert_int_equal(mkdir(dir, 0700), 0);
	assert_int_equal(replies_open(&r, dir, k->state), 0);
	assert_int_equal(replies_trust(r, &desk.card), 0);
	for (i = 0; i < REPLIES_SHOWN_MAX + 1; i++)
		(void)put_reply(k, &desk, dir, "again", 86400);
	seen = read_replies(k, r);
	assert_int_equal(seen.n, REPLIES_SHOWN_MAX);
	assert_true(seen.more);
	assert_int_equal(replies_delete(r, &k->me.pub.id, &seen.v[3].id), 0);
	replies_seen_free(&seen);
	seen = read_replies(k, r);
	assert_int_equal(seen.n, REPLIES_SHOWN_MAX);
	assert_false(seen.more);
	replies_seen_free(&seen);
	replies_close(r);
	assert_int_equal(replies_open(&r, NULL, k->state), 0);
	seen = read_replies(k, r);
	assert_int_equal(seen.n, 0);
	replies_close(r);
}

/* By a user who may read some of them. */
static void
test_replies__that_cannot_be_read_are_counted(void **state)
{
	struct kit *k = *state;
	struct writer desk;
	struct replies *r;
	char dir[128], cmd[256];
	size_t n;
	int status;
	pid_t pid;

	new_writer(&desk);
	(void)snprintf(dir, sizeof(dir), "%s/replies", k->dir);
	assert_int_equal(mkdir(dir, 0755), 0);
	for (unsigned i = 0; i < 3; i++)
		(void)put_reply(k, &desk, dir, "hello", 86400 + i);
	(void)snprintf(cmd, sizeof(cmd), "cd %s && chmod 0 $(ls) && "
	    "chmod 444 $(ls | head -n 1) && : >other && chmod 0 other", dir);
	assert_int_equal(system(cmd), 0);
	assert_int_equal(replies_open(&r, dir, k->state), 0);
	if ((pid = fork()) == 0) {
		if (geteuid() == 0 && setuid(65534) != 0)
			_exit(100);
		_exit(replies_unreadable(r, &n) < 0 ? 101 : (int)n);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(WEXITSTATUS(status), 2);
	replies_close(r);
	assert_int_equal(replies_open(&r, NULL, k->state), 0);
	assert_int_equal(replies_unreadable(r, &n), 0);
	assert_int_equal(n, 0);
	replies_close(r);
}

static void
test_replies__only_text_of_a_fitting_length_is_sealed(void **state)
{
	struct kit *k = *state;
	struct reply_to to = { .letterbox = k->me.pub.id };
	struct bytes b = BYTES_INIT(REPLY_FILE_BYTES);
	static char text[REPLY_TEXT_MAX + 1];

	memcpy(to.box_pk, k->me.pub.box_pk, BOX_PK_BYTES);
	memset(text, 'x', sizeof(text));
	assert_int_equal(reply_seal(&b, &to, 0, "", 0), ERR_USAGE);
	assert_int_equal(reply_seal(&b, &to, 0, "a\0b", 3), ERR_USAGE);
	assert_int_equal(reply_seal(&b, &to, 0, "\xff", 1), ERR_USAGE);
	assert_int_equal(reply_seal(&b, &to, 0, text, sizeof(text)),
	    ERR_USAGE);
	assert_int_equal(b.len, 0);
	assert_int_equal(reply_seal(&b, &to, 0, text, REPLY_TEXT_MAX), 0);
	assert_int_equal(b.len, REPLY_SIGNED_BYTES);
	bytes_free(&b);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_replies__those_of_named_members_are_shown_oldest_first),
		T(test_replies__a_deleted_one_does_not_come_back),
		T(test_replies__a_kill_brings_nothing_back),
		T(test_replies__any_flipped_byte_hides_it_and_any_cut),
		T(test_replies__of_very_many_some_are_shown),
		T(test_replies__that_cannot_be_read_are_counted),
		T(test_replies__only_text_of_a_fitting_length_is_sealed),
	};

	(void)signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
