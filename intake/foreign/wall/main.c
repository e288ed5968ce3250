/*
 * main.c -- tipline-import: reads one export of another program, on descriptor
 * 4, and says what is in it on descriptor 3.  It has no file, no key and no
 * network.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "intake/foreign/wall/kinds.h"
#include "intake/foreign/wall/lmtp.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/lock/lock.h"

#define SOCK 3
#define EXPORT 4
#define MEMORY_MAX ((rlim_t)4 << 30)

static const struct kind {
	const char *name;
	int (*read)(struct say *s, const uint8_t *p, size_t len);
	int (*live)(struct say *s, int fd);	/* NULL: from a file only */
	bool mails, one, lengths;		/* mail.c reads them */
	bool listens;				/* for mail programs: lmtp.c */
	/* Instead: whatever its size, with the second word of the call. */
	int (*stream)(struct say *s, int fd, const char *word);
} kinds[] = {
	{ "signal", .read = kind_signal, .live = kind_signal_live },
	{ "telegram", .read = kind_telegram },
	{ "keybase", .read = kind_keybase },
	{ "mail", .mails = true },
	{ "mail-lengths", .mails = true, .lengths = true },
	{ "mail-one", .mails = true, .one = true },
	{ "coverdrop", .read = kind_coverdrop },
	{ "lmtp", .listens = true },
	{ "securedrop", .stream = kind_securedrop },
	{ "globaleaks", .stream = kind_globaleaks },
	{ "gzip", .stream = kind_gzip },
	{ "entry", .stream = kind_entry },
};

/* One after the other, as the clean side hands them over. */
static int
read_mails(const struct kind *k, struct say *s)
{
	struct wire_frame f = WIRE_FRAME_INIT;
	int fd = EXPORT, r;

	do {
		if ((r = k->one ? kind_mail_one(s, fd) :
		    kind_mail(s, fd, k->lengths)) < 0)
			break;
		say_done(s);
		s->left_out = 0;
		io_close(&fd);
		if ((r = say_ok(s)) == 0 && (r = wire_recv(SOCK, &f)) == 0 &&
		    (f.type != FOREIGN_NEXT ||
		    (fd = wire_take_fd(&f, 0)) < 0))
			r = err_set(ERR_PROTOCOL, "a mail was to come, and did "
			    "not; report it to the maintainers");
	} while (r == 0);
	wire_frame_free(&f);
	/* No more come: that is how it ends. */
	return r == ERR_WALL ? 0 : r;
}

/* To look at the export's size, and to read it from any place. */
static const int calls[] = { SCMP_SYS(newfstatat), SCMP_SYS(pread64),
	SCMP_SYS(poll) };

static int
shut_in(bool accepts)
{
	const struct rlimit none = { 0, 0 }, memory = { MEMORY_MAX,
	    MEMORY_MAX };
	const struct lock lock = { .who = "tipline-import",
	    .failure = ERR_WALL, .calls = calls,
	    .ncalls = sizeof(calls) / sizeof(calls[0]),
	    .listener = accepts ? EXPORT : 0 };

	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 ||
	    setrlimit(RLIMIT_CORE, &none) != 0)
		return err_set(ERR_WALL, "the memory of tipline-import cannot "
		    "be hidden here; nothing is imported");
	if (!TIPLINE_SANITIZED)
		(void)setrlimit(RLIMIT_AS, &memory);
	return lock_enter(&lock);
}

static int
read_file(const struct kind *k, struct say *s, uint64_t size)
{
	void *p;
	int r;

	if (size > FOREIGN_EXPORT_MAX)
		return err_set(ERR_TOO_BIG, "the export is over %u MiB; export "
		    "fewer conversations at once", FOREIGN_EXPORT_MAX >> 20);
	if (size == 0)
		return err_set(ERR_FORMAT, "the export is empty; export it "
		    "again");
	p = mmap(NULL, size, PROT_READ, MAP_PRIVATE, EXPORT, 0);
	if (p == MAP_FAILED)
		return err_sys("the export cannot be read");
	r = k->read(s, p, size);
	(void)munmap(p, size);
	return r;
}

static int
run(const struct kind *k, struct say *s, const char *word)
{
	struct stat st;
	int r;

	if (k->listens)
		return lmtp_serve(SOCK, EXPORT, strtoull(word != NULL ? word :
		    "", NULL, 10));
	if ((r = wire_send(SOCK, FOREIGN_READY, NULL, 0, NULL, 0)) < 0)
		return r;
	if (k->mails)
		return read_mails(k, s);
	if (fstat(EXPORT, &st) != 0)
		return err_sys("the export cannot be looked at");
	if (k->stream != NULL)
		r = k->stream(s, EXPORT, word);
	else if (S_ISREG(st.st_mode))
		r = read_file(k, s, (uint64_t)st.st_size);
	else if (k->live != NULL)
		r = k->live(s, EXPORT);
	else
		r = err_set(ERR_FORMAT, "the export is no file; save it first");
	if (r < 0)
		return r;
	say_done(s);
	return say_ok(s);
}

int
main(int argc, char **argv)
{
	struct say s = { .sock = SOCK };
	const struct kind *k = NULL;
	int r;

	(void)signal(SIGPIPE, SIG_IGN);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (argc >= 2 && argc <= 3 && strcmp(argv[1], kinds[i].name) == 0)
			k = &kinds[i];
	if (k == NULL)
		return EXIT_FAILURE;
	/* Whoever asked hears why; that is as good an end as any. */
	if ((r = shut_in(k->listens)) < 0 || (r = run(k, &s, argv[2])) < 0)
		r = wire_send_error(SOCK, r);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
