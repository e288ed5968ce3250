/* words.c -- see words.h.  Each list is sorted. */
#include "redact/find/known/words.h"

#include <stdlib.h>
#include <string.h>

#define WORD_MAX 24u

static const char *const titles[] = {
	"abbe", "adw", "and", "aspirant", "avocat", "avocate", "baron",
	"baronne", "brat", "capt", "captain", "chef", "ci", "col", "colonel",
	"comte", "comtesse", "councillor", "count", "dame", "detective", "dir",
	"director", "docent", "docteur", "doctor", "dr", "duke", "dyr",
	"dyrektor", "et", "father", "feu", "gen", "general", "hon",
	"honourable", "inspector", "inspektor", "inz", "jr", "judge", "juge",
	"kapitan", "kc", "kpt", "ks", "lady", "lek", "lieutenant", "lord",
	"lt", "m", "madame", "mademoiselle", "maitre", "maj", "major", "mec",
	"mecenas", "med", "mesdames", "messieurs", "mgr", "minister",
	"ministre", "miss", "missus", "mister", "mjr", "mlle", "mm", "mme",
	"mmes", "monsieur", "mr", "mrs", "ms", "mx", "nee", "nie", "of",
	"officer", "oraz", "pan", "pana", "panem", "pani", "pania", "panie",
	"panna", "panstwo", "panu", "pere", "phd", "plk", "pr", "premier",
	"pres", "president", "prezes", "prof", "profesor", "professeur",
	"professor", "prok", "prokurator", "qc", "rev", "reverend", "sedzia",
	"sen", "senator", "sgt", "sieur", "siostra", "sir", "sister", "soeur",
	"sr", "ssp", "st", "the", "uncle", "ur", "veuve", "witness", "wuj",
	"z",
};

static const char *const particles[] = {
	"af", "al", "av", "ben", "bin", "bint", "d", "da", "dal", "dalla",
	"das", "de", "degli", "del", "della", "den", "der", "des", "di", "do",
	"dos", "du", "e", "el", "ibn", "il", "l", "la", "las", "le", "les",
	"lo", "los", "o", "san", "santa", "ten", "ter", "van", "vom", "von",
	"y", "zu", "zum", "zur",
};

static const char *const offices[] = {
	"abuse", "accueil", "admin", "administrator", "biuro", "bok", "bureau",
	"contact", "desk", "dyrekcja", "editor", "editors", "email",
	"enquiries", "enquiry", "faktury", "finance", "hello", "help",
	"helpdesk", "hr", "info", "information", "invoice", "invoices", "jobs",
	"kadry", "kancelaria", "kontakt", "ksiegowosc", "legal", "mail",
	"mailer", "marketing", "media", "news", "newsletter", "newsroom", "no",
	"noreply", "office", "pomoc", "postmaster", "press", "presse",
	"privacy", "recepcja", "recrutement", "redaction", "redakcja",
	"rekrutacja", "reply", "sales", "secretariat", "security",
	"sekretariat", "service", "serwis", "signal", "sklep", "source",
	"sources", "sprzedaz", "support", "system", "team", "tip", "tips",
	"user", "webmaster", "zamowienia",
};

