/*
 * records.h -- the frames between the wall of HTTP and the clean side
 * (vault/base/wire.h encoding; docs/format.md "Web records").
 *
 * The wall speaks first: WEB_HELLO port u16, or WIRE_ERROR and the end.  Then
 *   WEB_REQUEST  to the clean side: id u32 | method u8 | path | query | host |
 *                origin | cookie | content type | fetch site | token |
 *                language | range | body, each a bytes field; a body over
 *                WEB_INLINE_MAX rides as a memory file instead
 *   WEB_ANSWER   from it: id u32 | status u16 | type | cookie | location |
 *                range | content, or a memory file with it
 * No frame is large and no more than WEB_WAITING_MAX requests are under way, so
 * that neither side ever waits for the other to read.
 */
#ifndef INTAKE_WEB_RECORDS_H
#define INTAKE_WEB_RECORDS_H

#define WEB_INLINE_MAX 4096u	/* bytes of a body or content in a frame */

enum web_record {
	WEB_HELLO = 1,
	WEB_REQUEST = 2,
	WEB_ANSWER = 3
};

#endif
