package store

import (
	"go/ast"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samenspraak/internal/consult"
	"samenspraak/internal/importing"
)

func november(day int) time.Time {
	return time.Date(2026, time.November, day, 9, 30, 0, 123000, time.UTC)
}

var (
	goldenMeeting = consult.Meeting{
		Occasion: consult.Occasion{
			ID: 7, Noun: consult.NounMeeting, Slug: "s", Title: "t", Starts: november(1), Ends: november(2),
			AnswerBy: november(3),
			Questions: []consult.Question{
				{ID: 8, Kind: "qk", Label: "ql", Hint: "qh", Options: []string{"o"}, Required: true, Sensitive: true},
			},
			StaffIDs: []int64{9}, CreatedAt: november(4), ReleasedAt: november(5), CancelledAt: november(6),
			CancelledBy: "cb", Version: 10, Sequence: 11, Edited: 12,
		},
		UID: "u", Venue: "v", Street: "st",
		Postcode: "pc", Town: "tn", Route: "r", Online: true, OnlineURL: "ou",
		Report: consult.Report{Body: "rb", ReleasedAt: november(7), Version: 13},
		MeetingWords: consult.MeetingWords{
			Kind: "k", Lead: "l", Body: "b", ForWhom: "a", ContactName: "cn", Phone: "ph",
			OnBehalf: "ob", Programme: []consult.ProgrammeItem{{From: "9", Until: "10", Title: "pt", Note: "pn"}},
		},
	}
	goldenText = consult.PostText{
		Title: "t",
		Lead:  "l", Body: "b", Language: "nl", ShownOn: november(1),
		Signatories: []consult.Signatory{{ID: 7, Name: "n", SortKey: "k"}},
		Press:       consult.PressContact{Name: "pn", Phone: "pp", Address: "pa"},
	}
	goldenFacts = consult.Facts{
		OldStarts: november(1), OldEnds: november(2), OldPlace: "op", Reason: "r", Deadline: november(3), By: "by",
		Intro:     "in",
		LinkUntil: november(4), LinkKind: "lk", Generation: 7, Others: []consult.Sharer{{ContactID: 8, Generation: 9}},
		Sequence:   10,
		InCalendar: true, Spread: true,
	}
	goldenAudience = consult.Audience{
		Types: []consult.OrganisationType{"t"}, Municipalities: []int64{7}, Tags: []string{"g"}, Search: "s",
		Contacts: []int64{8}, Except: []int64{9},
	}
	goldenMapping = importing.Mapping{Header: true, Columns: []importing.Column{"c"}, Type: "t", Alike: "a"}
	goldenPeople  = []consult.Person{{Name: "n", Role: "r"}}
)

// golden is a stored type with what it is made of, and as what it stands in the
// databases that exist.
type golden struct {
	name  string
	of    any                              // the domain's value
	write func() string                    // as it is stored
	read  func(stored string) (any, error) // and read
	json  string
}

func goldenOf[S stored, D any](of D, to func(D) S, back func(S) D, json string) golden {
	read := func(s string) (any, error) {
		v, err := decode[S](cell{"table", "column", 12}, s)
		return back(v), err
	}
	return golden{reflect.TypeFor[S]().Name(), of, func() string { return encode(to(of)) }, read, json}
}

// ofAllJSON is what a meeting with a question of the organisation added.
const ofAllJSON = `{"ID":0,"Slug":"","UID":"","Kind":"","Title":"","Lead":"","Body":"","Audience":"","Starts":"0001-01-01T00:00:00Z",` +
	`"Ends":"0001-01-01T00:00:00Z","Venue":"","Street":"","Postcode":"","Town":"","Route":"","Online":false,"OnlineURL":"",` +
	`"AnswerBy":"0001-01-01T00:00:00Z","ContactName":"","Phone":"","OnBehalf":"","Programme":null,"Questions":[{"ID":8,"Kind":"",` +
	`"Label":"","Hint":"","Options":null,"Required":false,"Sensitive":false,"OfOrganisation":true,"AlsoNo":true}],"StaffIDs":null,` +
	`"CreatedAt":"0001-01-01T00:00:00Z","ReleasedAt":"0001-01-01T00:00:00Z","CancelledAt":"0001-01-01T00:00:00Z","CancelledBy":"",` +
	`"Version":0,"Sequence":0,"Edited":0,"Report":{"Body":"","ReleasedAt":"0001-01-01T00:00:00Z","Version":0}}`

