/* test_card.c -- a card is read as it was made, or refused with a reason. */
#include "tests/vault/seal_kit.h"

#include <ctype.h>

#include "vault/seal/bech32.h"
#include "vault/seal/card.h"

static struct keys *me;
static char mine[CARD_LINE_SIZE];

static int
setup(void **state)
{
	(void)state;
	assert_ok(process_hide());
	assert_ok(keys_new(&me));
	card_format(mine, keys_card(me));
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	keys_free(me);
	return 0;
}

/* Bytes 0, 1, 2 ... 132, encoded by a program written from BIP-350 alone. */
static const struct bech32 card_line = { "tipline", "card" };

static void
test_bech32__is_bip_350_s(void **state)
{
	static const char want[] = "tipline1qqqsyqcyq5rqwzqfpg9scrgwpugpzysnz"
	    "s23v9ccrydpk8qarc0jqgfzyvjz2f389q5j52ev95hz7vp3xgengdfkxuurjw3m8s"
	    "7nu06qg9pyx3z9ger5sj22fdxy6nj02pg4y56524t9wkzetfd4ch27tasxzcnrv3j"
	    "kvemgd94xkmrddehhqutjwd682anh0puh57mu04l8lqyps2pcg7fgzh8";
	uint8_t raw[CARD_RAW_BYTES], back[CARD_RAW_BYTES];
	char line[CARD_LINE_SIZE];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(raw); i++)
		raw[i] = (uint8_t)i;
	bech32_format(line, &card_line, raw, sizeof(raw));
	assert_string_equal(line, want);
	assert_ok(bech32_parse(back, sizeof(back), &card_line, want, strlen(want)));
	assert_memory_equal(back, raw, sizeof(raw));
}

static void
test_card__comes_back_as_it_went_out(void **state)
{
	char padded[CARD_LINE_SIZE + 16], line[CARD_LINE_SIZE];
	struct card card;
	size_t i;

	(void)state;
	assert_ok(card_parse(&card, mine));
	assert_memory_equal(&card, keys_card(me), sizeof(card));
	(void)snprintf(padded, sizeof(padded), " \t%s \r\n", mine);
	assert_ok(card_parse(&card, padded));
	card_format(line, &card);
	assert_string_equal(line, mine);
	for (i = 0; line[i] != '\0'; i++)	/* as a QR code holds it */
		line[i] = (char)toupper((unsigned char)line[i]);
	assert_ok(card_parse(&card, line));
}

static void
refused(const char *line, const char *why)
{
	struct card card;
	int r = card_parse(&card, line);

	if (r != ERR_FORMAT)
		fail_msg("\"%s\": %d, expected %d", line, r, ERR_FORMAT);
	if (strstr(err_line(), why) == NULL)
		fail_msg("\"%s\": \"%s\" does not say \"%s\"", line,
		    err_line(), why);
}

