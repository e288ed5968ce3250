/*
 * test_note.c -- signed notes, checkpoints, proofs and the witness's state:
 * notes that others published and signed, and every way not to be one.
 */
#include "vault/seal/checkpoint.h"
#include "vault/seal/note.h"
#include "vault/seal/proof.h"
#include "vault/seal/signers.h"
#include "vault/seal/witness.h"

#include "kit.h"

#define DASH "\xe2\x80\x94 "

/* --- notes that are published --- */

/* From the documentation of golang.org/x/mod/sumdb/note. */
#define GO_TEXT "If you think cryptography is the answer to your problem,\n" \
	"then you don't know what your problem is.\n"
#define PETER DASH "PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZI" \
	"nNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
#define ENOCH DASH "EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n" \
	"2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"

static const struct {
	const char *name, *id, *key;	/* of a vkey: name+id+key */
	const char *note;
} published[] = {
	{ "PeterNeumann", "c74f20a3",
	    "ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
	    GO_TEXT "\n" PETER },
	{ "EnochRoot", "af0cfe78",
	    "ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop",
	    GO_TEXT "\n" PETER ENOCH },
	/* From c2sp.org/signed-note. */
	{ "example.com/foo", "530d903a",
	    "AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
	    "This is an example message.\n\n" DASH "example.com/foo Uw2QOkn8s"
	    "rV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXm"
	    "RKuwHjG1Yu72IneyaQM=\n" },
};

static void
published_key(uint8_t pk[SIGN_PK_BYTES], const char *base64)
{
	uint8_t raw[1 + SIGN_PK_BYTES];
	size_t n;

	assert_int_equal(sodium_base642bin(raw, sizeof(raw), base64,
	    strlen(base64), NULL, &n, NULL, sodium_base64_VARIANT_ORIGINAL), 0);
	assert_int_equal(n, sizeof(raw));
	assert_int_equal(raw[0], NOTE_ED25519);
	memcpy(pk, raw + 1, SIGN_PK_BYTES);
}

static void
test_note__accepts_what_others_published(void **state)
{
	uint8_t pk[SIGN_PK_BYTES], id[NOTE_ID_BYTES];
	struct note n;
	char hex[9];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(published) / sizeof(published[0]); i++) {
		published_key(pk, published[i].key);
		note_key_id(id, published[i].name, NOTE_ED25519, pk);
		hex_of(hex, id, sizeof(id));
		assert_string_equal(hex, published[i].id);
		assert_ok(note_parse(&n, published[i].note,
		    strlen(published[i].note)));
		assert_ok(note_check(&n, published[i].name, pk));
		assert_int_equal(note_check(&n, "somebody", pk),
		    ERR_NOT_FOUND);
		pk[0] ^= 1;
		assert_int_equal(note_check(&n, published[i].name, pk),
		    ERR_NOT_FOUND);
	}
}

/* Any other text, and the same signature does not hold. */
static void
test_note__refuses_any_changed_byte(void **state)
{
	char copy[512];
	uint8_t pk[SIGN_PK_BYTES];
	const char *good = published[0].note;
	const size_t len = strlen(good);
	struct note n;
	size_t i;
	unsigned bit;

	(void)state;
	published_key(pk, published[0].key);
	for (i = 0; i < len; i++)
		for (bit = 0; bit < 8; bit++) {
			memcpy(copy, good, len);
			copy[i] ^= (char)(1u << bit);
			if (note_parse(&n, copy, len) == 0 &&
			    note_check(&n, published[0].name, pk) == 0)
				fail_msg("byte %zu, bit %u", i, bit);
		}
	for (i = 0; i < len; i++)
		if (note_parse(&n, good, i) == 0 &&
		    note_check(&n, published[0].name, pk) == 0)
			fail_msg("cut at %zu", i);
}

