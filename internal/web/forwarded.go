package web

import (
	"net"
	"net/http"
	"net/netip"
	"sync/atomic"
	"time"
)

// warnEvery is how often the log repeats a warning that any request can cause.
const warnEvery = 10 * time.Minute

// claimed warns in the log when a request says for whom it was forwarded and
// comes from no trusted proxy. Behind a proxy that was forgotten all visitors
// have one address, and the limits meant for one of them lock out everybody.
// The address stays out of the log.
func (s *server) claimed(next http.Handler) http.Handler {
	var warned atomic.Int64 // when, in nanoseconds since 1970
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if forwarded(r.Header) && !s.trusts(r.RemoteAddr) {
			last, now := warned.Load(), s.Now().UnixNano()
			if (last == 0 || now-last >= int64(warnEvery)) && warned.CompareAndSwap(last, now) {
				s.Log.Warn("a request was forwarded by a peer that is no trusted proxy, so all its visitors " +
					"count as one: name the proxy in TRUSTED_PROXIES, or keep others from reaching this port")
			}
		}
		next.ServeHTTP(w, r)
	})
}

func forwarded(h http.Header) bool {
	return h.Get("X-Forwarded-For") != "" || h.Get("Forwarded") != ""
}

// trusts says whether a peer, as host:port, is one of the proxies.
func (s *server) trusts(peer string) bool {
	at, err := netip.ParseAddrPort(peer)
	if err != nil {
		return false
	}
	ip := net.IP(at.Addr().Unmap().AsSlice())
	for _, p := range s.Proxies {
		if p.Contains(ip) {
			return true
		}
	}
	return false
}
