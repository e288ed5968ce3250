/*
 * print.h -- untrusted strings on their way to a person, and JSON output.
 *
 * Text for a terminal: control characters, bidi controls, other invisible
 * characters and bytes that are not UTF-8 become visible escapes (\n, \x1b,
 * \u202e), so that no name can move the cursor or turn a line around.
 * JSON: RFC 8259, UTF-8; bytes that are not UTF-8 become U+FFFD.
 */
#ifndef VAULT_BASE_PRINT_H
#define VAULT_BASE_PRINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "vault/base/bytes.h"

/*
 * utf8_next(p, len, &cp): length in bytes (1-4) of the valid character at p
 * and its code point; 0 when the bytes there are not valid UTF-8 (overlong,
 * surrogates and above U+10FFFF included) or len is 0.
 */
size_t utf8_next(const uint8_t *p, size_t len, uint32_t *cp);
bool utf8_valid(const uint8_t *p, size_t len);
/* Append the character; cp must be a scalar value. */
int utf8_put(struct bytes *b, uint32_t cp);

/* True for characters that show nothing, or turn or steer what follows. */
bool print_is_hidden(uint32_t cp);

/* Append the escaped form of untrusted bytes to `b`, or write it to `f`. */
int print_escape(struct bytes *b, const void *p, size_t len);
void print_escaped(FILE *f, const char *s);

/*
 * Append untrusted text to HTML, for an element or a quoted attribute: it can
 * end neither.  print_html() shows what hides, as print_escape() does, for
 * names and the like; print_prose() is for what somebody wrote to be read:
 * what is no text becomes U+FFFD, all else stays.
 */
int print_html(struct bytes *b, const char *text);
int print_prose(struct bytes *b, const char *text, size_t len);

/*
 * JSON, one value after another into a struct bytes; commas are set by the
 * writer itself.  json_key() before each value inside an object.
 */
#define JSON_DEPTH_MAX 16

struct json {
	struct bytes *out;
	unsigned depth;
	bool first[JSON_DEPTH_MAX];	/* nothing stands in this level yet */
	bool after_key;
};

struct json json_writer(struct bytes *out);
void json_open(struct json *j, char bracket);		/* '{' or '[' */
void json_close(struct json *j, char bracket);		/* '}' or ']' */
void json_key(struct json *j, const char *key);
void json_bytes(struct json *j, const void *p, size_t len);
void json_str(struct json *j, const char *s);
void json_uint(struct json *j, uint64_t v);
void json_int(struct json *j, int64_t v);
void json_real(struct json *j, double v);		/* 3 decimals */
void json_bool(struct json *j, bool v);
void json_null(struct json *j);
/* key and value in one */
void json_kstr(struct json *j, const char *key, const char *s);
void json_kuint(struct json *j, const char *key, uint64_t v);

/* Write what is in `b` and a line end to stdout, and forget it. */
int json_line(struct bytes *b);

#endif