static void
test_note__refuses_what_is_none(void **state)
{
	static const struct {
		const char *what, *note;
	} bad[] = {
		{ "nothing", "" },
		{ "no signature", GO_TEXT "\n" },
		{ "no blank line", GO_TEXT PETER },
		{ "no text", "\n" PETER },
		{ "no line end", GO_TEXT "\n" DASH "x AAAAAAA=" },
		{ "a tab", "a\tb\n\n" PETER },
		{ "a carriage return", "a\r\n\n" PETER },
		{ "no UTF-8", "\xff\n\n" PETER },
		{ "a hyphen", GO_TEXT "\n- PeterNeumann x08go/ZJkuA=\n" },
		{ "an empty name", GO_TEXT "\n" DASH " x08go/ZJkuA=\n" },
		{ "a plus in a name", GO_TEXT "\n" DASH "a+b x08go/ZJkuA=\n" },
		{ "a wide blank in a name", GO_TEXT "\n" DASH
		    "a\xe2\x80\x83" "b x08go/ZJkuA=\n" },
		{ "no base64", GO_TEXT "\n" DASH "a x08go/ZJk*A=\n" },
		{ "base64 without padding", GO_TEXT "\n" DASH
		    "a x08go/ZJkuA\n" },
		{ "base64 with loose bits", GO_TEXT "\n" DASH
		    "a x08go/ZJkuB=\n" },
		{ "a blank behind", GO_TEXT "\n" DASH "a x08go/ZJkuA= \n" },
		{ "an id alone", GO_TEXT "\n" DASH "a x08goA==\n" },
		{ "words among the signatures", GO_TEXT "\n" PETER "hello\n" },
	};
	struct note n;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (note_parse(&n, bad[i].note, strlen(bad[i].note)) !=
		    ERR_FORMAT)
			fail_msg("accepted: %s", bad[i].what);
}

static void
test_note__takes_many_signatures_but_not_any_number(void **state)
{
	struct bytes b = BYTES_INIT(NOTE_MAX);
	uint8_t pk[SIGN_PK_BYTES];
	struct note n;
	unsigned i;

	(void)state;
	published_key(pk, published[0].key);
	(void)bytes_add_str(&b, GO_TEXT "\n");
	for (i = 1; i < NOTE_SIGNATURES_MAX; i++)
		(void)bytes_addf(&b, DASH "other%u x08go/ZJkuA=\n", i);
	(void)bytes_add_str(&b, PETER);
	assert_ok(note_parse(&n, b.data, b.len));
	assert_int_equal(n.n, NOTE_SIGNATURES_MAX);
	assert_ok(note_check(&n, "PeterNeumann", pk));
	(void)bytes_add_str(&b, ENOCH);
	assert_int_equal(note_parse(&n, b.data, b.len), ERR_FORMAT);
	bytes_free(&b);
}

/* A line of a known key that does not hold spoils the note, even beside one
 * that does. */
static void
test_note__one_false_signature_of_a_known_key_is_enough(void **state)
{
	uint8_t pk[SIGN_PK_BYTES], sig[SIGN_BYTES] = { 0 };
	struct bytes b = BYTES_INIT(NOTE_MAX);
	struct note n;

	(void)state;
	published_key(pk, published[0].key);
	(void)bytes_add_str(&b, published[0].note);
	assert_ok(note_add(&b, "PeterNeumann", pk, sig));
	assert_ok(note_parse(&n, b.data, b.len));
	assert_int_equal(n.n, 2);
	assert_int_equal(note_check(&n, "PeterNeumann", pk), ERR_INTEGRITY);
	bytes_free(&b);
}

static void
test_note__a_cosignature_holds_for_its_time_and_text_alone(void **state)
{
	struct bytes b = BYTES_INIT(NOTE_MAX), message = BYTES_INIT(NOTE_MAX);
	const uint64_t when = 1679315147;
	uint8_t sig[SIGN_BYTES];
	struct member m;
	struct note n;
	uint64_t time;

	(void)state;
	kit_member(&m);
	assert_ok(note_cosigned(&message, when, GO_TEXT, strlen(GO_TEXT)));
	assert_memory_equal(message.data,
	    "cosignature/v1\ntime 1679315147\nIf you", 37);
	crypto_sign_detached(sig, NULL, message.data, message.len, m.sk);
	(void)bytes_add_str(&b, GO_TEXT "\n");
	assert_ok(note_add_cosignature(&b, "w", m.card.sign_pk, when, sig));
	assert_ok(note_parse(&n, b.data, b.len));
	assert_ok(note_check_cosignature(&n, "w", m.card.sign_pk, &time));
	assert_int_equal(time, when);
	/* It is not a signature of the log's own kind. */
	assert_int_equal(note_check(&n, "w", m.card.sign_pk), ERR_NOT_FOUND);
	n.v[0].bytes[7] ^= 1;		/* a second later */
	assert_int_equal(note_check_cosignature(&n, "w", m.card.sign_pk,
	    &time), ERR_INTEGRITY);
	n.v[0].bytes[7] ^= 1;
	n.v[0].bytes[0] ^= 0x80;	/* no time at all */
	assert_int_equal(note_check_cosignature(&n, "w", m.card.sign_pk,
	    &time), ERR_INTEGRITY);
	bytes_free(&b);
	bytes_free(&message);
}

