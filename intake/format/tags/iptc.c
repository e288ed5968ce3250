/* iptc.c -- see iptc.h. */
#include "intake/format/tags/iptc.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "intake/format/tags/exif.h"
#include "intake/format/tags/xmp.h"
#include "vault/base/print.h"

#define DATASET_MARK 0x1c
#define RECORD_APPLICATION 2

struct name {
	uint16_t id;
	const char *name;
};

static const struct name datasets[] = {	/* of record 2 */
	{ 0, "ApplicationRecordVersion" }, { 3, "ObjectTypeReference" },
	{ 4, "ObjectAttributeReference" }, { 5, "ObjectName" },
	{ 7, "EditStatus" }, { 8, "EditorialUpdate" }, { 10, "Urgency" },
	{ 12, "SubjectReference" }, { 15, "Category" },
	{ 20, "SupplementalCategories" }, { 22, "FixtureIdentifier" },
	{ 25, "Keywords" }, { 26, "ContentLocationCode" },
	{ 27, "ContentLocationName" }, { 30, "ReleaseDate" },
	{ 35, "ReleaseTime" }, { 37, "ExpirationDate" },
	{ 38, "ExpirationTime" }, { 40, "SpecialInstructions" },
	{ 42, "ActionAdvised" }, { 45, "ReferenceService" },
	{ 47, "ReferenceDate" }, { 50, "ReferenceNumber" },
	{ 55, "DateCreated" }, { 60, "TimeCreated" },
	{ 62, "DigitalCreationDate" }, { 63, "DigitalCreationTime" },
	{ 65, "OriginatingProgram" }, { 70, "ProgramVersion" },
	{ 75, "ObjectCycle" }, { 80, "By-line" }, { 85, "By-lineTitle" },
	{ 90, "City" }, { 92, "Sub-location" }, { 95, "Province-State" },
	{ 100, "Country-PrimaryLocationCode" },
	{ 101, "Country-PrimaryLocationName" },
	{ 103, "OriginalTransmissionReference" }, { 105, "Headline" },
	{ 110, "Credit" }, { 115, "Source" }, { 116, "CopyrightNotice" },
	{ 118, "Contact" }, { 120, "Caption-Abstract" },
	{ 121, "LocalCaption" }, { 122, "Writer-Editor" },
	{ 130, "ImageType" }, { 131, "ImageOrientation" },
	{ 135, "LanguageIdentifier" }, { 184, "JobID" },
	{ 185, "MasterDocumentID" }, { 187, "UniqueDocumentID" },
	{ 188, "OwnerID" }, { 221, "Prefs" },
};

enum resource {
	RESOURCE_IPTC = 0x0404,
	RESOURCE_EXIF = 0x0422,
	RESOURCE_XMP = 0x0424
};

static const struct name resources[] = {
	{ 0x03e9, "MacintoshPrintInfo" }, { 0x03ed, "ResolutionInfo" },
	{ 0x03f3, "PrintFlags" }, { 0x03f8, "ColorTransferFunction" },
	{ 0x0404, "IPTCData" }, { 0x0406, "JPEG_Quality" },
	{ 0x0408, "GridGuidesInfo" }, { 0x0409, "PhotoshopBGRThumbnail" },
	{ 0x040a, "CopyrightFlag" }, { 0x040b, "URL" },
	{ 0x040c, "PhotoshopThumbnail" }, { 0x040d, "GlobalAngle" },
	{ 0x040f, "ICC_Profile" }, { 0x0411, "ICC_Untagged" },
	{ 0x0414, "IDsBaseValue" }, { 0x0419, "GlobalAltitude" },
	{ 0x041a, "SliceInfo" }, { 0x041e, "URL_List" },
	{ 0x0421, "VersionInfo" }, { 0x0422, "EXIFInfo" },
	{ 0x0424, "XMP" }, { 0x0425, "IPTCDigest" },
	{ 0x0426, "PrintScaleInfo" }, { 0x0428, "PixelInfo" },
	{ 0x043a, "PrintInfo2" }, { 0x043b, "PrintStyle" },
	{ 0x0bb7, "ClippingPathName" }, { 0x2710, "PrintFlagsInfo" },
};

