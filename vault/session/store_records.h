/*
 * store_records.h -- the records between a face and tipline-store, written
 * once for both ends.  Fields as in vault/base/wire.h; a path travels as its
 * text.  Every question gets one answer of the type beside it, or WIRE_ERROR.
 */
#ifndef VAULT_SESSION_STORE_RECORDS_H
#define VAULT_SESSION_STORE_RECORDS_H

#define STORE_PART_MAX (256u << 10)	/* bytes in one STORE_PART */
#define STORE_HELD_PAGE 1000		/* grants after which an answer ends,
					 * with the submission it is at */
#define STORE_HELD_LOOKED 4096		/* submissions, the same */
#define STORE_HELD_MAX (96u << 20)	/* bytes of one answer to STORE_HELD */
#define STORE_SMALL_MAX (512u << 10)	/* bytes added inside a record */
#define STORE_SYNC_ENTRY_MAX (512u << 20)	/* bytes of a told own entry */
#define STORE_LOG_PAGE 500		/* entries in one STORE_ENTRIES */
#define STORE_SPLIT_LEAST 1000	/* entries that are worth a store of their own */

enum store_record {
	STORE_OPEN = 1,		/* - -> STORE_POLICY; also later */
	STORE_REFRESH = 2,	/* - -> STORE_OK */
	STORE_LIST = 3,		/* folder -> STORE_PARTs */
	STORE_WALK = 4,		/* folder -> STORE_PARTs */
	STORE_READ = 5,		/* path, max u64 -> STORE_PARTs */
	STORE_OBJECT = 6,	/* path -> STORE_CONTENT */
	STORE_LATEST = 7,	/* path -> STORE_NUMBER */
	STORE_ROLES = 8,	/* fingerprint 32 -> STORE_NUMBER */
	STORE_HELD = 20,	/* member 32, below u32, after 16 -> STORE_PARTs:
				 * last u8, after 16, then each: tier u8,
				 * submission 16, item 16, epoch u32, box bytes */
	STORE_LOG = 9,		/* on u8 (1: behind the last page), most u32,
				 * member u8 and 32, submission 16 (zero:
				 * any), events, since u64, until u64, by
				 * time u8, since u64, until u64
				 * -> STORE_ENTRIES */
	STORE_BEGIN = 10,	/* wait u32 (ms) -> STORE_BEGUN */
	STORE_STAGE = 11,	/* - -> STORE_STAGED */
	STORE_STAGE_GROWS = 56,	/* stage u32, upto u64; is not answered */
	STORE_STAGE_SUM = 57,	/* stage u32 -> STORE_TAKEN */
	STORE_ADD = 12,		/* path, bytes; or path, "" and a descriptor */
	STORE_ADD_STAGE = 13,	/* path, stage u32, expect bytes (32 or 0)
				 * -> STORE_TAKEN */
	STORE_STAGE_BYTES = 18,	/* bytes -> STORE_NUMBER: the stage */
	STORE_PREPARE = 14,	/* event, subject, actor 32, item 16, count
				 * u32, ids 16 -> STORE_PARTs */
	STORE_COMMIT = 15,	/* signature bytes -> STORE_COMMITTED */
	STORE_ABORT = 16,	/* - -> STORE_OK */
	STORE_AUDIT = 17,	/* from, upto, folder -> any number of STORE_FINDING
				 * and STORE_PROGRESS, then STORE_VERDICT.
				 * from: number u64 (0: none), commit, SHA-256
				 * 32; upto: commit, or ""; then u8: 1 to look
				 * at the folder, too */
	STORE_SPLIT = 40,	/* from, parts u32 -> STORE_SPLITS */
	STORE_OVERDUE = 42,	/* - -> STORE_FINDINGs, then STORE_OK */
	STORE_SAW = 41,		/* commit: all of it holds -> STORE_OK */
	STORE_LOOK_AT = 31,	/* commit -> STORE_OK */

