package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"syscall"

	"github.com/coreos/go-systemd/v22/activation"
)

// listeners are what to serve on: the sockets that systemd opened for this
// process, which may be of ports that it could not open itself, and the
// addresses that were asked for. Without either, the usual address.
func (o *serveOptions) listeners() ([]net.Listener, error) {
	given, err := activation.Listeners()
	for i, l := range given {
		if l == nil {
			closeAll(given)
			return nil, failure(err, "local.socket", "number", i+1)
		}
	}
	addrs := o.addresses()
	if len(addrs) == 0 && len(given) == 0 {
		addrs = []string{defaultAddr}
	}
	asked, err := listen(addrs)
	if err != nil {
		closeAll(given)
		return nil, err
	}
	return append(given, asked...), nil
}

// listen opens the addresses, or says which one cannot be had and why.
func listen(addrs []string) ([]net.Listener, error) {
	var all []net.Listener
	for _, addr := range addrs {
		l, err := net.Listen("tcp", addr)
		if err == nil {
			all = append(all, l)
			continue
		}
		closeAll(all)
		shown := clip(addr)
		switch {
		case errors.Is(err, syscall.EADDRINUSE):
			return nil, failure(err, "local.port_busy", "addr", shown)
		case errors.Is(err, os.ErrPermission):
			return nil, failure(err, "local.port_refused", "addr", shown)
		}
		return nil, failure(err, "local.port", "addr", shown)
	}
	return all, nil
}

func closeAll(ls []net.Listener) {
	for _, l := range ls {
		if l != nil {
			_ = l.Close() // closed by the server already, most of the time
		}
	}
}

// sshCommand is what to type to get to an address on this machine.
func sshCommand(addr net.Addr) string {
	host, port, err := net.SplitHostPort(addr.String())
	if err != nil {
		return "ssh " + addr.String()
	}
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() || ip.IsLoopback() {
		host = "localhost"
	}
	return fmt.Sprintf("ssh -p %s %s", port, host)
}

// portOf is the port of an address; 0 for one that has none.
func portOf(addr net.Addr) int {
	tcp, ok := addr.(*net.TCPAddr)
	if !ok {
		return 0
	}
	return tcp.Port
}

// addresses are those to listen on, however they were listed.
func (o *serveOptions) addresses() []string {
	var all []string
	for _, a := range o.addrs {
		for part := range strings.SplitSeq(a, ",") {
			if part = strings.TrimSpace(part); part != "" {
				all = append(all, part)
			}
		}
	}
	return all
}
