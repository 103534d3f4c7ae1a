package demo

import (
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/service"
)

// checkPosts holds what was published against what is promised of it.
func (m made) checkPosts(t *testing.T, now time.Time) {
	t.Helper()
	m.checkPostStates(t)
	readable := m.readable(t)
	for _, v := range readable {
		m.checkReadable(t, v)
	}
	m.checkVersions(t)
	m.checkAnswersShown(t)
	m.checkEmbargo(t, now, readable)
	years, days := map[int]bool{}, map[string]bool{}
	for _, v := range readable {
		years[v.ReleasedAt.Year()] = true
		if v.Kind == consult.FAQ {
			days[v.ChangedAt().Format(time.DateOnly)] = true
		}
		if at := v.ReleasedAt.In(consult.Amsterdam); !working(at) || at.Hour() < 9 || at.Hour() > 17 || at.After(now) {
			t.Errorf("%s was published at %s", v.Text.Title, at)
		}
	}
	if len(years) < 3 || len(days) < 15 || now.Sub(readable[0].ReleasedAt) > 14*24*time.Hour {
		t.Errorf(
			"published in %d years, answers changed on %d days, newest at %s", len(years), len(days),
			readable[0].ReleasedAt,
		)
	}
}

func (m made) admin() consult.Actor {
	return consult.Actor{Kind: consult.ByStaff, ID: m.StaffID, Role: consult.Admin}
}

func (m made) checkPostStates(t *testing.T) {
	t.Helper()
	for state, want := range map[consult.PostState]struct{ news, answers int }{
		consult.DraftPost: {1, 1}, consult.ScheduledPost: {1, 0}, consult.ReleasedPost: {11, 27},
		consult.WithdrawnPost: {1, 2}, consult.ReviewPost: {0, 1},
	} {
		news, _, err := m.svc.Posts(t.Context(), m.admin(), consult.PostFilter{Kinds: consult.NewsKinds, State: state})
		answers, _, err2 := m.svc.Posts(
			t.Context(), m.admin(), consult.PostFilter{Kinds: []consult.PostKind{consult.FAQ}, State: state},
		)
		if err := errors.Join(err, err2); err != nil || len(news) != want.news || len(answers) != want.answers {
			t.Errorf("%s: %d posts and %d answers, %v", state, len(news), len(answers), err)
		}
		for _, p := range append(news, answers...) {
			if state == consult.DraftPost && p.Note == "" {
				t.Errorf("the draft %s has no note", p.Text.Title)
			}
			if pending := p.Slug == "verslag-gespreksronde-vrijgevestigden-staat-online"; pending != (p.Pending != nil) {
				t.Errorf("%s: pending %v", p.Slug, p.Pending)
			}
		}
	}
}

// readable is all that visitors can read, the newest post first and then the
// answers.
func (m made) readable(t *testing.T) []consult.PublicPost {
	t.Helper()
	all, err := m.svc.PublicNews(t.Context(), consult.NewsFilter{})
	themes, err2 := m.svc.PublicAnswers(t.Context())
	if err := errors.Join(err, err2); err != nil || len(themes) != 6 {
		t.Fatalf("%d themes, %v", len(themes), err)
	}
	for _, one := range themes {
		all = append(all, one.Entries...)
	}
	return all
}

var linked = regexp.MustCompile(`\]\((/[^)\s"]*)`)

// checkReadable holds one text against the checks before publishing, and
// follows its links.
func (m made) checkReadable(t *testing.T, v consult.PublicPost) {
	t.Helper()
	found, err := m.svc.PostFindings(t.Context(), m.admin(), v.ID)
	if err != nil || len(found) > 0 {
		t.Errorf("%s: %+v, %v", v.Text.Title, found, err)
	}
	for version := int64(1); version <= v.Version; version++ {
		text, ok := v.VersionText(version)
		words := text.Title + text.Lead + text.Body
		if !ok || gap.MatchString(words) || strings.Contains(words, "{") {
			t.Errorf("%s, version %d: %s", v.Text.Title, version, words)
		}
		for _, found := range host.FindAllStringSubmatch(linked.ReplaceAllString(words, ""), -1) {
			if !strings.HasSuffix(found[1], ".example") {
				t.Errorf("%s names %s", v.Text.Title, found[1])
			}
		}
	}
	for _, link := range linked.FindAllStringSubmatch(v.Text.Body, -1) {
		if err := m.follow(t, v, link[1]); err != nil {
			t.Errorf("%s links to %s: %v", v.Text.Title, link[1], err)
		}
	}
	for _, f := range v.Files {
		open, err := m.svc.OpenAttachment(t.Context(), f.ID)
		if err == nil {
			err = open.CopyTo(t.Context(), io.Discard)
		}
		if err != nil || f.PDF() && (f.DocTitle != f.Title || f.DocLanguage != "nl-NL" || f.Pages == 0) {
			t.Errorf("%s: file %+v, %v", v.Text.Title, f, err)
		}
	}
}

var errMoved = errors.New("it has another address")

// follow opens what a path leads to, at once.
func (m made) follow(t *testing.T, v consult.PublicPost, path string) error {
	t.Helper()
	for _, f := range v.Files {
		if f.Path(func(s string) string { return s }) == path {
			return nil
		}
	}
	part := strings.Split(path, "/")
	slug := part[len(part)-1]
	switch {
	case path == "/nieuws" || path == "/bijeenkomsten":
		return nil
	case part[1] == "bijeenkomsten":
		_, err := m.svc.PublicMeeting(t.Context(), slug)
		return err
	}
	to, err := m.svc.PublicPost(t.Context(), slug)
	if err == nil &&
		(to.Slug != slug || to.Kind == consult.FAQ && (part[1] != "veelgestelde-vragen" || to.Theme.Slug != part[2])) {
		err = errMoved
	}
	return err
}

