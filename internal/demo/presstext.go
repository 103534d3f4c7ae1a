package demo

// The words of the press releases.

const togetherLead = `De acht gemeenten van Merenland maken voortaan samen afspraken met aanbieders van jeugdhulp. Kinderen en gezinnen merken niets van de overgang: de hulp die zij krijgen, gaat door.`

const togetherBody = `De acht colleges tekenden vandaag een overeenkomst. Zij werken voortaan samen in Jeugdregio Merenland. Wie jeugdhulp geeft, heeft daardoor te maken met één opdrachtgever in plaats van acht.

## Waarom samen

Tot nu toe sloot elke gemeente eigen contracten. Een aanbieder die in vijf gemeenten werkte, had vijf contracten, vijf tarieven en vijf formulieren. Dat kostte tijd die niet naar kinderen ging.

Voortaan is er:

- één contract voor de hele regio;
- één tarief voor dezelfde hulp;
- één bureau dat vragen van aanbieders beantwoordt.

> Een kind uit Lommerdijk heeft recht op dezelfde hulp als een kind uit Elzendam. Dat lukt alleen als wij samen inkopen.
> -- Teunis Kwakernaat, wethouder Jeugd in Lommerdijk

## Wat er nu gebeurt

Het bureau van de jeugdregio krijgt een plek in het raadhuis van IJsseloord. Lopende contracten blijven geldig tot hun einddatum. Aanbieders krijgen een brief waarin staat wie hun aanspreekpunt is.
`

const familyLead = `In het oude schoolhuis op de grens van Brinkeroord en Lommerdijk wonen vanaf deze week vier kinderen die niet thuis kunnen wonen. Zij blijven op hun eigen school en bij hun eigen sportclub.`

const familyBody = `Een gezinshuis is een gewoon huis met gezinshuisouders die er zelf ook wonen. In de twee gemeenten was er nog geen. Kinderen moesten daardoor verhuizen naar een plek buiten de regio.

## Het oude schoolhuis

Vrijwilligers uit beide dorpen knapten het huis in een jaar op. De gemeenten betalen de huur samen. Stichting Ankerplaats begeleidt de gezinshuisouders.

| Wie betaalt | Deel |
|---|---:|
| Brinkeroord | 60 procent |
| Lommerdijk | 40 procent |

> De kinderen hoeven niet weg uit de streek. Hun vrienden wonen om de hoek, en dat maakt het verschil.
> -- Anneke Sietsma-Bouwhuis, wethouder Jeugd in Brinkeroord

## Bezoek

Om de kinderen rust te geven is er geen open dag. Journalisten kunnen foto’s van het huis krijgen waarop geen kinderen staan.
`

const councilsLead = `De wethouders Jeugd van Merenland hebben afgesproken hoe zij vanaf 2028 jeugdhulp willen inkopen: dichter bij huis, met minder partijen per gezin en met minder papierwerk. De gemeenteraden krijgen nu het woord.`

const councilsBody = `## Waarom een nieuwe inkoop

De contracten van nu lopen af op 31 december 2027. De gemeenten willen niet op dezelfde voet verder. Kinderen wachten te lang op hulp, gezinnen zien te veel gezichten en aanbieders zijn veel tijd kwijt aan verantwoording.

In de [uitgangspunten jeugdhulp 2028]({bestand uitgangspunten-jeugdhulp-2028.pdf}) staat wat er anders moet:

1. Een gezin krijgt één plan en één aanspreekpunt.
2. Wonen kan zo veel mogelijk in de eigen gemeente.
3. De acht gemeenten vragen voortaan hetzelfde, op hetzelfde formulier.

> Wij schrijven dit niet achter ons bureau. Wie het werk doet, weet waar het knelt. Daarom vragen wij aanbieders en scholen nu om mee te denken, en niet pas als alles vaststaat.
> -- Femke van ’t Hoff-de Ruijter, wethouder Jeugd in IJsseloord, namens de acht gemeenten

## Wat er nu gebeurt

De acht raden bespreken de uitgangspunten in hun eerstvolgende vergadering. Intussen praat de jeugdregio met aanbieders, scholen, lokale teams en cliëntenraden. Daarna werken de gemeenten de eisen uit en praten zij per perceel verder met de partijen die zich melden.

| Wanneer | Wat |
|---|---|
| deze weken | Acht gemeenteraden bespreken de uitgangspunten |
| {dag +16} | Consultatiebijeenkomst in Elzendam |
| halverwege 2027, naar verwachting | Uitnodiging tot inschrijving |
| 1 januari 2028 | Nieuwe contracten gaan in |

Wie weinig tijd heeft, leest de [samenvatting in gewone taal]({bestand samenvatting-uitgangspunten.pdf}). Moeilijke woorden staan in de [begrippenlijst]({bestand begrippenlijst-jeugdhulp-2028.odt}).
`

const bridgeLead = `Jongeren die in Merenland jeugdhulp krijgen, houden hun begeleider ook na hun achttiende verjaardag. De acht gemeenten betalen het Brugjaar uit één gezamenlijke pot.`

const bridgeBody = `Wie achttien wordt, valt nu vaak van de ene op de andere dag onder andere regels. De vertrouwde begeleider verdwijnt, terwijl juist dan veel verandert: een eigen kamer, een opleiding, een bijbaan. Met het Brugjaar loopt de hulp twaalf maanden door.

## Voor wie

- Jongeren die op hun achttiende verjaardag begeleiding krijgen.
- Jongeren uit een gezinshuis of een pleeggezin.

Zij hoeven niets aan te vragen. Hun begeleider bespreekt het Brugjaar een half jaar van tevoren met hen.

## Wat het kost

| Gemeente | Bijdrage per jaar |
|---|---:|
| Aldermeer | 84.000 euro |
| Brinkeroord | 61.000 euro |
| Elzendam | 142.000 euro |
| Groot-Reeuwland | 118.000 euro |
| IJsseloord | 197.000 euro |
| Lommerdijk | 53.000 euro |
| Sint-Joriswoude | 76.000 euro |
| ’t Waalhof | 44.000 euro |

> Op je verjaardag krijg je taart en een brief dat de hulp stopt. Dat kan niet meer.
> -- Naomi Dijkgraaf, voorzitter van de jongerenraad Merenland

> Een jongere laat zich niet in twee wetten knippen. Wij regelen het geld, zodat de begeleider kan blijven.
> -- Femke van ’t Hoff-de Ruijter, wethouder Jeugd in IJsseloord, namens de acht gemeenten
`
