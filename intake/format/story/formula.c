/* formula.c -- see formula.h. */
#include "intake/format/story/formula.h"

#include <stddef.h>
#include <strings.h>
#include <string.h>

bool
formula_measures(const char *formula)
{
	static const char *const names[] = { "LEN(", "LENB(", "FIND(",
	    "FINDB(", "SEARCH(", "SEARCHB(", "CODE(", "UNICODE(" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (strcasestr(formula, names[i]) != NULL)
			return true;
	return false;
}
