package people

import "strings"

// Browsers and systems by the word that tells them in a User-Agent. The order
// counts: Edge says Chrome too, Chrome says Safari, Android says Linux.
var (
	browsers = [][2]string{
		{"Edg", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser", "Samsung Internet"}, {"Firefox", "Firefox"},
		{"FxiOS", "Firefox"},
		{"Chrome", "Chrome"}, {"CriOS", "Chrome"}, {"Safari", "Safari"},
	}
	systems = [][2]string{
		{"Windows", "Windows"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"CrOS", "ChromeOS"},
		{"Macintosh", "Mac"}, {"Linux", "Linux"},
	}
)

// deviceOf names the browser and system of a User-Agent, so that people know
// their devices apart: "Firefox, Windows". What it does not know is "?"; no
// more is kept.
func deviceOf(agent string) string { return wordIn(agent, browsers) + ", " + wordIn(agent, systems) }

func wordIn(agent string, names [][2]string) string {
	for _, one := range names {
		if strings.Contains(agent, one[0]) {
			return one[1]
		}
	}
	return "?"
}
