package demo

// people is who works where: first name | prefix | last name | job | mailbox,
// one a line, by the key of the organisation. Without a mailbox the address is
// made of the name; two people with the same mailbox share it. A line that ends
// in "| en" is somebody who is written to in English.
var people = map[string]string{
	"derietkraag": `
		Anne-Fleur | van der | Meulen-IJzerman | bestuurder
		Jip | | van Zuijlen | beleidsadviseur
		Rogier | op den | Kamp | manager ambulant`,
	"thuisbasis": `
		Şirin | | Erdoğdu | bestuurder
		Kees | de | Haas | regiomanager
		Loïs | | Vâlcan | contractmanager`,
	"zuiderlicht": `
		Lars | | IJpma | directeur
		Mariëlle | van | Oirschot-de Bruijn | hoofd behandeling
		Tijmen | | Ruĳs | jurist inkoop`,
	"dewiekslag": `
		Dirkje | ten | Brinke | gezinshuisouder
		Aart | ten | Brinke | gezinshuisouder | gezin
		Coba | | Vlasbloem | administratie | gezin`,
	"vaartland": `
		IJsbrand | van | Doorn | manager pleegzorg
		Guusje | | Schaap | beleidsadviseur
		Nadia | el | Amrani | gedragswetenschapper`,
	"dekade": `
		Renée | | Kuijpers-van Loo | teamleider
		Bas | van ’t | Spijker | ambulant begeleider
		Lotte | | Jansen op de Haar | bedrijfsvoering`,
	"noordster": `
		Daisy | | Rooijakkers | bestuurder
		Eelco | de | Graaff | manager verblijf
		Oluwaseun | | Adébáyò-Bakker | kwaliteitsadviseur`,
	"debrug": `
		Noor | van ’t | Hoff-de Ruijter | bestuurssecretaris
		Matthijs | | Öztürk | contractmanager
		Willemijn | | Baas-IJsselstein | bestuurder`,
	"kompasjeugd": `
		Mohammed | el | Bouazzaoui | directeur
		Saskia | von | Berg | adviseur zorginkoop
		Twan | | Peeters | financiën`,
	"veerhuis": `
		Geertruida | | Zwart-’t Sas | zorgcoördinator
		Ruben | de | Rooij | eigenaar
		Hanneke | | Veenhuizen | gedragswetenschapper`,
	"langeakker": `
		Klaas-Jan | | Wieringa | zorgboer
		Elske | | Wieringa-Dijkstra | zorgboerin
		Jörg | | Weiß | dagbesteding`,
	"crisisjeugd": `
		Vincent | van der | Ploeg | coördinator
		Chantal | d’ | Arnaud | teamleider
		Iwan | | Szymański | planner | wacht`,
	"samenwerkendepraktijken": `
		Wouter | ’t | Hart | voorzitter
		Annabel | de la | Fuente | secretaris
		Pieter-Bas | | Nijenhuis | penningmeester`,

	"decockpsychologie": `Joëlle | de | Cock | kinder- en jeugdpsycholoog`,
	"praktijkdaniels":   `Zoë | | Daniëls | orthopedagoog`,
	"oudenijhuis":       `Trijntje | | Oude Nijhuis | orthopedagoog-generalist`,
	"lycklema":          `Sjoerd | | Lycklema | jeugdprofessional`,
	"spelijzerman":      `Fenna | | IJzerman | speltherapeut`,
	"orourkecoaching":   `Siobhán | | O’Rourke | family coach | | en`,
	"hoefijzer":         `Geert-Jan | in ’t | Veld | psychotherapeut`,
	"yildizpsychologie": `Ayşe | | Yıldız | kinderpsycholoog`,
	"ouweland": `
		Marijke | van den | Ouweland | systeemtherapeut
		Teun | van den | Ouweland | praktijkmanager | praktijk`,
	"klaproos": `Hidde | | Wiarda | jeugdpsycholoog`,
	"celikvanos": `
		Elif | | Çelik | beeldend therapeut | info
		Tess | van | Os | beeldend therapeut | info`,
	"bronsted":   `Søren | | Brønsted | music therapist | | en`,
	"zilverspar": `Nynke | de | Vries-Hoekstra | psycholoog NIP`,
	"letterwerf": `
		Annelotte | | Wijnja | behandelaar dyslexie
		Stéphanie | | Dubois | behandelaar dyslexie`,
	"benhaddou": `Samira | ben | Haddou | jeugdcoach`,
	"dhondt":    `Ine | d’ | Hondt | ouderbegeleider`,
	"bewegingsruimte": `
		Rutger | van | Loon | psychomotorisch therapeut
		Lieke | aan de | Stegge | psychomotorisch therapeut`,
	"nunezortega": `Inés | | Núñez Ortega | kinderpsychiater`,
	"tjeenk":      `Aafke | | Tjeenk-Postma | gezinsbegeleider`,
	"vuurvlieg": `
		Wiebe | ter | Horst | kindertherapeut | praktijk
		Moniek | | Verhaegh | secretariaat | praktijk`,

	"brugkompasnoordster": `
		Femke | | Thijssen-Ó Súilleabháin | programmaleider
		Gijs | van | Rhijn | jurist
		Marlous | | Bijl | penvoerder`,
	"samenthuis": `
		Hasan | | Çağlar | kwartiermaker
		Petra | | Smeets-van IJzendoorn | penvoerder
		Jurre | de | With | projectondersteuner`,
	"dichtbijwonen": `
		Olga | | Brandsma | programmaleider
		Floris | van | Ewijk | financieel adviseur
		Imke | | Lindeboom | secretariaat | bureau`,

	"jbmerenland": `
		Hendrik-Jan | de | Jong | directeur
		Roos | | Vermeulen | beleidsadviseur
		Abdelkarim | ait | Benali | gebiedsmanager`,
	"drempelvrij": `
		Tamara | | Krüger | regiomanager
		Joost | | Hoekzema | beleidsadviseur
		Mieke | van | Eerd | contractbeheer`,
	"ankerplaats": `
		Cornelis | | Uit den Bogaard | bestuurder
		Djamila | | Kadırcan | teamleider
		Yvon | | Haverkort | secretariaat | info`,

	"swvmerenlandzuid": `
		Machteld | | Feenstra | directeur
		Arjan | | Tuinstra | beleidsmedewerker
		Lisanne | ten | Hove | secretariaat | bureau`,
	"swvmerenlandnoord": `
		Egbert | | Roelofs | directeur
		Karin | | Çınar | onderwijsadviseur
		Sietske | | Boonstra-IJdema | secretariaat`,
	"swvvo": `
		Jan-Willem | van de | Water | directeur-bestuurder
		Priya | | Ramdin | coördinator zorg
		Ellen | | Op ’t Hof | secretariaat`,

	"cjgelzendam": `
		Femke | van der | Horst | teammanager
		Michiel | | Lugtigheid | jeugdconsulent
		Naïma | | Bouchra | jeugdconsulent`,
	"wijkteamlommerdijk": `
		Bart-Jan | | Poel | teamleider
		Jolanda | van der | Poel | jeugdconsulent
		Erik | | Poelman | jeugdconsulent`,
	"cjgwaalhof": `
		Wendela | | Quist | teamleider
		Tom | | Xhofleer | jeugdconsulent
		Hatice | | Demirtaş | jeugdconsulent`,

	"clientenraadjeugd": `
		Yasmina | | Jabri | voorzitter
		Henk | | Stoffels | lid | raad
		Marja | | Stoffels-Bos | lid | raad
		Thijmen | | de Wit | secretaris | raad`,
	"jongerenraad": `
		Fleur | | Zandstra | voorzitter
		Jayden | | Wong-A-Foe | lid | jongeren
		Sanne | | Æbelø | lid | jongeren
		Daan | | Ooms | lid | jongeren`,

	"aldermeer": `
		Peter | van | Aldewereld | beleidsadviseur jeugd
		Sigrid | | Nauta | contractmanager
		Rob | | Janssen | financieel adviseur
		Corrie | | Blaauw | bestuurssecretariaat | secretariaat`,
	"brinkeroord": `
		Tineke | | Ĳsselmuiden | beleidsadviseur jeugd
		Hans | de | Boer | contractmanager
		Fatma | | Güneş | toezicht
		Dick | | Overbeek | adviseur leerlingzaken`,
	"elzendam": `
		Carolien | van | Wassenaer | programmamanager
		Stefan | | Müller-de Groot | beleidsadviseur jeugd
		Anke | | Tolsma | contractmanager
		Gerrit | | Zeldenrust | juridisch adviseur`,
	"grootreeuwland": `
		Jacqueline | | Reeuwijk | beleidsadviseur jeugd
		Murat | | Şahin | contractmanager
		Annemiek | | Bos | inkoopadviseur
		Ton | van | Eijk | controller`,
	"ijsseloord": `
		Björn | | Mendes da Costa | beleidsadviseur jeugd
		Liesbeth | | Kok-van IJperen | contractmanager
		Ruud | den | Hertog | inkoopadviseur
		Eva | | Nováková | data-analist | | en`,
	"lommerdijk": `
		Joke | | Verhaeghe-Smit | beleidsadviseur jeugd
		Niels | | Bakker | contractmanager
		Wil | | Wouters | toegang jeugd
		Simone | van den | Eijnden | bestuurssecretariaat`,
	"sintjoriswoude": `
		Thea | | Groothuis | beleidsadviseur jeugd
		Karim | | Haddad | contractmanager
		Bram | | Schuurman | onderwijs
		Lia | | Vos | communicatie`,
	"waalhof": `
		Reinout | ’t | Lam | beleidsadviseur jeugd
		Gonnie | van de | Ven | contractmanager
		Ilona | | Kovács | toegang jeugd
		Sander | | Vrij | financieel adviseur`,

	"jeugdaanbieders": `
		Maarten | | Zuurbier | voorzitter
		Esther | | Levi | adviseur inkoop`,
	"kringvrijgevestigden": `
		Louise | | Wittebrood | voorzitter
		Hugo | van der | Laak | secretaris`,

	"huisartsengroep": `
		Frédérique | | Claassen | huisarts
		Jeroen | | Nooteboom | praktijkondersteuner jeugd`,
	"ggdmerenland": `
		Ineke | | Duijvestijn | jeugdarts
		Casper | | Roodenburg | beleidsadviseur`,
	"waterlelie": `
		Paulien | | Akkerman | directeur
		Ömer | | Kaplan | intern begeleider`,
}
