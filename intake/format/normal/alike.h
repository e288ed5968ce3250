/*
 * alike.h -- letters that look like those of another script, beyond the table
 * of marks.h: by ICU's confusables (UTS 39 skeletons).  What ICU needs for that
 * is loaded when the first such letter is asked for.
 */
#ifndef INTAKE_FORMAT_NORMAL_ALIKE_H
#define INTAKE_FORMAT_NORMAL_ALIKE_H

#include <stdbool.h>
#include <stdint.h>

/*
 * The Latin letter that `cp`, a letter of another script, cannot be told from
 * inside a word of Latin letters; 0.  Scripts that stand beside Latin letters
 * in ordinary text (Hebrew, Arabic, those of India ...) have none.
 */
uint32_t alike_latin(uint32_t cp);

enum alike_script {
	ALIKE_NONE,
	ALIKE_CYRILLIC,
	ALIKE_GREEK
};

enum alike_script alike_script(uint32_t cp);
/* The letter of that script that the Latin letter cannot be told from; 0. */
uint32_t alike_of(enum alike_script script, uint32_t latin);

#endif