static void
test_card__is_refused_with_any_one_character_changed(void **state)
{
	static const char others[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
	    "bio1QPZ \n-_.,\x80";
	char line[CARD_LINE_SIZE];
	size_t i, k;

	(void)state;
	for (i = 0; mine[i] != '\0'; i++)
		for (k = 0; others[k] != '\0'; k++) {
			if (others[k] == mine[i])
				continue;
			memcpy(line, mine, sizeof(line));
			line[i] = others[k];
			refused(line, "");
		}
}

static void
test_card__is_refused_when_cut_or_grown(void **state)
{
	char line[CARD_LINE_SIZE + 8];
	size_t i;

	(void)state;
	for (i = 0; mine[i] != '\0'; i++) {
		memcpy(line, mine, i);
		line[i] = '\0';
		refused(line, "copy the whole line");
		/* the character left out */
		(void)snprintf(line + i, sizeof(line) - i, "%s", mine + i + 1);
		refused(line, "copy the whole line");
	}
	(void)snprintf(line, sizeof(line), "%sq", mine);
	refused(line, "copy the whole line");
}

static void
test_card__says_what_is_wrong(void **state)
{
	char line[CARD_LINE_SIZE];
	uint8_t raw[CARD_RAW_BYTES];
	size_t n = strlen(mine);

	(void)state;
	memcpy(line, mine, sizeof(line));
	line[n - 1] = line[n - 1] == 'q' ? 'p' : 'q';
	refused(line, "wrong or a missing character");
	memcpy(line, mine, sizeof(line));
	line[0] = 'T';
	refused(line, "mixes small and capital");
	refused("age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
	    "begins with \"tipline1\"");
	refused("", "begins with \"tipline1\"");
	/* a sound checksum over what is no card */
	assert_ok(bech32_parse(raw, sizeof(raw), &card_line, mine, n));
	raw[0] = 2;
	bech32_format(line, &card_line, raw, sizeof(raw));
	refused(line, "version");
	raw[0] = 1;
	memset(raw + 33, 0, 4);
	bech32_format(line, &card_line, raw, sizeof(raw));
	refused(line, "epoch");
}

static void
test_card__is_refused_with_any_signed_byte_forged(void **state)
{
	char line[CARD_LINE_SIZE];
	uint8_t raw[CARD_RAW_BYTES];
	size_t i;

	(void)state;
	assert_ok(bech32_parse(raw, sizeof(raw), &card_line, mine, strlen(mine)));
	for (i = 1; i < sizeof(raw); i++) {
		raw[i] ^= 0x10;
		bech32_format(line, &card_line, raw, sizeof(raw));
		refused(line, "signature does not hold");
		raw[i] ^= 0x10;
	}
}

/* A key of ssh-keygen's in our names: "ssh-ed25519 <base64> ...". */
static void
read_ssh_key(uint8_t pk[SIGN_PK_BYTES], const char *pub)
{
	struct bytes text = BYTES_INIT(4096);
	uint8_t blob[64];
	size_t n;
	char *at, *end;

	assert_ok(io_read_file(AT_FDCWD, pub, &text));
	at = strchr(bytes_str(&text), ' ') + 1;
	end = strchr(at, ' ');
	assert_int_equal(sodium_base642bin(blob, sizeof(blob), at,
	    (size_t)(end - at), NULL, &n, NULL,
	    sodium_base64_VARIANT_ORIGINAL), 0);
	assert_int_equal(n, 51);
	memcpy(pk, blob + 19, SIGN_PK_BYTES);
	bytes_free(&text);
}

static void
test_fpr__is_what_ssh_keygen_shows(void **state)
{
	struct bytes shown = BYTES_INIT(4096);
	char dir[256], pub[300], ssh[FPR_SSH_SIZE];
	uint8_t pk[SIGN_PK_BYTES];
	struct fpr fpr;

	(void)state;
	if (!have_program("ssh-keygen"))
		skip();
	work_folder(dir);
	assert_int_equal(run(&shown, "ssh-keygen -q -t ed25519 -N '' -f %s/k "
	    "&& ssh-keygen -lf %s/k.pub", dir, dir), 0);
	(void)snprintf(pub, sizeof(pub), "%s/k.pub", dir);
	read_ssh_key(pk, pub);
	assert_ok(fpr_of_key(&fpr, pk));
	fpr_ssh(ssh, &fpr);
	if (strstr(bytes_str(&shown), ssh) == NULL)
		fail_msg("%s is not in %s", ssh, bytes_str(&shown));
	remove_folder(dir);
	bytes_free(&shown);
}

static void
test_fpr__has_six_words(void **state)
{
	struct fpr fpr;
	char words[FPR_WORDS_SIZE];

	(void)state;
	memset(&fpr, 0, sizeof(fpr));
	fpr.b[0] = 0x7f;	/* 127.0.0.1 is the proquint paper's example */
	fpr.b[3] = 1;
	fpr_words(words, &fpr);
	assert_string_equal(words, "lusab-babad-babab-babab-babab-babab");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bech32__is_bip_350_s),
		cmocka_unit_test(test_card__comes_back_as_it_went_out),
		cmocka_unit_test(
		    test_card__is_refused_with_any_one_character_changed),
		cmocka_unit_test(test_card__is_refused_when_cut_or_grown),
		cmocka_unit_test(test_card__says_what_is_wrong),
		cmocka_unit_test(
		    test_card__is_refused_with_any_signed_byte_forged),
		cmocka_unit_test(test_fpr__is_what_ssh_keygen_shows),
		cmocka_unit_test(test_fpr__has_six_words),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
