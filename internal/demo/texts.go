package demo

import "samenspraak/internal/consult"

// region is how Jeugdregio Merenland presents itself. All of it is invented.
func region() consult.Region {
	return consult.Region{
		Name:      "Jeugdregio Merenland",
		ShortName: "Merenland",
		Tagline: consult.Words{
			NL: "Acht gemeenten, samen inkopen van jeugdhulp",
			EN: "Eight municipalities, commissioning youth care together",
		},
		OnBehalf: consult.Words{
			NL: "de acht gemeenten van Merenland",
			EN: "the eight municipalities of Merenland",
		},
		SenderName:   "Jeugdregio Merenland",
		ReplyAddress: "samenspraak@merenland.example",
		Phone:        phone,
		PhoneHours: consult.Words{
			NL: "op werkdagen van 9.00 – 17.00 uur",
			EN: "on working days, 9:00 – 17:00",
		},
		SignedBy: "Marleen Oosterveld, projectleider",
		Security: "mailto:veiligheid@merenland.example",
		Privacy:  consult.Words{NL: privacyNL, EN: privacyEN},
		Access:   consult.Words{NL: accessNL, EN: accessEN},
	}
}

const phone = "088 000 12 34"

// municipalities of the region, as Dutch sorts them.
var municipalities = []string{
	"Aldermeer", "Brinkeroord", "Elzendam", "Groot-Reeuwland", "IJsseloord", "Lommerdijk", "Sint-Joriswoude",
	"’t Waalhof",
}

const privacyNL = `De acht gemeenten van Merenland nodigen organisaties uit voor bijeenkomsten over de inkoop van jeugdhulp. Daarvoor gebruiken wij gegevens van u. Hier leest u welke, waarom en hoe lang.

## Welke gegevens wij bewaren

- Uw naam, uw functie en de organisatie waarvoor u werkt.
- Uw e-mailadres en, als u dat gaf, uw telefoonnummer.
- Voor welke bijeenkomsten wij u uitnodigden en wat u antwoordde.
- Wie er namens u komt, als u een collega stuurt.
- Wat u invult over toegankelijkheid of een dieet. Dat hoeft u niet in te vullen.

Schrijf in uw antwoord geen namen of gegevens van kinderen en gezinnen. Wij hebben die niet nodig.

## Waarom wij dat doen

De gemeenten hebben een wettelijke taak: zij moeten zorgen voor genoeg goede jeugdhulp. Daarover praten zij met de mensen die het werk doen. Wij gebruiken uw gegevens alleen om u uit te nodigen, uw antwoord te verwerken en u het verslag te sturen.

## Hoe lang wij ze bewaren

| Wat | Hoe lang |
|---|---|
| Wensen over toegankelijkheid en dieet | tot acht weken na de bijeenkomst |
| Uw antwoord op een uitnodiging | tot de contracten zijn getekend |
| Uw naam en adres | zolang u contactpersoon bent van uw organisatie |

## Wie ze ziet

Alleen de medewerkers van de jeugdregio. Wensen over toegankelijkheid en dieet ziet alleen wie de bijeenkomst voorbereidt. Wij geven uw gegevens niet aan anderen en wij verkopen ze niet.

## Geen cookies

Deze site plaatst geen cookies bij bezoekers en volgt u niet.

## Uw rechten

U mag uw gegevens bekijken, laten verbeteren of laten verwijderen. Bel ons of mail naar [privacy@merenland.example](mailto:privacy@merenland.example). U krijgt binnen een maand antwoord. Bent u het niet met ons eens? Dan kunt u een klacht indienen bij de Autoriteit Persoonsgegevens.
`

