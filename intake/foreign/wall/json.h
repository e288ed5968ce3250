/* json.h -- reading exports that are JSON, with jansson. */
#ifndef INTAKE_FOREIGN_WALL_JSON_H
#define INTAKE_FOREIGN_WALL_JSON_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#define JSON_NUMBER_SIZE 24

/* ERR_FORMAT, naming line and column, unless it is JSON to its end. */
int json_of(json_t **out, const uint8_t *p, size_t len, const char *what);

/* The string under a key of an object; NULL when there is none (or it is
 * empty, or holds a NUL). */
const char *json_str(const json_t *v, const char *key);

/* The same of a string or a whole number, which is written into `buf`. */
const char *json_word(const json_t *v, const char *key,
    char buf[JSON_NUMBER_SIZE]);

#endif
