package consult

import "fmt"

// ActorKind says what sort of person or thing acts.
type ActorKind string

// Kinds of actor.
const (
	Visitor ActorKind = "visitor"
	ByStaff ActorKind = "staff"
	ByGuest ActorKind = "invitee" // an invitee, by their link
	System  ActorKind = "system"  // the program on its own clock
)

// Actor is who asks for something: it is looked at by Allow and written into
// the audit.
type Actor struct {
	Kind     ActorKind
	ID       int64 // staff or invitee
	Name     string
	Role     Role
	Language string
	Origin   string // shortened network address, for the audit
}

// SystemActor acts when the program does something by itself.
var SystemActor = Actor{Kind: System, Name: "samenspraak"}

// Action is something staff can be allowed to do.
type Action string

// Actions. Every staff route names one in the access table.
const (
	SeeStaffSide   Action = "see"         // lists, meetings, answers, mail
	EditDirectory  Action = "directory"   // organisations, contacts, import
	EditMeetings   Action = "meetings"    // make, publish, move, cancel, report
	EditPosts      Action = "posts"       // write, publish, correct, withdraw news and answers
	SendMail       Action = "mail"        // invite, remind, resend, extend, withdraw
	NoteReplies    Action = "replies"     // answer on somebody's behalf
	ShowLinks      Action = "links"       // see somebody's personal link (audited)
	SettleMail     Action = "settle"      // decide on uncertain and held mail
	ManageStaff    Action = "staff"       //
	EditSettings   Action = "settings"    // region, municipalities, texts
	SeeAudit       Action = "audit"       //
	EraseAudit     Action = "audit_erase" // no role: whoever runs the program may, by its command
	KeepOwnAccount Action = "own_account" // password, second factor, language
)

var allowed = map[Role]map[Action]bool{
	Reader: {SeeStaffSide: true, KeepOwnAccount: true},
	Editor: {
		SeeStaffSide: true, KeepOwnAccount: true, EditDirectory: true, EditMeetings: true, EditPosts: true,
		SendMail:    true,
		NoteReplies: true, ShowLinks: true, SettleMail: true,
	},
	Admin: {
		SeeStaffSide: true, KeepOwnAccount: true, EditDirectory: true, EditMeetings: true, EditPosts: true,
		SendMail:    true,
		NoteReplies: true, ShowLinks: true, SettleMail: true, ManageStaff: true, EditSettings: true, SeeAudit: true,
	},
}

// Allow returns nil when the actor may do it, else an error that wraps
// ErrForbidden. The program itself may do everything; an action or role that
// is not in the table is refused.
func Allow(a Actor, action Action) error {
	if a.Kind == System || a.Kind == ByStaff && allowed[a.Role][action] {
		return nil
	}
	return fmt.Errorf("%s %s may not %s: %w", a.Kind, a.Role, action, ErrForbidden)
}

// SeesNeeds says whether the actor may see access and dietary needs: only staff
// of that very meeting, whatever their role.
func SeesNeeds(a Actor, o Occasion) bool { return a.Kind == ByStaff && o.HasStaff(a.ID) }
