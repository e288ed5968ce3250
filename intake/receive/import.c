/*
 * import.c -- see import.h.  What parses the export is behind a wall
 * (intake/foreign/foreign.h); here its sayings become submissions, and the
 * files it names are opened below the export's folder and nowhere else.
 */
#include "intake/receive/import.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "intake/receive/import_mail.h"
#include "intake/receive/import_run.h"
#include "intake/receive/spool.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/print.h"

static const struct import_kind kinds[] = {
	{ "signal", .index = "messages.jsonl" },
	{ "telegram", .index = "result.json" },
	{ "keybase", .index = "messages.json" },
	{ "securedrop", .folder = import_by_source, .look = place_securedrop },
	{ "globaleaks", .folder = import_by_source, .look = place_globaleaks },
	{ "onionshare", .folder = import_onionshare },
	{ "coverdrop", .file = import_coverdrop },
};

/* --- one saying --- */

int
import_end(struct import *m)
{
	int r = 0;

	/* A conversation of nothing but what is left out is none. */
	if (m->items > 0) {
		r = bringing_finish(&m->now);
		m->submissions += r == 0;
	}
	bringing_free(&m->now);
	return r;
}

int
import_begin(struct import *m, size_t items)
{
	m->items = 0;
	return bringing_begin(&m->now, &m->bringer, m->kind->name, items);
}

int
import_missing(struct import *m, const char *name)
{
	m->missing++;
	return submission_fact(m->now.submission, FACT_MISSING, name);
}

static const char *const whys[] = {
	[FOREIGN_LINK] = "a link",
	[FOREIGN_DEVICE] = "a device or pipe",
	[FOREIGN_OWN] = "how it was exported",
};

int
import_left(struct import *m, enum foreign_why why, const char *name)
{
	char value[MANIFEST_FACT_MAX + 1];

	m->left[why]++;
	(void)snprintf(value, sizeof(value), "%.*s (%s)",
	    (int)(sizeof(value) - 32), name, whys[why]);
	return submission_fact(m->now.submission, FACT_MISSING, value);
}

int
import_facts(struct import *m, const struct place *at)
{
	struct submission *sub = m->now.submission;
	int r;

	if ((r = submission_fact(sub, FACT_SENT, at->sent)) < 0 ||
	    (r = submission_fact(sub, FACT_MESSAGE_ID, at->number)) < 0)
		return r;
	return at->event == NULL ? 0 :
	    submission_fact(sub, FACT_EVENT, at->event);
}

/* A file of the export; one that is not there is told, and no failure. */
static int
add_reference(struct import *m, const char *path, const char *name)
{
	struct stat st;
	int fd, r;

	fd = m->folder >= 0 ? spool_open(m->folder, path) : -1;
	if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		io_close(&fd);
		return import_missing(m, name);
	}
	m->items++;
	r = bringing_file(&m->now, fd, name);
	io_close(&fd);
	return r;
}

static int
obey(struct import *m, const struct foreign_saying *s)
{
	struct bringing *g = &m->now;

	switch (s->record) {
	case FOREIGN_SUBMISSION:
		return import_begin(m, s->items);
	case FOREIGN_FACT:
		m->missing += s->what == FACT_MISSING;
		return submission_fact(g->submission, (enum fact_what)s->what,
		    s->value);
	case FOREIGN_ITEM:
		m->items++;
		m->sealed += m->kind->look != NULL &&
		    place_is_sealed(s->value);
		return submission_begin_item(g->submission, g->sink,
		    (enum item_what)s->what, s->value);
	case FOREIGN_DATA:
		return submission_write(g->submission, g->sink, s->data,
		    s->len);
	case FOREIGN_END:
		return submission_end_item(g->submission, g->sink);
	case FOREIGN_REFERENCE:
		return add_reference(m, s->path, s->value);
	case FOREIGN_ENTRY:
		if (m->kind->look == NULL || !m->gpg)
			return foreign_broken();
		return import_entry(m, s->number, s->size, s->value);
	case FOREIGN_LEFT:
		return import_left(m, (enum foreign_why)s->what, s->value);
	case FOREIGN_WHOLE:
		return import_end(m);
	case FOREIGN_DONE:
		m->left_out = s->left_out;
		return 0;
	default:
		return foreign_broken();
	}
}

