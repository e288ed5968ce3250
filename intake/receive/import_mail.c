/*
 * import_mail.c -- see import_mail.h.  The wall (intake/foreign/foreign.h)
 * says where mails begin and end and what their headers say; their bytes are
 * read here, and not looked at.
 */
#include "intake/receive/import_mail.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "intake/foreign/foreign.h"
#include "intake/receive/bring.h"
#include "intake/receive/import_lmtp.h"
#include "intake/receive/known_mail.h"
#include "intake/receive/maildir.h"
#include "intake/receive/spool.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/print.h"
#include "vault/session/sums.h"

#define KNOWN_SHOWN 10		/* mails that came before, each by a line */

struct mails {
	const struct options *options;
	const char *path;		/* "-": standard input */
	const char *lmtp;		/* --lmtp: the socket; NULL */
	bool lengths;			/* --lengths */
	struct bringer bringer;
	struct foreign *foreign;
	struct foreign_saying *said;
	struct bringing now;		/* the submission that is made */
	struct sums *sums;		/* what came before; NULL: not known */
	bool skipping;			/* this mail, which came before */
	size_t known;
	bool stumbled;			/* the wall, over this file */
	int fd;				/* what its mails are in */
	uint64_t size;			/* of it, a file */
	const char *name;		/* of a mail in it; NULL: the wall's */
	const char *flags;		/* of the mail; "" */
	size_t submissions, missing;
	uint32_t left_out;
};

/* --- one mail --- */

/* Bytes of the file: the wall reads it too, from where it stands. */
static int
add_range(struct mails *m, uint64_t offset, uint64_t length, const char *name)
{
	struct submission *sub = m->now.submission;
	uint8_t part[IO_CHUNK];
	ssize_t n;
	int r;

	if (m->size < length || m->size - length < offset)
		return err_set(ERR_PROTOCOL, "tipline-import names bytes that "
		    "%s does not have; report it to the maintainers", m->path);
	r = submission_begin_item(sub, m->now.sink, ITEM_FILE, name);
	while (r == 0 && length > 0) {
		n = pread(m->fd, part, length < sizeof(part) ?
		    (size_t)length : sizeof(part), (off_t)offset);
		if (n < 0)
			return err_sys("%s cannot be read", m->path);
		if (n == 0)
			return err_set(ERR_BUSY, "%s was cut while it was "
			    "read; import it again", m->path);
		r = submission_write(sub, m->now.sink, part, (size_t)n);
		offset += (uint64_t)n;
		length -= (uint64_t)n;
	}
	return r < 0 ? r : submission_end_item(sub, m->now.sink);
}

/* The same mail, to the last byte, came by an import before: as when an mbox
 * that has grown is imported again.  It is told, and not taken again. */
static int
skip_known(struct mails *m, uint64_t offset, uint64_t length)
{
	char name[ID_NAME_SIZE];
	struct id as;
	bool known;
	int r;

	if (m->sums == NULL)
		return 0;
	if ((r = known_mail(m->sums, m->bringer.session, m->fd, offset,
	    length, &known, &as)) < 0 || !known)
		return r;
	id_name(name, &as);
	if (m->known++ < KNOWN_SHOWN)
		say(m->options, "a mail is in the vault already, as %s; it is "
		    "not taken again", name);
	bringing_free(&m->now);
	m->skipping = true;
	return 0;
}

static int
end_mail(struct mails *m)
{
	char event[MAILDIR_FLAGS_SIZE + 16];
	int r = 0;

	if (m->flags[0] != '\0') {
		(void)snprintf(event, sizeof(event), "flags: %s", m->flags);
		r = submission_fact(m->now.submission, FACT_EVENT, event);
	}
	if (r == 0 && (r = bringing_finish(&m->now)) == 0)
		m->submissions++;
	bringing_free(&m->now);
	return r;
}

