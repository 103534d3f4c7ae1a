package consult

import (
	"slices"
	"strings"
	"time"

	"samenspraak/internal/dutch"
)

// OrganisationType says what an organisation is in the field.
type OrganisationType string

// The types the regions' own pages name. A Consortium (combinatie of providers)
// and an EducationPartnership (samenwerkingsverband passend onderwijs) are two
// things, though both are called "samenwerkingsverband" in speech.
const (
	Provider             OrganisationType = "provider"
	SolePractitioner     OrganisationType = "sole_practitioner"
	Consortium           OrganisationType = "consortium"
	CertifiedInstitution OrganisationType = "certified_institution"
	MunicipalityOrg      OrganisationType = "municipality"
	EducationPartnership OrganisationType = "education"
	LocalTeam            OrganisationType = "local_team"
	ClientCouncil        OrganisationType = "client_council"
	SectorBody           OrganisationType = "sector_body"
	OtherOrganisation    OrganisationType = "other"
)

// OrganisationTypes is every type in the order of forms and charts.
var OrganisationTypes = []OrganisationType{
	Provider, SolePractitioner, Consortium, CertifiedInstitution, EducationPartnership,
	LocalTeam, ClientCouncil, MunicipalityOrg, SectorBody, OtherOrganisation,
}

// Valid says whether the type is one of the known ones.
func (t OrganisationType) Valid() bool {
	for _, known := range OrganisationTypes {
		if t == known {
			return true
		}
	}
	return false
}

// Organisation is one that can be invited: a single organisation, or a
// consortium with members. The name is one string, whatever commas it holds.
type Organisation struct {
	ID             int64
	Type           OrganisationType
	Name           string
	SortKey        string
	MunicipalityID int64 // 0: none, or the whole region
	KvK            string
	AGB            string
	Tags           []string // lower case, sorted
	Note           string
	Members        []Member // of a consortium
	ImportID       int64
	ArchivedAt     time.Time
	CreatedAt      time.Time
	Version        int64 // for refusing an edit of what somebody else changed
}

// MemberRole is what a member does in a consortium.
type MemberRole string

// Roles of members: penvoerder, hoofdaannemer, onderaannemer.
const (
	Lead           MemberRole = "lead"
	MainContractor MemberRole = "main_contractor"
	Subcontractor  MemberRole = "subcontractor"
)

// MemberRoles is every role, first to last.
var MemberRoles = []MemberRole{Lead, MainContractor, Subcontractor}

// Valid says whether the role is one of the known ones.
func (r MemberRole) Valid() bool { return r == Lead || r == MainContractor || r == Subcontractor }

// Member is one organisation in a consortium.
type Member struct {
	OrganisationID int64
	Name           string
	Role           MemberRole
}

// Contact is a person at an organisation. Two people may share one mailbox and
// one person may speak for two organisations: an address is not an identity.
type Contact struct {
	ID             int64
	OrganisationID int64
	First          string
	Infix          string // tussenvoegsel
	Last           string
	SortKey        string
	JobTitle       string
	Address        string // as typed, checked
	Canonical      string // for comparing
	Phone          string
	Language       string // nl or en
	ImportID       int64
	ArchivedAt     time.Time
	CreatedAt      time.Time
	Undeliverable  time.Time // zero: nothing known against the address
	Bounce         string    // what the server said
	Unseen         bool      // a guest typed the name, it looks odd, and staff have not looked: gets no mail
	Version        int64
}

// Name is the full name as it stands in a sentence: Jan van der Poel.
func (c Contact) Name() string { return dutch.Name(c.First, c.Infix, c.Last) }

// TidyTags makes tags one form: lower case, without spaces around, each once,
// sorted.
func TidyTags(tags []string) []string {
	tidy := make([]string, 0, len(tags))
	for _, tag := range tags {
		if tag = strings.ToLower(strings.Join(strings.Fields(tag), " ")); tag != "" {
			tidy = append(tidy, tag)
		}
	}
	slices.Sort(tidy)
	return slices.Compact(tidy)
}

// MergeTags are the tags of both.
func MergeTags(a, b []string) []string { return TidyTags(slices.Concat(a, b)) }
