/*
 * fuzz_letterbox.c -- what tipline-letterbox is asked, and what lies on the
 * disk for it.  The first byte says which law the rest is held against:
 *
 * 0  any frames: each question gets one answer, and no key is in it
 * 1  what somebody typed: read as a code name, it is shown and read again
 * 2  the plaintext of a part's head: read, or refused by name
 * 3  the plaintext of a reply's block: if it is one, sealing its text anew and
 *    opening that gives the same block
 * 4  a reply's file
 * 5  a reply in the vault: written back as the very same bytes
 */
#include <sodium.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "intake/letterbox/wall/answer.h"
#include "vault/base/err.h"
#include "vault/base/print.h"
#include "vault/session/given.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static struct {
	struct answering a;
	struct visit visit;	/* a copy: with its keys */
	int sock[2];
} kit;

static void
must(int sound)
{
	if (!sound)
		abort();
}

/* One visit of a code name that is always the same. */
static void
set_up(void)
{
	static const uint8_t salt[LETTERBOX_SALT_BYTES] = "fuzz";
	const struct code_name name = { { 1, 2, 3, 4, 5, 6, 7 } };
	const struct visit *visit = NULL;
	enum letterbox_said said;

	must(sodium_init() >= 0);
	must(codename_load() == 0 && guests_new(&kit.a.visits, salt) == 0 &&
	    readers_new(&kit.a.readers) == 0 &&
	    guests_enter(kit.a.visits, &name, &said, &visit) == 0 &&
	    said == LETTERBOX_OPEN);
	kit.visit = *visit;
	must(socketpair(AF_UNIX, SOCK_STREAM, 0, kit.sock) == 0);
}

static void
no_key_in(const struct bytes *b)
{
	size_t i;

	for (i = 0; i + BOX_SK_BYTES <= b->len; i++)
		must(memcmp(b->data + i, kit.visit.box_sk, BOX_SK_BYTES) != 0 &&
		    memcmp(b->data + i, kit.visit.part_sk, BOX_SK_BYTES) != 0);
}

/* Frames: type u8 | length u16 | body.  Visit and reader 0xeeeeeeee are the one
 * that is there, and the newest. */
static void
ask_frames(const uint8_t *p, size_t len)
{
	struct wire_frame in = WIRE_FRAME_INIT, out = WIRE_FRAME_INIT;
	static const uint8_t mark[4] = { 0xee, 0xee, 0xee, 0xee };
	uint32_t reader = 0;
	uint8_t number[4];
	size_t n;
	int r;

	for (; len >= 3; p += n, len -= n) {
		in.type = p[0] % (LB_DONE + 2);
		n = (size_t)p[1] << 8 | p[2];
		p += 3;
		len -= 3;
		n = n < len ? n : len;
		bytes_reset(&in.body);
		must(bytes_add(&in.body, p, n) == 0);
		if (n >= 4 && memcmp(p, mark, 4) == 0) {
			const uint32_t v = in.type == LB_CHUNK ||
			    in.type == LB_ENOUGH ? reader : kit.visit.number;

			for (size_t i = 0; i < 4; i++)
				number[i] = (uint8_t)(v >> (24 - 8 * i));
			memcpy(in.body.data, number, 4);
		}
		/* The visit stays for the next input. */
		if (in.type == LB_LEAVE)
			continue;
		r = answer_frame(&kit.a, kit.sock[0], &in);
		must(r == 0 || r == ERR_PROTOCOL);
		if (r < 0)
			continue;
		must(wire_recv(kit.sock[1], &out) == 0);
		no_key_in(&out.body);
		if (out.type == LB_READER)
			reader = (uint32_t)out.body.data[0] << 24 |
			    (uint32_t)out.body.data[1] << 16 |
			    (uint32_t)out.body.data[2] << 8 | out.body.data[3];
	}
	readers_leave(kit.a.readers, kit.visit.number);
	wire_frame_free(&in);
	wire_frame_free(&out);
}

static void
type_words(const uint8_t *p, size_t len)
{
	struct code_name name, again;
	char shown[LETTERBOX_WORDS_SIZE];
	uint32_t word;

	if (codename_read(&name, (const char *)p, len, &word) != LETTERBOX_OPEN)
		return;
	codename_show(shown, &name);
	must(codename_read(&again, shown, strlen(shown), &word) ==
	    LETTERBOX_OPEN && memcmp(&name, &again, sizeof(name)) == 0);
}

static void
open_heads(const uint8_t *p, size_t len)
{
	uint8_t plain[PART_HEAD_PLAIN] = { PART_HEAD_VERSION };
	uint8_t box[PART_HEAD_BYTES], end[PART_END_BYTES] = { 0 };
	static const struct id part;
	struct part_head head;
	uint64_t content;
	bool whole;

	memcpy(plain, p, len < sizeof(plain) ? len : sizeof(plain));
	if (len > sizeof(plain))
		memcpy(end, p + sizeof(plain), len - sizeof(plain) <
		    sizeof(end) ? len - sizeof(plain) : sizeof(end));
	must(crypto_box_seal(box, plain, sizeof(plain),
	    kit.visit.pub.part_pk) == 0);
	if (open_head(&head, &kit.visit, &part, box) < 0)
		return;
	must(head.name_len <= PART_NAME_MAX &&
	    memchr(head.name, '\0', head.name_len) == NULL);
	if (open_end(&whole, &content, head.key, end) == 0)
		must(!whole && content == 0);
	part_head_free(&head);
}

static void
open_blocks(const uint8_t *p, size_t len)
{
	struct bytes sealed = BYTES_INIT(REPLY_FILE_BYTES);
	struct reply_to to = { .letterbox = kit.visit.pub.id };
	uint8_t block[REPLY_BLOCK] = { 0 }, again[REPLY_BLOCK];
	const char *text;
	uint64_t sent;
	size_t n;

	memcpy(block, p, len < sizeof(block) ? len : sizeof(block));
	memcpy(to.box_pk, kit.visit.pub.box_pk, BOX_PK_BYTES);
	if (reply_block(block, &sent, &text, &n) == 0) {
		must(n <= REPLY_TEXT_MAX && utf8_valid((const uint8_t *)text,
		    n));
		must(reply_seal(&sealed, &to, sent, text, n) == 0 &&
		    open_reply(again, &kit.visit, sealed.data +
		    REPLY_BOX_AT) == 0 &&
		    memcmp(again, block, sizeof(block)) == 0);
	}
	bytes_free(&sealed);
}

static void
read_given(const uint8_t *p, size_t len)
{
	struct bytes again = BYTES_INIT(GIVEN_RECORD_MAX);
	struct given g;

	if (given_parse(&g, p, len) == 0) {
		must(given_write(&again, &g) == 0 && again.len == len &&
		    memcmp(again.data, p, len) == 0);
		free(g.text);
		free(g.file);
	}
	bytes_free(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	uint8_t signer[SIGN_PK_BYTES];
	static const struct id none;

	if (kit.a.visits == NULL)
		set_up();
	if (len == 0)
		return 0;
	switch (data[0]) {
	case 0:
		ask_frames(data + 1, len - 1);
		break;
	case 1:
		type_words(data + 1, len - 1);
		break;
	case 2:
		open_heads(data + 1, len - 1);
		break;
	case 3:
		open_blocks(data + 1, len - 1);
		break;
	case 4:
		/* Nobody signs what a fuzzer makes. */
		must(reply_check(signer, data + 1, len - 1, &none, &none) < 0);
		break;
	case 5:
		read_given(data + 1, len - 1);
		break;
	default:
		break;
	}
	return 0;
}