// goldens are the JSON that stands in databases. A line here is never changed:
// what is written today must be read for ever. A key that is added needs a line
// of its own.
func goldens() []golden {
	same := func(s storedDetail) storedDetail { return s }
	texts := []string{"een", "twee"}
	ofAll := consult.Meeting{
		Occasion: consult.Occasion{
			Noun: consult.NounMeeting, Questions: []consult.Question{{ID: 8, OfOrganisation: true, AlsoNo: true}},
		},
	}
	return []golden{
		goldenOf(goldenMeeting, storeMeeting, storedMeeting.meeting,
			`{"ID":7,"Slug":"s","UID":"u","Kind":"k","Title":"t","Lead":"l","Body":"b","Audience":"a",`+
				`"Starts":"2026-11-01T09:30:00.000123Z","Ends":"2026-11-02T09:30:00.000123Z","Venue":"v",`+
				`"Street":"st","Postcode":"pc","Town":"tn","Route":"r","Online":true,"OnlineURL":"ou",`+
				`"AnswerBy":"2026-11-03T09:30:00.000123Z","ContactName":"cn","Phone":"ph","OnBehalf":"ob",`+
				`"Programme":[{"From":"9","Until":"10","Title":"pt","Note":"pn"}],"Questions":[{"ID":8,"Kind":"qk",`+
				`"Label":"ql","Hint":"qh","Options":["o"],"Required":true,"Sensitive":true}],"StaffIDs":[9],`+
				`"CreatedAt":"2026-11-04T09:30:00.000123Z","ReleasedAt":"2026-11-05T09:30:00.000123Z",`+
				`"CancelledAt":"2026-11-06T09:30:00.000123Z","CancelledBy":"cb","Version":10,"Sequence":11,`+
				`"Edited":12,"Report":{"Body":"rb","ReleasedAt":"2026-11-07T09:30:00.000123Z","Version":13}}`),
		goldenOf(consult.Meeting{Occasion: consult.Occasion{Noun: consult.NounMeeting}}, storeMeeting,
			storedMeeting.meeting,
			`{"ID":0,"Slug":"","UID":"","Kind":"","Title":"","Lead":"","Body":"","Audience":"",`+
				`"Starts":"0001-01-01T00:00:00Z","Ends":"0001-01-01T00:00:00Z","Venue":"","Street":"","Postcode":"",`+
				`"Town":"","Route":"","Online":false,"OnlineURL":"","AnswerBy":"0001-01-01T00:00:00Z",`+
				`"ContactName":"","Phone":"","OnBehalf":"","Programme":null,"Questions":null,"StaffIDs":null,`+
				`"CreatedAt":"0001-01-01T00:00:00Z","ReleasedAt":"0001-01-01T00:00:00Z",`+
				`"CancelledAt":"0001-01-01T00:00:00Z","CancelledBy":"","Version":0,"Sequence":0,"Edited":0,`+
				`"Report":{"Body":"","ReleasedAt":"0001-01-01T00:00:00Z","Version":0}}`),
		goldenOf(goldenMeeting.Programme, storeProgramme, storedProgramme.programme,
			`[{"From":"9","Until":"10","Title":"pt","Note":"pn"}]`),
		goldenOf(goldenText, storePostText, storedPostText.text,
			`{"Title":"t","Lead":"l","Body":"b","Language":"nl","ShownOn":"2026-11-01T09:30:00.000123Z",`+
				`"Signatories":[{"ID":7,"Name":"n","SortKey":"k"}],"Press":{"Name":"pn","Phone":"pp","Address":"pa"}}`),
		goldenOf(consult.PostText{}, storePostText, storedPostText.text,
			`{"Title":"","Lead":"","Body":"","Language":"","Signatories":null}`),
		goldenOf(goldenFacts, storeFacts, storedFacts.facts,
			`{"oldStarts":"2026-11-01T09:30:00.000123Z","oldEnds":"2026-11-02T09:30:00.000123Z","oldPlace":"op",`+
				`"reason":"r","deadline":"2026-11-03T09:30:00.000123Z","by":"by","intro":"in",`+
				`"linkUntil":"2026-11-04T09:30:00.000123Z","linkKind":"lk","generation":7,"others":[{"contact":8,`+
				`"generation":9}],"sequence":10,"inCalendar":true,"spread":true}`),
		goldenOf(ofAll, storeMeeting, storedMeeting.meeting, ofAllJSON),
		goldenOf(consult.Facts{Comes: true}, storeFacts, storedFacts.facts, `{"comes":true}`),
		goldenOf(consult.Facts{}, storeFacts, storedFacts.facts, `{}`),
		goldenOf(goldenAudience, storeAudience, storedAudience.audience,
			`{"types":["t"],"municipalities":[7],"tags":["g"],"search":"s","contacts":[8],"except":[9]}`),
		goldenOf(consult.Audience{}, storeAudience, storedAudience.audience, `{}`),
		goldenOf(goldenMapping, storeMapping, storedMapping.mapping,
			`{"header":true,"columns":["c"],"type":"t","alike":"a"}`),
		goldenOf(goldenPeople, storePeople, storedPeople.people,
			`[{"Name":"n","Role":"r"}]`),
		goldenOf(nil, storePeople, storedPeople.people, `null`),
		goldenOf(
			texts, func(s []string) storedTexts { return s }, func(s storedTexts) []string { return s },
			`["een","twee"]`,
		),
		goldenOf(
			[][]string{texts}, func(s [][]string) storedCells { return s },
			func(s storedCells) [][]string { return s }, `[["een","twee"]]`,
		),
		goldenOf(storedDetail{"wie", "waar", map[string]any{"title": "t", "version": 2.0}}, same, same,
			`{"actor":"wie","origin":"waar","more":{"title":"t","version":2}}`),
	}
}

