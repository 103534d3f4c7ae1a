package demo

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
)

// cloudWord is a word of the picture, by how often it was said. Place is its
// middle, in pixels.
type cloudWord struct {
	word   string
	times  int
	x, y   float64
	colour int // of inks
}

// cloudWords are what people wrote down at the start of the kick-off; the
// table below the picture in the post gives the same.
var cloudWords = []cloudWord{
	{"thuis", 41, 440, 232, 0},
	{"vertrouwen", 33, 480, 345, 1},
	{"tijd", 28, 700, 215, 2},
	{"dichtbij", 24, 225, 105, 1},
	{"plan", 21, 525, 110, 0},
	{"school", 19, 160, 250, 2},
	{"samen", 17, 745, 105, 1},
	{"rust", 14, 868, 285, 0},
	{"wachten", 12, 250, 440, 0},
	{"papier", 11, 740, 445, 2},
	{"gezin", 9, 500, 445, 1},
	{"muziek", 4, 870, 390, 1},
}

// inks are the colours of the words, on white: those of the region's pages.
var inks = []color.RGBA{{11, 85, 99, 255}, {73, 89, 87, 255}, {154, 97, 0, 255}}

// Sizes of the picture, in pixels.
const (
	cloudWidth, cloudHeight = 960, 520
	shades                  = 8 // of each ink, for smooth edges
)

// wordCloud draws the words, the more often said the larger, as a PNG.
func wordCloud() ([]byte, error) {
	canvas := image.NewPaletted(image.Rect(0, 0, cloudWidth, cloudHeight), cloudPalette())
	for _, w := range cloudWords {
		w.draw(canvas)
	}
	var out bytes.Buffer
	err := png.Encode(&out, canvas)
	return out.Bytes(), err
}

// cloudPalette is white, and each ink from faint to full.
func cloudPalette() color.Palette {
	all := color.Palette{color.White}
	for _, ink := range inks {
		for shade := 1; shade <= shades; shade++ {
			mix := func(full uint8) uint8 { return uint8(255 - (255-int(full))*shade/shades) } //nolint:gosec // between 0 and 255
			all = append(all, color.RGBA{mix(ink.R), mix(ink.G), mix(ink.B), 255})
		}
	}
	return all
}

const letterGap = 0.42 // between two letters, by the height of a small one

// height is how high a small letter of the word is, in pixels.
func (w cloudWord) height() float64 { return 9 * math.Sqrt(float64(w.times)) }

// length is how wide the word is, in pixels.
func (w cloudWord) length() float64 {
	total := -letterGap
	for _, letter := range w.word {
		total += width(letter) + letterGap
	}
	return total * w.height()
}

func (w cloudWord) draw(canvas *image.Paletted) {
	size := w.height()
	left, base := w.x-w.length()/2, w.y+size/2
	for _, letter := range w.word {
		for _, s := range glyphs[letter] {
			s.draw(canvas, point{left, base}, size, w.colour)
		}
		left += (width(letter) + letterGap) * size
	}
}

// draw puts a stroke on the canvas whose letter begins at a place.
func (s stroke) draw(canvas *image.Paletted, at point, size float64, ink int) {
	pen := size * 0.095
	placed := make(stroke, len(s))
	low, high := point{math.Inf(1), math.Inf(1)}, point{math.Inf(-1), math.Inf(-1)}
	for i, p := range s {
		placed[i] = point{at.x + p.x*size, at.y - p.y*size}
		low = point{min(low.x, placed[i].x), min(low.y, placed[i].y)}
		high = point{max(high.x, placed[i].x), max(high.y, placed[i].y)}
	}
	reach := image.Rect(int(low.x-pen)-1, int(low.y-pen)-1, int(high.x+pen)+2, int(high.y+pen)+2).Intersect(canvas.Rect)
	for y := reach.Min.Y; y < reach.Max.Y; y++ {
		for x := reach.Min.X; x < reach.Max.X; x++ {
			covered := min(1, max(0, pen+0.5-placed.distance(float64(x), float64(y))))
			if shade := int(math.Round(covered * shades)); shade > 0 {
				index := uint8(ink*shades + shade) //nolint:gosec // the palette has 25 colours
				canvas.SetColorIndex(x, y, max(index, canvas.ColorIndexAt(x, y)))
			}
		}
	}
}
