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

// sourceOf is what limits and penalties count by, in a form that costs nothing
// to make; the zero Addr for what comes from no network.
func sourceOf(addr netip.Addr) netip.Addr { return first(addr, 32, 64) }

// networkOf is the network around a source: whoever floods has most of the time
// neighbours to flood from.
func networkOf(addr netip.Addr) netip.Addr { return first(addr, 24, 48) }

// first is the first address of the network around one.
func first(addr netip.Addr, v4, v6 int) netip.Addr {
	bits := v6
	if addr.Is4() {
		bits = v4
	}
	p, err := addr.Prefix(bits)
	if err != nil {
		return netip.Addr{}
	}
	return p.Addr()
}

// ipOf is the address itself, none for what comes from no network.
func ipOf(a net.Addr) netip.Addr {
	tcp, ok := a.(*net.TCPAddr)
	if !ok {
		return netip.Addr{}
	}
	addr, _ := netip.AddrFromSlice(tcp.IP)
	return addr.Unmap().WithZone("")
}

func prefix(a net.Addr, v4, v6 int) string {
	addr := ipOf(a)
	bits := v6
	if addr.Is4() {
		bits = v4
	}
	p, err := addr.Prefix(bits)
	if err != nil || !addr.IsValid() {
		return "local"
	}
	if p.IsSingleIP() {
		return addr.String()
	}
	return p.String()
}
