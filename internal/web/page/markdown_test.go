package page_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"samenspraak/internal/web/page"
	"samenspraak/internal/web/page/pagetest"
)

func TestMarkdown(t *testing.T) {
	for _, row := range []struct{ name, src, want string }{
		{"headings begin at h2", "# A\n### B", "<h2>A</h2>\n<h4>B</h4>\n"},
		{"deep headings are lifted", "### A\n#### B", "<h2>A</h2>\n<h3>B</h3>\n"},
		{"raw html", "a <script>x</script> b\n\n<div onclick=x>c</div>", "<p>a x b</p>\n\n"},
		{"script link", "[a](javascript:alert(1))", `<p>a</p>` + "\n"},
		{"data link", "[a](data:text/html,x)", `<p>a</p>` + "\n"},
		{"own link", "[a](/mijn)", `<p><a href="/mijn">a</a></p>` + "\n"},
		{"other host", "[a](https://example.org/)", `<p><a href="https://example.org/" rel="noopener">a</a></p>` + "\n"},
		{"other host without scheme", "[a](//example.org)", `<p><a href="//example.org" rel="noopener">a</a></p>` + "\n"},
		{"bare link", "zie https://example.org", `<p>zie <a href="https://example.org" rel="noopener">https://example.org</a></p>` + "\n"},
		{"mail", "<a@b.example>", `<p><a href="mailto:a@b.example">a@b.example</a></p>` + "\n"},
		{"image", "a ![b](https://example.org/x.png) c", "<p>a  c</p>\n"},
		{"table", "|a|\n|:-:|\n|b|", "<table class=\"table\">\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>b</td>\n</tr>\n</tbody>\n</table>\n"},
		{"list from three", "3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>\n"},
		{"nothing", "", ""},
	} {
		if got := string(page.Markdown(row.src)); got != row.want {
			t.Errorf("%s:\n got %q\nwant %q", row.name, got, row.want)
		}
	}
}

var markdownElements = strings.Fields("p br hr h2 h3 h4 h5 h6 ul ol li strong em del blockquote code pre table thead tbody tr td th a")

func FuzzMarkdown(f *testing.F) {
	for _, seed := range []string{
		"# A\n\n[x](javascript:alert(1))", "<img src=x onerror=alert(1)>", "|a|b|\n|-|-|\n|<b style=x>|c|", "<svg><style>",
		"[a]: //x \"onclick=\"\n[a]", "```html\n<script>\n```", "<a href='jAvAsCrIpT:x'>", "![a](x)![b](y \"t\")", "~~a~~ **b _c_**",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, src string) {
		out := string(page.Markdown(src))
		z := html.NewTokenizer(strings.NewReader(out))
		for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
			if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
				continue
			}
			token := z.Token()
			if !slices.Contains(markdownElements, token.Data) {
				t.Errorf("<%s> came through %q", token.Data, src)
			}
			checkAttributes(t, token, src)
		}
	})
}

func checkAttributes(t *testing.T, token html.Token, src string) {
	for _, a := range token.Attr {
		if !slices.Contains([]string{"href", "rel", "class", "start"}, a.Key) {
			t.Errorf("<%s %s> came through %q", token.Data, a.Key, src)
		}
		target := strings.ToLower(strings.TrimSpace(a.Val))
		if a.Key == "href" && (strings.HasPrefix(target, "javascript:") || strings.HasPrefix(target, "data:") || strings.HasPrefix(target, "vbscript:")) {
			t.Errorf("href=%q came through %q", a.Val, src)
		}
	}
}

func TestCheckFinds(t *testing.T) {
	good := `<!doctype html><html><body><h1 id="a">x</h1><label for="b">y</label><input id="b" aria-describedby="a"><br></body></html>`
	if got := pagetest.Problems([]byte(good)); len(got) > 0 {
		t.Fatalf("a good page has problems: %v", got)
	}
	for name, bad := range map[string]string{
		"style":        `<p style="x">`,
		"style tag":    `<style>a{}</style>`,
		"script":       `<script>x</script>`,
		"handler":      `<p onclick="x"></p>`,
		"twice":        `<p id="a"></p>`,
		"unknown id":   `<p aria-labelledby="nowhere"></p>`,
		"no label":     `<input id="c">`,
		"unbalanced":   `<p><b></p></b>`,
		"never closed": `<div>`,
		"second h1":    `<h1>z</h1>`,
		"refused":      `<a href="#ZgotmplZ">q</a>`,
		"missing key":  `<p>⟦part.none⟧</p>`,
		"script link":  `<a href="JavaScript:x">q</a>`,
		"empty link":   `<a href="">q</a>`,
	} {
		if got := pagetest.Problems([]byte(strings.Replace(good, "<br>", bad, 1))); len(got) == 0 {
			t.Errorf("%s goes unnoticed", name)
		}
	}
}
