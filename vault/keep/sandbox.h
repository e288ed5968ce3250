/*
 * sandbox.h -- from here on the keeper can answer on the descriptors it has,
 * and nothing else.
 *
 * Landlock: no path can be opened, and where the kernel knows it, no port and
 * no foreign socket or signal.  seccomp: the calls that opening, sealing and
 * signing need; EPERM for others; death for what only an attacker would try.
 * There is no way to run without it.
 *
 * A keeper that rotates must write its key file: it keeps one folder, through
 * the descriptor it has on it, and of that the files alone (make, write,
 * exchange, remove).  It is started for that one verb.
 */
#ifndef VAULT_KEEP_SANDBOX_H
#define VAULT_KEEP_SANDBOX_H

/*
 * sandbox_enter(folder):
 * `folder` is a descriptor, or -1 for no path at all.  0, or ERR_FAILED with a
 * line that says what the system lacks.
 */
int sandbox_enter(int folder);

#endif
