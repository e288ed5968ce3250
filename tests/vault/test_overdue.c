/* What an audit calls overdue, with a clock that the test sets. */
#include "tests/vault/kit.h"

#include <time.h>

#include "vault/audit/overdue.h"
#include "vault/store/repo.h"

#define DAY 86400

static time_t ahead;		/* seconds that the clock is put on */

time_t __real_time(time_t *t);
time_t __wrap_time(time_t *t);

time_t
__wrap_time(time_t *t)
{
	const time_t now = __real_time(NULL) + ahead;

	if (t != NULL)
		*t = now;
	return now;
}

struct told {
	size_t n;
	char rule[40], path[PATH_SIZE], line[ERR_LINE_SIZE_IN_FINDING];
};

static void
take(void *arg, const char *rule, const char *path, const char *line)
{
	struct told *t = arg;

	t->n++;
	(void)snprintf(t->rule, sizeof(t->rule), "%s", rule);
	(void)snprintf(t->path, sizeof(t->path), "%s", path);
	(void)snprintf(t->line, sizeof(t->line), "%s", line);
}

static int
setup(void **state)
{
	ahead = 0;
	return kit_setup(state);
}

/* How many members are overdue so many days from now. */
static size_t
told_after(struct kit *k, int days, struct told *told)
{
	const struct report report = { .arg = told, .say = take };
	struct repo *r;

	memset(told, 0, sizeof(*told));
	ahead = (time_t)days * DAY;
	assert_ok(repo_open(&r, k->vault));
	assert_ok(overdue_tell(r, &report));
	repo_free(r);
	ahead = 0;
	return told->n;
}

static void
test_overdue__members_are_when_their_epoch_is_older_than_agreed(void **state)
{
	struct kit *k = *state;		/* epoch-days 90, five members */
	struct told told;

	assert_int_equal(told_after(k, 0, &told), 0);
	assert_int_equal(told_after(k, 90, &told), 0);
	assert_int_equal(told_after(k, 91, &told), 5);
	assert_string_equal(told.rule, "epoch-days");
	assert_non_null(strstr(told.path, "/epochs/1"));
	assert_non_null(strstr(told.line, "91 days"));
	assert_non_null(strstr(told.line, "rotate"));
}

static void
test_overdue__who_has_left_is_not(void **state)
{
	struct kit *k = *state;
	const struct path p = { .kind = PATH_ROLES, .version = 2,
	    .member = k->reporter.fpr };
	struct told told;

	assert_ok(store_begin(k->store));
	assert_ok(kit_add(k->store, &p, "\n"));
	assert_ok(kit_commit(k->store, "member-remove", &k->admin, NULL));
	assert_int_equal(told_after(k, 200, &told), 4);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_overdue__members_are_when_their_epoch_is_older_than_agreed,
		    setup, kit_teardown),
		cmocka_unit_test_setup_teardown(
		    test_overdue__who_has_left_is_not, setup, kit_teardown),
	};

	if (repo_global() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
