package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
	"samenspraak/internal/store/storetest"
)

func TestSweepKeepsTheLogo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		r := consult.Region{
			Name: "Jeugdregio Merenland", UpdatedAt: meetingNow,
			Logo: consult.Logo{SHA256: "linked", MediaType: "image/png", Width: 300, Height: 80},
		}
		inTx(t, db, func(tx *store.Tx) error {
			for _, sum := range []string{"linked", "former"} {
				if err := tx.AddChunk(sum, 0, []byte{1}, meetingNow.Add(-48*time.Hour)); err != nil {
					return err
				}
			}
			return tx.SetRegion(r)
		})
		sweep := func() (n int64) {
			inTx(t, db, func(tx *store.Tx) (err error) {
				n, err = tx.SweepFiles(meetingNow)
				return err
			})
			return n
		}
		if n := sweep(); n != 1 {
			t.Errorf("swept %d pieces, want the former logo's alone", n)
		}
		inTx(t, db, func(tx *store.Tx) error {
			got, err := tx.LockRegion()
			if diff := cmp.Diff(r, got); diff != "" {
				t.Error(diff)
			}
			if whole, err := tx.HasFile("linked", 1); !whole || err != nil {
				t.Errorf("the logo is gone: %v", err)
			}
			if err != nil {
				return err
			}
			got.Logo = consult.Logo{}
			return tx.SetRegion(got)
		})
		if n := sweep(); n != 1 {
			t.Errorf("swept %d pieces of a logo that was taken away", n)
		}
	})
}
