/*
 * gps.c -- positions on the earth: decimal pairs, degrees with minutes and
 * seconds, geo: addresses (RFC 5870), links to a place on a map, and what
 * gps.h reads.
 */
#include "redact/find/trace/gps.h"

#include <string.h>
#include <strings.h>

#include "redact/find/contact/url.h"
#include "redact/find/view/fields.h"

#define FINE 4u			/* decimals: 10 metres */
#define COARSE 3u
#define LINK_HEAD_MAX 500u	/* bytes of a link before its position */

static const char *const kinds[] = { "GPS", NULL };

const char *const gps_cues[] = {
	"gps", "coordinate-", "coord-", "coordonn-", "lat", "latitude", "lon",
	"lng", "longitude", "position-", "location-", "lokalizacj-",
	"wsp\xc3\xb3\xc5\x82rz-", "szeroko\xc5\x9b-", "d\xc5\x82ugo\xc5\x9b-",
	"map-", "pin", "meet-", "spotkani-", "rendez", "geo", "geo-", "point",
	"mgrs", "utm", "waypoint-", "pozycj-", "wgs84", "wgs", NULL
};
static const char *const half_cues[] = {
	"lat", "latitude", "lon", "lng", "long", "longitude", "gpslatitude",
	"gpslongitude", "szeroko\xc5\x9b\xc4\x87 geogr-",
	"d\xc5\x82ugo\xc5\x9b\xc4\x87 geogr-", "szer. geogr-",
	"d\xc5\x82. geogr-", NULL
};
/* What may stand between the two halves in a link. */
static const char *const link_gaps[] = {
	",", "%2C", "%2c", "/", "!4d", "&lon=", "&lng=", "&long=", "&mlon=",
	"+", NULL
};

static bool
is_position(const struct angle *a, const struct angle *b)
{
	return a->degrees >= -90 && a->degrees <= 90 && b->degrees >= -180 &&
	    b->degrees <= 180;
}

/* Longitude first, as in WKT and GeoJSON. */
static bool
is_turned(const struct angle *a, const struct angle *b)
{
	return a->degrees >= -180 && a->degrees <= 180 && b->degrees >= -90 &&
	    b->degrees <= 90;
}

/* Where the link begins that goes on at `at`; `at` when none does. */
static size_t
link_start(const struct view *v, size_t at)
{
	size_t i = at;

	while (i > 0 && at - i < LINK_HEAD_MAX && v->s[i - 1] > ' ' &&
	    strchr("<>\"", v->s[i - 1]) == NULL) {
		i--;
		if ((v->s[i] | 32) == 'h' && at - i > 7 &&
		    !is_wordly(byte_before(v, i)) &&
		    (strncasecmp((const char *)v->s + i, "http://", 7) == 0 ||
		    strncasecmp((const char *)v->s + i, "https://", 8) == 0))
			return i;
	}
	return at;
}

/* A position inside a link: the link is reported to its end. */
static int
in_link(const struct view *v, const struct angle *a, size_t *next)
{
	struct angle b;
	size_t start, len, end;

	if (a->start == 0 || strchr("@=/d:", v->s[a->start - 1]) == NULL ||
	    v->s[a->start - 1] == 0)
		return 0;
	for (size_t i = 0; link_gaps[i] != NULL; i++) {
		len = strlen(link_gaps[i]);
		if (v->len - a->end <= len || memcmp(v->s + a->end,
		    link_gaps[i], len) != 0)
			continue;
		if (!gps_angle(v, a->end + len, false, &b) ||
		    b.decimals < COARSE || !is_position(a, &b) ||
		    (start = link_start(v, a->start)) == a->start)
			return 0;
		end = url_end(v, start, url_stop(v, b.end));
		*next = end;
		return report(v, start, end, "GPS", "gps", 0.98,
		    "link to a place on a map");
	}
	return 0;
}

/* The second half, up to three spaces and a mark behind the first. */
static bool
other_half(const struct view *v, const struct angle *a, bool comma,
    struct angle *b)
{
	size_t at = a->end, gap;
	bool mark = false;