static int
obey(struct mails *m, const struct foreign_saying *s)
{
	struct bringing *g = &m->now;
	const char *name = m->name != NULL ? m->name : s->value;
	int r;

	if (m->skipping) {
		m->skipping = s->record != FOREIGN_WHOLE;
		return 0;
	}
	switch (s->record) {
	case FOREIGN_SUBMISSION:
		return bringing_begin(g, &m->bringer, MAIL_CHANNEL, s->items);
	case FOREIGN_FACT:
		return submission_fact(g->submission, (enum fact_what)s->what,
		    s->value);
	case FOREIGN_ITEM:
		return submission_begin_item(g->submission, g->sink,
		    ITEM_FILE, name);
	case FOREIGN_DATA:
		return submission_write(g->submission, g->sink, s->data,
		    s->len);
	case FOREIGN_END:
		return submission_end_item(g->submission, g->sink);
	case FOREIGN_RANGE:
		if ((r = skip_known(m, s->offset, s->length)) < 0 ||
		    m->skipping)
			return r;
		return add_range(m, s->offset, s->length, name);
	case FOREIGN_WHOLE:
		return end_mail(m);
	case FOREIGN_DONE:
		m->left_out += s->left_out;
		return 0;
	default:
		return err_set(ERR_PROTOCOL, "tipline-import says of a mail "
		    "what no mail has; report it to the maintainers");
	}
}

/* All the mails that are in m->fd. */
static int
listen_to(struct mails *m, const char *kind)
{
	int r;

	if (m->foreign != NULL) {
		r = foreign_more(m->foreign, m->fd);
		m->stumbled = r < 0;
	} else {
		r = foreign_start(&m->foreign, kind, m->fd);
	}
	while (r == 0) {
		r = foreign_next(m->foreign, m->said);
		m->stumbled = r < 0;
		if (r == 0)
			r = obey(m, m->said);
		if (r == 0 && m->said->record == FOREIGN_DONE)
			break;
	}
	return r;
}

/* --- where they are --- */

static int
one_file(struct mails *m)
{
	int r;

	if ((r = io_size(m->fd, &m->size)) == 0)
		r = listen_to(m, m->lengths ? "mail-lengths" : "mail");
	io_close(&m->fd);
	return r;
}

/* A file that the wall could not read, or died of, does not stop the others. */
static int
leave_out(struct mails *m, const char *name, int r)
{
	if (!m->stumbled)
		return r;
	say(m->options, "%s: %s; it was left out, and submit brings in any "
	    "file", name, err_line());
	bringing_free(&m->now);
	foreign_stop(m->foreign);
	m->foreign = NULL;
	m->stumbled = m->skipping = false;
	m->missing++;
	return 0;
}

static int
each_file(struct mails *m, int folder)
{
	char flags[MAILDIR_FLAGS_SIZE] = "";
	struct maildir all;
	struct stat st;
	uint32_t left_out;
	size_t i;
	int r;

	if ((r = maildir_read(&all, folder)) < 0)
		return r;
	for (i = 0; r == 0 && i < all.n; i++) {
		m->fd = spool_open(folder, all.paths[i]);
		if (m->fd < 0 || fstat(m->fd, &st) != 0 ||
		    !S_ISREG(st.st_mode)) {
			io_close(&m->fd);
			m->missing++;
			say(m->options, "%s is no file, or not there any more; "
			    "it was left out", all.paths[i]);
			continue;
		}
		if (all.flags)
			maildir_flags(flags, all.paths[i]);
		m->flags = flags;
		m->name = all.flags ? NULL : all.paths[i];
		left_out = m->left_out;
		if ((r = one_file(m)) < 0)
			r = leave_out(m, all.paths[i], r);
		else if (m->left_out > left_out)
			say(m->options, "%s is no mail; it was left out",
			    all.paths[i]);
		progress(m->options, "importing", i + 1, all.n);
	}
	progress_end(m->options);
	if (r == 0 && all.folders > 0)
		say(m->options, "%zu folders in %s were not looked into; "
		    "import each of them", all.folders, m->path);
	maildir_free(&all);
	return r;
}

