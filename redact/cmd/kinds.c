/* kinds.c -- see kinds.h.  docs/finders.md has the same kinds, with how each
 * is checked. */
#include "redact/cmd/kinds.h"

#include <stdio.h>
#include <string.h>

#include "redact/find/engine/find.h"
#include "vault/base/print.h"

static const struct {
	const char *kind, *what;
} kinds[] = {
	{ "EMAIL", "e-mail addresses, also \"name at host\"" },
	{ "PHONE", "telephone numbers, national and international" },
	{ "ONION", "onion services" },
	{ "URL", "web and other addresses" },
	{ "SIGNAL_USERNAME", "names on Signal" },
	{ "MESSENGER_HANDLE", "names on other messengers" },
	{ "IP", "IPv4 and IPv6 addresses and networks" },
	{ "MAC", "hardware addresses" },
	{ "IBAN", "bank accounts" },
	{ "CREDIT_CARD", "payment cards" },
	{ "GPS", "positions on the earth" },
	{ "API_KEY", "keys and tokens of services" },
	{ "PASSWORD", "passwords, PINs, recovery words" },
	{ "PRIVATE_KEY",
	    "private keys: PEM, OpenSSH, PuTTY, PGP, age, WireGuard" },
	{ "PGP_KEY", "PGP keys, messages, signatures" },
	{ "PGP_FINGERPRINT", "fingerprints of PGP keys" },
	{ "SSH_KEY", "SSH keys, their comments and fingerprints" },
	{ "AGE_KEY", "recipients of age" },
	{ "CRYPTO_KEY", "public keys of minisign, signify, WireGuard" },
	{ "CERTIFICATE", "certificates and signed messages" },
	{ "USER_PATH", "paths of files that name a user or a company" },
	{ "FILE_PATH", "other paths, shares of servers, templates" },
	{ "USER_NAME", "names of accounts: DOMAIN\\user, users of paths" },
	{ "HOSTNAME", "names of machines" },
	{ "DEVICE", "printers, cameras, phones that bear a name" },
	{ "SERIAL", "serial and inventory numbers" },
	{ "SID", "account numbers of Windows" },
	{ "UUID", "UUID and GUID; version 1 carries a machine's address" },
	{ "MAIL_HEADER", "what servers and mail programs wrote" },
	{ "SOFTWARE", "what a document was made with" },
	{ "DOCUMENT_ID", "numbers that documents and editing sessions bear" },
	{ "PERSON", "names of persons" },
	{ "ORG", "organisations" },
	{ "LOCATION", "places" },
	{ "ADDRESS", "postal addresses" },
	{ "DATE", "dates and times" },
	{ "DATE_OF_BIRTH", "dates of birth" },
	{ "AGE", "ages" },
	{ "NATIONALITY", "nationality, ethnicity, religion" },
	{ "PROFESSION", "professions" },
	{ "AMOUNT", "sums and quantities" },
	{ "CODE", "numbers of badges, tickets, files, contracts" },
	{ "CASE_NUMBER", "numbers of cases and applications" },
	{ "MISC", "what else tells on somebody" },
	{ "BTC", "Bitcoin addresses" },
	{ "ETH", "Ethereum addresses" },
	{ "XMR", "Monero addresses" },
	{ "BIC", "bank codes" },
	{ "MRZ", "machine-readable lines of passports and cards" },
	{ "IMEI", "numbers of telephones" },
	{ "IMSI", "numbers of subscribers" },
	{ "ICCID", "numbers of SIM cards" },
	{ "VIN", "numbers of vehicles" },
	{ "US_SSN", "US social security numbers" },
	{ "US_ITIN", "US taxpayers' numbers" },
	{ "US_ATIN", "US numbers for adoptions" },
	{ "US_EIN", "US employers' numbers" },
	{ "US_PTIN", "US tax preparers' numbers" },
	{ "US_A_NUMBER", "US alien registration numbers" },
	{ "US_USCIS_RECEIPT", "US immigration receipts" },
	{ "US_I94", "US arrival records" },
	{ "US_PASSPORT", "US passports" },
	{ "US_ABA", "US bank routing numbers" },
	{ "US_NPI", "US health providers" },
	{ "US_DEA", "US prescribers" },
	{ "US_MBI", "US Medicare numbers" },
	{ "US_DRIVER_LICENSE", "US driving licences" },
	{ "US_ZIP", "US postcodes" },
	{ "UK_NINO", "UK national insurance numbers" },
	{ "UK_NHS", "UK health numbers" },
	{ "UK_CHI", "Scottish health numbers" },
	{ "UK_UTR", "UK tax references" },
	{ "UK_DRIVING_LICENCE", "UK driving licences" },
	{ "UK_PASSPORT", "UK passports" },
	{ "UK_POSTCODE", "UK postcodes" },
	{ "UK_PLATE", "UK number plates" },
	{ "UK_COMPANY", "UK companies' numbers" },
	{ "UK_VAT", "UK VAT numbers" },
	{ "UK_BANK_ACCOUNT", "UK sort codes and accounts" },
	{ "PL_PESEL", "Polish personal numbers" },
	{ "PL_NIP", "Polish tax numbers" },
	{ "PL_REGON", "Polish business numbers" },
	{ "PL_ID_CARD", "Polish identity cards" },
	{ "PL_PASSPORT", "Polish passports" },
	{ "PL_DRIVING_LICENCE", "Polish driving licences" },
	{ "PL_KRS", "Polish court register numbers" },
	{ "PL_LAND_REGISTER", "Polish land registers" },
	{ "PL_POSTCODE", "Polish postcodes" },
	{ "PL_PLATE", "Polish number plates" },
	{ "FR_NIR", "French social security numbers" },
	{ "FR_NIF", "French tax numbers" },
	{ "FR_SIREN", "French companies" },
	{ "FR_SIRET", "French establishments" },
	{ "FR_TVA", "French VAT numbers" },
	{ "FR_CNI", "French identity cards" },
	{ "FR_PASSPORT", "French passports" },
	{ "FR_DRIVING_LICENCE", "French driving licences" },
	{ "FR_AGDREF", "French numbers of foreigners" },
	{ "FR_PLATE", "French number plates" },
	{ "FR_RIB", "French bank accounts" },
	{ "FR_POSTCODE", "French postcodes" },
};