	for (gap = 0; gap < 4; gap++, at++) {
		if (byte_at(v, at) == ' ' || byte_at(v, at) == '\n')
			continue;
		if (mark || byte_at(v, at) == 0 ||
		    strchr(",;/", byte_at(v, at)) == NULL)
			break;
		mark = true;
	}
	return (gap > 0 || a->hemisphere != 0) && gps_angle(v, at, comma, b);
}

/* Is the place a letter before the angle, "N" of "N 52.2"? */
static size_t
with_letter(const struct view *v, size_t at)
{
	size_t i = at;

	if (byte_before(v, i) == ' ')
		i--;
	if (i > 0 && strchr("NSEWO", v->s[i - 1]) != NULL &&
	    v->s[i - 1] != 0 && !is_wordly(byte_before(v, i - 1)))
		return i - 1;
	return at;
}

/* "50,0614" and the like are positions only in pairs that do not use commas
 * for anything else. */
static bool
is_comma_pair(const struct view *v, const struct angle *a,
    const struct angle *b)
{
	return memchr(v->s + a->end, ';', b->start - a->end) != NULL ||
	    (a->hemisphere != 0 && b->hemisphere != 0) || a->marked;
}

static bool
has_more(const struct view *v, size_t end)
{
	uint8_t c = byte_at(v, end), after = byte_at(v, end + 1);

	return is_wordly(c) || c == '%' ||
	    ((c == '.' || c == ',') && is_digit(after));
}

/* Does the row go on with a third number? */
static bool
is_row(const struct view *v, size_t at)
{
	for (size_t i = 0; i < 3 && byte_at(v, at) != 0 &&
	    strchr(" ,;/", byte_at(v, at)) != NULL; i++)
		at++;
	return is_digit(byte_at(v, at));
}

/* In a table the halves stand in two cells, and are two findings. */
static int
report_pair(const struct view *v, const struct angle *a, const struct angle *b,
    double confidence, const char *why)
{
	int r;

	if ((r = report(v, a->start, b->end, "GPS", "gps", confidence, "%s",
	    why)) < 0)
		return r;
	if (v->fields == NULL || fields_at(v->fields, a->start) ==
	    fields_at(v->fields, b->start))
		return 0;
	return report(v, b->start, b->end, "GPS", "gps", confidence, "%s", why);
}

static int
decimal_pair(const struct view *v, const struct angle *a,
    const struct angle *b, size_t *next)
{
	bool marked = a->marked || b->marked || a->hemisphere != 0;
	bool cue, fine = a->decimals >= FINE && b->decimals >= FINE;

	if (a->decimals < COARSE || b->decimals < COARSE || has_more(v, b->end))
		return 0;
	cue = near_before(v, a->start, 40, gps_cues);
	if (!is_position(a, b) && !(cue && is_turned(a, b)))
		return 0;
	/* Three decimals are those of other tables too. */
	if (!fine && !cue && !marked && (b->start - a->end < 2 ||
	    is_row(v, b->end)))
		return 0;
	*next = b->end;
	return report_pair(v, a, b, marked || cue ? 0.95 : fine ? 0.85 : 0.55,
	    "latitude and longitude in degrees");
}

/* One coordinate beside its own word, or in its own column. */
static int
half(const struct view *v, const struct angle *a, size_t *next)
{
	if (a->decimals < COARSE || a->parts > 1 || has_more(v, a->end) ||
	    !near_before(v, a->start, 20, half_cues))
		return 0;
	*next = a->end;
	return report(v, a->start, a->end, "GPS", "gps", 0.9,
	    "degrees behind a word for one coordinate");
}

/* Is it more than a temperature: minutes, or a letter beside the sign? */
static bool
is_angle(const struct angle *a)
{
	return a->parts > 1 ? a->hemisphere != 0 || a->decimals > 0 ||
	    a->parts > 2 : a->hemisphere != 0 && (a->marked ||
	    a->decimals >= COARSE);
}

