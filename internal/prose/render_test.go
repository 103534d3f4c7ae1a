package prose_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"samenspraak/internal/consult"
	"samenspraak/internal/prose"
)

var pictures = prose.Pictures{
	"/bestanden/12/wolk.png": {FileName: "wolk.png", FileFacts: consult.FileFacts{Width: 800, Height: 400}},
	"/bestanden/12/stuk.pdf": {FileName: "stuk.pdf"},
	"//elders.example/x.png": {FileName: "x.png", FileFacts: consult.FileFacts{Width: 8, Height: 4}},
}

const (
	wolkImage = `<img src="/bestanden/12/wolk.png" alt="wolk" width="800" height="400" loading="lazy">`
	quoteEnd  = "</p>\n<p class=\"kicker\">Ans, wethouder</p>\n</blockquote>\n"
)

func TestRender(t *testing.T) {
	for _, row := range []struct{ name, src, want string }{
		{"headings begin at h2", "# A\n### B", "<h2 id=\"kop-a\">A</h2>\n<h4 id=\"kop-b\">B</h4>\n"},
		{"deep headings are lifted", "### A\n#### B", "<h2 id=\"kop-a\">A</h2>\n<h3 id=\"kop-b\">B</h3>\n"},
		{
			"headings of one name", "# A b\n# A *b*\n# ?",
			"<h2 id=\"kop-a-b\">A b</h2>\n<h2 id=\"kop-a-b-2\">A <em>b</em></h2>\n<h2 id=\"kop\">?</h2>\n",
		},
		{"raw html", "a <script>x</script> b\n\n<div onclick=x>c</div>", "<p>a x b</p>\n\n"},
		{"script link", "[a](javascript:alert(1))", "<p>a</p>\n"},
		{"data link", "[a](data:text/html,x)", "<p>a</p>\n"},
		{"own link", "[a](/mijn)", "<p><a href=\"/mijn\">a</a></p>\n"},
		{"other host", "[a](https://example.org/)", "<p><a href=\"https://example.org/\" rel=\"noopener\">a</a></p>\n"},
		{
			"other host without scheme", "[a](//example.org)",
			"<p><a href=\"//example.org\" rel=\"noopener\">a</a></p>\n",
		},
		{
			"bare link", "zie https://example.org",
			"<p>zie <a href=\"https://example.org\" rel=\"noopener\">https://example.org</a></p>\n",
		},
		{"mail", "<a@b.example>", "<p><a href=\"mailto:a@b.example\">a@b.example</a></p>\n"},
		{"picture of another host", "a ![b](https://example.org/x.png) c", "<p>a  c</p>\n"},
		{"picture of another host in the map", "![b](//elders.example/x.png)", ""},
		{"file that is no picture", "![b](/bestanden/12/stuk.pdf)", ""},
		{"picture that is not there in a link", "[![b](/x.png)](/y) z", "<p> z</p>\n"},
		{"picture", `![wolk](/bestanden/12/wolk.png "Wat *wij* <b> hoorden")`,
			`<figure class="figure">` + wolkImage + "<figcaption>Wat *wij* &lt;b&gt; hoorden</figcaption></figure>\n"},
		{
			"picture without caption", "![wolk](/bestanden/12/wolk.png)",
			`<figure class="figure">` + wolkImage + "</figure>\n",
		},
		{"pictures below each other",
			"![wolk](/bestanden/12/wolk.png)\n![x](/x.png)  \n![wolk](/bestanden/12/wolk.png)",
			strings.Repeat(`<figure class="figure">`+wolkImage+"</figure>\n", 2)},
		{"picture in a line", "Zie ![wolk](/bestanden/12/wolk.png) daar", "<p>Zie " + wolkImage + " daar</p>\n"},
		{"table", "|a|b|\n|:-:|-|\n|c|d|",
			"<div class=\"table-frame\" tabindex=\"0\" role=\"region\" aria-label=\"a, b\">\n<table class=\"table\">\n<thead>\n" +
				"<tr>\n<th scope=\"col\">a</th>\n<th scope=\"col\">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>c</td>\n<td>d</td>\n</tr>\n</tbody>\n</table>\n</div>\n"},
		{"a column of numbers", "| a |\n|--:|\n| 1 |\n",
			"<div class=\"table-frame\" tabindex=\"0\" role=\"region\" aria-label=\"a\">\n<table class=\"table\">\n<thead>\n" +
				"<tr>\n<th scope=\"col\" class=\"num\">a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td class=\"num\">1</td>\n</tr>\n</tbody>\n</table>\n</div>\n"},
		{"list from three", "3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>\n"},
		{"nothing", "", ""},
		{"block without a name", "> Doe mee.", "<blockquote>\n<p>Doe mee.</p>\n</blockquote>\n"},
		{"quotation", "> Doe mee.\n> -- Ans, wethouder", "<blockquote class=\"quote\"><p>“Doe mee.”" + quoteEnd},
		{
			"quotation with marks", "> “Doe mee.”\n>\n> — Ans, wethouder",
			"<blockquote class=\"quote\"><p>“Doe mee.”" + quoteEnd,
		},
		{
			"quotation with straight marks", "> \"Doe mee.\"  \n> – Ans, wethouder",
			"<blockquote class=\"quote\"><p>“Doe mee.”" + quoteEnd,
		},
		{
			"quotation with a mark forgotten", "> “Doe mee.\n> -- Ans, wethouder",
			"<blockquote class=\"quote\"><p>“Doe mee.”" + quoteEnd,
		},
		{
			"quotation with marks inside", "> “Ja.” Dat zei ik.\n> -- Ans, wethouder",
			"<blockquote class=\"quote\"><p>“Ja.” Dat zei ik." + quoteEnd,
		},
		{
			"quotation in two paragraphs", "> Doe mee.\n>\n> Nu.\n> -- Ans, wethouder",
			"<blockquote class=\"quote\"><p>“Doe mee.</p>\n<p>Nu.”" + quoteEnd,
		},
		{
			"quotation of nothing", "> -- Ans, wethouder",
			"<blockquote class=\"quote\"><p class=\"kicker\">Ans, wethouder</p>\n</blockquote>\n",
		},
		{
			"quotation by one word", "> a\n> -- b",
			"<blockquote class=\"quote\"><p>“a”</p>\n<p class=\"kicker\">b</p>\n</blockquote>\n",
		},
		{
			"quotation by somebody in bold", "> a\n> — **b**",
			"<blockquote class=\"quote\"><p>“a”</p>\n<p class=\"kicker\"><strong>b</strong></p>\n</blockquote>\n",
		},
		{"quotation with a dash and nobody", "> a\n> — ", "<blockquote>\n<p>a<br>\n—</p>\n</blockquote>\n"},
		{"dash that is no credit", "Doe mee.\n-- Ans", "<p>Doe mee.<br>\n-- Ans</p>\n"},
	} {
		if diff := cmp.Diff(
			row.want, string(prose.RenderPart(strings.ReplaceAll(row.src, "\n", "\r\n"), pictures, "kop")),
		); diff != "" {
			t.Errorf("%s (-want +got):\n%s", row.name, diff)
		}
	}
}

