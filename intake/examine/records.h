/*
 * records.h -- the frames between the clean side and the worker
 * (vault/base/wire.h encoding; docs/format.md "Worker records").
 *
 * Clean side to worker, on descriptor 3:
 *   RECORD_HELLO  (empty), once; answered by RECORD_READY (the libraries that
 *                 make its files, as raw text) when it is in its sandbox, else by WIRE_ERROR and the end
 *   RECORD_JOB    want u32 | CPU seconds u32 | password str ("": none) |
 *                 pages bytes (with WANT_OCR: a bit for each to be read) |
 *                 page u32 | width u32 | start u64 (with WANT_PICTURE: the page,
 *                 the pixels of its picture, where its own text begins) |
 *                 edits u8 (1: they come) | parts u8;
 *                 descriptors: document, answer pipe, a memory file of edits
 *                 (edits.h), and where the children are known already a
 *                 memory file of parts (parts.h)
 * The worker answers a job with RECORD_FORKED (empty) or WIRE_ERROR; the child
 * writes the records below into the answer pipe, ends it with RECORD_END, and
 * exits 0.  The worker then sends RECORD_EXIT (wait status u32).
 */
#ifndef INTAKE_EXAMINE_RECORDS_H
#define INTAKE_EXAMINE_RECORDS_H

enum record {
	RECORD_JOB = 1,
	RECORD_FORKED = 2,
	RECORD_EXIT = 3,
	RECORD_HELLO = 4,
	RECORD_READY = 5,
	RECORD_TYPE = 16,	/* format u16 | magic str | structure str */
	RECORD_META = 17,	/* group str | name str | value str */
	RECORD_MARK = 18,	/* kind u8 | count u64 | detail str */
	RECORD_TEXT = 19,	/* raw bytes, appended */
	RECORD_PAGE = 20,	/* width u32 | height u32 | start u64 | end u64 |
				 * flags u8 */
	RECORD_PLACES = 21,	/* many: start u64|end u64|page u32|4 x i32 */
	RECORD_FILE = 22,	/* raw bytes, appended to the file asked for */
	RECORD_END = 23,	/* state u8 | reason u8 | detail str | pages u32 |
				 * waits u8: 1 when its file needs its parts
				 * first, and so does not come */
	RECORD_CHILD = 24,	/* number u32, from 0 | reason u8 | name str |
				 * detail str; reason 0: its bytes follow */
	RECORD_CHILD_DATA = 25,	/* raw bytes, appended to the last child */
	RECORD_ELSEWHERE = 26	/* program u8: the one that has its format;
				 * then nothing but the end */
};

#endif
