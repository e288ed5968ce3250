/* rtf_words.h -- what the control words of RTF are: which may stay in a copy,
 * which begin something that is no text of the body. */
#ifndef INTAKE_FORMAT_RTF_RTF_WORDS_H
#define INTAKE_FORMAT_RTF_RTF_WORDS_H

#include <stdbool.h>
#include <stdint.h>

/* What a group holds, by its first word. */
enum rtf_holds {
	HOLDS_NOTHING,		/* the word begins no group of its own */
	HOLDS_BODY,		/* kept, with text of the body */
	HOLDS_STORY,		/* kept, with paragraphs of its own */
	HOLDS_INSIDE,		/* what is in it stays; the group's word goes */
	HOLDS_DROPPED,		/* nothing that stays; told in the report */
	HOLDS_QUIET,		/* the same, not worth telling */
	HOLDS_FONTS,
	HOLDS_TABLE,		/* colours, lists: words and no text */
	HOLDS_STYLES,
	HOLDS_LEVEL_TEXT,
	HOLDS_LEVEL_NUMBERS,
	HOLDS_FIELD,
	HOLDS_FIELD_CODE,
	HOLDS_PICTURE,
	HOLDS_BOOKMARK,
	HOLDS_PROPERTY,		/* of a shape: \sp */
	HOLDS_PROPERTY_NAME,
	HOLDS_PROPERTY_VALUE,
	HOLDS_HIDDEN		/* text that is not on the page */
};

enum rtf_holds rtf_holds(const char *word);

/* May the word stay, with its number? */
bool rtf_word_stays(const char *word);

/* The character that the word stands for; 0. */
uint32_t rtf_word_char(const char *word);

/* May the property of a shape stay, if its value is a number or a path? */
bool rtf_property_stays(const char *name);

/* A style that every word processor has: its name says nothing. */
bool rtf_style_is_common(const char *name);

/* ICU's name for the characters of a font's \fcharset, of \ansicpg; NULL. */
const char *rtf_charset(int32_t fcharset);
const char *rtf_codepage(int32_t cpg);

#endif
