/* tld.c -- see tld.h. */
#include "redact/find/contact/tld.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define TLD_MAX 18	/* bytes of the longest listed */

/* Sorted.  A '*' behind: also a word of prose or the ending of a file. */
static const char *const tlds[] = {
	"ac", "academy", "ad", "ae", "aero", "af", "ag", "agency", "ai*", "al",
	"am*", "ao", "app", "ar", "arpa", "art*", "as*", "asia", "at*", "au",
	"aw", "az", "ba", "bar*", "bb", "bd", "be*", "berlin", "best*", "bf",
	"bg", "bh", "bi", "bio*", "biz", "bj", "blog", "bm", "bn", "bo", "br",
	"bs", "bt", "bw", "by*", "bz", "bzh", "ca", "cafe*", "cat*", "cc",
	"cd", "center*", "cf", "cg", "ch", "chat*", "ci", "city*", "ck", "cl",
	"cloud*", "club*", "cm", "cn", "co", "codes", "com", "community*",
	"company*", "coop", "cr", "cu", "cv", "cw", "cx", "cy", "cz", "de*",
	"design*", "dev", "digital*", "dj", "dk", "dm", "do*", "dz", "ec",
	"edu", "ee", "eg", "email*", "energy*", "er", "es*", "et*", "eu",
	"eus", "example", "expert*", "fi", "fj", "fm", "fo", "foundation*",
	"fr", "fun*", "fyi", "ga", "gal", "gd", "ge", "gf", "gg", "gh", "gi",
	"gl", "global*", "gm", "gn", "gov", "gp", "gq", "gr", "gt", "gu",
	"guru", "gw", "gy", "hk", "hn", "host*", "hr", "ht", "hu", "id*",
	"ie*", "il*", "im", "in*", "info*", "ink*", "int*", "invalid*", "io",
	"iq", "ir", "is*", "it*", "je*", "jm", "jo", "jobs*", "jp", "ke", "kg",
	"kh", "ki", "kim", "km*", "kn", "kp", "kr", "kw", "ky", "kz", "la*",
	"land*", "law*", "lb*", "lc", "legal*", "li", "life*", "link*",
	"live*", "lk", "local*", "london", "lr", "ls", "lt", "ltd", "lu", "lv",
	"ly", "ma*", "mc", "md*", "me*", "media*", "mg*", "mh", "mil", "mk",
	"ml*", "mm*", "mn", "mo", "mobi", "mp", "mq", "mr*", "ms*", "mt", "mu",
	"museum*", "mv", "mw", "mx", "my*", "mz", "na*", "name*", "nc", "ne*",
	"net", "network*", "news*", "ng", "ngo", "ni*", "nl", "no*", "np",
	"nr*", "nu*", "nz", "om", "one*", "ong", "online*", "org", "pa",
	"page*", "paris*", "pe", "pf", "pg", "ph", "photo*", "pics*", "pk",
	"pl", "plus*", "pm*", "pn", "post*", "pr", "press*", "pro*", "ps*",
	"pt*", "pub*", "pw", "py*", "qa", "quebec", "re*", "red*", "report*",
	"review*", "ro", "rocks*", "rs*", "ru", "rw", "sa", "sb", "sc",
	"school*", "science*", "scot*", "sd", "se*", "services*", "sg", "sh*",
	"shop*", "si*", "site*", "sk", "sl", "sm", "sn", "so*", "social*",
	"solutions*", "space*", "sr", "st*", "store*", "studio*", "su*",
	"support*", "sv", "sy", "systems*", "sz", "tc", "td", "team*", "tech*",
	"technology*", "tel*", "test*", "tf", "tg", "th", "tips*", "tj", "tk",
	"tl", "tm", "tn", "to*", "today*", "tools*", "top*", "tr", "travel*",
	"tt", "tv", "tw", "tz", "ua", "ug", "uk", "us*", "uy", "uz", "va*",
	"vc", "ve*", "vg", "vi", "video*", "vip", "vn", "vu", "wang", "watch*",
	"web*", "website*", "wf", "wiki*", "work*", "works*", "world*", "ws",
	"wtf", "xxx", "xyz", "ye*", "yt", "za", "zip*", "zm", "zone*", "zw",
};

/* What is looked for, in lower case, against one of the list. */
static int
by_name(const void *key, const void *element)
{
	const char *low = key, *name = *(const char *const *)element;

	for (; *low != '\0' && *low == *name; low++, name++)
		;
	return *low - (*name == '*' ? '\0' : *name);
}

enum tld
tld_of(const uint8_t *label, size_t len)
{
	const char *const *hit;
	char low[TLD_MAX + 1];

	if (len >= 4 && strncasecmp((const char *)label, "xn--", 4) == 0)
		return TLD_PLAIN;
	if (len < 2 || len > TLD_MAX)
		return TLD_NONE;
	for (size_t i = 0; i < len; i++)
		low[i] = (char)(label[i] >= 'A' && label[i] <= 'Z' ?
		    label[i] + 32 : label[i]);
	low[len] = '\0';
	hit = bsearch(low, tlds, sizeof(tlds) / sizeof(tlds[0]),
	    sizeof(tlds[0]), by_name);
	if (hit == NULL)
		return TLD_NONE;
	return strchr(*hit, '*') != NULL ? TLD_WORD : TLD_PLAIN;
}
