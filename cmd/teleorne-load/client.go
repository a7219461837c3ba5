package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/crypto/ssh"
)

// client is one session with a terminal.
type client struct {
	conn    net.Conn
	ssh     ssh.Conn
	channel ssh.Channel

	login time.Duration // from the connection to being let in
	first time.Duration // from there to the first frame

	bytes   atomic.Int64
	pressed atomic.Int64 // when the key was pressed whose frame is awaited, in nanoseconds since the beginning; 0: none is
	took    chan time.Duration
}

var beginning = time.Now()

// patience is how long a client waits for what the server owes it, silence how
// long for the frame of a key that may have none to show.
const (
	patience = 30 * time.Second
	silence  = 5 * time.Second
)

// errSilent tells that a key changed nothing on the screen.
var errSilent = errors.New("no frame")

// connect opens a session from one of the loopback addresses.
func connect(ctx context.Context, addr string, source int, size [2]int) (*client, error) {
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, byte(source/250), byte(1+source%250))}, Timeout: patience}
	if !strings.HasPrefix(addr, "127.") {
		dialer.LocalAddr = nil
	}
	conn, err := dialer.DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, err
	}
	c := &client{conn: conn, took: make(chan time.Duration, 1)}
	if err := c.open(addr, size); err != nil {
		conn.Close()
		return nil, err
	}
	return c, nil
}

func (c *client) open(addr string, size [2]int) error {
	begun := time.Now()
	_ = c.conn.SetDeadline(begun.Add(patience))
	conn, channels, requests, err := ssh.NewClientConn(c.conn, addr, &ssh.ClientConfig{
		User: "load", HostKeyCallback: ssh.InsecureIgnoreHostKey(),
		Auth: []ssh.AuthMethod{ssh.KeyboardInteractive(func(string, string, []string, []bool) ([]string, error) { return nil, nil })},
	})
	if err != nil {
		return err
	}
	_ = c.conn.SetDeadline(time.Time{})
	c.login = time.Since(begun)
	go ssh.DiscardRequests(requests)
	go func() {
		for ch := range channels {
			_ = ch.Reject(ssh.Prohibited, "")
		}
	}()
	let := time.Now()
	channel, ofChannel, err := conn.OpenChannel("session", nil)
	if err != nil {
		return err
	}
	go ssh.DiscardRequests(ofChannel)
	c.ssh, c.channel = conn, channel
	pty := ssh.Marshal(struct {
		Term                      string
		Columns, Rows, PixW, PixH uint32
		Modes                     string
	}{"xterm-256color", uint32(size[0]), uint32(size[1]), 0, 0, ""})
	if _, err := channel.SendRequest("pty-req", false, pty); err != nil {
		return err
	}
	if _, err := channel.SendRequest("shell", false, nil); err != nil {
		return err
	}
	c.await()
	go c.read()
	if _, err := c.frame(patience); err != nil {
		return err
	}
	c.first = time.Since(let)
	return nil
}

// read takes what the server writes; what comes first after a key is its frame.
func (c *client) read() {
	buf := make([]byte, 8<<10)
	for {
		n, err := c.channel.Read(buf)
		if pressed := c.pressed.Swap(0); pressed != 0 && n > 0 {
			c.took <- time.Since(beginning) - time.Duration(pressed)
		}
		c.bytes.Add(int64(n))
		if err != nil {
			return
		}
	}
}

func (c *client) await() { c.pressed.Store(int64(time.Since(beginning))) }

// frame waits for the frame of what was pressed.
func (c *client) frame(atMost time.Duration) (time.Duration, error) {
	late := time.NewTimer(atMost)
	defer late.Stop()
	select {
	case took := <-c.took:
		return took, nil
	case <-late.C:
	}
	if c.pressed.Swap(0) == 0 {
		return <-c.took, nil // it comes this moment
	}
	return 0, errSilent
}

// press types a key and answers how long its frame took; errSilent when there
// was none.
func (c *client) press(key string) (time.Duration, error) {
	c.await()
	if _, err := c.channel.Write([]byte(key)); err != nil {
		return 0, fmt.Errorf("typing: %w", err)
	}
	return c.frame(silence)
}

// kill cuts the line, as a network does.
func (c *client) kill() { _ = c.conn.Close() }