const privacyEN = `The eight municipalities of Merenland invite organisations to meetings about commissioning youth care. For that we use some of your data. This page tells you which, why and for how long.

## What we keep

- Your name, your job title and the organisation you work for.
- Your e-mail address and, if you gave it, your telephone number.
- The meetings we invited you to and what you answered.
- Who comes on your behalf, if you send a colleague.
- What you tell us about access or a diet. You do not have to.

Please do not write names or details of children and families in your answer. We do not need them.

## Why we do this

Municipalities have a duty by law to see to it that there is enough good youth care. They talk about it with the people who do the work. We use your data only to invite you, to handle your answer and to send you the report.

## How long we keep it

| What | How long |
|---|---|
| Access and dietary needs | until eight weeks after the meeting |
| Your answer to an invitation | until the contracts are signed |
| Your name and address | as long as you are a contact of your organisation |

## Who can see it

Only the staff of the region. Access and dietary needs are seen only by those who prepare the meeting. We give your data to nobody else and never sell it.

## No cookies

This site sets no cookies for visitors and does not follow you.

## Your rights

You may see your data, and have it corrected or removed. Call us or write to [privacy@merenland.example](mailto:privacy@merenland.example). You will hear from us within a month. If you disagree with us, you can complain to the Dutch Data Protection Authority.
`

const accessNL = `Iedereen moet deze site kunnen gebruiken, ook met een schermlezer, met alleen een toetsenbord of met grote letters.

## Hoe ver wij zijn

Wij houden ons aan de richtlijn WCAG 2.2, niveau A en AA. Deze site voldoet daar voor het grootste deel aan.

Dit kan nog beter:

- Sommige pdf-bestanden bij verslagen zijn niet goed voor te lezen. Wij sturen u op verzoek een tekstversie.

## Wat wij doen

- Wij testen elke bladzijde met een toetsenbord en met een schermlezer.
- Onze kleuren hebben genoeg contrast, ook in het donker.
- De site werkt zonder JavaScript.
- Wij schrijven in gewone taal.

## Komt u er niet uit?

Bel ons, of mail naar [samenspraak@merenland.example](mailto:samenspraak@merenland.example). Wij antwoorden binnen drie werkdagen. Wij kunnen uw antwoord op een uitnodiging ook aan de telefoon noteren.

## Bij de bijeenkomst zelf

Onze zalen zijn bereikbaar met een rolstoel en hebben een ringleiding. Heeft u iets anders nodig, zoals een tolk? Vul het in bij uw antwoord, dan regelen wij het.
`

const accessEN = `Everybody must be able to use this site, also with a screen reader, with a keyboard alone or with large letters.

## How far we are

We follow WCAG 2.2, levels A and AA. This site meets most of it.

What can still be better:

- Some pdf files that come with reports cannot be read aloud well. We send you a text version if you ask.

## What we do

- We test every page with a keyboard and with a screen reader.
- Our colours have enough contrast, in the dark too.
- The site works without JavaScript.
- We write plain language.

## Does something not work?

Call us, or write to [samenspraak@merenland.example](mailto:samenspraak@merenland.example). We answer within three working days. We can also note your answer to an invitation on the telephone.

## At the meeting itself

Our rooms can be reached with a wheelchair and have a hearing loop. Do you need something else, such as an interpreter? Fill it in with your answer and we will arrange it.
`

const consultationBody = `Vanaf 2028 willen de acht gemeenten jeugdhulp anders inkopen: dichter bij huis, met minder partijen per gezin en met minder papierwerk. Wij lichten onze uitgangspunten toe. Daarna bent u aan het woord.

## Wat vast staat

- De acht gemeenten kopen samen in.
- De nieuwe contracten gaan in op 1 januari 2028.
- Hulp die dan al loopt, gaat gewoon door.

## Wat nog open is

- Hoeveel partijen wij per perceel vragen.
- Hoe wij de tarieven opbouwen.
- Wat u moet verantwoorden, en wat niet meer.

## De vier tafels

1. **Dichtbij wonen.** Hoe blijft een kind in de eigen gemeente, ook als thuis wonen niet gaat?
2. **Eén plan per gezin.** Wie houdt het plan bij als er vier hulpverleners zijn?
3. **Eerlijk tarief.** Welke kosten ziet een gemeente nu niet?
4. **Minder papierwerk.** Wat kan morgen al weg?

Wij geven geen punten. Wat u zegt, telt niet mee bij de gunning. Wat wij vertellen, vertellen wij aan iedereen: het verslag komt voor iedereen tegelijk op deze bladzijde.
`