func TestRenderPart(t *testing.T) {
	for prefix, want := range map[string]string{
		"": "<h2>Wat nu</h2>\n", "vraag-3": "<h2 id=\"vraag-3-wat-nu\">Wat nu</h2>\n",
	} {
		if got := string(prose.RenderPart("# Wat nu", nil, prefix)); got != want {
			t.Errorf("prefix %q: %q, want %q", prefix, got, want)
		}
	}
}

func TestTablesOfOneHeadHaveNamesOfTheirOwn(t *testing.T) {
	out := string(prose.RenderPart("|a|\n|-|\n\n|a|\n|-|\n\n||\n|-|\n", nil, "kop"))
	for _, want := range []string{`aria-label="a"`, `aria-label="a (2)"`, `<div class="table-frame" tabindex="0">`} {
		if !strings.Contains(out, want) {
			t.Errorf("no %s in %s", want, out)
		}
	}
}

// A row is filled up to the width of its head: a short text must not become
// millions of cells.
func TestTablesAreBounded(t *testing.T) {
	head := strings.Repeat("|a", 1000) + "\n" + strings.Repeat("|-", 1000) + "\n"
	for prefix, rows := range map[string]int{"": 20_000, "> ": 20_000} {
		src := prefix + strings.ReplaceAll(head+strings.Repeat("|a\n", rows), "\n", "\n"+prefix)
		if cells := strings.Count(string(prose.RenderPart(src, nil, "kop")), "<td>"); cells > 0 {
			t.Errorf("%d cells", cells)
		}
		if o := prose.Outline(src); len(o.Tables) > 0 {
			t.Errorf("tables in lines %v", o.Tables)
		}
	}
	large := "|a|b|c|\n|-|-|-|\n" + strings.Repeat("|-|-|1|\n", 3000)
	if cells := strings.Count(string(prose.RenderPart(large, nil, "kop")), "<td>"); cells != 9000 {
		t.Errorf("%d cells of 9000", cells)
	}
}

