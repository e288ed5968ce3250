/* member.c -- see member.h. */
#include "intake/format/archive/member.h"

#include <string.h>
#include <strings.h>

#include "intake/examine/limits.h"
#include "intake/format/normal/normalise.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

#define FLAGS (NORMALISE_NODE | NORMALISE_KEEP_QUOTES)
#define ROUNDS 3	/* until nothing changes: ".<hidden>." becomes ".." */

static bool
is_letter(uint8_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_drive(const uint8_t *p, size_t len)
{
	return len >= 2 && p[1] == ':' && is_letter(p[0]);
}

/* Characters first: whatever is no character or steers a terminal goes. */
static int
plain_characters(struct bytes *out, const uint8_t *p, size_t len)
{
	size_t n;
	uint32_t cp;

	for (; len > 0; p += n, len -= n) {
		if ((n = utf8_next(p, len, &cp)) == 0) {
			n = 1;
			cp = 0xfffd;
		}
		if (cp == '\\')
			cp = '/';
		if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || cp == 0x2028 ||
		    cp == 0x2029)
			cp = '_';
		(void)utf8_put(out, cp);
	}
	return bytes_ok(out);
}

/* Then the path: only parts that go down. */
static int
plain_path(struct bytes *out, const uint8_t *p, size_t len)
{
	size_t start = out->len, n;

	for (; len > 0; p += n, len -= n) {
		const uint8_t *slash = memchr(p, '/', len);
		size_t part = slash != NULL ? (size_t)(slash - p) : len;

		n = part + (slash != NULL);
		if (part == 0 || (part == 1 && p[0] == '.') ||
		    (part == 2 && p[0] == '.' && p[1] == '.'))
			continue;
		if (out->len > start)
			(void)bytes_add(out, "/", 1);
		if (is_drive(p, part)) {
			(void)bytes_add(out, p, 1);
			(void)bytes_add(out, "_", 1);
			(void)bytes_add(out, p + 2, part - 2);
		} else {
			(void)bytes_add(out, p, part);
		}
	}
	return bytes_ok(out);
}

static int
round_of(struct bytes *to, const uint8_t *p, size_t len)
{
	struct bytes a = BYTES_INIT(4 * MEMBER_NAME_MAX);
	struct bytes b = BYTES_INIT(8 * MEMBER_NAME_MAX);
	size_t from = 0;
	int r;

	if ((r = plain_characters(&a, p, len)) < 0 ||
	    (r = normalise_text(&b, a.data, a.len, FLAGS)) < 0)
		goto done;
	while (b.len > from && b.data[from] == ' ')
		from++;
	while (b.len > from && b.data[b.len - 1] == ' ')
		b.len--;
	bytes_reset(to);
	if (b.len > from)
		r = plain_path(to, b.data + from, b.len - from);
done:
	bytes_free(&a);
	bytes_free(&b);
	return r;
}

int
member_plain(struct bytes *out, const void *name, size_t len, size_t number)
{
	struct bytes now = BYTES_INIT(8 * MEMBER_NAME_MAX);
	struct bytes next = BYTES_INIT(8 * MEMBER_NAME_MAX);
	unsigned round;
	int r;

	if (len > MEMBER_NAME_MAX)
		return err_set(ERR_TOO_BIG, "a member's name is over %u bytes; "
		    "unpack it by hand", MEMBER_NAME_MAX);
	if ((r = bytes_add(&now, name, len)) < 0)
		goto done;
	for (round = 0; round < ROUNDS; round++) {
		if ((r = round_of(&next, now.data, now.len)) < 0)
			goto done;
		bytes_reset(&now);
		if ((r = bytes_add(&now, next.data, next.len)) < 0)
			goto done;
	}
	r = now.len > 0 ? bytes_add(out, now.data, now.len) :
	    bytes_addf(out, "member-%zu", number);
done:
	bytes_free(&now);
	bytes_free(&next);
	return r;
}

bool
member_is_trace(const void *name, size_t len)
{
	static const char *const names[] = { ".DS_Store", "Thumbs.db",
	    "desktop.ini" };
	static const char mac[] = "__MACOSX/";
	const char *p = name, *slash;
	size_t i;

	if (len >= sizeof(mac) - 1 && memcmp(p, mac, sizeof(mac) - 1) == 0)
		return true;
	if ((slash = memrchr(p, '/', len)) != NULL) {
		len -= (size_t)(slash + 1 - p);
		p = slash + 1;
	}
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (len == strlen(names[i]) &&
		    strncasecmp(p, names[i], len) == 0)
			return true;
	return len > 2 && p[0] == '.' && p[1] == '_';
}

const char *
member_unsafe(const void *name, size_t len)
{
	const uint8_t *p = name;
	size_t i, part = 0;

	if (len == 0)
		return "it is empty";
	if (!utf8_valid(p, len))
		return "it is in no known character set";
	if (p[0] == '/' || p[0] == '\\' || is_drive(p, len))
		return "it begins at the root of a disk";
	for (i = 0; i <= len; i++) {
		if (i < len && (p[i] < 0x20 || p[i] == 0x7f))
			return "it has control characters in it";
		if (i < len && p[i] != '/' && p[i] != '\\')
			continue;
		if (i - part == 2 && p[part] == '.' && p[part + 1] == '.')
			return "it leads out of its folder";
		part = i + 1;
	}
	return NULL;
}
