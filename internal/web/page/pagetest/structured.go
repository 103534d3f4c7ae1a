package pagetest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// CheckStructured fails the test unless a page holds structured data of just
// these types, in this order, without a fault.
func CheckStructured(t testing.TB, page []byte, types ...string) {
	t.Helper()
	var found []string
	for _, data := range Structured(page) {
		var top map[string]any
		if err := json.Unmarshal([]byte(data), &top); err != nil {
			t.Errorf("%v in %s", err, data)
			continue
		}
		if top["@context"] != "https://schema.org" {
			t.Errorf("context %v", top["@context"])
		}
		delete(top, "@context")
		found = append(found, fmt.Sprint(top["@type"]))
		for _, p := range thingProblems(top) {
			t.Error(p)
		}
	}
	if !slices.Equal(found, types) {
		t.Errorf("structured data of %v, want %v", found, types)
	}
}

// Structured is the structured data in a page, each as it stands there.
func Structured(page []byte) []string {
	var all []string
	z := html.NewTokenizer(bytes.NewReader(page))
	inside := false
	for {
		switch z.Next() {
		case html.ErrorToken:
			return all
		case html.StartTagToken:
			token := z.Token()
			inside = token.Data == "script" &&
				slices.Contains(token.Attr, html.Attribute{Key: "type", Val: "application/ld+json"})
		case html.TextToken:
			if inside {
				all = append(all, string(z.Raw()))
			}
		case html.EndTagToken:
			inside = false
		}
	}
}

// shape is what a type of schema.org must and may have here. A value says what
// it must be: a date, an address, the name of a type, a number; empty is words.
type shape struct{ must, may map[string]string }

const (
	isDate    = "date"
	isAddress = "address"
	isNumber  = "number"
)

var shapes = map[string]shape{
	"NewsArticle": {
		must: map[string]string{
			"headline": "", "datePublished": isDate, "dateModified": isDate, "inLanguage": "", "url": isAddress,
			"mainEntityOfPage": isAddress,
			"author":           "Organization", "publisher": "Organization",
		},
		may: map[string]string{"description": "", "image": "ImageObject"},
	},
	"FAQPage":  {must: map[string]string{"mainEntity": "Question", "url": isAddress, "inLanguage": ""}},
	"Question": {must: map[string]string{"name": "", "acceptedAnswer": "Answer", "url": isAddress, "inLanguage": ""}},
	"Answer":   {must: map[string]string{"text": "", "datePublished": isDate, "dateModified": isDate}},
	"Event": {
		must: map[string]string{
			"name": "", "url": isAddress, "startDate": isDate, "endDate": isDate, "eventStatus": isAddress,
			"eventAttendanceMode": isAddress,
			"location":            "Place VirtualLocation", "organizer": "Organization",
		},
		may: map[string]string{"description": "", "previousStartDate": isDate},
	},
	"Place": {must: map[string]string{"name": "", "address": "PostalAddress"}},
	"PostalAddress": {
		must: map[string]string{"addressCountry": ""},
		may:  map[string]string{"streetAddress": "", "postalCode": "", "addressLocality": ""},
	},
	"VirtualLocation": {must: map[string]string{"url": isAddress}},
	"Organization": {
		must: map[string]string{"name": "", "url": isAddress}, may: map[string]string{"logo": "ImageObject"},
	},
	"ImageObject": {
		must: map[string]string{"url": isAddress},
		may:  map[string]string{"width": isNumber, "height": isNumber, "caption": ""},
	},
}

func thingProblems(thing map[string]any) []string {
	var problems problems
	kind := fmt.Sprint(thing["@type"])
	known, ok := shapes[kind]
	if !ok {
		problems.add("a thing of type %q", kind)
	}
	allowed := maps.Clone(known.must)
	if allowed == nil {
		allowed = map[string]string{}
	}
	maps.Copy(allowed, known.may)
	for name := range known.must {
		if _, there := thing[name]; !there {
			problems.add("%s lacks %s", kind, name)
		}
	}
	for name, value := range thing {
		want, may := allowed[name]
		switch {
		case name == "@type":
		case !may:
			problems.add("%s has %s", kind, name)
		default:
			problems.value(kind+" "+name, value, want)
		}
	}
	return problems
}

func (p *problems) value(what string, value any, want string) {
	switch value := value.(type) {
	case []any:
		if len(value) == 0 {
			p.add("%s is empty", what)
		}
		for _, one := range value {
			p.value(what, one, want)
		}
	case map[string]any:
		if !slices.Contains(strings.Fields(want), fmt.Sprint(value["@type"])) {
			p.add("%s is a %v", what, value["@type"])
		}
		*p = append(*p, thingProblems(value)...)
	case float64:
		if want != isNumber || value <= 0 {
			p.add("%s is %v", what, value)
		}
	case string:
		p.words(what, value, want)
	default:
		p.add("%s is %v", what, value)
	}
}

func (p *problems) words(what, value, want string) {
	switch want {
	case "":
		if strings.TrimSpace(value) == "" {
			p.add("%s is empty", what)
		}
	case isDate:
		if _, err := time.Parse(time.RFC3339, value); err != nil {
			p.add("%s is %q", what, value)
		}
	case isAddress:
		if !Absolute(value) {
			p.add("%s is %q", what, value)
		}
	default:
		p.add("%s is %q and no %s", what, value, want)
	}
	if what == "NewsArticle headline" && len([]rune(value)) > 110 {
		p.add("a headline of %d signs", len([]rune(value)))
	}
}
