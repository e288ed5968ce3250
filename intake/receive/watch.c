/*
 * watch.c -- see watch.h.  Two steps, each of which can be ended at any moment:
 * what is whole is taken out of the folder into a queue (claim.h), and what is
 * queued becomes submissions.  What fails stays queued and is tried again.
 */
#include "intake/receive/watch.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "intake/receive/bring.h"
#include "intake/receive/claim.h"
#include "intake/receive/spool.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/print.h"

#define MESSAGE_MAX (16u << 20)	/* bytes; a longer one comes as a file */

struct watch {
	const struct options *options;
	struct bringer bringer;
	const char *folder_name, *moved_name, *channel;
	bool wipe, once;
	unsigned quiet;
	int folder, moved, events;
	struct claims claims;
	size_t failed;		/* claims that could not be brought in */
	bool told_refused;
};

static volatile sig_atomic_t stopping;

static void
on_signal(int signal)
{
	(void)signal;
	stopping = 1;
}

/* --- one claim --- */

static int
add_file(struct watch *w, struct bringing *g, const char *path,
    const char *name)
{
	struct stat before, after;
	int fd, r;

	if ((fd = spool_open(w->claims.queue, path)) < 0)
		return err_sys("a file that was taken cannot be read");
	if (fstat(fd, &before) != 0 || !S_ISREG(before.st_mode))
		r = err_set(ERR_FORMAT, "what was taken is no file any more");
	else if ((r = bringing_file(g, fd, name)) == 0 &&
	    (fstat(fd, &after) != 0 || after.st_size != before.st_size ||
	    after.st_mtim.tv_sec != before.st_mtim.tv_sec ||
	    after.st_mtim.tv_nsec != before.st_mtim.tv_nsec))
		r = err_set(ERR_BUSY, "a file was written to while it was "
		    "sealed");
	io_close(&fd);
	return r;
}

/* A message that is no text, or too long for one, comes as a file. */
static int
add_message(struct watch *w, struct bringing *g, const char *path)
{
	struct bytes text = BYTES_INIT(MESSAGE_MAX);
	int fd, r;

	if ((fd = spool_open(w->claims.queue, path)) < 0)
		return err_sys("a message that was taken cannot be read");
	r = io_read_all(fd, &text);
	io_close(&fd);
	if (r == 0 && text.len > 0 && utf8_valid(text.data, text.len))
		r = bringing_message(g, text.data, text.len);
	else if (r == 0 || r == ERR_TOO_BIG)
		r = add_file(w, g, path, "message");
	if (text.data != NULL)
		explicit_bzero(text.data, text.cap);
	bytes_free(&text);
	return r;
}

static int
bring(struct watch *w, struct claim *claim, struct bringing *g)
{
	struct claimed in;
	size_t i;
	int r;

	if ((r = claim_files(&w->claims, claim, &in)) < 0)
		return r;
	if ((r = bringing_begin(g, &w->bringer, w->channel, in.nfiles + 1)) < 0)
		goto done;
	claimed_free(&in);	/* its paths begin with the name that goes */
	if ((r = claim_begin(&w->claims, claim, submission_id(g->submission))) <
	    0 || (r = claim_files(&w->claims, claim, &in)) < 0 ||
	    (r = submission_fact(g->submission, FACT_SENT, in.when)) < 0)
		goto done;
	for (i = 0; r == 0 && i < in.nfiles; i++)
		r = add_file(w, g, in.files[i], in.files[i] + in.skip);
	if (r == 0 && in.message[0] != '\0')
		r = add_message(w, g, in.message);
	if (r == 0)
		r = bringing_finish(g);
done:
	claimed_free(&in);
	return r;
}

