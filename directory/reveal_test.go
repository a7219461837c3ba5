package directory

import (
	"fmt"
	"testing"
)

func TestRevealsForgetTheOldestReadersFirst(t *testing.T) {
	r := newReveals(10)
	r.max = 100
	for reader := range 50 {
		for id := range 10 {
			if !r.allow(fmt.Sprint("reader ", reader), ListingID(id), 1) {
				t.Fatalf("reader %d is refused listing %d", reader, id)
			}
		}
		if r.allow(fmt.Sprint("reader ", reader), 10, 1) {
			t.Fatalf("reader %d is not limited", reader)
		}
		held := 0
		for _, ids := range r.seen {
			held += len(ids)
		}
		if held != r.total || held > r.max || len(r.seen) != len(r.order) {
			t.Fatalf("%d held, %d counted, %d readers, %d in order", held, r.total, len(r.seen), len(r.order))
		}
	}
	if r.allow("reader 49", 10, 1) {
		t.Error("the latest reader is forgotten")
	}
	if !r.allow("reader 0", 10, 1) {
		t.Error("the first reader is remembered beyond the bound")
	}
}

func TestRevealsWithoutALimitRememberNothing(t *testing.T) {
	r := newReveals(0)
	for id := range 1000 {
		if !r.allow("reader", ListingID(id), 1) {
			t.Fatal("limited")
		}
	}
	if len(r.seen) != 0 {
		t.Error("remembered without need")
	}
}