/* --- checkpoints --- */

#define ORIGIN "tipline/00112233445566778899aabbccddeeff"
#define ROOT "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
#define HEAD "head 000102030405060708090a0b0c0d0e0f" \
	"101112131415161718191a1b1c1d1e1f"

static void
test_checkpoint__is_read_and_written_alike(void **state)
{
	static const char text[] = ORIGIN "\n20852163\n" ROOT "\n" HEAD "\n";
	struct bytes b = BYTES_INIT(CHECKPOINT_TEXT_MAX);
	struct checkpoint c;

	(void)state;
	assert_ok(checkpoint_parse(&c, text, strlen(text)));
	assert_string_equal(c.origin, ORIGIN);
	assert_int_equal(c.size, 20852163);
	assert_int_equal(c.root.b[0], 0x0a);
	assert_int_equal(c.head[31], 0x1f);
	assert_ok(checkpoint_format(&b, &c));
	assert_string_equal(bytes_str(&b), text);
	bytes_free(&b);
}

static void
test_checkpoint__refuses_any_other_form(void **state)
{
	static const char *const bad[] = {
		"",
		ORIGIN "\n5\n" ROOT "\n",
		ORIGIN "\n5\n" ROOT "\n" HEAD,
		ORIGIN "\n5\n" ROOT "\n" HEAD "\n\n",
		ORIGIN "\n5\n" ROOT "\n" HEAD "\nmore\n",
		ORIGIN "\n05\n" ROOT "\n" HEAD "\n",
		ORIGIN "\n0\n" ROOT "\n" HEAD "\n",
		ORIGIN "\n+5\n" ROOT "\n" HEAD "\n",
		ORIGIN "\n-5\n" ROOT "\n" HEAD "\n",
		ORIGIN "\n 5\n" ROOT "\n" HEAD "\n",
		ORIGIN "\n562949953421312\n" ROOT "\n" HEAD "\n",
		ORIGIN "\n99999999999999999999999\n" ROOT "\n" HEAD "\n",
		"example.com/log\n5\n" ROOT "\n" HEAD "\n",
		"tipline/00112233445566778899AABBCCDDEEFF\n5\n" ROOT "\n" HEAD
		    "\n",
		"tipline/00112233445566778899aabbccddee\n5\n" ROOT "\n" HEAD
		    "\n",
		ORIGIN "\n5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n"
		    HEAD "\n",
		ORIGIN "\n5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I\n"
		    HEAD "\n",
		ORIGIN "\n5\n" ROOT "\nHead 00\n",
		"SSHSIG",
		"cosignature/v1\ntime 5\n" ORIGIN "\n5\n" ROOT "\n" HEAD "\n",
	};
	struct checkpoint c;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (checkpoint_parse(&c, bad[i], strlen(bad[i])) !=
		    ERR_FORMAT)
			fail_msg("accepted %zu: %s", i, bad[i]);
}

/* --- proofs --- */

static void
test_proof__is_read_and_written_alike(void **state)
{
	static const char first[] = "c2sp.org/tlog-proof@v1\n"
	    "extra YW4gZW50cnk=\nindex 7\n"
	    "WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlo=\n";
	struct bytes b = BYTES_INIT(PROOF_FILE_MAX);
	struct bytes again = BYTES_INIT(PROOF_FILE_MAX);
	struct proof p = PROOF_INIT, q;

	(void)state;
	assert_ok(bytes_add_str(&p.extra, "an entry"));
	p.at = 7;
	p.path.n = 3;
	memset(p.path.v, 0x5a, sizeof(p.path.v));
	p.note = published[0].note;
	p.note_len = strlen(p.note);
	assert_ok(proof_format_inclusion(&b, &p));
	assert_memory_equal(b.data, first, sizeof(first) - 1);
	assert_ok(proof_parse_inclusion(&q, b.data, b.len));
	assert_ok(proof_format_inclusion(&again, &q));
	assert_int_equal(again.len, b.len);
	assert_memory_equal(again.data, b.data, b.len);
	proof_free(&q);
	bytes_reset(&b);
	bytes_reset(&again);
	assert_ok(proof_format_extension(&b, &p));
	assert_memory_equal(b.data, "old 7\nWlpa", 10);
	assert_true(proof_is_extension(b.data, b.len));
	assert_ok(proof_parse_extension(&q, b.data, b.len));
	assert_ok(proof_format_extension(&again, &q));
	assert_int_equal(again.len, b.len);
	assert_memory_equal(again.data, b.data, b.len);
	proof_free(&q);
	proof_free(&p);
	bytes_free(&b);
	bytes_free(&again);
}

