/*
 * store.c -- see store.h: the asking side.  What the store answers is not
 * trusted: it reads hostile bytes with a large library.
 */
#include "vault/session/store.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/wire.h"
#include "vault/session/options.h"
#include "vault/session/store_records.h"

#define WAIT_MS 10000		/* for another writer */
#define PREPARED_MAX (1u << 20)	/* bytes of a commit to sign */
#define PARTS_MAX 4096		/* of one answer */
#define PROGRAM "tipline-store"

struct store {
	int sock, pid;
	struct policy policy;
	struct wire_frame in;
	struct bytes out;
	char *made;		/* the folder we made for an init, or NULL */
};

static int
lied(const char *what)
{
	return err_set(ERR_PROTOCOL, "the store answered with %s that cannot "
	    "be right; run `tipline audit`", what);
}

/* Send what is in s->out and await the one answer. */
static int
ask(struct store *s, uint32_t type, int fd, uint32_t answer,
    struct wire_reader *rd)
{
	int r = wire_ask(s->sock, type, &s->out, fd >= 0 ? &fd : NULL,
	    fd >= 0, answer, &s->in);

	bytes_reset(&s->out);
	*rd = wire_reader(s->in.body.data, s->in.body.len);
	return r;
}

static int
ask_ok(struct store *s, uint32_t type, int fd)
{
	struct wire_reader rd;
	int r;

	if ((r = ask(s, type, fd, STORE_OK, &rd)) < 0)
		return r;
	return wire_done(&rd, "the store's answer");
}

/* The next of several answers; `one` and `other` are the types it may have. */
static int
next_answer(struct store *s, uint32_t one, uint32_t other)
{
	struct wire_reader rd;
	char line[ERR_LINE_MAX];
	uint32_t code;
	int r;

	if ((r = wire_recv(s->sock, &s->in)) < 0)
		return r;
	if (s->in.type == one || s->in.type == other)
		return 0;
	rd = wire_reader(s->in.body.data, s->in.body.len);
	code = wire_get_u32(&rd);
	wire_get_str(&rd, line, sizeof(line));
	if (s->in.type != WIRE_ERROR || wire_done(&rd, "an error") < 0 ||
	    code == 0 || code > (uint32_t)-ERR_LAST)
		return lied("a record");
	return err_set((enum err)-(int)code, "%s", line);
}

/*
 * Ask and append all parts of the answer.  What does not fit is still taken
 * off the socket, so that the next answer is that to the next question.
 */
static int
ask_parts(struct store *s, uint32_t type, struct bytes *b)
{
	struct wire_reader rd;
	unsigned parts;
	uint8_t last;
	int r, full = 0;

	r = ask(s, type, -1, STORE_PART, &rd);
	for (parts = 0; r == 0; parts++) {
		last = wire_get_u8(&rd);
		if (rd.bad || last > 1 || parts > PARTS_MAX)
			return lied("a part");
		if (full == 0)
			full = bytes_add(b, rd.p, rd.left);
		if (last)
			return full;
		r = next_answer(s, STORE_PART, STORE_PART);
		rd = wire_reader(s->in.body.data, s->in.body.len);
	}
	return r;
}

