/* old_text.h -- the text of old office files, read from their streams. */
#ifndef INTAKE_FORMAT_OLD_OLD_TEXT_H
#define INTAKE_FORMAT_OLD_OLD_TEXT_H

#include "intake/format/format.h"
#include "intake/format/package/ole.h"

#define OLD_PIECES_MAX 1000000u		/* of the text of a DOC */
#define OLD_STRINGS_MAX 4000000u	/* shared by the cells of an XLS */
#define OLD_SHEETS_MAX 10000u
#define OLD_COLUMNS_MAX 256u
#define OLD_NAMES_MAX 1000u		/* authors and the like of one list */
#define OLD_RECORD_DEPTH_MAX 32u	/* records inside records of a PPT */

/*
 * Each appends valid UTF-8, lines that end in \n.  When `a` is not NULL, what
 * the streams say of people is told to it.  ERR_NOT_PERMITTED when it is
 * encrypted; ERR_FORMAT when it is damaged; ERR_TOO_BIG.
 */
int old_doc_text(struct bytes *out, const struct ole *o, struct answer *a);
int old_xls_text(struct bytes *out, const struct ole *o, struct answer *a);
int old_ppt_text(struct bytes *out, const struct ole *o, struct answer *a);

/* Numbers of two, four bytes, the lowest first, and shared strings. */
uint32_t old_u16(const uint8_t *p);
uint32_t old_u32(const uint8_t *p);
/* Append UTF-16LE, or bytes of windows-1252; controls but \t \n go. */
void old_put_utf16(struct bytes *out, const uint8_t *p, size_t units);
void old_put_1252(struct bytes *out, const uint8_t *p, size_t len);
void old_put_char(struct bytes *out, uint32_t cp);
/* Tell UTF-16LE as a line of the report. */
void old_tell(struct answer *a, const char *group, const char *name,
    const uint8_t *utf16, size_t units);
int old_damaged(void);
int old_encrypted(void);

#endif
