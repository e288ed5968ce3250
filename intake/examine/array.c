/* array.c -- see array.h. */
#include "intake/examine/array.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

int
array_grow(void *list, size_t n, size_t max, size_t item)
{
	void *p;

	if (n >= max)
		return err_set(ERR_TOO_BIG, "a document has more than %zu of one "
		    "kind of thing; split it and try again", max);
	if (n != 0 && (n & (n - 1)) != 0)
		return 0;
	if (n > SIZE_MAX / 2 / item)
		return err_set(ERR_NO_MEMORY, "out of memory");
	memcpy(&p, list, sizeof(p));	/* any object pointer, without aliasing */
	if ((p = realloc(p, (n != 0 ? 2 * n : 1) * item)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; close other "
		    "programs and try again");
	memcpy(list, &p, sizeof(p));
	return 0;
}
