/* meta.c -- see meta.h. */
#include "redact/find/trace/meta.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define FIELD_NAME_MAX 64u	/* bytes of a field's name that are compared */

static const char *const kinds[] = { "PERSON", "ORG", "LOCATION", "DATE",
	"GPS", "DEVICE", "SERIAL", "SOFTWARE", "DOCUMENT_ID", "USER_NAME",
	"HOSTNAME", "FILE_PATH", NULL };

const struct finder find_meta = {
	.name = "meta", .kinds = kinds,
	.what = "what the fields of metadata are for, whatever stands in them",
};

struct field {
	const char *name;	/* small letters and digits alone */
	const char *kind;
	double confidence;
};

/* By name, in any group: EXIF, IPTC, XMP, OOXML, ODF, PDF, ID3, RIFF, mail. */
static const struct field fields[] = {
	{ "author", "PERSON", 0.9 }, { "authors", "PERSON", 0.9 },
	{ "xpauthor", "PERSON", 0.9 }, { "creator", "PERSON", 0.9 },
	{ "initialcreator", "PERSON", 0.9 }, { "printedby", "PERSON", 0.9 },
	{ "lastmodifiedby", "PERSON", 0.9 }, { "lastauthor", "PERSON", 0.9 },
	{ "lastsavedby", "PERSON", 0.9 }, { "modifiedby", "PERSON", 0.9 },
	{ "manager", "PERSON", 0.9 }, { "owner", "PERSON", 0.9 },
	{ "ownername", "PERSON", 0.9 }, { "cameraownername", "PERSON", 0.9 },
	{ "artist", "PERSON", 0.9 }, { "byline", "PERSON", 0.9 },
	{ "writereditor", "PERSON", 0.9 }, { "captionwriter", "PERSON", 0.9 },
	{ "descriptionwriter", "PERSON", 0.9 }, { "contact", "PERSON", 0.8 },
	{ "personinimage", "PERSON", 0.9 }, { "personname", "PERSON", 0.9 },
	{ "photographer", "PERSON", 0.9 }, { "editor", "PERSON", 0.8 },
	{ "albumartist", "PERSON", 0.8 }, { "composer", "PERSON", 0.8 },
	{ "performer", "PERSON", 0.8 }, { "tpe1", "PERSON", 0.8 },
	{ "tpe2", "PERSON", 0.8 }, { "tcom", "PERSON", 0.8 },
	{ "town", "PERSON", 0.9 },	/* TOWN of ID3: the file's owner */
	{ "iart", "PERSON", 0.8 },
	{ "ieng", "PERSON", 0.8 }, { "sender", "PERSON", 0.9 },
	{ "from", "PERSON", 0.9 }, { "to", "PERSON", 0.9 },
	{ "cc", "PERSON", 0.9 }, { "bcc", "PERSON", 0.9 },
	{ "replyto", "PERSON", 0.9 }, { "resentfrom", "PERSON", 0.9 },
	{ "person", "PERSON", 0.9 }, { "reviewer", "PERSON", 0.9 },
	{ "contributor", "PERSON", 0.8 }, { "lockedby", "PERSON", 0.9 },
	{ "company", "ORG", 0.9 }, { "organization", "ORG", 0.9 },
	{ "organisation", "ORG", 0.9 }, { "publisher", "ORG", 0.8 },
	{ "tpub", "ORG", 0.8 }, { "credit", "ORG", 0.8 },
	{ "institution", "ORG", 0.9 }, { "department", "ORG", 0.8 },
	{ "client", "ORG", 0.8 }, { "xoriginatororg", "ORG", 0.9 },
	{ "organizationname", "ORG", 0.9 }, { "school", "ORG", 0.9 },
	{ "copyright", "ORG", 0.7 }, { "copyrightnotice", "ORG", 0.7 },
	{ "rights", "ORG", 0.6 }, { "tcop", "ORG", 0.6 },
	{ "icop", "ORG", 0.6 },
	{ "city", "LOCATION", 0.9 }, { "provincestate", "LOCATION", 0.8 },
	{ "state", "LOCATION", 0.8 }, { "sublocation", "LOCATION", 0.9 },
	{ "country", "LOCATION", 0.7 },
	{ "countryprimarylocationname", "LOCATION", 0.7 },
	{ "locationname", "LOCATION", 0.8 }, { "location", "LOCATION", 0.8 },
	{ "gpsposition", "GPS", 0.98 }, { "gpslatitude", "GPS", 0.95 },
	{ "gpslongitude", "GPS", 0.95 }, { "gpscoordinates", "GPS", 0.98 },
	{ "gpsdestlatitude", "GPS", 0.95 }, { "gpsdestlongitude", "GPS", 0.95 },
	{ "comapplequicktimelocationiso6709", "GPS", 0.98 },
	{ "locationeng", "GPS", 0.9 }, { "xyz", "GPS", 0.9 },
	{ "serialnumber", "SERIAL", 0.95 },
	{ "bodyserialnumber", "SERIAL", 0.95 },
	{ "cameraserialnumber", "SERIAL", 0.95 },
	{ "internalserialnumber", "SERIAL", 0.95 },
	{ "lensserialnumber", "SERIAL", 0.95 }, { "serial", "SERIAL", 0.9 },
	{ "flashserialnumber", "SERIAL", 0.95 },
	{ "imageuniqueid", "DOCUMENT_ID", 0.8 },
	{ "make", "DEVICE", 0.5 }, { "model", "DEVICE", 0.8 },
	{ "cameramodelname", "DEVICE", 0.8 },
	{ "uniquecameramodel", "DEVICE", 0.8 }, { "lensmodel", "DEVICE", 0.6 },
	{ "lensinfo", "DEVICE", 0.4 }, { "printer", "DEVICE", 0.9 },
	{ "printersettings", "DEVICE", 0.8 }, { "devicename", "DEVICE", 0.9 },
	{ "comapplequicktimemodel", "DEVICE", 0.8 },
	{ "comapplequicktimemake", "DEVICE", 0.5 },
	{ "scannername", "DEVICE", 0.9 }, { "scannermodel", "DEVICE", 0.8 },
	{ "hostcomputer", "HOSTNAME", 0.8 }, { "hostname", "HOSTNAME", 0.9 },
	{ "computername", "HOSTNAME", 0.9 }, { "workstation", "HOSTNAME", 0.8 },
	{ "user", "USER_NAME", 0.8 }, { "username", "USER_NAME", 0.9 },
	{ "login", "USER_NAME", 0.9 }, { "account", "USER_NAME", 0.8 },
	{ "software", "SOFTWARE", 0.5 }, { "creatortool", "SOFTWARE", 0.5 },
	{ "producer", "SOFTWARE", 0.5 }, { "generator", "SOFTWARE", 0.5 },
	{ "application", "SOFTWARE", 0.5 }, { "encoder", "SOFTWARE", 0.4 },
	{ "xmailer", "SOFTWARE", 0.6 }, { "useragent", "SOFTWARE", 0.6 },
	{ "processingsoftware", "SOFTWARE", 0.5 }, { "isft", "SOFTWARE", 0.5 },
	{ "originatingprogram", "SOFTWARE", 0.5 },
	{ "comapplequicktimesoftware", "SOFTWARE", 0.5 },
	{ "template", "FILE_PATH", 0.6 },
	{ "attachedtemplate", "FILE_PATH", 0.7 }, { "abspath", "FILE_PATH", 0.8 },
	{ "printername", "DEVICE", 0.9 },
	{ "documentid", "DOCUMENT_ID", 0.8 },
	{ "instanceid", "DOCUMENT_ID", 0.8 },
	{ "originaldocumentid", "DOCUMENT_ID", 0.8 },
	{ "id", "DOCUMENT_ID", 0.6 }, { "docid", "DOCUMENT_ID", 0.8 },
	{ "messageid", "DOCUMENT_ID", 0.8 },
	{ "editingsessionsrsid", "DOCUMENT_ID", 0.6 },
	{ "threadindex", "DOCUMENT_ID", 0.7 },
	{ "createdate", "DATE", 0.6 }, { "modifydate", "DATE", 0.6 },
	{ "datetimeoriginal", "DATE", 0.6 }, { "created", "DATE", 0.6 },
	{ "modified", "DATE", 0.6 }, { "creationdate", "DATE", 0.6 },
	{ "moddate", "DATE", 0.6 }, { "date", "DATE", 0.6 },
	{ "datecreated", "DATE", 0.6 }, { "timecreated", "DATE", 0.6 },
	{ "creationtime", "DATE", 0.6 }, { "gpsdatestamp", "DATE", 0.6 },
	{ "metadatadate", "DATE", 0.6 }, { "lastprinted", "DATE", 0.6 },
	{ "printdate", "DATE", 0.6 }, { "datecreate", "DATE", 0.6 },
	{ "datemodify", "DATE", 0.6 }, { "offsettime", "DATE", 0.6 },
	{ "offsettimeoriginal", "DATE", 0.6 },
	{ "offsettimedigitized", "DATE", 0.6 }, { "icrd", "DATE", 0.6 },
	{ "comapplequicktimecreationdate", "DATE", 0.6 },
};

