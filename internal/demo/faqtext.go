package demo

import "samenspraak/internal/consult"

// entry is a question with its answer, under a theme.
func entry(key, theme, by string, at moment, question, answer string) post {
	return post{key: key, kind: consult.FAQ, theme: theme, by: by, moment: at, title: question, body: answer}
}

// answered are the questions with an answer, theme by theme.
var answered = []post{
	entry(
		"oudinstromen", "instromen", ilse, moment{416, 10, 0}, "Wanneer kan ik instromen?",
		`Op 1 april en op 1 oktober.`,
	),
	entry("instromen", "instromen", ilse, moment{29, 10, 15}, "Kan ik nog instromen in een contract dat al loopt?",
		`Ja, voor ambulante hulp en voor pleeg- en gezinszorg. U kunt instromen op twee vaste momenten: **1 april** en **1 oktober**. Uw aanmelding moet acht weken eerder binnen zijn.

Voor verblijf en crisishulp kan dit niet. Die contracten worden opnieuw aanbesteed. Lees ook [hoe u zich aanmeldt]({vraag aanmelden}).`),
	{
		key: "aanmelden", kind: consult.FAQ, theme: "instromen", by: ilse, moment: moment{31, 9, 40},
		title: "Hoe meld ik mij aan om in te stromen?",
		body: `1. Vul het [aanmeldformulier]({bestand aanmeldformulier-instromen.odt}) in.
2. Mail het naar [samenspraak@merenland.example](mailto:samenspraak@merenland.example).
3. Binnen drie weken hoort u of wij nog iets nodig hebben.

U hoeft geen uittreksel van de Kamer van Koophandel mee te sturen. Dat halen wij zelf op.`,
		files: []paper{{title: "Aanmeldformulier instromen", name: "aanmeldformulier-instromen.odt"}},
	},
	entry("verlengen", "instromen", daan, moment{200, 14, 0},
		"Wordt mijn contract voor begeleiding nog een keer verlengd?",
		`Ja, met één jaar, onder dezelfde voorwaarden. U krijgt hierover vóór 1 maart een brief.`),
	entry("einde", "instromen", daan, moment{55, 11, 25},
		"Wat gebeurt er met kinderen die hulp krijgen als mijn contract stopt?",
		`De hulp gaat door. Wij maken met u een afspraak per kind. Niemand hoeft van de ene op de andere dag te wisselen.`),

	entry("combinatie", "samenwerken", daan, moment{17, 9, 30}, "Mag mijn praktijk meedoen in meer dan één combinatie?",
		`Als onderaannemer wel, als penvoerder niet.`),
	entry("penvoerder", "samenwerken", daan, moment{17, 9, 50},
		"Wij zijn met drie kleine praktijken. Moet één van ons penvoerder zijn?",
		`Ja. De penvoerder tekent en is ons aanspreekpunt. Wie dat wordt, spreekt u onderling af.

De andere praktijken blijven zelf verantwoordelijk voor de hulp die zij geven. Twijfelt u? Vraag dan om [juridisch advies]({vraag advies}).`),
	entry("advies", "samenwerken", ilse, moment{24, 15, 10},
		"Kan ik gratis juridisch advies krijgen over de vorm van onze samenwerking?",
		`Ja, vier uur per combinatie in oprichting. U kiest zelf een van de drie juristen op onze lijst. Bel ons voor een afspraak.`),
	entry("lang", "samenwerken", ilse, moment{24, 15, 30},
		"Wij zijn een samenwerkingsverband in oprichting zonder KvK-nummer en met een penvoerder buiten de regio. Kunnen wij ons toch al inschrijven voor de dialoogronde?",
		`Ja. Het KvK-nummer mag later, maar het moet er zijn voordat u inschrijft. Een penvoerder van buiten de regio is geen probleem.`),

	entry("beoordeling", "dialoog", daan, moment{35, 10, 0}, "Beoordeelt u ons tijdens de dialoog?",
		`Nee. Er worden geen punten gegeven. Wat u inbrengt, telt niet mee bij de gunning.`),
	entry("delen", "dialoog", daan, moment{35, 10, 20}, "Krijgen andere partijen te horen wat wij voorstellen?",
		`Alleen als u dat goedvindt. Wat wij zelf vertellen, delen wij wel met iedereen: het komt in het verslag.

| Wat | Wie het te horen krijgt |
|---|---|
| Wat wij uitleggen | Iedereen, in het verslag |
| Wat u voorstelt | Alleen wij, tenzij u iets anders afspreekt |
| Welke partijen meedoen | Iedereen |`),

	entry("index", "tarieven", daan, moment{330, 13, 15}, "Met hoeveel gaan de tarieven op 1 januari omhoog?",
		`De tarieven volgen de vaste index uit uw contract. `+indexUnknown+
			` De index geldt voor loon en huur; voor vervoer geldt een eigen bedrag.`),
	entry("opbouw", "tarieven", daan, moment{150, 11, 0}, "Hoe is een tarief opgebouwd?",
		`Een tarief bestaat uit vier delen.

| Deel | Ongeveer |
|---|---:|
| Loon van de hulpverlener | 68 procent |
| Overleg, scholing en ziekte | 14 procent |
| Huur en kantoor | 12 procent |
| Reistijd en vervoer | 6 procent |

De precieze bedragen staan in de bijlage bij uw contract.`),
	entry("reistijd", "tarieven", ilse, moment{145, 9, 30},
		"Krijg ik mijn reistijd betaald als ik in het buitengebied werk?",
		`Een gemiddelde reistijd zit in het tarief. Rijdt u meer dan een half uur naar een gezin? Dan kunt u toeslag B aanvragen.`),
	entry("overleg", "tarieven", ilse, moment{145, 9, 45}, "Mag ik overleg met school declareren?",
		`Ja, tot twee uur per kind per maand. Het overleg moet in het plan van het gezin staan.`),
	entry(
		"nietgekomen", "tarieven", ilse, moment{280, 10, 30},
		"Wat kan ik declareren als een gezin niet komt opdagen en niet heeft afgezegd?", missedBefore,
	),
	entry("legeplek", "tarieven", daan, moment{88, 14, 20}, "Betaalt u voor een plek die leeg staat?",
		`Nu nog niet. In de nieuwe contracten willen wij betalen voor plekken die vrij worden gehouden. Hoe, dat is nog open.`),
	entry("nacht", "tarieven", daan, moment{88, 14, 40}, "Is er een toeslag voor nachten en weekenden?",
		`Ja, voor verblijf en crisishulp. De toeslag is 22 procent in het weekend en 31 procent in de nacht.`),
	entry("betaling", "tarieven", ilse, moment{310, 9, 10}, "Hoe snel betaalt u een declaratie?",
		`Binnen dertig dagen nadat wij haar hebben goedgekeurd. Is dat niet gelukt? Bel de administratie, dan zoeken wij het dezelfde dag uit.`),

	entry("waarom", "planning", daan, moment{137, 10, 0}, "Waarom neemt de regio meer tijd voor de nieuwe inkoop?",
		`Aanbieders en gemeenten vroegen daarom. Samenwerken tussen organisaties kost tijd, en een slecht begin maken wij later niet meer goed.

De koers verandert niet: kinderen krijgen hulp die dichtbij is en bij hen past.`),
	entry("opnieuw", "planning", daan, moment{137, 10, 15}, "Begint u nu weer helemaal opnieuw?",
		`Nee. De regiovisie blijft gelden en wat u tot nu toe inbracht, gebruiken wij. Alleen de data schuiven op.`),
	entry("wanneer", "planning", daan, moment{137, 10, 30},
		"Hoe ziet de planning eruit tot de nieuwe contracten ingaan op 1 januari 2028, en wanneer moet ik iets doen?",
		`| Fase | Wat u doet |
|---|---|
| Consultatie | Reageren op de uitgangspunten |
| Dialoog | Meepraten, als u zich voor een perceel meldt |
| Inschrijving | Uw aanbod insturen |
| Overgang | Met ons per kind een afspraak maken |

Het begin van elke fase staat bij [het nieuws](/nieuws) en bij [de bijeenkomsten](/bijeenkomsten).`),
	entry("huidig", "planning", ilse, moment{136, 9, 20}, "Moet ik nu iets regelen voor kinderen die al hulp krijgen?",
		`Nee. Lopende hulp gaat door, ook als de nieuwe contracten later ingaan. Bij het einde van een contract leest u wat geldt onder [wat er met kinderen gebeurt als een contract stopt]({vraag einde}).`),
	entry("crisis", "planning", ilse, moment{136, 9, 40}, "Wat doet de regio intussen aan de wachtlijsten?",
		`Daar wachten wij niet mee. Twee dingen zijn al begonnen:

- Eén lijst van vrije plekken voor de hele regio.
- Een vaste medewerker van het lokale team op elke basisschool.`),

	entry("papieren", "administratie", ilse, moment{400, 11, 30}, "Mag ik mijn facturen op papier sturen?",
		`Dat kan tot het einde van dit jaar. Stuur ze naar het raadhuis in IJsseloord.`),
	entry("formulier", "administratie", ilse, moment{75, 10, 10}, "Waarom vraagt elke gemeente iets anders?",
		`Dat was zo en het verandert. Vanaf 2028 is er één formulier voor alle acht gemeenten. Tot die tijd kunt u overal het formulier van IJsseloord gebruiken.`),
	entry("verantwoorden", "administratie", daan, moment{75, 10, 25},
		"Wat moet ik verantwoorden aan het eind van het jaar, en hoe uitgebreid moet dat voor een praktijk van één persoon zijn?",
		`Voor een praktijk van één of twee mensen is één bladzijde genoeg. U noemt:

1. hoeveel kinderen u hielp;
2. hoeveel uren u declareerde;
3. wat u leerde.

Een verklaring van een accountant vragen wij pas boven 125.000 euro per jaar.`),
	entry("berichten", "administratie", daan, moment{310, 9, 40}, "Welk programma heb ik nodig om te declareren?",
		`Elk programma dat het landelijke berichtenverkeer ondersteunt. Wij raden geen merk aan.`),
	entry("namen", "administratie", ilse, moment{12, 15, 50}, "Mag ik de naam van een kind in een mail aan u zetten?",
		`Nee. Gebruik het cliëntnummer van uw eigen administratie. Staat er toch een naam in? Dan verwijderen wij de mail en bellen wij u.`),
}

const (
	indexUnknown = "Het percentage is nog niet bekend."
	indexKnown   = "Dit jaar is dat 3,8 procent."
	missedBefore = "De eerste keer de helft van het tarief. Daarna niets meer."
	missedNow    = "De eerste keer de helft van het tarief. Gebeurt het nog een keer? Bel dan het lokale team. Wij betalen een tweede keer alleen als u dat gedaan heeft."
)

// unanswered is a draft.
var unanswered = entry("fusie", "planning", daan, moment{},
	"Wat gebeurt er met mijn contract als twee gemeenten samengaan?",
	`Het contract gaat over op de nieuwe gemeente. U hoeft daarvoor niets te doen.`)

const unansweredNote = `Eerst laten lezen door de jurist. Er zijn nog geen plannen om samen te gaan: het gaat alleen om wat er in het contract staat.`