#define FINDERS_WIDTH 20
#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

/* Is it the first finder that reports this kind? */
static bool
is_first(size_t finder, size_t at)
{
	const char *kind = finders[finder]->kinds[at];

	for (size_t i = 0; i <= finder; i++)
		for (size_t k = 0; finders[i]->kinds[k] != NULL; k++)
			if (strcmp(finders[i]->kinds[k], kind) == 0)
				return i == finder && k == at;
	return true;
}

static bool
reports(const struct finder *f, const char *kind)
{
	for (size_t k = 0; f->kinds[k] != NULL; k++)
		if (strcmp(f->kinds[k], kind) == 0)
			return true;
	return false;
}

/* The names of all finders that report it, to people: "path, host". */
static void
print_finders(const char *kind)
{
	int width = 0;

	for (size_t i = 0; finders[i] != NULL; i++)
		if (reports(finders[i], kind))
			width += printf("%s%s", width > 0 ? ", " : "",
			    finders[i]->name);
	(void)printf("%*s", width < FINDERS_WIDTH ? FINDERS_WIDTH - width : 0,
	    "");
}

static const char *
what_is(const char *kind, const struct finder *f)
{
	for (size_t i = 0; i < KINDS; i++)
		if (strcmp(kinds[i].kind, kind) == 0)
			return kinds[i].what;
	return f->what;
}

static int
show_kind(const struct options *o, const char *kind, const char *what)
{
	struct bytes b = BYTES_INIT(4096);
	struct json j = json_writer(&b);
	int r;

	if (!o->json) {
		(void)printf("%-19s ", kind);
		print_finders(kind);
		(void)printf(" %s\n", what);
		return 0;
	}
	json_open(&j, '{');
	json_kstr(&j, "kind", kind);
	json_key(&j, "finders");
	json_open(&j, '[');
	for (size_t i = 0; finders[i] != NULL; i++)
		if (reports(finders[i], kind))
			json_str(&j, finders[i]->name);
	json_close(&j, ']');
	json_kstr(&j, "what", what);
	json_close(&j, '}');
	r = json_line(&b);
	bytes_free(&b);
	return r;
}

int
kinds_show(const struct options *o)
{
	int r = 0;

	for (size_t i = 0; r == 0 && finders[i] != NULL; i++)
		for (size_t k = 0; r == 0 && finders[i]->kinds[k] != NULL; k++)
			if (is_first(i, k))
				r = show_kind(o, finders[i]->kinds[k],
				    what_is(finders[i]->kinds[k],
				    finders[i]));
	return r;
}