const kickOffBody = `In de dialoogfase werken wij het perceel wonen en verblijf uit, samen met de partijen die zich daarvoor meldden. Op deze eerste bijeenkomst leggen wij uit hoe dat gaat.

## Wat u hoort

- Hoe de drie gespreksrondes zijn opgebouwd en wat wij van u vragen.
- Wat wij met uw voorstellen doen, en wat vertrouwelijk blijft.
- Wanneer wij beslissen.

## Wat wij van u willen weten

Wat is er nodig om een kind in de eigen gemeente te laten wonen? Neem een voorbeeld mee uit uw werk, zonder namen.

Komt u als combinatie? Dan is één antwoord genoeg. Spreek onderling af wie antwoordt.
`

const talkRoundBody = `Veel jeugdhulp in Merenland komt van praktijken met één of twee mensen. Wij willen weten wat nieuwe contracten voor u betekenen. Daarom praten wij in kleine groepen, met een wethouder aan elke tafel.

## Waar het over gaat

- **Administratie.** Hoeveel uur per week kost die u, en wat daarvan helpt een kind?
- **Tarieven.** Welke kosten heeft een kleine praktijk die een grote aanbieder niet heeft?
- **Samenwerken.** Wilt u deel zijn van een combinatie, en onder welke voorwaarden?

U hoeft niets voor te bereiden. Een voorbeeld uit uw eigen praktijk is genoeg, zonder namen.
`

const talkRoundReport = `Dit is het verslag van de gespreksronde met vrijgevestigden. Wij stuurden het aan iedereen die was uitgenodigd, ook aan wie er niet bij was.

## Wat wij hoorden

### Administratie
Een praktijk van één persoon is gemiddeld zes uur per week kwijt aan administratie. De helft daarvan is werk dat voor elke gemeente anders moet. Aan alle tafels kwam dezelfde vraag: maak één formulier.

### Tarieven
Reistijd en overleg met school worden nu niet betaald. Wie in het buitengebied werkt, merkt dat het meest.

### Samenwerken
De meeste praktijken willen wel in een combinatie, maar alleen als zij hun eigen naam en werkwijze houden. Twee praktijken willen dat niet.

## Wat wij ermee doen

| Wat u zei | Wat wij doen |
|---|---|
| Eén formulier voor alle gemeenten | Overgenomen. Het komt in de uitgangspunten. |
| Betaal reistijd in het buitengebied | Wij zoeken dit uit vóór de dialoogfase. |
| Een praktijk mag in meer dan één combinatie | Overgenomen, met één penvoerder per combinatie. |
| Geen combinatie verplichten | Komt terug op de consultatiebijeenkomst. |

Klopt er iets niet? Laat het ons weten, dan verbeteren wij het verslag en zetten wij de datum erbij.
`

const webinarBody = `Twee juristen leggen uit hoe u samen kunt inschrijven, en wat een penvoerder tekent. Daarna beantwoorden zij uw vragen.

## Voor wie

Voor praktijken en aanbieders die nadenken over een combinatie. Voorkennis is niet nodig.

## Goed om te weten

U hoeft uw camera niet aan te zetten. Wij nemen de uitleg op, uw vragen niet. De opname komt op deze bladzijde.
`

const schoolBody = `Scholen merken vaak als eerste dat het thuis niet goed gaat. Aan deze tafel praten samenwerkingsverbanden, scholen en lokale teams over jeugdhulp op school vanaf 2028.

## Waar wij het over willen hebben

- Wie belt een leerkracht als er zorgen zijn, en hoe snel krijgt die antwoord?
- Wat hoort bij onderwijs, en wat bij jeugdhulp?
- Hoe zorgen wij dat een leerling niet twee plannen krijgt?
`
