/* dropped.c -- see dropped.h. */
#include "vault/cmd/dropped.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/seal/sshsig.h"

void
dropped_free(struct dropped *d)
{
	drop_free(&d->drop);
	bytes_free(&d->text);
	bytes_free(&d->sig);
	bytes_free(&d->grants);
	free(d->stages);
	memset(d, 0, sizeof(*d));
}

static int
open_dir(int *fd, const char *folder)
{
	*fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	return *fd < 0 ? err_sys("the folder cannot be opened") : 0;
}

/* An ordinary file in the folder, never a link or a pipe that would block. */
static int
open_file(int *fd, int dir, const char *name, uint64_t *size)
{
	struct stat st;

	*fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK |
	    O_NOCTTY);
	if (*fd < 0)
		return err_sys("its file %s cannot be opened", name);
	if (fstat(*fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		io_close(fd);
		return err_set(ERR_FORMAT, "its %s is no ordinary file; ask for "
		    "the drop again", name);
	}
	*size = (uint64_t)st.st_size;
	return 0;
}

static int
read_small(struct bytes *b, int dir, const char *name)
{
	uint64_t size;
	int fd, r;

	if ((r = open_file(&fd, dir, name, &size)) < 0)
		return r;
	r = io_read_all(fd, b);
	io_close(&fd);
	return r;
}

/* The card of an accepted sender; NULL when the signer is none. */
static const struct card *
find_sender(const struct senders *from, const struct fpr *signer)
{
	struct fpr fpr;
	size_t i;

	for (i = 0; i < from->n; i++)
		if (card_fpr(&fpr, &from->v[i]) == 0 &&
		    fpr_equal(&fpr, signer))
			return &from->v[i];
	return NULL;
}

static int
check_signature(struct dropped *d, struct session *s,
    const struct senders *from)
{
	char words[FPR_WORDS_SIZE];
	uint8_t pk[SIGN_PK_BYTES];
	struct fpr signer;
	unsigned roles = 0;
	int r;

	if ((r = sshsig_verify(pk, d->sig.data, d->sig.len, SSHSIG_NS_DROP,
	    d->text.data, d->text.len)) < 0 ||
	    (r = fpr_of_key(&signer, pk)) < 0)
		return r;
	if (!fpr_equal(&signer, &d->drop.intake))
		return err_set(ERR_INTEGRITY, "it is signed by another key than "
		    "it names; do not trust it");
	r = store_roles(s->store, &signer, &roles);
	if (r < 0 && r != ERR_NOT_FOUND)
		return r;
	if ((roles & (ROLE_INTAKE | ROLE_DESK)) != 0 ||
	    (d->sender = find_sender(from, &signer)) != NULL)
		return 0;
	fpr_words(words, &signer);
	return err_set(ERR_NOT_PERMITTED, "its signer, %s, is no member with "
	    "the role intake; an admin can add one with tipline member add, "
	    "and of somebody outside whom the desk trusts it is taken with "
	    "--from and their card", words);
}

int
dropped_read(struct dropped *d, struct session *s,
    const struct senders *from, const char *folder)
{
	int dir = -1, r;

	memset(d, 0, sizeof(*d));
	d->text = BYTES_INIT(DROP_TEXT_MAX);
	d->sig = BYTES_INIT(SSHSIG_ARMOR_MAX);
	d->grants = BYTES_INIT((size_t)DROP_FILES_MAX * GRANT_BYTES);
	if ((r = open_dir(&dir, folder)) == 0 &&
	    (r = read_small(&d->text, dir, "drop")) == 0 &&
	    (r = read_small(&d->sig, dir, "drop.sig")) == 0 &&
	    (r = drop_parse(&d->drop, d->text.data, d->text.len)) == 0)
		r = check_signature(d, s, from);
	io_close(&dir);
	if (r < 0)
		dropped_free(d);
	return r;
}

/* Copy while hashing; what came must be what was signed, to the last byte. */
static int
copy_checked(int out, int in, const struct drop_file *f, struct bytes *b)
{
	uint8_t chunk[IO_CHUNK], sha[SHA256_BYTES];
	struct digest *digest = NULL;
	uint64_t size = 0;
	size_t got;
	int r;

	if ((r = digest_new(&digest)) < 0)
		return r;
	do {
		if ((r = io_read(in, chunk, sizeof(chunk), &got)) < 0 ||
		    (r = digest_add(digest, chunk, got)) < 0 ||
		    (r = b != NULL ? bytes_add(b, chunk, got) :
		    io_write_all(out, chunk, got)) < 0)
			goto done;
		size += got;
	} while (got == sizeof(chunk) && size <= f->size);
	if ((r = digest_end(digest, sha)) < 0)
		goto done;
	if (size != f->size || memcmp(sha, f->sha256, SHA256_BYTES) != 0)
		r = err_set(ERR_INTEGRITY, "a file is not what was signed; ask "
		    "for the drop again");
done:
	digest_free(digest);
	return r;
}

