/*
 * tipline-vault: members, grants and the history.  It asks the keeper to open
 * and to sign and the store to read and to write; it has no key of its own.
 */
#include "vault/cmd/cmd.h"

static const struct verb verbs[] = {
	{ "init", cmd_init, "VAULT [--name LABEL] [--approvals N] "
	    "[--clock day|hour|second]\n      [--epoch-days N] [--erasers N] "
	    "[--receipts none|required] [--retain-days N]",
	    "Make a vault; the key of -i becomes its first member, as admin "
	    "and desk." },
	{ "member", cmd_member, "add CARD --role R[,R] --name LABEL | list | "
	    "role MEMBER --role R[,R] |\n      regrant NEW --like OLD | remove MEMBER | "
	    "name MEMBER LABEL",
	    "Add, list, change and remove members; grant one all that another "
	    "held, after a\nlost key; say what one is called on this machine.\n"
	    "Roles: admin, desk, intake, reporter, analyst, "
	    "auditor.  CARD is the line, a\nfile that holds it, or -." },
	{ "policy", cmd_policy, "[set NAME VALUE ...]",
	    "What the members agreed on: approvals, clock, epoch-days, "
	    "erasers, receipts,\nretain-days; an admin changes it." },
	{ "clone", cmd_clone, "REMOTE VAULT",
	    "Make a new copy of a vault; every entry is judged first.  REMOTE is "
	    "as for sync." },
	{ "sync", cmd_sync, "REMOTE [--with KEYFILE]... [--leave-others] | "
	    "--bundle FILE.bundle [--since N]",
	    "Bring this vault and a copy elsewhere to the same history.  REMOTE "
	    "is a path,\nuser@host:path, ssh://, https://, or FILE.bundle; own "
	    "entries that it does not\nhave are signed again on top of its "
	    "own, those of others with --with,\nor left to them.  --bundle "
	    "only writes: all, or what came after entry N." },
	{ "rotate", cmd_rotate, "[--finish]",
	    "Give this key a new epoch: what it may open is sealed to the new "
	    "secret, and\nthe old one destroyed.  While drops may be on their "
	    "way to the old card it is\nkept until rotate --finish." },
	{ "take", cmd_take, "OUTBOX... [--keep] [--from CARD]...",
	    "Bring drops into the vault; what was taken is removed, or with "
	    "--keep\nrenamed to .taken.  --from names who outside the vault is "
	    "trusted, by card: a\npartner whose release it is." },
	{ "list", cmd_list, "[--page N | --all] [--threads]",
	    "The submissions, newest first, 50 on a page; what is the same as "
	    "what, and with\n--threads those of one thread together." },
	{ "show", cmd_show, "ID", "What is there of one submission." },
	{ "assign", cmd_assign, "ID MEMBER [--item I] [--original]",
	    "Let a member open the working copies of a submission or one item; "
	    "with\n--original the originals." },
	{ "open", cmd_open, "ID [-o DIR] [--item I] [--original | --release N]",
	    "Write what this key may read into a new or empty folder; of "
	    "releases the newest,\nor the one named." },
	{ "recall", cmd_recall, "ID [--release N] [--reason TEXT]",
	    "Withdraw every release of a submission, or one; open then refuses "
	    "it.  TEXT is\nsealed to those who may read releases.  What was "
	    "written out stays where it is." },
	{ "reply", cmd_reply, "ID [--message TEXT|-] [--outbox DIR] | "
	    "ID --again [--outbox DIR]",
	    "Answer the source of a submission that came by the newsroom's own "
	    "page.  The\nreply is a file in DIR (else VAULT/replies) for the "
	    "page's replies folder.\n--again writes the files of all that "
	    "was answered once more." },
	{ "erase", cmd_erase, "ID... [--hold | --lift] --reason TEXT | "
	    "--due [--reason TEXT]",
	    "Sign that submissions be erased, for good; it is complete when as "
	    "many of the\ndesk as the policy asks have signed, and unreadable "
	    "when every member that\nholds a key has rotated.  --hold keeps "
	    "one from being erased, --lift lets it go.\n--due lists what the "
	    "policy would have erased, and with a reason signs for it.\n"
	    "TEXT is public, and stays in every copy for good." },
	{ "access", cmd_access, "[ID | MEMBER] [--at ENTRY]",
	    "Who was given keys to what, since which entry, and can still use "
	    "them; now, or\nas it was when ENTRY (its number, or its commit) "
	    "was the newest.  Needs no key." },
	{ "log", cmd_log, "[--member M] [--submission ID] [--event E[,E]] "
	    "[--since DATE|ENTRY]\n    [--until DATE|ENTRY] [-n N]",
	    "The history, newest first; all of it, or what fits every word." },
	{ "check", cmd_check, "[--read-data | --read-data-subset N/T]",
	    "Look at every file of the vault; with --read-data read all of "
	    "them; needs no\nkey.  T runs with N from 1 to T read all, too." },
	{ "audit", cmd_audit, "[--since CHECKPOINT] [--html FILE "
	    "[--no-labels]] |\n    --compare VAULT|CHECKPOINT",
	    "Check the whole history and every object; needs no key.  With "
	    "--since only what\nis newer than a checkpoint, which the history "
	    "must extend.  --compare says how\nanother copy of the vault, or a "
	    "checkpoint, stands to this one.\n--html writes a page that shows who "
	    "did what when, and what is overdue." },
	{ "repair", cmd_repair, "[--dry-run] [--from COPY] [--branch ENTRY]",
	    "Put right what can be, and move what is damaged aside; nothing is "
	    "removed.  With\n--from what is missing comes from another copy; "
	    "--branch goes on from an older\nentry." },
	{ "checkpoint", cmd_checkpoint, "[-o FILE] [--since CHECKPOINT|SIZE] | "
	    "cosign FILE --state FILE [--proof FILE] [--key CARD]... "
	    "[--signers FILE] [-o FILE] | prove ID [--checkpoint FILE] "
	    "[-o FILE]",
	    "Sign how long the history is and its root, to be kept elsewhere; "
	    "with --since\nalso a proof that it extends an older head.  "
	    "cosign is a witness without a vault:\nit signs only what extends "
	    "what it saw before.  prove makes a file that shows\nwithout the "
	    "vault that a submission was in it." },
	{ "verify-proof", cmd_verify_proof, "FILE [--signers FILE] "
	    "[--key CARD]... [--witness CARD]...",
	    "Check such a file; needs neither vault nor key." },
};

int
main(int argc, char **argv)
{
	return verbs_main("tipline-vault", verbs,
	    sizeof(verbs) / sizeof(verbs[0]), argc, argv);
}