func TestStoredJSON(t *testing.T) {
	for _, g := range goldens() {
		if diff := cmp.Diff(g.json, g.write()); diff != "" {
			t.Errorf("%s is written otherwise (-in databases, +now):\n%s", g.name, diff)
		}
		back, err := g.read(g.json)
		if diff := cmp.Diff(g.of, back); err != nil || diff != "" {
			t.Errorf("%s comes back otherwise: %v\n%s", g.name, err, diff)
		}
	}
}

// TestStoredJSONIsRefused: what this program does not know is never dropped in
// silence, at whatever depth it stands, and the error says where.
func TestStoredJSONIsRefused(t *testing.T) {
	for _, g := range goldens() {
		for at := range g.json {
			if g.json[at] != '{' || strings.HasSuffix(g.json[:at], `"more":`) || strings.HasPrefix(g.json[at:], "{}") {
				continue
			}
			grown := g.json[:at+1] + `"grown":1,` + g.json[at+1:]
			_, err := g.read(grown)
			if err == nil || !strings.Contains(err.Error(), "read column column of row 12 of table table") ||
				!strings.Contains(err.Error(), `"grown"`) {
				t.Errorf("%s of %s: %v", g.name, grown, err)
			}
		}
	}
	for _, broken := range []string{`{`, `{} {}`, `{"Title":1}`, `[]`} {
		if _, err := decode[storedPostText](cell{"post", "text", 3}, broken); err == nil {
			t.Errorf("%s was read", broken)
		}
	}
	if v, err := decode[storedPostText](cell{"post", "text", 3}, ""); err != nil ||
		!reflect.DeepEqual(v, storedPostText{}) {
		t.Errorf("an empty column is %+v, %v", v, err)
	}
}

// TestEveryStoredTypeIsGolden: each type that can be written as JSON has its
// lines in goldens, names every key in a tag, and holds no type of the domain.
func TestEveryStoredTypeIsGolden(t *testing.T) {
	var declared, listed []string
	for _, f := range declaredFuncs(t) {
		if f.Recv != nil && f.Name.Name == "stored" {
			declared = append(declared, f.Recv.List[0].Type.(*ast.Ident).Name)
		}
	}
	for _, g := range goldens() {
		listed = append(listed, g.name)
	}
	slices.Sort(declared)
	slices.Sort(listed)
	if diff := cmp.Diff(declared, slices.Compact(listed)); diff != "" {
		t.Errorf("declared but without a golden line (-), or the other way round (+):\n%s", diff)
	}
	for _, v := range []stored{
		storedMeeting{}, storedProgramme{}, storedPostText{}, storedFacts{}, storedAudience{}, storedMapping{},
		storedPeople{}, storedDetail{},
	} {
		checkStored(t, reflect.TypeOf(v))
	}
}

func checkStored(t *testing.T, typ reflect.Type) {
	t.Helper()
	switch typ.Kind() {
	case reflect.Slice:
		checkStored(t, typ.Elem())
	case reflect.Struct:
		for i := range typ.NumField() {
			f := typ.Field(i)
			if key, _, _ := strings.Cut(f.Tag.Get("json"), ","); key == "" {
				t.Errorf("%s.%s has no key in its tag", typ, f.Name)
			}
			if f.Type != reflect.TypeFor[time.Time]() {
				checkStored(t, f.Type)
			}
		}
	}
	if strings.HasPrefix(typ.String(), "consult.") {
		t.Errorf("%s of the domain stands in what is stored", typ)
	}
}

// TestStoredMappingIsWhole: each field of the domain's types comes back, so that
// one that is added there is not forgotten here.
func TestStoredMappingIsWhole(t *testing.T) {
	checkWhole(t, storeMeeting, storedMeeting.meeting, func(m *consult.Meeting) { m.Noun = consult.NounMeeting })
	checkWhole(t, storeProgramme, storedProgramme.programme)
	checkWhole(t, storePostText, storedPostText.text)
	checkWhole(t, storeFacts, storedFacts.facts)
	checkWhole(t, storeAudience, storedAudience.audience)
	checkWhole(t, storeMapping, storedMapping.mapping)
	checkWhole(t, storePeople, storedPeople.people)
}

func checkWhole[S stored, D any](t *testing.T, to func(D) S, back func(S) D, fix ...func(*D)) {
	t.Helper()
	want := filled[D](t, 1)
	for _, f := range fix {
		f(&want)
	}
	got, err := decode[S](cell{}, encode(to(want)))
	if diff := cmp.Diff(want, back(got)); err != nil || diff != "" {
		t.Errorf("%T does not come back whole: %v\n%s", want, err, diff)
	}
}
