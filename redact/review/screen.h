/*
 * screen.h -- inside the dialogue: what it shows.  All of it is escaped;
 * whether `out` took it is looked at in the end.
 */
#ifndef REDACT_REVIEW_SCREEN_H
#define REDACT_REVIEW_SCREEN_H

#include <stdio.h>

#include "redact/review/board.h"
#include "redact/review/desk.h"

/* "Item 2 of 5 (name.pdf), page 3 of 9: ...": where things stand. */
void screen_place(FILE *out, const struct board *b, size_t item, size_t sheet);

/* All of a sheet's text, or that it has none. */
int screen_sheet(FILE *out, const struct board *b, size_t item, size_t sheet);

/* A finding in its line, and the prompt. */
int screen_finding(FILE *out, struct board *b, size_t item,
    const struct planned *f);

/* The reasons with their keys. */
void screen_reasons(FILE *out, const struct board *b);

/* Notes of all, and what is new since this person last looked. */
int screen_news(FILE *out, const struct board *b, const struct desk *desk);

/* "3 to redact, 1 to keep, 0 undecided." */
void screen_sum(FILE *out, const struct board *b);

#endif
