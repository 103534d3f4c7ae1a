package demo

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"
	"time"
)

// TestWordCloud looks whether every word can be seen, apart from the others.
func TestWordCloud(t *testing.T) {
	start := time.Now()
	file, err := wordCloud()
	if err != nil || len(file) > 60_000 {
		t.Fatalf("%d bytes, %v", len(file), err)
	}
	t.Logf("%d bytes in %s", len(file), time.Since(start).Round(time.Millisecond))
	picture, err := png.Decode(bytes.NewReader(file))
	if err != nil || picture.Bounds().Dx() != cloudWidth || picture.Bounds().Dy() != cloudHeight {
		t.Fatalf("%v, %v", picture.Bounds(), err)
	}
	for i, w := range cloudWords {
		for _, letter := range w.word {
			if len(glyphs[letter]) == 0 {
				t.Errorf("%s has the letter %c, which cannot be drawn", w.word, letter)
			}
		}
		box := w.box()
		if !box.In(picture.Bounds()) {
			t.Errorf("%s stands outside the picture: %v", w.word, box)
		}
		for _, other := range cloudWords[:i] {
			if box.Overlaps(other.box()) {
				t.Errorf("%s stands on %s: %v %v", w.word, other.word, box, other.box())
			}
		}
		if dark := darkPixels(picture, box); dark < w.times*20 {
			t.Errorf("%s: %d pixels are drawn", w.word, dark)
		}
	}
}

// box is what a word may cover: its sticks and tails too.
func (w cloudWord) box() image.Rectangle {
	size, half := w.height(), w.length()/2
	up, down := 0.5, 0.5
	if strings.ContainsAny(w.word, "bdfhijklt") {
		up = 1
	}
	if strings.ContainsAny(w.word, "gjp") {
		down = 1.1
	}
	return image.Rect(int(w.x-half-size/10), int(w.y-(up+0.1)*size), int(w.x+half+size/10), int(w.y+(down+0.1)*size))
}

func darkPixels(picture image.Image, box image.Rectangle) int {
	n := 0
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			if r, _, _, _ := picture.At(x, y).RGBA(); r < 0xc000 {
				n++
			}
		}
	}
	return n
}
