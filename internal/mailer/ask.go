package mailer

import "context"

// Ask finds out whether the server would take a mail from one address to
// another. It sends none: it names both and leaves it at that, and the server
// forgets them when the connection is closed, which is all that may follow. The
// error is that of Send.
func (c *Conn) Ask(ctx context.Context, envelopeFrom, to string) error {
	if c.dead {
		return &Error{Stage: StageMail, Err: ErrUsedUp}
	}
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	defer c.link.closeWhenDone(ctx)()
	stage, err := c.name(envelopeFrom, to)
	if err != nil {
		return failure(ctx, stage, err)
	}
	return nil
}

// name tells the server both addresses and returns the stage that failed.
func (c *Conn) name(from, to string) (Stage, error) {
	from, err := plainAddress(from)
	if err != nil {
		return StageMail, err
	}
	if to, err = plainAddress(to); err != nil {
		return StageRcpt, err
	}
	if err := c.client.Mail(from); err != nil {
		return StageMail, err
	}
	return StageRcpt, c.client.Rcpt(to)
}