static const char *const common[] = {
	"about", "above", "act", "action", "after", "again", "against", "age",
	"agent", "ah", "aide", "aile", "ainsi", "air", "albo", "ale", "all",
	"alors", "already", "also", "always", "ami", "an", "ancien", "ange",
	"angel", "anglais", "annee", "any", "appeal", "applicant", "april",
	"arc", "are", "argent", "arm", "art", "article", "as", "ash", "at",
	"august", "aussi", "autre", "autumn", "avant", "avec", "avril", "baba",
	"back", "bak", "baker", "bald", "ball", "band", "bank", "baran",
	"bardzo", "barn", "bas", "bass", "bath", "be", "beach", "bean", "bear",
	"beau", "bee", "been", "begin", "bell", "berg", "best", "bez", "biel",
	"bien", "big", "bill", "bird", "bishop", "black", "blanc", "blanche",
	"bleu", "blue", "bo", "board", "bob", "bois", "bon", "bond", "bonnet",
	"book", "both", "boucher", "boulanger", "box", "boy", "bridge",
	"bright", "brook", "brown", "brun", "buk", "bull", "burn", "bush",
	"but", "butcher", "butler", "by", "byk", "call", "camp", "can", "cap",
	"car", "card", "care", "carpenter", "carre", "carter", "case", "cash",
	"castle", "ce", "cela", "cent", "ces", "cette", "chain", "chair",
	"champ", "chance", "chapel", "chaque", "charge", "charpentier",
	"chase", "chat", "chevalier", "chez", "child", "chleb", "choice",
	"christian", "christmas", "church", "chwila", "city", "clair", "clay",
	"clear", "clerk", "close", "co", "coal", "coin", "cold", "collier",
	"comme", "commission", "comte", "contact", "cook", "cooper", "corps",
	"cote", "council", "cour", "court", "cousin", "craft", "cross", "crow",
	"crown", "cup", "czarny", "czas", "czech", "czerwiec", "czy", "czyli",
	"daily", "dale", "dame", "dans", "data", "date", "dawn", "day", "days",
	"dean", "dear", "december", "decembre", "deep", "defendant", "delta",
	"depuis", "derriere", "des", "deux", "dimanche", "dla", "do", "dobry",
	"dom", "dot", "dove", "droga", "droit", "du", "duzy", "dwa", "dzieci",
	"dzien", "each", "early", "earth", "east", "eau", "ecole", "elle",
	"end", "enfant", "english", "ensuite", "est", "etat", "europe", "even",
	"every", "faire", "faith", "fall", "farmer", "fast", "father", "faut",
	"february", "fer", "fevrier", "few", "field", "fils", "fin", "first",
	"fish", "fisher", "five", "fleur", "foi", "fois", "fontaine", "for",
	"ford", "forest", "foster", "four", "fox", "frank", "free", "french",
	"friday", "friend", "from", "frost", "gaj", "garden", "gardener",
	"gate", "gay", "general", "german", "gift", "glass", "go", "golab",
	"gold", "good", "gora", "gorny", "gospodarz", "gourmand", "government",
	"grace", "grand", "grande", "grant", "grass", "gray", "great", "green",
	"grey", "gros", "grudzien", "guerre", "had", "hall", "hand", "hard",
	"hardy", "has", "have", "hay", "he", "head", "heart", "here", "hers",
	"high", "hill", "him", "his", "hold", "holiday", "holy", "home",
	"homme", "hope", "hot", "house", "how", "hunt", "hunter", "ice", "ich",
	"if", "igla", "ii", "iii", "ile", "in", "into", "is", "it", "its",
	"iv", "ja", "jak", "jako", "jamais", "january", "janvier", "jardin",
	"jasny", "jaune", "je", "jego", "jej", "jelen", "jest", "jeudi",
	"jeune", "joker", "jour", "joy", "juillet", "juin", "july", "june",
	"just", "justice", "kamien", "karp", "keen", "key", "kiedy", "kind",
	"king", "knight", "kos", "kot", "kowal", "koza", "koziol", "krol",
	"krotki", "kruk", "ksiadz", "kto", "ktora", "ktory", "kucharz",
	"kupiec", "kwiat", "kwiecien", "lac", "lake", "lamb", "lane", "large",
	"las", "last", "late", "law", "le", "lea", "leaf", "lee", "legal",
	"les", "less", "letter", "leur", "lew", "libre", "light", "lipa",
	"lipiec", "lis", "listopad", "little", "living", "lock", "loi",
	"london", "long", "lord", "loup", "love", "low", "lui", "lundi",
	"luty", "maire", "mais", "maison", "maj", "maly", "man", "manager",
	"march", "marchand", "marche", "mardi", "mark", "market", "marque",
	"mars", "marsh", "marshal", "martin", "marzec", "mason", "matin",
	"may", "me", "meadow", "member", "meme", "mercier", "mercredi",
	"mercy", "mes", "message", "mi", "miasto", "midi", "mill", "miller",
	"mine", "minister", "miod", "mlody", "mlynarz", "moi", "moins", "mois",
	"mon", "monday", "money", "monk", "moon", "more", "morning", "moss",
	"most", "moulin", "mountain", "mr", "mrs", "much", "mucha", "mur",
	"must", "my", "mysliwiec", "na", "nad", "national", "neige", "never",
	"new", "news", "night", "nim", "nobody", "noel", "noir", "nom", "non",
	"north", "nos", "not", "notre", "nous", "november", "novembre", "now",
	"nowy", "nuit", "october", "octobre", "of", "off", "ogrod", "oiseau",
	"old", "olive", "on", "ona", "one", "oni", "only", "or", "order",
	"orzel", "other", "ou", "our", "out", "over", "own", "owner", "page",
	"paix", "pan", "papa", "paquet", "par", "parc", "parent", "paris",
	"park", "parker", "part", "party", "pas", "pasterz", "patron", "peace",
	"pere", "perle", "person", "petit", "petite", "peu", "piatek",
	"picard", "piece", "piekarz", "pierre", "pies", "pike", "pin", "pine",
	"pisarz", "place", "plaza", "pluie", "po", "point", "polak", "poland",
	"pole", "police", "polska", "polski", "pont", "pool", "pope", "porte",
	"post", "potter", "pour", "power", "premier", "president", "pretty",
	"price", "priest", "prince", "privet", "pro", "prosto", "przed",
	"przy", "ptak", "public", "quand", "quatre", "que", "queen", "qui",
	"rada", "rain", "ranger", "rare", "rat", "ray", "read", "reader",
	"rece", "red", "reed", "reine", "rice", "rich", "ride", "right",
	"ring", "rise", "river", "road", "rob", "robin", "robot", "roche",
	"rock", "roi", "romain", "roman", "rose", "rouge", "round", "roux",
	"row", "royal", "rue", "rush", "russian", "ryba", "rybak", "sa",
	"sabre", "sage", "said", "saint", "sale", "samedi", "sand", "sans",
	"saturday", "saw", "school", "sea", "season", "second", "secret",
	"see", "sept", "september", "septembre", "serre", "ses", "seven",
	"sharp", "she", "sheep", "shepherd", "short", "si", "sie", "siedem",
	"sierpien", "silver", "simple", "single", "sir", "sire", "six",
	"skala", "small", "snow", "sobota", "soir", "sokol", "soleil", "some",
	"son", "sont", "sous", "south", "sowa", "spring", "square", "stan",
	"star", "stary", "state", "steel", "sto", "stone", "street", "strong",
	"styczen", "such", "summer", "sun", "sunday", "sur", "swan", "sweet",
	"swift", "syn", "szary", "szczupak", "szewc", "szpak", "ta", "tailor",
	"tak", "tam", "te", "ten", "teraz", "terrain", "than", "that", "the",
	"their", "them", "then", "there", "they", "this", "three", "thursday",
	"time", "to", "today", "too", "total", "tour", "tout", "tower", "town",
	"traverse", "tres", "trzy", "tu", "tuesday", "turner", "two", "tylko",
	"un", "under", "une", "union", "up", "us", "vache", "vert", "very",
	"veuve", "vie", "vieux", "village", "ville", "vin", "vous", "walker",
	"wall", "ward", "was", "water", "way", "we", "weaver", "wednesday",
	"week", "weiss", "well", "wells", "were", "west", "what", "wheeler",
	"when", "where", "which", "white", "who", "whole", "why", "wilk",
	"will", "wind", "winter", "wise", "with", "woda", "wolf", "wolny",
	"wood", "woods", "word", "work", "would", "wrobel", "wrona",
	"wrzesien", "wschod", "year", "yellow", "yes", "young", "your", "za",
	"zajac", "zawsze", "zero", "ziemia", "zima", "zloty", "znak",
};

static int
compare(const void *key, const void *word)
{
	return strcmp(key, *(const char *const *)word);
}

static bool
listed(const char *const *list, size_t n, const uint32_t *letters, size_t len)
{
	char word[WORD_MAX];

	if (len == 0 || len >= WORD_MAX)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (letters[i] >= 0x80)
			return false;
		word[i] = (char)letters[i];
	}
	word[len] = '\0';
	return bsearch(word, list, n, sizeof(*list), compare) != NULL;
}

#define LISTED(list, letters, n) \
	listed(list, sizeof(list) / sizeof(list[0]), letters, n)

bool
word_is_title(const uint32_t *letters, size_t n)
{
	return LISTED(titles, letters, n);
}

bool
word_is_particle(const uint32_t *letters, size_t n)
{
	return LISTED(particles, letters, n);
}

bool
word_is_common(const uint32_t *letters, size_t n)
{
	return LISTED(common, letters, n);
}

bool
word_is_office(const uint32_t *letters, size_t n)
{
	return LISTED(offices, letters, n);
}
