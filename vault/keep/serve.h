/*
 * serve.h -- the keeper as a wall: it answers questions on a socket, with the
 * keys of one member, locked in (sandbox.h) before it looks at any of them.
 */
#ifndef VAULT_KEEP_SERVE_H
#define VAULT_KEEP_SERVE_H

#include <stdbool.h>

/*
 * serve(sock, path, passphrase_fd, renew):
 * Read the key file and, if it is locked, the passphrase (from the descriptor,
 * or with -1 from the terminal); enter the sandbox; answer until the other
 * side hangs up.  With `renew` the key file may be written again: new epochs
 * made, old ones destroyed.  A failure before the first answer is told on the
 * socket.  Returns 0 after a hang-up.
 */
int serve(int sock, const char *path, int passphrase_fd, bool renew);

#endif
