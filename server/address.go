package server

import (
	"net"
	"net/netip"
)

// limitAddress is what limits count a client by: its IPv4 address or its
// IPv6 /64, of which a household has many addresses.
func limitAddress(a net.Addr) string { return prefix(a, 32, 64) }

// logAddress is as much of an address as the log keeps: a network, no person.
func logAddress(a net.Addr) string { return prefix(a, 24, 48) }

func prefix(a net.Addr, v4, v6 int) string {
	tcp, ok := a.(*net.TCPAddr)
	if !ok {
		return "local"
	}
	addr, ok := netip.AddrFromSlice(tcp.IP)
	if !ok {
		return "local"
	}
	addr = addr.Unmap().WithZone("")
	bits := v6
	if addr.Is4() {
		bits = v4
	}
	p, err := addr.Prefix(bits)
	if err != nil {
		return "local"
	}
	if p.IsSingleIP() {
		return addr.String()
	}
	return p.String()
}
