/* alike.c -- see alike.h. */
#include "intake/format/normal/alike.h"

#include <stddef.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/uspoof.h>
#include <unicode/utf16.h>

#include "intake/marks/marks.h"

#define SKELETON_UNITS 16
#define FIRST 0x370u		/* below it all letters are Latin */

/* Words of these stand next to Latin ones without a space between. */
static bool
mixes(UScriptCode s)
{
	switch (s) {
	case USCRIPT_HEBREW:
	case USCRIPT_ARABIC:
	case USCRIPT_NKO:
	case USCRIPT_ORIYA:
	case USCRIPT_MALAYALAM:
	case USCRIPT_MYANMAR:
	case USCRIPT_GEORGIAN:
	case USCRIPT_ETHIOPIC:
	case USCRIPT_AHOM:
	case USCRIPT_LATIN:
	case USCRIPT_INHERITED:
		return true;
	default:
		return false;
	}
}

static USpoofChecker *
checker(void)
{
	static USpoofChecker *open;	/* for as long as the process lives */
	UErrorCode status = U_ZERO_ERROR;

	if (open == NULL)
		open = uspoof_open(&status);
	return U_SUCCESS(status) ? open : NULL;
}

/* Roman numerals that are one letter. */
static uint32_t
numeral(uint32_t cp)
{
	static const char capital[] = "I\0\0\0V\0\0\0\0X\0\0LCDM";

	if (cp < 0x2160 || cp > 0x217f || capital[(cp - 0x2160) % 16] == 0)
		return 0;
	return (uint32_t)capital[(cp - 0x2160) % 16] |
	    (cp >= 0x2170 ? 0x20 : 0);
}

uint32_t
alike_latin(uint32_t cp)
{
	UChar in[2], out[SKELETON_UNITS];
	UErrorCode status = U_ZERO_ERROR;
	uint32_t latin = mark_latin_of(cp);
	int32_t n = 0, len;

	if (latin == 0)
		latin = numeral(cp);
	if (latin != 0 || cp < FIRST || !u_isalpha((UChar32)cp) ||
	    mixes(uscript_getScript((UChar32)cp, &status)) ||
	    checker() == NULL)
		return latin;
	U16_APPEND_UNSAFE(in, n, cp);
	len = uspoof_getSkeleton(checker(), 0, in, n, out, SKELETON_UNITS,
	    &status);
	if (U_FAILURE(status))
		return 0;
	if (len == 2 && out[0] == 'r' && out[1] == 'n')
		return 'm';		/* UTS 39 writes m so */
	if (len != 1 || (out[0] | 0x20) < 'a' || (out[0] | 0x20) > 'z')
		return 0;
	/* A capital I and a small l are one to it. */
	return out[0] == 'l' && u_isupper((UChar32)cp) ? 'I' : out[0];
}

enum alike_script
alike_script(uint32_t cp)
{
	UErrorCode status = U_ZERO_ERROR;

	switch (uscript_getScript((UChar32)cp, &status)) {
	case USCRIPT_CYRILLIC:
		return ALIKE_CYRILLIC;
	case USCRIPT_GREEK:
		return ALIKE_GREEK;
	default:
		return ALIKE_NONE;
	}
}

uint32_t
alike_of(enum alike_script script, uint32_t latin)
{
	static const struct {
		char latin;
		uint16_t cyrillic, greek;	/* 0: none in common use */
	} look[] = {
		{ 'a', 0x0430, 0 }, { 'c', 0x0441, 0 }, { 'e', 0x0435, 0 },
		{ 'i', 0x0456, 0 }, { 'o', 0x043e, 0x03bf },
		{ 'p', 0x0440, 0 }, { 'v', 0, 0x03bd }, { 'x', 0x0445, 0 },
		{ 'y', 0x0443, 0 }, { 'A', 0x0410, 0x0391 },
		{ 'B', 0x0412, 0x0392 }, { 'C', 0x0421, 0 },
		{ 'E', 0x0415, 0x0395 }, { 'H', 0x041d, 0x0397 },
		{ 'I', 0x0406, 0x0399 }, { 'K', 0x041a, 0x039a },
		{ 'M', 0x041c, 0x039c }, { 'N', 0, 0x039d },
		{ 'O', 0x041e, 0x039f }, { 'P', 0x0420, 0x03a1 },
		{ 'T', 0x0422, 0x03a4 }, { 'X', 0x0425, 0x03a7 },
		{ 'Y', 0, 0x03a5 }, { 'Z', 0, 0x0396 },
	};
	size_t i;

	for (i = 0; i < sizeof(look) / sizeof(look[0]); i++)
		if ((uint32_t)look[i].latin == latin)
			return script == ALIKE_CYRILLIC ? look[i].cyrillic :
			    script == ALIKE_GREEK ? look[i].greek : 0;
	return 0;
}
