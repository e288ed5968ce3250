/* trouble.c -- see trouble.h. */
#include "vault/store/trouble.h"

#include <stdarg.h>
#include <stdio.h>

#include "vault/base/err.h"

int
trouble_say(const struct troubles *to, const char *rule, const char *name,
    enum remedy remedy, const char *fmt, ...)
{
	char line[ERR_LINE_MAX];
	const struct trouble t = { .rule = rule, .name = name, .line = line,
	    .remedy = remedy };
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	return to->say(to->arg, &t);
}
