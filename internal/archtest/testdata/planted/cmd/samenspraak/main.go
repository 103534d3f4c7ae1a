// Command samenspraak reads the clock too.
package main

import (
	"time"

	_ "samenspraak/internal/app"
)

func main() { _ = time.Now() }
