//go:build e2e

package e2e

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// newsPage is a text as a region published it, in the parts that somebody
// types into the form: headings and quotations made Markdown, the words as they
// stood.
type newsPage struct {
	title, lead, body string
	posted            time.Time // zero: the page does not say
	signatories       []string
}

// answerPage is one question of the page of frequently asked questions.
type answerPage struct{ question, answer string }

// readPage reads one of the pages from the folder that PAGES names, or else the
// invented one of the same shape. The words are the region's, so they are read
// when the test runs and are kept nowhere.
func readPage(t *testing.T, name string) string {
	t.Helper()
	folder := filepath.Join("testdata", "berichten")
	if given := os.Getenv("PAGES"); given != "" {
		folder = given
	}
	text, err := os.ReadFile(filepath.Join(folder, name+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

var (
	postedOn = regexp.MustCompile(`Bericht geplaatst op: (\d{1,2}) ` + month + ` (\d{4})`)
	jointly  = regexp.MustCompile(`van de gemeenten: (.+) en ([^.]+)\.`)
	blankRun = regexp.MustCompile(`\n\s*\n`)
	spoken   = regexp.MustCompile(
		`(?s)[Ww]ethouder ([A-Z][^.“]*?) (?:van de gemeente ([^ ]+) )?(?:benadrukte|zei|sloot)[^“]*“([^”]+)”`,
	)
)

// parseNews takes a page apart. A block of a few words without a full stop is a
// heading; words between curly quotation marks after a wethouder's name are
// repeated as a quotation with name and role.
func parseNews(name, text string) newsPage {
	var p newsPage
	text = strings.ReplaceAll(text, "\u00a0", " ")
	if on := postedOn.FindStringSubmatch(text); on != nil {
		p.posted = wall(on[1], on[2], on[3], "10", "00")
		_, text, _ = strings.Cut(text, on[0])
	}
	if who := jointly.FindStringSubmatch(text); who != nil {
		p.signatories = append(strings.Split(who[1], ", "), who[2])
	}
	var blocks []string
	for _, block := range blankRun.Split(strings.TrimSpace(text), -1) {
		if block = strings.TrimSpace(block); block != "" {
			blocks = append(blocks, block)
		}
	}
	if isHeading(blocks[1]) && p.posted.IsZero() { // a caption stands above the title
		p.title, blocks = blocks[1], slices.Concat(blocks[2:], blocks[:1])
	}
	if p.title == "" {
		p.title = titleOf(name)
	}
	p.lead, blocks = blocks[0], blocks[1:]
	var body []string
	for _, block := range blocks {
		if isHeading(block) && !strings.HasPrefix(block, "Bijlage") {
			block = "## " + block
		}
		body = append(body, block)
	}
	p.body = strings.Join(body, "\n\n")
	for _, quote := range spoken.FindAllStringSubmatch(text, -1) {
		by := strings.TrimSpace(quote[1]) + ", wethouder"
		if quote[2] != "" {
			by += " van " + quote[2]
		}
		p.body += "\n\n> " + quote[3] + "\n> -- " + by
	}
	return p
}

func isHeading(block string) bool {
	return len([]rune(block)) < 70 && !strings.HasSuffix(block, ".") && !strings.HasSuffix(block, ":") &&
		!strings.Contains(block, ": ")
}

// titleOf makes a title of a file's name.
func titleOf(name string) string {
	_, words, _ := strings.Cut(name, "-")
	words = strings.ReplaceAll(words, "-", " ")
	return strings.ToUpper(words[:1]) + words[1:]
}

// parseAnswers takes the page of questions apart: its theme, and each question
// with the blocks up to the next.
func parseAnswers(text string) (theme string, all []answerPage) {
	blocks := blankRun.Split(strings.TrimSpace(strings.ReplaceAll(text, "\u00a0", " ")), -1)
	theme = strings.TrimSpace(blocks[0])
	for _, block := range blocks[1:] {
		switch block = strings.TrimSpace(block); {
		case strings.HasSuffix(block, "?"):
			all = append(all, answerPage{question: block})
		case len(all) > 0:
			last := &all[len(all)-1]
			last.answer = strings.TrimSpace(last.answer + "\n\n" + block)
		}
	}
	return theme, all
}

// TestNewsPagesAreRead holds the reading itself against the invented texts.
func TestNewsPagesAreRead(t *testing.T) {
	t.Setenv("PAGES", "")
	news := parseNews("2016-voortgang-inkoop", readPage(t, "2016-voortgang-inkoop"))
	if news.title != "Voortgang inkoop" || news.posted.Format(time.DateOnly) != "2016-02-15" ||
		!strings.Contains(news.body, "## Voorbereidingen\n\n") || strings.Contains(news.body, "## 14 maart") {
		t.Errorf("news: %+v", news)
	}
	press := parseNews("2021-gezamenlijk-persbericht", readPage(t, "2021-gezamenlijk-persbericht"))
	if len(press.signatories) != 7 || press.signatories[6] != "’t Waalhof" ||
		!strings.Contains(press.body, "Bijlage:") {
		t.Errorf("press release: %+v", press)
	}
	kickOff := parseNews("2022-kick-off-dialoogfase", readPage(t, "2022-kick-off-dialoogfase"))
	if kickOff.title != "Rust en vertrouwen bij de kick-off van de dialoogfase" ||
		!strings.Contains(kickOff.body, "> -- Femke van ’t Hoff-de Ruijter, wethouder van IJsseloord") {
		t.Errorf("kick-off: %+v", kickOff)
	}
	theme, answers := parseAnswers(readPage(t, "veelgestelde-vragen-temporiseren"))
	if theme != "Temporiseren" || len(answers) != 6 || answers[2].answer == "" {
		t.Errorf("answers: %q %+v", theme, answers)
	}
}
