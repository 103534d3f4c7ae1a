package web_test

import (
	"testing"

	"samenspraak/internal/web/page/pagetest"
)

// TestEveryPageOfTheProgram tries every page in both languages with an empty
// and a full view, and finds template files that no page claims. It stands here
// because this package links every page in.
func TestEveryPageOfTheProgram(t *testing.T) {
	t.Parallel()
	pagetest.TryAll(t)
	for _, file := range pagetest.Unclaimed(t) {
		t.Errorf("templates/%s is part of no page", file)
	}
}
