/*
 * coin.c -- addresses of Bitcoin (Base58Check, BIP 173, BIP 350), Ethereum
 * (EIP-55) and Monero.  They stand inside runs of letters and digits, which
 * a trigger finds; their checksums do the rest.
 */
#include "redact/find/number/base58.h"
#include "redact/find/number/keccak.h"
#include "redact/find/number/token.h"
#include "redact/find/view/near.h"

#include <string.h>

#define RUN_MAX FIND_REACH	/* bytes of a run that are looked at */
#define ADDRESS_LEAST 26u
#define ADDRESS_MOST 111u
#define ETH_CHARS 42u

static const char *const kinds[] = {
	"BTC", "ETH", "XMR", "PRIVATE_KEY", NULL
};

static const char *const eth_cues[] = {
	"eth", "ether-", "erc-20", "erc20", "wallet-", "metamask", "portfel-",
	"portefeuille-", "usdt", "usdc", NULL
};

static bool
is_alnum(uint8_t c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* BIP 173: the checksum's polynomial. */
static uint32_t
polymod(uint32_t c, unsigned v)
{
	static const uint32_t generator[] = {
		0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3
	};
	uint32_t top = c >> 25;

	c = (c & 0x1ffffff) << 5 ^ v;
	for (unsigned i = 0; i < 5; i++)
		if (top >> i & 1)
			c ^= generator[i];
	return c;
}

/* The characters behind the '1', all of one case; -1: none. */
static int
bech32_value(uint8_t c)
{
	static const char set[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
	const char *at = c == 0 ? NULL : strchr(set, c);

	return at == NULL ? -1 : (int)(at - set);
}

/* The witness version, or -1. */
static int
segwit(const uint8_t *s, size_t n)
{
	size_t hrp = n > 4 && (memcmp(s, "bcrt", 4) == 0 ||
	    memcmp(s, "BCRT", 4) == 0) ? 4 : 2, i, bytes;
	uint8_t flip = (uint8_t)(s[0] & 32 ? 0 : 32);
	uint32_t sum = 1;
	int v, version = -1;

	if (n < hrp + 9 || s[hrp] != '1')
		return -1;
	for (i = 0; i < hrp; i++)
		sum = polymod(sum, (unsigned)(s[i] | 32) >> 5);
	sum = polymod(sum, 0);
	for (i = 0; i < hrp; i++)
		sum = polymod(sum, (s[i] | 32u) & 31u);
	for (i = hrp + 1; i < n; i++) {
		/* Both cases in one address are not allowed. */
		if (!is_digit(s[i]) && (s[i] & 32) == flip)
			return -1;
		if ((v = bech32_value(s[i] | 32)) < 0)
			return -1;
		if (i == hrp + 1)
			version = v;
		sum = polymod(sum, (unsigned)v);
	}
	bytes = (n - hrp - 8) * 5 / 8;
	if (version > 16 || bytes < 2 || bytes > 40 ||
	    (version == 0 && bytes != 20 && bytes != 32))
		return -1;
	return sum == (version == 0 ? 1 : 0x2bc830a3) ? version : -1;
}

static int
try_segwit(const struct view *v, size_t at, size_t n)
{
	int version = segwit(v->s + at, n);

	if (version < 0)
		return 0;
	return report(v, at, at + n, "BTC", "coin", 1.0,
	    "%s, version %d, checksum holds",
	    version == 0 ? "Bech32" : "Bech32m", version);
}

/* Versions of Bitcoin and its test network; keys of whole wallets. */
static int
try_base58(const struct view *v, size_t at, size_t n)
{
	uint8_t raw[BASE58_MAX];
	size_t len = base58_check(raw, v->s + at, n);

	if (len == 21 && (raw[0] == 0x00 || raw[0] == 0x05 ||
	    raw[0] == 0x6f || raw[0] == 0xc4))
		return report(v, at, at + n, "BTC", "coin", 1.0,
		    "Base58Check, version %u, checksum holds", raw[0]);
	if ((len == 33 || len == 34) && (raw[0] == 0x80 || raw[0] == 0xef))
		return report(v, at, at + n, "PRIVATE_KEY", "coin", 1.0,
		    "a wallet's private key, checksum holds");
	if (len == 78 && memcmp(v->s + at + 1, "prv", 3) == 0)
		return report(v, at, at + n, "PRIVATE_KEY", "coin", 1.0,
		    "a wallet's extended private key, checksum holds");
	if (len == 78 && memcmp(v->s + at + 1, "pub", 3) == 0)
		return report(v, at, at + n, "BTC", "coin", 1.0,
		    "a wallet's extended public key, checksum holds");
	return 0;
}

/* Main, test and stage network: plain, integrated, sub-address. */
static int
try_monero(const struct view *v, size_t at, size_t n)
{
	static const uint8_t networks[] = {
		18, 19, 42, 53, 54, 63, 24, 25, 36
	};
	uint8_t raw[BASE58_MAX];
	size_t len = base58_monero(raw, v->s + at, n);

	if (len == 0 || memchr(networks, raw[0], sizeof(networks)) == NULL)
		return 0;
	return report(v, at, at + n, "XMR", "coin", 1.0,
	    "%zu characters, Keccak checksum holds", n);
}

static bool
is_hex(const uint8_t *s, size_t n, bool *upper, bool *lower)
{
	*upper = *lower = false;
	for (size_t i = 0; i < n; i++) {
		if (s[i] >= 'a' && s[i] <= 'f')
			*lower = true;
		else if (s[i] >= 'A' && s[i] <= 'F')
			*upper = true;
		else if (!is_digit(s[i]))
			return false;
	}
	return true;
}

/* EIP-55: a letter is a capital where the hash of the rest says so. */
static bool
eip55_holds(const uint8_t *hex)
{
	uint8_t low[40], sum[SHA3_256_BYTES];

	for (size_t i = 0; i < sizeof(low); i++)
		low[i] = is_digit(hex[i]) ? hex[i] : hex[i] | 32;
	keccak_256(sum, low, sizeof(low));
	for (size_t i = 0; i < sizeof(low); i++)
		if (!is_digit(hex[i]) && ((hex[i] & 32) == 0) !=
		    ((sum[i / 2] >> (i % 2 == 0 ? 4 : 0) & 8) != 0))
			return false;
	return true;
}

static int
try_ethereum(const struct view *v, size_t at, size_t n)
{
	bool upper, lower, near;

	if (!is_hex(v->s + at + 2, n - 2, &upper, &lower))
		return 0;
	if (upper && lower)
		return !eip55_holds(v->s + at + 2) ? 0 :
		    report(v, at, at + n, "ETH", "coin", 1.0,
		    "40 hexadecimal digits, EIP-55 holds");
	near = near_before(v, at, 60, eth_cues) ||
	    near_after(v, at + n, 30, eth_cues);
	return report(v, at, at + n, "ETH", "coin", near ? 0.95 : 0.75,
	    "0x and 40 hexadecimal digits%s",
	    near ? ", beside a word that names it" : "");
}

/* n letters and digits, and none around them. */
static int
try_run(const struct view *v, size_t at, size_t n)
{
	const uint8_t *s = v->s + at;

	if (n < ADDRESS_LEAST || n > ADDRESS_MOST)
		return 0;
	if (s[0] == '0' && (s[1] | 32) == 'x')
		return n == ETH_CHARS ? try_ethereum(v, at, n) : 0;
	if (((s[0] | 32) == 'b' && (s[1] | 32) == 'c') ||
	    ((s[0] | 32) == 't' && (s[1] | 32) == 'b' && s[2] == '1'))
		return try_segwit(v, at, n);
	if (n == 95 || n == 106)
		return try_monero(v, at, n);
	if (strchr("13mn2", s[0]) != NULL && n <= 35)
		return try_base58(v, at, n);
	if ((strchr("5KLc9", s[0]) != NULL && (n == 51 || n == 52)) ||
	    (n == 111 && strchr("xyztuv", s[0]) != NULL))
		return try_base58(v, at, n);
	return 0;
}

static int
at(const struct view *v, size_t at, enum trigger trigger, size_t *next)
{
	size_t most = v->len - at < RUN_MAX ? v->len : at + RUN_MAX, end = at;
	int r = 0;

	(void)trigger;
	while (r == 0 && at < most) {
		for (end = at; end < most && is_alnum(v->s[end]); end++)
			;
		if (end < v->len && end < most && strchr("_-+/=",
		    v->s[end]) == NULL)
			most = end;
		if (end - at >= ADDRESS_LEAST && !token_goes_on(v, end) &&
		    !token_goes_before(v, at))
			r = try_run(v, at, end - at);
		at = end + 1;
	}
	*next = end;
	return r;
}

const struct finder find_coin = {
	.name = "coin", .kinds = kinds,
	.what = "Bitcoin, Ethereum and Monero addresses, checksums verified",
	.triggers = TRIGGER_LONG, .at = at,
};