/* Where a group gives a name another meaning. */
static const struct {
	const char *group, *name, *kind;
	double confidence;
} special[] = {
	{ "PDF", "creator", "SOFTWARE", 0.5 },
	{ "Annot", "t", "PERSON", 0.9 },
	{ "Annot", "m", "DATE", 0.6 },
	{ "Signature", "name", "PERSON", 0.95 },
	{ "Signature", "m", "DATE", 0.6 },
	{ "Signature", "location", "LOCATION", 0.9 },
	{ "IPTC", "source", "ORG", 0.8 },
	{ "people.xml", "author", "PERSON", 0.95 },
	{ "ICC", "profilecopyright", NULL, 0 },
	{ "HEIF", "id", NULL, 0 },
	{ "Thumbnail", "make", NULL, 0 },
	{ "Thumbnail", "model", NULL, 0 },
};

/* What stands there when nobody was named. */
static const char *const nobody[] = { "unknown", "microsoft office user",
	"author", "user", "python-docx", "openpyxl", "anonymous", "none",
	"root", "windows user", "n/a", "-", "public domain", "normal",
	"normal.dotm", "normal.dot", "normal.dotx", "default", "undisclosed-"
	"recipients", "yes", "no", "unspecified", NULL };

/* The name as it is compared: behind the last ':' or '/', small letters and
 * digits. */
