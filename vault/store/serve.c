/* serve.c -- see serve.h. */
#include "vault/store/serve.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/seal/sshsig.h"
#include "vault/session/store_records.h"
#include "vault/store/config.h"
#include "vault/store/entry.h"
#include "vault/store/layout.h"
#include "vault/store/serve_sync.h"
#include "vault/store/serving.h"
#include "vault/store/tree.h"

int
serving_send(struct serve *s, uint32_t type, const int *fd)
{
	int r = bytes_ok(&s->out);

	if (r == 0)
		r = wire_send(s->sock, type, s->out.data, s->out.len, fd,
		    fd != NULL);
	bytes_reset(&s->out);
	return r;
}

static int
serving_part(struct serve *s, const void *p, size_t len, bool last)
{
	wire_put_u8(&s->out, last);
	wire_put_raw(&s->out, p, len);
	return serving_send(s, STORE_PART, NULL);
}

int
serving_parts(struct serve *s, const struct bytes *b)
{
	size_t at = 0, n;
	int r;

	do {
		n = b->len - at < STORE_PART_MAX ? b->len - at :
		    STORE_PART_MAX;
		r = serving_part(s, n > 0 ? b->data + at : NULL, n,
		    at + n == b->len);
		at += n;
	} while (r == 0 && at < b->len);
	return r;
}

/* The path of a question: its text must be a path's, to the last byte. */
int
serving_path(struct serve *s, struct path *p)
{
	char name[PATH_SIZE];

	wire_get_str(&s->rd, name, sizeof(name));
	*p = path_parse(name);
	if (s->rd.bad || p->kind == PATH_NONE)
		return err_set(ERR_PROTOCOL, "a path is not one of a vault");
	return 0;
}

int
serving_done(struct serve *s)
{
	return wire_done(&s->rd, "a question to the store");
}

static int
answer_list(struct serve *s)
{
	struct bytes names = BYTES_INIT(LOOK_NAMES_MAX);
	char folder[PATH_SIZE];
	int r;

	wire_get_str(&s->rd, folder, sizeof(folder));
	if ((r = serving_done(s)) == 0 &&
	    (r = tree_list(s->repo, &s->look.tree, folder, &names)) == 0)
		r = serving_parts(s, &names);
	bytes_free(&names);
	return r;
}

struct walk {
	struct serve *serve;
	struct bytes names;
};

static int
walk_one(const char *path, void *arg)
{
	struct walk *w = arg;
	int r = 0;

	if (w->names.len > STORE_PART_MAX - PATH_SIZE) {
		r = serving_part(w->serve, w->names.data, w->names.len, false);
		bytes_reset(&w->names);
	}
	return r < 0 ? r : bytes_add(&w->names, path, strlen(path) + 1);
}

static int
answer_walk(struct serve *s)
{
	struct walk w = { .serve = s, .names = BYTES_INIT(STORE_PART_MAX) };
	char folder[PATH_SIZE];
	int r;

	wire_get_str(&s->rd, folder, sizeof(folder));
	if ((r = serving_done(s)) == 0 &&
	    (r = tree_walk(s->repo, &s->look.tree, folder, walk_one,
	    &w)) == 0)
		r = serving_part(s, w.names.data, w.names.len, true);
	bytes_free(&w.names);
	return r;
}

static int
answer_read(struct serve *s)
{
	struct bytes b = BYTES_INIT(WRITER_SMALL_MAX);
	char name[PATH_SIZE];
	uint64_t max;
	int r;

	wire_get_str(&s->rd, name, sizeof(name));
	max = wire_get_u64(&s->rd);
	if (max < b.max)
		b.max = (size_t)max;
	if ((r = serving_done(s)) == 0 &&
	    (r = tree_file(s->repo, &s->look.tree, name, &b)) == 0)
		r = serving_parts(s, &b);
	bytes_free(&b);
	return r;
}

static int
answer_object(struct serve *s)
{
	struct path p;
	uint64_t size;
	int fd = -1, r;

	if ((r = serving_path(s, &p)) < 0 || (r = serving_done(s)) < 0 ||
	    (r = look_object(s->repo, &s->look, &p, &fd, &size)) < 0)
		return r;
	wire_put_u64(&s->out, size);
	r = serving_send(s, STORE_CONTENT, &fd);
	io_close(&fd);
	return r;
}

