package server

import (
	"bufio"
	"encoding/binary"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// notice is what somebody was told who was refused before the handshake.
type notice struct {
	reason uint32
	text   string
}

// readNotice reads our version and the message after it as a client does, and
// finds nothing more.
func readNotice(t testing.TB, r *bufio.Reader) notice {
	t.Helper()
	version, err := r.ReadString('\n')
	if version != serverVersion+"\r\n" || err != nil {
		t.Fatalf("no version: %q %v", version, err)
	}
	var length uint32
	if err := binary.Read(r, binary.BigEndian, &length); err != nil || length > 35000 || (length+4)%8 != 0 {
		t.Fatalf("no packet: length %d, %v", length, err)
	}
	packet := make([]byte, length)
	if _, err := io.ReadFull(r, packet); err != nil {
		t.Fatal(err)
	}
	padding := int(packet[0])
	if padding < 4 {
		t.Errorf("padding of %d", padding)
	}
	var said struct {
		Reason   uint32 `sshtype:"1"`
		Text     string
		Language string
	}
	if err := gossh.Unmarshal(packet[1:len(packet)-padding], &said); err != nil {
		t.Fatal(err)
	}
	if rest, _ := io.ReadAll(r); len(rest) != 0 {
		t.Errorf("then %q", rest)
	}
	for _, b := range []byte(said.Text) {
		if b < ' ' || b > '~' {
			t.Errorf("not ASCII: %q", said.Text)
		}
	}
	if len(said.Text) > 255 {
		t.Errorf("%d bytes", len(said.Text))
	}
	return notice{said.Reason, said.Text}
}

// told connects and answers what somebody is told who is refused.
func (h *house) told(from string) notice {
	h.t.Helper()
	conn := dialFrom(h.t, from, h.addr)
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
	if _, err := io.WriteString(conn, "SSH-2.0-test\r\n"); err != nil {
		h.t.Fatal(err)
	}
	return readNotice(h.t, bufio.NewReader(conn))
}

// dialFrom connects from an address of the loopback range.
func dialFrom(t testing.TB, from, to string) net.Conn {
	t.Helper()
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}, Timeout: 20 * time.Second}
	conn, err := d.Dial("tcp", to)
	if err != nil {
		t.Fatal(err)
	}
	return conn
}

func TestPlainASCII(t *testing.T) {
	for in, want := range map[string]string{
		"Trop d’échecs\u00a0: « être »\u202f!": `Trop d'echecs : "etre" !`,
		"cœur – Łódź…\n\x1b[31m":               "coeur - ?odz... [31m",
	} {
		if got := plainASCII(in); got != want {
			t.Errorf("%q: %q", in, got)
		}
	}
	long := disconnect(reasonTooManyConn, strings.Repeat("é", 3000))
	if got := readNotice(t, bufio.NewReader(strings.NewReader(string(long)))); len(got.text) != maxNotice {
		t.Error(len(got.text))
	}
}