static void
plain_name(const char *name, char plain[FIELD_NAME_MAX + 1])
{
	const char *last = name;
	size_t n = 0;

	for (const char *c = name; *c != '\0'; c++)
		if ((*c == ':' || *c == '/') && c[1] != '\0')
			last = c + 1;
	for (; *last != '\0' && n < FIELD_NAME_MAX; last++)
		if (*last >= 'A' && *last <= 'Z')
			plain[n++] = (char)(*last + 32);
		else if ((*last >= 'a' && *last <= 'z') ||
		    (*last >= '0' && *last <= '9'))
			plain[n++] = *last;
	plain[n] = '\0';
}

static bool
look_up(const char *group, const char *name, struct field *out)
{
	char plain[FIELD_NAME_MAX + 1];

	plain_name(name, plain);
	for (size_t i = 0; i < sizeof(special) / sizeof(special[0]); i++)
		if (strcmp(special[i].group, group) == 0 &&
		    strcmp(special[i].name, plain) == 0) {
			*out = (struct field){ special[i].name,
			    special[i].kind, special[i].confidence };
			return special[i].kind != NULL;
		}
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (strcmp(fields[i].name, plain) == 0) {
			*out = fields[i];
			return true;
		}
	return false;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '"' ||
	    c == ';' || c == ',';
}

static void
trim(const char *s, size_t *start, size_t *end)
{
	while (*start < *end && is_blank(s[*start]))
		++*start;
	while (*end > *start && is_blank(s[*end - 1]))
		--*end;
}

static bool
is_nobody(const char *s, size_t start, size_t end)
{
	size_t len = end - start, letters = 0;

	for (size_t i = start; i < end; i++)
		letters += ((s[i] | 32) >= 'a' && (s[i] | 32) <= 'z') ||
		    (s[i] & 0x80) != 0 || (s[i] >= '0' && s[i] <= '9');
	if (letters < 2)
		return true;
	/* Our own words for what cannot be shown. */
	if (len > 6 && memcmp(s + end - 6, " bytes", 6) == 0)
		return true;
	for (size_t i = 0; nobody[i] != NULL; i++)
		if (strlen(nobody[i]) == len &&
		    strncasecmp(s + start, nobody[i], len) == 0)
			return true;
	return false;
}

/* "Mara Lindqvist (ML) 2026-03-02T09:15:00Z", "Mara Lindqvist (2)" */
static size_t
person_end(const char *s, size_t start, size_t end)
{
	for (size_t i = start; i < end; i++) {
		if (s[i] == '<' || s[i] == '(')
			return i;
		if (s[i] == ' ' && i + 5 < end && s[i + 1] >= '0' &&
		    s[i + 1] <= '9')
			return i;
	}
	return end;
}

