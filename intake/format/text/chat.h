/* chat.h -- exports of messengers, recognised by what they are made of. */
#ifndef INTAKE_FORMAT_TEXT_CHAT_H
#define INTAKE_FORMAT_TEXT_CHAT_H

#include <stddef.h>
#include <stdint.h>

#include "intake/format/format.h"

/* Whose export the text is: "Telegram", "WhatsApp" ...; NULL. */
const char *chat_kind(const uint8_t *utf8, size_t len);

/* Tell it, in the group that says what a document is. */
void chat_report(const uint8_t *utf8, size_t len, struct answer *a);

#endif
