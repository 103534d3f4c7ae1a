package consult

// Purpose says why a mail is sent; it names the letter that is written.
type Purpose string

// Purposes of mail. Each has a row below and a letter in package letter.
const (
	ForInvitation       Purpose = "invitation"
	ForDeadlineReminder Purpose = "reminder_deadline"
	ForMeetingReminder  Purpose = "reminder_meeting"
	ForConfirmation     Purpose = "confirmation"
	ForColleague        Purpose = "colleague"  // a colleague of the same organisation answered
	ForStandIn          Purpose = "stand_in"   // an invitee sends you instead
	ForSignedOff        Purpose = "signed_off" // it was said that nobody of the organisation comes
	ForChoice           Purpose = "choice"     // the stand-in does not come: the choice is yours again
	ForConsortium       Purpose = "consortium" // a consortium of yours comes
	ForMoved            Purpose = "moved"      // time or place changed
	ForCancelled        Purpose = "cancelled"  // the meeting is off
	ForWithdrawn        Purpose = "withdrawn"  // the invitation was taken back
	ForExtension        Purpose = "extension"  // the organisation has more time
	ForReport           Purpose = "report"     // the report is published
	ForMine             Purpose = "mine"       // the link to /mijn
	ForStaffLink        Purpose = "staff_link" // set-up or reset of a staff account
	ForTest             Purpose = "test"       // an invitation to staff themselves, as a proof
)

// purposeRows say of each purpose all that differs between them but for the words.
// They have no names of fields: a row that lacks one does not compile.
var purposeRows = []purposeRow{
	{ForInvitation, LaneInvite, OfOccasion, EntryOffered, premise{}, nobody},
	{ForDeadlineReminder, LaneReminder, OfOccasion, NoEntry, premise{as: unanswered}, nobody},
	{ForMeetingReminder, LaneReminder, OfOccasion, NoEntry, premise{}, nobody},
	{ForConfirmation, LaneAnswer, OfOccasion, EntryByAnswer, premise{as: onlyTheLast}, nobody},
	{ForColleague, LaneAnswer, OfOccasion, EntryLapses, premise{as: stillSo}, nobody},
	{ForStandIn, LaneAnswer, OfOccasion, EntryOffered, premise{}, nobody},
	{ForSignedOff, LaneAnswer, OfOccasion, EntryLapses, premise{as: stillLast}, nobody},
	{ForChoice, LaneAnswer, OfOccasion, NoEntry, premise{as: choiceStands}, nobody},
	{ForConsortium, LaneAnswer, OfOccasion, NoEntry, premise{as: consortiumComes}, nobody},
	{ForMoved, LaneChange, OfOccasion, EntryMoves, premise{as: lastMove}, mayCome},
	{ForCancelled, LaneChange, OfOccasion, EntryEnds, premise{whenOff: true}, mayCome},
	{ForWithdrawn, LaneChange, OfOccasion, EntryEnds, premise{whenTaken: true}, nobody},
	{ForExtension, LaneInvite, OfOccasion, NoEntry, premise{}, hasNotAnswered},
	{ForReport, LaneNews, OfOccasion, NoEntry, premise{whenOff: true}, everybody},
	{ForMine, LaneAnswer, OfMine, NoEntry, premise{}, nobody},
	{ForStaffLink, LaneAnswer, OfStaff, NoEntry, premise{}, nobody},
	{ForTest, LaneAnswer, OfOccasion, EntryOffered, premise{}, nobody},
}

// Purposes is every purpose.
var Purposes = func() []Purpose {
	all := make([]Purpose, len(purposeRows))
	for i, r := range purposeRows {
		all[i] = r.purpose
	}
	return all
}()

type purposeRow struct {
	purpose Purpose
	lane    Lane
	about   MailAbout
	entry   Entry
	premise premise
	hears   func(Standing) bool // of what happens to the whole meeting
}