static int
stage_file(struct dropped *d, struct session *s, int dir, size_t i)
{
	const struct drop_file *f = &d->drop.files[i];
	bool grant = f->path.kind == PATH_GRANT;
	char name[SHA256_HEX_SIZE];
	uint64_t size;
	int in = -1, out = -1, r;

	hex_of(name, f->sha256, SHA256_BYTES);
	if ((r = open_file(&in, dir, name, &size)) < 0)
		return r;
	if (size != f->size || (grant && size != GRANT_BYTES))
		r = err_set(ERR_INTEGRITY, "a file is not as long as was "
		    "signed; ask for the drop again");
	if (r == 0 && !grant)
		r = store_stage(s->store, &out, &d->stages[i]);
	if (r == 0)
		r = copy_checked(out, in, f, grant ? &d->grants : NULL);
	io_close(&out);
	io_close(&in);
	return r;
}

int
dropped_stage(struct dropped *d, struct session *s, const char *folder)
{
	size_t i;
	int dir = -1, r;

	d->stages = calloc(d->drop.nfiles + 1, sizeof(*d->stages));
	if (d->stages == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	r = open_dir(&dir, folder);
	for (i = 0; i < d->drop.nfiles && r == 0; i++)
		r = stage_file(d, s, dir, i);
	io_close(&dir);
	return r;
}

/* Whoever left the desk since the drop was made gets no key of it. */
static int
still_of_desk(struct session *s, const struct fpr *member, bool *yes)
{
	unsigned roles = 0;
	int r;

	r = store_roles(s->store, member, &roles);
	*yes = r == 0 && (roles & ROLE_DESK) != 0;
	return r == ERR_NOT_FOUND ? 0 : r;
}

static int
add_grants(const struct dropped *d, struct session *s)
{
	const uint8_t *box = d->grants.data;
	const struct path *p;
	size_t i, added = 0;
	bool yes;
	int r = 0;

	for (i = 0; i < d->drop.nfiles && r == 0; i++) {
		p = &d->drop.files[i].path;
		if (p->kind != PATH_GRANT)
			continue;
		if ((r = still_of_desk(s, &p->member, &yes)) == 0 && yes) {
			r = store_add(s->store, p, box, GRANT_BYTES);
			added++;
		}
		box += GRANT_BYTES;
	}
	if (r == 0 && added == 0)
		r = err_set(ERR_NOT_PERMITTED, "it is sealed to nobody who is "
		    "of the desk; keep it, and let an admin add the member it "
		    "was sealed to with the role desk");
	return r;
}

/* Who signed it, when that is no member: the desk's word for it. */
static int
add_sender(const struct dropped *d, struct session *s)
{
	const struct path p = { .kind = PATH_SENDER,
	    .submission = d->drop.submission };
	char line[CARD_LINE_SIZE + 1];

	if (d->sender == NULL)
		return 0;
	card_format(line, d->sender);
	(void)strcat(line, "\n");
	return store_add(s->store, &p, line, strlen(line));
}

int
dropped_add(const struct dropped *d, struct session *s)
{
	struct path p = { .kind = PATH_DROP, .submission = d->drop.submission };
	uint8_t sha[SHA256_BYTES];
	struct path at;
	uint64_t size;
	size_t i;
	int r;

	if ((r = store_add(s->store, &p, d->text.data, d->text.len)) < 0)
		return r;
	p.kind = PATH_DROP_SIG;
	if ((r = store_add(s->store, &p, d->sig.data, d->sig.len)) < 0 ||
	    (r = add_sender(d, s)) < 0 || (r = add_grants(d, s)) < 0)
		return r;
	for (i = 0; i < d->drop.nfiles && r == 0; i++) {
		at = d->drop.files[i].path;
		if (at.kind != PATH_GRANT)
			r = store_add_stage(s->store, &at, d->stages[i],
			    d->drop.files[i].sha256, sha, &size);
	}
	return r;
}
