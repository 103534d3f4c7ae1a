package demo

import "samenspraak/internal/consult"

// posts are what was published, the oldest first. All of it is invented.
var posts = []post{
	{
		key: "samen", kind: consult.PressRelease, by: ilse, moment: moment{762, 11, 0},
		title: "Acht gemeenten kopen samen jeugdhulp in", lead: togetherLead, body: togetherBody,
		signed: municipalities, press: true,
	},
	{
		key: "werk", kind: consult.News, by: daan, moment: moment{640, 10, 20},
		title: "Zo verdelen wij het werk in de jeugdregio", lead: workLead, body: workBody,
	},
	{
		key: "telefoon", kind: consult.Announcement, by: ilse, moment: moment{520, 9, 30},
		title: "Wij krijgen een ander telefoonnummer", body: phoneBody,
	},
	{
		key: "wachttijd", kind: consult.News, by: daan, moment: moment{470, 13, 45},
		title: "Kortere wachttijd voor ambulante hulp", lead: waitingLead, body: waitingBody,
	},
	{
		key: "regiovisie", kind: consult.News, by: ilse, moment: moment{380, 16, 10},
		title: "Alle acht raden stellen de regiovisie jeugd vast", lead: visionLead, body: visionBody,
		files: []paper{
			{title: "Regiovisie jeugd Merenland", name: "regiovisie-jeugd-merenland.pdf"},
			{title: "Regiovisie in gewone taal", name: "regiovisie-in-gewone-taal.pdf"},
		},
	},
	{
		key: "gezinshuis", kind: consult.PressRelease, by: daan, moment: moment{255, 12, 0},
		title: "Brinkeroord en Lommerdijk openen samen een gezinshuis", lead: familyLead, body: familyBody,
		signed: []string{"Brinkeroord", "Lommerdijk"}, press: true,
	},
	{
		key: "marktverkenning", kind: consult.News, by: ilse, moment: moment{190, 15, 0},
		title: "Marktverkenning verblijf: dit hoorden wij", lead: surveyLead, body: surveyBody,
		files: []paper{{title: "Verslag marktverkenning", name: "verslag-marktverkenning.odt"}},
	},
	{
		key: "kick-off", kind: consult.News, by: daan, moment: moment{120, 14, 30},
		title: "Kick-off jeugdhulp 2028: thuis stond bovenaan", lead: startLead, body: startBody,
		files: []paper{{title: "Woordenwolk van de kick-off", name: "woordenwolk-kick-off.png"}},
	},
	{
		key: "uitgangspunten", kind: consult.PressRelease, by: daan, moment: moment{30, 10, 0},
		title: "Acht gemeenten leggen uitgangspunten jeugdhulp 2028 voor aan hun raden", lead: councilsLead,
		body:   councilsBody,
		signed: municipalities, press: true,
		files: []paper{
			{title: "Uitgangspunten jeugdhulp 2028", name: "uitgangspunten-jeugdhulp-2028.pdf"},
			{title: "Samenvatting in gewone taal", name: "samenvatting-uitgangspunten.pdf"},
			{title: "Begrippenlijst jeugdhulp 2028", name: "begrippenlijst-jeugdhulp-2028.odt"},
		},
	},
	{
		key: "gespreksronde", kind: consult.News, by: ilse, moment: moment{15, 10, 30},
		title: "Verslag gespreksronde vrijgevestigden staat online", lead: roundLead, body: roundBody,
	},
	{
		key: "reageren", kind: consult.Announcement, by: ilse, moment: moment{11, 11, 40},
		title: "Reageren op de uitgangspunten kan ook op papier", lead: replyLead, body: replyBody,
	},
	{
		key: "verzet", kind: consult.Announcement, by: daan, moment: moment{2, 9, 30},
		title: "Kick-off dialoogfase schuift twee weken op", lead: movedLead, body: movedBody,
	},
}

// principlesAgain is the newer version of a file that came with a press release.
var principlesAgain = paper{
	title: "Uitgangspunten jeugdhulp 2028", name: "uitgangspunten-jeugdhulp-2028.pdf",
	file: "uitgangspunten-jeugdhulp-2028-tweede.pdf",
}

// embargoed is under embargo: no word of it may be seen before its time.
var embargoed = post{
	key: "brugjaar", kind: consult.PressRelease, by: daan,
	title: "Gemeenten starten Brugjaar: hulp stopt niet meer op de achttiende verjaardag", lead: bridgeLead,
	body:   bridgeBody,
	signed: municipalities, press: true,
}

// unfinished is a draft.
var unfinished = post{
	key: "nabericht", kind: consult.News, by: ilse,
	title: "Wat wij doen met wat u zei", lead: draftLead, body: draftBody,
}

const surveyTitle = "Marktverkenning wonen en verblijf: dit hoorden wij"
