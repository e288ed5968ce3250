/*
 * answer.h -- what goes back to the browser: refusals of the wall's own, the
 * answers of the clean side, and those that end an upload.
 */
#ifndef INTAKE_WEB_WALL_ANSWER_H
#define INTAKE_WEB_WALL_ANSWER_H

#include <microhttpd.h>

struct request;
struct server;

/* Take one record of the clean side: 0, or why there will be no more. */
int answer_take(struct server *s);

/* Refuse a request whose body was not read, with a line of plain words. */
enum MHD_Result answer_refuse(struct request *q, unsigned status,
    const char *line);

/*
 * answer_early(q, status, fields, content, len):
 * End an upload while its body comes: `fields` are lines of a head.  Written to
 * the socket at once (libmicrohttpd answers only a body that it read to its
 * end), and on from there by answer_early_more(); what still comes is dropped,
 * until the browser closes or its time to read is over.
 */
void answer_early(struct request *q, unsigned status, const char *fields,
    const void *content, size_t len);
void answer_early_more(struct request *q);

/* The same, for a body that is not one. */
void answer_early_refuse(struct request *q, unsigned status, const char *line);

#endif