int
import_listen(struct import *m)
{
	struct foreign_saying *s;
	int r;

	if ((s = malloc(sizeof(*s))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	do {
		if ((r = foreign_next(m->foreign, s)) == 0)
			r = obey(m, s);
	} while (r == 0 && s->record != FOREIGN_DONE);
	free(s);
	return r;
}

/* --- the call --- */

static int
open_folder(struct import *m, const char *name)
{
	if (m->folder_name != NULL)
		name = m->folder_name;
	m->folder = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return m->folder >= 0 ? 0 : err_sys("%s cannot be opened; name the "
	    "folder that the export's files are in", name);
}

/* The folder that a file lies in. */
static int
open_beside(struct import *m)
{
	const char *slash = strrchr(m->path, '/');
	char *folder;
	int r;

	if (slash == NULL || slash == m->path)
		return open_folder(m, slash == NULL ? "." : "/");
	if ((folder = strndup(m->path, (size_t)(slash - m->path))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	r = open_folder(m, folder);
	free(folder);
	return r;
}

/* PATH is the export's folder, the file in it that says all, or "-". */
static int
open_export(struct import *m)
{
	struct stat st;
	int r;

	if (m->kind->index != NULL && strcmp(m->path, "-") == 0) {
		m->index = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
		return m->index < 0 ? err_sys("standard input is closed") :
		    m->folder_name != NULL ? open_folder(m, NULL) : 0;
	}
	if (stat(m->path, &st) != 0)
		return err_sys("%s cannot be read; name the export's folder",
		    m->path);
	if (m->kind->index == NULL && S_ISDIR(st.st_mode))
		return open_folder(m, m->path);
	if (m->kind->index == NULL) {
		m->index = open(m->path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
		return m->index < 0 ? err_sys("%s cannot be opened", m->path) :
		    0;
	}
	if (!S_ISDIR(st.st_mode)) {
		m->index = open(m->path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
		return m->index < 0 ? err_sys("%s cannot be opened", m->path) :
		    open_beside(m);
	}
	if ((r = open_folder(m, m->path)) < 0)
		return r;
	m->index = spool_open(m->folder, m->kind->index);
	return m->index >= 0 ? 0 : err_sys("%s has no %s; name the file that "
	    "the export is in", m->path, m->kind->index);
}

/* What did not come, or not as it should. */
static void
tell_left(const struct import *m)
{
	const struct options *o = m->bringer.options;

	if (m->missing > 0)
		say(o, "%zu files that it names are not in the export; show "
		    "tells which", m->missing);
	if (m->left_out > 0)
		say(o, "%u entries say nothing (receipts, notices) and were "
		    "left out", m->left_out);
	if (m->left[FOREIGN_LINK] > 0)
		say(o, "%zu links were left out; show tells which",
		    m->left[FOREIGN_LINK]);
	if (m->left[FOREIGN_DEVICE] > 0)
		say(o, "%zu devices or pipes were left out; show tells which",
		    m->left[FOREIGN_DEVICE]);
	if (m->left[FOREIGN_OWN] > 0)
		say(o, "metadata.json was left out: it says how to export, and "
		    "the passphrase of the stick");
	if (m->sealed > 0)
		say(o, "%zu files are sealed by OpenPGP and came in as they "
		    "are; import --gpg opens them", m->sealed);
	if (m->unopened > 0)
		say(o, "%zu files that gpg could not open came in as they are",
		    m->unopened);
	if (m->waiting > 0)
		say(o, "%zu files are not finished and were left where they "
		    "are", m->waiting);
}

static int
tell(const struct import *m)
{
	tell_left(m);
	if (m->submissions == 0)
		return err_set(ERR_FORMAT, "no message was found in %s; is it "
		    "an export of %s?", m->path, m->kind->name);
	say(m->bringer.options, "%zu submissions came in", m->submissions);
	return m->missing > 0 || m->left[FOREIGN_LINK] > 0 ||
	    m->left[FOREIGN_DEVICE] > 0 || m->unopened > 0 ||
	    m->waiting > 0 ? EXIT_SOME_REFUSED : 0;
}

/* By the wall, or file by file. */
static int
read_export(struct import *m)
{
	int r;

	if (m->kind->file != NULL)
		return m->index >= 0 ? m->kind->file(m) :
		    err_set(ERR_USAGE, "%s is a folder; name the file in it",
		    m->path);
	if (m->index < 0)
		r = m->kind->folder(m);
	else if (m->kind->folder == import_onionshare)
		r = err_set(ERR_USAGE, "%s is no folder; name the one that "
		    "OnionShare receives into", m->path);
	else if ((r = foreign_start_with(&m->foreign, m->kind->name, m->gpg ?
	    "apart" : NULL, m->index)) == 0)
		r = import_listen(m);
	return r < 0 ? r : tell(m);
}

static int
import(struct import *m)
{
	int r;

	if ((r = open_export(m)) == 0 &&
	    (r = bringer_open(&m->bringer)) == 0)
		r = read_export(m);
	if (r < 0 && m->submissions > 0)
		say(m->bringer.options, "%zu submissions had come in before; "
		    "import again only what is missing", m->submissions);
	bringing_free(&m->now);
	foreign_stop(m->foreign);
	bringer_close(&m->bringer);
	io_close(&m->index);
	io_close(&m->folder);
	return r;
}

static const struct import_kind *
kind_of(const char *word)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].name, word) == 0)
			return &kinds[i];
	return NULL;
}

int
import_main(const struct options *o, int argc, char **argv)
{
	struct import m = { .bringer = { .options = o }, .folder = -1,
	    .index = -1 };
	const char *kind = NULL;
	int i, r;

	if (argc > 1 && strcmp(argv[1], "mail") == 0)
		return import_mail(o, argc - 1, argv + 1);
	for (i = 1; i < argc; i++) {
		if ((r = bringer_option(&m.bringer, argc, argv, &i)) != 0) {
			if (r < 0)
				return r;
		} else if (option_is(argc, argv, &i, "--folder",
		    &m.folder_name)) {
			if (m.folder_name == NULL)
				return usage("--folder needs the folder of the "
				    "export's files");
		} else if (option_is(argc, argv, &i, "--keys", &m.keys_name)) {
			if (m.keys_name == NULL)
				return usage("--keys needs the file of the "
				    "journalist's keys");
		} else if (option_is(argc, argv, &i, "--gpg", NULL)) {
			m.gpg = true;
		} else if (!operand(argc, argv, i) || m.path != NULL) {
			return usage("%s is one word too many", argv[i]);
		} else if (kind == NULL) {
			kind = argv[i];
		} else {
			m.path = argv[i];
		}
	}
	if (kind == NULL || m.path == NULL)
		return usage("name what it is an export of, and where it is");
	if ((m.kind = kind_of(kind)) == NULL)
		return usage("%s is none of: mail, signal, telegram, keybase, "
		    "securedrop, globaleaks, onionshare, coverdrop", kind);
	if (m.gpg && m.kind->look == NULL)
		return usage("--gpg goes with securedrop or globaleaks");
	if (m.folder_name != NULL && m.kind->index == NULL)
		return usage("--folder does not go with %s", kind);
	if ((m.keys_name != NULL) != (m.kind->file == import_coverdrop))
		return usage("coverdrop and --keys go together");
	if ((r = bringer_check(&m.bringer)) < 0)
		return r;
	return import(&m);
}
