/*
 * key.c -- public keys and the names of keys, which tell whose they are: SSH
 * keys with their comment, age, minisign, WireGuard, fingerprints and key ids
 * of PGP.  A digest of a file looks like a fingerprint: that needs a word.
 */
#include "redact/find/trace/run.h"

#include <string.h>

#define SSH_MAX 2048u		/* bytes of a key's base64 */
#define COMMENT_MAX 120u
#define SEEN_MAX FIND_REACH	/* bytes of a run looked at */

static const char *const kinds[] = { "SSH_KEY", "AGE_KEY", "PGP_FINGERPRINT",
	"PRIVATE_KEY", "CRYPTO_KEY", NULL };

static const char *const pgp_cues[] = { "pgp", "gpg", "openpgp", "gnupg",
	"fingerprint-", "keyid", "key", "keys", "odcisk-", "klucz-",
	"empreinte-", "cl\xc3\xa9", "fpr", "signal", NULL };
static const char *const digests[] = { "sha", "sha-", "sha1", "sha256",
	"sha512", "md5", "checksum-", "hash-", "commit-", "digest-", "etag",
	"blob", "tree", "torrent", "btih", "integrity", "suma", "somme",
	"skr\xc3\xb3t-", NULL };
static const char *const wireguard_cues[] = { "wireguard", "wg",
	"privatekey", "publickey", "presharedkey", "peer", "[peer]",
	"[interface]", NULL };
static const char *const minisign_cues[] = { "minisign", "untrusted",
	"signify", "public key", NULL };

static bool
ends_here(const struct view *v, size_t end)
{
	return (run_of(byte_at(v, end)) & (RUN_BASE64 | RUN_UNDER)) == 0;
}

/* "ssh-ed25519 AAAA... user@host": from its kind to its comment. */
static int
ssh(const struct view *v, size_t at, size_t *next)
{
	static const char *const types[] = { "ssh-rsa ", "ssh-dss ",
	    "ssh-ed25519 ", "ecdsa-sha2-nistp256 ", "ecdsa-sha2-nistp384 ",
	    "ecdsa-sha2-nistp521 ", "sk-ssh-ed25519@openssh.com ",
	    "sk-ecdsa-sha2-nistp256@openssh.com ", NULL };
	size_t start = at, end = run_end(v, at, RUN_BASE64, SSH_MAX), i, len;
	size_t comment, stop;

	/* A length, and "ssh-" or "ecds" or "sk-s", in base64. */
	if (end - at < 60 || (!run_is(v, at, "AAAAB3NzaC") &&
	    !run_is(v, at, "AAAAC3NzaC") && !run_is(v, at, "AAAAE2VjZH") &&
	    !run_is(v, at, "AAAAGnNrLX") && !run_is(v, at, "AAAAInNrLW")))
		return 0;
	for (i = 0; types[i] != NULL; i++) {
		len = strlen(types[i]);
		if (at >= len && run_is(v, at - len, types[i]))
			start = at - len;
	}
	comment = run_skip_blanks(v, end, 1);
	stop = comment;
	while (comment > end && stop < v->len && stop - comment < COMMENT_MAX &&
	    v->s[stop] > ' ' && !run_in(v->s[stop], "\"'<>,;"))
		stop++;
	if (stop > comment && memchr(v->s + comment, '@', stop - comment) !=
	    NULL) {
		*next = stop;
		return report(v, start, stop, "SSH_KEY", "key", 0.98,
		    "an SSH key, with the user and machine it was made on");
	}
	*next = end;
	return report(v, start, end, "SSH_KEY", "key", 0.98, "an SSH key");
}

/* "SHA256:" and 43 of base64, as ssh shows a key. */
static int
ssh_print(const struct view *v, size_t at, size_t *next)
{
	size_t end = run_end(v, at, RUN_BASE64, 45);

	if (at < 7 || !run_is(v, at - 7, "SHA256:") || end - at != 43 ||
	    !ends_here(v, end) || run_mix(v, at, end).upper == 0)
		return 0;
	*next = end;
	return report(v, at - 7, end, "SSH_KEY", "key", 0.9,
	    "fingerprint of an SSH key");
}

/* age (age-encryption.org): Bech32 of a recipient, or of an identity. */
static int
age(const struct view *v, size_t at, size_t *next)
{
	bool secret = run_is_any(v, at, "age-secret-key-1");
	size_t body = at + (secret ? 16 : 4), end;

	if (!secret && !run_is(v, at, "age1"))
		return 0;
	end = run_end(v, body, RUN_DIGIT | (secret ? RUN_UPPER | RUN_LOWER :
	    RUN_LOWER), 80);
	if (end - body != 58 || !ends_here(v, end))
		return 0;
	*next = end;
	return report(v, at, end, secret ? "PRIVATE_KEY" : "AGE_KEY", "key",
	    0.98, secret ? "an age identity, which is secret" :
	    "an age recipient");
}

/* 42 bytes that begin "Ed": 56 of base64 that begin "RW". */
static int
minisign(const struct view *v, size_t at, size_t *next)
{
	size_t end = run_end(v, at, RUN_BASE64, 58);
	bool cue;

	if (end - at != 56 || !run_is(v, at, "RW") || !ends_here(v, end) ||
	    run_mix(v, at, end).distinct < 16)
		return 0;
	cue = near_before(v, at, 120, minisign_cues);
	*next = end;
	return report(v, at, end, "CRYPTO_KEY", "key", cue ? 0.95 : 0.6,
	    "a key of minisign or signify");
}