static void
test_proof__refuses_any_other_form(void **state)
{
#define H "WlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlo=\n"
	static const char *const inclusions[] = {
		"c2sp.org/tlog-proof@v2\nextra YQ==\nindex 0\n\nx",
		"c2sp.org/tlog-proof@v1\nindex 0\n\nx",
		"c2sp.org/tlog-proof@v1\nextra \nindex 0\n\nx",
		"c2sp.org/tlog-proof@v1\nextra YQ=\nindex 0\n\nx",
		"c2sp.org/tlog-proof@v1\nextra YR==\nindex 0\n\nx",
		"c2sp.org/tlog-proof@v1\nextra YQ==\nindex 00\n\nx",
		"c2sp.org/tlog-proof@v1\nextra YQ==\nindex -1\n\nx",
		"c2sp.org/tlog-proof@v1\nextra YQ==\nindex \n\nx",
		"c2sp.org/tlog-proof@v1\nextra YQ==\nindex 9999999999999999\n"
		    "\nx",
		"c2sp.org/tlog-proof@v1\nextra YQ==\nindex 0\n" H,
		"c2sp.org/tlog-proof@v1\nextra YQ==\nindex 0\nYQ==\n\nx",
		"old 0\n\nx",
	}, *const extensions[] = {
		"old 1\n" H, "old\n\nx", "old x\n\nx", "old 01\n\nx",
		"old 1\n" H H H H H H H H H H H H H H H H H H H H H H H H H H H
		    H H H H H H H H H H H H H H H H H H H H H H H H H H H H H H
		    H H H H H H H "\nx",
	};
	struct proof p;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(inclusions) / sizeof(inclusions[0]); i++)
		if (proof_parse_inclusion(&p, inclusions[i],
		    strlen(inclusions[i])) != ERR_FORMAT)
			fail_msg("accepted inclusion %zu", i);
	for (i = 0; i < sizeof(extensions) / sizeof(extensions[0]); i++)
		if (proof_parse_extension(&p, extensions[i],
		    strlen(extensions[i])) != ERR_FORMAT)
			fail_msg("accepted extension %zu", i);
}

/* --- whose signature counts --- */

static void
test_signers__are_read_as_ssh_keygen_writes_them(void **state)
{
	struct bytes b = BYTES_INIT(1u << 16);
	struct signers s = { .n = 0 };
	struct member a, c;

	(void)state;
	kit_member(&a);
	kit_member(&c);
	(void)bytes_add_str(&b, "# who may sign\n\n");
	assert_ok(card_signers_line(&b, &a.card));
	(void)bytes_add_str(&b, "x@example.org ssh-rsa AAAAB3NzaC1yc2E=\n");
	assert_ok(card_signers_line(&b, &c.card));
	assert_ok(signers_parse(&s, b.data, b.len));
	assert_int_equal(s.n, 2);
	assert_memory_equal(s.v[0].pk, a.card.sign_pk, SIGN_PK_BYTES);
	assert_memory_equal(&s.v[1].fpr, &c.fpr, sizeof(c.fpr));
	b.data[b.len - 2] ^= 1;
	signers_free(&s);
	(void)bytes_add_str(&b, "y ssh-ed25519 AAAA\n");
	assert_int_equal(signers_parse(&s, b.data, b.len), ERR_FORMAT);
	signers_free(&s);
	bytes_free(&b);
}

/* --- the witness --- */

static int
one_leaf(void *arg, uint64_t i, struct merkle_hash *out)
{
	uint64_t both[2] = { i, (uint64_t)(uintptr_t)arg };

	merkle_leaf(out, both, sizeof(both));
	return 0;
}

