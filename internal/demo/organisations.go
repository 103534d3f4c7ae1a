package demo

import "samenspraak/internal/consult"

// organisation is one of the invented ones. Its key is its domain under
// .example and ties it to its people.
type organisation struct {
	key     string
	kind    consult.OrganisationType
	name    string
	town    string // municipality; empty: the whole region
	tags    []string
	members []member
}

// member is an organisation in a consortium, by key.
type member struct {
	key  string
	role consult.MemberRole
}

// The tags, as staff would have given them.
const (
	tagHome     = "wonen en verblijf"
	tagOutreach = "ambulant"
	tagCrisis   = "crisis"
	tagFoster   = "pleegzorg"
	tagLotOne   = "perceel 1"
	tagLotTwo   = "perceel 2"
	tagNew      = "nieuw in 2026"
)

// organisations lists consortia after their members.
var organisations = []organisation{
	{
		key: "derietkraag", kind: consult.Provider, name: "De Rietkraag jeugdhulp", town: "Aldermeer",
		tags: []string{tagOutreach, tagLotTwo},
	},
	{
		key: "thuisbasis", kind: consult.Provider, name: "Thuisbasis jeugdhulp", town: "IJsseloord",
		tags: []string{tagOutreach, tagLotTwo},
	},
	{
		key: "zuiderlicht", kind: consult.Provider, name: "Behandelcentrum Zuiderlicht", town: "Groot-Reeuwland",
		tags: []string{tagLotOne, tagHome},
	},
	{
		key: "dewiekslag", kind: consult.Provider, name: "Gezinshuis De Wiekslag", town: "Lommerdijk",
		tags: []string{tagLotOne, tagHome},
	},
	{
		key: "vaartland", kind: consult.Provider, name: "Pleegzorg Vaartland", town: "Brinkeroord",
		tags: []string{tagLotOne, tagFoster},
	},
	{
		key: "dekade", kind: consult.Provider, name: "Ambulant team De Kade", town: "Elzendam",
		tags: []string{tagOutreach, tagLotTwo},
	},
	{
		key: "noordster", kind: consult.Provider, name: "Jeugdhulp Noordster", town: "Sint-Joriswoude",
		tags: []string{tagLotOne, tagHome},
	},
	{
		key: "debrug", kind: consult.Provider, name: "Stichting De Brug", town: "IJsseloord",
		tags: []string{tagLotOne, tagHome},
	},
	{
		key: "kompasjeugd", kind: consult.Provider, name: "Kompas jeugd en gezin", town: "Elzendam",
		tags: []string{tagOutreach, tagLotTwo},
	},
	{
		key: "veerhuis", kind: consult.Provider, name: "’t Veerhuis, wonen en begeleiding", town: "’t Waalhof",
		tags: []string{tagLotOne, tagNew, tagHome},
	},
	{
		key: "langeakker", kind: consult.Provider, name: "Zorgboerderij De Lange Akker", town: "Lommerdijk",
		tags: []string{tagOutreach},
	},
	{key: "crisisjeugd", kind: consult.Provider, name: "Crisisdienst jeugd Merenland", tags: []string{tagCrisis}},
	{
		key: "samenwerkendepraktijken", kind: consult.Provider, tags: []string{tagOutreach, tagLotTwo},
		name: "Stichting Samenwerkende Praktijken voor Kinder- en Jeugdpsychologie Merenland en Omstreken",
	},

	{
		key: "decockpsychologie", kind: consult.SolePractitioner,
		name: "Praktijk voor kinder- en jeugdpsychologie De Cock", town: "Elzendam",
	},
	{key: "praktijkdaniels", kind: consult.SolePractitioner, name: "Orthopedagogiepraktijk Daniëls", town: "Aldermeer"},
	{key: "oudenijhuis", kind: consult.SolePractitioner, name: "Praktijk Oude Nijhuis", town: "Brinkeroord"},
	{
		key: "lycklema", kind: consult.SolePractitioner, name: "Sjoerd Lycklema, zelfstandig jeugdprofessional",
		town: "Lommerdijk",
	},
	{key: "spelijzerman", kind: consult.SolePractitioner, name: "Speltherapie IJzerman", town: "IJsseloord"},
	{
		key: "orourkecoaching", kind: consult.SolePractitioner, name: "O’Rourke Family Coaching",
		town: "Groot-Reeuwland", tags: []string{tagNew},
	},
	{key: "hoefijzer", kind: consult.SolePractitioner, name: "Praktijk ’t Hoefijzer", town: "’t Waalhof"},
	{key: "yildizpsychologie", kind: consult.SolePractitioner, name: "Yıldız kinderpsychologie", town: "IJsseloord"},
	{
		key: "ouweland", kind: consult.SolePractitioner, name: "Systeemtherapie Van den Ouweland",
		town: "Sint-Joriswoude",
	},
	{key: "klaproos", kind: consult.SolePractitioner, name: "Praktijk De Klaproos", town: "Lommerdijk"},
	{key: "celikvanos", kind: consult.SolePractitioner, name: "Beeldende therapie Çelik & Van Os", town: "Elzendam"},
	{key: "bronsted", kind: consult.SolePractitioner, name: "Muziektherapie Brønsted", town: "Aldermeer"},
	{key: "zilverspar", kind: consult.SolePractitioner, name: "Praktijk Zilverspar", town: "Groot-Reeuwland"},
	{key: "letterwerf", kind: consult.SolePractitioner, name: "Dyslexiepraktijk Letterwerf", town: "Brinkeroord"},
	{
		key: "benhaddou", kind: consult.SolePractitioner, name: "Jeugdcoach Ben Haddou", town: "Sint-Joriswoude",
		tags: []string{tagNew},
	},
	{key: "dhondt", kind: consult.SolePractitioner, name: "Ouderbegeleiding d’Hondt", town: "Aldermeer"},
	{
		key: "bewegingsruimte", kind: consult.SolePractitioner, name: "Bewegingsruimte, psychomotorische therapie",
		town: "Elzendam",
	},
	{key: "nunezortega", kind: consult.SolePractitioner, name: "Praktijk Núñez Ortega", town: "IJsseloord"},
	{key: "tjeenk", kind: consult.SolePractitioner, name: "Gezinsbegeleiding Tjeenk", town: "Groot-Reeuwland"},
	{key: "vuurvlieg", kind: consult.SolePractitioner, name: "Kinderpraktijk De Vuurvlieg", town: "’t Waalhof"},

	{
		key: "brugkompasnoordster", kind: consult.Consortium, name: "combinatie De Brug, Kompas en Noordster",
		tags: []string{tagLotOne},
		members: []member{
			{"debrug", consult.Lead}, {"kompasjeugd", consult.MainContractor}, {"noordster", consult.MainContractor},
		},
	},
	{
		key: "samenthuis", kind: consult.Consortium, name: "combinatie Thuisbasis, De Rietkraag en De Wiekslag",
		tags: []string{tagLotOne, tagLotTwo},
		members: []member{
			{"thuisbasis", consult.Lead}, {"derietkraag", consult.MainContractor},
			{"dewiekslag", consult.Subcontractor},
		},
	},
	{
		key: "dichtbijwonen", kind: consult.Consortium,
		name: "combinatie Dichtbij Wonen (Vaartland, Zuiderlicht, ’t Veerhuis)", tags: []string{tagLotOne},
		members: []member{
			{"vaartland", consult.Lead}, {"zuiderlicht", consult.MainContractor}, {"veerhuis", consult.Subcontractor},
		},
	},

	{
		key: "jbmerenland", kind: consult.CertifiedInstitution, name: "Jeugdbescherming Merenland",
		tags: []string{tagLotOne, tagCrisis},
	},
	{
		key: "drempelvrij", kind: consult.CertifiedInstitution, name: "Drempelvrij jeugdreclassering",
		town: "Groot-Reeuwland",
	},
	{
		key: "ankerplaats", kind: consult.CertifiedInstitution, name: "Ankerplaats jeugdbescherming", town: "Elzendam",
		tags: []string{tagLotOne},
	},

	{
		key: "swvmerenlandzuid", kind: consult.EducationPartnership,
		name: "Samenwerkingsverband passend onderwijs Merenland-Zuid",
	},
	{
		key: "swvmerenlandnoord", kind: consult.EducationPartnership,
		name: "Samenwerkingsverband passend onderwijs Merenland-Noord",
	},
	{key: "swvvo", kind: consult.EducationPartnership, name: "Samenwerkingsverband voortgezet onderwijs De Plassen"},

	{key: "cjgelzendam", kind: consult.LocalTeam, name: "CJG Elzendam", town: "Elzendam"},
	{key: "wijkteamlommerdijk", kind: consult.LocalTeam, name: "Wijkteam Lommerdijk", town: "Lommerdijk"},
	{key: "cjgwaalhof", kind: consult.LocalTeam, name: "CJG ’t Waalhof", town: "’t Waalhof"},

	{key: "clientenraadjeugd", kind: consult.ClientCouncil, name: "Cliëntenraad jeugd Merenland"},
	{key: "jongerenraad", kind: consult.ClientCouncil, name: "Jongerenraad De Stem van Merenland"},

	{key: "aldermeer", kind: consult.MunicipalityOrg, name: "Gemeente Aldermeer", town: "Aldermeer"},
	{key: "brinkeroord", kind: consult.MunicipalityOrg, name: "Gemeente Brinkeroord", town: "Brinkeroord"},
	{key: "elzendam", kind: consult.MunicipalityOrg, name: "Gemeente Elzendam", town: "Elzendam"},
	{key: "grootreeuwland", kind: consult.MunicipalityOrg, name: "Gemeente Groot-Reeuwland", town: "Groot-Reeuwland"},
	{key: "ijsseloord", kind: consult.MunicipalityOrg, name: "Gemeente IJsseloord", town: "IJsseloord"},
	{key: "lommerdijk", kind: consult.MunicipalityOrg, name: "Gemeente Lommerdijk", town: "Lommerdijk"},
	{key: "sintjoriswoude", kind: consult.MunicipalityOrg, name: "Gemeente Sint-Joriswoude", town: "Sint-Joriswoude"},
	{key: "waalhof", kind: consult.MunicipalityOrg, name: "Gemeente ’t Waalhof", town: "’t Waalhof"},

	{key: "jeugdaanbieders", kind: consult.SectorBody, name: "Kring van jeugdhulpaanbieders in het merengebied"},
	{key: "kringvrijgevestigden", kind: consult.SectorBody, name: "Kring vrijgevestigden Merenland"},

	{
		key: "huisartsengroep", kind: consult.OtherOrganisation, name: "Huisartsengroep Merenland-Oost",
		town: "Groot-Reeuwland",
	},
	{key: "ggdmerenland", kind: consult.OtherOrganisation, name: "GGD in het merengebied"},
	{key: "waterlelie", kind: consult.OtherOrganisation, name: "Brede school De Waterlelie", town: "Sint-Joriswoude"},
}
