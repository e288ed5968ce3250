/*
 * gps.h -- half a position: an angle of degrees, as people write one, and the
 * names of squares on the earth.
 */
#ifndef REDACT_FIND_GPS_H
#define REDACT_FIND_GPS_H

#include "redact/find/view/near.h"

struct angle {
	size_t start, end;
	double degrees;		/* with its sign or hemisphere */
	unsigned parts;		/* 1: degrees, 2: minutes, 3: seconds */
	unsigned decimals;	/* of the last part */
	uint8_t hemisphere;	/* 'N' 'S' 'E' 'W'; 0: none written */
	bool marked;		/* there is a degree sign */
};

/*
 * gps_angle(v, at, comma, a):
 * Read an angle whose sign, hemisphere or first digit is at `at`: "-33.857",
 * "52.23° N", "52°13'47.6\"N", "N 52 13.796".  `comma` may stand for the point.
 * Spaces in place of the signs need a hemisphere.  False when none stands
 * there.
 */
bool gps_angle(const struct view *v, size_t at, bool comma, struct angle *a);

/* Is it the north-south one, as far as its letter tells? */
bool gps_is_latitude(const struct angle *a);

/*
 * gps_grid(v, at, next):
 * Report an Open Location Code ("9F4642GJ+7P"), a square of MGRS or a place
 * of UTM with its first digit at `at`.
 */
int gps_grid(const struct view *v, size_t at, size_t *next);

/* Report "///three.plain.words" from its first '/'. */
int gps_words(const struct view *v, size_t at, size_t *next);

extern const char *const gps_cues[];

#endif
