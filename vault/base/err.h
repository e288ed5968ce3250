/*
 * err.h -- how a failure travels: a negative code, and one line for the person.
 *
 * Every function that can fail returns 0 or a negative `enum err`.  Whoever
 * knows first what went wrong calls err_set() and returns its value; callers
 * pass the code on unless they know better.  Only main() prints the line.
 *
 * The line is one sentence and ends with what to do next.  It never holds a
 * secret and never holds document text.  Untrusted names in it are escaped
 * when it is printed, not when it is set.
 */
#ifndef VAULT_BASE_ERR_H
#define VAULT_BASE_ERR_H

#define ERR_LINE_MAX 1024	/* bytes, with the final NUL */

enum err {
	ERR_FAILED = -1,	/* the work could not be done */
	ERR_USAGE = -2,		/* the call's words are off */
	ERR_NO_MEMORY = -3,
	ERR_IO = -4,		/* the system refused a read or a write */
	ERR_NO_SPACE = -5,	/* disk or quota is full */
	ERR_TOO_BIG = -6,	/* over a named limit */
	ERR_FORMAT = -7,	/* bytes from outside are not what they claim */
	ERR_INTEGRITY = -8,	/* damage, tampering or rollback of the vault */
	ERR_NOT_PERMITTED = -9,	/* no role, or the policy says no */
	ERR_NO_GRANT = -10,	/* nothing here is sealed to this key */
	ERR_NO_VAULT = -11,	/* the path is not a vault */
	ERR_BUSY = -12,		/* another writer has the vault */
	ERR_WRONG_KEY = -13,	/* wrong passphrase, or not this key's box */
	ERR_NOT_FOUND = -14,
	ERR_EXISTS = -15,	/* would overwrite */
	ERR_PROTOCOL = -16,	/* a wall answered what it must not answer */
	ERR_WALL = -17,		/* a wall ended before it answered */
	ERR_LAST = -17		/* the lowest code that may cross a socket */
};

/*
 * err_set(code, fmt, ...):
 * Remember the line (cut at ERR_LINE_MAX) for err_line() and return `code`.
 */
int err_set(enum err code, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * err_sys(fmt, ...):
 * Like err_set() with the code that fits errno (ERR_NO_SPACE for ENOSPC and
 * EDQUOT, ERR_NO_MEMORY for ENOMEM, else ERR_IO); appends ": strerror(errno)".
 */
int err_sys(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* The last line set in this thread; "" when there is none.  Never NULL. */
const char *err_line(void);

/* The exit code of DESIGN section 7 for `code`; 0 for 0. */
int err_exit(int code);

#endif
