package address

// The lists and pages of the staff side.
const (
	StaffHome           = "/beheer"
	StaffMeetings       = StaffHome + "/bijeenkomsten"
	StaffOrganisations  = StaffHome + "/organisaties"
	StaffContacts       = StaffHome + "/contactpersonen"
	StaffImports        = StaffHome + "/import"
	StaffOutbox         = StaffHome + "/mail"
	StaffPosts          = StaffHome + "/berichten"
	StaffAnswers        = StaffHome + "/vragen"
	StaffThemes         = StaffAnswers + "/themas"
	StaffSettings       = StaffHome + "/instellingen"
	StaffMunicipalities = StaffSettings + "/gemeenten"
	StaffLogo           = StaffSettings + "/logo"
	StaffMembers        = StaffHome + "/medewerkers"
	StaffAccount        = StaffHome + "/account"
	StaffLog            = StaffHome + "/logboek"
	StaffShowcase       = StaffHome + "/bouwstenen"
)

// The pages of signing in.
const (
	SignIn       = StaffHome + "/aanmelden"
	SignInCode   = StaffHome + "/code"
	RecoveryCode = StaffHome + "/herstelcode"
	SignOut      = StaffHome + "/afmelden"
	setUps       = StaffHome + "/instellen"
	demoDoors    = StaffHome + "/demo"
)

// OnStaffSide tells whether an address is on the staff side.
func OnStaffSide(path string) bool { return Within(path, StaffHome) }

// SigningIn are the pages of signing in, below which more may stand.
func SigningIn() []string { return []string{SignIn, SignInCode, RecoveryCode, SignOut, setUps} }

// SetUp is where the link to a new account leads, by its secret.
func SetUp(token string) string { return Under(setUps, token) }

// DemoDoor is the way in that only the demo has, by its secret.
func DemoDoor(token string) string { return Under(demoDoors, token) }

// StaffMeeting is a page of a meeting's workspace.
func StaffMeeting(meetingID int64, words ...string) string {
	return Under(Under(StaffMeetings, Number(meetingID)), words...)
}

// StaffInvitee is a page of one invitee of a meeting.
func StaffInvitee(meetingID, inviteeID int64, words ...string) string {
	return Under(StaffMeeting(meetingID, ToInvitees, Number(inviteeID)), words...)
}

// StaffMailing is one sending to the invitees of a meeting.
func StaffMailing(meetingID, mailingID int64, words ...string) string {
	return Under(StaffMeeting(meetingID, ToMailing, Number(mailingID)), words...)
}

// StaffMailRule is one rule by which mail to the invitees of a meeting goes out.
func StaffMailRule(meetingID, ruleID int64, words ...string) string {
	return Under(StaffMeeting(meetingID, ToMail, ToRules, Number(ruleID)), words...)
}

// StaffOrganisation is a page of one organisation.
func StaffOrganisation(organisationID int64, words ...string) string {
	return Under(Under(StaffOrganisations, Number(organisationID)), words...)
}

// StaffContact is a page of one contact.
func StaffContact(contactID int64, words ...string) string {
	return Under(Under(StaffContacts, Number(contactID)), words...)
}

// StaffImport is a page of an import, taken in or not.
func StaffImport(importID int64, words ...string) string {
	return Under(Under(StaffImports, Number(importID)), words...)
}

// StaffMail is a page of one mail.
func StaffMail(mailID int64, words ...string) string {
	return Under(Under(StaffOutbox, Number(mailID)), words...)
}

// StaffPost is a page of a post's workspace.
func StaffPost(postID int64, words ...string) string {
	return Under(Under(StaffPosts, Number(postID)), words...)
}

// StaffTheme is a page of one theme.
func StaffTheme(themeID int64, words ...string) string {
	return Under(Under(StaffThemes, Number(themeID)), words...)
}

// StaffMunicipality is a page of one municipality.
func StaffMunicipality(municipalityID int64, words ...string) string {
	return Under(Under(StaffMunicipalities, Number(municipalityID)), words...)
}

// StaffMember is a page of one of staff.
func StaffMember(staffID int64, words ...string) string {
	return Under(Under(StaffMembers, Number(staffID)), words...)
}

// StaffDevice is a page of a device on which somebody is signed in.
func StaffDevice(deviceID int64, words ...string) string {
	return Under(Under(StaffAccount, ToDevices, Number(deviceID)), words...)
}

// StaffObject is the page of what an entry of the log is about, by the noun
// that the entry names; empty where the noun has no page.
func StaffObject(object string, id int64) string {
	switch object {
	case "meeting":
		return StaffMeeting(id)
	case "organisation":
		return StaffOrganisation(id)
	case "contact":
		return StaffContact(id)
	case "staff":
		return StaffMember(id)
	case "mail":
		return StaffMail(id)
	case "post":
		return StaffPost(id)
	case "theme":
		return StaffTheme(id)
	}
	return ""
}

// The words of the address bar that narrow the log to one thing.
const (
	LogObject = "soort"
	LogNumber = "nummer"
)

// StaffObjectLog is the log, narrowed to one thing.
func StaffObjectLog(object string, id int64) string {
	return StaffLog + "?" + LogObject + "=" + object + "&" + LogNumber + "=" + Number(id)
}
