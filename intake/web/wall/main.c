/*
 * main.c -- tipline-web: the only program that browsers connect to.  It parses
 * HTTP and holds nothing: no key, no file, no document.
 */
#include <signal.h>
#include <stdlib.h>

#include "intake/web/records.h"
#include "intake/web/wall/serve.h"
#include "intake/web/wall/shut.h"
#include "vault/base/err.h"
#include "vault/base/wire.h"

#define SOCK 3

static int
greet(uint16_t port)
{
	struct bytes b = BYTES_INIT(2);
	int r;

	wire_put_u16(&b, port);
	r = wire_send(SOCK, WEB_HELLO, b.data, b.len, NULL, 0);
	bytes_free(&b);
	return r;
}

int
main(void)
{
	struct server *s = NULL;
	int r;

	(void)signal(SIGPIPE, SIG_IGN);
	/* Its end is that of the process it serves. */
	(void)signal(SIGINT, SIG_IGN);
	if ((r = server_start(&s, SOCK)) < 0 ||
	    (r = shut_in(server_listener(s), server_connections(s))) < 0)
		r = wire_send_error(SOCK, r);
	else if ((r = greet(server_port(s))) == 0)
		r = server_run(s);
	server_stop(s);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
