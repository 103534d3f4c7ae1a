package static

import (
	"strconv"
	"strings"
)

// AcceptsGzip reads an Accept-Encoding header (RFC 9110, 12.5.3): gzip or * is
// named with a weight above zero, gzip's own weight going first.
func AcceptsGzip(header string) bool {
	any, named := false, false
	for item := range strings.SplitSeq(header, ",") {
		coding, params, _ := strings.Cut(item, ";")
		switch strings.ToLower(strings.TrimSpace(coding)) {
		case "gzip", "x-gzip":
			if named = true; weight(params) > 0 {
				return true
			}
		case "*":
			any = weight(params) > 0
		}
	}
	return any && !named
}

func weight(params string) float64 {
	for param := range strings.SplitSeq(params, ";") {
		key, value, ok := strings.Cut(strings.TrimSpace(param), "=")
		if !ok || !strings.EqualFold(key, "q") {
			continue
		}
		q, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return 0
		}
		return q
	}
	return 1
}

// Matches reads an If-None-Match header (RFC 9110, 13.1.2): * or a list of
// tags, compared weakly, so that W/"a" and "a" are the same.
func Matches(header, etag string) bool {
	for item := range strings.SplitSeq(header, ",") {
		item = strings.TrimSpace(item)
		if item == "*" || item != "" && strings.TrimPrefix(item, "W/") == etag {
			return true
		}
	}
	return false
}
