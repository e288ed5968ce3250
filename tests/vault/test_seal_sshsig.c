/* test_seal_sshsig.c -- our signatures are OpenSSH's, and theirs are ours. */
#include "tests/vault/seal_kit.h"

#include "vault/keep/sign.h"
#include "vault/seal/sshsig.h"

static const char msg[] = "submit: lusab-babad\n";
#define MSG_LEN (sizeof(msg) - 1)

static struct keys *me;

static int
setup(void **state)
{
	(void)state;
	assert_ok(process_hide());
	assert_ok(keys_new(&me));
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	keys_free(me);
	return 0;
}

static void
sign(struct bytes *armored, const char *ns)
{
	uint8_t hash[SSHSIG_HASH_BYTES], sig[SIGN_BYTES];

	crypto_hash_sha512(hash, (const uint8_t *)msg, MSG_LEN);
	assert_ok(sign_hash(sig, me, ns, hash));
	assert_ok(sshsig_armor(armored, ns, keys_card(me)->sign_pk, sig));
}

static void
test_sshsig__verifies_and_names_its_key(void **state)
{
	struct bytes sig = BYTES_INIT(SSHSIG_ARMOR_MAX);
	uint8_t pk[SIGN_PK_BYTES] = { 0 };

	(void)state;
	sign(&sig, SSHSIG_NS_GIT);
	assert_ok(sshsig_verify(pk, sig.data, sig.len, SSHSIG_NS_GIT, msg,
	    MSG_LEN));
	assert_memory_equal(pk, keys_card(me)->sign_pk, SIGN_PK_BYTES);
	bytes_free(&sig);
}

static void
test_sshsig__of_another_message_or_use_is_refused(void **state)
{
	struct bytes sig = BYTES_INIT(SSHSIG_ARMOR_MAX);
	uint8_t pk[SIGN_PK_BYTES];

	(void)state;
	sign(&sig, SSHSIG_NS_GIT);
	assert_int_equal(sshsig_verify(pk, sig.data, sig.len, SSHSIG_NS_GIT,
	    msg, MSG_LEN - 1), ERR_INTEGRITY);
	assert_int_equal(sshsig_verify(pk, sig.data, sig.len, SSHSIG_NS_DROP,
	    msg, MSG_LEN), ERR_FORMAT);
	bytes_free(&sig);
}

static void
test_sshsig__is_refused_when_cut_or_changed_anywhere(void **state)
{
	struct bytes sig = BYTES_INIT(SSHSIG_ARMOR_MAX);
	uint8_t pk[SIGN_PK_BYTES];
	size_t i;
	int r;

	(void)state;
	sign(&sig, SSHSIG_NS_GIT);
	for (i = 0; i < sig.len - 1; i++) {
		assert_int_equal(sshsig_verify(pk, sig.data, i, SSHSIG_NS_GIT,
		    msg, MSG_LEN), ERR_FORMAT);
		sig.data[i] ^= 2;
		r = sshsig_verify(pk, sig.data, sig.len, SSHSIG_NS_GIT, msg,
		    MSG_LEN);
		if (r != ERR_FORMAT && r != ERR_INTEGRITY)
			fail_msg("byte %zu changed: %d", i, r);
		sig.data[i] ^= 2;
	}
	bytes_free(&sig);
}

static void
test_sign__serves_entries_and_drops_alone(void **state)
{
	static const char *const others[] = { "", "file", "tipline-card",
	    "git ", "GIT", "ssh" };
	uint8_t hash[SSHSIG_HASH_BYTES] = { 0 }, sig[SIGN_BYTES];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_int_equal(sign_hash(sig, me, others[i], hash),
		    ERR_NOT_PERMITTED);
}

static void
test_sshsig__is_accepted_by_ssh_keygen(void **state)
{
	struct bytes sig = BYTES_INIT(SSHSIG_ARMOR_MAX);
	struct bytes signers = BYTES_INIT(4096), out = BYTES_INIT(4096);
	char dir[256], path[300], hex[FPR_HEX_SIZE];
	struct fpr fpr;

	(void)state;
	if (!have_program("ssh-keygen"))
		skip();
	work_folder(dir);
	sign(&sig, SSHSIG_NS_DROP);
	assert_ok(card_signers_line(&signers, keys_card(me)));
	assert_ok(card_fpr(&fpr, keys_card(me)));
	fpr_hex(hex, &fpr);
	(void)snprintf(path, sizeof(path), "%s/sig", dir);
	put_file(path, sig.data, sig.len);
	(void)snprintf(path, sizeof(path), "%s/signers", dir);
	put_file(path, signers.data, signers.len);
	(void)snprintf(path, sizeof(path), "%s/msg", dir);
	put_file(path, msg, MSG_LEN);
	assert_int_equal(run(&out, "ssh-keygen -Y verify -f %s/signers -I %s "
	    "-n tipline-drop -s %s/sig < %s/msg 2>&1", dir, hex, dir, dir), 0);
	/* and the line allows the two uses, no third */
	assert_int_not_equal(run(&out, "ssh-keygen -Y verify -f %s/signers "
	    "-I %s -n file -s %s/sig < %s/msg 2>&1", dir, hex, dir, dir), 0);
	remove_folder(dir);
	bytes_free(&sig);
	bytes_free(&signers);
	bytes_free(&out);
}

static int
verify_theirs(const char *type, uint8_t pk[SIGN_PK_BYTES])
{
	struct bytes sig = BYTES_INIT(8192), out = BYTES_INIT(4096);
	char dir[256], path[300];
	int r;

	work_folder(dir);
	(void)snprintf(path, sizeof(path), "%s/msg", dir);
	put_file(path, msg, MSG_LEN);
	assert_int_equal(run(&out, "ssh-keygen -q -t %s -N '' -f %s/k && "
	    "ssh-keygen -Y sign -f %s/k -n git %s/msg 2>&1", type, dir, dir,
	    dir), 0);
	(void)snprintf(path, sizeof(path), "%s/msg.sig", dir);
	assert_ok(io_read_file(AT_FDCWD, path, &sig));
	r = sshsig_verify(pk, sig.data, sig.len, SSHSIG_NS_GIT, msg, MSG_LEN);
	remove_folder(dir);
	bytes_free(&sig);
	bytes_free(&out);
	return r;
}

static void
test_sshsig__of_ssh_keygen_is_accepted(void **state)
{
	uint8_t pk[SIGN_PK_BYTES];

	(void)state;
	if (!have_program("ssh-keygen"))
		skip();
	assert_ok(verify_theirs("ed25519", pk));
	assert_int_equal(verify_theirs("ecdsa", pk), ERR_FORMAT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sshsig__verifies_and_names_its_key),
		cmocka_unit_test(
		    test_sshsig__of_another_message_or_use_is_refused),
		cmocka_unit_test(
		    test_sshsig__is_refused_when_cut_or_changed_anywhere),
		cmocka_unit_test(test_sign__serves_entries_and_drops_alone),
		cmocka_unit_test(test_sshsig__is_accepted_by_ssh_keygen),
		cmocka_unit_test(test_sshsig__of_ssh_keygen_is_accepted),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
