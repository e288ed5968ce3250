/*
 * records.h -- the frames between the wall of HTTP and the clean side
 * (vault/base/wire.h encoding; docs/format.md "Web records").
 *
 * The clean side speaks first: WEB_OPEN strangers u8 | connections u32 | idle
 * seconds u32 | form max u32 | body max u64; when it is for strangers with the
 * socket that listens, the memory of slots.h and the pipe that gives slots back
 * (SLOTS numbers, u8 each, are the wall's from the beginning).  Then the wall: WEB_HELLO port u16 (0: the socket it was
 * given), or WIRE_ERROR and the end.  Then
 *   WEB_REQUEST  to the clean side: id u32 | method u8 | path | query | host |
 *                origin | cookie | content type | fetch site | token |
 *                language | range | body, each a bytes field; a body over
 *                WEB_INLINE_MAX rides as a memory file instead
 *   WEB_UPLOAD   to it: as WEB_REQUEST up to range | announced u64
 *   WEB_GO_ON    from it: id u32
 *   WEB_PART     to it: id u32 | file u8 | field | name, bytes fields
 *   WEB_DATA     to it: id u32 | slot u32 | bytes that are in it u32
 *   WEB_PART_END, WEB_WHOLE   to it: id u32
 *   WEB_GONE     to it: id u32 | why u8 (enum web_gone)
 *   WEB_ANSWER   from it: id u32 | status u16 | type | cookie | location |
 *                range | content, or a memory file with it
 * Every WEB_UPLOAD ends with one WEB_WHOLE or WEB_GONE, whether it was answered
 * or not.  The wall takes what the clean side sends whenever it waits to send
 * itself, so that neither side ever waits for the other to read.
 */
#ifndef INTAKE_WEB_RECORDS_H
#define INTAKE_WEB_RECORDS_H

#define WEB_INLINE_MAX 4096u	/* bytes of a body or content in a frame */

enum web_record {
	WEB_HELLO = 1,
	WEB_REQUEST = 2,
	WEB_ANSWER = 3,
	WEB_OPEN = 4,
	WEB_UPLOAD = 5,
	WEB_GO_ON = 6,
	WEB_PART = 7,
	WEB_DATA = 8,
	WEB_PART_END = 9,
	WEB_WHOLE = 10,
	WEB_GONE = 11
};

#endif
