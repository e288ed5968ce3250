/*
 * coverdrop.c -- dead drops of CoverDrop (kinds.h), as its API gives them to a
 * journalist (github.com/guardian/coverdrop): what is sealed in them is for
 * tipline-coverdrop.  All of them are looked at before the first is said.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/foreign/drop_records.h"
#include "intake/foreign/wall/kinds.h"
#include "intake/foreign/wall/tree.h"
#include "vault/base/err.h"
#include "vault/base/id.h"

#define ID_SIZE 96

/* --- base64 (RFC 4648), with its padding or without --- */

static int
sextet(char c)
{
	return c >= 'A' && c <= 'Z' ? c - 'A' : c >= 'a' && c <= 'z' ?
	    c - 'a' + 26 : c >= '0' && c <= '9' ? c - '0' + 52 :
	    c == '+' ? 62 : c == '/' ? 63 : -1;
}

static int
undo_base64(struct bytes *out, const char *s, size_t len)
{
	uint32_t bits = 0;
	unsigned have = 0;
	uint8_t *p;
	int v;

	while (len > 0 && s[len - 1] == '=')
		len--;
	if (len % 4 == 1)
		return ERR_FORMAT;
	if (len / 4 * 3 + 3 > DROP_BYTES_MAX)
		return ERR_TOO_BIG;
	/* All of it at once: it may be long. */
	if (bytes_room(out, len * 3 / 4, &p) < 0)
		return ERR_TOO_BIG;
	for (size_t i = 0; i < len; i++) {
		if ((v = sextet(s[i])) < 0)
			return ERR_FORMAT;
		bits = (bits << 6 | (uint32_t)v) & 0xffffff;
		if ((have += 6) >= 8) {
			have -= 8;
			*p++ = (uint8_t)(bits >> have);
		}
	}
	return 0;
}

/* --- a time of RFC 3339, in seconds since 1970 --- */

static int64_t
days_before(int64_t y, int64_t m, int64_t d)
{
	/* Years begin with March: the day that is sometimes there is last. */
	y -= m <= 2;
	m += m <= 2 ? 9 : -3;
	return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + d - 1 -
	    719468;
}

static bool
parse_time(const char *s, int64_t *seconds)
{
	int y, mo, d, h, mi, se, oh = 0, om = 0, n = 0;
	char sign = 'Z';

	if (sscanf(s, "%4d-%2d-%2dT%2d:%2d:%2d%n", &y, &mo, &d, &h, &mi, &se,
	    &n) != 6 || n != 19 || y < 1970 || mo < 1 || mo > 12 || d < 1 ||
	    d > 31 || h < 0 || h > 23 || mi < 0 || mi > 59 || se < 0 || se > 60)
		return false;
	s += n;
	if (*s == '.')
		s += 1 + strspn(s + 1, "0123456789");
	if (strcmp(s, "Z") != 0 && (sscanf(s, "%c%2d:%2d%n", &sign, &oh, &om,
	    &n) != 3 || s[n] != '\0' || (sign != '+' && sign != '-')))
		return false;
	*seconds = days_before(y, mo, d) * 86400 + h * 3600 + mi * 60 + se -
	    (sign == '-' ? -1 : 1) * (oh * 3600 + om * 60);
	return true;
}

/* --- a dead drop --- */

struct drop {
	char id[TREE_NUMBER_SIZE];
	char what[ID_SIZE];	/* "dead drop 1, epoch 5" */
	const char *created;
	struct bytes data;	/* its head, and its records */
};

static void
put_head(struct bytes *b, int64_t created, const json_t *epoch,
    const char *signature)
{
	uint8_t raw[DROP_SIGNATURE_BYTES] = { 0 };
	bool is = signature != NULL && hex_parse(raw, sizeof(raw), signature,
	    strlen(signature));

	wire_put_u64(b, (uint64_t)created);
	wire_put_u32(b, (uint32_t)(int32_t)json_integer_value(epoch));
	wire_put_u8(b, is);
	wire_put_raw(b, raw, sizeof(raw));
}

static int
bad(size_t number, const char *what)
{
	return err_set(ERR_FORMAT, "dead drop %zu of the file %s; fetch it "
	    "again", number, what);
}

static int
read_drop(struct drop *d, const json_t *v, size_t number)
{
	const json_t *data = json_object_get(v, "data");
	const json_t *epoch = json_object_get(v, "epoch");
	const char *id = tree_word(v, "id", d->id);
	int64_t created;
	int r;

	bytes_reset(&d->data);
	d->created = tree_str(v, "created_at");
	if (d->created == NULL || !parse_time(d->created, &created))
		return bad(number, "has no time");
	if (!json_is_string(data))
		return bad(number, "has no data");
	put_head(&d->data, created, epoch, tree_str(v, "signature"));
	if ((r = undo_base64(&d->data, json_string_value(data),
	    json_string_length(data))) < 0)
		return r == ERR_FORMAT ? bad(number, "is no base64") :
		    err_set(ERR_TOO_BIG, "dead drop %zu is over %u MiB; it is "
		    "none", number, DROP_BYTES_MAX >> 20);
	if ((d->data.len - DROP_HEAD_BYTES) % DROP_RECORD_BYTES != 0)
		return bad(number, "is cut: it is no row of whole messages");
	(void)snprintf(d->what, sizeof(d->what), json_is_integer(epoch) ?
	    "dead drop %.40s, epoch %lld" : "dead drop %.40s", id != NULL ? id :
	    "without id", (long long)json_integer_value(epoch));
	return bytes_ok(&d->data);
}

static void
say_drop(struct say *s, const struct drop *d)
{
	say_submission(s, 1);
	say_fact(s, FACT_SENT, d->created);
	say_fact(s, FACT_MESSAGE_ID, d->what);
	say_item(s, ITEM_FILE, "dead drop", d->data.data, d->data.len);
	say_whole(s);
}

int
kind_coverdrop(struct say *s, const uint8_t *p, size_t len)
{
	struct drop d = { .data = BYTES_INIT(DROP_BYTES_MAX +
	    DROP_HEAD_BYTES) };
	json_t *v = NULL, *list, *one;
	size_t i;
	int r;

	if ((r = tree_of(&v, p, len, "the dead drops")) < 0)
		goto done;
	list = json_object_get(v, "dead_drops");
	if (!json_is_array(list)) {
		r = err_set(ERR_FORMAT, "the file has no list of dead drops; "
		    "fetch it again");
		goto done;
	}
	json_array_foreach(list, i, one)
		if (r == 0)
			r = read_drop(&d, one, i + 1);
	json_array_foreach(list, i, one)
		if (r == 0 && (r = read_drop(&d, one, i + 1)) == 0) {
			say_drop(s, &d);
			r = say_ok(s);
		}
done:
	bytes_free(&d.data);
	json_decref(v);
	return r;
}
