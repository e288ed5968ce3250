/* repair.c -- tipline repair: put right what can be, remove nothing. */
#include "vault/cmd/cmd.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "vault/base/err.h"
#include "vault/base/print.h"
#include "vault/cmd/told.h"
#include "vault/session/session.h"

#define EXIT_FINDINGS 3
#define WANTED_MAX 1000000	/* things fetched back in one round */
#define SUBMISSIONS "submissions/"

struct repair {
	const struct options *options;
	bool dry;
	const char *from, *branch;
	struct told told;
	struct repaired files, head;
	struct store_wanted *wanted;
	size_t nwanted;
	uint64_t fetched;
	struct checked after;
};

static int
read_options(struct repair *p, int argc, char **argv)
{
	int i;

	p->branch = "";
	for (i = 1; i < argc; i++) {
		if (option_is(argc, argv, &i, "--dry-run", NULL))
			p->dry = true;
		else if (!option_is(argc, argv, &i, "--from", &p->from) &&
		    !option_is(argc, argv, &i, "--branch", &p->branch))
			return usage("repair takes no %s", argv[i]);
		if (p->branch == NULL)
			return usage("--branch takes an entry's 40 digits");
	}
	if (*p->branch != '\0' && (strlen(p->branch) != 40 ||
	    strspn(p->branch, "0123456789abcdef") != 40))
		return usage("--branch takes the 40 digits of an entry");
	return 0;
}

static int
keep(const struct finding_read *f, void *arg)
{
	return told_add(&((struct repair *)arg)->told, f);
}