// Every value that an attribute may have, by element and attribute; href is
// looked at by itself.
var allowed = map[string]string{
	"h2 id": `[a-z0-9-]+`, "h3 id": `[a-z0-9-]+`, "h4 id": `[a-z0-9-]+`, "h5 id": `[a-z0-9-]+`, "h6 id": `[a-z0-9-]+`,
	"ol start": `[0-9]+`, "th scope": "col", "th class": "num", "td class": "num", "table class": "table",
	"div class": "table-frame", "div tabindex": "0", "div role": "region", "div aria-label": `(?s).+`,
	"figure class": "figure", "blockquote class": "quote", "p class": "kicker", "a rel": "noopener",
	"img src": `/bestanden/12/wolk\.png`, "img alt": `(?s).*`, "img width": "800", "img height": "400",
	"img loading": "lazy",
}

var allowedElements = strings.Fields("p br hr h2 h3 h4 h5 h6 ul ol li strong em del blockquote code pre " +
	"table thead tbody tr td th a div figure figcaption img html head body")

func FuzzRender(f *testing.F) {
	for _, seed := range []string{
		"# A\n\n[x](javascript:alert(1))", "<img src=x onerror=alert(1)>", "|a|b|\n|-|-|\n|<b style=x>|c|",
		"<svg><style>",
		"[a]: //x \"onclick=\"\n[a]", "```html\n<script>\n```", "<a href='jAvAsCrIpT:x'>", "![a](x)![b](y \"t\")",
		"~~a~~ **b _c_**",
		"> a\n> b\n> -- c", "> \"a\"\n>\n> — *b*", "![a*b*](/bestanden/12/wolk.png \"c\")",
		"[![a](/bestanden/12/wolk.png)](//x)",
		">\n> -- ", "|\"|\n|-|", "# &lt;a id=x&gt;", "a\\\n-- b", "0\n-:", "> ![a](/bestanden/12/wolk.png)\n> -- b",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, src string) {
		doc, err := html.Parse(strings.NewReader(string(prose.RenderPart(src, pictures, "kop"))))
		if err != nil {
			t.Fatal(err)
		}
		ids := map[string]bool{}
		for n := range doc.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			if !slices.Contains(allowedElements, n.Data) {
				t.Errorf("<%s> came through %q", n.Data, src)
			}
			for _, a := range n.Attr {
				checkAttribute(t, n.Data, a, src)
				if a.Key == "id" && ids[a.Val] {
					t.Errorf("id %q twice through %q", a.Val, src)
				}
				ids[a.Val] = ids[a.Val] || a.Key == "id"
			}
		}
	})
}

var schemed = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9+.-]*:`)

func checkAttribute(t *testing.T, element string, a html.Attribute, src string) {
	t.Helper()
	if element == "a" && a.Key == "href" {
		scheme := strings.ToLower(schemed.FindString(strings.TrimSpace(a.Val)))
		if scheme != "" && !slices.Contains([]string{"http:", "https:", "mailto:", "tel:"}, scheme) {
			t.Errorf("href=%q came through %q", a.Val, src)
		}
		return
	}
	pattern, known := allowed[element+" "+a.Key]
	if !known || !regexp.MustCompile("^(?:"+pattern+")$").MatchString(a.Val) {
		t.Errorf("<%s %s=%q> came through %q", element, a.Key, a.Val, src)
	}
}
