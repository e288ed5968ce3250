/*
 * gps.c -- positions on the earth: decimal pairs, degrees with minutes and
 * seconds, geo: addresses (RFC 5870) and links to a place on a map.
 */
#include "redact/find/contact/url.h"

#include <stdlib.h>
#include <string.h>

#define NUMBER "[+-]?[0-9]{1,3}+(?:\\.[0-9]{1,15}+)?"
#define DEGREE "(?:\xc2\xb0|\xc2\xba|\xcb\x9a)"

/* 1, 3: numbers; 2, 4: their hemispheres */
static struct pattern decimal = PATTERN_INIT(
	"(?<![\\w.,+-])(?:[NS] ?)?([+-]?[0-9]{1,2}\\.[0-9]{3,15}+)" DEGREE
	"?(?: ?([NS])\\b)?[ ]?[,;/ ][ ]{0,3}+(?:[EW] ?)?"
	"([+-]?[0-9]{1,3}+\\.[0-9]{3,15}+)" DEGREE
	"?(?: ?([EWO])\\b)?(?![\\w%]|[.,][0-9])", PATTERN_BYTES);

#define DMS "([0-9]{1,3}+)[ ]?" DEGREE "[ ]?(?:([0-9]{1,2}+(?:[.,][0-9]{1,6}+)?)" \
	"[ ]?'[ ]?(?:([0-9]{1,2}+(?:[.,][0-9]{1,6}+)?)[ ]?(?:\"|'')[ ]?)?)?"

/* 1-3: degrees, minutes, seconds; 4: hemisphere */
static struct pattern dms = PATTERN_INIT(
	"(?<![\\w.])" DMS "([NSEWO])(?!\\w)", PATTERN_BYTES);

/* 1, 2: numbers */
static struct pattern geo = PATTERN_INIT(
	"(?<![\\w])geo:(" NUMBER "),(" NUMBER ")[^\\s<>\"']{0,200}+",
	PATTERN_BYTES);

/* What stands before the numbers in a link to a map; 1, 2: numbers */
static struct pattern map_link = PATTERN_INIT(
	"(?:@|[?&](?:q|ll|sll|query|center|destination|daddr|saddr|mlat|lat)="
	"(?:loc:)?|#map=[0-9]{1,2}/|!3d)([+-]?[0-9]{1,2}\\.[0-9]{3,15}+)"
	"(?:,|%2C|/|!4d|&m?(?:lon|lng|long)=)([+-]?[0-9]{1,3}+\\.[0-9]{3,15}+)"
	URL_CHARS URL_BOUND, PATTERN_UTF);
#define LINK_HEAD_MAX 500u	/* bytes of a link before its position */

static const char *const kinds[] = { "GPS", NULL };

static const char *const cues[] = {
	"gps", "coordinate-", "coord-", "coordonn-", "lat", "latitude", "lon",
	"lng", "longitude", "position-", "location-", "lokalizacj-",
	"wsp\xc3\xb3\xc5\x82rz-", "szeroko\xc5\x9b-", "d\xc5\x82ugo\xc5\x9b-",
	"map-", "pin", "meet-", "spotkani-", "rendez", "geo", NULL
};

/* The number of a group; no locale reads it. */
static double
number(const struct match *m, int group)
{
	double v = 0, unit = 1;
	bool minus = false, point = false;

	for (size_t i = m->start[group]; i < m->end[group]; i++) {
		if (m->s[i] == '-')
			minus = true;
		else if (m->s[i] == '.' || m->s[i] == ',')
			point = true;
		else if (is_digit(m->s[i])) {
			v = v * 10 + (m->s[i] - '0');
			unit *= point ? 10 : 1;
		}
	}
	v /= unit;
	return minus ? -v : v;
}

static bool
is_position(double lat, double lon)
{
	return lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180;
}

static size_t
decimals(const struct match *m, int group)
{
	const uint8_t *dot = memchr(m->s + m->start[group], '.',
	    m->end[group] - m->start[group]);

	return dot == NULL ? 0 : (size_t)(m->s + m->end[group] - dot) - 1;
}