/* 32 bytes: 43 of base64 and '=', beside a word of its configuration. */
static int
wireguard(const struct view *v, size_t at, size_t *next)
{
	size_t end = run_end(v, at, RUN_BASE64, 46);
	bool secret;

	if (end - at != 44 || v->s[end - 1] != '=' || v->s[end - 2] == '=' ||
	    !ends_here(v, end) || !near_before(v, at, 60, wireguard_cues))
		return 0;
	secret = near_before(v, at, 20, (const char *const[]){ "privatekey",
	    "presharedkey", "private key", NULL });
	*next = end;
	return report(v, at, end, secret ? "PRIVATE_KEY" : "CRYPTO_KEY", "key",
	    0.9, "32 bytes beside a word of WireGuard");
}

/* 40 hex digits (or 64, or an id of 8 or 16 with 0x) and a word for it. */
static int
print(const struct view *v, size_t at, size_t *next)
{
	bool marked = run_is_any(v, at, "0x");
	size_t body = at + (marked ? 2 : 0), end = run_end(v, body, RUN_HEX,
	    66), n = end - body;
	struct mix m;

	if ((n != 40 && n != 64 && n != 16) || is_wordly(byte_at(v, end)) ||
	    byte_at(v, end) == '-' || near_before(v, at, 30, digests) ||
	    !near_before(v, at, 60, pgp_cues))
		return 0;
	m = run_mix(v, body, end);
	if (m.distinct < 6 || m.digits == n)
		return 0;
	*next = end;
	return report(v, at, end, "PGP_FINGERPRINT", "key", n == 40 ? 0.9 :
	    0.75, "%zu hex digits beside a word for a key", n);
}

static int
at_run(const struct view *v, size_t start, size_t *next)
{
	size_t stop = run_end(v, start, RUN_WORD | RUN_PLUS | RUN_EQUALS,
	    SEEN_MAX), i, end = start;
	uint8_t before;
	int r = 0;

	for (i = start; r == 0 && i + TRIGGER_LONG_LEAST <= stop; i++) {
		before = byte_before(v, i);
		if ((run_of(before) & RUN_ALNUM) != 0 ||
		    (i > start && before != '=' && before != '/'))
			continue;
		end = i;
		if (run_is(v, i, "AAAA"))
			r = ssh(v, i, &end);
		else if ((v->s[i] | 32) == 'a')
			r = age(v, i, &end);
		else if (v->s[i] == 'R')
			r = minisign(v, i, &end);
		if (r == 0 && end == i && before == ':')
			r = ssh_print(v, i, &end);
		if (r == 0 && end == i)
			r = wireguard(v, i, &end);
		if (r == 0 && end == i && (run_of(v->s[i]) & RUN_HEX) != 0)
			r = print(v, i, &end);
		if (end > i)
			i = end - 1;
	}
	*next = end > start ? end : start + 1;
	return r;
}

/* --- fingerprints in groups of four: 10 of them (v4), or 16 (v6) --- */

#define GROUPS_LEAST 10u
#define GROUPS_MOST 16u

/* Is there a group of exactly four hex digits at `at`? */
static bool
is_group(const struct view *v, size_t at)
{
	return v->len - at >= 4 && run_end(v, at, RUN_HEX, 5) == at + 4 &&
	    !is_wordly(byte_at(v, at + 4)) && !is_wordly(byte_before(v, at));
}

/* Behind a group: up to three blanks, or ':' or '-', or a line's end. */
static size_t
group_next(const struct view *v, size_t end)
{
	size_t i = end;

	if (run_in(byte_at(v, i), ":-"))
		return i + 1;
	while (i - end < 4 && run_in(byte_at(v, i), " \t\r\n\\"))
		i++;
	return i > end ? i : 0;
}

/* Before a group: the start of the one that it follows, or none. */
static size_t
group_before(const struct view *v, size_t at)
{
	size_t i = at;

	while (i > 0 && at - i < 4 && run_in(v->s[i - 1], " \t\r\n\\:-"))
		i--;
	return i < at && i >= 4 && is_group(v, i - 4) ? i - 4 : at;
}

static int
groups(const struct view *v, size_t at, size_t *next)
{
	size_t start = run_start(v, at, RUN_HEX, 4), end, n = 0, i;
	struct mix m;

	if (!is_group(v, start) || group_next(v, start + 4) == 0)
		return 0;
	for (i = 0; i < GROUPS_MOST; i++) {
		end = group_before(v, start);
		if (end == start)
			break;
		start = end;
	}
	for (i = start, end = start; n < GROUPS_MOST + 1 && i < v->len &&
	    is_group(v, i); n++) {
		end = i + 4;
		if ((i = group_next(v, end)) == 0)
			i = v->len;
	}
	if (n != GROUPS_LEAST && n != GROUPS_MOST)
		return 0;
	m = run_mix(v, start, end);
	*next = end;
	if (m.upper + m.lower < 4 || (m.upper > 0 && m.lower > 0))
		return 0;
	return report(v, start, end, "PGP_FINGERPRINT", "key",
	    near_before(v, start, 60, digests) ? 0.6 : 0.95,
	    "%zu groups of four hex digits", n);
}

static int
at(const struct view *v, size_t place, enum trigger trigger, size_t *next)
{
	return trigger == TRIGGER_LONG ? at_run(v, place, next) :
	    groups(v, place, next);
}

const struct finder find_key = {
	.name = "key", .kinds = kinds,
	.what = "public keys, their fingerprints, and secret ones in one line",
	.triggers = TRIGGER_LONG | TRIGGER_DIGIT, .at = at,
};
