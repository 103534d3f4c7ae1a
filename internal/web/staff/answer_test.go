package staff_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/testkit"
	"samenspraak/internal/web/page/pagetest"
)

// writeAnswer makes an entry in the first theme through the forms.
func writeAnswer(t *testing.T, c *testkit.Client, question string) int64 {
	t.Helper()
	form := c.Get(answers + "/nieuw").Want(http.StatusOK).Form("main form")
	form.Set("title", question)
	return fillPost(t, c, c.Post(answers+"/nieuw", form).Redirect(), "Ja, dat kan.")
}

func TestThemes(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	c := p.SignIn(consult.Editor)
	for _, path := range []string{answers, answers + "/nieuw", themes} {
		r := c.Get(path).Want(http.StatusOK)
		pagetest.Check(t, r.Body)
		if !r.Has(".empty") {
			t.Errorf("%s does not say what to do first", path)
		}
	}
	form := c.Get(themes).Form("main form.form")
	r := c.Post(themes, with(form, "lead", "Een zin.")).Want(http.StatusUnprocessableEntity)
	pagetest.Check(t, r.Body)
	if r.Find("#lead").Attr("value") != "Een zin." {
		t.Error("lost the sentence")
	}
	for _, title := range []string{"Instromen", "Tarief", "Verantwoorden"} {
		c.Post(themes, with(form, "title", title)).Redirect()
	}
	titles := func() string {
		var all []string
		for _, row := range c.Get(themes).Want(http.StatusOK).Page().All("tbody th a") {
			all = append(all, row.Text())
		}
		return strings.Join(all, " ")
	}
	if got := titles(); got != "Instromen Tarief Verantwoorden" {
		t.Fatalf("themes: %s", got)
	}
	if at := c.Post(themes+"/3/omhoog", url.Values{}).Redirect(); at != themes+"?gedaan=moved#thema-3" {
		t.Errorf("leads to %s", at)
	}
	c.Post(themes+"/1/omlaag", url.Values{}).Redirect()
	c.Post(themes+"/3/omhoog", url.Values{}).Redirect() // it is the first: nothing happens
	if got := titles(); got != "Verantwoorden Instromen Tarief" {
		t.Errorf("moved: %s", got)
	}
	form = c.Get(themes + "/2").Want(http.StatusOK).Form("main form.form")
	form.Set("title", "Tarieven")
	c.Post(themes+"/2", form).Redirect()
	c.Post(themes+"/2", with(form, "title", "")).Want(http.StatusUnprocessableEntity)
	c.Post(themes+"/3/weg", url.Values{}).Redirect()
	if got := titles(); got != "Instromen Tarieven" {
		t.Errorf("removed: %s", got)
	}
	writeAnswer(t, c, "Kan ik nog instromen?")
	r = c.Get(themes + "/1").Want(http.StatusOK)
	pagetest.Check(t, r.Body)
	if r.Has("form[action$='/weg']") {
		t.Error("a theme with questions can be removed")
	}
	pagetest.Check(t, c.Post(themes+"/1/weg", url.Values{}).Want(http.StatusConflict).Body)
	c.Get(themes + "/99").Want(http.StatusNotFound)
	c.Post(themes+"/99/omhoog", url.Values{}).Want(http.StatusNotFound)
}