static int
read_all(struct mails *m)
{
	struct stat st;
	int folder, r;

	if (strcmp(m->path, "-") == 0) {
		m->fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
		r = m->fd < 0 ? err_sys("standard input is closed") :
		    listen_to(m, "mail-one");
		io_close(&m->fd);
		return r;
	}
	m->fd = open(m->path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (m->fd < 0 || fstat(m->fd, &st) != 0)
		return err_sys("%s cannot be read; name a mail, an mbox or a "
		    "folder of mails", m->path);
	if (S_ISREG(st.st_mode))
		return one_file(m);
	if (!S_ISDIR(st.st_mode))
		return err_set(ERR_USAGE, "%s is neither a file nor a folder; "
		    "give one mail on standard input, as -", m->path);
	folder = m->fd;
	m->fd = -1;
	r = each_file(m, folder);
	io_close(&folder);
	return r;
}

/* --- the call --- */

static int
tell(const struct mails *m)
{
	if (m->left_out > 0)
		say(m->options, "%u were no mails, or empty ones, and were "
		    "left out; submit brings in any file", m->left_out);
	if (m->known > 0)
		say(m->options, "%zu mail%s came before and %s not taken again",
		    m->known, m->known == 1 ? "" : "s",
		    m->known == 1 ? "was" : "were");
	if (m->submissions == 0 && m->known == 0)
		return err_set(ERR_FORMAT, "no mail was found in %s; name a "
		    "mail, an mbox or a folder of mails", m->path);
	if (m->submissions > 0)
		say(m->options, "%zu mail%s came in", m->submissions,
		    m->submissions == 1 ? "" : "s");
	return m->missing > 0 || m->left_out > 0 ? EXIT_SOME_REFUSED : 0;
}

/* What came before, as far as the desk alone can know it; one mail from a pipe
 * is taken whatever came before. */
static int
read_known(struct mails *m)
{
	struct session *s = m->bringer.session;
	int r;

	if (m->bringer.to != NULL || (s->my_roles & ROLE_DESK) == 0 ||
	    strcmp(m->path, "-") == 0)
		return 0;
	sums_update(s);
	r = sums_open(&m->sums, s);
	return r == ERR_NO_GRANT ? 0 : r;
}

static int
bring_mails(struct mails *m)
{
	int r;

	if ((m->said = malloc(sizeof(*m->said))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	if ((r = bringer_open(&m->bringer)) == 0 &&
	    (r = read_known(m)) == 0 && (r = read_all(m)) == 0)
		r = tell(m);
	if (m->sums != NULL && m->submissions > 0)
		sums_update(m->bringer.session);
	if (r < 0 && m->submissions > 0)
		say(m->options, "%zu mails had come in before", m->submissions);
	bringing_free(&m->now);
	foreign_stop(m->foreign);
	sums_free(m->sums);
	bringer_close(&m->bringer);
	io_close(&m->fd);
	free(m->said);
	return r;
}

static int
parse(struct mails *m, int argc, char **argv)
{
	int i, r;

	for (i = 1; i < argc; i++) {
		if ((r = bringer_option(&m->bringer, argc, argv, &i)) != 0) {
			if (r < 0)
				return r;
		} else if (option_is(argc, argv, &i, "--lmtp", &m->lmtp)) {
			if (m->lmtp == NULL)
				return usage("--lmtp needs the socket's path");
		} else if (option_is(argc, argv, &i, "--lengths", NULL)) {
			m->lengths = true;
		} else if (option_is(argc, argv, &i, "--", NULL)) {
			continue;
		} else if (!operand(argc, argv, i) || m->path != NULL) {
			return usage("%s is one word too many", argv[i]);
		} else {
			m->path = argv[i];
		}
	}
	if (m->lmtp != NULL && (m->path != NULL || m->lengths))
		return usage("with --lmtp mails come by the socket alone");
	if (m->path == NULL && m->lmtp == NULL)
		return usage("name a mail, an mbox, a folder of mails, or -");
	return bringer_check(&m->bringer);
}

int
import_mail(const struct options *o, int argc, char **argv)
{
	struct mails m = { .options = o, .bringer = { .options = o },
	    .fd = -1, .flags = "" };
	int r;

	if ((r = parse(&m, argc, argv)) == 0)
		r = m.lmtp != NULL ? import_lmtp(&m.bringer, m.lmtp) :
		    bring_mails(&m);
	if (r == 0 || m.path == NULL || strcmp(m.path, "-") != 0)
		return r;
	/* Whoever pipes a mail keeps it, whatever the reason. */
	if (r < 0)
		say(o, "%s", err_line());
	return MAIL_TEMPFAIL;
}
