package address

import "fmt"

// named are the addresses that templates write themselves, by the name they
// have there: {{to "contact"}}. All others come with what a page shows.
var named = map[string]string{
	"home":                         Home,
	"news":                         News,
	"meetings":                     Meetings,
	"faq":                          FAQ,
	"search":                       Search,
	"contact":                      Contact,
	"privacy":                      Privacy,
	"accessibility":                Accessibility,
	"mine":                         Mine,
	"agenda":                       Agenda,
	"security":                     Security,
	"staff":                        StaffHome,
	"staff.signin":                 SignIn,
	"staff.signout":                SignOut,
	"staff.account":                StaffAccount,
	"staff.account.password":       StaffAccount + "/" + ToPassword,
	"staff.account.second_factor":  StaffAccount + "/" + ToSecondFactor,
	"staff.account.recovery_codes": StaffAccount + "/" + ToRecoveryCodes,
	"staff.meetings":               StaffMeetings,
	"staff.meetings.new":           StaffMeetings + "/" + ToNew,
	"staff.organisations":          StaffOrganisations,
	"staff.imports":                StaffImports,
	"staff.imports.example":        StaffImports + "/" + ToPreview + AsCSV,
	"staff.outbox.release":         StaffOutbox + "/" + ToRelease,
	"staff.settings":               StaffSettings,
	"staff.municipalities":         StaffMunicipalities,
	"staff.members":                StaffMembers,
	"staff.members.new":            StaffMembers + "/" + ToNew,
	"staff.themes":                 StaffThemes,
	"staff.showcase":               StaffShowcase,
}

// Named is the address of a name in a template.
func Named(name string) (string, error) {
	path, ok := named[name]
	if !ok {
		return "", fmt.Errorf("no address is named %q", name)
	}
	return path, nil
}
