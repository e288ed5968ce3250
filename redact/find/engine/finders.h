/* finders.h -- every finder there is; a row of find.c for each. */
#ifndef REDACT_FIND_FINDERS_H
#define REDACT_FIND_FINDERS_H

#include "redact/find/view/finder.h"

/* contact */
extern const struct finder find_email;
extern const struct finder find_phone;
extern const struct finder find_url;
extern const struct finder find_messenger;

/* number */
extern const struct finder find_onion;
extern const struct finder find_iban;
extern const struct finder find_card;
extern const struct finder find_coin;
extern const struct finder find_bic;
extern const struct finder find_mrz;
extern const struct finder find_birth;
extern const struct finder find_world;
extern const struct finder find_us;
extern const struct finder find_uk;
extern const struct finder find_poland;
extern const struct finder find_france;

/* trace */
extern const struct finder find_ip;
extern const struct finder find_mac;
extern const struct finder find_gps;
extern const struct finder find_token;
extern const struct finder find_path;
extern const struct finder find_host;
extern const struct finder find_ident;
extern const struct finder find_secret;
extern const struct finder find_keyblock;
extern const struct finder find_key;
extern const struct finder find_header;
extern const struct finder find_device;
extern const struct finder find_meta;

/* name */
extern const struct finder find_address;

/* field */
extern const struct finder find_field;

/* name */
extern const struct finder find_names;

#endif
