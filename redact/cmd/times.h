/* times.h -- times of sound and film as a person writes them in a call. */
#ifndef REDACT_CMD_TIMES_H
#define REDACT_CMD_TIMES_H

#include "intake/examine/edits.h"

/*
 * times_mute(e, word): "FROM-TO".  times_blank(e, word): "FROM-TO:X,Y,WxH", in
 * pixels.  FROM and TO are seconds, minutes:seconds or hours:minutes:seconds,
 * with up to three places: "75", "1:15.250".  Added to `e`; ERR_USAGE.
 */
int times_mute(struct edits *e, const char *word);
int times_blank(struct edits *e, const char *word);

#endif
