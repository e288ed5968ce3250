/* foreign.c -- see foreign.h; the records are records.h's. */
#include "intake/foreign/foreign.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/session/wall.h"

struct foreign {
	struct wall wall;
	bool begun;		/* there is a submission */
	bool open;		/* an item's content comes */
};

int
foreign_broken(void)
{
	return err_set(ERR_PROTOCOL, "tipline-import says what it must not say; "
	    "nothing of this submission was taken; report this export's kind "
	    "to the maintainers");
}

static int
receive(struct foreign *f)
{
	return wall_hear(&f->wall, "what reads the export died on it; nothing "
	    "more was taken; report its kind to the maintainers");
}

int
foreign_start_with(struct foreign **out, const char *kind, const char *word,
    int fd)
{
	char name[] = "tipline-import";
	char *argv[] = { name, (char *)(uintptr_t)kind,
	    (char *)(uintptr_t)word, NULL };
	struct foreign *f;
	int r;

	*out = NULL;
	if ((f = calloc(1, sizeof(*f))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	if ((r = wall_start(&f->wall, argv, fd)) == 0 &&
	    (r = receive(f)) == 0 && f->wall.frame.type != FOREIGN_READY)
		r = foreign_broken();
	if (r < 0)
		foreign_stop(f);
	else
		*out = f;
	return r;
}

int
foreign_more(struct foreign *f, int fd)
{
	return wire_send(f->wall.sock, FOREIGN_NEXT, NULL, 0, &fd, 1);
}

int
foreign_start(struct foreign **out, const char *kind, int fd)
{
	return foreign_start_with(out, kind, NULL, fd);
}

int
foreign_entry(struct foreign **out, uint32_t number, int fd)
{
	char word[16];

	(void)snprintf(word, sizeof(word), "%u", (unsigned)number);
	return foreign_start_with(out, "entry", word, fd);
}

int
foreign_bytes(const struct foreign *f)
{
	return f->wall.sock;
}

int
foreign_end(struct foreign *f)
{
	int r = wall_stop(&f->wall);

	free(f);
	return r;
}

void
foreign_stop(struct foreign *f)
{
	if (f == NULL)
		return;
	(void)wall_stop(&f->wall);
	free(f);
}

/* A record in a place where it may stand. */
static bool
in_order(struct foreign *f, uint32_t type)
{
	switch (type) {
	case FOREIGN_SUBMISSION:
		if (f->begun)
			return false;
		f->begun = true;
		return true;
	case FOREIGN_WHOLE:
		if (!f->begun || f->open)
			return false;
		f->begun = false;
		return true;
	case FOREIGN_FACT:
	case FOREIGN_REFERENCE:
	case FOREIGN_RANGE:
	case FOREIGN_ENTRY:
	case FOREIGN_LEFT:
		return f->begun && !f->open;
	case FOREIGN_ITEM:
		if (!f->begun || f->open)
			return false;
		f->open = true;
		return true;
	case FOREIGN_DATA:
		return f->open;
	case FOREIGN_END:
		if (!f->open)
			return false;
		f->open = false;
		return true;
	case FOREIGN_DONE:
		return !f->begun;
	default:
		return false;
	}
}

int
foreign_next(struct foreign *f, struct foreign_saying *s)
{
	struct wire_reader rd;
	int r;

	if ((r = receive(f)) < 0)
		return r;
	if (!in_order(f, f->wall.frame.type))
		return foreign_broken();
	s->record = (enum foreign_record)f->wall.frame.type;
	s->data = f->wall.frame.body.data;
	s->len = f->wall.frame.body.len;
	s->path[0] = s->value[0] = '\0';
	if (s->record == FOREIGN_DATA)
		return 0;
	rd = wall_said(&f->wall);
	switch (s->record) {
	case FOREIGN_SUBMISSION:
		s->items = wire_get_u32(&rd);
		rd.bad = rd.bad || s->items > MANIFEST_ITEMS_MAX;
		break;
	case FOREIGN_FACT:
		s->what = wire_get_u8(&rd);
		rd.bad = rd.bad || s->what < FACT_SENDER_NAME ||
		    s->what > FACT_LAST;
		wire_get_str(&rd, s->value, sizeof(s->value));
		break;
	case FOREIGN_ITEM:
		s->what = wire_get_u8(&rd);
		rd.bad = rd.bad || (s->what != ITEM_FILE &&
		    s->what != ITEM_MESSAGE);
		wire_get_str(&rd, s->value, sizeof(s->value));
		break;
	case FOREIGN_REFERENCE:
		wire_get_str(&rd, s->path, sizeof(s->path));
		wire_get_str(&rd, s->value, sizeof(s->value));
		break;
	case FOREIGN_RANGE:
		s->offset = wire_get_u64(&rd);
		s->length = wire_get_u64(&rd);
		rd.bad = rd.bad || s->offset + s->length < s->offset;
		wire_get_str(&rd, s->value, sizeof(s->value));
		break;
	case FOREIGN_ENTRY:
		s->number = wire_get_u32(&rd);
		s->size = wire_get_u64(&rd);
		wire_get_str(&rd, s->value, sizeof(s->value));
		break;
	case FOREIGN_LEFT:
		s->what = wire_get_u8(&rd);
		rd.bad = rd.bad || s->what < FOREIGN_LINK ||
		    s->what > FOREIGN_WHY_LAST;
		wire_get_str(&rd, s->value, sizeof(s->value));
		break;
	case FOREIGN_DONE:
		s->left_out = wire_get_u32(&rd);
		break;
	default:
		break;
	}
	return wire_done(&rd, "what an export says") < 0 ? foreign_broken() : 0;
}
