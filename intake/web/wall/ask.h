/*
 * ask.h -- requests as libmicrohttpd tells them: judged by their head, held
 * until they are whole or passed on while they stream in.  A connection rests
 * while the clean side decides.
 */
#ifndef INTAKE_WEB_WALL_ASK_H
#define INTAKE_WEB_WALL_ASK_H

#include <microhttpd.h>

/* libmicrohttpd's callbacks; the first argument is the server. */
void *ask_target(void *server, const char *target, struct MHD_Connection *c);
enum MHD_Result ask_request(void *server, struct MHD_Connection *c,
    const char *url, const char *method, const char *version,
    const char *data, size_t *len, void **state);
void ask_end(void *server, struct MHD_Connection *c, void **state,
    enum MHD_RequestTerminationCode why);

#endif
