/* policy.c -- see policy.h. */
#include "vault/base/policy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

#define DAY 86400u

const struct policy policy_default = { .approvals = 2, .clock = DAY,
    .epoch_days = 90, .erasers = 2 };

static const struct setting {
	const char *name;
	size_t at;		/* in struct policy */
	uint32_t least, most;
	const char *takes;	/* for the person */
} settings[] = {
	{ "approvals", offsetof(struct policy, approvals), 1,
	    POLICY_PEOPLE_MAX, "a number of people from 1 to 100" },
	{ "clock", offsetof(struct policy, clock), 1, POLICY_CLOCK_MAX,
	    "day, hour, second or a number of seconds" },
	{ "epoch-days", offsetof(struct policy, epoch_days), 0,
	    POLICY_DAYS_MAX, "a number of days, or 0 for no limit" },
	{ "erasers", offsetof(struct policy, erasers), 1, POLICY_PEOPLE_MAX,
	    "a number of people from 1 to 100" },
	{ "receipts", offsetof(struct policy, receipts), 0, 1,
	    "none or required" },
	{ "retain-days", offsetof(struct policy, retain_days), 0,
	    POLICY_DAYS_MAX, "a number of days, or 0 for no limit" },
};
#define NSETTINGS (sizeof(settings) / sizeof(settings[0]))

/* Words that stand for numbers. */
static const struct {
	const char *name, *word;
	uint32_t value;
} words[] = {
	{ "clock", "day", DAY }, { "clock", "hour", 3600 },
	{ "clock", "second", 1 }, { "receipts", "none", 0 },
	{ "receipts", "required", 1 },
};
#define NWORDS (sizeof(words) / sizeof(words[0]))

static uint32_t
value_of(const struct policy *p, const struct setting *s)
{
	uint32_t v;

	memcpy(&v, (const char *)p + s->at, sizeof(v));
	return v;
}

/* A decimal number without leading zeros, in the setting's bounds. */
static bool
read_number(uint32_t *out, const struct setting *s, const char *text,
    size_t len)
{
	uint64_t v = 0;
	size_t i;

	if (len == 0 || len > 9 || (text[0] == '0' && len > 1))
		return false;
	for (i = 0; i < len; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		v = v * 10 + (uint64_t)(text[i] - '0');
	}
	*out = (uint32_t)v;
	return v >= s->least && v <= s->most;
}

bool
policy_parse(struct policy *policy, const void *p, size_t len)
{
	const char *at = p, *nl;
	struct policy fresh;
	size_t i, n;
	uint32_t v;

	for (i = 0; i < NSETTINGS; i++) {
		n = strlen(settings[i].name);
		if (len <= n || memcmp(at, settings[i].name, n) != 0 ||
		    at[n] != ' ' || (nl = memchr(at, '\n', len)) == NULL ||
		    (size_t)(nl - at) <= n ||
		    !read_number(&v, &settings[i], at + n + 1,
		    (size_t)(nl - at) - n - 1))
			return false;
		memcpy((char *)&fresh + settings[i].at, &v, sizeof(v));
		len -= (size_t)(nl - at) + 1;
		at = nl + 1;
	}
	if (len != 0)
		return false;
	*policy = fresh;
	return true;
}

int
policy_format(struct bytes *b, const struct policy *policy)
{
	uint32_t v;
	size_t i;

	for (i = 0; i < NSETTINGS; i++) {
		v = value_of(policy, &settings[i]);
		if (v < settings[i].least || v > settings[i].most)
			return err_set(ERR_USAGE, "%s is %s",
			    settings[i].name, settings[i].takes);
		(void)bytes_addf(b, "%s %u\n", settings[i].name, v);
	}
	return bytes_ok(b);
}

int
policy_set(struct policy *policy, const char *name, const char *value)
{
	const struct setting *s = NULL;
	uint32_t v = 0;
	size_t i;
	bool known = false;

	for (i = 0; i < NSETTINGS; i++)
		if (strcmp(settings[i].name, name) == 0)
			s = &settings[i];
	if (s == NULL)
		return err_set(ERR_USAGE, "%s is no setting of the policy; "
		    "tipline policy shows them", name);
	for (i = 0; value != NULL && i < NWORDS; i++)
		if (strcmp(words[i].name, name) == 0 &&
		    strcmp(words[i].word, value) == 0) {
			v = words[i].value;
			known = true;
		}
	if (!known && (value == NULL || strcmp(name, "receipts") == 0 ||
	    !read_number(&v, s, value, strlen(value))))
		return err_set(ERR_USAGE, "%s takes %s", name, s->takes);
	memcpy((char *)policy + s->at, &v, sizeof(v));
	return 0;
}

bool
policy_nth(const struct policy *policy, size_t i, const char **name,
    char value[POLICY_VALUE_SIZE])
{
	uint32_t v;
	size_t k;

	if (i >= NSETTINGS)
		return false;
	v = value_of(policy, &settings[i]);
	*name = settings[i].name;
	(void)snprintf(value, POLICY_VALUE_SIZE, "%u", v);
	for (k = 0; k < NWORDS; k++)
		if (strcmp(words[k].name, *name) == 0 && words[k].value == v)
			(void)snprintf(value, POLICY_VALUE_SIZE, "%s",
			    words[k].word);
	return true;
}
