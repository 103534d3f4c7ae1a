package consult_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/consult"
)

func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, consult.Amsterdam)
	if err != nil {
		panic(err)
	}
	return t
}

// consultation is the invented meeting of 26 November 2026, released.
func consultation() consult.Meeting {
	return consult.Meeting{
		Occasion: consult.Occasion{
			Title: "Consultatiebijeenkomst jeugdhulp 2028",
			ID:    1, Starts: at("2026-11-26 15:00"), Ends: at("2026-11-26 17:00"),
			AnswerBy: at("2026-11-17 00:00"), Version: 1,
			ReleasedAt: at("2026-10-14 09:00"),
		},
		Venue:  "De Zilte Schuur",
		Street: "Havenplein 3", Town: "Elzendam",
		MeetingWords: consult.MeetingWords{
			Kind: consult.Consultation,
			Lead: "Wij lichten de uitgangspunten toe.",
		},
	}
}

func fields(t *testing.T, err error) map[string]string {
	t.Helper()
	found := map[string]string{}
	var p consult.Problems
	if err != nil && !errors.As(err, &p) {
		t.Fatalf("no problems but %v", err)
	}
	for _, one := range p {
		found[one.Field] = one.Key
	}
	return found
}

func TestCheckMeeting(t *testing.T) {
	for name, one := range map[string]struct {
		change     func(*consult.Meeting)
		field, key string
	}{
		"as it should be":        {func(*consult.Meeting) {}, "", ""},
		"no postcode is allowed": {func(m *consult.Meeting) { m.Postcode = "" }, "", ""},
		"postcode":               {func(m *consult.Meeting) { m.Postcode = "4321 AB" }, "", ""},
		"wrong postcode": {
			func(m *consult.Meeting) { m.Postcode = "0321 AB" }, "postcode", "meeting.problem.postcode",
		},
		"no title":     {func(m *consult.Meeting) { m.Title = "" }, "title", "meeting.problem.title"},
		"title of 200": {func(m *consult.Meeting) { m.Title = strings.Repeat("ë", 200) }, "", ""},
		"title of 201": {
			func(m *consult.Meeting) { m.Title = strings.Repeat("ë", 201) }, "title", "meeting.problem.long",
		},
		"unknown kind":        {func(m *consult.Meeting) { m.Kind = "party" }, "kind", "meeting.problem.kind"},
		"no date":             {func(m *consult.Meeting) { m.Starts = time.Time{} }, "date", "meeting.problem.date"},
		"ends when it starts": {func(m *consult.Meeting) { m.Ends = m.Starts }, "until", "meeting.problem.until"},
		"31 days":             {func(m *consult.Meeting) { m.Ends = m.Starts.Add(31 * 24 * time.Hour) }, "", ""},
		"31 days and a second": {
			func(m *consult.Meeting) { m.Ends = m.Starts.Add(31*24*time.Hour + 1) }, "until", "meeting.problem.span",
		},
		"answer at the start": {func(m *consult.Meeting) { m.AnswerBy = m.Starts }, "", ""},
		"answer after it": {
			func(m *consult.Meeting) { m.AnswerBy = m.Starts.Add(1) }, "deadline", "meeting.problem.deadline_late",
		},
		"nowhere":     {func(m *consult.Meeting) { m.Venue = "" }, "venue", "meeting.problem.place"},
		"online only": {func(m *consult.Meeting) { m.Venue, m.Online = "", true }, "", ""},
		"online by http": {
			func(m *consult.Meeting) { m.OnlineURL = "http://meet.example/1" }, "online_url",
			"meeting.problem.online_url",
		},
		"online by script": {
			func(m *consult.Meeting) { m.OnlineURL = "javascript:alert(1)" }, "online_url",
			"meeting.problem.online_url",
		},
		"online by https": {
			func(m *consult.Meeting) { m.Online, m.OnlineURL = true, "https://meet.example/1" }, "", "",
		},
		"programme": {func(m *consult.Meeting) {
			m.Programme = []consult.ProgrammeItem{
				{From: "15.00", Until: "15.25", Title: "Welkom"}, {From: "15:25", Title: "Gesprek"}, {Title: "Borrel"},
			}
		}, "", ""},
		"programme out of order": {func(m *consult.Meeting) {
			m.Programme = []consult.ProgrammeItem{{From: "15.25", Title: "Gesprek"}, {From: "15.00", Title: "Welkom"}}
		}, "programme.1", "meeting.problem.programme_order"},
		"programme over days": {func(m *consult.Meeting) {
			m.Ends = at("2026-11-27 17:00")
			m.Programme = []consult.ProgrammeItem{
				{From: "15.25", Title: "Gesprek"}, {From: "9.00", Title: "Tweede dag"},
			}
		}, "", ""},
		"item ends before it starts": {func(m *consult.Meeting) {
			m.Programme = []consult.ProgrammeItem{{From: "15.25", Until: "15.25", Title: "Gesprek"}}
		}, "programme.0", "meeting.problem.programme_until"},
		"no such time": {func(m *consult.Meeting) {
			m.Programme = []consult.ProgrammeItem{{From: "25.00", Title: "Gesprek"}}
		}, "programme.0", "meeting.problem.programme_clock"},
		"question with one option": {func(m *consult.Meeting) {
			m.Questions = []consult.Question{{Kind: consult.Choice, Label: "Welke tafel?", Options: []string{"Wonen"}}}
		}, "question.0", "meeting.problem.question_options"},
		"question with equal options": {func(m *consult.Meeting) {
			m.Questions = []consult.Question{
				{Kind: consult.ManyChoice, Label: "Welke tafel?", Options: []string{"Wonen", "Wonen"}},
			}
		}, "question.0", "meeting.problem.question_option"},
		"text needs no options": {func(m *consult.Meeting) {
			m.Questions = []consult.Question{{Kind: consult.FreeText, Label: "Wat eet u niet?", Sensitive: true}}
		}, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			m := consultation()
			one.change(&m)
			found := fields(t, consult.CheckMeeting(m))
			if one.field == "" && len(found) > 0 || one.field != "" && found[one.field] != one.key {
				t.Errorf("problems = %v, want %s: %s", found, one.field, one.key)
			}
		})
	}
}

