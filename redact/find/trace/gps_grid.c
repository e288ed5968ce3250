/*
 * gps_grid.c -- squares on the earth by name: Open Location Codes (plus codes),
 * MGRS, UTM, what3words; see gps.h.
 */
#include <string.h>

#include "redact/find/trace/gps.h"

#define OLC_BEFORE 8u	/* characters before the '+' of a full code */
#define WORD_MAX 24u	/* bytes of one of three words */

static const char olc[] = "23456789CFGHJMPQRVWX";
/* Bands and squares leave out I and O. */
static const char band[] = "CDEFGHJKLMNPQRSTUVWX";
static const char square[] = "ABCDEFGHJKLMNPQRSTUVWXYZ";

static const char *const code_cues[] = {
	"plus code-", "pluscode-", "google maps", "map-", "olc", NULL
};

static bool
is_one(const char *set, uint8_t c)
{
	return c != 0 && strchr(set, c) != NULL;
}

static int
plus_code(const struct view *v, size_t at, size_t *next)
{
	size_t start = at, plus = at, end;
	bool cue;

	while (start > 0 && at - start < OLC_BEFORE &&
	    is_one(olc, v->s[start - 1]))
		start--;
	while (plus - start < OLC_BEFORE + 1 && (is_one(olc, byte_at(v,
	    plus)) || byte_at(v, plus) == '0'))
		plus++;
	if (byte_at(v, plus) != '+')
		return 0;
	for (end = plus + 1; end - plus < 5 && is_one(olc, byte_at(v, end));)
		end++;
	if (is_wordly(byte_at(v, end)) || is_wordly(byte_before(v, start)) ||
	    end - plus < 3 || (plus - start != OLC_BEFORE &&
	    plus - start != 4 && plus - start != 6))
		return 0;
	/* A full code begins with a latitude and a longitude that exist. */
	if (plus - start == OLC_BEFORE && (!is_one("23456789C",
	    v->s[start]) || !is_one("23456789CFGHJMPQRV", v->s[start + 1])))
		return 0;
	cue = near_before(v, start, 40, code_cues) ||
	    near_before(v, start, 40, gps_cues);
	if (plus - start != OLC_BEFORE && !cue)
		return 0;
	*next = end;
	return report(v, start, end, "GPS", "gps", cue ? 0.95 : 0.85,
	    "plus code%s", cue ? ", beside a word for a place" : "");
}

/* As many digits as stand here, up to `most`. */
static size_t
digits(const struct view *v, size_t at, size_t most)
{
	size_t n = 0;

	while (n <= most && is_digit(byte_at(v, at + n)))
		n++;
	return n;
}

/* Easting and northing in metres behind "34U ". */
static int
utm(const struct view *v, size_t start, size_t at, size_t *next)
{
	size_t east = digits(v, at, 6), end = at + east;

	if (east != 6)
		return 0;
	while (byte_at(v, end) == 'm' || byte_at(v, end) == 'E')
		end++;
	if (byte_at(v, end) != ' ' && byte_at(v, end) != ',')
		return 0;
	end += byte_at(v, end) == ',';
	end += byte_at(v, end) == ' ';
	if (digits(v, end, 7) != 7)
		return 0;
	end += 7;
	while (byte_at(v, end) == 'm' || byte_at(v, end) == 'N')
		end++;
	if (is_wordly(byte_at(v, end)))
		return 0;
	*next = end;
	return report(v, start, end, "GPS", "gps", 0.9,
	    "UTM: zone, easting and northing");
}

/* 34U DC 12345 67890 */
static int
mgrs(const struct view *v, size_t at, size_t *next)
{
	size_t i = at + digits(v, at, 2), n, more;
	unsigned zone = (unsigned)(v->s[at] - '0');
	bool cue;

	if (i - at > 2)
		return 0;
	if (i - at == 2)
		zone = zone * 10 + (unsigned)(v->s[at + 1] - '0');
	if (zone < 1 || zone > 60 || !is_one(band, byte_at(v, i)) ||
	    is_wordly(byte_before(v, at)))
		return 0;
	i++;
	i += byte_at(v, i) == ' ';
	if (is_digit(byte_at(v, i)))
		return utm(v, at, i, next);
	if (!is_one(square, byte_at(v, i)) ||
	    !is_one(square, byte_at(v, i + 1)))
		return 0;
	i += 2;
	i += byte_at(v, i) == ' ';
	n = digits(v, i, 10);
	i += n;
	if (byte_at(v, i) == ' ' && n <= 5 && (more = digits(v, i + 1,
	    5)) == n) {
		i += 1 + more;
		n += more;
	}
	if (n < 4 || n > 10 || n % 2 != 0 || is_wordly(byte_at(v, i)))
		return 0;
	cue = near_before(v, at, 40, gps_cues);
	if (n < 8 && !cue)
		return 0;
	*next = i;
	return report(v, at, i, "GPS", "gps", cue ? 0.95 : 0.8,
	    "square of MGRS%s", cue ? ", beside a word for a place" : "");
}

int
gps_grid(const struct view *v, size_t at, size_t *next)
{
	size_t i = at;
	int r;

	/* One or two digits and a capital, or a code with a '+'. */
	while (i - at < 2 && is_digit(byte_at(v, i)))
		i++;
	if (is_one(band, byte_at(v, i)) &&
	    ((r = mgrs(v, at, next)) < 0 || *next > at))
		return r;
	for (i = at; i - at <= OLC_BEFORE && byte_at(v, i) > '+'; i++)
		;
	return byte_at(v, i) == '+' ? plus_code(v, at, next) : 0;
}

int
gps_words(const struct view *v, size_t at, size_t *next)
{
	size_t end = at + 3, start;

	if (v->len - at < 9 || v->s[at + 1] != '/' || v->s[at + 2] != '/' ||
	    byte_before(v, at) == '/' || byte_before(v, at) == ':' ||
	    is_wordly(byte_before(v, at)))
		return 0;
	for (int i = 0; i < 3; i++) {
		for (start = end; end - start < WORD_MAX && is_wordly(byte_at(v,
		    end)) && !is_digit(v->s[end]) && v->s[end] != '_';)
			end++;
		if (end - start < 2 || (i < 2 && byte_at(v, end) != '.'))
			return 0;
		end += i < 2;
	}
	if (is_wordly(byte_at(v, end)) || byte_at(v, end) == '/')
		return 0;
	*next = end;
	return report(v, at, end, "GPS", "gps", 0.85,
	    "three words for a square (what3words)");
}
