package consult

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
)

func pngOf(t *testing.T, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func jpegOf(t *testing.T, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, width, height)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReadLogo(t *testing.T) {
	full := append(pngOf(t, 30, 20), make([]byte, MaxLogo)...)[:MaxLogo]
	const kind, side, large = "file settings.problem.logo_type", "file settings.problem.logo_side",
		"file settings.problem.logo_large"
	for _, c := range []struct {
		name    string
		content []byte
		want    string
	}{
		{"logo.png", pngOf(t, 30, 20), ""},
		{"LOGO.PNG", pngOf(t, MaxLogoSide, 1), ""},
		{"logo.jpg", jpegOf(t, 30, 20), ""},
		{"logo.jpeg", jpegOf(t, 30, 20), ""},
		{"logo.png", full, ""},
		{"logo.png", append(full, 0), large},
		{"logo.png", pngOf(t, MaxLogoSide+1, 1), side},
		{"logo.jpg", jpegOf(t, 1, MaxLogoSide+1), side},
		{"logo.png", nil, "file settings.problem.logo_file"},
		{"logo.png", jpegOf(t, 30, 20), kind},
		{"logo.jpg", pngOf(t, 30, 20), kind},
		{"logo", pngOf(t, 30, 20), kind},
		{"logo.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), kind},
		{"logo.png", []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), kind},
		{"logo.png", []byte("<html><script>alert(1)</script>"), kind},
		{"logo.html", pngOf(t, 30, 20), kind},
		{"logo.pdf", []byte("%PDF-1.7"), kind},
		{"logo.gif", []byte("GIF89a\x01\x00\x01\x00"), kind},
		{"logo.png", pngOf(t, 30, 20)[:20], kind},
		{"logo.jpg", []byte("\xff\xd8\xff"), kind},
	} {
		logo, p := ReadLogo(c.name, c.content)
		if got := keys(p); got != c.want {
			t.Errorf("%s of %d bytes: %q, want %q", c.name, len(c.content), got, c.want)
		}
		if (logo == Logo{}) != (c.want != "") {
			t.Errorf("%s of %d bytes: %+v", c.name, len(c.content), logo)
		}
	}
}

func TestLogoFileName(t *testing.T) {
	if name := (Logo{}).FileName(); name != "" {
		t.Errorf("no logo is called %q", name)
	}
	logo, _ := ReadLogo("x.jpeg", jpegOf(t, 30, 20))
	if logo.Width != 30 || logo.Height != 20 || logo.MediaType != "image/jpeg" ||
		logo.FileName() != logo.SHA256+".jpg" || len(logo.SHA256) != 64 {
		t.Errorf("%+v", logo)
	}
	if logo, _ = ReadLogo("x.png", pngOf(t, 1, 1)); !strings.HasSuffix(logo.FileName(), ".png") {
		t.Errorf("%+v", logo)
	}
}