static int
answer_latest(struct serve *s)
{
	struct path p;
	uint32_t version;
	int r;

	if ((r = serving_path(s, &p)) < 0 || (r = serving_done(s)) < 0 ||
	    (r = look_latest(s->repo, &s->look, &p, &version)) < 0)
		return r;
	wire_put_u32(&s->out, version);
	return serving_send(s, STORE_NUMBER, NULL);
}

static int
answer_roles(struct serve *s)
{
	struct fpr member;
	unsigned roles;
	int r;

	wire_get_raw(&s->rd, member.b, FPR_BYTES);
	if ((r = serving_done(s)) < 0 ||
	    (r = look_roles(s->repo, &s->look, &member, &roles)) < 0)
		return r;
	wire_put_u32(&s->out, roles);
	return serving_send(s, STORE_NUMBER, NULL);
}

static int
answer_begin(struct serve *s)
{
	uint32_t ms = wire_get_u32(&s->rd);
	int r;

	if ((r = serving_done(s)) < 0 ||
	    (r = writer_begin(s->writer, ms)) < 0)
		return r;
	wire_put_u64(&s->out, (uint64_t)writer_time(s->writer));
	return serving_send(s, STORE_BEGUN, NULL);
}

static int
answer_stage(struct serve *s)
{
	uint32_t stage;
	int fd, r;

	if ((r = serving_done(s)) < 0 ||
	    (r = writer_stage(s->writer, &fd, &stage)) < 0)
		return r;
	wire_put_u32(&s->out, stage);
	r = serving_send(s, STORE_STAGED, &fd);
	io_close(&fd);
	return r;
}

static int
answer_add(struct serve *s)
{
	struct bytes b = BYTES_INIT(WRITER_SMALL_MAX);
	struct path p;
	const uint8_t *body;
	size_t len;
	int r, fd = wire_take_fd(&s->in, 0);

	if ((r = serving_path(s, &p)) < 0)
		goto done;
	body = wire_get_bytes(&s->rd, STORE_SMALL_MAX, &len);
	if ((r = serving_done(s)) < 0)
		goto done;
	if (fd >= 0) {
		if ((r = io_read_all(fd, &b)) < 0)
			goto done;
		body = b.data;
		len = b.len;
	}
	if ((r = writer_add(s->writer, &p, body, len)) == 0)
		r = serving_send(s, STORE_OK, NULL);
done:
	io_close(&fd);
	bytes_free(&b);
	return r;
}

static int
answer_add_stage(struct serve *s)
{
	uint8_t sum[SHA256_BYTES];
	const uint8_t *expect;
	struct path p;
	uint32_t stage;
	uint64_t size;
	size_t len;
	int r;

	if ((r = serving_path(s, &p)) < 0)
		return r;
	stage = wire_get_u32(&s->rd);
	expect = wire_get_bytes(&s->rd, SHA256_BYTES, &len);
	if ((r = serving_done(s)) < 0)
		return r;
	if (len != 0 && len != SHA256_BYTES)
		return err_set(ERR_PROTOCOL, "a SHA-256 has another length");
	if ((r = writer_add_stage(s->writer, &p, stage,
	    len != 0 ? expect : NULL, sum, &size)) < 0)
		return r;
	wire_put_u8(&s->out, p.large);
	wire_put_raw(&s->out, sum, sizeof(sum));
	wire_put_u64(&s->out, size);
	return serving_send(s, STORE_TAKEN, NULL);
}

static int
answer_prepare(struct serve *s)
{
	struct bytes text = BYTES_INIT(REPO_COMMIT_MAX);
	struct entry e;
	struct id ids[1];
	const uint8_t *raw;
	uint32_t n;
	int r;

	memset(&e, 0, sizeof(e));
	wire_get_str(&s->rd, e.event, sizeof(e.event));
	wire_get_str(&s->rd, e.subject, sizeof(e.subject));
	wire_get_raw(&s->rd, e.actor.b, FPR_BYTES);
	wire_get_raw(&s->rd, e.item.b, ID_BYTES);
	n = wire_get_u32(&s->rd);
	if (!s->rd.bad && s->rd.left != (size_t)n * sizeof(ids[0]))
		s->rd.bad = true;
	raw = s->rd.p;
	s->rd.left = 0;		/* the ids were just counted */
	if ((r = serving_done(s)) < 0)
		return r;
	/* An id is 16 bytes without alignment: the frame's are the array. */
	e.submissions = (struct id *)(uintptr_t)raw;
	e.nsubmissions = n;
	if ((r = writer_prepare(s->writer, &e, &text)) == 0)
		r = serving_parts(s, &text);
	bytes_free(&text);
	return r;
}