/* "(c) 2019 Harrow Water Ltd. All rights reserved" */
static void
skip_notice(const char *s, size_t *start, size_t *end)
{
	static const char *const words[] = { "copyright", "(c)", "\xc2\xa9",
	    "by ", "all rights reserved", NULL };
	size_t i = 0, len;

	while (words[i] != NULL) {
		len = strlen(words[i]);
		while (*start < *end && (is_blank(s[*start]) ||
		    s[*start] == '-' || (s[*start] >= '0' &&
		    s[*start] <= '9')))
			++*start;
		if (*end - *start >= len &&
		    strncasecmp(s + *start, words[i], len) == 0) {
			*start += len;
			i = 0;
		} else {
			i++;
		}
	}
	for (i = *start; i + 4 < *end; i++)
		if (strncasecmp(s + i, "all rights", *end - i < 10 ? *end - i :
		    10) == 0) {
			*end = i;
			break;
		}
	while (*end > *start && s[*end - 1] == '.')
		--*end;
}

static bool
is_licence(const char *s, size_t start, size_t end)
{
	static const char *const words[] = { "public domain", "creative comm",
	    "cc by", "cc0", "licensed", "license", "http", NULL };

	for (size_t i = 0; words[i] != NULL; i++)
		if (end - start >= strlen(words[i]) && strncasecmp(s + start,
		    words[i], strlen(words[i])) == 0)
			return true;
	return false;
}

/* Two or three words with capitals, none of them a company's. */
static bool
is_person(const char *s, size_t start, size_t end)
{
	static const char *const firms[] = { "ltd", "inc", "llc", "gmbh",
	    "s.a", "sp.", "images", "agency", "press", "corp", "foundation",
	    "company", "group", "media", "university", "news", "studio",
	    "ministry", "limited", "sarl", "software", "project", NULL };
	size_t words = 0;

	for (size_t i = start; i < end; i++) {
		if (i > start && s[i - 1] != ' ')
			continue;
		words++;
		if (s[i] < 'A' || s[i] > 'Z')
			return false;
		for (size_t k = 0; firms[k] != NULL; k++)
			if (end - i >= strlen(firms[k]) && strncasecmp(s + i,
			    firms[k], strlen(firms[k])) == 0)
				return false;
	}
	return words == 2 || words == 3;
}

static size_t
add(struct finding *out, const struct field *f, size_t start, size_t end)
{
	*out = (struct finding){ .kind = f->kind, .finder = find_meta.name,
	    .start = start, .end = end, .confidence = f->confidence };
	(void)snprintf(out->why, sizeof(out->why),
	    "a field of metadata for it");
	return 1;
}

/* People, with ';' or ',' between "Name <address>" and ';' between names. */
static size_t
people(const char *s, const struct field *f, struct finding out[META_MOST])
{
	size_t len = strlen(s), start = 0, end, stop, n = 0;
	bool addresses = strchr(s, '@') != NULL;

	for (; start < len && n < META_MOST; start = stop + 1) {
		stop = start + strcspn(s + start, addresses ? ";," : ";");
		end = person_end(s, start, stop);
		trim(s, &start, &end);
		/* An address alone is found as an address. */
		if (start < end && !is_nobody(s, start, end) &&
		    memchr(s + start, '@', end - start) == NULL)
			n += add(&out[n], f, start, end);
		if (stop >= len)
			break;
	}
	return n;
}

size_t
meta_read(const char *group, const char *name, const char *value,
    struct finding out[META_MOST])
{
	size_t start = 0, end = strlen(value);
	struct field f;
	bool notice;

	if (!look_up(group, name, &f))
		return 0;
	if (strcmp(f.kind, "PERSON") == 0)
		return people(value, &f, out);
	notice = strcmp(f.name, "copyright") == 0 ||
	    strcmp(f.name, "rights") == 0 ||
	    strcmp(f.name, "copyrightnotice") == 0 ||
	    strcmp(f.name, "tcop") == 0 || strcmp(f.name, "icop") == 0;
	if (notice)
		skip_notice(value, &start, &end);
	trim(value, &start, &end);
	if (start >= end || is_nobody(value, start, end) ||
	    (strcmp(f.kind, "ORG") == 0 && is_licence(value, start, end)))
		return 0;
	if (notice && is_person(value, start, end))
		f.kind = "PERSON";
	return add(out, &f, start, end);
}
