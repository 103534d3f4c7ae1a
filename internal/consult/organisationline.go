package consult

import "time"

// OrganisationLine is one row of the list of organisations.
type OrganisationLine struct {
	ID           int64
	Type         OrganisationType
	Name         string
	Municipality string
	KvK          string
	AGB          string
	Tags         []string
	Contacts     int // that are not archived
	ArchivedAt   time.Time
}

// Shelf says whether a list shows what is in use, what is archived, or both.
type Shelf string

// Shelves.
const (
	InUse    Shelf = ""
	Archived Shelf = "archived"
	Whole    Shelf = "all"
)

// OrganisationOrder is a column of the list; empty is by name.
type OrganisationOrder string

// Orders of organisations.
const (
	OrganisationsByName         OrganisationOrder = ""
	OrganisationsByType         OrganisationOrder = "type"
	OrganisationsByMunicipality OrganisationOrder = "municipality"
)

// OrganisationFilter narrows and orders the list; zero fields do not narrow. A
// Limit of 0 is no limit.
type OrganisationFilter struct {
	Search         string // in name, numbers, tags and contacts
	Type           OrganisationType
	MunicipalityID int64
	Tag            string
	Shelf          Shelf
	By             OrganisationOrder
	Down           bool
	Limit, Offset  int
}

// ContactLine is one row of the list of contacts.
type ContactLine struct {
	Contact
	Organisation         string
	OrganisationArchived bool
}

// ContactOrder is a column of the list; empty is by name.
type ContactOrder string

// Orders of contacts.
const (
	ContactsByName         ContactOrder = ""
	ContactsByOrganisation ContactOrder = "organisation"
)

// ContactFilter narrows and orders the list; zero fields do not narrow. A Limit
// of 0 is no limit.
type ContactFilter struct {
	Search         string // in name, address, job title and organisation
	OrganisationID int64
	Undeliverable  bool // only those whose address does not work
	Shelf          Shelf
	By             ContactOrder
	Down           bool
	Limit, Offset  int
}

// InvitedLine is one meeting that an organisation or a contact was invited to.
type InvitedLine struct {
	OccasionID  int64
	Title       string
	Starts      time.Time
	InvitedAt   time.Time
	WithdrawnAt time.Time
	Answer      Answer // of the organisation; empty: none
}

// MunicipalityUse is a municipality with how many organisations are in it.
type MunicipalityUse struct {
	Municipality
	Organisations int
}
