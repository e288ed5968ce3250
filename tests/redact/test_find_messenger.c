/* test_find_messenger.c -- names in messengers. */
#include "find_kit.h"

static void
test_finds_signal_names_beside_a_cue(void **state)
{
	(void)state;
	find_expect("my Signal is hfd.90, thanks", "SIGNAL_USERNAME", "hfd.90");
	find_expect("nazwy u\xc5\xbcytkownika i wpisz hfd.90",
	    "SIGNAL_USERNAME", "hfd.90");
	find_expect("hfd.90 on Signal", "SIGNAL_USERNAME", "hfd.90");
	find_expect_none("the file hfd.90 is large", "SIGNAL_USERNAME");
	find_expect_none("on Signal, see fig.12 and art.15",
	    "SIGNAL_USERNAME");
}

static void
test_finds_handles(void **state)
{
	(void)state;
	find_expect("via Telegram et Keybase @lorenzofb, merci",
	    "MESSENGER_HANDLE", "@lorenzofb");
	find_expect("Telegram: night_ferry2", "MESSENGER_HANDLE",
	    "night_ferry2");
	find_expect("ask @guepard3312.", "MESSENGER_HANDLE", "@guepard3312");
	find_expect("@jan:matrix.example.org", "MESSENGER_HANDLE",
	    "@jan:matrix.example.org");
	find_expect("@jan@social.example", "MESSENGER_HANDLE",
	    "@jan@social.example");
	find_expect("discord name quiet.owl#1234", "MESSENGER_HANDLE",
	    "quiet.owl#1234");
	find_expect("Threema ID ECHOECHO", "MESSENGER_HANDLE", "ECHOECHO");
	find_expect("05d871fc80ca007eed9b2f4df72853e2a2d5465a92fcb1889fb5c84a"
	    "a2833b3b40", "MESSENGER_HANDLE", "05d871fc80ca007eed9b2f4df7285"
	    "3e2a2d5465a92fcb1889fb5c84aa2833b3b40");
}

static void
test_finds_links_to_persons(void **state)
{
	(void)state;
	find_expect("https://t.me/nightferry", "MESSENGER_HANDLE",
	    "https://t.me/nightferry");
	find_expect("keybase.io/lorenzofb.", "MESSENGER_HANDLE",
	    "keybase.io/lorenzofb");
	find_expect("wa.me/48532312180", "MESSENGER_HANDLE",
	    "wa.me/48532312180");
	find_expect("https://signal.me/#p/+12025550143", "MESSENGER_HANDLE",
	    "https://signal.me/#p/+12025550143");
}

static void
test_leaves_programs_and_mail_alone(void **state)
{
	(void)state;
	find_expect_none("@media print { } @import", "MESSENGER_HANDLE");
	find_expect_none("jane@example.org", "MESSENGER_HANDLE");
	find_expect_none("names end in @example.org here", "MESSENGER_HANDLE");
	find_expect_none("@12 @1234 @ab", "MESSENGER_HANDLE");
	find_expect_none("issue#1234", "MESSENGER_HANDLE");
	find_expect_none("s/@SHELL_PATH@/sh/", "MESSENGER_HANDLE");
}

static void
test_finds_names_behind_a_service(void **state)
{
	(void)state;
	find_expect("Telegram username is night_ferry2", "MESSENGER_HANDLE",
	    "night_ferry2");
	find_expect("my Wire handle: quietowl", "MESSENGER_HANDLE", "quietowl");
	find_expect("Skype jan.kowalski", "MESSENGER_HANDLE", "jan.kowalski");
	find_expect("IG: @night.ferry", "MESSENGER_HANDLE", "@night.ferry");
	find_expect("skype id: jan.kowalski", "MESSENGER_HANDLE",
	    "jan.kowalski");
	find_expect("\"telegram\": \"nightferry\"", "MESSENGER_HANDLE",
	    "nightferry");
	find_expect("na Telegramie: nocny_prom", "MESSENGER_HANDLE",
	    "nocny_prom");
	find_expect("threema: *ECHOEC1", "MESSENGER_HANDLE", "*ECHOEC1");
	find_expect("Threema-ID: AB12CD34.", "MESSENGER_HANDLE", "AB12CD34");
	find_expect("Signal: hfd_90.4071", "SIGNAL_USERNAME", "hfd_90.4071");
	find_expect_none("Session: opening of the meeting",
	    "MESSENGER_HANDLE");
	find_expect_none("the wire is 12mm, the element: carbon",
	    "MESSENGER_HANDLE");
}

static void
test_finds_schemes_rooms_and_jabber(void **state)
{
	(void)state;
	find_expect("skype:jan.kowalski?call", "MESSENGER_HANDLE",
	    "skype:jan.kowalski?call");
	find_expect("tg://resolve?domain=nightferry", "MESSENGER_HANDLE",
	    "tg://resolve?domain=nightferry");
	find_expect("live:.cid.ab12cd34ef56", "MESSENGER_HANDLE",
	    "live:.cid.ab12cd34ef56");
	find_expect("sip:jan@voip.example.org", "MESSENGER_HANDLE",
	    "sip:jan@voip.example.org");
	find_expect("join #tips:matrix.org now", "MESSENGER_HANDLE",
	    "#tips:matrix.org");
	find_expect("XMPP jan@jabber.example.org/phone", "MESSENGER_HANDLE",
	    "jan@jabber.example.org/phone");
	find_expect("chat.whatsapp.com/AbCdEf123", "MESSENGER_HANDLE",
	    "chat.whatsapp.com/AbCdEf123");
	find_expect_none("call sip: the wine", "MESSENGER_HANDLE");
	find_expect_none("@babel/core and @types/node", "MESSENGER_HANDLE");
	find_expect_none("example.me/page", "MESSENGER_HANDLE");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_finds_signal_names_beside_a_cue),
		cmocka_unit_test(test_finds_handles),
		cmocka_unit_test(test_finds_links_to_persons),
		cmocka_unit_test(test_leaves_programs_and_mail_alone),
		cmocka_unit_test(test_finds_names_behind_a_service),
		cmocka_unit_test(test_finds_schemes_rooms_and_jabber),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
