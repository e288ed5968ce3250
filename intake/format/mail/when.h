/*
 * when.h -- dates of mails.  The moment is content; the zone says where the
 * writer's clock stood, so the moment is written in UTC.
 */
#ifndef INTAKE_FORMAT_MAIL_WHEN_H
#define INTAKE_FORMAT_MAIL_WHEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WHEN_SIZE 40u	/* bytes of "Mon, 14 Jul 2025 07:33:12 +0000" */

/* RFC 5322 dates, and the old forms; seconds since 1970.  false: it is none. */
bool when_read(int64_t *seconds, const char *s, size_t len);
void when_write(char to[WHEN_SIZE], int64_t seconds);

#endif
