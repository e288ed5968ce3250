/* err.c -- see err.h. */
#include "vault/base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static _Thread_local char line[ERR_LINE_MAX];

int
err_set(enum err code, const char *fmt, ...)
{
	char fresh[ERR_LINE_MAX];	/* an argument may be err_line() */
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(fresh, sizeof(fresh), fmt, ap);
	va_end(ap);
	memcpy(line, fresh, sizeof(line));
	return code;
}

int
err_sys(const char *fmt, ...)
{
	int e = errno;
	char what[ERR_LINE_MAX / 2];
	enum err code = ERR_IO;
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	if (e == ENOSPC || e == EDQUOT)
		code = ERR_NO_SPACE;
	else if (e == ENOMEM)
		code = ERR_NO_MEMORY;
	return err_set(code, "%s: %s", what, strerror(e));
}

const char *
err_line(void)
{
	return line;
}

int
err_exit(int code)
{
	switch (code) {
	case 0:
		return 0;
	case ERR_USAGE:
		return 2;
	case ERR_INTEGRITY:
		return 3;
	case ERR_NOT_PERMITTED:
	case ERR_NO_GRANT:
		return 4;
	case ERR_NO_VAULT:
		return 10;
	case ERR_BUSY:
		return 11;
	case ERR_WRONG_KEY:
		return 12;
	default:
		return 1;
	}
}
