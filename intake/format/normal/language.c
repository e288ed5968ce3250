/* language.c -- see language.h. */
#include "intake/format/normal/language.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unicode/uloc.h>

/* The part of a tag that begins here. */
static size_t
part(const char *s)
{
	return strcspn(s, "-_");
}

static const char *
one_of(const char *const *list, const char *s, size_t len)
{
	for (; *list != NULL; list++)
		if (strlen(*list) == len && strncasecmp(*list, s, len) == 0)
			return *list;
	return NULL;
}

bool
language_tag(char out[LANGUAGE_TAG_SIZE], const char *tag)
{
	static const char *const scripts[] = { "Latn", "Cyrl", "Arab", "Hans",
	    "Hant", "Deva", "Beng", "Guru", NULL };
	const char *found;
	size_t len = part(tag);

	if ((found = one_of(uloc_getISOLanguages(), tag, len)) == NULL)
		return false;
	(void)snprintf(out, LANGUAGE_TAG_SIZE, "%s", found);
	if (tag[len] == '\0')
		return true;
	tag += len + 1;
	len = part(tag);
	if ((found = one_of(scripts, tag, len)) != NULL) {
		(void)snprintf(out + strlen(out), LANGUAGE_TAG_SIZE -
		    strlen(out), "-%s", found);
		if (tag[len] == '\0')
			return true;
		tag += len + 1;
		len = part(tag);
	}
	if ((found = one_of(uloc_getISOCountries(), tag, len)) != NULL)
		(void)snprintf(out + strlen(out), LANGUAGE_TAG_SIZE -
		    strlen(out), "-%s", found);
	return true;
}
