package public

import (
	"encoding/json"
	"fmt"
	"html/template"
	"samenspraak/internal/web/page"
	"strings"
	"time"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/prose"
)

// What search engines read, in the words of schema.org.

const schemaOrg = "https://schema.org"

type organisationData struct {
	Type string     `json:"@type"`
	Name string     `json:"name"`
	URL  string     `json:"url"`
	Logo *imageData `json:"logo,omitempty"`
}

type imageData struct {
	Type    string `json:"@type"`
	URL     string `json:"url"`
	Width   int    `json:"width,omitempty"`
	Height  int    `json:"height,omitempty"`
	Caption string `json:"caption,omitempty"`
}

type newsData struct {
	Context       string           `json:"@context"`
	Type          string           `json:"@type"`
	Headline      string           `json:"headline"`
	Description   string           `json:"description,omitempty"`
	DatePublished string           `json:"datePublished"`
	DateModified  string           `json:"dateModified"`
	InLanguage    string           `json:"inLanguage"`
	URL           string           `json:"url"`
	MainPage      string           `json:"mainEntityOfPage"`
	Image         *imageData       `json:"image,omitempty"`
	Author        organisationData `json:"author"`
	Publisher     organisationData `json:"publisher"`
}

type faqData struct {
	Context    string         `json:"@context"`
	Type       string         `json:"@type"`
	URL        string         `json:"url"`
	InLanguage string         `json:"inLanguage"`
	Questions  []questionData `json:"mainEntity"`
}

type questionData struct {
	Type       string     `json:"@type"`
	Name       string     `json:"name"`
	URL        string     `json:"url"`
	InLanguage string     `json:"inLanguage"`
	Answer     answerData `json:"acceptedAnswer"`
}

type answerData struct {
	Type          string `json:"@type"`
	Text          string `json:"text"`
	DatePublished string `json:"datePublished"`
	DateModified  string `json:"dateModified"`
}

type eventData struct {
	Context       string           `json:"@context"`
	Type          string           `json:"@type"`
	Name          string           `json:"name"`
	Description   string           `json:"description,omitempty"`
	URL           string           `json:"url"`
	StartDate     string           `json:"startDate"`
	EndDate       string           `json:"endDate"`
	PreviousStart string           `json:"previousStartDate,omitempty"`
	Status        string           `json:"eventStatus"`
	Attendance    string           `json:"eventAttendanceMode"`
	Location      []any            `json:"location,omitempty"`
	Organizer     organisationData `json:"organizer"`
}

type placeData struct {
	Type    string      `json:"@type"`
	Name    string      `json:"name"`
	Address addressData `json:"address"`
}

type addressData struct {
	Type       string `json:"@type"`
	Street     string `json:"streetAddress,omitempty"`
	PostalCode string `json:"postalCode,omitempty"`
	Town       string `json:"addressLocality,omitempty"`
	Country    string `json:"addressCountry"`
}

type virtualData struct {
	Type string `json:"@type"`
	URL  string `json:"url"`
}

// ld writes data for a script element: Marshal writes <, > and & as \u003c and
// so on, so that no word can end the element.
func ld(data any) template.JS {
	body, err := json.Marshal(data)
	if err != nil {
		panic(fmt.Errorf("structured data: %w", err)) // strings and numbers of ours
	}
	return template.JS(body) //nolint:gosec // JSON without an angle bracket
}

// rfc3339 is an instant with the offset of the Netherlands.
func rfc3339(t time.Time) string { return t.In(i18n.Zone()).Format(time.RFC3339) }

func absolute(f page.Frame, path string) string { return f.BaseURL + page.Href(f.Language(), path) }

func organisation(f page.Frame) organisationData {
	o := organisationData{Type: "Organization", Name: f.SiteName(), URL: f.BaseURL + address.Home}
	if l := f.Region.Logo; l != nil {
		o.Logo = &imageData{Type: "ImageObject", URL: f.BaseURL + l.Href, Width: l.Width, Height: l.Height}
	}
	return o
}

// NewsData is a post as a NewsArticle.
func NewsData(f page.Frame, v consult.PublicPost) template.JS {
	address := absolute(f, v.Path())
	d := newsData{
		Context: schemaOrg, Type: "NewsArticle", Headline: headline(v.Text.Title), Description: summary(v.Text),
		DatePublished: rfc3339(v.ReleasedAt), DateModified: rfc3339(v.ChangedAt()), InLanguage: v.Text.Language,
		URL: address, MainPage: address, Author: organisation(f), Publisher: organisation(f),
	}
	if p := firstPicture(v); p != nil {
		d.Image = &imageData{
			Type: "ImageObject", URL: f.BaseURL + p.Path, Width: p.Width, Height: p.Height, Caption: p.Alt,
		}
	}
	return ld(d)
}

// longestHeadline is what search engines show of one.
const longestHeadline = 110

func headline(title string) string {
	runes := []rune(title)
	if len(runes) <= longestHeadline {
		return title
	}
	cut := string(runes[:longestHeadline-1])
	if i := strings.LastIndexByte(cut, ' '); i > 0 {
		cut = cut[:i]
	}
	return cut + "…"
}

// FAQData is questions with their answers as a FAQPage; nothing for none.
func FAQData(f page.Frame, entries ...consult.PublicPost) template.JS {
	d := faqData{
		Context: schemaOrg, Type: "FAQPage", URL: f.BaseURL + page.Href(f.Language(), f.Path),
		InLanguage: string(f.Language()),
	}
	for _, v := range entries {
		d.Questions = append(d.Questions, questionData{
			Type: "Question", Name: v.Text.Title, URL: absolute(f, v.Path()), InLanguage: v.Text.Language,
			Answer: answerData{
				Type: "Answer", Text: prose.Plain(v.Text.Body), DatePublished: rfc3339(v.ReleasedAt),
				DateModified: rfc3339(v.ChangedAt()),
			},
		})
	}
	if len(d.Questions) == 0 {
		return ""
	}
	return ld(d)
}

// EventData is a meeting as an Event. Who takes part online finds the way to it
// on its page; the link itself is for them alone.
func EventData(f page.Frame, v consult.PublicMeeting) template.JS {
	m, address := v.Meeting, absolute(f, address.Meeting(v.Slug))
	d := eventData{
		Context: schemaOrg, Type: "Event", Name: m.Title, Description: m.Lead, URL: address,
		StartDate: rfc3339(m.Starts), EndDate: rfc3339(m.Ends),
		Status: schemaOrg + "/EventScheduled", Attendance: schemaOrg + "/OfflineEventAttendanceMode",
		Organizer: organisation(f),
	}
	if m.Venue != "" {
		d.Location = append(d.Location, placeData{Type: "Place", Name: m.Venue, Address: addressData{
			Type: "PostalAddress", Street: m.Street, PostalCode: m.Postcode, Town: m.Town, Country: "NL",
		}})
	}
	if m.Online {
		d.Attendance = schemaOrg + "/OnlineEventAttendanceMode"
		d.Location = append(d.Location, virtualData{"VirtualLocation", address})
	}
	if m.Hybrid() {
		d.Attendance = schemaOrg + "/MixedEventAttendanceMode"
	}
	if c, moved := v.LastMove(); moved && !c.Before.Starts.Equal(m.Starts) {
		d.Status, d.PreviousStart = schemaOrg+"/EventRescheduled", rfc3339(c.Before.Starts)
	}
	if m.IsCancelled() {
		d.Status = schemaOrg + "/EventCancelled"
	}
	return ld(d)
}
