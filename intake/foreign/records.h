/*
 * records.h -- the frames between tipline-import, which reads what another
 * program exported, and the clean side (vault/base/wire.h encoding;
 * docs/format.md "Import records").  The wall speaks alone: FOREIGN_READY when
 * it is locked in, or WIRE_ERROR and the end; then in this order, for each
 * submission
 *   FOREIGN_SUBMISSION  items u32: no more than these come
 *   FOREIGN_FACT        what u8 | value bytes: of the submission while it has
 *                       no items, then of the newest item
 *   FOREIGN_ITEM        what u8 (item_what) | name bytes; its content follows
 *                       in any number of FOREIGN_DATA (raw), then FOREIGN_END
 *   FOREIGN_REFERENCE   path bytes | name bytes: a file of the export, to be
 *                       opened below its folder and nowhere else
 *   FOREIGN_RANGE       offset u64 | length u64 | name bytes: an item whose
 *                       content are these bytes of the export itself
 *   FOREIGN_ENTRY       number u32 | size u64 | name bytes: a file in the
 *                       packed export that is sealed by OpenPGP, to be asked
 *                       for by itself
 *   FOREIGN_LEFT        why u8 (foreign_why) | name bytes: not taken
 *   FOREIGN_WHOLE       (empty): that was all of the submission
 * and at the end FOREIGN_DONE: left out u32.  Of "mail" the clean side may then
 * send another export, FOREIGN_NEXT with its descriptor, and it begins again
 * (without FOREIGN_READY).
 */
#ifndef INTAKE_FOREIGN_RECORDS_H
#define INTAKE_FOREIGN_RECORDS_H

enum foreign_record {
	FOREIGN_READY = 1,
	FOREIGN_SUBMISSION = 2,
	FOREIGN_FACT = 3,
	FOREIGN_ITEM = 4,
	FOREIGN_DATA = 5,
	FOREIGN_END = 6,
	FOREIGN_REFERENCE = 7,
	FOREIGN_DONE = 8,
	FOREIGN_WHOLE = 9,
	FOREIGN_RANGE = 10,
	FOREIGN_NEXT = 11,
	FOREIGN_ENTRY = 12,
	FOREIGN_LEFT = 13
};

/* Why something of an export is not taken. */
enum foreign_why {
	FOREIGN_TAKEN = 0,
	FOREIGN_LINK = 1,	/* it points elsewhere */
	FOREIGN_DEVICE = 2,	/* a device, a pipe */
	FOREIGN_OWN = 3,	/* the exporting program's own settings */
	FOREIGN_WHY_LAST = 3
};

#endif