static int
keep_wanted(const struct store_wanted *w, void *arg)
{
	struct repair *p = arg;
	struct store_wanted *v;

	if (p->nwanted >= WANTED_MAX)
		return 0;	/* the next round has them */
	/* Doubled at each power of two. */
	if ((p->nwanted & (p->nwanted - 1)) == 0) {
		v = realloc(p->wanted, (p->nwanted * 2 + 1) * sizeof(*v));
		if (v == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		p->wanted = v;
	}
	p->wanted[p->nwanted++] = *w;
	return 0;
}

/* The repository of a clone: itself, or the folder .git in it. */
static int
open_copy(const char *path, struct store **copy)
{
	char git[PATH_MAX];
	struct stat st;
	int n = snprintf(git, sizeof(git), "%s/.git", path);

	if (n > 0 && (size_t)n < sizeof(git) && stat(git, &st) == 0 &&
	    S_ISDIR(st.st_mode))
		path = git;
	return store_start_damaged(copy, path);
}

static int
fetch_all(struct repair *p, struct store *s, struct store *copy)
{
	uint64_t before;
	size_t i;
	int r;

	do {
		before = p->fetched;
		p->nwanted = 0;
		if ((r = store_wanted(s, keep_wanted, p)) < 0)
			return r;
		for (i = 0; i < p->nwanted && copy != NULL; i++) {
			r = store_get_back(s, copy, &p->wanted[i]);
			p->fetched += r == 0;
			if (r < 0 && r != ERR_NOT_FOUND && r != ERR_INTEGRITY)
				return r;
			progress(p->options, "fetched back", p->fetched, 0);
		}
	} while (p->fetched > before);
	progress_end(p->options);
	return 0;
}

/* What is missing, as findings; without --dry-run the last check tells it. */
static int
tell_wanted(struct repair *p)
{
	struct finding_read f;
	size_t i;
	int r = 0;

	for (i = 0; i < p->nwanted && r == 0; i++) {
		memset(&f, 0, sizeof(f));
		f.weight = WEIGHT_BROKEN;
		f.entry = p->wanted[i].entry;
		(void)snprintf(f.rule, sizeof(f.rule), "missing");
		(void)snprintf(f.path, sizeof(f.path), "%s",
		    p->wanted[i].path);
		(void)snprintf(f.line, sizeof(f.line), "%s is missing; get it "
		    "with `tipline repair --from COPY`", p->wanted[i].large ?
		    "a large object" : "an object");
		r = told_add(&p->told, &f);
	}
	return r;
}

/* A round with a store of its own: what it has read, it keeps. */
static int
mend_files(struct repair *p)
{
	struct session *s = NULL;
	int r;

	if ((r = session_open(&s, p->options, NEED_STORE |
	    TAKE_DAMAGED)) == 0)
		r = store_repair(s->store, p->dry, keep, p, &p->files);
	session_close(s);
	return r;
}

static int
mend_history(struct repair *p)
{
	struct session *s = NULL;
	struct store *copy = NULL;
	int r;

	if ((r = session_open(&s, p->options, NEED_STORE |
	    TAKE_DAMAGED)) == 0 &&
	    (p->from == NULL || (r = open_copy(p->from, &copy)) == 0) &&
	    (r = fetch_all(p, s->store, p->dry ? NULL : copy)) == 0 &&
	    (!p->dry || (r = tell_wanted(p)) == 0))
		r = store_repair_branch(s->store, p->dry, p->branch, keep, p,
		    &p->head);
	store_stop(copy);
	session_close(s);
	return r;
}

static int
check_again(struct repair *p)
{
	const struct check_call call = { .each = keep, .arg = p };
	struct session *s = NULL;
	int r;

	if ((r = session_open(&s, p->options, NEED_STORE |
	    TAKE_DAMAGED)) == 0)
		r = store_check(s->store, &call, &p->after);
	session_close(s);
	return r;
}

static const char *
quarantine(const struct repair *p)
{
	return p->files.quarantine[0] != '\0' ? p->files.quarantine :
	    p->head.quarantine;
}

static int
tell_json(const struct repair *p)
{
	struct bytes line = BYTES_INIT(4096);
	struct json j = json_writer(&line);
	int r;

	json_open(&j, '{');
	json_kstr(&j, "verdict", p->dry ? "dry-run" :
	    p->after.findings == 0 ? "whole" : "damaged");
	json_kuint(&j, "mended", p->files.mended + p->head.mended);
	json_kuint(&j, "aside", p->files.aside + p->head.aside);
	json_kuint(&j, "fetched", p->fetched);
	json_kuint(&j, "missing", p->nwanted);
	json_kuint(&j, "left", p->files.left + p->head.left);
	json_kuint(&j, "findings", p->after.findings);
	json_kstr(&j, "quarantine", quarantine(p));
	json_close(&j, '}');
	r = json_line(&line);
	bytes_free(&line);
	return r;
}

static void
tell(const struct repair *p)
{
	(void)printf("%s: %llu mended, %llu moved aside%s%s, %llu fetched "
	    "back, %llu missing", p->dry ? "would be done" : "repaired",
	    (unsigned long long)(p->files.mended + p->head.mended),
	    (unsigned long long)(p->files.aside + p->head.aside),
	    *quarantine(p) != '\0' ? " to " : "", quarantine(p),
	    (unsigned long long)p->fetched, (unsigned long long)p->nwanted);
	if (p->dry)
		(void)printf("; nothing was changed\n");
	else if (p->after.findings == 0)
		(void)printf("; the vault is whole\n");
	else
		(void)printf("; %llu finding%s left\n",
		    (unsigned long long)p->after.findings,
		    p->after.findings == 1 ? " is" : "s are");
}

/* Each submission that lacks something, once. */
static void
tell_hit(const struct repair *p)
{
	char hex[ID_HEX_SIZE], last[ID_HEX_SIZE] = "", name[ID_NAME_SIZE];
	const char *path;
	struct id id;
	size_t i;

	for (i = 0; i < p->nwanted; i++) {
		path = p->wanted[i].path;
		if (strncmp(path, SUBMISSIONS, strlen(SUBMISSIONS)) != 0)
			continue;
		path += strlen(SUBMISSIONS);
		if (strlen(path) < 6 + ID_HEX_SIZE - 1) {
			(void)printf("  hit: every submission below %s\n",
			    p->wanted[i].path);
			continue;
		}
		(void)snprintf(hex, sizeof(hex), "%.32s", path + 6);
		if (id_parse(&id, hex) < 0 || strcmp(hex, last) == 0)
			continue;
		memcpy(last, hex, sizeof(last));
		id_name(name, &id);
		(void)printf("  hit: %s  %s\n", name, hex);
	}
}

int
cmd_repair(const struct options *o, int argc, char **argv)
{
	struct repair p = { .options = o };
	int r;

	if ((r = read_options(&p, argc, argv)) < 0 ||
	    (r = mend_files(&p)) < 0 || (r = mend_history(&p)) < 0 ||
	    (!p.dry && (r = check_again(&p)) < 0))
		goto done;
	if (o->json) {
		r = tell_json(&p);
	} else {
		tell(&p);
		tell_hit(&p);
	}
	if (r == 0)
		r = told_tell(&p.told, o);
	if (r == 0 && (p.dry ? p.told.all : p.after.findings) > 0)
		r = EXIT_FINDINGS;
done:
	free(p.wanted);
	told_free(&p.told);
	return r;
}
