/*
 * tongue.h -- the languages there are, and what a text is in one of them.
 *
 * Each language is a gettext domain of its own (tipline-fr), all of them in
 * the locale C of messages: so several are spoken by one process at a time,
 * none needs to be installed on the system, and no variable of the environment
 * is changed between two answers.
 */
#ifndef INTAKE_SERVE_VIEW_TONGUE_H
#define INTAKE_SERVE_VIEW_TONGUE_H

#include <stddef.h>

/* As view_start() and view_language() of view.h. */
int tongue_start(const char *folder);
const char *tongue_choose(const char *asked, const char *accepted);

/* The i-th tag, "en" first, the others by name; NULL behind the last. */
const char *tongue_tag(size_t i);

/* The text, or that for n, in a language; else as it is given, in English. */
const char *tongue_text(const char *tag, const char *text);
const char *tongue_text_n(const char *tag, const char *one, const char *many,
    unsigned long n);

#endif