static int
answer_commit(struct serve *s)
{
	char commit[41];
	const uint8_t *sig;
	size_t len;
	int r;

	sig = wire_get_bytes(&s->rd, SSHSIG_ARMOR_MAX, &len);
	if ((r = serving_done(s)) < 0 ||
	    (r = writer_commit(s->writer, sig, len, commit)) < 0)
		return r;
	s->unborn = false;
	if ((r = look_refresh(s->repo, &s->look)) < 0)
		return r;
	wire_put_str(&s->out, commit);
	if ((r = serving_send(s, STORE_COMMITTED, NULL)) == 0)
		writer_repack(s->writer);
	return r;
}

static int
answer_open(struct serve *s)
{
	struct bytes text = BYTES_INIT(POLICY_MAX);
	int r;

	if ((r = serving_done(s)) == 0 &&
	    (r = policy_format(&text, &s->look.policy)) == 0) {
		wire_put_str(&s->out, bytes_str(&text));
		r = serving_send(s, STORE_POLICY, NULL);
	}
	bytes_free(&text);
	return r;
}

static int
answer_refresh(struct serve *s)
{
	int r;

	if ((r = serving_done(s)) < 0 ||
	    (r = look_refresh(s->repo, &s->look)) < 0)
		return r;
	return serving_send(s, STORE_OK, NULL);
}

/* The log, too, is then as it was. */
static int
answer_look_at(struct serve *s)
{
	char hex[GIT_OID_HEXSZ + 1];
	git_oid commit;
	int r;

	wire_get_str(&s->rd, hex, sizeof(hex));
	if ((r = serving_done(s)) < 0)
		return r;
	if (strlen(hex) != GIT_OID_HEXSZ || git_oid_fromstr(&commit, hex) < 0)
		return err_set(ERR_PROTOCOL, "an entry is not one of a vault");
	if ((r = look_at(s->repo, &s->look, &commit)) < 0)
		return r;
	return serving_send(s, STORE_OK, NULL);
}

static int
answer_abort(struct serve *s)
{
	int r;

	if ((r = serving_done(s)) < 0)
		return r;
	writer_abort(s->writer);
	return serving_send(s, STORE_OK, NULL);
}

static int (*const answers[])(struct serve *) = {
	[STORE_OPEN] = answer_open,
	[STORE_REFRESH] = answer_refresh,
	[STORE_LOOK_AT] = answer_look_at,
	[STORE_LIST] = answer_list,
	[STORE_WALK] = answer_walk,
	[STORE_READ] = answer_read,
	[STORE_OBJECT] = answer_object,
	[STORE_LATEST] = answer_latest,
	[STORE_ROLES] = answer_roles,
	[STORE_HELD] = serve_held,
	[STORE_LOG] = serve_log,
	[STORE_BEGIN] = answer_begin,
	[STORE_STAGE] = answer_stage,
	[STORE_STAGE_GROWS] = serve_stage_grows,
	[STORE_STAGE_SUM] = serve_stage_sum,
	[STORE_ADD] = answer_add,
	[STORE_ADD_STAGE] = answer_add_stage,
	[STORE_STAGE_BYTES] = serve_stage_bytes,
	[STORE_PREPARE] = answer_prepare,
	[STORE_COMMIT] = answer_commit,
	[STORE_ABORT] = answer_abort,
	[STORE_AUDIT] = serve_audit,
	[STORE_OVERDUE] = serve_overdue,
	[STORE_SPLIT] = serve_split,
	[STORE_SAW] = serve_saw,
	[STORE_CHECKPOINT] = serve_checkpoint,
	[STORE_ENTRY] = serve_entry,
	[STORE_PROVE] = serve_prove,
	[STORE_CAME_WITH] = serve_came_with,
	[STORE_ROLES_AT] = serve_roles_at,
	[STORE_COMMIT_AT] = serve_commit_at,
	[STORE_SYNC_LOOK] = serve_sync_look,
	[STORE_SYNC_OUTGOING] = serve_sync_outgoing,
	[STORE_SYNC_JUDGE] = serve_sync_judge,
	[STORE_SYNC_TAKE] = serve_sync_take,
	[STORE_SYNC_ENTRY] = serve_sync_entry,
	[STORE_SYNC_KEEP] = serve_sync_keep,
	[STORE_SYNC_SIDE] = serve_sync_side,
	[STORE_SYNC_SKIP] = serve_sync_skip,
	[STORE_SYNC_FINISH] = serve_sync_finish,
	[STORE_SYNC_NOTE] = serve_sync_note,
	[STORE_CHECK] = serve_check,
	[STORE_TIDY] = serve_tidy,
	[STORE_PROMISE] = serve_promise,
	[STORE_TOLD] = serve_told,
	[STORE_UNTOLD] = serve_untold,
	[STORE_REPAIR] = serve_repair,
	[STORE_REPAIR_BRANCH] = serve_repair_branch,
	[STORE_WANT] = serve_want,
	[STORE_GIVE] = serve_give,
	[STORE_TAKE_BACK] = serve_take_back,
};
#define NANSWERS (sizeof(answers) / sizeof(answers[0]))