	STORE_CHECKPOINT = 50,	/* - -> STORE_TREE */
	STORE_ENTRY = 51,	/* number u64 -> STORE_PARTs: the commit */
	STORE_PROVE = 52,	/* old u8 (0: at is an entry's number, 1: a
				 * size), at u64, size u64 -> STORE_PROOF */
	STORE_CAME_WITH = 53,	/* submission 16, size u64 -> STORE_NUMBER */
	STORE_ROLES_AT = 54,	/* fingerprint 32, number u64
				 * -> STORE_NUMBER */
	STORE_COMMIT_AT = 55,	/* number u64 -> STORE_COMMITTED */
	/* vault/session/store_sync.h; `i` numbers own entries from 0 */
	STORE_SYNC_LOOK = 60,	/* remote, commit or "", fetched u8
				 * -> STORE_SYNC_STATE */
	STORE_SYNC_OUTGOING = 61,	/* commit or "" -> STORE_PARTs */
	STORE_SYNC_JUDGE = 62,	/* - -> STORE_PARTs */
	STORE_SYNC_TAKE = 63,	/* - -> STORE_OK */
	STORE_SYNC_ENTRY = 64,	/* i u64 -> STORE_PARTs: time u64, event,
				 * subject, actor 32, item 16, count u32, ids
				 * 16; count u32, then each file: stand u8,
				 * name */
	STORE_SYNC_KEEP = 65,	/* i u64, count u32, numbers u32 -> STORE_OK */
	STORE_SYNC_SIDE = 66,	/* made u8 -> STORE_OK */
	STORE_SYNC_SKIP = 67,	/* i u64, aside u8 -> STORE_OK */
	STORE_SYNC_FINISH = 68,	/* - -> STORE_COMMITTED */
	STORE_SYNC_NOTE = 69,	/* - -> STORE_OK */

	STORE_CHECK = 80,	/* data u8, part u32, of u32 -> STORE_FINDINGs
				 * and STORE_CHECKINGs, then STORE_CHECKED */
	STORE_TIDY = 70,	/* - -> STORE_OK */
	STORE_PROMISE = 71,	/* id 16 -> STORE_OK */
	STORE_TOLD = 72,	/* id 16 -> STORE_OK */
	STORE_UNTOLD = 73,	/* - -> STORE_IDS */

	STORE_REPAIR = 81,	/* dry u8 -> STORE_FINDINGs, STORE_REPAIRED */
	STORE_REPAIR_BRANCH = 82,	/* dry u8, entry or "" -> the same */
	STORE_WANT = 83,	/* - -> STORE_WANTEDs, then STORE_OK */
	STORE_GIVE = 84,	/* wanted -> STORE_GIVEN */
	STORE_TAKE_BACK = 85,	/* wanted, type u8, a descriptor -> STORE_OK */

	STORE_OK = 101,		/* - */
	STORE_POLICY = 102,	/* its text */
	STORE_PART = 103,	/* last u8, raw bytes to the end */
	STORE_CONTENT = 104,	/* size u64, and a descriptor */
	STORE_NUMBER = 105,	/* u32 */
	STORE_ENTRIES = 106,	/* last u8, count u32, then each: number u64,
				 * commit, time u64, event, subject, actor 32,
				 * item 16, count u32, ids 16 */
	STORE_STAGED = 107,	/* stage u32, and a descriptor */
	STORE_TAKEN = 108,	/* large u8, SHA-256 32, size u64 */
	STORE_COMMITTED = 109,	/* commit */
	STORE_FINDING = 110,	/* weight u8, rule, entry u64, commit, path, line */
	STORE_VERDICT = 111,	/* entries, objects, large, submissions,
				 * members, findings, overdue: u64; head */
	STORE_BEGUN = 112,	/* time u64 */
	STORE_PROGRESS = 140,	/* done u64, of u64 */
	STORE_SPLITS = 141,	/* count u32, then each as `from` above */
	STORE_TREE = 150,	/* origin, size u64, root 32, head 32;
				 * entries in all u64 */
	STORE_PROOF = 151,	/* hashes 32, to the end */
	STORE_SYNC_STATE = 160,	/* stand u8, head or "", number, base, mine,
				 * theirs: u64 */
	STORE_CHECKING = 180,	/* how far it is, as STORE_CHECKED */
	STORE_CHECKED = 181,	/* entries, loose, packs, packed, large, bytes,
				 * findings: u64 */
	STORE_REPAIRED = 182,	/* mended, aside, left: u64; quarantine */
	STORE_WANTED = 183,	/* large u8, hash 32, size u64, entry u64,
				 * path */
	STORE_GIVEN = 184,	/* type u8, and a descriptor */
	STORE_IDS = 190		/* ids, 16 each, to the end */
};

#endif
