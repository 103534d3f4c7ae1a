package service

import (
	"context"
	"runtime/debug"
	"time"
)

// readingTime is the last guard on the reading of one file. What is counted in
// it ends far earlier, also on a slow machine.
const readingTime = 2 * time.Second

// largeFile is from how many bytes on giving memory back is worth its time,
// some hundredths of a second.
const largeFile = 2 << 20

// readAlone lets read have a file in memory while no other file is read in this
// process: what one may take is bounded, and so is what all that are sent at
// once take. What a file above largeFile held is given back before the next one
// is read, which would else come on top of it. Who has to wait longer than ctx
// lasts gets its error.
func (s *Service) readAlone(ctx context.Context, size int64, read func(ctx context.Context) error) error {
	select {
	case s.reading <- struct{}{}:
		defer func() {
			if size > largeFile {
				debug.FreeOSMemory()
			}
			<-s.reading
		}()
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	ctx, cancel := context.WithTimeout(ctx, readingTime)
	defer cancel()
	return read(ctx)
}