/* A claim that had begun when its maker was killed: 1 when it came in. */
static int
came_in(struct watch *w, struct claim *claim)
{
	const struct id id = claim->id;
	bool left, has;
	int r;

	if (w->bringer.to == NULL) {
		if ((r = bringer_has(&w->bringer, &id, &has)) < 0 || !has)
			return r;
		r = store_told(w->bringer.session->store, &id);
		return r < 0 ? r : 1;
	}
	if ((r = sink_drop_left(w->bringer.outbox, &id, &left)) < 0 || !left)
		return r < 0 ? r : 1;
	/* In this order: without the part it would seem to have come in. */
	if ((r = claim_again(&w->claims, claim)) < 0)
		return r;
	return sink_drop_sweep(w->bringer.outbox, &id);
}

/* It failed.  A drop that has not appeared must not seem to have: the part
 * goes only after the claim is new again. */
static void
give_back(struct watch *w, struct claim *claim, struct bringing *g)
{
	bool left = true;

	if (w->bringer.to == NULL || !claim->begun)
		return;
	if (sink_drop_left(w->bringer.outbox, &claim->id, &left) < 0 ||
	    (left && claim_again(&w->claims, claim) < 0))
		g->sink = NULL;		/* the part stays where it is */
}

static int
process(struct watch *w, struct claim *claim)
{
	struct bringing g = { .bringer = NULL };
	struct bytes line = BYTES_INIT(ERR_LINE_MAX + 1);
	int r = 0;

	if (claim->begun && (r = came_in(w, claim)) != 0)
		return r < 0 ? r : claim_done(&w->claims, claim, w->moved);
	if ((r = bring(w, claim, &g)) < 0 && !g.in) {
		/* What went wrong is told, not what the clean-up says. */
		(void)bytes_add_str(&line, err_line());
		give_back(w, claim, &g);
		bringing_free(&g);
		r = err_set((enum err)r, "%s", bytes_str(&line));
		bytes_free(&line);
		return r;
	}
	bringing_free(&g);
	return claim_done(&w->claims, claim, w->moved);
}

/* --- all of them --- */

/* What is whole is queued. */
static int
gather(struct watch *w, size_t *waiting)
{
	struct spool s;
	struct claim claim;
	size_t i;
	int r;

	if ((r = spool_look(&s, w->folder, w->quiet)) < 0)
		return r;
	if (s.refused > 0 && !w->told_refused)
		say(w->options, "%zu links, pipes or devices in %s are left "
		    "where they are", s.refused, w->folder_name);
	w->told_refused = s.refused > 0;
	for (i = 0; r == 0 && !stopping && i < s.n; i++)
		r = claim_take(&w->claims, &s.list[i], &claim);
	*waiting = s.waiting;
	spool_free(&s);
	return r;
}

/* What is queued is brought in; a failure of one does not stop the others. */
static int
bring_all(struct watch *w)
{
	struct claim *list;
	size_t i, n;
	int r;

	w->failed = 0;
	if ((r = claims_list(&w->claims, &list, &n)) < 0)
		return r;
	for (i = 0; !stopping && i < n; i++)
		if ((r = process(w, &list[i])) < 0) {
			w->failed++;
			say(w->options, "%s; it stays in %s/.tipline and is "
			    "tried again", err_line(), w->folder_name);
		}
	free(list);
	return 0;
}

/* Until something happens in the folder, or so many milliseconds. */
static void
await(struct watch *w, int ms)
{
	struct pollfd p = { .fd = w->events, .events = POLLIN };
	char events[4096];

	if (poll(&p, 1, ms) > 0)
		(void)!read(w->events, events, sizeof(events));
}

static int
run(struct watch *w)
{
	size_t waiting = 0;
	int r;

	for (;;) {
		if ((r = gather(w, &waiting)) < 0 || (r = bring_all(w)) < 0)
			return r;
		if (stopping)
			return 0;
		if (w->once && waiting == 0)
			return w->failed == 0 ? 0 : err_set(ERR_FAILED,
			    "%zu submissions could not be brought in; they stay "
			    "in %s/.tipline; run it again", w->failed,
			    w->folder_name);
		await(w, waiting > 0 ? 1000 : (int)WATCH_RETRY * 1000);
	}
}

/* --- the call --- */

