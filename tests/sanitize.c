/*
 * sanitize.c -- linked into every program of a sanitizer build: looking for
 * leaks means ptrace and a thread, which the walls' sandboxes answer with
 * death.  The unit tests look for leaks; the programs do not.
 */
const char *__asan_default_options(void);

const char *
__asan_default_options(void)
{
	return "detect_leaks=0";
}
