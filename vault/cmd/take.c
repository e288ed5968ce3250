/* take.c -- tipline take: bring drops into the vault, many in one entry. */
#include "vault/cmd/cmd.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/print.h"
#include "vault/cmd/dropped.h"
#include "vault/cmd/reach.h"
#include "vault/cmd/words.h"
#include "vault/session/session.h"
#include "vault/session/sums.h"

#define BATCH_MAX 64		/* drops in one entry */
#define BATCH_FILES_MAX 20000	/* sealed files in one entry, of many drops */
#define DROPS_MAX 100000	/* of one call */
#define EXIT_SOME_REFUSED 5
#define KEPT ".taken"		/* a drop that is in the vault, with --keep */
#define GONE ".gone"		/* and one that is being removed */

struct taking {
	struct session *s;
	bool keep;
	struct senders from;		/* owned; whom the desk accepts */
	char **folders;			/* owned; every drop to look at */
	size_t nfolders;
	size_t refused;
};

struct batch {
	struct dropped drops[BATCH_MAX];
	const char *folders[BATCH_MAX];
	size_t n, files;
};

/* --- which drops there are --- */

static int
add_folder(struct taking *t, const char *outbox, const char *name)
{
	char **folders, *path;
	int n;

	if (t->nfolders >= DROPS_MAX)
		return err_set(ERR_TOO_BIG, "more than %d drops at once; take "
		    "fewer outboxes", DROPS_MAX);
	n = name != NULL ? asprintf(&path, "%s/%s", outbox, name) :
	    asprintf(&path, "%s", outbox);
	if (n < 0)
		return err_set(ERR_NO_MEMORY, "out of memory");
	folders = realloc(t->folders, (t->nfolders + 1) * sizeof(*folders));
	if (folders == NULL) {
		free(path);
		return err_set(ERR_NO_MEMORY, "out of memory");
	}
	t->folders = folders;
	folders[t->nfolders++] = path;
	return 0;
}

static bool
ends_in(const char *name, const char *end)
{
	size_t n = strlen(name), m = strlen(end);

	return n > m && strcmp(name + n - m, end) == 0;
}

/* The files of a taken drop, then its folder; never through a link. */
static void
remove_folder(int at, const char *folder)
{
	struct dirent *e;
	DIR *dir = NULL;
	int fd;

	fd = openat(at, folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC |
	    O_NOFOLLOW);
	if (fd < 0 || (dir = fdopendir(fd)) == NULL) {
		io_close(&fd);
		return;
	}
	while ((e = readdir(dir)) != NULL)
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
			(void)unlinkat(fd, e->d_name, 0);
	(void)closedir(dir);
	(void)unlinkat(at, folder, AT_REMOVEDIR);
}

