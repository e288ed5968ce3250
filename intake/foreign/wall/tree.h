/* tree.h -- reading exports that are JSON, with jansson. */
#ifndef INTAKE_FOREIGN_WALL_TREE_H
#define INTAKE_FOREIGN_WALL_TREE_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#define TREE_NUMBER_SIZE 24

/* ERR_FORMAT, naming line and column, unless it is JSON to its end. */
int tree_of(json_t **out, const uint8_t *p, size_t len, const char *what);

/* The string under a key of an object; NULL when there is none (or it is
 * empty, or holds a NUL). */
const char *tree_str(const json_t *v, const char *key);

/* The same of a string or a whole number, which is written into `buf`. */
const char *tree_word(const json_t *v, const char *key,
    char buf[TREE_NUMBER_SIZE]);

#endif