/* The head of `size` entries of a history; other from entry `fork` on. */
static struct checkpoint
head_of(uint64_t size)
{
	struct checkpoint c = { .origin = ORIGIN, .size = size };
	struct merkle_range r = { .size = 0 };
	struct merkle_hash h;

	while (r.size < size) {
		(void)one_leaf(NULL, r.size, &h);
		merkle_append(&r, &h);
	}
	merkle_root(&c.root, &r);
	return c;
}

static void
test_witness__accepts_only_what_extends_what_it_saw(void **state)
{
	const struct merkle_leaves leaves = { .leaf = one_leaf };
	struct witness w = WITNESS_INIT;
	struct witness_log *log;
	struct merkle_proof p;
	struct checkpoint c = head_of(5), other;

	(void)state;
	assert_ok(witness_find(&w, ORIGIN, &log));
	assert_ok(witness_see(log, &c, 0, NULL));
	assert_ok(witness_see(log, &c, 0, NULL));	/* once more */
	other = c;
	other.root.b[0] ^= 1;
	assert_int_equal(witness_see(log, &other, 0, NULL), ERR_INTEGRITY);
	other = head_of(4);
	assert_int_equal(witness_see(log, &other, 0, NULL), ERR_INTEGRITY);
	c = head_of(9);
	assert_int_equal(witness_see(log, &c, 0, NULL), ERR_USAGE);
	assert_ok(merkle_prove_consistency(&p, 4, 9, &leaves));
	assert_int_equal(witness_see(log, &c, 4, &p), ERR_USAGE);
	assert_int_equal(witness_see(log, &c, 5, &p), ERR_INTEGRITY);
	assert_ok(merkle_prove_consistency(&p, 5, 9, &leaves));
	other = c;
	other.root.b[0] ^= 1;
	assert_int_equal(witness_see(log, &other, 5, &p), ERR_INTEGRITY);
	assert_int_equal(log->size, 5);
	assert_ok(witness_see(log, &c, 5, &p));
	assert_int_equal(log->size, 9);
	witness_free(&w);
}

static void
test_witness__state_is_read_and_written_alike(void **state)
{
	struct bytes b = BYTES_INIT(WITNESS_FILE_MAX);
	struct bytes again = BYTES_INIT(WITNESS_FILE_MAX);
	struct witness w = WITNESS_INIT, v;
	struct witness_log *log;
	struct checkpoint c = head_of(5);
	struct member m;
	size_t i;

	(void)state;
	kit_member(&m);
	assert_ok(witness_find(&w, ORIGIN, &log));
	assert_ok(witness_trust(log, m.card.sign_pk));
	assert_ok(witness_see(log, &c, 0, NULL));
	assert_ok(witness_format(&b, &w));
	assert_ok(witness_parse(&v, b.data, b.len));
	assert_ok(witness_format(&again, &v));
	assert_int_equal(again.len, b.len);
	assert_memory_equal(again.data, b.data, b.len);
	witness_free(&v);
	/* Cut anywhere, it is not taken for a shorter one. */
	for (i = 0; i < b.len; i++)
		if (witness_parse(&v, b.data, i) != ERR_INTEGRITY)
			fail_msg("accepted when cut at %zu", i);
	b.data[30] = 'x';
	assert_int_equal(witness_parse(&v, b.data, b.len), ERR_INTEGRITY);
	witness_free(&w);
	bytes_free(&b);
	bytes_free(&again);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_note__accepts_what_others_published),
		cmocka_unit_test(test_note__refuses_any_changed_byte),
		cmocka_unit_test(test_note__refuses_what_is_none),
		cmocka_unit_test(
		    test_note__takes_many_signatures_but_not_any_number),
		cmocka_unit_test(
		    test_note__one_false_signature_of_a_known_key_is_enough),
		cmocka_unit_test(
		    test_note__a_cosignature_holds_for_its_time_and_text_alone),
		cmocka_unit_test(test_checkpoint__is_read_and_written_alike),
		cmocka_unit_test(test_checkpoint__refuses_any_other_form),
		cmocka_unit_test(test_proof__is_read_and_written_alike),
		cmocka_unit_test(test_proof__refuses_any_other_form),
		cmocka_unit_test(
		    test_signers__are_read_as_ssh_keygen_writes_them),
		cmocka_unit_test(
		    test_witness__accepts_only_what_extends_what_it_saw),
		cmocka_unit_test(test_witness__state_is_read_and_written_alike),
	};

	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
