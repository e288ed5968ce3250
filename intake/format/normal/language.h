/*
 * language.h -- tags of languages (BCP 47), of which a document may say any:
 * only those that name a language there is stay, for the rest of a tag, and
 * what is no tag, can hold what somebody wrote into it.
 */
#ifndef INTAKE_FORMAT_NORMAL_LANGUAGE_H
#define INTAKE_FORMAT_NORMAL_LANGUAGE_H

#include <stdbool.h>

#define LANGUAGE_TAG_SIZE 16	/* "zh-Hant-TW" with its NUL */

/* A language of ISO 639, a script that several of them are written in, a region
 * of ISO 3166: as many of these as `tag` begins with, in the usual letters.
 * False when it names no language. */
bool language_tag(char out[LANGUAGE_TAG_SIZE], const char *tag);

#endif