// checkVersions looks at what was corrected, renamed, replaced and withdrawn.
func (m made) checkVersions(t *testing.T) {
	t.Helper()
	post := func(slug string) consult.PublicPost {
		v, err := m.svc.PublicPost(t.Context(), slug)
		if err != nil {
			t.Errorf("%s: %v", slug, err)
		}
		return v
	}
	survey := post("marktverkenning-verblijf-dit-hoorden-wij")
	if survey.Slug != "marktverkenning-wonen-en-verblijf-dit-hoorden-wij" || len(survey.Changes) != 2 ||
		!strings.Contains(survey.Text.Body, "58 deelnemers") {
		t.Errorf("%s with %d changes: %s", survey.Slug, len(survey.Changes), survey.Text.Body)
	}
	if gone := post("kortere-wachttijd-voor-ambulante-hulp"); gone.WithdrawnWhy != wrongCount || gone.Text.Body != "" {
		t.Errorf("withdrawn: %+v", gone)
	}
	if other := post(
		"wanneer-kan-ik-instromen",
	); other.Text.Title != "Kan ik nog instromen in een contract dat al loopt?" {
		t.Errorf("%s answers instead", other.Text.Title)
	}
	if v := post("met-hoeveel-gaan-de-tarieven-op-1-januari-omhoog"); len(v.Changes) != 2 ||
		strings.Contains(v.Text.Body, "eigen bedrag") {
		t.Errorf("%d changes: %s", len(v.Changes), v.Text.Body)
	}
	councils := post("acht-gemeenten-leggen-uitgangspunten-jeugdhulp-2028-voor-aan-hun-raden")
	if len(councils.Files) != 3 || councils.Files[0].Version != 2 || len(councils.Text.Signatories) != 8 ||
		councils.Text.Press.Name == "" {
		t.Errorf(
			"%d files, of version %d, signed by %v", len(councils.Files), councils.Files[0].Version,
			councils.Text.Signatories,
		)
	}
	start := post("kick-off-jeugdhulp-2028-thuis-stond-bovenaan")
	if !start.Files[0].Picture() || !strings.Contains(start.Text.Body, "| vertrouwen | 33 |") {
		t.Errorf("the picture is %+v", start.Files[0])
	}
	if first, err := m.svc.PublicTheme(t.Context(), "instromen-en-contracten"); err != nil ||
		first.Entries[0].Slug != "kan-ik-nog-instromen-in-een-contract-dat-al-loopt" {
		t.Errorf("first of the theme stands %q: %v", first.Entries[0].Slug, err)
	}
	if theme, err := m.svc.PublicTheme(t.Context(), "planning"); err != nil ||
		theme.Slug != "planning-en-temporiseren" {
		t.Errorf("the renamed theme is at %q: %v", theme.Slug, err)
	}
}

// checkAnswersShown looks for an answer where it is shown without being copied.
func (m made) checkAnswersShown(t *testing.T) {
	t.Helper()
	meeting, err := m.svc.PublicMeeting(t.Context(), "consultatiebijeenkomst-jeugdhulp-2028")
	if err != nil || len(meeting.FAQ) != 1 {
		t.Errorf("%d answers with the meeting, %v", len(meeting.FAQ), err)
	}
	moved, err := m.svc.PublicPost(t.Context(), "kick-off-dialoogfase-schuift-twee-weken-op")
	if err != nil || len(moved.FAQ) != 1 {
		t.Errorf("%d answers with the announcement, %v", len(moved.FAQ), err)
	}
}

// checkEmbargo looks for a word of the embargoed release, now, in its last
// second and at its instant.
func (m made) checkEmbargo(t *testing.T, now time.Time, readable []consult.PublicPost) {
	t.Helper()
	for _, v := range readable {
		if strings.Contains(strings.ToLower(v.Text.Title+v.Text.Lead+v.Text.Body), "brugjaar") {
			t.Errorf("%s tells of what is under embargo", v.Text.Title)
		}
	}
	at, err := m.svc.NextRelease(t.Context(), now)
	if until := at.Sub(now); err != nil || until < 48*time.Hour || until > 9*24*time.Hour ||
		at.In(consult.Amsterdam).Format("15.04") != "10.00" {
		t.Errorf("the embargo ends at %s, %v", at, err)
	}
	const slug = "gemeenten-starten-brugjaar-hulp-stopt-niet-meer-op-de-achttiende-verjaardag"
	clock := at.Add(-time.Nanosecond)
	svc := m.ServiceAt(func() time.Time { return clock })
	if _, err := svc.PublicPost(t.Context(), slug); !errors.Is(err, consult.ErrNotFound) {
		t.Errorf("before its time: %v", err)
	}
	clock = at
	if v, err := svc.PublicPost(t.Context(), slug); err != nil || len(v.Text.Signatories) != 8 {
		t.Errorf("at its time: %v, %v", v.Text.Signatories, err)
	}
	if found, err := m.svc.PostFindings(t.Context(), m.admin(), idOf(t, svc, slug)); err != nil || len(found) > 0 {
		t.Errorf("findings of the embargoed release: %+v, %v", found, err)
	}
}

func idOf(t *testing.T, svc *service.Service, slug string) int64 {
	t.Helper()
	v, err := svc.PublicPost(t.Context(), slug)
	if err != nil {
		t.Fatal(err)
	}
	return v.ID
}

func TestLongQuestions(t *testing.T) {
	long := 0
	for _, p := range answered {
		if len([]rune(p.title)) > 90 {
			long++
		}
	}
	if long < 3 {
		t.Errorf("%d questions of more than 90 characters", long)
	}
}
