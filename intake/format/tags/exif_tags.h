/* exif_tags.h -- the names of TIFF, EXIF, GPS and Interop tags. */
#ifndef INTAKE_FORMAT_TAGS_EXIF_TAGS_H
#define INTAKE_FORMAT_TAGS_EXIF_TAGS_H

#include <stdint.h>

/* Tags the reader itself must know. */
enum exif_tag {
	EXIF_ORIENTATION = 0x0112,
	EXIF_THUMB_OFFSET = 0x0201,
	EXIF_THUMB_LENGTH = 0x0202,
	EXIF_XMP = 0x02bc,
	EXIF_IPTC = 0x83bb,
	EXIF_PHOTOSHOP = 0x8649,
	EXIF_ICC = 0x8773,
	EXIF_IFD = 0x8769,
	EXIF_GPS_IFD = 0x8825,
	EXIF_INTEROP_IFD = 0xa005,
	EXIF_MAKER_NOTE = 0x927c,
	EXIF_USER_COMMENT = 0x9286,
	EXIF_XP_FIRST = 0x9c9b,		/* XPTitle */
	EXIF_XP_LAST = 0x9c9f,		/* XPSubject */
	EXIF_GPS_LATITUDE_REF = 1,
	EXIF_GPS_LATITUDE = 2,
	EXIF_GPS_LONGITUDE_REF = 3,
	EXIF_GPS_LONGITUDE = 4
};

enum exif_space { EXIF_SPACE_MAIN, EXIF_SPACE_GPS, EXIF_SPACE_INTEROP };

/* "Make"; NULL for a tag that is not in the table. */
const char *exif_tag_name(enum exif_space space, uint16_t tag);

#endif