static bool
looks_at_damage(uint32_t type)
{
	return type == STORE_AUDIT || type == STORE_SPLIT ||
	    (type >= STORE_CHECK && type <= STORE_TAKE_BACK);
}

static int
answer(struct serve *s)
{
	s->rd = wire_reader(s->in.body.data, s->in.body.len);
	bytes_reset(&s->out);
	if (s->in.type >= NANSWERS || answers[s->in.type] == NULL)
		return err_set(ERR_PROTOCOL, "the store knows no such "
		    "question");
	if (s->unsound != 0 && !looks_at_damage(s->in.type))
		return err_set((enum err)s->unsound, "%s", s->unsound_line);
	return answers[s->in.type](s);
}

/* One line for a full disk, wherever it was met. */
static int
send_failure(int sock, int code)
{
	if (code == ERR_NO_SPACE)
		(void)err_set(ERR_NO_SPACE, "the disk is full; nothing was "
		    "written; free some space and run it again");
	return wire_send_error(sock, code);
}

/* What stands in no other folder: then this one lost what made it a vault. */
static bool
once_a_vault(const struct repo *r)
{
	return faccessat(repo_dir(r), "remembered", F_OK,
	    AT_SYMLINK_NOFOLLOW) == 0;
}

/* ERR_NO_VAULT; or keep why it must not be used as it is. */
static int
need_sound(struct serve *s, const char *path, bool init)
{
	int why = config_check(repo_dir(s->repo)), r;

	(void)snprintf(s->unsound_line, sizeof(s->unsound_line), "%s",
	    err_line());
	r = look_refresh(s->repo, &s->look);
	if (r == 0 && !s->look.born && !init)
		r = ERR_NO_VAULT;
	if (r == ERR_NO_VAULT && !once_a_vault(s->repo))
		return err_set(ERR_NO_VAULT, "%s is not a vault; make one "
		    "with `tipline init %s`, or name it with -C", path, path);
	if (r == ERR_NO_VAULT)
		r = err_set(ERR_INTEGRITY, "%s has lost what makes it a "
		    "vault; run `tipline check`", path);
	if (why == 0)
		(void)snprintf(s->unsound_line, sizeof(s->unsound_line), "%s",
		    err_line());
	s->unsound = why != 0 ? why : r;
	return 0;
}

static int
open_all(struct serve *s, const char *path, const struct policy *policy)
{
	int r;

	if ((r = repo_open(&s->repo, path)) < 0 ||
	    (r = need_sound(s, path, policy != NULL)) < 0 ||
	    (r = writer_new(&s->writer, s->repo, s->judge, policy)) < 0)
		return r;
	sync_init(&s->sync, s->repo, s->judge);
	if (policy != NULL)
		s->look.policy = *policy;
	s->unborn = policy != NULL;
	return 0;
}

int
serve_run(int sock, const char *path, const struct policy *policy,
    const struct judge *judge)
{
	struct serve s = { .sock = sock, .judge = judge, .promise = -1,
	    .in = WIRE_FRAME_INIT, .out = BYTES_INIT(WIRE_BODY_MAX) };
	int r;

	if ((r = open_all(&s, path, policy)) < 0) {
		/* Told as the answer to the first question. */
		(void)wire_recv(sock, &s.in);
		r = send_failure(sock, r);
		goto done;
	}
	while (wire_recv(sock, &s.in) == 0)
		if ((r = answer(&s)) < 0 && (r = send_failure(sock, r)) < 0)
			break;
	r = 0;
done:
	serve_end_promise(&s);
	writer_free(s.writer);
	sync_free(&s.sync);
	chain_free(&s.back);
	repo_free(s.repo);
	wire_frame_free(&s.in);
	bytes_free(&s.out);
	if (s.unborn)
		r = layout_unmake(path);
	return r;
}
