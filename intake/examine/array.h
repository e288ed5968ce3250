/*
 * array.h -- arrays that grow by one item at a time and know their length
 * only: room is always the next power of two.
 */
#ifndef INTAKE_EXAMINE_ARRAY_H
#define INTAKE_EXAMINE_ARRAY_H

#include <stddef.h>

/*
 * array_grow(list, n, max, item):
 * Make sure that item number n (from 0) has room in *list, an array that this
 * function alone has allocated; `item` is the size of one in bytes.  `list` is
 * the address of the array's pointer.  ERR_TOO_BIG when n is `max`;
 * ERR_NO_MEMORY.
 */
int array_grow(void *list, size_t n, size_t max, size_t item);

#endif