static int
start(struct store **out, const char *path, const struct policy *policy,
    bool made)
{
	char program[PATH_MAX], approvals[16], clock[16];
	char *serve[] = { (char *)(uintptr_t)PROGRAM,
	    (char *)(uintptr_t)"serve", (char *)(uintptr_t)path, NULL };
	char *init[] = { (char *)(uintptr_t)PROGRAM,
	    (char *)(uintptr_t)"init", (char *)(uintptr_t)path, approvals,
	    clock, NULL };
	struct wire_reader rd;
	struct store *s;
	int r;

	*out = NULL;
	if ((s = calloc(1, sizeof(*s))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	s->sock = s->pid = -1;
	s->in = WIRE_FRAME_INIT;
	s->out = BYTES_INIT(WIRE_BODY_MAX);
	if (made && (s->made = strdup(path)) == NULL) {
		r = err_set(ERR_NO_MEMORY, "out of memory");
		goto done;
	}
	if (policy != NULL) {
		(void)snprintf(approvals, sizeof(approvals), "%u",
		    policy->approvals);
		(void)snprintf(clock, sizeof(clock), "%u", policy->clock);
	}
	if ((r = libexec_path(program, sizeof(program), PROGRAM)) < 0 ||
	    (r = wall_spawn(program, policy != NULL ? init : serve, -1,
	    &s->sock, &s->pid)) < 0 ||
	    (r = ask(s, STORE_OPEN, -1, STORE_POLICY, &rd)) < 0)
		goto done;
	s->policy.approvals = wire_get_u32(&rd);
	s->policy.clock = wire_get_u32(&rd);
	if ((r = wire_done(&rd, "the store's answer")) < 0)
		goto done;
	if (s->policy.approvals == 0 || s->policy.clock == 0) {
		r = lied("a policy");
		goto done;
	}
	*out = s;
	s = NULL;
done:
	if (s != NULL) {	/* stopping must not replace the line */
		char line[ERR_LINE_MAX];

		(void)snprintf(line, sizeof(line), "%s", err_line());
		store_stop(s);
		r = err_set((enum err)r, "%s", line);
	}
	return r;
}

int
store_start(struct store **out, const char *path)
{
	return start(out, path, NULL, false);
}

int
store_init(struct store **out, const char *path, const struct policy *policy)
{
	struct stat st;
	bool there = lstat(path, &st) == 0;

	return start(out, path, policy, !there);
}

void
store_stop(struct store *s)
{
	if (s == NULL)
		return;
	(void)wall_end(&s->sock, &s->pid);
	/* The store has emptied it; it may not remove the folder itself. */
	if (s->made != NULL)
		(void)rmdir(s->made);
	free(s->made);
	wire_frame_free(&s->in);
	bytes_free(&s->out);
	free(s);
}

int
store_policy(struct store *s, struct policy *policy)
{
	*policy = s->policy;
	return 0;
}

int
store_refresh(struct store *s)
{
	return ask_ok(s, STORE_REFRESH, -1);
}

/* Names, each ended by a NUL, each above the one before. */
static int
check_names(const struct bytes *b, size_t from)
{
	const char *last = "", *name;
	size_t at;

	if (b->len > from && b->data[b->len - 1] != '\0')
		return lied("names");
	for (at = from; at < b->len; at += strlen(name) + 1) {
		name = (const char *)b->data + at;
		if (strcmp(last, name) >= 0)
			return lied("names");
		last = name;
	}
	return 0;
}

static int
ask_names(struct store *s, uint32_t type, const char *folder,
    struct bytes *names)
{
	const size_t from = names->len;
	int r;

	wire_put_str(&s->out, folder);
	if ((r = ask_parts(s, type, names)) < 0 ||
	    (r = check_names(names, from)) < 0)
		names->len = from;
	return r;
}

int
store_list(struct store *s, const char *folder, struct bytes *names)
{
	return ask_names(s, STORE_LIST, folder, names);
}

int
store_walk(struct store *s, const char *folder, struct bytes *names)
{
	return ask_names(s, STORE_WALK, folder, names);
}

int
store_read(struct store *s, const char *path, struct bytes *b)
{
	const size_t from = b->len;
	int r;

	wire_put_str(&s->out, path);
	wire_put_u64(&s->out, b->max - b->len);
	if ((r = ask_parts(s, STORE_READ, b)) < 0)
		b->len = from;
	return r;
}

static void
put_path(struct store *s, const struct path *path)
{
	char name[PATH_SIZE];

	path_format(name, path);
	wire_put_str(&s->out, name);
}

int
store_open_object(struct store *s, const struct path *path, int *fd,
    uint64_t *size)
{
	struct wire_reader rd;
	uint64_t is;
	int r;

	*fd = -1;
	put_path(s, path);
	if ((r = ask(s, STORE_OBJECT, -1, STORE_CONTENT, &rd)) < 0)
		return r;
	*size = wire_get_u64(&rd);
	if ((r = wire_done(&rd, "the store's answer")) < 0)
		return r;
	if ((*fd = wire_take_fd(&s->in, 0)) < 0)
		return lied("no descriptor");
	if (io_size(*fd, &is) < 0 || is != *size ||
	    lseek(*fd, 0, SEEK_SET) != 0) {
		io_close(fd);
		return lied("a descriptor");
	}
	return 0;
}

static int
ask_number(struct store *s, uint32_t type, uint32_t *n)
{
	struct wire_reader rd;
	int r;

	if ((r = ask(s, type, -1, STORE_NUMBER, &rd)) < 0)
		return r;
	*n = wire_get_u32(&rd);
	return wire_done(&rd, "the store's answer");
}

int
store_latest(struct store *s, const struct path *path, uint32_t *version)
{
	struct path p = *path;

	p.version = 1;		/* a path's text needs one */
	put_path(s, &p);
	return ask_number(s, STORE_LATEST, version);
}

int
store_roles(struct store *s, const struct fpr *member, unsigned *roles)
{
	uint32_t n;
	int r;

	wire_put_raw(&s->out, member->b, FPR_BYTES);
	if ((r = ask_number(s, STORE_ROLES, &n)) < 0)
		return r;
	if ((n & ~ROLES_ALL) != 0)
		return lied("roles");
	*roles = n;
	return 0;
}

static bool
is_commit(const char *hex)
{
	return strlen(hex) == 40 && strspn(hex, "0123456789abcdef") == 40;
}

static bool
is_line(const char *s)
{
	for (; *s != '\0'; s++)
		if (*s < ' ' || *s > '~')
			return false;
	return true;
}

/* One entry of a page; its submissions are the caller's to free. */
static int
get_entry(struct wire_reader *rd, struct entry_read *e)
{
	uint32_t n;

	memset(e, 0, sizeof(*e));
	e->number = wire_get_u64(rd);
	wire_get_str(rd, e->commit, sizeof(e->commit));
	e->time = (int64_t)wire_get_u64(rd);
	wire_get_str(rd, e->entry.event, sizeof(e->entry.event));
	wire_get_str(rd, e->entry.subject, sizeof(e->entry.subject));
	wire_get_raw(rd, e->entry.actor.b, FPR_BYTES);
	wire_get_raw(rd, e->entry.item.b, ID_BYTES);
	n = wire_get_u32(rd);
	if (rd->bad || rd->left / ID_BYTES < n || !is_commit(e->commit) ||
	    !is_line(e->entry.event) || !is_line(e->entry.subject))
		return lied("an entry");
	if (n == 0)
		return 0;
	e->entry.submissions = malloc(n * sizeof(struct id));
	if (e->entry.submissions == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	e->entry.nsubmissions = n;
	wire_get_raw(rd, e->entry.submissions, n * sizeof(struct id));
	return 0;
}

/* A page is taken out of the frame: `each` may ask the store other things. */
static int
log_page(struct store *s, uint64_t *had, bool *last, uint64_t *number,
    int (*each)(const struct entry_read *, void *), void *arg)
{
	struct bytes page = BYTES_INIT(WIRE_BODY_MAX);
	struct entry_read e;
	struct wire_reader rd;
	uint32_t n;
	int r;

	wire_put_u64(&s->out, *had);
	if ((r = ask(s, STORE_LOG, -1, STORE_ENTRIES, &rd)) < 0 ||
	    (r = bytes_add(&page, rd.p, rd.left)) < 0)
		goto done;
	rd = wire_reader(page.data, page.len);
	*last = wire_get_u8(&rd) != 0;
	n = wire_get_u32(&rd);
	if (n == 0 && !*last)
		r = lied("an empty page");
	for (; n > 0 && r == 0; n--) {
		if ((r = get_entry(&rd, &e)) == 0 && *had > 0 &&
		    e.number + 1 != *number)
			r = lied("an entry's number");
		if (r == 0)
			r = each(&e, arg);
		*number = e.number;
		++*had;
		free(e.entry.submissions);
	}
	if (r == 0)
		r = wire_done(&rd, "the store's answer");
done:
	bytes_free(&page);
	return r;
}

int
store_log(struct store *s, int (*each)(const struct entry_read *, void *),
    void *arg)
{
	uint64_t had = 0, number = 0;
	bool last = false;
	int r = 0;

	while (r == 0 && !last)
		r = log_page(s, &had, &last, &number, each, arg);
	return r;
}

int
store_begin_within(struct store *s, uint32_t ms)
{
	wire_put_u32(&s->out, ms);
	return ask_ok(s, STORE_BEGIN, -1);
}

int
store_begin(struct store *s)
{
	return store_begin_within(s, WAIT_MS);
}

int
store_stage(struct store *s, int *fd, uint32_t *stage)
{
	struct wire_reader rd;
	int r;

	*fd = -1;
	if ((r = ask(s, STORE_STAGE, -1, STORE_STAGED, &rd)) < 0)
		return r;
	*stage = wire_get_u32(&rd);
	if ((r = wire_done(&rd, "the store's answer")) < 0)
		return r;
	if ((*fd = wire_take_fd(&s->in, 0)) < 0)
		return lied("no descriptor");
	return 0;
}

int
store_add(struct store *s, const struct path *path, const void *p, size_t len)
{
	const bool big = len > STORE_SMALL_MAX;
	int fd = -1, r;

	put_path(s, path);
	wire_put_bytes(&s->out, p, big ? 0 : len);
	if (big && (r = io_memfd_from(&fd, "add", p, len)) < 0) {
		bytes_reset(&s->out);
		return r;
	}
	r = ask_ok(s, STORE_ADD, fd);
	io_close(&fd);
	return r;
}

int
store_add_stage(struct store *s, struct path *path, uint32_t stage,
    const uint8_t expect[SHA256_BYTES], uint8_t sha256_out[SHA256_BYTES],
    uint64_t *size)
{
	struct wire_reader rd;
	uint8_t large;
	int r;

	put_path(s, path);
	wire_put_u32(&s->out, stage);
	wire_put_bytes(&s->out, expect, expect != NULL ? SHA256_BYTES : 0);
	if ((r = ask(s, STORE_ADD_STAGE, -1, STORE_TAKEN, &rd)) < 0)
		return r;
	large = wire_get_u8(&rd);
	wire_get_raw(&rd, sha256_out, SHA256_BYTES);
	*size = wire_get_u64(&rd);
	if ((r = wire_done(&rd, "the store's answer")) < 0)
		return r;
	if (large != (*size > PATH_SEALED_MAX) || (expect != NULL &&
	    memcmp(expect, sha256_out, SHA256_BYTES) != 0))
		return lied("a staged file");
	path->large = large;
	return 0;
}

/*
 * What is about to be signed must be a commit that says of itself what the
 * caller asked for: its message begins and its actor is as given.
 */
static int
prepared_is(struct bytes *text, const struct entry *e)
{
	struct bytes due = BYTES_INIT(PREPARED_MAX);
	char fpr[FPR_HEX_SIZE];
	const char *is, *message;
	bool same;

	fpr_hex(fpr, &e->actor);
	(void)bytes_addf(&due, "\n\n%s: %s\n\nEvent: %s\nActor: %s\n",
	    e->event, e->subject, e->event, fpr);
	is = bytes_str(text);
	same = is != NULL && strlen(is) == text->len &&
	    strncmp(is, "tree ", 5) == 0 && bytes_str(&due) != NULL &&
	    (message = strstr(is, "\n\n")) != NULL &&
	    strncmp(message, (const char *)due.data, due.len) == 0;
	bytes_free(&due);
	return same ? 0 : lied("an entry to sign");
}

int
store_prepare(struct store *s, const struct entry *e, struct bytes *to_sign)
{
	struct bytes text = BYTES_INIT(PREPARED_MAX);
	int r;

	wire_put_str(&s->out, e->event);
	wire_put_str(&s->out, e->subject);
	wire_put_raw(&s->out, e->actor.b, FPR_BYTES);
	wire_put_raw(&s->out, e->item.b, ID_BYTES);
	wire_put_u32(&s->out, (uint32_t)e->nsubmissions);
	wire_put_raw(&s->out, e->submissions,
	    e->nsubmissions * sizeof(struct id));
	if ((r = ask_parts(s, STORE_PREPARE, &text)) == 0)
		r = prepared_is(&text, e);
	if (r == 0)
		r = bytes_add(to_sign, text.data, text.len);
	bytes_free(&text);
	return r;
}

int
store_commit(struct store *s, const void *armored, size_t len,
    char commit[41])
{
	struct wire_reader rd;
	char hex[41];
	int r;

	wire_put_bytes(&s->out, armored, len);
	if ((r = ask(s, STORE_COMMIT, -1, STORE_COMMITTED, &rd)) < 0)
		return r;
	wire_get_str(&rd, hex, sizeof(hex));
	if ((r = wire_done(&rd, "the store's answer")) < 0)
		return r;
	if (!is_commit(hex))
		return lied("a commit");
	memcpy(commit, hex, sizeof(hex));
	free(s->made);		/* a vault now: it stays */
	s->made = NULL;
	return 0;
}

int
store_abort(struct store *s)
{
	return ask_ok(s, STORE_ABORT, -1);
}

static int
get_finding(struct store *s, struct finding_read *f)
{
	struct wire_reader rd = wire_reader(s->in.body.data, s->in.body.len);

	memset(f, 0, sizeof(*f));
	wire_get_str(&rd, f->rule, sizeof(f->rule));
	f->entry = wire_get_u64(&rd);
	wire_get_str(&rd, f->commit, sizeof(f->commit));
	wire_get_str(&rd, f->path, sizeof(f->path));
	wire_get_str(&rd, f->line, sizeof(f->line));
	return wire_done(&rd, "the store's answer");
}

static int
get_verdict(struct store *s, struct verdict *v)
{
	struct wire_reader rd = wire_reader(s->in.body.data, s->in.body.len);

	memset(v, 0, sizeof(*v));
	v->entries = wire_get_u64(&rd);
	v->objects = wire_get_u64(&rd);
	v->large = wire_get_u64(&rd);
	v->submissions = wire_get_u64(&rd);
	v->members = wire_get_u64(&rd);
	v->findings = wire_get_u64(&rd);
	wire_get_str(&rd, v->head, sizeof(v->head));
	return wire_done(&rd, "the store's answer");
}

int
store_audit(struct store *s,
    int (*each)(const struct finding_read *, void *), void *arg,
    struct verdict *v)
{
	struct finding_read f;
	uint64_t told = 0;
	int r, stop = 0;

	if ((r = wire_send(s->sock, STORE_AUDIT, NULL, 0, NULL, 0)) < 0)
		return r;
	for (;;) {
		r = next_answer(s, STORE_FINDING, STORE_VERDICT);
		if (r < 0 || s->in.type == STORE_VERDICT)
			break;
		if ((r = get_finding(s, &f)) < 0)
			return r;
		told++;
		if (stop == 0 && each != NULL)	/* the rest is taken off the socket */
			stop = each(&f, arg);
	}
	if (r < 0 || (r = get_verdict(s, v)) < 0)
		return r;
	if (!is_commit(v->head) || v->findings < told ||
	    (v->findings > 0) != (told > 0))
		return lied("a verdict");
	return stop;
}
