/* report_zip.c -- what a zip's directory says beside its members. */
#include "intake/format/archive/report.h"

#include <stdio.h>
#include <string.h>

#define CENTRAL_SIZE 46u
#define DATE_NEUTRAL 0x0021u	/* 1980-01-01 */
#define HOST_DOS 0u
#define OUR_VERSION 20u		/* 2.0, as our own writer says */
#define TYPE_MASK 0170000u

static const char *
host_name(unsigned host)
{
	static const char *const names[] = { "MS-DOS", "Amiga", "OpenVMS",
	    "Unix", "VM/CMS", "Atari", "OS/2", "Macintosh", "Z-System", "CP/M",
	    "NTFS", "MVS", "VSE", "Acorn", "VFAT", "alternate MVS", "BeOS",
	    "Tandem", "OS/400", "macOS" };

	return host < sizeof(names) / sizeof(names[0]) ? names[host] :
	    "unknown";
}

static void
add_dos_time(struct bytes *line, unsigned date, unsigned time)
{
	if ((date == DATE_NEUTRAL || date == 0) && time == 0)
		return;
	report_add(line, "modified", "%04u-%02u-%02u %02u:%02u:%02u",
	    1980 + (date >> 9), date >> 5 & 15, date & 31, time >> 11,
	    time >> 5 & 63, (time & 31) * 2);
}

/* Seconds since 1970, as many as the field has; a flag for each. */
static void
add_unix_times(struct bytes *line, const uint8_t *p, size_t len)
{
	static const char *const what[] = { "modified", "read", "made" };
	size_t i, at = 1;

	for (i = 0; len > 0 && i < 3; i++)
		if ((p[0] >> i & 1) != 0 && at + 4 <= len) {
			report_add(line, what[i], "%u", zip_u32(p + at));
			at += 4;
		}
}

/* Info-ZIP's owner: version, size of the uid, uid, size of the gid, gid. */
static void
add_owner(struct bytes *line, const uint8_t *p, size_t len)
{
	uint64_t id[2] = { 0, 0 };
	size_t at = 1, which, i, n;

	for (which = 0; which < 2 && at < len; which++, at += n) {
		n = p[at++];
		if (n > 8 || n > len - at)
			return;
		for (i = 0; i < n; i++)
			id[which] |= (uint64_t)p[at + i] << (8 * i);
	}
	report_add(line, "ids", "%llu:%llu", (unsigned long long)id[0],
	    (unsigned long long)id[1]);
}

static void
add_extra(struct bytes *line, unsigned id, const uint8_t *p, size_t len)
{
	switch (id) {
	case 0x0001:		/* zip64: sizes */
		return;
	case 0x5455:
		add_unix_times(line, p, len);
		return;
	case 0x7875:
		add_owner(line, p, len);
		return;
	case 0x5855:
		if (len >= 8)
			report_add(line, "times", "%u %u", zip_u32(p),
			    zip_u32(p + 4));
		if (len >= 12)
			report_add(line, "ids", "%u:%u", zip_u16(p + 8),
			    zip_u16(p + 10));
		return;
	case 0x000a:
		report_add(line, "NTFS times", "%zu bytes", len);
		return;
	default:
		report_add(line, "extra", "%04x, %zu bytes", id, len);
	}
}

static void
add_extras(struct bytes *line, const uint8_t *p, size_t len)
{
	size_t n;

	for (; len >= 4; p += 4 + n, len -= 4 + n) {
		if ((n = zip_u16(p + 2)) > len - 4)
			break;
		add_extra(line, zip_u16(p), p + 4, n);
	}
	if (len > 0)
		report_add(line, "extra", "%zu bytes of no known shape", len);
}

static void
member_line(struct bytes *line, const struct zip_dir *z,
    const struct zip_entry *e)
{
	const uint8_t *p = z->p + e->central + CENTRAL_SIZE;
	unsigned host = e->made_by >> 8, version = e->made_by & 0xff;

	add_dos_time(line, e->date, e->time);
	if (host != HOST_DOS || version != OUR_VERSION)
		report_add(line, "made on", "%s, version %u.%u",
		    host_name(host), version / 10, version % 10);
	if ((e->attributes >> 16 & ~TYPE_MASK) != 0)
		report_add(line, "mode", "%o", e->attributes >> 16 &
		    ~TYPE_MASK & 0xffff);
	if (e->charset != NULL)
		report_add(line, "name in", "%s", e->charset);
	add_extras(line, p + e->raw_len, e->extra_len);
	if (e->local_extra > 0 && e->extra_len == 0)
		add_extras(line, z->p + e->data - e->local_extra,
		    e->local_extra);
	if (e->comment_len > 0)
		report_add(line, "comment", "%.*s", (int)e->comment_len,
		    (const char *)p + e->raw_len + e->extra_len);
}

void
report_zip(const struct zip_dir *z, struct answer *a)
{
	struct bytes line = BYTES_INIT(4 * 65536u + 16 * REPORT_LINE_MAX);
	size_t i;

	if (z->comment_len > 0)
		answer_meta(a, "zip", "comment", z->comment, z->comment_len);
	for (i = 0; i < z->n; i++) {
		member_line(&line, z, &z->list[i]);
		report_line(a, "zip", i + 1, &line);
	}
	if (z->trailing > 0)
		answer_mark(a, MARK_TRAILING_DATA, z->trailing,
		    "bytes after the end of the archive");
	if (z->unclaimed > 0)
		answer_mark(a, MARK_TRAILING_DATA, z->unclaimed,
		    "bytes between members that belong to none");
	bytes_free(&line);
}
