/*
 * tipline-intake: seals what comes in, and signs for it.  It can open nothing:
 * the keys of a submission end with the call that made it.
 */
#include "intake/receive/import.h"
#include "intake/receive/submit.h"
#include "intake/receive/watch.h"
#include "intake/serve/serve.h"

static const struct verb verbs[] = {
	{ "submit", submit_main, "FILE... [--message TEXT] [--channel NAME] "
	    "[--to CARDFILE --outbox DIR]",
	    "Seal files into the vault; or to the cards of CARDFILE, into a "
	    "drop in DIR.\nFILE or TEXT may be - to read it." },
	{ "import", import_main, "signal|telegram|keybase PATH "
	    "[--folder DIR] [--to CARDFILE --outbox DIR] |\n"
	    "       import mail (PATH [--lengths] | --lmtp SOCKET) "
	    "[--to CARDFILE --outbox DIR] |\n"
	    "       import securedrop|globaleaks|onionshare PATH [--gpg] "
	    "[--to CARDFILE --outbox DIR] |\n"
	    "       import coverdrop PATH --keys FILE "
	    "[--to CARDFILE --outbox DIR]",
	    "Bring in what another program exported, each conversation a "
	    "submission;\nor mails: a file, an mbox, a Maildir or a folder of "
	    ".eml files, each mail one; or as\na mail program hands them over "
	    "on SOCKET.\nPATH may be - to read what signal-cli writes, as it "
	    "comes, or one mail.\nWith --gpg what is sealed by "
	    "OpenPGP is opened by your own gpg; FILE holds the journalist's "
	    "CoverDrop keys." },
	{ "watch", watch_main, "DIR (--wipe | --move DIR) [--once] "
	    "[--settle SECONDS] [--channel NAME] [--to CARDFILE --outbox DIR]",
	    "Take files out of a folder as they come, each a submission; a "
	    "folder in it is one,\nand so is each arrival in OnionShare's "
	    "layout." },
	{ "serve", serve_main, "--to CARDFILE --outbox DIR --state DIR "
	    "[--socket PATH | --port N]\n       [--replies DIR] "
	    "[--from CARDFILE] [--name NEWSROOM] [--advice DIR]\n       "
	    "[--limit SIZE] [--quota SIZE] [--floor SIZE] [--days N] "
	    "[--idle SECONDS] [--cover [--interval SECONDS]]",
	    "The page that sources come to, behind an onion service: messages "
	    "and files become\ndrops, replies are read with a code name." },
};

int
main(int argc, char **argv)
{
	return verbs_main("tipline-intake", verbs,
	    sizeof(verbs) / sizeof(verbs[0]), argc, argv);
}
