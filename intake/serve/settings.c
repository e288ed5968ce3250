/* settings.c -- see settings.h. */
#include "intake/serve/settings.h"

#include <string.h>

#include "intake/cover/card.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

static bool
number(uint64_t *n, const char **word, uint64_t most)
{
	const char *p = *word;

	for (*n = 0; *p >= '0' && *p <= '9'; p++)
		if ((*n = *n * 10 + (uint64_t)(*p - '0')) > most)
			return false;
	if (p == *word)
		return false;
	*word = p;
	return true;
}

bool
settings_size(uint64_t *size, const char *word)
{
	static const struct {
		const char *unit;
		unsigned shift;
	} units[] = { { "", 0 }, { "KiB", 10 }, { "MiB", 20 }, { "GiB", 30 },
	    { "TiB", 40 } };
	size_t i;

	if (word == NULL || !number(size, &word, SETTINGS_SIZE_MAX))
		return false;
	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (strcmp(word, units[i].unit) == 0) {
			if (*size > SETTINGS_SIZE_MAX >> units[i].shift)
				return false;
			*size <<= units[i].shift;
			return true;
		}
	return false;
}

static int
read_number(unsigned *to, const char *word, unsigned least, unsigned most,
    const char *what)
{
	uint64_t n;

	if (word == NULL || !number(&n, &word, most) || *word != '\0' ||
	    n < least)
		return usage("%s needs a number, %u to %u", what, least, most);
	*to = (unsigned)n;
	return 0;
}

static int
read_size(uint64_t *to, const char *word, uint64_t most, const char *what)
{
	if (!settings_size(to, word) || *to > most)
		return usage("%s needs a size as 2GiB or 500MiB", what);
	return 0;
}

/* The newsroom's name stands on every page. */
static int
check_name(const char *name)
{
	const uint8_t *p = (const uint8_t *)name;
	size_t len = strlen(name), n;
	uint32_t cp;

	if (len == 0 || len > SETTINGS_NAME_MAX)
		return usage("--name needs 1 to %u bytes", SETTINGS_NAME_MAX);
	for (; len > 0; p += n, len -= n)
		if ((n = utf8_next(p, len, &cp)) == 0 || cp < 0x20 ||
		    print_is_hidden(cp))
			return usage("--name needs visible UTF-8");
	return 0;
}

/* Options that take a word and keep it: 1 when argv[*i] was one. */
static int
take_word(struct settings *s, int argc, char **argv, int *i)
{
	const struct {
		const char *name, **to, *what;
	} words[] = {
		{ "--to", &s->to, "a file of cards" },
		{ "--outbox", &s->outbox, "a folder" },
		{ "--state", &s->state, "a folder" },
		{ "--replies", &s->replies, "a folder" },
		{ "--from", &s->from, "a file of cards" },
		{ "--name", &s->name, "the newsroom's name" },
		{ "--advice", &s->advice, "a folder" },
		{ "--socket", &s->socket, "a path" },
	};
	size_t k;

	for (k = 0; k < sizeof(words) / sizeof(words[0]); k++)
		if (option_is(argc, argv, i, words[k].name, words[k].to))
			return *words[k].to == NULL ? usage("%s needs %s",
			    words[k].name, words[k].what) : 1;
	return 0;
}

static int
take_number(struct settings *s, int argc, char **argv, int *i)
{
	const char *value;
	unsigned port;
	int r;

	if (option_is(argc, argv, i, "--limit", &value)) {
		r = read_size(&s->limit, value, SETTINGS_LIMIT_MAX, "--limit");
	} else if (option_is(argc, argv, i, "--quota", &value)) {
		r = read_size(&s->quota, value, SETTINGS_SIZE_MAX, "--quota");
	} else if (option_is(argc, argv, i, "--floor", &value)) {
		r = read_size(&s->floor, value, SETTINGS_SIZE_MAX, "--floor");
	} else if (option_is(argc, argv, i, "--idle", &value)) {
		r = read_number(&s->idle, value, 1, SETTINGS_IDLE_MAX,
		    "--idle");
	} else if (option_is(argc, argv, i, "--days", &value)) {
		r = read_number(&s->days, value, 1, SETTINGS_DAYS_MAX,
		    "--days");
	} else if (option_is(argc, argv, i, "--interval", &value)) {
		r = read_number(&s->interval, value, 1, COVER_SECONDS_MAX,
		    "--interval");
	} else if (option_is(argc, argv, i, "--port", &value)) {
		if ((r = read_number(&port, value, 0, UINT16_MAX,
		    "--port")) == 0) {
			s->port = (uint16_t)port;
			s->by_port = true;
		}
	} else {
		return 0;
	}
	return r < 0 ? r : 1;
}

int
settings_read(struct settings *s, const struct options *o, int argc,
    char **argv)
{
	int i, r;

	*s = (struct settings){ .options = o, .limit = SETTINGS_LIMIT,
	    .quota = SETTINGS_QUOTA, .floor = SETTINGS_FLOOR,
	    .idle = SETTINGS_IDLE, .days = SETTINGS_DAYS };
	for (i = 1; i < argc; i++) {
		if ((r = take_word(s, argc, argv, &i)) == 0)
			r = take_number(s, argc, argv, &i);
		if (r < 0)
			return r;
		if (r > 0)
			continue;
		if (!option_is(argc, argv, &i, "--cover", NULL))
			return usage("%s is one word too many", argv[i]);
		s->cover = true;
	}
	if (s->to == NULL || s->outbox == NULL || s->state == NULL)
		return usage("--to, --outbox and --state are needed");
	if (s->interval != 0 && !s->cover)
		return usage("--interval is for --cover");
	if (s->interval == 0)
		s->interval = COVER_SECONDS;
	if (s->limit == 0)
		return usage("--limit needs more than nothing");
	if (s->socket != NULL && s->by_port)
		return usage("--socket or --port, not both");
	return s->name != NULL ? check_name(s->name) : 0;
}