static int
hit_decimal(struct match *m)
{
	bool marked = m->start[2] != PATTERN_NONE ||
	    m->start[4] != PATTERN_NONE || m->start[1] != m->start[0] ||
	    memchr(m->s + m->start[0], 0xc2, m->end[0] - m->start[0]) != NULL;
	bool cue = near_before(m->v, m->start[0], 40, cues);
	bool fine = decimals(m, 1) >= 4 && decimals(m, 3) >= 4;

	if (!is_position(number(m, 1), number(m, 3)))
		return 0;
	return report(m->v, m->start[0], m->end[0], "GPS", "gps",
	    marked || cue ? 0.95 : fine ? 0.85 : 0.55,
	    "latitude and longitude in degrees%s", marked ? ", marked" :
	    cue ? ", beside a word for a place" : "");
}

/* One half of a position may stand alone; the second joins it. */
static int
hit_dms(struct match *m)
{
	bool north = strchr("NSns", m->s[m->start[4]]) != NULL;
	double degrees = number(m, 1), minutes, seconds;
	struct finding *last;
	size_t n = m->v->out->n;
	int r;

	if (m->start[2] == PATTERN_NONE)
		return 0;
	minutes = number(m, 2);
	seconds = m->start[3] == PATTERN_NONE ? 0 : number(m, 3);
	if (degrees > (north ? 90 : 180) || minutes >= 60 || seconds >= 60)
		return 0;
	if ((r = report(m->v, m->start[0], m->end[0], "GPS", "gps", 0.75,
	    "degrees, minutes, seconds")) < 0)
		return r;
	last = n > 0 ? &m->v->out->list[n - 1] : NULL;
	if (last == NULL || strcmp(last->kind, "GPS") != 0 || north ||
	    last->end > m->v->out->list[n].start ||
	    m->v->out->list[n].start - last->end > 6)
		return 0;
	last->end = m->v->out->list[n].end;
	last->confidence = 0.97;
	m->v->out->n = n;
	return 0;
}

static int
hit_geo(struct match *m)
{
	if (!is_position(number(m, 1), number(m, 2)))
		return 0;
	m->next = url_end(m->v, m->start[0], m->end[0]);
	return report(m->v, m->start[0], m->next, "GPS", "gps", 0.98,
	    "geo address (RFC 5870)");
}

/* Where the link begins whose position was matched; `at` when none does. */
static size_t
link_start(const struct match *m, size_t at)
{
	size_t i = at;

	while (i > 0 && at - i < LINK_HEAD_MAX && m->s[i - 1] > ' ' &&
	    strchr("<>\"", m->s[i - 1]) == NULL) {
		i--;
		if (m->s[i] == 'h' && at - i > 7 &&
		    !is_wordly(byte_before(m->v, i)) &&
		    (memcmp(m->s + i, "http://", 7) == 0 ||
		    memcmp(m->s + i, "https://", 8) == 0))
			return i;
	}
	return at;
}

static int
hit_map(struct match *m)
{
	size_t start = link_start(m, m->start[0]);

	if (start == m->start[0] || !is_position(number(m, 1), number(m, 2)))
		return 0;
	m->next = url_end(m->v, start, m->end[0]);
	return report(m->v, start, m->next, "GPS", "gps", 0.98,
	    "link to a place on a map");
}

static int
run(const struct view *v)
{
	int r;

	if ((r = pattern_run(&decimal, v, hit_decimal)) < 0 ||
	    (r = pattern_run(&dms, v, hit_dms)) < 0 ||
	    (r = pattern_run(&geo, v, hit_geo)) < 0)
		return r;
	return pattern_run(&map_link, v, hit_map);
}

const struct finder find_gps = {
	.name = "gps", .kinds = kinds,
	.what = "positions: decimal, degrees and minutes, geo: and map links",
	.run = run,
};
