package sqlite_test

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"unsafe"

	"modernc.org/libc"
	lib "modernc.org/sqlite/lib"
)

// disk stands between SQLite and the files below a folder. It knows what was
// made safe and what a power cut may still take away, and fails when it is told
// to. Other files pass it by.
type disk struct {
	mu     sync.Mutex
	folder string
	files  map[string]*media
	fail   func(doing, name string) int32 // SQLite's code; 0: it works
}

// media is a file: what is safe on it, and what was written since.
type media struct {
	safe   []byte
	recent []change
}

// change is a piece that was written, or with no data, a new length.
type change struct {
	at   int64
	data []byte
}

// theDisk is the one that tests look at; nil: files are as they are.
var theDisk struct {
	sync.Mutex
	*disk
	names map[uintptr]string // of open files
}

// useDisk makes SQLite of this test go through a disk.
func useDisk(t *testing.T, folder string) *disk {
	t.Helper()
	installDisk.Do(install)
	d := &disk{folder: folder, files: map[string]*media{}}
	theDisk.Lock()
	theDisk.disk = d
	theDisk.Unlock()
	t.Cleanup(func() {
		theDisk.Lock()
		theDisk.disk = nil
		theDisk.Unlock()
	})
	return d
}

var installDisk sync.Once

// callable is a C function pointer of a Go function, as the translated SQLite
// has them.
func callable(f any) uintptr {
	callables = append(callables, f) // nobody else keeps it
	return (*[2]uintptr)(unsafe.Pointer(&f))[1]
}

var callables []any

type (
	openFunc  = func(*libc.TLS, uintptr, uintptr, uintptr, int32, uintptr) int32
	closeFunc = func(*libc.TLS, uintptr) int32
	writeFunc = func(*libc.TLS, uintptr, uintptr, int32, int64) int32
	truncFunc = func(*libc.TLS, uintptr, int64) int32
	syncFunc  = func(*libc.TLS, uintptr, int32) int32
)

// function is the Go function behind such a pointer.
func function[F any](pointer uintptr) F {
	p := &struct{ uintptr }{pointer}
	return *(*F)(unsafe.Pointer(p))
}

func at[T any](pointer uintptr) *T { return *(**T)(unsafe.Pointer(&pointer)) }

// install puts the disk before the VFS of the system.
func install() {
	tls := libc.NewTLS()
	vfs := at[lib.Tsqlite3_vfs](lib.Xsqlite3_vfs_find(tls, 0))
	theDisk.names = map[uintptr]string{}
	open := function[openFunc](vfs.FxOpen)
	wrapped := map[uintptr]uintptr{} // the log has other methods than the database
	vfs.FxOpen = callable(func(tls *libc.TLS, vfs, name, file uintptr, flags int32, out uintptr) int32 {
		rc := open(tls, vfs, name, file, flags, out)
		if rc != lib.SQLITE_OK || name == 0 || flags&(lib.SQLITE_OPEN_MAIN_DB|lib.SQLITE_OPEN_WAL) == 0 {
			return rc
		}
		path := libc.GoString(name)
		theDisk.Lock()
		defer theDisk.Unlock()
		d := theDisk.disk
		if d == nil || !strings.HasPrefix(path, d.folder+string(filepath.Separator)) {
			return rc
		}
		f := at[lib.Tsqlite3_file](file)
		if wrapped[f.FpMethods] == 0 {
			wrapped[f.FpMethods] = uintptr(unsafe.Pointer(wrap(tls, at[lib.Tsqlite3_io_methods](f.FpMethods))))
		}
		f.FpMethods = wrapped[f.FpMethods]
		theDisk.names[file] = path
		d.opened(path)
		return rc
	})
}

// wrap are the methods of a file that ask the disk first.
func wrap(tls *libc.TLS, plain *lib.Tsqlite3_io_methods) *lib.Tsqlite3_io_methods {
	ours := at[lib.Tsqlite3_io_methods](libc.Xmalloc(tls, lib.Tsize_t(unsafe.Sizeof(*plain))))
	*ours = *plain
	name := func(file uintptr) (*disk, string) {
		theDisk.Lock()
		defer theDisk.Unlock()
		return theDisk.disk, theDisk.names[file]
	}
	closes, writes := function[closeFunc](plain.FxClose), function[writeFunc](plain.FxWrite)
	truncates, syncs := function[truncFunc](plain.FxTruncate), function[syncFunc](plain.FxSync)
	ours.FxClose = callable(func(tls *libc.TLS, file uintptr) int32 {
		theDisk.Lock()
		delete(theDisk.names, file)
		theDisk.Unlock()
		return closes(tls, file)
	})
	ours.FxWrite = callable(func(tls *libc.TLS, file, data uintptr, n int32, to int64) int32 {
		d, path := name(file)
		return d.does("write", path, func() int32 { return writes(tls, file, data, n, to) }, func(m *media) {
			m.recent = append(m.recent, change{to, append([]byte{}, unsafe.Slice(at[byte](data), n)...)})
		})
	})
	ours.FxTruncate = callable(func(tls *libc.TLS, file uintptr, size int64) int32 {
		d, path := name(file)
		return d.does("truncate", path, func() int32 { return truncates(tls, file, size) }, func(m *media) {
			m.recent = append(m.recent, change{at: size})
		})
	})
	ours.FxSync = callable(func(tls *libc.TLS, file uintptr, flags int32) int32 {
		d, path := name(file)
		return d.does("sync", path, func() int32 { return syncs(tls, file, flags) }, func(m *media) {
			for _, c := range m.recent {
				m.safe = c.on(m.safe)
			}
			m.recent = nil
		})
	})
	return ours
}

// does does something with a file unless it fails, and notes it.
func (d *disk) does(doing, path string, it func() int32, note func(*media)) int32 {
	if d == nil {
		return it()
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.fail != nil {
		if rc := d.fail(doing, filepath.Base(path)); rc != lib.SQLITE_OK {
			return rc
		}
	}
	rc := it()
	if m := d.files[path]; rc == lib.SQLITE_OK && m != nil {
		note(m)
	}
	return rc
}

func (d *disk) opened(path string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.files[path] == nil {
		content, _ := os.ReadFile(path) // of a file that another handle has open: only this process's locks are lost, and it has none yet
		d.files[path] = &media{safe: content}
	}
}

func (c change) on(file []byte) []byte {
	size := int64(len(c.data)) + c.at
	if c.data == nil {
		for int64(len(file)) < c.at {
			file = append(file, 0)
		}
		return file[:c.at]
	}
	for int64(len(file)) < size {
		file = append(file, 0)
	}
	copy(file[c.at:], c.data)
	return file
}

// cut writes into a folder what a power cut leaves of the files at this moment:
// what was made safe, and of what was written since any part, in pieces of 512
// bytes.
func (d *disk) cut(t *testing.T, into string) {
	t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	for path, m := range d.files {
		left := append([]byte{}, m.safe...)
		share := rand.IntN(101)
		for _, c := range m.recent {
			for from := 0; from < max(len(c.data), 1); from += 512 {
				if rand.IntN(100) >= share {
					continue
				}
				piece := c
				if c.data != nil {
					piece = change{c.at + int64(from), c.data[from:min(from+512, len(c.data))]}
				}
				left = piece.on(left)
			}
		}
		write(t, filepath.Join(into, filepath.Base(path)), left)
	}
}

// fails lets the disk fail by a rule; nil: it works again.
func (d *disk) fails(rule func(doing, name string) int32) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.fail = rule
}
