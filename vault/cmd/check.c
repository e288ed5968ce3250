/* check.c -- tipline check: is every file what it must be?  Needs no key. */
#include "vault/cmd/cmd.h"

#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/print.h"
#include "vault/cmd/told.h"
#include "vault/session/session.h"

#define EXIT_FINDINGS 3
#define MIB (1u << 20)

struct checking {
	const struct options *options;
	struct told found;
};

static int
keep(const struct finding_read *f, void *arg)
{
	return told_add(&((struct checking *)arg)->found, f);
}

static void
step(const struct checked *so_far, void *arg)
{
	const struct checking *c = arg;

	progress(c->options, "looked at", so_far->entries + so_far->loose +
	    so_far->packed, 0);
}

/* "3/10" */
static int
parse_part(struct check_call *call, const char *word)
{
	char *end;
	unsigned long part, of = 0;

	if (word == NULL)
		return usage("--read-data-subset takes N/T, such as 1/10");
	part = strtoul(word, &end, 10);
	if (*end == '/')
		of = strtoul(end + 1, &end, 10);
	if (*end != '\0' || strspn(word, "0123456789/") != strlen(word) ||
	    part == 0 || part > of || of > CHECK_CALL_PARTS_MAX)
		return usage("--read-data-subset takes N/T, such as 1/10: "
		    "part N of T, at most %u", CHECK_CALL_PARTS_MAX);
	call->data = true;
	call->part = (uint32_t)part;
	call->of = (uint32_t)of;
	return 0;
}

static int
read_options(struct check_call *call, int argc, char **argv)
{
	const char *value;
	int i, r;

	for (i = 1; i < argc; i++) {
		if (option_is(argc, argv, &i, "--read-data", NULL))
			call->data = true;
		else if (option_is(argc, argv, &i, "--read-data-subset",
		    &value)) {
			if ((r = parse_part(call, value)) < 0)
				return r;
		} else
			return usage("check takes no %s", argv[i]);
	}
	return 0;
}

static int
tell_json(const struct check_call *call, const struct checked *v)
{
	struct bytes line = BYTES_INIT(4096);
	struct json j = json_writer(&line);
	int r;

	json_open(&j, '{');
	json_kstr(&j, "verdict", v->findings == 0 ? "whole" : "damaged");
	json_kuint(&j, "findings", v->findings);
	json_kuint(&j, "entries", v->entries);
	json_kuint(&j, "loose", v->loose);
	json_kuint(&j, "packs", v->packs);
	json_kuint(&j, "packed", v->packed);
	json_kuint(&j, "large", v->large);
	json_kuint(&j, "bytes_read", v->bytes);
	json_key(&j, "read_data");
	json_bool(&j, call->data);
	if (call->of > 0) {
		json_kuint(&j, "part", call->part);
		json_kuint(&j, "of", call->of);
	}
	json_close(&j, '}');
	r = json_line(&line);
	bytes_free(&line);
	return r;
}

static void
tell(const struct check_call *call, const struct checked *v)
{
	if (v->findings > 0) {
		(void)printf("%llu finding%s: run `tipline repair`, with "
		    "--from and a copy if there is one\n",
		    (unsigned long long)v->findings,
		    v->findings == 1 ? "" : "s");
		return;
	}
	(void)printf("the vault is whole: %llu entries, %llu loose objects, "
	    "%llu packs with %llu, %llu large objects; ",
	    (unsigned long long)v->entries, (unsigned long long)v->loose,
	    (unsigned long long)v->packs, (unsigned long long)v->packed,
	    (unsigned long long)v->large);
	if (!call->data)
		(void)printf("their content was not read (--read-data)\n");
	else if (call->of > 0)
		(void)printf("read part %u of %u, %llu MiB\n", call->part,
		    call->of, (unsigned long long)(v->bytes / MIB));
	else
		(void)printf("all read, %llu MiB\n",
		    (unsigned long long)(v->bytes / MIB));
}

int
cmd_check(const struct options *o, int argc, char **argv)
{
	struct checking c = { .options = o };
	struct check_call call = { .each = keep, .step = step, .arg = &c };
	struct session *s = NULL;
	struct checked v;
	int r;

	if ((r = read_options(&call, argc, argv)) < 0 ||
	    (r = session_open(&s, o, NEED_STORE | TAKE_DAMAGED)) < 0)
		return r;
	r = store_check(s->store, &call, &v);
	progress_end(o);
	if (r == 0 && o->json)
		r = tell_json(&call, &v);
	else if (r == 0)
		tell(&call, &v);
	if (r == 0)
		r = told_tell(&c.found, o);
	told_free(&c.found);
	session_close(s);
	return r == 0 && v.findings > 0 ? EXIT_FINDINGS : r;
}