func TestMayPublish(t *testing.T) {
	m := consultation()
	m.ReleasedAt = time.Time{}
	if err := consult.MayPublish(m, m.AnswerBy.Add(-time.Second)); err != nil {
		t.Errorf("a second before the deadline: %v", err)
	}
	for _, now := range []time.Time{m.AnswerBy, m.AnswerBy.Add(time.Second)} {
		if found := fields(t, consult.MayPublish(m, now)); found["deadline"] != "meeting.problem.deadline_past" {
			t.Errorf("at %v: %v", now, found)
		}
	}
	if err := consult.MayPublish(consultation(), at("2026-10-01 09:00")); !errors.Is(err, consult.ErrConflict) {
		t.Errorf("published twice: %v", err)
	}
}

func TestMoveAndCancelAndExtend(t *testing.T) {
	now := at("2026-11-04 10:00")
	m := consultation()
	to := m.Moment()
	to.Starts, to.Ends = at("2027-01-14 15:00"), at("2027-01-14 17:00")
	moved, err := m.Move(to, m.AnswerBy, "De zaal is dicht.", now)
	if err != nil || moved.Version != 2 || moved.Sequence != 1 || !moved.Starts.Equal(to.Starts) {
		t.Fatalf("moved = %+v, %v", moved, err)
	}
	if found := fields(
		t, second(m.Move(m.Moment(), m.AnswerBy, "Zo maar", now)),
	); found["date"] != "meeting.problem.not_moved" {
		t.Errorf("not moved: %v", found)
	}
	if found := fields(
		t, second(m.Move(to, m.AnswerBy.Add(-time.Hour), "Eerder", now)),
	); found["deadline"] != "meeting.problem.deadline_shorter" {
		t.Errorf("a shorter deadline: %v", found)
	}
	sooner := m.Moment()
	sooner.Starts, sooner.Ends = at("2026-11-12 15:00"), at("2026-11-12 17:00")
	if found := fields(
		t, second(m.Move(sooner, m.AnswerBy, "Eerder", now)),
	); found["deadline"] != "meeting.problem.deadline_late" {
		t.Errorf("a deadline after the start: %v", found)
	}
	if _, err := m.Move(sooner, at("2026-11-11 00:00"), "Eerder", now); err != nil {
		t.Errorf("a deadline that must be shorter: %v", err)
	}
	off, err := m.Cancel("Te weinig aanmeldingen.", now)
	if err != nil || !off.IsCancelled() || off.Sequence != 1 || off.Version != 2 {
		t.Errorf("cancelled = %+v, %v", off, err)
	}
	for name, err := range map[string]error{
		"cancelled twice": second(off.Cancel("Nog eens", now)),
		"moved after":     second(off.Move(to, m.AnswerBy, "Toch", now)),
		"extended after":  second(off.Extend(at("2026-11-20 00:00"), "Toch", now)),
	} {
		if !errors.Is(err, consult.ErrConflict) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := second(m.Cancel("Te laat", m.Ends)); !errors.Is(err, consult.ErrClosed) {
		t.Errorf("cancelled when over: %v", err)
	}
	if found := fields(
		t, second(m.Extend(m.AnswerBy, "Zelfde", now)),
	); found["deadline"] != "meeting.problem.deadline_shorter" {
		t.Errorf("not extended: %v", found)
	}
	longer, err := m.Extend(at("2026-11-20 00:00"), "Velen vroegen erom.", now)
	if err != nil || longer.Version != 2 || longer.Sequence != 0 {
		t.Errorf("extended = %+v, %v", longer, err)
	}
}

func second[A any](_ A, err error) error { return err }

func TestEditOfReleased(t *testing.T) {
	m := consultation()
	to := m
	to.OnlineURL, to.StaffIDs = "https://meet.example/2", []int64{3}
	same, err := m.Edit(to, "")
	if err != nil || same.Version != 1 {
		t.Errorf("what nobody sees made version %d: %v", same.Version, err)
	}
	to.Body = "Nieuwe tekst"
	if found := fields(t, second(m.Edit(to, ""))); found["reason"] == "" {
		t.Error("changed words without a reason")
	}
	if next, err := m.Edit(to, "Tekst verduidelijkt."); err != nil || next.Version != 2 || next.Sequence != 0 {
		t.Errorf("edit = %+v, %v", next, err)
	}
	to.Starts = to.Starts.Add(time.Minute)
	if _, err := m.Edit(to, "Een minuut later"); !errors.Is(err, consult.ErrConflict) {
		t.Errorf("edit that moves: %v", err)
	}
}

func TestCopyLeavesPeopleBehind(t *testing.T) {
	m := consultation()
	m.Questions = []consult.Question{{ID: 7, Kind: consult.FreeText, Label: "Wat eet u niet?"}}
	m.StaffIDs, m.OnlineURL, m.Report = []int64{1}, "https://meet.example/1", consult.Report{
		Body: "Verslag", ReleasedAt: at("2026-12-01 09:00"),
	}
	m.CancelledAt, m.CancelledBy = at("2026-11-20 09:00"), "Ziek"
	c := consult.CopyOf(m, at("2027-11-26 15:00"), at("2027-11-26 17:00"), at("2027-11-17 00:00"))
	if !c.Draft() || c.IsCancelled() || c.ID != 0 || c.StaffIDs != nil || c.OnlineURL != "" || c.Report.Body != "" ||
		c.Questions[0].ID != 0 || m.Questions[0].ID != 7 {
		t.Errorf("copy = %+v", c)
	}
	if err := consult.CheckMeeting(c); err != nil {
		t.Error(err)
	}
}

func TestHears(t *testing.T) {
	yes, no := consult.Reply{Answer: consult.Yes}, consult.Reply{Answer: consult.No}
	gone := consult.Standing{Invitee: consult.Invitee{WithdrawnAt: at("2026-11-01 09:00")}}
	wrong := consult.Standing{Invitee: consult.Invitee{WrongPerson: at("2026-11-01 09:00")}}
	for _, one := range []struct {
		name     string
		standing consult.Standing
		want     map[consult.Purpose]bool
	}{
		{
			"no answer", consult.Standing{},
			map[consult.Purpose]bool{
				consult.ForMoved: true, consult.ForCancelled: true, consult.ForExtension: true, consult.ForReport: true,
			},
		},
		{
			"comes", consult.Standing{Reply: &yes},
			map[consult.Purpose]bool{consult.ForMoved: true, consult.ForCancelled: true, consult.ForReport: true},
		},
		{"declined", consult.Standing{Reply: &no}, map[consult.Purpose]bool{consult.ForReport: true}},
		{"withdrawn", gone, nil},
		{"not the right person", wrong, nil},
	} {
		for _, p := range consult.Purposes {
			if got := one.standing.Hears(p); got != one.want[p] {
				t.Errorf("%s hears of %s = %v", one.name, p, got)
			}
		}
	}
}

func TestQuestionsThatWereAnswered(t *testing.T) {
	old := []consult.Question{
		{ID: 1, Kind: consult.FreeText, Label: "Dieet", Sensitive: true}, {ID: 2, Kind: consult.Choice, Label: "Tafel"},
	}
	found := fields(
		t,
		consult.CheckQuestionChange(
			old,
			[]consult.Question{
				{ID: 1, Kind: consult.FreeText, Label: "Dieet"}, {ID: 2, Kind: consult.FreeText},
				{Kind: consult.Number},
			},
		),
	)
	if found["question.0"] != "meeting.problem.question_sensitive_fixed" ||
		found["question.1"] != "meeting.problem.question_kind_fixed" || found["question.2"] != "" {
		t.Errorf("problems = %v", found)
	}
}

func container(names ...string) string {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range names {
		kind, content, _ := strings.Cut(name, "=")
		w, err := z.CreateHeader(&zip.FileHeader{Name: kind, Method: zip.Store})
		if err == nil {
			_, err = w.Write([]byte(content))
		}
		if err != nil {
			panic(err)
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return out.String()
}

func TestFileType(t *testing.T) {
	docx := container("[Content_Types].xml=<Types/>", "word/document.xml=<w/>")
	// zip.Writer puts sizes behind the content and leaves the mark that says so; ODF programs do not, but the place
	// of the type is the same.
	odt := container("mimetype=application/vnd.oasis.opendocument.text", "content.xml=<c/>")
	for name, one := range map[string]struct {
		file, content string
		want          string
	}{
		"pdf": {"Verslag.PDF", "%PDF-1.7\n", "application/pdf"},
		"png": {"foto.png", "\x89PNG\r\n\x1a\n....", "image/png"},
		"docx": {
			"stuk.docx", docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
		},
		"odt":                {"stuk.odt", odt, "application/vnd.oasis.opendocument.text"},
		"txt":                {"lees.txt", "Gewone tekst, ook met é", "text/plain; charset=utf-8"},
		"csv":                {"lijst.csv", "naam;plaats\r\n", "text/csv; charset=utf-8"},
		"html":               {"pagina.html", "<!doctype html>", ""},
		"svg":                {"plaatje.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>", ""},
		"xml":                {"stuk.xml", "<?xml version='1.0'?>", ""},
		"html as text":       {"pagina.txt", "\n <html><script>alert(1)</script>", ""},
		"svg as png":         {"plaatje.png", "<svg/>", ""},
		"pdf that is a page": {"stuk.pdf", "<html>", ""},
		"xlsx named docx":    {"stuk.docx", container("[Content_Types].xml=", "xl/workbook.xml="), ""},
		"docx with macros": {
			"stuk.docx", container("[Content_Types].xml=", "word/document.xml=", "word/vbaProject.bin="), "",
		},
		"zip":           {"alles.zip", docx, ""},
		"program":       {"start.exe", "MZ", ""},
		"two endings":   {"stuk.pdf.exe", "%PDF-1.7", ""},
		"no ending":     {"stuk", "%PDF-1.7", ""},
		"empty":         {"leeg.txt", "", ""},
		"binary text":   {"lees.txt", "a\x00b", ""},
		"cut container": {"stuk.docx", docx[:len(docx)/2], ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := consult.FileType(one.file, strings.NewReader(one.content), int64(len(one.content)))
			if got != one.want || (one.want == "") != errors.Is(err, consult.ErrMediaType) {
				t.Errorf("FileType = %q, %v", got, err)
			}
		})
	}
}

func FuzzFileType(f *testing.F) {
	f.Add("stuk.docx", container("[Content_Types].xml=", "word/document.xml="))
	f.Add("stuk.pdf", "%PDF-1.7")
	f.Add("../../etc/\u202epasswd", "")
	f.Fuzz(func(t *testing.T, name, content string) {
		kind, err := consult.FileType(name, strings.NewReader(content), int64(len(content)))
		if (kind == "") == (err == nil) {
			t.Errorf("kind %q and error %v", kind, err)
		}
		clean := consult.FileName(name)
		if clean == "" || strings.ContainsAny(clean, "/\\\"\r\n\x00\u202e") || consult.FileName(clean) != clean {
			t.Errorf("FileName(%q) = %q", name, clean)
		}
	})
}

func TestPublicMeetingHidesWhatIsNotPublic(t *testing.T) {
	const canary = "KANARIE"
	m := consultation()
	m.OnlineURL, m.Route, m.StaffIDs = "https://"+canary, canary, []int64{4711}
	m.Questions = []consult.Question{{Label: canary}}
	m.Report = consult.Report{Body: canary}
	before := m
	v := consult.NewPublicMeeting(m, []consult.MeetingChange{{Kind: consult.Moved, Before: before, StaffID: 4711}},
		[]consult.Attachment{
			{Title: canary, Place: consult.OnReport}, {Title: canary, RemovedAt: m.ReleasedAt},
			{Title: canary, FormerOf: 3}, {ID: 9, Title: "Uitgangspunten", Place: consult.OnMeeting},
		}, m.ReleasedAt)
	if text := strings.ReplaceAll(strings.ReplaceAll(sprint(v), "\n", ""), " ", ""); strings.Contains(text, canary) ||
		strings.Contains(text, "4711") {
		t.Errorf("public: %s", text)
	}
	if len(v.Files) != 1 || v.Files[0].ID != 9 || len(v.ReportFiles) != 0 || v.HasReport() {
		t.Errorf("files = %+v", v)
	}
}

func sprint(v any) string { return fmt.Sprintf("%+v", v) }