static int
degrees(const struct view *v, const struct angle *a, const struct angle *b,
    bool pair, size_t *next)
{
	if (pair && is_angle(b) && !is_wordly(byte_at(v, b->end))) {
		*next = b->end;
		return report_pair(v, a, b, 0.97, "degrees, minutes, seconds");
	}
	if (a->hemisphere == 0 || !a->marked || a->parts == 1 ||
	    is_wordly(byte_at(v, a->end)))
		return 0;
	*next = a->end;
	return report(v, a->start, a->end, "GPS", "gps", 0.75,
	    "degrees, minutes, seconds");
}

/* Might the digits at `at` be degrees?  Most numbers of prose are not. */
static bool
may_be_degrees(const struct view *v, size_t at, bool letter)
{
	size_t i = at;
	uint8_t c;

	while (i - at < 4 && is_digit(byte_at(v, i)))
		i++;
	if (i - at > 3)
		return false;
	c = byte_at(v, i);
	if (c == '.' || c == ',')
		return is_digit(byte_at(v, i + 1)) &&
		    is_digit(byte_at(v, i + 2));
	if (c == ' ' && is_digit(byte_at(v, i + 1)))
		return letter || (is_digit(byte_at(v, i + 2)) &&
		    strchr(" .'", byte_at(v, i + 3)) != NULL);
	if (c == ' ')
		c = byte_at(v, i + 1);
	return c == 0xc2 || c == 0xcb || (letter && c < 'a');
}

static bool
may_begin(const struct view *v, size_t at)
{
	uint8_t c = byte_before(v, at);

	return !is_wordly(c) && c != '.' && !((c == ',' || c == '-' ||
	    c == '+') && is_digit(byte_before(v, at - 1)));
}

static int
at_digit(const struct view *v, size_t at, size_t *next)
{
	size_t start = with_letter(v, at);
	struct angle a, b;
	bool comma, pair;
	int r;

	if ((r = gps_grid(v, at, next)) < 0 || *next > at)
		return r;
	if (!may_be_degrees(v, at, start != at))
		return 0;
	if (start == at && at > 0 && strchr("+-", v->s[at - 1]) != NULL)
		start--;
	comma = byte_at(v, at + 1) == ',' || byte_at(v, at + 2) == ',' ||
	    byte_at(v, at + 3) == ',';
	if (!gps_angle(v, start, comma, &a))
		return 0;
	if (a.decimals >= COARSE && !comma &&
	    ((r = in_link(v, &a, next)) < 0 || *next > at))
		return r;
	if (!may_begin(v, start))
		return 0;
	pair = other_half(v, &a, comma, &b) && (!comma ||
	    is_comma_pair(v, &a, &b));
	if (a.parts == 1 && pair && b.parts == 1 && a.decimals > 0)
		return decimal_pair(v, &a, &b, next);
	if (is_angle(&a))
		return degrees(v, &a, &b, pair, next);
	return half(v, &a, next);
}

/* geo:52.2297,21.0117 */
static int
at_colon(const struct view *v, size_t at, size_t *next)
{
	struct angle a, b;
	size_t end;

	if (at < 3 || strncasecmp((const char *)v->s + at - 3, "geo", 3) != 0 ||
	    is_wordly(byte_before(v, at - 3)) ||
	    !gps_angle(v, at + 1, false, &a) || byte_at(v, a.end) != ',' ||
	    !gps_angle(v, a.end + 1, false, &b) || !is_position(&a, &b))
		return 0;
	end = url_end(v, at - 3, url_stop(v, b.end));
	*next = end;
	return report(v, at - 3, end, "GPS", "gps", 0.98,
	    "geo address (RFC 5870)");
}

static int
gps_at(const struct view *v, size_t at, enum trigger trigger, size_t *next)
{
	if (trigger == TRIGGER_COLON)
		return at_colon(v, at, next);
	if (trigger == TRIGGER_SLASH)
		return gps_words(v, at, next);
	return at_digit(v, at, next);
}

const struct finder find_gps = {
	.name = "gps", .kinds = kinds,
	.what = "positions: degrees, geo:, map links, plus codes, MGRS, UTM",
	.triggers = TRIGGER_DIGIT | TRIGGER_COLON | TRIGGER_SLASH, .at = gps_at,
};