static int
open_folders(struct watch *w)
{
	const char *name = w->folder_name;
	struct stat a, b;

	w->folder = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (w->folder < 0)
		return err_sys("%s cannot be watched; name a folder that is "
		    "there", name);
	if (flock(w->folder, LOCK_EX | LOCK_NB) != 0)
		return err_set(ERR_BUSY, "%s is watched already; stop the "
		    "other first", name);
	if (w->moved_name != NULL) {
		w->moved = open(w->moved_name, O_RDONLY | O_DIRECTORY |
		    O_CLOEXEC);
		if (w->moved < 0)
			return err_sys("%s: nothing can be moved there; name a "
			    "folder that is there", w->moved_name);
		if (fstat(w->folder, &a) != 0 || fstat(w->moved, &b) != 0)
			return err_sys("cannot look at the folders");
		if (a.st_dev != b.st_dev)
			return err_set(ERR_USAGE, "%s is on another disk than "
			    "%s; name a folder beside it", w->moved_name, name);
		if (a.st_ino == b.st_ino)
			return err_set(ERR_USAGE, "%s cannot be moved to "
			    "itself; name another folder", name);
	}
	w->events = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	if (w->events < 0 || inotify_add_watch(w->events, name,
	    IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_ATTRIB) < 0)
		return err_sys("%s cannot be watched", name);
	return claims_open(&w->claims, w->folder);
}

static int
watch(struct watch *w)
{
	struct sigaction end = { .sa_handler = on_signal };
	int r;

	(void)sigaction(SIGTERM, &end, NULL);
	(void)sigaction(SIGINT, &end, NULL);
	if ((r = open_folders(w)) == 0 && (r = bringer_open(&w->bringer)) == 0)
		r = run(w);
	bringer_close(&w->bringer);
	claims_close(&w->claims);
	io_close(&w->events);
	io_close(&w->moved);
	io_close(&w->folder);
	return r;
}

static int
read_quiet(unsigned *quiet, const char *word)
{
	char *end;
	unsigned long n;

	errno = 0;
	if (word == NULL || word[0] < '0' || word[0] > '9' ||
	    (n = strtoul(word, &end, 10), *end != '\0') || errno != 0 ||
	    n > WATCH_QUIET_MAX)
		return usage("--settle needs seconds, 0 to %u",
		    WATCH_QUIET_MAX);
	*quiet = (unsigned)n;
	return 0;
}

int
watch_main(const struct options *o, int argc, char **argv)
{
	struct watch w = { .options = o, .bringer = { .options = o,
	    .kept = true }, .channel = "folder", .quiet = WATCH_QUIET,
	    .folder = -1, .moved = -1, .events = -1,
	    .claims = { .folder = -1, .queue = -1 } };
	const char *value;
	int i, r;

	for (i = 1; i < argc; i++) {
		if ((r = bringer_option(&w.bringer, argc, argv, &i)) != 0) {
			if (r < 0)
				return r;
		} else if (option_is(argc, argv, &i, "--wipe", NULL)) {
			w.wipe = true;
		} else if (option_is(argc, argv, &i, "--once", NULL)) {
			w.once = true;
		} else if (option_is(argc, argv, &i, "--move", &w.moved_name)) {
			if (w.moved_name == NULL)
				return usage("--move needs a folder");
		} else if (option_is(argc, argv, &i, "--channel", &w.channel)) {
			if (w.channel == NULL)
				return usage("--channel needs a name");
		} else if (option_is(argc, argv, &i, "--settle", &value)) {
			if ((r = read_quiet(&w.quiet, value)) < 0)
				return r;
		} else if (!operand(argc, argv, i) || w.folder_name != NULL) {
			return usage("%s is one word too many", argv[i]);
		} else {
			w.folder_name = argv[i];
		}
	}
	if (w.folder_name == NULL)
		return usage("name the folder to watch");
	if (w.wipe == (w.moved_name != NULL))
		return usage("say what becomes of files that came in: --wipe, "
		    "or --move DIR");
	if ((r = bringer_check(&w.bringer)) < 0)
		return r;
	return watch(&w);
}