static const char *
look_up(const struct name *names, size_t n, unsigned id)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (names[i].id == id)
			return names[i].name;
	return NULL;
}

static size_t
get16(const uint8_t *p)
{
	return (size_t)p[0] << 8 | p[1];
}

/*
 * IIM names its coding in a dataset that few write: what is not UTF-8 is
 * taken for Latin-1, which most of it was.
 */
static void
line_words(struct answer *a, const char *group, const char *name,
    const uint8_t *p, size_t len)
{
	struct bytes b = BYTES_INIT(META_VALUE_MAX);
	size_t i;

	if (utf8_valid(p, len)) {
		answer_meta(a, group, name, p, len);
		return;
	}
	for (i = 0; i < len && utf8_put(&b, p[i]) == 0; i++)
		continue;
	answer_meta(a, group, name, b.data, b.len);
	bytes_free(&b);
}

/* Words as words; what holds control characters is told by its size. */
static void
line(struct answer *a, const char *group, const char *name, const uint8_t *p,
    size_t len)
{
	size_t i;

	for (i = 0; i < len && (p[i] >= 0x20 || p[i] == '\n' ||
	    p[i] == '\r' || p[i] == '\t'); i++)
		continue;
	if (len > 0 && i == len)
		line_words(a, group, name, p, len);
	else if (len == 2)
		answer_metaf(a, group, name, "%zu", get16(p));
	else
		answer_metaf(a, group, name, "%zu bytes", len);
}

void
iptc_report(struct answer *a, const uint8_t *p, size_t len)
{
	size_t lines = 0;

	while (len >= 5 && p[0] == DATASET_MARK && lines++ < IPTC_LINES_MAX) {
		size_t n = get16(p + 3), head = 5, i, width;
		const char *known = NULL;
		char name[32];

		if (n & 0x8000) {	/* extended: the length's own length */
			width = n & 0x7fff;
			if (width == 0 || width > 4 || len < head + width)
				return;
			for (i = 0, n = 0; i < width; i++)
				n = n << 8 | p[head + i];
			head += width;
		}
		if (n > len - head)
			n = len - head;	/* cut: what there is of it */
		if (p[1] == RECORD_APPLICATION)
			known = look_up(datasets, sizeof(datasets) /
			    sizeof(datasets[0]), p[2]);
		(void)snprintf(name, sizeof(name), "%u:%u", p[1], p[2]);
		line(a, "IPTC", known != NULL ? known : name, p + head, n);
		p += head + n;
		len -= head + n;
	}
}

static void
resource(struct answer *a, unsigned id, const uint8_t *p, size_t len)
{
	const char *known = look_up(resources,
	    sizeof(resources) / sizeof(resources[0]), id);
	char name[24];

	(void)snprintf(name, sizeof(name), "Resource0x%04x", id);
	line(a, "Photoshop", known != NULL ? known : name, p, len);
	if (id == RESOURCE_IPTC)
		iptc_report(a, p, len);
	else if (id == RESOURCE_EXIF)
		exif_report(a, p, len);
	else if (id == RESOURCE_XMP)
		xmp_report(a, p, len);
}

void
photoshop_report(struct answer *a, const uint8_t *p, size_t len)
{
	size_t lines = 0;

	/* type 4 | id 2 | Pascal string, even | length 4 | data, even */
	while (len >= 12 && lines++ < IPTC_LINES_MAX &&
	    (memcmp(p, "8BIM", 4) == 0 || memcmp(p, "PHUT", 4) == 0 ||
	    memcmp(p, "DCSR", 4) == 0 || memcmp(p, "AgHg", 4) == 0)) {
		unsigned id = (unsigned)get16(p + 4);
		size_t head = 6 + ((size_t)p[6] + 2) / 2 * 2, n;

		if (len < head + 4)
			return;
		n = get16(p + head) << 16 | get16(p + head + 2);
		head += 4;
		if (n > len - head)
			n = len - head;
		resource(a, id, p + head, n);
		n += n & 1;
		if (n > len - head)
			return;
		p += head + n;
		len -= head + n;
	}
}
