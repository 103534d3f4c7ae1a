package importing

import (
	"errors"
	"strings"

	"samenspraak/internal/consult"
	"samenspraak/internal/dutch"
)

// Why a word is no type of organisation.
var (
	ErrUnknownType = errors.New("unknown type of organisation")
	// ErrAmbiguousType: "samenwerkingsverband" is said of a combinatie of
	// providers and of a partnership of schools, and nobody but the writer
	// knows which.
	ErrAmbiguousType = errors.New("type of organisation that can mean two things")
)

// typeWords are the types as people write them, in plain letters.
var typeWords = plainKeys(map[consult.OrganisationType]string{
	consult.Provider: "provider aanbieder aanbieders zorgaanbieder jeugdhulpaanbieder instelling " +
		"zorginstelling jeugdzorginstelling hoofdaannemer onderaannemer",
	consult.SolePractitioner: "solepractitioner vrijgevestigde vrijgevestigd vrijgevestigden zelfstandige " +
		"zelfstandig zzp zzper eenmanszaak praktijk eenpitter vrijeberoepsbeoefenaar",
	consult.Consortium: "consortium combinatie combinaties coalitie samenwerkingsverbandaanbieders " +
		"samenwerkingsverbandvanaanbieders aanbiederscombinatie",
	consult.CertifiedInstitution: "certifiedinstitution gi gis gecertificeerdeinstelling " +
		"gecertificeerdeinstellingen jeugdbescherming jeugdreclassering",
	consult.EducationPartnership: "education educationpartnership swv swvpo swvvo onderwijs passendonderwijs " +
		"school scholen samenwerkingsverbandonderwijs " +
		"samenwerkingsverbandpassendonderwijs onderwijsswv speciaalonderwijs",
	consult.LocalTeam: "localteam cjg lokaalteam lokaleteams wijkteam gebiedsteam jeugdteam sociaalteam " +
		"sociaalwijkteam centrumvoorjeugdengezin",
	consult.ClientCouncil:   "clientcouncil clientenraad adviesraad jongerenraad ouderraad participatieraad",
	consult.MunicipalityOrg: "municipality gemeente gemeenten",
	consult.SectorBody: "sectorbody branche brancheorganisatie branchevereniging beroepsvereniging " +
		"koepel koepelorganisatie",
	consult.OtherOrganisation: "other overig overige overigen anders adviseur media pers inkooporganisatie",
})

// typeParts are parts of longer descriptions, the most telling first.
var typeParts = []struct {
	part string
	of   consult.OrganisationType
}{
	{"passendonderwijs", consult.EducationPartnership}, {"onderwijs", consult.EducationPartnership},
	{"combinatie", consult.Consortium}, {"consortium", consult.Consortium},
	{"samenwerkingsverbandvanaanbieders", consult.Consortium},
	{"gecertificeerdeinstelling", consult.CertifiedInstitution}, {"jeugdbescherming", consult.CertifiedInstitution},
	{"vrijgevestigd", consult.SolePractitioner}, {"zelfstandig", consult.SolePractitioner},
	{"clientenraad", consult.ClientCouncil}, {"adviesraad", consult.ClientCouncil},
	{"wijkteam", consult.LocalTeam}, {"lokaalteam", consult.LocalTeam}, {"branche", consult.SectorBody},
	{"koepel", consult.SectorBody},
}

// ParseOrganisationType reads a type as people write it in a list: "GI",
// "vrijgevestigde", "swv passend onderwijs". Errors: ErrUnknownType,
// ErrAmbiguousType.
func ParseOrganisationType(s string) (consult.OrganisationType, error) {
	word := dutch.Bare(s)
	if t, ok := typeWords[word]; ok {
		return t, nil
	}
	for _, one := range typeParts {
		if strings.Contains(word, one.part) {
			return one.of, nil
		}
	}
	switch {
	case strings.Contains(word, "samenwerkingsverband"):
		return "", ErrAmbiguousType
	case strings.Contains(word, "aanbieder"):
		return consult.Provider, nil
	}
	return "", ErrUnknownType
}

// MatchMunicipality finds a municipality by its name, whatever its capitals,
// accents and hyphens. When there is none it returns the one that was probably
// meant, if a typing error of at most two letters explains it.
func MatchMunicipality(name string, all []consult.Municipality) (found consult.Municipality, ok bool, meant string) {
	word := dutch.Bare(name)
	word = strings.TrimPrefix(word, "gemeente")
	best := 3
	for _, m := range all {
		other := dutch.Bare(m.Name)
		if other == word {
			if !ok || m.Until.IsZero() {
				found, ok = m, true
			}
			continue
		}
		if d := dutch.Distance(word, other, best); d < best {
			best, meant = d, m.Name
		}
	}
	return found, ok, meant
}
