/* formula.h -- what formulas of spreadsheets tell of texts. */
#ifndef INTAKE_FORMAT_STORY_FORMULA_H
#define INTAKE_FORMAT_STORY_FORMULA_H

#include <stdbool.h>

/* Does it tell how long a text is, or where in it something stands? */
bool formula_measures(const char *formula);

#endif