func TestAnswers(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	c := p.SignIn(consult.Editor)
	for _, title := range []string{"Instromen", "Tarief"} {
		c.Post(themes, url.Values{"title": {title}}).Redirect()
	}
	r := c.Post(answers+"/nieuw", url.Values{"title": {""}, "theme": {"1"}}).Want(http.StatusUnprocessableEntity)
	pagetest.Check(t, r.Body)
	r = c.Post(answers+"/nieuw", url.Values{"title": {"Wat nu?"}, "theme": {"99"}}).Want(http.StatusUnprocessableEntity)
	if r.Find("#theme").Attr("aria-invalid") != "true" || r.Find("#title").Attr("value") != "Wat nu?" {
		t.Error("nothing is said at the theme")
	}
	first, second := writeAnswer(t, c, "Kan ik nog instromen?"), writeAnswer(t, c, "Wat kost het?")
	if r := c.Get(postPath(first, "wijzig")); r.Has("#lead") || r.Has("#press_name") ||
		!strings.Contains(r.Find(".breadcrumb").Text(), "Veelgestelde vragen") {
		t.Error("the form of a question has what only news has")
	}
	c.Post(answers+"/"+itoa(second)+"/omhoog", url.Values{}).Redirect()
	r = c.Get(answers).Want(http.StatusOK)
	pagetest.Check(t, r.Body)
	if rows := r.Page().All("tbody th"); len(rows) != 2 || rows[0].Text() != "Wat kost het?" {
		t.Errorf("order: %s", r.Find("main").Text())
	}
	place := c.Get(postPath(first, "gegevens")).Want(http.StatusOK)
	pagetest.Check(t, place.Body)
	form := place.Form("main form.form")
	form.Set("theme", "2")
	form.Set("review_on", "2026-11-10")
	form["shown_by"] = []string{"bijeenkomst-" + itoa(p.Meeting), "bericht-999", "onzin"}
	c.Post(postPath(first, "gegevens"), form).Redirect()
	one := postNow(t, p, first)
	if one.ThemeID != 2 || len(one.ShownBy) != 1 || one.ShownBy[0].MeetingID != p.Meeting || one.ReviewOn.IsZero() {
		t.Fatalf("placed: %+v", one)
	}
	bad := c.Get(postPath(first, "gegevens")).Form("main form.form")
	bad.Set("review_on", "ooit")
	r = c.Post(postPath(first, "gegevens"), bad).Want(http.StatusUnprocessableEntity)
	pagetest.Check(t, r.Body)
	if r.Find("#review_on").Attr("aria-invalid") != "true" {
		t.Error("nothing is said at the day")
	}
	if c.Get(answers + "?stand=review").Has("tbody tr") {
		t.Error("nothing is to be reviewed yet")
	}
	p.Clock.Advance(8 * 24 * time.Hour)
	c = p.SignIn(consult.Editor)
	r = c.Get(answers + "?stand=review").Want(http.StatusOK)
	pagetest.Check(t, r.Body)
	if !strings.Contains(r.Find("tbody").Text(), "Na te kijken") || r.Has("form[action$='/omhoog']") {
		t.Errorf("to be reviewed: %s", r.Find("main").Text())
	}
	pagetest.Check(t, c.Get(answers+"?zoek=kost&stand=draft").Want(http.StatusOK).Body)
	if csv := string(
		c.Get(answers + "/lijst.csv").Want(http.StatusOK).Body,
	); !strings.Contains(csv, "Kan ik nog instromen?") {
		t.Errorf("csv: %s", csv)
	}
	for _, id := range []int64{first, second} {
		publishNow(t, c, id)
		pagetest.Check(t, c.Get(postPath(id, "voorbeeld")).Want(http.StatusOK).Body)
		pagetest.Check(t, c.Get(posts+"/"+itoa(id)).Want(http.StatusOK).Body)
	}
	r = c.Get(postPath(first, "trek-in")).Want(http.StatusOK)
	pagetest.Check(t, r.Body)
	form = r.Form("main form.form")
	form.Set("why", "Dit geldt niet meer.")
	form.Set("replaced_by", itoa(first))
	if r := c.Post(postPath(first, "trek-in"), form).Want(http.StatusUnprocessableEntity); r.Find("#replaced_by").
		Attr("aria-invalid") != "true" {
		t.Error("a question that answers for itself")
	}
	form.Set("replaced_by", itoa(second))
	c.Post(postPath(first, "trek-in"), form).Redirect()
	if one := postNow(t, p, first); one.ReplacedBy != second {
		t.Errorf("withdrawn: %+v", one)
	}
	pagetest.Check(t, c.Get(posts+"/"+itoa(first)).Want(http.StatusOK).Body)
}
