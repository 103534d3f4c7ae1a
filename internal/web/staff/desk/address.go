package desk

import "strconv"

// Every address of the staff side that a link or a form names is made here, and
// nowhere else: the rooms mount their routes on the same words.
const (
	HomePath           = "/beheer"
	MeetingsPath       = HomePath + "/bijeenkomsten"
	OrganisationsPath  = HomePath + "/organisaties"
	ContactsPath       = HomePath + "/contactpersonen"
	ImportPath         = HomePath + "/import"
	MailPath           = HomePath + "/mail"
	PostsPath          = HomePath + "/berichten"
	AnswersPath        = HomePath + "/vragen"
	ThemesPath         = AnswersPath + "/themas"
	SettingsPath       = HomePath + "/instellingen"
	MunicipalitiesPath = SettingsPath + "/gemeenten"
	LogoPath           = SettingsPath + "/logo"
	StaffPath          = HomePath + "/medewerkers"
	AccountPath        = HomePath + "/account"
	AuditPath          = HomePath + "/logboek"
)

// The tabs of a meeting's workspace, as they stand behind its address.
const (
	TabOverview   = ""
	TabInvitees   = "genodigden"
	TabProgramme  = "programma"
	TabQuestions  = "vragen"
	TabMail       = "mail"
	TabAttendance = "aanwezigheid"
	TabReport     = "verslag"
	TabNone       = "-" // a page of the workspace that is behind no tab
)

// pathOf is the address of a page of one thing in a list; an empty page is its first.
func pathOf(list string, id int64, page string) string {
	path := list + "/" + strconv.FormatInt(id, 10)
	if page == "" {
		return path
	}
	return path + "/" + page
}

// MeetingPath is the address of a page of a meeting's workspace.
func MeetingPath(meetingID int64, page string) string { return pathOf(MeetingsPath, meetingID, page) }

// MailingPath is the address of one sending to the invitees of a meeting.
func MailingPath(meetingID, mailingID int64) string {
	return MeetingPath(meetingID, "mailing/"+strconv.FormatInt(mailingID, 10))
}

// OrganisationPath is the address of a page of one organisation.
func OrganisationPath(organisationID int64, act string) string {
	return pathOf(OrganisationsPath, organisationID, act)
}

// ContactPath is the address of a page of one contact.
func ContactPath(contactID int64, act string) string { return pathOf(ContactsPath, contactID, act) }

// ImportedPath is the address of an import that was taken in.
func ImportedPath(importID int64) string { return pathOf(ImportPath, importID, "") }

// DraftPath is the address of a step of an import that is not taken in yet.
func DraftPath(draftID int64, step string) string { return pathOf(ImportPath, draftID, step) }

// MailHref is the address of one mail.
func MailHref(mailID int64) string { return pathOf(MailPath, mailID, "") }

// PostPath is the address of a page of a post's workspace.
func PostPath(postID int64, page string) string { return pathOf(PostsPath, postID, page) }

// ThemePath is the address of one theme.
func ThemePath(themeID int64) string { return pathOf(ThemesPath, themeID, "") }

// StaffMemberPath is the address of one of staff.
func StaffMemberPath(staffID int64) string { return pathOf(StaffPath, staffID, "") }

// ObjectAuditPath is the log, narrowed to one thing.
func ObjectAuditPath(object string, id int64) string {
	return AuditPath + "?soort=" + object + "&nummer=" + strconv.FormatInt(id, 10)
}

// ObjectPath is the page of what an entry of the audit is about, by the noun
// that the entry names; empty where the noun has no page.
func ObjectPath(object string, id int64) string {
	switch object {
	case "meeting":
		return MeetingPath(id, TabOverview)
	case "organisation":
		return OrganisationPath(id, "")
	case "contact":
		return ContactPath(id, "")
	case "staff":
		return StaffMemberPath(id)
	case "mail":
		return MailHref(id)
	case "post":
		return PostPath(id, "")
	case "theme":
		return ThemePath(id)
	}
	return ""
}