// row is that of the purpose; an unknown one has a row of zeros and hears
// nobody.
func (p Purpose) row() purposeRow {
	for _, r := range purposeRows {
		if r.purpose == p {
			return r
		}
	}
	return purposeRow{hears: nobody}
}

// Lane orders the outbox, so that a confirmation never waits for a mailing.
type Lane int

// Lanes, first to last.
const (
	LaneAnswer   Lane = 0 // somebody waits at a screen for it
	LaneChange   Lane = 1 // moved, cancelled
	LaneInvite   Lane = 2
	LaneReminder Lane = 3
	LaneNews     Lane = 4 // reports
)

// Lanes is every lane in order.
var Lanes = []Lane{LaneAnswer, LaneChange, LaneInvite, LaneReminder, LaneNews}

// Lane is where mail of a purpose waits.
func (p Purpose) Lane() Lane { return p.row().lane }

// MailAbout says what a mail is about, and so whose link stands in it.
type MailAbout int

// What mail is about.
const (
	OfOccasion MailAbout = iota // an invitee's place at an occasion
	OfMine                      // all invitations of a contact
	OfStaff                     // an account of staff
)

// About is what mail of a purpose is about.
func (p Purpose) About() MailAbout { return p.row().about }

// Entry says what a mail does with the entry in its reader's calendar.
type Entry int

// What becomes of an entry.
const (
	NoEntry       Entry = iota
	EntryOffered        // to look at: nobody said yes yet
	EntryByAnswer       // their own after a yes, gone when a yes ends
	EntryLapses         // gone when what another said ends their coming
	EntryMoves          // moved along, or offered anew
	EntryEnds           // gone
)

// Entry is what mail of a purpose does with the calendar.
func (p Purpose) Entry() Entry { return p.row().entry }

// premise is when mail of a purpose is still true: also when the meeting is
// off, also when the invitation is taken back, and for the rest as a function
// says (nil: always).
type premise struct {
	whenOff, whenTaken bool
	as                 func(Mail, Standing) DropReason
}

// unanswered is for what is sent by hand, without a rule.
func unanswered(_ Mail, s Standing) DropReason {
	if s.Answered() || s.Invitee.StandInID != 0 || s.Consortium != "" {
		return DropAnswered
	}
	return DropNone
}

// onlyTheLast: of answers above the number that is mailed in an hour, only the
// last is told.
func onlyTheLast(m Mail, s Standing) DropReason {
	if m.Facts.Spread && !s.Everybody().Last(m.ReplyID) {
		return DropSuperseded
	}
	return DropNone
}

// stillSo: what a colleague's answer brought about has not been undone since.
func stillSo(m Mail, s Standing) DropReason {
	if m.Facts.Comes != (s.Stance() == Comes) {
		return DropSuperseded
	}
	return DropNone
}

// stillLast: who was signed off has not answered since.
func stillLast(m Mail, s Standing) DropReason {
	if !s.Everybody().Last(m.ReplyID) {
		return DropSuperseded
	}
	return DropNone
}

// choiceStands: the stand-in has not thought better of it, and nobody else was
// sent.
func choiceStands(m Mail, s Standing) DropReason {
	if s.Invitee.StandInID != 0 || !s.Everybody().Last(m.ReplyID) {
		return DropSuperseded
	}
	return DropNone
}

func consortiumComes(_ Mail, s Standing) DropReason {
	if s.Consortium == "" || s.Answered() {
		return DropSuperseded
	}
	return DropNone
}

// lastMove: a later move has a mail of its own.
func lastMove(m Mail, s Standing) DropReason {
	if s.Occasion.Sequence != m.Facts.Sequence {
		return DropSuperseded
	}
	return DropNone
}

func nobody(Standing) bool           { return false }
func everybody(Standing) bool        { return true }
func hasNotAnswered(s Standing) bool { return !s.Answered() }
func mayCome(s Standing) bool {
	return s.Stance() != ComesNot && (s.Reply == nil || s.Reply.Answer.Comes())
}