/* An outbox holds drops; a folder with a file `drop` is one itself. */
static int
look_into(struct taking *t, const char *outbox)
{
	struct dirent *e;
	struct stat st;
	size_t before = t->nfolders;
	DIR *dir;
	int r = 0;

	if ((dir = opendir(outbox)) == NULL)
		return err_sys("%s cannot be opened as an outbox; name a "
		    "folder of drops", outbox);
	if (fstatat(dirfd(dir), "drop", &st, AT_SYMLINK_NOFOLLOW) == 0)
		r = add_folder(t, outbox, NULL);
	else
		while (r == 0 && (e = readdir(dir)) != NULL)
			if (ends_in(e->d_name, ".drop"))
				r = add_folder(t, outbox, e->d_name);
			else if (ends_in(e->d_name, GONE))
				remove_folder(dirfd(dir), e->d_name);
	(void)closedir(dir);
	if (r == 0 && t->nfolders == before)
		say(t->s->options, "%s holds no drops", outbox);
	return r;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* --- what becomes of a drop --- */

/* Failures that lie in the drop; all others end the work. */
static bool
is_the_drops_fault(int r)
{
	return r == ERR_FORMAT || r == ERR_INTEGRITY || r == ERR_TOO_BIG ||
	    r == ERR_NOT_PERMITTED || r == ERR_NOT_FOUND ||
	    r == ERR_EXISTS || r == ERR_IO;
}

static int
refuse(struct taking *t, const char *folder, int r)
{
	if (!is_the_drops_fault(r))
		return r;
	say(t->s->options, "%.400s was left alone: %s", folder, err_line());
	t->refused++;
	return 0;
}

/* First out of sight of the next take, then away: by it, if we are ended. */
static void
put_away(struct taking *t, const char *folder)
{
	const char *end = t->keep ? KEPT : GONE;
	char taken[PATH_MAX];
	size_t n = strlen(folder);

	while (n > 1 && folder[n - 1] == '/')
		n--;
	if (n > 5 && strncmp(folder + n - 5, ".drop", 5) == 0)
		n -= 5;
	if (n + strlen(end) >= sizeof(taken))
		return;
	memcpy(taken, folder, n);
	memcpy(taken + n, end, strlen(end) + 1);
	if (rename(folder, taken) != 0)
		say(t->s->options, "%.400s is in the vault but cannot be "
		    "removed (%s); remove it yourself", folder,
		    strerror(errno));
	else if (!t->keep)
		remove_folder(AT_FDCWD, taken);
}

static int
tell(struct taking *t, const struct dropped *d, const char *folder)
{
	char hex[FPR_HEX_SIZE], name[ID_NAME_SIZE], words[FPR_WORDS_SIZE];
	struct bytes line = BYTES_INIT(65536);
	struct json j = json_writer(&line);
	int r;

	id_hex(hex, &d->drop.submission);
	id_name(name, &d->drop.submission);
	fpr_words(words, &d->drop.intake);
	if (!t->s->options->json) {
		(void)printf("took %s (%s)%s%s\n", name, hex,
		    d->sender != NULL ? " from outside, signed by " : "",
		    d->sender != NULL ? words : "");
		return 0;
	}
	json_open(&j, '{');
	json_kstr(&j, "submission", hex);
	json_kstr(&j, "name", name);
	json_kstr(&j, "drop", folder);
	if (d->sender != NULL) {
		fpr_hex(hex, &d->drop.intake);
		json_kstr(&j, "from", hex);
	}
	json_close(&j, '}');
	r = json_line(&line);
	bytes_free(&line);
	return r;
}

/*
 * 1 when the submission is in the vault already, by this very drop: then only
 * putting it away is left to do, as after an interruption.
 */
static int
is_there(struct taking *t, const struct dropped *d)
{
	struct path p = { .kind = PATH_DROP, .submission = d->drop.submission };
	struct bytes text = BYTES_INIT(DROP_TEXT_MAX);
	char name[PATH_SIZE];
	int r;

	path_format(name, &p);
	r = store_read(t->s->store, name, &text);
	if (r == ERR_NOT_FOUND)
		r = 0;
	else if (r == 0)
		r = text.len == d->text.len &&
		    memcmp(text.data, d->text.data, text.len) == 0 ? 1 :
		    err_set(ERR_EXISTS, "the vault holds another submission of "
		    "that id; ask where this drop comes from");
	bytes_free(&text);
	return r;
}

/* --- batches --- */

static void
batch_free(struct batch *b)
{
	size_t i;

	for (i = 0; i < b->n; i++)
		dropped_free(&b->drops[i]);
	b->n = 0;
	b->files = 0;
}

static int
commit_batch(struct taking *t, const struct batch *b)
{
	struct id ids[BATCH_MAX];
	struct entry e = { .event = "submit", .submissions = ids,
	    .nsubmissions = b->n };
	char commit[41];
	size_t i;
	int r;

	(void)snprintf(e.subject, sizeof(e.subject), "%zu by drop", b->n);
	if ((r = store_begin(t->s->store)) < 0)
		return r;
	for (i = 0; i < b->n; i++) {
		ids[i] = b->drops[i].drop.submission;
		if ((r = dropped_add(&b->drops[i], t->s)) < 0)
			return session_abort(t->s, r);
	}
	return session_commit(t->s, &e, commit);
}

static int
finish_batch(struct taking *t, struct batch *b)
{
	size_t i;
	int r = 0;

	/* What is durable is told and put away, whatever comes after. */
	for (i = 0; i < b->n && r == 0; i++) {
		r = tell(t, &b->drops[i], b->folders[i]);
		reach_tell(t->s, &b->drops[i].drop);
		put_away(t, b->folders[i]);
	}
	return r;
}

/* A batch that is refused as a whole is tried drop by drop. */
static int
flush_alone(struct taking *t, struct batch *b)
{
	struct batch one = { .n = 1 };
	size_t i;
	int r = 0;

	for (i = 0; i < b->n && r == 0; i++) {
		memset(&one.drops[0], 0, sizeof(one.drops[0]));
		one.folders[0] = b->folders[i];
		if ((r = dropped_read(&one.drops[0], t->s, &t->from,
		    b->folders[i])) == 0 &&
		    (r = dropped_stage(&one.drops[0], t->s,
		    b->folders[i])) == 0)
			r = commit_batch(t, &one);
		r = r < 0 ? refuse(t, b->folders[i], r) : finish_batch(t, &one);
		dropped_free(&one.drops[0]);
	}
	return r;
}

static int
flush(struct taking *t, struct batch *b)
{
	int r;

	if (b->n == 0)
		return 0;
	if ((r = commit_batch(t, b)) == 0)
		r = finish_batch(t, b);
	else if (b->n > 1 && is_the_drops_fault(r))
		r = flush_alone(t, b);
	else
		r = refuse(t, b->folders[0], r);
	batch_free(b);
	return r;
}

static bool
in_batch(const struct batch *b, const struct id *id)
{
	size_t i;

	for (i = 0; i < b->n; i++)
		if (id_equal(&b->drops[i].drop.submission, id))
			return true;
	return false;
}

static int
take_one(struct taking *t, struct batch *b, const char *folder)
{
	struct dropped d;
	int r;

	if ((r = dropped_read(&d, t->s, &t->from, folder)) < 0)
		return refuse(t, folder, r);
	/* The same submission twice: the second is judged after the first. */
	if ((in_batch(b, &d.drop.submission) || b->n == BATCH_MAX ||
	    b->files + d.drop.nfiles > BATCH_FILES_MAX) &&
	    (r = flush(t, b)) < 0)
		goto done;
	if ((r = is_there(t, &d)) == 1) {
		say(t->s->options, "%.400s is in the vault already", folder);
		put_away(t, folder);
		r = 0;
		goto done;
	}
	if (r < 0 || (r = dropped_stage(&d, t->s, folder)) < 0) {
		r = refuse(t, folder, r);
		goto done;
	}
	b->folders[b->n] = folder;
	b->files += d.drop.nfiles;
	b->drops[b->n++] = d;
	return 0;
done:
	dropped_free(&d);
	return r;
}

static int
take_all(struct taking *t, int n, char **outboxes)
{
	struct batch *b;
	size_t i;
	int k, r = 0;

	if ((b = calloc(1, sizeof(*b))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (k = 0; k < n && r == 0; k++)
		r = look_into(t, outboxes[k]);
	if (t->nfolders > 0)
		qsort(t->folders, t->nfolders, sizeof(*t->folders), by_name);
	for (i = 0; i < t->nfolders && r == 0; i++) {
		progress(t->s->options, "taking drops", i, t->nfolders);
		r = take_one(t, b, t->folders[i]);
	}
	if (r == 0)
		r = flush(t, b);
	progress_end(t->s->options);
	batch_free(b);
	free(b);
	return r;
}

static int
add_sender(struct taking *t, const char *word)
{
	struct card *v;

	if (word == NULL)
		return usage("--from needs a card, or a file that holds one");
	v = realloc(t->from.v, (t->from.n + 1) * sizeof(*v));
	if (v == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	t->from.v = v;
	return word_card(&v[t->from.n++], word);
}

int
cmd_take(const struct options *o, int argc, char **argv)
{
	struct taking t = { .s = NULL };
	const char *word = NULL;
	char **outboxes;
	size_t k;
	int i, n = 0, r = 0;

	if ((outboxes = calloc((size_t)argc, sizeof(*outboxes))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (i = 1; i < argc && r == 0; i++) {
		if (option_is(argc, argv, &i, "--keep", NULL))
			t.keep = true;
		else if (option_is(argc, argv, &i, "--from", &word))
			r = add_sender(&t, word);
		else if (option_is(argc, argv, &i, "--", NULL))
			continue;
		else if (!operand(argc, argv, i))
			break;
		else
			outboxes[n++] = argv[i];
	}
	if (r < 0)
		goto done;
	if (i < argc || n == 0) {
		r = i < argc ? usage("unknown option %s", argv[i]) :
		    usage("name an outbox");
		goto done;
	}
	if ((r = session_open(&t.s, o, NEED_STORE | NEED_KEY |
	    NEED_MEMBER)) < 0)
		goto done;
	if ((r = session_need_role(t.s, t.from.n > 0 ? ROLE_DESK :
	    ROLE_DESK | ROLE_INTAKE, t.from.n > 0 ?
	    "taking what somebody outside made" : "taking drops")) == 0)
		r = take_all(&t, n, outboxes);
	if (r == 0)
		sums_update(t.s);
	if (r == ERR_NO_SPACE)
		r = err_set(ERR_NO_SPACE, "the disk is full; what was not yet "
		    "told is still in its outbox; free some space and take "
		    "again");
done:
	for (k = 0; k < t.nfolders; k++)
		free(t.folders[k]);
	free(t.folders);
	free(t.from.v);
	free(outboxes);
	session_close(t.s);
	return r == 0 && t.refused > 0 ? EXIT_SOME_REFUSED : r;
}
