package bench

import (
	"strings"
	"testing"
	"time"

	"samenspraak/internal/prose"
)

// BenchmarkHostileProse reads a text of the greatest length that goldmark by
// itself would take the square of, and one of half that. Its limit is the
// half. Target: 2 of it, and a square is 4.
func BenchmarkHostileProse(b *testing.B) {
	for name, piece := range map[string]string{
		"links": "[a](", "quotations": "> ", "emphasis": "*a_b~~", "lists": "1. ",
	} {
		whole := strings.Repeat(piece, 100_000/len(piece))
		b.Run(name, func(b *testing.B) {
			half, all := time.Hour, time.Hour
			for b.Loop() {
				half = min(half, readingTime(whole[:len(whole)/2]))
				all = min(all, readingTime(whole))
			}
			b.ReportMetric(all.Seconds()/half.Seconds(), "x-half")
		})
	}
}

func readingTime(text string) time.Duration {
	begin := time.Now()
	prose.RenderPart(text, nil, "kop")
	prose.Outline(text)
	return time.Since(begin)
}
