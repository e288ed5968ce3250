/* What a person may type as a remote, and what git is given for it. */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "vault/base/err.h"
#include "vault/sync/large.h"
#include "vault/sync/remote.h"

static void
is_url(const char *word, const char *url, const char *shown)
{
	struct remote r;

	assert_int_equal(remote_parse(&r, word), 0);
	assert_string_equal(r.url, url);
	assert_string_equal(r.shown, shown);
	assert_string_equal(r.path, "");
	assert_int_equal(strlen(r.id), 64);
	assert_false(r.bundle);
}

static void
test_remote__addresses_are_given_on_as_they_are(void **state)
{
	(void)state;
	is_url("ssh://a@example.org/x", "ssh://a@example.org/x",
	    "ssh://a@example.org/x");
	is_url("a@example.org:vault", "a@example.org:vault",
	    "a@example.org:vault");
	is_url("https://example.org/x", "https://example.org/x",
	    "https://example.org/x");
	is_url("http://127.0.0.1:80/x", "http://127.0.0.1:80/x",
	    "http://127.0.0.1:80/x");
	is_url("http://[::1]:80/x", "http://[::1]:80/x", "http://[::1]:80/x");
	is_url("http://abcdef.onion/x", "http://abcdef.onion/x",
	    "http://abcdef.onion/x");
}

static void
test_remote__a_password_is_not_shown_and_not_remembered(void **state)
{
	struct remote a, b;

	(void)state;
	is_url("https://me:secret@example.org/x",
	    "https://me:secret@example.org/x", "https://me@example.org/x");
	assert_int_equal(remote_parse(&a, "https://me:one@example.org/x"), 0);
	assert_int_equal(remote_parse(&b, "https://me:two@example.org/x"), 0);
	assert_string_equal(a.id, b.id);
}

static void
test_remote__what_could_run_something_or_be_overheard_is_refused(void **state)
{
	static const char *const bad[] = { "", "-u", "--upload-pack=x",
	    "ext::sh -c x", "fd::3", "git://example.org/x",
	    "http://example.org/x", "http://127.0.0.1.example.org/x",
	    "http://localhost.example.org/x", "http://a@example.org/x",
	    "http://.onion/x", "file://host/x", "ftp://example.org/x",
	    "a\nb", "a\x7f", "file:///%00", "file:///%zz", "file:///%4" };
	struct remote r;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (remote_parse(&r, bad[i]) != ERR_USAGE)
			fail_msg("'%s' is taken as %s", bad[i], r.url);
}

static void
test_remote__a_path_is_absolute_and_escaped(void **state)
{
	char folder[] = "/tmp/tipline-remote-XXXXXX", word[PATH_MAX];
	char due[PATH_MAX], here[PATH_MAX];
	struct remote r;

	(void)state;
	assert_non_null(mkdtemp(folder));
	(void)snprintf(word, sizeof(word), "%s/a b%%c:d//", folder);
	assert_int_equal(remote_parse(&r, word), 0);
	(void)snprintf(due, sizeof(due), "%s/a b%%c:d", folder);
	assert_string_equal(r.path, due);
	assert_string_equal(r.shown, due);
	(void)snprintf(due, sizeof(due), "file://%s/a%%20b%%25c%%3Ad", folder);
	assert_string_equal(r.url, due);
	/* ... and back again. */
	(void)snprintf(word, sizeof(word), "%s", r.url);
	assert_int_equal(remote_parse(&r, word), 0);
	assert_string_equal(r.url, due);

	(void)snprintf(word, sizeof(word), "%s/no/such", folder);
	assert_int_equal(remote_parse(&r, word), ERR_IO);

	assert_non_null(getcwd(here, sizeof(here)));
	assert_int_equal(chdir(folder), 0);
	assert_int_equal(remote_parse(&r, "x.bundle"), 0);
	(void)snprintf(due, sizeof(due), "%s/x.bundle", folder);
	assert_string_equal(r.path, due);
	assert_true(r.bundle);
	assert_string_equal(r.id, "");
	assert_int_equal(remote_parse(&r, ".bundle"), 0);
	assert_int_equal(remote_parse(&r, "/"), 0);
	assert_string_equal(r.path, "/");
	assert_int_equal(chdir(here), 0);
	assert_int_equal(rmdir(folder), 0);
}

static void
test_remote__an_address_that_is_too_long_is_refused(void **state)
{
	char *word = malloc(2 * REMOTE_SIZE);
	struct remote r;
	size_t n;

	(void)state;
	assert_non_null(word);
	for (n = REMOTE_SIZE - 20; n < REMOTE_SIZE + 20; n++) {
		memset(word, 'a', n);
		memcpy(word, "https://", 8);
		word[n] = '\0';
		assert_int_equal(remote_parse(&r, word),
		    n < REMOTE_SIZE ? 0 : ERR_USAGE);
		memset(word, ' ', n);
		word[0] = '/';
		assert_true(remote_parse(&r, word) < 0);
	}
	free(word);
}

static void
test_large__lines_are_read_to_the_first_that_is_not_one(void **state)
{
	struct bytes b = BYTES_INIT(4096);
	struct large_line l;
	char sum[65];
	size_t at = 0;

	(void)state;
	memset(sum, 'a', 64);
	sum[64] = '\0';
	(void)bytes_addf(&b, "%s 70000\n%s 1\n", sum, sum);
	assert_int_equal(bytes_ok(&b), 0);
	assert_true(large_next(&b, &at, &l));
	assert_int_equal(l.size, 70000);
	assert_string_equal(l.oid, sum);
	assert_int_equal(strncmp(l.place, "aa/aa/aaaa", 10), 0);
	assert_true(large_next(&b, &at, &l));
	assert_false(large_next(&b, &at, &l));
	/* Cut anywhere, a line is none. */
	for (b.len--; b.len > 0; b.len--) {
		at = 0;
		while (large_next(&b, &at, &l))
			assert_int_equal(l.size, 70000);
		assert_true(at <= b.len);
	}
	bytes_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_remote__addresses_are_given_on_as_they_are),
		cmocka_unit_test(test_remote__a_password_is_not_shown_and_not_remembered),
		cmocka_unit_test(test_remote__what_could_run_something_or_be_overheard_is_refused),
		cmocka_unit_test(test_remote__a_path_is_absolute_and_escaped),
		cmocka_unit_test(test_remote__an_address_that_is_too_long_is_refused),
		cmocka_unit_test(test_large__lines_are_read_to_the_first_that_is_not_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
